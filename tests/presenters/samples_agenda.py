"""Every form and message about agendas, as large and as strange as they get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.presenters import modals
from bot.presenters.agenda import agenda, agenda_forms
from bot.presenters.blocks import Message
from bot.presenters.messages import render
from bot.rules.terms import Clause
from bot.workflows.agenda.agenda import (
    AWAITING,
    LEFT_OUT,
    NOT_ADMITTED,
    PROPOSED,
    RETURNED,
    URGENT,
    AgendaItem,
    ClosingDay,
    ordered,
)
from bot.workflows.agenda.agenda_questions import (
    AgendaPicture,
    ItemFormFacts,
    ProposeFormFacts,
    ReviewFormFacts,
    UrgentFormFacts,
)
from bot.workflows.agenda.urgent import ASKED
from bot.workflows.decisions import Answer
from bot.workflows.questions import Choice
from tests.presenters.samples_meetings import meeting

PROPOSED_AT = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)


def item(title: str = "The data report", **changes: Any) -> AgendaItem:
    """An item on the agenda that a member proposed."""
    made = AgendaItem(
        id="item-1",
        meeting="meeting-1",
        kind="item",
        title=title,
        minutes=15,
        proposed_by="person-1",
        proposer_name=title,
        organisation="org-1",
        organisation_name=title,
        proposed_at=PROPOSED_AT,
    )
    return replace(made, **changes)


def items(text: str, name: str, count: int) -> tuple[AgendaItem, ...]:
    """An agenda with so many items on it, and one in every other state."""
    clause = Clause("4.7", text)
    standing = tuple(
        item(
            name,
            id=f"item-{number}",
            kind="item" if number % 2 else "ratification",
            detail=text,
            clause=clause,
            why=text,
            confidential=number % 3 == 0,
        )
        for number in range(count)
    )
    states = (PROPOSED, RETURNED, LEFT_OUT, NOT_ADMITTED, AWAITING)
    others = tuple(
        item(
            name,
            id=f"item-{state}",
            state=state,
            kind=URGENT if state in (NOT_ADMITTED, AWAITING) else "minutes" if state == LEFT_OUT else "item",
            detail=text,
            reason=text,
            late=True,
        )
        for state in states
    )
    return ordered((*standing, *others))


def picture(text: str, name: str, count: int, **changes: Any) -> AgendaPicture:
    """The agenda as the secretariat sees it."""
    made = AgendaPicture(
        partnership="clpp",
        name=name,
        time_zone="Europe/London",
        meeting=meeting(name),
        items=items(text, name, count),
        closing=ClosingDay(date(2027, 3, 12), text, Clause("4.9", text), date(2027, 3, 23)),
        may_propose=True,
        may_decide=True,
        may_elect=True,
        mine=frozenset(f"item-{number}" for number in range(count)),
        unsaid=("declarations of interest", "urgent matters"),
        earlier=Choice("meeting-0", name),
        later=Choice("meeting-2", name),
    )
    return replace(made, **changes)


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of every kind of notice about an agenda, as the outbox keeps it."""
    common = {
        "partnership_name": name,
        "title": name,
        "meeting": "meeting-1",
        "meeting_title": name,
        "clause": "5.7",
        "clause_words": text,
    }
    asked = ASKED["if nobody present objects"]
    return {
        "ItemProposedNotice": {
            **common,
            "item": "item-1",
            "detail": text,
            "proposer": name,
            "organisation": name,
            "meeting_day": "Tuesday 30 March 2027",
            "minutes": 15,
            "confidential": True,
            "amendment": "Its text has to be with the members by Saturday 20 March 2027.",
            "late": "It comes late.",
        },
        "ItemDecidedNotice": {
            **common,
            "meeting_day": "Tuesday 30 March 2027",
            "outcome": "returned",
            "by": name,
            "reason": text,
        },
        "UrgentItemNotice": {
            **common,
            "item": "item-1",
            "detail": text,
            "proposer": name,
            "organisation": name,
            "confidential": True,
            "question": asked.question,
            "yes": asked.yes,
            "no": asked.no,
        },
    }


def messages(text: str, name: str, count: int) -> Iterator[Message]:
    """Every notice about an agenda, in every state that changes what it shows."""
    data = notices(text, name)
    for outcome in ("accepted", "carried over", "withdrawn", "admitted", "not admitted"):
        yield render(
            "ItemDecidedNotice", {**data["ItemDecidedNotice"], "outcome": outcome}, partnership="clpp"
        )
    yield render("ItemDecidedNotice", {**data["ItemDecidedNotice"], "meeting_day": ""}, partnership="clpp")
    bare = {"detail": "", "organisation": "", "confidential": False}
    yield render("UrgentItemNotice", {**data["UrgentItemNotice"], **bare}, partnership="clpp")
    bare |= {"minutes": None, "amendment": "", "late": "", "meeting_day": ""}
    yield render("ItemProposedNotice", {**data["ItemProposedNotice"], **bare}, partnership="clpp")


def views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """Every form and modal about an agenda."""
    whole = picture(text, name, count)
    in_session = meeting(name, state="in session", chaired_by="person-1")
    for page in range(3):
        yield agenda.agenda_modal(whole, page, Answer(text, Clause("5.7", text), text, text))
    yield agenda.agenda_modal(replace(whole, meeting=in_session, may_admit=True, is_out=True))
    for rule in ASKED:
        yield agenda.agenda_modal(
            picture(text, name, 1, meeting=in_session, may_admit=True, urgent_rule=rule, unsaid=())
        )
    yield agenda.agenda_modal(replace(whole, meeting=meeting(name, starts_at=None, expected=name), items=()))
    yield agenda.agenda_modal(replace(whole, meeting=None, items=()))
    yield agenda_forms.arrange_form(whole)
    yield agenda_forms.arrange_form(picture(text, name, 1, items=items(text, name, 120)))
    choices = tuple(Choice(f"choice-{number}", f"{name} {number}", number == 0) for number in range(count))
    yield agenda_forms.propose_form(
        ProposeFormFacts(
            "clpp",
            name,
            choices,
            choices,
            (text,) * 10,
            text,
            Clause("4.9", text),
            Clause("5.7", text),
            missed=text,
        ),
        text,
    )
    yield agenda_forms.propose_form(ProposeFormFacts("clpp", name, choices[:1], choices[:1]))
    for others in (choices, ()):
        facts = ItemFormFacts("clpp", item(name, detail=text, why=text), meeting(name), others)
        yield agenda_forms.return_form(facts)
        yield agenda_forms.change_form(facts)
    left = item(name, kind="minutes", state=LEFT_OUT, reason=text[:1000], why=text)
    yield agenda_forms.change_form(ItemFormFacts("clpp", left, meeting(name)))
    for rule in (*ASKED, "not taken"):
        yield agenda_forms.urgent_form(UrgentFormFacts("clpp", in_session, rule, Clause("4.10", text)), text)
    yield agenda_forms.review_form(ReviewFormFacts("clpp", choices[:2], choices, (text,)))

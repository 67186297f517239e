"""Everything shown about who comes to a meeting, from plain data, with names and texts to order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.presenters.blocks import Message, escaped
from bot.presenters.messages import render
from bot.presenters.modals import View
from bot.presenters.replies.apologies import PAGE, apologies_form, replies_modal, reply_buttons, whose_form
from bot.presenters.rich import sentences
from bot.rules.terms import Clause
from bot.workflows.questions import Choice
from bot.workflows.replies.reply_questions import RepliesPicture, ReplyFormFacts, ReplyLine


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of every notice about an answer, as the outbox keeps it."""
    common = {
        "partnership_name": name,
        "title": name,
        "when": f"Thursday 24 April 2025 at 12:00, at {name}",
        "who": name,
    }
    return {
        "ReplyNotice": {
            **common,
            "meeting": "meeting-1",
            "organisations": name,
            "said": f"apologies; {name} comes instead",
            "note": text,
            "why": "The meeting is within two working days.",
        },
        "StandInNotice": {
            **common,
            "meeting": "meeting-1",
            "day": "2026-06-11",
            "organisation": "org-1",
            "organisation_name": name,
            "voting": True,
            "clause": "4.8",
            "clause_words": text,
        },
        "NotNeededNotice": {**common, "organisation_name": name},
        "DeputyAnsweredNotice": {
            **common,
            "meeting": "meeting-1",
            "organisation_name": name,
            "coming": False,
        },
        "ReplyRecordedNotice": {
            **common,
            "meeting": "meeting-1",
            "organisations": name,
            "said": "apologies",
            "note": text,
            "answered_at": "2025-04-22T09:00:00.000001+00:00",
        },
    }


def form_facts(name: str = "Exeter CVS", count: int = 2, **changes: Any) -> ReplyFormFacts:
    """The form of somebody called to so many meetings, who represents so many organisations with a deputy each."""
    made = ReplyFormFacts(
        partnership="clpp",
        name=name,
        meetings=tuple(Choice(f"meeting-{n}", f"{name} {n}", n == 0) for n in range(max(count, 1))),
        seats=tuple(Choice(f"org-{n}", f"{name} {n}") for n in range(count)),
        deputies=tuple(Choice(f"person-{n}", f"{name} {n}") for n in range(count)),
        may_send=True,
        rule="named deputies only",
        clause=Clause("4.8", name),
    )
    return replace(made, **changes)


def lines(text: str, name: str, count: int) -> tuple[ReplyLine, ...]:
    """So many people, with every kind of answer among them."""
    kinds: tuple[dict[str, Any], ...] = (
        {"answer": ""},
        {"answer": "coming"},
        {"answer": "remote", "recorded_by": name, "confirmed": False},
        {"answer": "apologies", "note": text[:1000]},
        {"answer": "substitute", "instead": name, "instead_said": "coming"},
        {"answer": "substitute", "instead": name, "without_vote": True, "note": text[:1000]},
    )
    return tuple(
        ReplyLine(
            person=f"person-{n}",
            name=f"{name} {n}",
            organisation=f"org-{n}" if n % 7 else "",
            organisation_name=f"{name} {n}" if n % 7 else "",
            voting=n % 3 > 0,
            **kinds[n % len(kinds)],
        )
        for n in range(count)
    )


def replies_picture(
    text: str = "On leave", name: str = "Exeter CVS", count: int = 9, **changes: Any
) -> RepliesPicture:
    """Who is coming, of so many people."""
    made = RepliesPicture(
        partnership="clpp",
        name=name,
        meeting="meeting-1",
        title=name,
        when="Thursday 24 April 2025 at 12:00",
        lines=lines(text, name, count),
        outlook="3 of 10 coming.",
        outlook_clause=Clause("4.6", text),
        absent=tuple(f"{name} {n}" for n in range(count // 3)),
        may_record=True,
    )
    return replace(made, **changes)


def messages(text: str, name: str) -> Iterator[Message]:
    """An invitation's buttons, and the notices in their other states."""
    data = notices(text, name)
    yield Message(
        escaped(name[:100]) or "—", [*sentences(name), *reply_buttons("clpp", "meeting-1", "2027-03-17")]
    )
    bare = {"organisations": "", "note": ""}
    for kind, changes in (
        ("ReplyNotice", bare),
        ("ReplyRecordedNotice", bare),
        ("StandInNotice", {"voting": False}),
        ("DeputyAnsweredNotice", {"coming": True}),
    ):
        yield render(kind, {**data[kind], **changes}, partnership="clpp")


def views(text: str, name: str, count: int) -> Iterator[View]:
    """The form in its states, and every page of who is coming."""
    yield apologies_form(form_facts(name, min(count, 24)), text)
    yield apologies_form(form_facts(name, 1, rule=None, stands=name, answer="substitute", note=text[:1000]))
    yield apologies_form(form_facts(name, 0, rule="anyone sent", person="person-1", person_name=name))
    yield apologies_form(form_facts(name, 1, rule="none", may_send=False, deputies=()))
    many = max(count, PAGE + 1)
    picture = replies_picture(text, name, many)
    for page in range(-(-many // PAGE) + 1):
        yield replies_modal(picture, page)
        yield whose_form(picture, page)
    yield replies_modal(replies_picture(text, name, 0, outlook="", absent=(), may_record=False))
    yield whose_form(replies_picture(text, name, 0))

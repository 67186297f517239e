"""Answering in the words of a test: who says that they come, for whom it is recorded, and what stands."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from bot.founding import import_register
from bot.rules.register import Appointment, Capacity, Person, Register
from bot.store.partnership import partnerships as partnership_rows
from bot.store.replies.replies import replies_to
from bot.store.tables import meetings
from bot.workflows.decisions import AlreadyDone, Decision, Refused, Setting
from bot.workflows.replies.replies import ConfirmReply, RecordReply, ReplyState, ReplyToMeeting
from bot.workflows.replies.reply_questions import RepliesPicture, ReplyForm, ReplyFormFacts, ShowReplies
from tests.bookings import booked
from tests.rehearsal import MEETING, Rehearsal, at
from tests.rooms import TOWN_TERMS, town_register

Outcome = Decision | Refused | AlreadyDone
THE_DAY = at("2026-05-21T14:00+01:00")  # a Thursday, four weeks after the clock of these tests
WHEN = "Thursday 21 May 2026 at 14:00"
EKC, EKC_DEPUTY = "folasade-akande", "gethin-prosser"
CHAIR, CHAIRS_DEPUTY = "kwabena-ofori", "harriet-lowndes"
SECRETARY, OBSERVER, CO_OPTED = "gwendolen-saxby", "mirela-costin", "jocelyn-hurst"


def meets(
    body: Rehearsal, starts_at: datetime = THE_DAY, /, meeting: str = MEETING, **values: Any
) -> Rehearsal:
    """The partnership with a meeting booked."""
    booked(body.store, body.slug, starts_at, meeting, workspace=body.workspace, **values)
    return body


def says(body: Rehearsal, who: str, answer: str, meeting: str = MEETING, **words: Any) -> Outcome:
    """Somebody answers whether they come."""
    asked = {"partnership": body.slug, "meeting": meeting, "answer": answer, **words}
    return body.say(who, ReplyToMeeting, **asked)


def rings(
    body: Rehearsal, who: str, person: str, answer: str, meeting: str = MEETING, **words: Any
) -> Outcome:
    """Somebody rings up, and it is recorded for them."""
    return body.say(
        who, RecordReply, partnership=body.slug, meeting=meeting, person=person, answer=answer, **words
    )


def confirms(body: Rehearsal, who: str, answered_at: datetime, meeting: str = MEETING) -> Outcome:
    """Somebody presses “That is right”."""
    return body.say(who, ConfirmReply, partnership=body.slug, meeting=meeting, answered_at=answered_at)


def refusal(outcome: Outcome) -> Refused:
    """A refusal whole; a decision fails the test."""
    assert isinstance(outcome, Refused), outcome
    return outcome


def whole(outcome: Outcome) -> str:
    """All the words of an answer with its clause; a refusal fails the test."""
    assert isinstance(outcome, Decision), outcome
    answer = outcome.answer
    return " ".join((answer.words, answer.why, answer.next, answer.clause.number))


def setting_of(body: Rehearsal, on: date | None = None) -> Setting:
    """The partnership under the terms of a day."""
    with body.store.reading() as connection:
        found = partnership_rows.setting(connection, body.workspace, body.slug, body.clock.now(), on=on)
    assert found is not None
    return found


def stands(body: Rehearsal, person: str, organisation: str, meeting: str = MEETING) -> ReplyState | None:
    """What stands of somebody's answer."""
    with body.store.reading() as connection:
        return replies_to(connection, setting_of(body), meeting).get((person, organisation))


def form(body: Rehearsal, who: str, meeting: str = "", **words: Any) -> ReplyFormFacts:
    """What the form for answering shows somebody."""
    return body.secretary.ask(
        ReplyForm(
            workspace=body.workspace,
            team=body.team,
            user=body.user(who),
            partnership=body.slug,
            meeting=meeting,
            **words,
        )
    )


def listed(body: Rehearsal, who: str, meeting: str = MEETING) -> RepliesPicture:
    """The list of who is coming, as somebody sees it."""
    return body.secretary.ask(
        ShowReplies(
            workspace=body.workspace,
            team=body.team,
            user=body.user(who),
            partnership=body.slug,
            meeting=meeting,
        )
    )


def told(body: Rehearsal, kind: str) -> list[str]:
    """To whom notices of a kind go, by their ids in the register."""
    names = {each.slack_user: each.slug for each in body.register.people}
    return [names.get(each.recipient, each.recipient) for each in body.notices(kind)]


def becomes(body: Rehearsal, meeting: str = MEETING, **values: Any) -> None:
    """The meeting is changed in the store."""
    with body.store.transaction() as connection:
        connection.execute(update(meetings).where(meetings.c.id == meeting).values(**values))


def hands_over(body: Rehearsal, old: str, new: Person, organisation: str, on: date) -> None:
    """An organisation replaces its representative from a day on (K22)."""
    before = body.register
    kept = [
        replace(each, to_on=date.fromordinal(on.toordinal() - 1))
        if (each.person, each.organisation, each.capacity) == (old, organisation, Capacity.REPRESENTATIVE)
        else each
        for each in before.appointments
    ]
    groups = {each.group for each in before.appointments if each.person == old}
    added = [Appointment(new.slug, organisation, group, from_on=on) for group in sorted(groups)]
    body.register = replace(before, people=(*before.people, new), appointments=(*kept, *added))
    import_register(body.store, body.clock, workspace=body.workspace, slug=body.slug, register=body.register)


def represents_too(body: Rehearsal, person: str, organisation: str) -> None:
    """Somebody comes to speak for one organisation more."""
    added = Appointment(person, organisation)
    body.register = replace(body.register, appointments=(*body.register.appointments, added))
    import_register(body.store, body.clock, workspace=body.workspace, slug=body.slug, register=body.register)


def substitutes(value: str) -> str:
    """The Town Forum's terms with a rule on substitutes."""
    return f"""{TOWN_TERMS}
[people.substitutes]
value  = "{value}"
clause = "6"
words  = "On who may come instead of a member."
"""


def with_deputies(count: int, *deputies: tuple[str, str]) -> Register:
    """The Town Forum with named deputies: (person, organisation); somebody unknown to it is added to its people."""
    made = town_register(count)
    known = {each.slug for each in made.people}
    new = [slug for slug in dict.fromkeys(person for person, _ in deputies) if slug not in known]
    return replace(
        made,
        people=(
            *made.people,
            *(
                Person(slug, slug.replace("-", " ").title(), slack_user=f"U0DEPUTY{number:02}")
                for number, slug in enumerate(new)
            ),
        ),
        appointments=(
            *made.appointments,
            *(Appointment(person, body, capacity=Capacity.SUBSTITUTE) for person, body in deputies),
        ),
    )

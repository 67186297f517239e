"""Booking in the words of a test: who asks for which meeting, and the clock that brings it nearer."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.store.tables import due_work, outbox
from bot.ticking import tick
from bot.workflows.decisions import AlreadyDone, Decision, Refused
from bot.workflows.meetings.booking_facts import BookMeeting, CancelMeeting, ChangeMeeting, Wanted
from tests.rehearsal import MEETING, Rehearsal

SECRETARY = {"clpp": "gwendolen-saxby", "voluntaryworks": "edwina-sharrock"}
Outcome = Decision | Refused | AlreadyDone


def press(body: Rehearsal) -> str:
    """A press of its own, also where two partnerships share a workspace."""
    return f"{body.slug}-{next(body._presses)}"


def wanted(starts: str | None = None, title: str = "Strategy Group", **more: Any) -> Wanted:
    """A meeting as the form asks for it: "2027-03-30 14:00" on the partnership's clocks."""
    return Wanted(title=title, starts=datetime.fromisoformat(starts) if starts else None, **more)


def books(
    body: Rehearsal, starts: str | None, who: str = "", *, more: tuple[str, ...] = (), **words: Any
) -> Outcome:
    """The secretariat books a meeting."""
    return body.say(
        who or SECRETARY[body.slug],
        BookMeeting,
        partnership=body.slug,
        delivery=press(body),
        meeting=words.pop("meeting", MEETING),
        wanted=wanted(starts, **words),
        more=tuple(datetime.fromisoformat(each) for each in more),
    )


def moves(body: Rehearsal, starts: str | None, who: str = "", reason: str = "", **words: Any) -> Outcome:
    """The secretariat moves or changes a meeting."""
    return body.say(
        who or SECRETARY[body.slug],
        ChangeMeeting,
        partnership=body.slug,
        delivery=press(body),
        meeting=words.pop("meeting", MEETING),
        wanted=wanted(starts, **words),
        reason=reason,
    )


def cancels(
    body: Rehearsal, reason: str = "Too few can come", who: str = "", meeting: str = MEETING
) -> Outcome:
    """The secretariat cancels a meeting."""
    return body.say(
        who or SECRETARY[body.slug],
        CancelMeeting,
        partnership=body.slug,
        delivery=press(body),
        meeting=meeting,
        reason=reason,
    )


def said(outcome: Outcome) -> str:
    """Everything an answer says, its details among it; a refusal fails the test."""
    assert isinstance(outcome, Decision), outcome
    answer = outcome.answer
    details = [f"{each.words} {each.clause.number}" for each in answer.details]
    return " ".join([answer.words, answer.why, answer.next, *details])


def turn_to(body: Rehearsal, instant: datetime) -> int:
    """The clock is turned, and ticks; how many things it did."""
    body.clock.set(instant)
    return tick(body.store, body.secretary, body.clock, body.clock)


def told(body: Rehearsal, kind: str, recipient: str | None = None) -> list[Any]:
    """The notices of a kind, in the order in which they were put into the outbox."""
    with body.store.reading() as connection:
        rows = connection.execute(
            select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.due_at, outbox.c.id)
        )
        return [row for row in rows if recipient is None or row.recipient == recipient]


def work(body: Rehearsal, kind: str) -> list[Any]:
    """The clock's work of a kind that is not done."""
    with body.store.reading() as connection:
        rows = connection.execute(
            select(due_work)
            .where(due_work.c.kind == kind, due_work.c.done_at.is_(None))
            .order_by(due_work.c.due_at)
        )
        return list(rows)


def days_before(day: date, count: int) -> date:
    """So many days before."""
    return day - timedelta(days=count)

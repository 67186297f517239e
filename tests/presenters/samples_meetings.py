"""Every form and message about meetings to come, as large and as strange as they get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.presenters import modals
from bot.presenters.blocks import Message
from bot.presenters.meetings import booking
from bot.presenters.messages import render
from bot.rules.terms import Clause
from bot.workflows.decisions import Detail, Refused
from bot.workflows.meetings.meeting_questions import (
    BookFormFacts,
    MeetingLine,
    MeetingPicture,
    MeetingsPicture,
)
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.questions import Choice

STARTS, ENDS = datetime(2027, 3, 30, 13, 0, tzinfo=UTC), datetime(2027, 3, 30, 15, 0, tzinfo=UTC)


def meeting(name: str, **changes: Any) -> MeetingState:
    """A meeting booked for Tuesday 30 March 2027."""
    made = MeetingState(
        id="meeting-1",
        title=name,
        state="booked",
        chaired_by=None,
        acting=False,
        starts_at=STARTS,
        ends_at=ENDS,
        held_on=date(2027, 3, 30),
        place=name,
        link="https://join.example/meeting",
        catering=name,
        access=name,
        public=True,
        public_decision="2026/3",
        joint_with=name,
    )
    return replace(made, **changes)


def told(name: str, **changes: Any) -> dict[str, Any]:
    """A meeting as a notice in the outbox tells of it."""
    return {
        "meeting": "meeting-1",
        "title": name,
        "when": "Tuesday 30 March 2027 at 14:00",
        "day": "2027-03-30",
        "until": "16:00",
        "starts_at": STARTS.isoformat(),
        "ends_at": ENDS.isoformat(),
        "time_zone": "Europe/London",
        "place": name,
        "link": "https://join.example/meeting",
        "catering": name,
        "access": "",
        "public": True,
        "joint_with": name,
        "sequence": 1,
        **changes,
    }


def notices(text: str, name: str) -> dict[str, dict[str, Any]]:
    """The data of every kind of notice about meetings, as the outbox keeps it."""
    of_meeting = {"partnership_name": name, "meeting": "meeting-1", "title": name}
    when = "Tuesday 30 March 2027 at 14:00"
    return {
        "MeetingNotice": {
            "partnership_name": name,
            "change": "moved",
            "meetings": [told(name)],
            "reason": text,
            "was": when,
            "items_by": "Tuesday 16 March 2027",
            "organisation": name,
            "stamp": STARTS.isoformat(),
            "with_replies": True,
            "asks_again": True,
        },
        "DeadlineNotice": {
            **of_meeting,
            "when": when,
            "rule": "papers",
            "what": "agenda and papers",
            "by": "Tuesday 23 March 2027",
            "in_practice": "Monday 22 March 2027",
            "left": 2,
            "passed": False,
            "missing": [text],
            "follows": text,
            "clause": "4.9",
            "clause_words": text,
        },
        "ReminderNotice": {
            "partnership_name": name,
            "told": told(name),
            "organisation": name,
            "days": 2,
            "needs_reply": True,
            "needs_declaration": True,
            "clause": "4.5",
            "clause_words": text,
        },
        "AgendaClosedNotice": {
            **of_meeting,
            "when": when,
            "proposed": 2,
            "papers_by": "Tuesday 23 March 2027",
        },
        "MeetingBeginsNotice": {**of_meeting, "when": when, "forecast": text, "undeclared": [name]},
        "MeetingLeftOpenNotice": {
            "partnership_name": name,
            "meeting": "meeting-1",
            "title": name,
            "yesterday": True,
        },
        "YearNotice": {"partnership_name": name, "lacking": [text]},
    }


def messages(text: str, name: str, count: int) -> Iterator[Message]:
    """Every message about a meeting in every state that changes what it shows."""
    data = notices(text, name)
    for change in booking_changes():
        yield render("MeetingNotice", {**data["MeetingNotice"], "change": change}, partnership="clpp")
    schedule = [told(name, meeting=f"meeting-{number}") for number in range(min(count, 24))]
    yield render(
        "MeetingNotice",
        {**data["MeetingNotice"], "change": "booked", "meetings": schedule, "with_replies": False},
        partnership="clpp",
    )
    unknown = told(name, day=None, starts_at=None, ends_at=None, until="", when="early September")
    to_be = {
        **data["MeetingNotice"],
        "change": "to be announced",
        "meetings": [unknown],
        "with_replies": False,
    }
    yield render("MeetingNotice", to_be, partnership="clpp")
    yield render("DeadlineNotice", {**data["DeadlineNotice"], "passed": True, "left": 0}, partnership="clpp")
    yield render("DeadlineNotice", {**data["DeadlineNotice"], "rule": "announcement"}, partnership="clpp")
    for days in (0, 1):
        yield render("ReminderNotice", {**data["ReminderNotice"], "days": days}, partnership="clpp")


def booking_changes() -> tuple[str, ...]:
    """Every way in which a meeting is told of."""
    return ("booked", "moved", "announced", "changed", "cancelled")


def views(text: str, name: str, count: int) -> Iterator[modals.View]:
    """Every form and screen of meetings to come."""
    clause = Clause("4.9", text)
    booked = meeting(name)
    later = meeting(name, id="meeting-2", state="to be announced", starts_at=None, ends_at=None, held_on=None)
    later = replace(later, expected=name, announce_by=date(2027, 1, 29))
    lines = tuple(
        MeetingLine(
            replace(booked, id=f"meeting-{number}"), "Tuesday 30 March 2027 at 14:00", "", True, (name,)
        )
        for number in range(min(count, 26))
    )
    pictured = MeetingsPicture(
        "clpp", name, name, lines, (Detail(text, clause),), True, booked, name, (name,) * 6
    )
    yield booking.outside_form(pictured)
    yield booking.meetings_modal(pictured)
    yield booking.meetings_modal(replace(pictured, lines=(), lacking=(), may_book=False, now_in_session=None))
    one = MeetingPicture(
        partnership="clpp",
        name=name,
        time_zone="Europe/London",
        meeting=booked,
        when="Tuesday 30 March 2027 at 14:00",
        is_called=True,
        reply="",
        deadlines=(Detail(text, clause),) * 3,
        missing=(name,) * 3,
        shortfalls=(Detail(text),),
        declared=name,
        forecast=text,
        may_manage=True,
        day=booked.held_on,
    )
    yield booking.meeting_modal(one)
    yield booking.meeting_modal(replace(one, meeting=replace(booked, state="cancelled", ended_why=text)))
    yield booking.meeting_modal(replace(one, meeting=replace(later), may_manage=False, is_called=False))
    yield booking.meeting_modal(replace(one, may_manage=False, is_guest=True, has_public_copy=True))
    yield booking.cancel_form(one)
    choices = tuple(Choice(f"choice-{number}", f"{name} {number}", number == 0) for number in range(count))
    facts = BookFormFacts(
        partnership="clpp",
        name=name,
        time_zone="Europe/London",
        groups=choices,
        decisions=choices,
        adjourned=choices,
        public_clause=clause,
        may_be_public=True,
        before=name,
        meeting=None,
        title=name,
    )
    yield booking.book_form(facts)
    yield booking.book_form(facts, Refused(text, next=text), "days-1")
    yield booking.book_form(replace(facts, meeting=booked))
    yield booking.book_form(replace(facts, meeting=later, groups=(), decisions=(), adjourned=()))

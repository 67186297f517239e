"""Booking a meeting, moving it and cancelling it; and the list of meetings to come."""

import re
from datetime import date, datetime, time, timedelta

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_date

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, mistakes, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.meetings.booking import (
    PUBLIC,
    book_form,
    cancel_form,
    meeting_modal,
    meetings_modal,
    outside_form,
)
from bot.rules.wording import listed
from bot.workflows.decisions import AlreadyDone, Decision, Refused, derived_id
from bot.workflows.meetings.booking_facts import BookMeeting, CancelMeeting, ChangeMeeting, Wanted
from bot.workflows.meetings.booking_warnings import ALL_THE_SAME
from bot.workflows.meetings.meeting_questions import BookForm, ShowMeeting, ShowMeetings
from bot.workflows.meetings.outside import NoteOutsideMeeting

TIME_WANTED = Refused("Give the time as well as the day.", field="time")
DAY_WANTED = Refused("Give the day of the first meeting of the schedule.", field="day")
_TIME_WITH_A_STOP = re.compile(r"(?<![\d.])(?:from )?(\d{1,2})\.(\d{2})(\s*[ap]\.?m\.?)?$", re.IGNORECASE)
_ONE, _OTHER = date(1904, 2, 3), date(1908, 5, 6)  # what a line leaves out shows by differing


def start_meetings(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """The meetings to come; a button books one."""
    picture = desk.ask(ShowMeetings(**incoming.who, partnership=partnership))
    return refused(incoming, picture.refused) if picture.refused else Open(meetings_modal(picture))


def open_meetings(incoming: Incoming, desk: Desk) -> Reply:
    """The button that shows the meetings to come."""
    return start_meetings(incoming, desk, incoming.ids.get("p", ""), "")


def open_meeting(incoming: Incoming, desk: Desk) -> Reply:
    """One meeting, with its deadlines."""
    asked = incoming.ids
    question = ShowMeeting(**incoming.who, partnership=asked.get("p", ""), meeting=asked.get("meeting", ""))
    picture = desk.ask(question)
    return refused(incoming, picture.refused) if picture.refused else Open(meeting_modal(picture))


def open_book(incoming: Incoming, desk: Desk) -> Reply:
    """The form that books a meeting."""
    return _form(incoming, desk, "")


def open_change(incoming: Incoming, desk: Desk) -> Reply:
    """The form that changes a meeting, filled with what it is."""
    return _form(incoming, desk, incoming.ids.get("meeting", ""))


def open_cancel(incoming: Incoming, desk: Desk) -> Reply:
    """The form that cancels a meeting."""
    asked = incoming.ids
    question = ShowMeeting(**incoming.who, partnership=asked.get("p", ""), meeting=asked.get("meeting", ""))
    picture = desk.ask(question)
    return refused(incoming, picture.refused) if picture.refused else Open(cancel_form(picture))


def book(incoming: Incoming, desk: Desk) -> Reply:
    """The booking sent in. Its id comes from the form, so the form sent twice is one meeting."""
    wanted = _wanted(incoming)
    if isinstance(wanted, Refused):
        return mistakes(incoming, wanted)
    more = _schedule(incoming.words("more"), wanted.starts)
    if isinstance(more, Refused):
        return mistakes(incoming, more)
    command = BookMeeting(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        meeting=derived_id("meeting", incoming.workspace, incoming.view_id),
        wanted=wanted,
        more=more,
        ask_first=incoming.ids.get("day") != _days(wanted, more),
    )
    return _asked_first(incoming, desk, desk.perform(command), _days(wanted, more))


def change(incoming: Incoming, desk: Desk) -> Reply:
    """A change sent in."""
    wanted = _wanted(incoming)
    if isinstance(wanted, Refused):
        return mistakes(incoming, wanted)
    command = ChangeMeeting(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        meeting=incoming.ids.get("meeting", ""),
        wanted=wanted,
        reason=incoming.words("reason"),
        ask_first=incoming.ids.get("day") != _days(wanted, ()),
    )
    return _asked_first(incoming, desk, desk.perform(command), _days(wanted, ()))


def _asked_first(
    incoming: Incoming, desk: Desk, outcome: Decision | Refused | AlreadyDone, days: str
) -> Reply:
    """The answer; or the same form with what follows from the day chosen, which books it when it is sent in again for that day."""
    if not isinstance(outcome, Refused) or outcome.field != ALL_THE_SAME:
        return answered(incoming, outcome)
    meeting = incoming.ids.get("meeting", "")
    facts = desk.ask(BookForm(**incoming.who, partnership=incoming.ids.get("p", ""), meeting=meeting))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Change(book_form(facts, warning=outcome, sure=days))


def _days(wanted: Wanted, more: tuple[datetime, ...]) -> str:
    """The days a form asks for, in few characters."""
    starts = [each for each in (wanted.starts, *more) if each is not None]
    return derived_id("days", *(f"{each:%Y-%m-%dT%H:%M}" for each in starts))


def cancel(incoming: Incoming, desk: Desk) -> Reply:
    """A cancellation sent in."""
    command = CancelMeeting(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        meeting=incoming.ids.get("meeting", ""),
        reason=incoming.words("reason"),
    )
    return answered(incoming, desk.perform(command))


def open_note(incoming: Incoming, desk: Desk) -> Reply:
    """The form that notes the day of another body's meeting."""
    return Open(outside_form(desk.ask(ShowMeetings(**incoming.who, partnership=incoming.ids.get("p", "")))))


def note(incoming: Incoming, desk: Desk) -> Reply:
    """Such a day sent in."""
    command = NoteOutsideMeeting(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        name=incoming.words("name"),
        day=incoming.day("day"),
    )
    return answered(incoming, desk.perform(command))


def _form(incoming: Incoming, desk: Desk, meeting: str) -> Reply:
    question = BookForm(**incoming.who, partnership=incoming.ids.get("p", ""), meeting=meeting)
    facts = desk.ask(question)
    return refused(incoming, facts.refused) if facts.refused is not None else Open(book_form(facts))


def _wanted(incoming: Incoming) -> Wanted | Refused:
    day, at = incoming.day("day"), incoming.time("time")
    if day is not None and at is None:
        return TIME_WANTED
    minutes = incoming.choice("lasts")
    return Wanted(
        title=incoming.words("title"),
        group=incoming.choice("group"),
        starts=datetime.combine(day, at) if day is not None and at is not None else None,
        lasts=timedelta(minutes=int(minutes)) if minutes.isdecimal() else timedelta(hours=2),
        place=incoming.words("place"),
        link=incoming.words("link"),
        catering=incoming.words("catering"),
        access=incoming.words("access"),
        public=PUBLIC in incoming.choices("public"),
        public_decision=incoming.choice("public_decision"),
        joint_with=incoming.words("joint_with"),
        expected=incoming.words("expected"),
        announce_by=incoming.day("announce_by"),
        adjourned_from=incoming.choice("adjourned_from") or None,
    )


def _schedule(lines: str, first: datetime | None) -> tuple[datetime, ...] | Refused:
    """The further meetings of a schedule, one a line; a line without a time takes the first meeting's."""
    found: list[datetime] = []
    wrong: list[str] = []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        if first is None:
            return DAY_WANTED
        read = read_start(line.strip(), first.time())
        if read is None:
            wrong.append(f"line {number}, “{line.strip()[:60]}”")
            continue
        found.append(read)
    if wrong:
        return Refused(
            f"I cannot read as a day {listed(wrong)}.",
            next="Write each as 16 September 2027 14:00, one a line.",
            field="more",
        )
    return tuple(found)


def read_start(text: str, usual: time) -> datetime | None:
    """A day, and a time where it differs from the usual one, as people write them; None where the year, month or day is left open.

    Days come before months: 3/4/2027 is 3 April. A time may be 14:30, 14.30 or 2.30pm.
    """
    text = _TIME_WITH_A_STOP.sub(r" \1:\2\3", text.replace("·", " "))
    try:
        return _with_time(datetime.fromisoformat(text), usual, text)
    except ValueError:
        pass
    try:
        one = parse_date(text, dayfirst=True, default=datetime.combine(_ONE, usual), ignoretz=True)
        other = parse_date(text, dayfirst=True, default=datetime.combine(_OTHER, usual), ignoretz=True)
    except (ParserError, OverflowError, ValueError):
        return None
    return one if one == other else None


def _with_time(read: datetime, usual: time, text: str) -> datetime:
    has_time = ":" in text
    return read.replace(tzinfo=None) if has_time else datetime.combine(read.date(), usual)

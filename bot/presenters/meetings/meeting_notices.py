"""What is said about meetings by message: booked, moved, cancelled, reminded of, a deadline near or past."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot import ids
from bot.presenters.blocks import Block, Enclosure, actions, button, packed
from bot.presenters.enclosing import made
from bot.presenters.meetings.calendar_file import CalendarEntry, calendar_file, file_name
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.replies.apologies import reply_buttons
from bot.workflows.meetings.watching import ANNOUNCEMENT
from bot.workflows.papers.amendments import AMENDMENT

CHANGES = {
    "booked": "Meeting",
    "moved": "Meeting moved",
    "announced": "Meeting announced",
    "changed": "Meeting changed",
    "cancelled": "Meeting cancelled",
    "to be announced": "Meeting to be announced",
}


def reply_row(partnership: str, meeting: str, day: str) -> list[Block]:
    """The buttons by which somebody says whether they come; everything a command can do has one too."""
    here = packed(p=partnership, meeting=meeting)
    return [
        *reply_buttons(partnership, meeting, day),
        *actions(
            button("See the meeting", ids.OPEN_MEETING, here),
            button("Declare an interest", ids.OPEN_DECLARE, packed(p=partnership, subject=meeting)),
        ),
    ]


def calendar_of_meetings(sent: Sent) -> tuple[Enclosure, ...]:
    """The calendar file of the meetings told of: the same for everybody, so uploaded once."""
    data = sent.data
    cancelled = data["change"] == "cancelled"
    entries = tuple(
        _entry(each, data, sent.partnership, cancelled=cancelled)
        for each in data["meetings"]
        if each["starts_at"] and each["ends_at"]
    )
    if not entries:
        return ()
    first = entries[0]
    title = "Calendar file" if len(entries) == 1 else f"Calendar file of {len(entries)} meetings"
    return (made(file_name(first), title, calendar_file(entries)),)


def _entry(
    told: Mapping[str, Any], data: Mapping[str, Any], partnership: str, *, cancelled: bool
) -> CalendarEntry:
    lines = (
        f"Catering: {told['catering']}" if told["catering"] else "",
        f"Access: {told['access']}" if told["access"] else "",
        f"To join: {told['link']}" if told["link"] else "",
        data["reason"],
    )
    return CalendarEntry(
        uid=f"{told['meeting']}.{partnership}@quorate.invalid",
        sequence=int(told["sequence"]),
        stamp=_instant(data["stamp"]),
        title=f"{told['title']} · {data['partnership_name']}",
        starts_at=_instant(told["starts_at"]),
        ends_at=_instant(told["ends_at"]),
        time_zone=str(told["time_zone"]),
        place=str(told["place"]),
        link=str(told["link"]),
        description="\n".join(each for each in lines if each),
        cancelled=cancelled,
        # No organiser: some calendars write to it, and others then take the meeting for somebody else's to change.
        organiser="",
    )


def _instant(value: object) -> datetime:
    """An instant as the outbox keeps it, as text; or as it was before it was put there."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _meeting_buttons(sent: Sent) -> list[Block]:
    first = sent.data["meetings"][0]
    if sent.data["change"] == "cancelled":
        return actions(button("The meetings to come", ids.OPEN_MEETINGS, packed(p=sent.partnership)))
    if not sent.data["with_replies"]:
        return actions(button("The meetings to come", ids.OPEN_MEETINGS, packed(p=sent.partnership)))
    return reply_row(sent.partnership, first["meeting"], str(first["day"] or ""))


def _deadline_buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership, meeting=sent.data["meeting"])
    if sent.data["rule"] == ANNOUNCEMENT:
        return actions(button("Announce its day", ids.OPEN_CHANGE_MEETING, here, style="primary"))
    if sent.data["rule"] == AMENDMENT:
        right = button("See the papers", ids.OPEN_PAPERS, here, style="primary")
    else:
        right = button("Look over and circulate", ids.OPEN_CIRCULATE, here, style="primary")
    return actions(right, button("See the meeting", ids.OPEN_MEETING, here))


def _reminder_buttons(sent: Sent) -> list[Block]:
    told = sent.data["told"]
    return reply_row(sent.partnership, told["meeting"], str(told["day"] or ""))


def _closed_buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership, meeting=sent.data["meeting"])
    return actions(
        button("See the agenda", ids.OPEN_AGENDA, here, style="primary"),
        button("See the meeting", ids.OPEN_MEETING, here),
    )


def _begins_buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership, meeting=sent.data["meeting"])
    return actions(button("Open the meeting", ids.OPEN_ROLL, here, style="primary"))


def _left_open_buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership, meeting=sent.data["meeting"])
    return actions(
        button("Close the meeting", ids.OPEN_CLOSE_MEETING, here, style="primary"),
        button("Who is here", ids.OPEN_ROOM, packed(p=sent.partnership)),
    )


def _year_buttons(sent: Sent) -> list[Block]:
    return actions(button("The meetings to come", ids.OPEN_MEETINGS, packed(p=sent.partnership)))


def _deadline_heading(data: Mapping[str, Any]) -> str:
    return f"{'Deadline passed' if data['passed'] else 'Deadline'} · {data['title']}"


KINDS: Mapping[str, Kind] = {
    "MeetingNotice": Kind(
        "meeting",
        lambda data: f"{CHANGES[data['change']]} · {data['partnership_name']}",
        _meeting_buttons,
        calendar_of_meetings,
    ),
    "DeadlineNotice": Kind("deadline", _deadline_heading, _deadline_buttons),
    "ReminderNotice": Kind(
        "reminder", lambda data: f"{data['told']['title']} · {data['partnership_name']}", _reminder_buttons
    ),
    "AgendaClosedNotice": Kind(
        "agenda_closed", lambda data: f"Agenda closed · {data['title']}", _closed_buttons
    ),
    "MeetingBeginsNotice": Kind("meeting_begins", lambda data: f"{data['title']} begins", _begins_buttons),
    "MeetingLeftOpenNotice": Kind(
        "left_open", lambda data: f"Still in session · {data['title']}", _left_open_buttons
    ),
    "YearNotice": Kind("year", lambda data: f"The year ahead · {data['partnership_name']}", _year_buttons),
}

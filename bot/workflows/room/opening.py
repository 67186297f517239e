"""Which meeting is opened: one that was booked, on its day or on another all the same, or one that was not, under its name."""

from bot.rules.wording import day_words
from bot.workflows.decisions import Refused
from bot.workflows.meetings.meetings import (
    BOOKED,
    CLOSED,
    IN_SESSION,
    LONGEST_TITLE,
    MeetingState,
    OpenMeeting,
)
from bot.workflows.room.roll import RollFacts, never_opens


def was_opened(meeting: MeetingState) -> bool:
    """Whether a form that opens a meeting has been sent before."""
    return meeting.state == IN_SESSION or (meeting.state == CLOSED and not meeting.was_booked)


def may_not_open(meeting: MeetingState, command: OpenMeeting, facts: RollFacts) -> Refused | None:
    """Why a meeting that was booked is not opened; None where it may be."""
    refusal = never_opens(meeting)
    if refusal is not None:
        return refusal
    if meeting.state == BOOKED and meeting.held_on != facts.today and not command.on_another_day:
        day = day_words(meeting.held_on) if meeting.held_on is not None else "another day"
        return Refused(
            f"“{meeting.title}” is booked for {day}, and today is {day_words(facts.today)}.",
            next="Tick that it is held today all the same, or move it first, so that everybody is told.",
            field="on_another_day",
        )
    return None


def still_in_session(meeting: MeetingState, asked: MeetingState | None) -> Refused:
    """That another meeting is not opened while one is in session, with what can be done about that; `asked`: the one booked."""
    then = f"open “{asked.title}”" if asked is not None else "open the other"
    return Refused(
        f"“{meeting.title}” is still in session, and one meeting of a partnership is in session at a time.",
        next=f"Go on with it; or close it, and then {then}.",
        field="title",
    )


def on_another_day(meeting: MeetingState, facts: RollFacts) -> str:
    """That a meeting is held on another day than it was booked for; empty where it is not."""
    if meeting.held_on is None or meeting.held_on == facts.today:
        return ""
    return (
        f"It was booked for {day_words(meeting.held_on)}: notice was given for that day and not for today, which those who stayed "
        "away may object to."
    )


def mistitled(command: OpenMeeting) -> Refused | None:
    """What is wrong with the name of a meeting that was not booked."""
    title = command.title.strip()
    if not title:
        return Refused("Give the meeting a name, such as “Strategy Group, 24 April”.", field="title")
    if len(title) > LONGEST_TITLE:
        return Refused(f"Please name the meeting in {LONGEST_TITLE} characters or fewer.", field="title")
    return None

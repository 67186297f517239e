"""A meeting left in session when it is over: whoever can close it is asked to, that day and the next morning."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.workflows.decisions import Answer, ClockCommand, Decision, Due, Notice, Outcome, Refused, Setting
from bot.workflows.meetings.booked_times import local_day
from bot.workflows.meetings.deadlines import nine
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.meetings.reminding import WatchFacts
from bot.workflows.meetings.watching import LEFT_OPEN, Watch

AFTER_ITS_END = timedelta(hours=2)
LASTS = timedelta(hours=2)  # a meeting of which nobody has said when it ends
THAT_DAY, NEXT_MORNING = 1, 2


@dataclass(frozen=True, kw_only=True)
class AskToClose(ClockCommand):
    """A meeting is over and may still be in session."""


@dataclass(frozen=True, kw_only=True)
class MeetingLeftOpenNotice(Notice):
    """Asks whoever can close a meeting to close it, with the button that does."""

    partnership_name: str
    meeting: str
    title: str
    yesterday: bool


def ask_to_close(setting: Setting, meeting: MeetingState, now: datetime) -> tuple[Due, ...]:
    """When those who can close a meeting that opens now are asked to: two hours after its end, and at nine the next morning."""
    ends = meeting.ends_at if meeting.ends_at is not None and meeting.ends_at > now else now + LASTS
    tomorrow = local_day(now, setting.time_zone) + timedelta(days=1)
    asked = ((THAT_DAY, ends + AFTER_ITS_END), (NEXT_MORNING, nine(tomorrow, setting.time_zone)))
    watches = ((Watch(LEFT_OPEN, meeting.id, meeting.sequence, count=count), at) for count, at in asked)
    return tuple(Due(each.key, LEFT_OPEN, meeting.id, at) for each, at in watches)


def left_open(command: AskToClose, facts: WatchFacts) -> Outcome:
    """Ask the secretariat and whoever is chairing to close the meeting; nothing once it is closed."""
    meeting = facts.meeting
    if meeting is None or meeting.state != IN_SESSION:
        return Refused("The meeting has been closed.")
    if facts.superseded:
        return Refused("A later word on the same is due as well.")
    told = tuple(dict.fromkeys((*((facts.chair,) if facts.chair else ()), *facts.secretariat)))
    notices = tuple(
        MeetingLeftOpenNotice(
            key=f"left-open:{meeting.id}:{facts.watch.count}:{user}",
            recipient=user,
            subject=meeting.id,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            meeting=meeting.id,
            title=meeting.title,
            yesterday=facts.watch.count == NEXT_MORNING,
        )
        for user in told
    )
    return Decision(Answer("It is still in session."), notices=notices)

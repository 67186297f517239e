"""When a meeting is: local times as instants, and a meeting's time and place as people are told them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.wording import day_words, instant_words
from bot.workflows.meetings.meetings import MeetingState


@dataclass(frozen=True)
class Told:
    """A meeting as a notice tells of it, frozen: what it says in words, and what its calendar file needs."""

    meeting: str
    title: str
    when: str
    until: str  # "16:00", or with the day where it ends on another
    day: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    time_zone: str
    place: str
    link: str
    catering: str
    access: str
    public: bool
    joint_with: str
    sequence: int

    @staticmethod
    def of(meeting: MeetingState, zone: str, sequence: int | None = None) -> "Told":
        """The meeting as it stands; `sequence` where the telling itself raises it, as a cancellation does."""
        return Told(
            meeting=meeting.id,
            title=meeting.title,
            when=when(meeting, zone),
            until=_until(meeting, zone),
            day=meeting.held_on,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            time_zone=zone,
            place=meeting.place,
            link=meeting.link,
            catering=meeting.catering,
            access=meeting.access,
            public=meeting.public,
            joint_with=meeting.joint_with,
            sequence=meeting.sequence if sequence is None else sequence,
        )


def when(meeting: MeetingState, zone: str) -> str:
    """When a meeting is, in words; or that its day is to be announced, and by when (N18)."""
    if meeting.starts_at is None:
        by = f", to be announced by {day_words(meeting.announce_by)}" if meeting.announce_by else ""
        return f"{meeting.expected or 'a day'}{by}"
    return instant_words(local(meeting.starts_at, zone))


def local(at: datetime, zone: str) -> datetime:
    """An instant on the clocks of a time zone."""
    return at.astimezone(ZoneInfo(zone))


def as_instant(start: datetime, zone: str) -> datetime | str:
    """A local time as an instant in UTC; a sentence where no clock ever shows that time.

    Where the clocks go back and show an hour twice, the first is meant.
    """
    here = ZoneInfo(zone)
    try:
        instant = start.replace(tzinfo=here, fold=0).astimezone(UTC)
        shown = instant.astimezone(here).replace(tzinfo=None)
        instant + timedelta(days=2)  # its end, and the day after, have to be days as well
    except OverflowError:
        return f"{start:%d %B %Y} is further than any calendar reaches."
    if shown != start:
        return (
            f"{start:%H:%M} on {day_words(start.date())} does not exist: the clocks go forward that night, "
            f"past it to {shown:%H:%M}."
        )
    return instant


def ends(starts_at: datetime | None, lasts: timedelta) -> datetime | None:
    """When a meeting of that length is over."""
    return starts_at + lasts if starts_at is not None else None


def local_day(at: datetime, zone: str) -> date:
    """The day it is in a time zone."""
    return local(at, zone).date()


def _until(meeting: MeetingState, zone: str) -> str:
    if meeting.starts_at is None or meeting.ends_at is None:
        return ""
    first, last = local(meeting.starts_at, zone), local(meeting.ends_at, zone)
    return f"{last:%H:%M}" if first.date() == last.date() else instant_words(last)

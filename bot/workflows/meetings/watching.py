"""What the clock is to do about a meeting, from its booking on: one piece of work for each warning, passing and reminder.

The key of each piece carries the meeting's `sequence`, so that what was meant for a day since changed is known to be stale.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.rules.calendar import DaysRefused
from bot.rules.days import start_of
from bot.rules.notice import calendar_of
from bot.rules.terms import Terms
from bot.workflows.agenda.agenda import agenda_closes_on
from bot.workflows.decisions import Due, Setting
from bot.workflows.meetings.booked_times import local_day
from bot.workflows.meetings.deadlines import nine, owed, passes_at, warned_before, warnings_of
from bot.workflows.meetings.meetings import MeetingState

WARN, PASSED, REMIND = "warn of deadline", "deadline passed", "remind of meeting"
AGENDA_CLOSES, BEGINS, YEAR = "agenda closes", "meeting begins", "look at the year"
ANNOUNCEMENT = "announcement"  # the rule's name for a day still to be announced
LEFT_OPEN = "meeting left open"
BEFORE_IT_BEGINS = timedelta(minutes=15)
_SEPARATOR = "|"


@dataclass(frozen=True)
class Watch:
    """What a piece of work is about, as its key says it."""

    kind: str
    meeting: str
    sequence: int
    rule: str = ""  # of a warning or a passing
    count: int = 0  # working days left, or days before the meeting
    zone: str = ""  # of a reminder: whose morning it is

    @property
    def key(self) -> str:
        """The key of the work."""
        parts = (self.kind, self.meeting, str(self.sequence), self.rule, str(self.count), self.zone)
        return _SEPARATOR.join(parts)

    @staticmethod
    def of(key: str) -> "Watch":
        """What the key of a piece of work says. Raises ValueError where it is no such key."""
        kind, meeting, sequence, rule, count, zone = key.split(_SEPARATOR)
        return Watch(kind, meeting, int(sequence), rule, int(count), zone)


class Known(Protocol):
    """As much of the facts as the work depends on."""

    @property
    def setting(self) -> Setting:
        """The partnership."""
        ...

    @property
    def zones(self) -> frozenset[str]:
        """In which those called live."""
        ...

    @property
    def yearly_watch(self) -> bool:
        """Whether the clock looks after the year already."""
        ...

    def terms_of(self, day: date) -> Terms:
        """The terms in force on a day."""
        ...


def due_for(meeting: MeetingState, facts: Known, now: datetime) -> tuple[Due, ...]:
    """All the clock has to do about a meeting from now on; what is past already was said when it was booked (G5, G6)."""
    work = [*(() if facts.yearly_watch else yearly(facts.setting, now))]
    if meeting.held_on is None or meeting.starts_at is None:
        return (*work, *_to_be_announced(meeting, facts, now))
    terms = facts.terms_of(meeting.held_on)
    zone, calendar = terms.time_zone, calendar_of(terms)
    for each in owed(terms, meeting.held_on, local_day(now, zone), starts_at=meeting.starts_at):
        # Whether there is the text of an amendment is found when its last day comes.
        if not each.of_every_meeting and each.rule != "amendment":
            continue
        for count, at in warnings_of(each, zone, calendar):
            work.append(_due(Watch(WARN, meeting.id, meeting.sequence, each.rule, count), at))
        passes = passes_at(each, zone)
        if passes is not None:
            work.append(_due(Watch(PASSED, meeting.id, meeting.sequence, each.rule), passes))
    closes = agenda_closes_on(terms, meeting.held_on)
    if closes.day is not None:
        at = start_of(closes.day + timedelta(days=1), ZoneInfo(zone))
        work.append(_due(Watch(AGENDA_CLOSES, meeting.id, meeting.sequence), at))
    work += reminders(meeting, terms, facts.zones or {zone})
    work.append(_due(Watch(BEGINS, meeting.id, meeting.sequence), meeting.starts_at - BEFORE_IT_BEGINS))
    return tuple(each for each in work if each.due_at > now)


def reminders(meeting: MeetingState, terms: Terms, zones: Iterable[str]) -> tuple[Due, ...]:
    """One piece of work for each reminder the partnership has adopted, in each time zone somebody lives in."""
    rule = terms.reminders
    if rule is None or rule.value is None or meeting.held_on is None or meeting.starts_at is None:
        return ()
    work = []
    for days in rule.value:
        for zone in sorted(zones):
            at = nine(local_day(meeting.starts_at, zone) - timedelta(days=days), zone)
            if days == 0:  # a meeting early in the day is reminded of before it begins
                at = min(at, meeting.starts_at - timedelta(hours=1))
            work.append(_due(Watch(REMIND, meeting.id, meeting.sequence, count=days, zone=zone), at))
    return tuple(work)


def yearly(setting: Setting, now: datetime) -> tuple[Due, ...]:
    """The next look at the year ahead: at nine on the first of the coming month."""
    today = local_day(now, setting.time_zone)
    first = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    watch = Watch(YEAR, f"{first:%Y-%m}", 0)
    return (Due(watch.key, YEAR, setting.partnership, nine(first, setting.time_zone)),)


def _to_be_announced(meeting: MeetingState, facts: Known, now: datetime) -> tuple[Due, ...]:
    """A day to be announced has a deadline of its own (N18)."""
    if meeting.announce_by is None:
        return ()
    terms = facts.terms_of(meeting.announce_by)
    calendar = calendar_of(terms)
    try:
        last = calendar.last_working_day_on_or_before(meeting.announce_by)
    except DaysRefused:
        return ()
    work = [
        _due(Watch(WARN, meeting.id, meeting.sequence, ANNOUNCEMENT, count), at)
        for count, at in warned_before(last, terms.time_zone, calendar)
    ]
    passes = start_of(meeting.announce_by + timedelta(days=1), ZoneInfo(terms.time_zone))
    work.append(_due(Watch(PASSED, meeting.id, meeting.sequence, ANNOUNCEMENT), passes))
    return tuple(each for each in work if each.due_at > now)


def _due(watch: Watch, at: datetime) -> Due:
    return Due(watch.key, watch.kind, watch.meeting, at)

"""What a meeting is asked to be, what is known when it is booked, and what then happened and is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.rules.terms import Terms
from bot.workflows.decisions import Command, Event, Notice, Setting
from bot.workflows.kinds.dissolving import Dissolution
from bot.workflows.meetings.booked_times import Told
from bot.workflows.meetings.deadlines import Given
from bot.workflows.meetings.invited import Invited
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.standing import Standing, Stranger


@dataclass(frozen=True)
class Wanted:
    """What somebody asks a meeting to be. Times are local and naive: the partnership's zone is known to the facts."""

    title: str
    group: str = ""
    starts: datetime | None = None
    lasts: timedelta = timedelta(hours=2)
    place: str = ""
    link: str = ""
    catering: str = ""
    access: str = ""
    public: bool = False
    public_decision: str = ""  # the reference of the motion that decided it: "2026/3"
    joint_with: str = ""
    expected: str = ""
    announce_by: date | None = None
    adjourned_from: str | None = None


@dataclass(frozen=True, kw_only=True)
class BookMeeting(Command):
    """Book a meeting, or with `more` a year's schedule of them."""

    partnership: str
    meeting: str  # the id it will have, derived from the form it came from
    wanted: Wanted
    more: tuple[datetime, ...] = ()  # further starts, local
    ask_first: bool = False  # what breaks a notice that must be given, or falls on a holiday, comes back before it is booked


@dataclass(frozen=True, kw_only=True)
class ChangeMeeting(Command):
    """Move a meeting, announce its day, or change anything else about it."""

    partnership: str
    meeting: str
    wanted: Wanted
    reason: str = ""
    ask_first: bool = False


@dataclass(frozen=True, kw_only=True)
class CancelMeeting(Command):
    """Cancel a meeting."""

    partnership: str
    meeting: str
    reason: str


@dataclass(frozen=True)
class BookingFacts:
    """What is known when a meeting is booked, changed or cancelled."""

    setting: Setting
    standing: Standing | Stranger
    today: date
    meeting: MeetingState | None  # as it stands; for a booking only where the same form was sent before
    terms_on: Mapping[date, Terms]  # in force on each day asked for
    others: tuple[MeetingState, ...] = ()  # booked or held in the years around
    outside: tuple[tuple[str, date], ...] = ()  # other bodies' meetings before which this one meets (K24)
    invited: tuple[Invited, ...] = ()
    deputies: frozenset[str] = frozenset()  # people who have been named to stand in at it
    given: tuple[Given, ...] = ()
    carried: Mapping[str, str] = field(default_factory=dict)  # reference -> outcome of decided motions
    amendments: tuple[
        str, ...
    ] = ()  # on its agenda, that wait for their text or to be sent: what is missing of each
    zones: frozenset[str] = frozenset()  # in which those called live
    yearly_watch: bool = False  # whether the clock looks after the year already
    dissolutions: tuple[Dissolution, ...] = ()

    def terms_of(self, day: date) -> Terms:
        """The terms in force on a day: a meeting is judged by those of its own (G1)."""
        return self.terms_on.get(day, self.setting.terms)


@dataclass(frozen=True, kw_only=True)
class MeetingBooked(Event):
    """A meeting was booked, or its day left to be announced."""

    title: str
    group: str
    state: str
    starts_at: datetime | None
    ends_at: datetime | None
    held_on: date | None
    place: str
    link: str
    catering: str
    access: str
    public: bool
    public_decision: str
    joint_with: str
    expected: str
    announce_by: date | None
    adjourned_from: str | None
    sequence: int


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(MeetingBooked):
    """A meeting was moved, its day announced, or something else about it changed."""

    reason: str
    moved: bool
    asks_again: bool  # it is on another day, and an answer is for the day it was given for


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Event):
    """A meeting was cancelled."""

    reason: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class MeetingNotice(Notice):
    """Tells everybody called, and the channel, of a meeting booked, moved, changed or cancelled, with its calendar file."""

    partnership_name: str
    change: str  # "booked", "moved", "announced", "changed", "cancelled" or "to be announced"
    meetings: tuple[Told, ...]
    reason: str
    was: str  # when it was to be before
    items_by: str  # the last day for items, in words
    organisation: str  # for which the reader is called; empty in the channel
    stamp: datetime
    with_replies: bool
    asks_again: bool = False  # what was answered for the earlier day has lapsed


def state_of(event: MeetingBooked) -> MeetingState:
    """The meeting as an event makes it."""
    own = {
        each: getattr(event, each)
        for each in MeetingBooked.__dataclass_fields__
        if each not in ("subject", "person")
    }
    return MeetingState(id=event.subject, chaired_by=None, acting=False, booked_by=event.person, **own)

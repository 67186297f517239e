"""A meeting from its booking to its close: its state, what may be asked of it, and what happens to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.citing import clause_of
from bot.rules.terms import Terms
from bot.workflows.decisions import Command, Event, Refused
from bot.workflows.meetings.attendance import Departure, Marks, Seen, Stay
from bot.workflows.meetings.closing import AttendanceAtClose

LONGEST_TITLE = 200  # characters

TO_BE_ANNOUNCED, BOOKED, IN_SESSION = "to be announced", "booked", "in session"
CLOSED, CANCELLED = "closed", "cancelled"


@dataclass(frozen=True)
class MeetingState:
    """A meeting as the store has it, from its booking to its close."""

    id: str
    title: str
    state: str  # one of the five above
    chaired_by: str | None  # a person; in session and None: those present have yet to choose (K26)
    acting: bool
    group: str = ""  # the body that meets; empty: the one that decides
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    held_on: date | None = None  # the day it starts on where the partnership is
    place: str = ""
    link: str = ""
    catering: str = ""
    access: str = ""
    public: bool = False
    public_decision: str = ""
    joint_with: str = ""
    expected: str = ""  # "early September", while its day is to be announced
    announce_by: date | None = None
    adjourned_from: str | None = None
    sequence: int = 0  # rises with every change that members are told of
    booked_by: str | None = None
    ended_why: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def was_booked(self) -> bool:
        """Whether it has a time of its own, given before it was opened."""
        return self.starts_at is not None

    @property
    def is_to_come(self) -> bool:
        """Whether it has yet to be held."""
        return self.state in (TO_BE_ANNOUNCED, BOOKED)


@dataclass(frozen=True, kw_only=True)
class OpenMeeting(Command):
    """Open a meeting, booked or not, and call its roll."""

    partnership: str
    meeting: str  # the one booked; else the id the new one will have
    title: str = ""  # of a new one
    chaired_by: str | None  # the person in the chair; None: those present choose before business (K26)
    present: tuple[str, ...]  # organisations
    substitutes: tuple[tuple[str, str], ...] = ()  # (organisation, the person standing in for it)
    remote: tuple[str, ...] = ()  # organisations, by video or telephone
    others: tuple[tuple[str, str], ...] = ()  # (name, organisation): stand-ins without a vote, guests
    people: tuple[tuple[str, str], ...] = ()  # (organisation, who represents it), where that is said
    on_another_day: bool = False  # it is held today although it was booked for another day

    @property
    def marks(self) -> Marks:
        """What is marked."""
        return Marks(self.present, self.remote, self.substitutes, self.others, self.people)


@dataclass(frozen=True, kw_only=True)
class CallRoll(Command):
    """Mark again who is present at the meeting in session, and who is chairing."""

    partnership: str
    meeting: str
    chaired_by: str | None
    present: tuple[str, ...]
    substitutes: tuple[tuple[str, str], ...] = ()
    remote: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    at: str = ""  # "10:40", where it is marked later than it happened
    seen: Seen | None = None  # what the form showed; None: the whole roll is given

    @property
    def marks(self) -> Marks:
        """What is marked."""
        return Marks(self.present, self.remote, self.substitutes, self.others, self.people)


@dataclass(frozen=True, kw_only=True)
class MarkArrival(Command):
    """Mark that somebody has come, for an organisation."""

    partnership: str
    meeting: str
    organisation: str
    person: str | None = None  # None: whoever is expected for it
    remote: bool = False
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class MarkDeparture(Command):
    """Mark that one person has gone, or everybody of an organisation."""

    partnership: str
    meeting: str
    stay: str | None = None
    organisation: str | None = None
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class StrikeStay(Command):
    """Strike a stay that was marked by mistake: they were not here."""

    partnership: str
    meeting: str
    stay: str
    at: str = ""  # a stay is struck as a whole


@dataclass(frozen=True, kw_only=True)
class CloseMeeting(Command):
    """Close the meeting in session."""

    partnership: str
    meeting: str


@dataclass(frozen=True, kw_only=True)
class MeetingOpened(Event):
    """A meeting was opened and its roll called."""

    title: str
    chaired_by: str | None
    acting: bool
    roll: Mapping[str, str | None]
    came: tuple[Stay, ...] = ()
    booked: bool = False  # it stood in the calendar already
    held_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RollCalled(Event):
    """The roll of a meeting in session was marked again: who came, who went, and what it says now."""

    chaired_by: str | None
    acting: bool
    roll: Mapping[str, str | None]
    came: tuple[Stay, ...] = ()
    went: tuple[Departure, ...] = ()
    struck: tuple[Departure, ...] = ()  # stays that had been marked by mistake


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(Event):
    """A meeting was closed; whoever was still there left with it."""

    closed_at: datetime
    attendance: AttendanceAtClose
    went: tuple[Departure, ...] = ()


def locked(meeting: MeetingState | None, terms: Terms) -> Refused | None:
    """Why no business is taken at a meeting whose chair is away, until those present have chosen one (K26, V31)."""
    if meeting is None or meeting.state != IN_SESSION or meeting.chaired_by is not None:
        return None
    return Refused(
        f"The agenda of “{meeting.title}” is locked until those present choose an acting chair.",
        clause_of(terms.acting_chair),
        next="Once they have, the chair or the secretariat records whom, under “Who is here”.",
    )

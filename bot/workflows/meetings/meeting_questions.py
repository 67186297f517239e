"""What may be asked about meetings to come, and the shape of each answer."""

from dataclasses import dataclass
from datetime import date

from bot.rules.terms import Clause
from bot.workflows.decisions import Detail, Refused
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.questions import Choice, Question


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list, with what the reader has said of it."""

    meeting: MeetingState
    when: str
    reply: str  # "coming", "apologies" …; empty: not answered
    is_called: bool  # whether the reader is asked to it
    late: tuple[str, ...] = ()  # what is late, for those who can put it right


@dataclass(frozen=True)
class MeetingsPicture:
    """The meetings to come of one partnership."""

    partnership: str
    name: str
    short_name: str
    lines: tuple[MeetingLine, ...]
    lacking: tuple[Detail, ...]  # what the calendar lacks, for the secretariat and the chair
    may_book: bool
    now_in_session: MeetingState | None
    meets_before: str = ""  # whose meetings it is best held before (K24)
    outside: tuple[str, ...] = ()  # and those known, in words
    refused: Refused | None = None  # meetings are private: why they are not for whoever asks
    may_mark: bool = (
        False  # the roll of the one in session, as whoever is chairing it may and the secretariat
    )


@dataclass(frozen=True, kw_only=True)
class ShowMeetings(Question[MeetingsPicture]):
    """Which meetings are to come?"""

    partnership: str


@dataclass(frozen=True)
class BookFormFacts:
    """What the form for booking or changing a meeting shows."""

    partnership: str
    name: str
    time_zone: str
    groups: tuple[Choice, ...]
    decisions: tuple[Choice, ...]  # carried motions, one of which may have decided to meet in public
    adjourned: tuple[Choice, ...]  # meetings without a quorum of which it may be the adjourned one
    public_clause: Clause
    may_be_public: bool
    before: str  # whose meetings it is best held before, and when those are
    meeting: MeetingState | None  # as it stands; None: a new one
    title: str
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class BookForm(Question[BookFormFacts]):
    """How may a meeting be booked, or this one changed, and by this person?"""

    partnership: str
    meeting: str = ""


@dataclass(frozen=True)
class MeetingPicture:
    """Everything about one meeting that one person may see."""

    partnership: str
    name: str
    time_zone: str
    meeting: MeetingState
    when: str
    is_called: bool
    reply: str
    deadlines: tuple[Detail, ...]
    missing: tuple[str, ...]
    shortfalls: tuple[Detail, ...]
    declared: str  # whether the reader's organisation has declared, where the terms ask
    forecast: str
    may_manage: bool  # the secretariat and the chair
    day: date | None
    is_guest: bool = False  # in no register of the partnership: only what anybody may see is offered
    has_public_copy: bool = False  # agenda and papers of a meeting in public that have gone round
    refused: Refused | None = None  # a private meeting, and somebody in no register
    stands: tuple[
        str, ...
    ] = ()  # an adopted amendment that waits for its text, a dissolution to come (K45, K46)


@dataclass(frozen=True, kw_only=True)
class ShowMeeting(Question[MeetingPicture]):
    """What is known of one meeting?"""

    partnership: str
    meeting: str

"""What the screens of a meeting in session ask: who is here, who has declared, who may chair it, what awaits ratification."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.terms import Clause
from bot.workflows.decisions import NO_CLAUSE, Refused
from bot.workflows.entries.ratifying import Awaiting
from bot.workflows.meetings.attendance import Stay
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.questions import Choice, Question
from bot.workflows.room.declarations_first import Heard
from bot.workflows.room.still_open import StillOpen


@dataclass(frozen=True)
class NotHere:
    """Somebody who may yet come for an organisation."""

    organisation: str
    organisation_name: str
    person: str | None
    name: str
    said: str = ""  # "sent apologies" …; empty: no word
    stands_in: bool = False


@dataclass(frozen=True)
class RoomPicture:
    """Who is in the room now, and what the quorum and the declarations come to."""

    partnership: str
    name: str
    time_zone: str
    meeting: MeetingState | None
    chair: str  # a name; empty: those present have yet to choose
    here: tuple[Stay, ...] = ()
    holds_vote: frozenset[str] = frozenset()  # stays through which an organisation's vote is held
    gone: tuple[Stay, ...] = ()
    not_here: tuple[NotHere, ...] = ()
    quorum: str = ""
    quorum_clause: Clause = NO_CLAUSE
    follows: str = ""
    declared: str = ""
    heard: tuple[tuple[str, Heard], ...] = ()  # (organisation's name, what it declared)
    locked: str = ""
    awaiting: int = 0
    vacancies: tuple[str, ...] = ()  # names of sectors of the quorum without a member, not ruled on yet (K21)
    vacancy_clause: Clause = NO_CLAUSE
    late_papers: tuple[
        str, ...
    ] = ()  # titles of late papers that wait for a word whether they are taken (K35)
    may_mark: bool = False  # whether the person who asks may mark the roll
    chairs: bool = False  # … and whether they are chairing, and so put motions
    stands: tuple[
        str, ...
    ] = ()  # an adopted amendment that waits for its text, a dissolution to come (K45, K46)
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class WhoIsHere(Question[RoomPicture]):
    """Who is here, who may vote, are we quorate?"""

    partnership: str


@dataclass(frozen=True)
class CloseFormFacts:
    """What follows from closing the meeting in session now."""

    partnership: str
    meeting: MeetingState | None
    undecided: tuple[StillOpen, ...] = ()  # it cannot be closed before they have a result
    decided: int = 0
    here: tuple[str, ...] = ()  # names of those still in the room
    awaiting: int = 0  # provisional decisions of the partnership
    clause: Clause = NO_CLAUSE  # of ratifying
    no_election: str = ""  # that the chair was to be elected at it, and no election was opened (V30)
    may_elect: bool = False  # whether whoever asks opens nominations
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class CloseForm(Question[CloseFormFacts]):
    """What follows if the meeting is closed?"""

    partnership: str


@dataclass(frozen=True)
class OralFormFacts:
    """Who may have said something aloud: the organisations on the roll, those not heard first."""

    partnership: str
    meeting: MeetingState | None
    missing: tuple[Choice, ...] = ()
    present: tuple[Choice, ...] = ()
    clause: Clause = NO_CLAUSE
    items: tuple[Choice, ...] = ()  # the items of business on the agenda
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class OralForm(Question[OralFormFacts]):
    """Whose declarations may be recorded as said aloud?"""

    partnership: str


@dataclass(frozen=True)
class MeetingChairFormFacts:
    """Who may be chosen to chair the meeting."""

    partnership: str
    meeting: MeetingState | None
    candidates: tuple[Choice, ...] = ()
    clause: Clause = NO_CLAUSE
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingChairForm(Question[MeetingChairFormFacts]):
    """Who may chair the meeting in the chair's absence?"""

    partnership: str


@dataclass(frozen=True)
class AwaitingPicture:
    """The provisional decisions of a partnership, and whether one may be put for ratification now."""

    partnership: str
    name: str
    time_zone: str
    awaiting: tuple[Awaiting, ...]
    clause: Clause
    in_session: bool
    refused: Refused | None = None  # why it is not for whoever asks


@dataclass(frozen=True, kw_only=True)
class WhatAwaits(Question[AwaitingPicture]):
    """Which decisions await ratification?"""

    partnership: str


@dataclass(frozen=True)
class Participation:
    """How an organisation has taken part: at meetings in either way, and in votes between them (C39)."""

    organisation: str  # its name
    in_person: int
    remote: int
    between: int  # votes between meetings it has voted in
    at_meetings: int = 0  # motions put at a meeting on which it has voted or taken a position


@dataclass(frozen=True)
class ParticipationPicture:
    """The record of who has taken part, as it is: the terms that ask for commitment state no threshold (C39)."""

    name: str
    since: datetime | None
    meetings: int
    votes: int
    lines: tuple[Participation, ...]
    refused: Refused | None = None  # why it is not for whoever asks


@dataclass(frozen=True, kw_only=True)
class WhoTookPart(Question[ParticipationPicture]):
    """How has each organisation taken part?"""

    partnership: str

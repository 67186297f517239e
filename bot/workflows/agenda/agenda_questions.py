"""What screens ask about agendas, and the shape of each answer. Nothing here changes anything."""

from dataclasses import dataclass, field

from bot.rules.terms import Clause
from bot.workflows.agenda.agenda import AgendaItem, ClosingDay
from bot.workflows.agenda.urgent import NOT_STATED
from bot.workflows.decisions import NO_CLAUSE, Refused
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.questions import Choice, Question


@dataclass(frozen=True)
class AgendaPicture:
    """The agenda of one meeting as one person may see it."""

    partnership: str
    name: str
    time_zone: str
    meeting: MeetingState | None  # none: no meeting is booked or in session
    items: tuple[AgendaItem, ...] = ()
    closing: ClosingDay | None = None
    is_out: bool = False  # it has been sent to the members
    closed: str = ""  # when it was, that it closed items, and what is still possible
    may_propose: bool = False
    may_decide: bool = False  # the secretariat and the chair
    may_admit: bool = False  # whoever is chairing the meeting in session
    urgent_rule: str = NOT_STATED  # what an urgent matter needs
    mine: frozenset[str] = field(
        default_factory=frozenset
    )  # items the person proposed and may still withdraw
    unsaid: tuple[str, ...] = ()  # what the terms say nothing about, so that nothing stands there by rule
    earlier: Choice | None = None  # the meeting before, and after, of those whose agendas can be seen
    later: Choice | None = None
    may_elect: bool = False  # whether the person opens nominations, and none are open
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowAgenda(Question[AgendaPicture]):
    """What is on the agenda of a meeting? Of the one in session, else the next, where none is named."""

    partnership: str
    meeting: str = ""


@dataclass(frozen=True)
class ProposeFormFacts:
    """What the form for proposing an item shows."""

    partnership: str
    name: str
    seats: tuple[Choice, ...] = ()  # the organisations the person may propose it for
    meetings: tuple[Choice, ...] = ()  # to come, their agendas still open; the one chosen is marked
    closings: tuple[str, ...] = ()  # of each meeting: when items close, or that they have
    instead: str = ""  # why another meeting is chosen than the one asked for
    closing_clause: Clause = NO_CLAUSE
    amendment_clause: Clause = NO_CLAUSE
    refused: Refused | None = None
    missed: str = ""  # for which meetings a change of the terms comes too late, and the first that takes one


@dataclass(frozen=True, kw_only=True)
class ProposeForm(Question[ProposeFormFacts]):
    """For which meetings may an item be proposed?"""

    partnership: str
    meeting: str = ""  # the one to choose beforehand


@dataclass(frozen=True)
class UrgentFormFacts:
    """What the form for raising an urgent matter shows."""

    partnership: str
    meeting: MeetingState | None
    rule: str = ""
    clause: Clause = NO_CLAUSE
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class UrgentForm(Question[UrgentFormFacts]):
    """May an urgent matter be raised now?"""

    partnership: str


@dataclass(frozen=True)
class ItemFormFacts:
    """What the forms about one item show."""

    partnership: str
    item: AgendaItem | None
    meeting: MeetingState | None
    others: tuple[Choice, ...] = ()  # meetings it can be carried over to
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ItemForm(Question[ItemFormFacts]):
    """What is this item, and where else could it go?"""

    partnership: str
    item: str
    meeting: str = ""  # on whose agenda it stands by rule, while it has no row


@dataclass(frozen=True)
class ReviewFormFacts:
    """What the form for recording a review shows."""

    partnership: str
    what: tuple[Choice, ...] = ()
    meetings: tuple[Choice, ...] = ()  # in session or held, the last first
    last: tuple[str, ...] = ()  # when each was reviewed last, in sentences
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewForm(Question[ReviewFormFacts]):
    """What can be recorded as reviewed, and at which meetings?"""

    partnership: str

"""What may be asked about papers, and the shape of each answer."""

from dataclasses import dataclass

from bot.rules.citing import NO_CLAUSE
from bot.rules.terms import Clause
from bot.workflows.agenda.agenda import AgendaItem
from bot.workflows.decisions import Detail, Refused
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.papers import Paper
from bot.workflows.papers.rounds import Round
from bot.workflows.questions import Choice, Question


@dataclass(frozen=True)
class PaperLine:
    """One paper in a list, and what the reader may do about it."""

    paper: Paper
    marks: tuple[str, ...]  # "version 2", "late: the chair decides whether it is taken", "confidential" …
    may_accept: bool = False
    may_admit: bool = False
    may_renew: bool = False  # it could not be kept, so it has to be submitted again
    may_open: bool = False  # see its versions, decide about it, withdraw it or submit a new version


@dataclass(frozen=True)
class PapersPicture:
    """The papers of one meeting, as much of them as the reader may see."""

    partnership: str
    name: str
    meeting: MeetingState | None
    when: str = ""
    papers: tuple[tuple[str, tuple[PaperLine, ...]], ...] = ()  # under the title of each item
    hidden: tuple[str, ...] = ()  # what the reader does not see, and why, in sentences
    deadline: Detail | None = None
    others: tuple[Choice, ...] = ()  # other meetings
    may_submit: bool = False
    may_decide: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowPapers(Question[PapersPicture]):
    """Which papers are there for a meeting? Without one, for the next."""

    partnership: str
    meeting: str = ""


@dataclass(frozen=True)
class SubmitFormFacts:
    """What the form for submitting a paper shows."""

    partnership: str
    name: str
    seats: tuple[Choice, ...] = ()
    meetings: tuple[Choice, ...] = ()
    items: tuple[tuple[str, tuple[Choice, ...]], ...] = ()  # under the title of each meeting
    versions: tuple[Choice, ...] = ()  # papers that this may be a new version of
    days: tuple[
        str, ...
    ] = ()  # of each meeting: by when papers go, or that it is late for it and what that means
    days_clause: Clause = NO_CLAUSE
    instead: str = ""  # why another meeting is chosen than the one asked for
    amendment_clause: Clause = NO_CLAUSE
    refused: Refused | None = None
    missed: str = ""  # for which meetings a change of the terms comes too late, and the first that takes one


@dataclass(frozen=True, kw_only=True)
class SubmitForm(Question[SubmitFormFacts]):
    """For which meetings and items may this person submit a paper?"""

    partnership: str
    meeting: str = ""
    paper: str = ""  # of which it is to be a new version
    item: str = ""


@dataclass(frozen=True)
class PaperPicture:
    """One paper with all its versions, and what may be decided about it."""

    partnership: str
    time_zone: str
    meeting: MeetingState
    when: str
    line: PaperLine
    item: AgendaItem | None
    items: tuple[Choice, ...]  # to which it can be moved
    may_decide: bool
    may_withdraw: bool
    may_submit: bool
    refused: Refused | None = None
    unheard: tuple[str, ...] = ()  # what is missing of the consultation on an amendment, in sentences (L20)
    may_consult: bool = False  # whether whom to consult is the reader's to record


@dataclass(frozen=True, kw_only=True)
class ShowPaper(Question[PaperPicture]):
    """What is known of one paper?"""

    partnership: str
    paper: str


@dataclass(frozen=True)
class RoundPicture:
    """What would go round now, to whom, and what stands in the way."""

    partnership: str
    name: str
    meeting: MeetingState
    when: str
    round: Round | None
    agenda: tuple[str, ...] = ()
    public: tuple[str, ...] = ()  # the agenda as the channel sees it
    marks: tuple[tuple[str, tuple[str, ...]], ...] = ()  # paper -> what is said beside it
    deadlines: tuple[Detail, ...] = ()
    withheld: tuple[str, ...] = ()
    closes: Detail | None = None  # that sending it closes items sooner than members were told
    outsiders: str = ""  # observers and the co-opted to whom confidential papers can be sent, in words
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowRound(Question[RoundPicture]):
    """What would go round, and to whom?"""

    partnership: str
    meeting: str


@dataclass(frozen=True)
class PublicCopy:
    """The agenda and papers of a meeting as anybody may see them, in lines."""

    partnership: str
    name: str
    title: str
    when: str
    place: str
    agenda: tuple[str, ...]
    papers: tuple[str, ...]
    left_out: tuple[str, ...]  # that something is left out, and why
    private: str  # that the meeting is held in private, where it is
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowPublicCopy(Question[PublicCopy]):
    """What of the agenda and papers may anybody see?"""

    partnership: str
    meeting: str

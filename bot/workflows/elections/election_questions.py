"""What the screens of elections ask, and the shape of each answer."""

from dataclasses import dataclass

from bot.rules.terms import Clause
from bot.workflows.decisions import Refused
from bot.workflows.elections.elections import Election
from bot.workflows.questions import Choice, Question


@dataclass(frozen=True)
class BallotPicture:
    """One ballot of an election as it is shown: which it is, between whom, how it ended, and its published receipts."""

    number: int
    candidates: tuple[str, ...]  # names
    ended: str  # in words; empty while it is open
    receipts: tuple[tuple[str, str], ...] | None = None  # each with its choice; None where none are published


@dataclass(frozen=True)
class ElectionPicture:
    """One election as somebody sees it."""

    election: Election
    said: tuple[str, ...]  # how it stands, in sentences
    stand: tuple[str, ...]  # names of those who stand now, with whom they represent
    asked: tuple[str, ...]  # names of those who have not answered
    turnout: str
    own: tuple[str, ...]  # sentences: that the viewer's organisations have voted
    mine: str  # what became of the viewer's own nomination; empty where they were not nominated
    may_nominate: bool
    may_vote: bool
    may_conduct: bool
    may_settle: bool  # an open tie: whoever conducts it, and whoever is chairing where that is a casting vote
    may_consent: bool
    out: tuple[str, ...] = ()  # sentences: who stood and stands no more, and since which ballot
    ballots: tuple[BallotPicture, ...] = ()
    may_withdraw: bool = False
    may_cancel: bool = False
    not_the_last: str = ""  # the warning that the chair is elected at a later meeting
    alone: str = (
        ""  # that opening the ballot declares the one who stands elected, where no vote is held on them
    )
    others_stand: bool = False  # a ballot goes on without a candidate who is lost


@dataclass(frozen=True)
class ElectionsPicture:
    """The elections of a partnership: those under way, and the last results."""

    partnership: str
    name: str
    conducts: str  # who conducts them, in words
    clause: Clause
    may_open: bool
    elections: tuple[ElectionPicture, ...]
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowElections(Question[ElectionsPicture]):
    """How do the elections of a partnership stand?"""

    partnership: str


@dataclass(frozen=True)
class NominationsFormFacts:
    """What the form that opens nominations shows."""

    partnership: str
    name: str
    time_zone: str
    offices: tuple[Choice, ...]
    meeting_only: bool  # the terms have the chair elected at a meeting
    clause: Clause
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class NominationsForm(Question[NominationsFormFacts]):
    """To what may nominations be opened, and by this person?"""

    partnership: str


@dataclass(frozen=True)
class ElectionFormFacts:
    """What a form about one election shows: what there is to choose, and for which organisations."""

    partnership: str
    partnership_name: str
    election: Election
    choices: tuple[Choice, ...]
    seats: tuple[Choice, ...]
    clause: Clause
    said: str = ""
    refused: Refused | None = None
    stands: str = ""  # the vote by name that the person's organisation has cast already


@dataclass(frozen=True, kw_only=True)
class NominateForm(Question["ElectionFormFacts | None"]):
    """Whom may this person nominate?"""

    election: str


@dataclass(frozen=True, kw_only=True)
class ElectionVoteForm(Question["ElectionFormFacts | None"]):
    """For whom may this person vote?"""

    election: str


@dataclass(frozen=True, kw_only=True)
class SettleForm(Question["ElectionFormFacts | None"]):
    """How may this person settle a tie?"""

    election: str


@dataclass(frozen=True, kw_only=True)
class CancelForm(Question["ElectionFormFacts | None"]):
    """May this person cancel an election?"""

    election: str

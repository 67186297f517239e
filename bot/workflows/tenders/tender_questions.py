"""What screens ask about tenders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.workflows.decisions import Refused
from bot.workflows.questions import Choice, Question
from bot.workflows.tenders.bid_questions import Way
from bot.workflows.tenders.fitting import Fit
from bot.workflows.tenders.pipeline import Waiting
from bot.workflows.tenders.same_tender import Likeness, Twin
from bot.workflows.tenders.tender_interest import TenderAnswer, answerable
from bot.workflows.tenders.tenders import AHEAD, Tender

PAGE = 10  # tenders on a page
ALIVE, FOUND_ONES, OTHERS, ENDED, OWN = "alive", "found", "others", "ended", "own"


@dataclass(frozen=True)
class TendersPicture:
    """A page of a partnership's tenders; what somebody may do is what they see buttons for."""

    partnership: str
    name: str
    time_zone: str
    which: str  # ALIVE, FOUND_ONES, ENDED or OWN
    tenders: tuple[Tender, ...] = ()
    page: int = 0
    count: int = 0
    manages: bool = False  # the secretariat and the chair
    waiting: int = 0  # how many wait to be looked at, for whoever opens the list of those in hand
    refused: Refused | None = None
    alike: Mapping[str, tuple[Likeness, ...]] = field(default_factory=dict)  # by id, for those who manage
    passed: frozenset[str] = frozenset()  # the ids of those whose deadline has passed
    stages: tuple[tuple[str, int], ...] = ()  # of those in hand, for those who manage
    pipeline: Mapping[str, Waiting] = field(default_factory=dict)  # by id, for those who manage
    # What one's own organisations answered, by the id of the tender: a name, and its answer.
    own: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ShowTenders(Question[TendersPicture]):
    """Which tenders are there?"""

    partnership: str
    which: str = ALIVE
    page: int = 0


@dataclass(frozen=True)
class Proof:
    """To how many the notice of a tender went, how many of them provably have it, and who does not get it, and why."""

    told: int
    sent: int
    on_its_way: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Republished:
    """What the publisher of a tender changed, and when that was taken in: fields, before and after, as the event keeps them."""

    at: datetime
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class TenderPicture:
    """One tender, as somebody may see it."""

    partnership: str
    name: str
    time_zone: str
    tender: Tender | None
    suggester: str = ""
    suited: tuple[tuple[str, Fit], ...] = ()  # organisations it suits, by name, with the reasons
    looked_for: Fit = field(default_factory=Fit)  # why it is what the partnership looks for, and why not
    manages: bool = False
    not_theirs: Refused | None = None  # why whoever looks decides nothing about it
    proof: Proof | None = None  # for those who manage it
    way: Way = field(default_factory=Way)
    own: tuple[tuple[Choice, TenderAnswer | None], ...] = ()  # what each of somebody's organisations answered
    likenesses: tuple[Likeness, ...] = ()  # what it may be the same as, for those who manage it
    twins: tuple[Twin, ...] = ()  # what people have said is the same
    history: tuple[Republished, ...] = ()  # the latest first
    kept_away: bool = False  # one of them is in another bid (C33)
    refused: Refused | None = None

    @property
    def can_tell(self) -> bool:
        """Whether whoever looks may tell members that it is considered."""
        tender = self.tender
        return bool(self.manages and tender and not tender.told_at and tender.stage in AHEAD)

    @property
    def can_ask(self) -> bool:
        """Whether whoever looks may ask members about it."""
        tender = self.tender
        alive = tender is not None and tender.told_at is not None and not tender.is_over
        return alive and not self.kept_away and bool(self.manages or self.own)

    @property
    def can_answer(self) -> bool:
        """Whether whoever looks may answer for an organisation."""
        return bool(self.own) and answerable(self.tender) is None


@dataclass(frozen=True, kw_only=True)
class ShowTender(Question[TenderPicture]):
    """What is known of a tender?"""

    partnership: str
    tender: str


@dataclass(frozen=True)
class TenderFormFacts:
    """What the form that records or suggests a tender shows."""

    partnership: str
    name: str
    seats: tuple[Choice, ...] = ()
    manages: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class TenderForm(Question[TenderFormFacts]):
    """How may somebody record a tender?"""

    partnership: str


@dataclass(frozen=True)
class TellFormFacts:
    """What the form that tells members of a tender begins with."""

    partnership: str
    time_zone: str
    tender: Tender | None
    people: int = 0  # who would be told by direct message
    closes: date | None = None  # until when they would be asked to answer
    window: date | None = None  # the last day of the time the terms give them
    last: date | None = None  # the day of the deadline
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class TellForm(Question[TellFormFacts]):
    """How may members be told of a tender?"""

    partnership: str
    tender: str

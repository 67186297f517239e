"""What screens ask about tenders."""

from dataclasses import dataclass

from bot.workflows.decisions import Refused
from bot.workflows.questions import Choice, Question
from bot.workflows.tenders import Tender

PAGE = 10  # tenders on a page
ALIVE, FOUND_ONES, ENDED, OWN = "alive", "found", "ended", "own"


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
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowTenders(Question[TendersPicture]):
    """Which tenders are there?"""

    partnership: str
    which: str = ALIVE
    page: int = 0


@dataclass(frozen=True)
class TenderPicture:
    """One tender, as somebody may see it."""

    partnership: str
    name: str
    time_zone: str
    tender: Tender | None
    suggester: str = ""
    manages: bool = False
    refused: Refused | None = None


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

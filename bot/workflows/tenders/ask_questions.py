"""What screens ask about what members were asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.workflows.decisions import Refused
from bot.workflows.questions import Choice, Question
from bot.workflows.tenders.asking_members import Ask

PAGE = 10  # requests on a page


@dataclass(frozen=True)
class AskFormFacts:
    """What the forms show that ask members, and that answer."""

    partnership: str
    tender: str = ""
    about: str = ""
    ask: Ask | None = None
    seats: tuple[Choice, ...] = ()
    refused: Refused | None = None
    call: bool = False
    window: date | None = None  # until when members answer a call: by the terms, and before bids close


@dataclass(frozen=True, kw_only=True)
class AskForm(Question[AskFormFacts]):
    """How may somebody ask members, or answer?"""

    partnership: str
    tender: str = ""
    ask: str = ""  # empty: nothing is answered, somebody asks
    call: bool = False  # the call to all members to deliver a bid


@dataclass(frozen=True)
class AsksPicture:
    """A page of what members were asked, without the replies, or one of it with them."""

    partnership: str
    time_zone: str = ""
    asks: tuple[Ask, ...] = ()
    page: int = 0
    count: int = 0
    everybody: bool = False  # the secretariat sees what everybody asked
    refused: Refused | None = None
    # Of each request on the page: how many have answered, of how many.
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ShowAsks(Question[AsksPicture]):
    """What have members been asked, and who has answered?"""

    partnership: str
    page: int = 0
    ask: str = ""  # one alone

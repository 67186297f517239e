"""What screens ask about a bid on its way."""

from dataclasses import dataclass
from datetime import date

from bot.workflows.decisions import Refused
from bot.workflows.questions import Choice, Question
from bot.workflows.tenders.bid_people import Partner
from bot.workflows.tenders.contracts import Contract
from bot.workflows.tenders.returns import Return
from bot.workflows.tenders.tender_gates import Broker, Done, Missing
from bot.workflows.tenders.tender_options import Option


@dataclass(frozen=True)
class Way:
    """The way of a tender to its contract: what is done, and what is missing for the next stage."""

    done: tuple[Done, ...] = ()
    next: str = ""  # the next stage; empty where none comes
    missing: tuple[Missing, ...] = ()  # for that stage, in order
    alone: tuple[Missing, ...] = ()  # before a member bids alone
    later: tuple[Missing, ...] = ()  # before a stage that comes after the next
    partners: tuple[Partner, ...] = ()
    broker: Broker | None = None
    contract: Contract | None = None
    returns: tuple[Return, ...] = ()
    asked: tuple[str, ...] = ()  # every step that the terms ask for
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class StepFormFacts:
    """What the form shows that records a step."""

    partnership: str
    tender: str
    reference: str
    title: str
    step: str
    today: date
    decisions: tuple[Choice, ...] = ()  # that stand, the latest first
    organisations: tuple[Choice, ...] = ()
    before: Done | None = None
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class StepForm(Question[StepFormFacts]):
    """How may somebody record a step?"""

    partnership: str
    tender: str
    step: str


@dataclass(frozen=True)
class MoveFormFacts:
    """What the form shows that moves a tender to another stage."""

    partnership: str
    tender: str
    reference: str
    title: str
    stage: str
    today: date
    stages: tuple[str, ...] = ()
    next: str = ""
    missing: tuple[Missing, ...] = ()
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class MoveForm(Question[MoveFormFacts]):
    """Where may somebody move a tender?"""

    partnership: str
    tender: str


@dataclass(frozen=True)
class PeopleFormFacts:
    """What the forms show that settle who does what in a bid."""

    partnership: str
    tender: str
    reference: str = ""
    title: str = ""
    group: str = ""  # that a project team comes from, in words
    people: tuple[Choice, ...] = ()
    organisations: tuple[Choice, ...] = ()
    decisions: tuple[Choice, ...] = ()
    partners: tuple[Partner, ...] = ()
    refused: Refused | None = None
    lead: str = ""  # the organisation that was agreed on as lead
    team: tuple[str, ...] = ()  # who is in the project team


@dataclass(frozen=True, kw_only=True)
class PeopleForm(Question[PeopleFormFacts]):
    """How may somebody settle who does what in a bid?"""

    partnership: str
    tender: str


@dataclass(frozen=True)
class BrokerFormFacts:
    """What the forms show that name a broker, and that answer for an organisation."""

    partnership: str
    tender: str
    reference: str = ""
    title: str = ""
    broker: str = ""
    seats: tuple[Choice, ...] = ()
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class BrokerForm(Question[BrokerFormFacts]):
    """How may somebody name a broker, or answer for an organisation?"""

    partnership: str
    tender: str
    answering: bool

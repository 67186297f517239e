"""What screens ask about the contract of a bid."""

from dataclasses import dataclass
from datetime import date

from bot.workflows.decisions import Refused
from bot.workflows.questions import Choice, Question
from bot.workflows.tenders.contracts import Contract
from bot.workflows.tenders.returns import Return


@dataclass(frozen=True)
class ContractFormFacts:
    """What the forms show that enter a contract, and that mark a return as received."""

    partnership: str
    tender: str
    reference: str = ""
    title: str = ""
    organisations: tuple[Choice, ...] = ()
    contract: Contract | None = None
    stated: str = ""  # how often the terms say that returns are due
    waiting: tuple[Return, ...] = ()
    refused: Refused | None = None
    holder: str = ""  # the form begins with these three: of the contract, or of steps recorded before it
    dated_on: date | None = None
    sla_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ContractForm(Question[ContractFormFacts]):
    """How may somebody enter a contract, or mark a return?"""

    partnership: str
    tender: str

"""What screens ask about policies and evidence."""

from dataclasses import dataclass
from datetime import date

from bot.rules.terms import Clause
from bot.workflows.decisions import Refused
from bot.workflows.questions import Choice, Question
from bot.workflows.tenders.policies import Policy

PAGE = 10
OWN, OUT, EVERY = "own", "out", "every"


@dataclass(frozen=True)
class Lack:
    """Something the terms expect an organisation to hold, which it has not recorded."""

    organisation: str
    organisation_name: str
    name: str
    clause: Clause


@dataclass(frozen=True)
class PoliciesPicture:
    """A page of the policies somebody may see: those of their own organisations, and for the secretariat of all."""

    partnership: str
    name: str
    which: str
    today: date
    policies: tuple[Policy, ...] = ()
    lacks: tuple[Lack, ...] = ()
    page: int = 0
    count: int = 0
    is_secretariat: bool = False
    has_own: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowPolicies(Question[PoliciesPicture]):
    """Which policies are held, and which are out of date?"""

    partnership: str
    which: str = ""
    page: int = 0


@dataclass(frozen=True)
class PolicyFormFacts:
    """What the form that records a policy begins with."""

    partnership: str
    today: date
    seats: tuple[Choice, ...] = ()  # for which it may be, where there are several
    policy: Policy | None = None  # as it stands
    name: str = ""  # of one that is expected and not recorded
    organisation: str = ""  # whose that is
    reviewed_every: str = ""  # how often, as the terms have it
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class PolicyForm(Question[PolicyFormFacts]):
    """What is recorded of a policy already?"""

    partnership: str
    policy: str = ""  # its key
    organisation: str = ""

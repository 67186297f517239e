"""A partnership's terms of reference as data: every rule with its clause, its words and where its value comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from bot.rules.values import Basis, Firmness, Majority, Period, QuorumFormula, Tie

T = TypeVar("T")


@dataclass(frozen=True)
class Clause:
    """A place in a document: its number and its own words."""

    number: str
    words: str = ""


@dataclass(frozen=True)
class Adoption:
    """Who adopted a suggested value for the partnership, and on which day."""

    by: str
    on: date


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One rule of a terms file.

    `value` is None exactly when `basis` is NOT_STATED. `suggested` may stand beside a rule that is not stated; it means nothing until
    adopted, which turns it into a rule whose basis is ADOPTED and whose `adoption` says who and when. `reading` is one sentence, required
    when the basis is INTERPRETATION.
    """

    key: str  # the dotted key of the terms file, such as "notice.papers"
    value: T | None
    basis: Basis
    clause: Clause
    reading: str = ""
    firmness: Firmness = Firmness.MUST
    suggested: T | None = None
    adoption: Adoption | None = None
    written: str = ""  # the value as the file writes it, in the notation or as text
    suggested_written: str = ""

    @property
    def is_stated(self) -> bool:
        """Whether there is a value to go by."""
        return self.value is not None


@dataclass(frozen=True)
class NoticeRule:
    """How long before a meeting something has to be sent or reach the members."""

    period: Period
    what: str  # "agenda and papers", "text of an amendment" …
    counts_from: str = "sent"  # or "reached"
    of: str = "meeting"  # or "notice": the period runs forward from the day notice is given (dissolution, K46)


@dataclass(frozen=True)
class NamedBreak:
    """Days that do not count, named and dated by the terms file, such as a college's Easter break. Both ends included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Terms:
    """The terms of reference of one partnership, in force from a day.

    Rules whose kind the engine knows have their own field; everything else a document asks (records, wording, periodic obligations) stands
    in `others`, keyed by its dotted key, so that it can be shown and cited.
    """

    slug: str  # "clpp"
    name: str
    short_name: str
    version: str  # "2020-21"
    in_force_from: date
    source: str  # the document's title
    nation: str  # "england-and-wales" | "scotland" | "northern-ireland"
    time_zone: str
    standing: str  # "deciding" | "advisory" | "voluntary"
    notices: Mapping[str, Rule[NoticeRule]] = field(default_factory=dict)  # by name: "papers", "amendment", "dissolution" …
    breaks: tuple[NamedBreak, ...] = ()
    sectors: Mapping[str, str] = field(default_factory=dict)  # class slug -> words: {"fe": "further education"}
    quorum: Rule[QuorumFormula] | None = None
    inquorate: Rule[str] | None = None  # "discuss only" | "adjourn" | "whoever comes to the adjourned meeting" | "ratify later"
    withdrawn_count: Rule[str] | None = None  # recused and the quorum: "not counted" | "counted" (G9)
    voting_unit: Rule[str] | None = None  # "organisation" | "representative"
    consensus_first: Rule[bool] | None = None
    majority: Rule[Majority] | None = None
    majorities: Mapping[str, Rule[Majority]] = field(default_factory=dict)  # by kind of decision: "amendment", "co-option" …
    on_tie: Rule[Tie] | None = None
    ballot: Rule[str] | None = None  # "named" | "secret"
    show_votes: Rule[str] | None = None  # while open: "who" has voted | "how many"
    between_meetings: Rule[bool] | None = None
    between_meetings_window: Rule[Period] | None = None
    decisions_binding: Rule[bool] | None = None  # False or not stated: only indicative votes (C25, N21)
    declarations: Rule[str] | None = None  # when they are due: "before each meeting" | "at the earliest opportunity" …
    interest_effect: Rule[str] | None = None  # "chair rules" | "leave" | "speak only" | "stay" | "stay and vote"
    chair_term: Rule[Period] | None = None
    not_chair: Rule[tuple[str, ...]] | None = None  # roles that may not be elected chair, such as "accountable body"
    acting_chair: Rule[str] | None = None  # "chosen by those present before business" | "appointed by the meeting" …
    substitutes: Rule[str] | None = None  # "named deputies only" | "named substitutes" | "none" | "anyone sent"
    no_vote: Rule[tuple[str, ...]] | None = None  # roles that attend without a vote: "co-opted", "observer" …
    membership: Rule[tuple[int | None, int | None]] | None = None  # fewest and most representatives
    required_sectors: Rule[tuple[str, ...]] | None = None
    named_in_groups: Rule[Mapping[str, int]] | None = None  # representatives each organisation names, by group
    others: Mapping[str, Rule[str]] = field(default_factory=dict)

    def rules(self) -> tuple[Rule[object], ...]:
        """Every rule of these terms, in the order of the file's sections."""
        raise NotImplementedError

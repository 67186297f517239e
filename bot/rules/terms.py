"""A partnership's terms of reference as data: every rule with its clause, its words and its basis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar

from bot.rules.kinds import KINDS, Kind, kind_of
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

    `value` is None exactly when `basis` is NOT_STATED. `suggested` may stand beside a rule that is not
    stated; it means nothing until adopted, which turns it into a rule whose basis is ADOPTED and whose
    `adoption` says who and when. `reading` is one sentence: required when the basis is INTERPRETATION, and
    beside a suggestion it says why that is suggested.
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
    """How long before a meeting something has to be sent or reach the members.

    `of` is "meeting", or "notice" where the period runs forward from the day notice is given (K46).
    """

    period: Period
    what: str  # "agenda and papers", "text of an amendment" …
    counts_from: str = "sent"  # or "reached"
    of: str = "meeting"


@dataclass(frozen=True)
class NamedBreak:
    """Days that do not count, named and dated by the terms file; both ends included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Terms:
    """The terms of reference of one partnership, in force from a day.

    Rules whose kind the engine knows have their own field; everything else a document asks (records, wording,
    periodic obligations) stands in `others` by name, so that it can be shown and cited.
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
    dated_by: str = ""  # how the day they came into force is read, where the document does not date itself
    meeting_frequency: Rule[str] | None = None  # "in each calendar quarter" | "every month" …
    schedule_by: Rule[str] | None = None  # "1 April": the day by which the year's schedule is out
    financial_year: Rule[str] | None = None  # "1 April": the day it begins
    meets_before: Rule[str] | None = None  # the name of the meetings it meets before
    public_meetings: Rule[str] | None = None  # "if members agree" | "always" | "never"
    reminders: Rule[tuple[int, ...]] | None = None  # days before, the furthest first; 0: that morning
    agenda_closes: Rule[Period] | None = None  # before the last day for papers, or else the meeting
    urgent_items: Rule[str] | None = None  # "if nobody present objects" | "chair decides" …
    terms_review: Rule[Period] | None = None
    accountable_body_review: Rule[str] | None = None  # "every year" | at the last meeting of one
    notices: Mapping[str, Rule[NoticeRule]] = field(default_factory=dict)  # "papers", "amendment" …
    consultations: Mapping[str, Rule[tuple[str, ...]]] = field(default_factory=dict)  # "amendment"
    late_papers: Rule[str] | None = None  # "agreement of those present" | "chair decides" …
    breaks: tuple[NamedBreak, ...] = ()
    sectors: Mapping[str, str] = field(
        default_factory=dict
    )  # class slug -> words: {"fe": "further education"}
    groups: Mapping[str, str] = field(default_factory=dict)  # group slug -> words
    roles: Mapping[str, str] = field(default_factory=dict)  # roles of its own -> words
    quorum: Rule[QuorumFormula] | None = None
    inquorate: Rule[str] | None = None  # "discuss only" | "ratify later" | "adjourn" …
    quorum_lost: Rule[str] | None = None  # the same choices, for a quorum lost during the meeting
    withdrawn_count: Rule[str] | None = None  # recused and the quorum: "not counted" | "counted" (G9)
    voting_unit: Rule[str] | None = None  # "organisation" | "representative"
    consensus_first: Rule[bool] | None = None
    majority: Rule[Majority] | None = None
    majorities: Mapping[str, Rule[Majority]] = field(default_factory=dict)  # "amendment", "co-option" …
    on_tie: Rule[Tie] | None = None
    ties: Mapping[str, Rule[Tie]] = field(default_factory=dict)  # where a kind of decision has its own
    chair_votes: Rule[bool] | None = None  # has whoever is chairing an ordinary vote as well?
    ballot: Rule[str] | None = None  # "named" | "secret"
    show_votes: Rule[str] | None = None  # while open: "who" has voted | "how many"
    between_meetings: Rule[bool] | None = None
    between_meetings_window: Rule[Period] | None = None
    between_meetings_majority: Rule[Majority] | None = None
    between_meetings_quorum: Rule[QuorumFormula] | None = None  # of those with a vote, who have to answer
    between_meetings_early_close: Rule[str] | None = None  # "when all have voted" … else never
    entitled: Rule[str] | None = None  # "when the vote opens" | "when the vote closes"
    binds_members: Rule[bool] | None = (
        None  # False: no organisation is bound to it against its wish (K30, V41)
    )
    decisions_binding: Rule[bool] | None = None  # False or not stated: only indicative votes (C25, N21)
    declarations: Rule[str] | None = None  # "before each meeting" | "at the earliest opportunity" …
    interest_effect: Rule[str] | None = (
        None  # "chair rules" | "leave" | "speak only" | "stay" | "stay and vote"
    )
    chair_term: Rule[Period] | None = None
    chair_elected_at: Rule[str] | None = None  # "when the term ends" | at a year's last meeting
    chair_takes_office: Rule[str] | None = None  # "1 April"
    not_chair: Rule[tuple[str, ...]] | None = None  # roles that may not be elected chair
    conducts_elections: Rule[tuple[str, ...]] | None = None  # roles; else the secretariat does
    unopposed: Rule[str] | None = None  # "declared elected" | "voted on"
    candidate_lost: Rule[str] | None = None  # "balloted anew" | "the others stand"
    acting_chair: Rule[str] | None = None  # "chosen by those present before business" …
    terms_of_office: Mapping[str, Rule[Period]] = field(default_factory=dict)  # by role
    substitutes: Rule[str] | None = (
        None  # "named deputies only" | "named substitutes" | "anyone sent" | "none"
    )
    no_vote: Rule[tuple[str, ...]] | None = None  # roles that attend without a vote: "co-opted", "observer" …
    membership: Rule[tuple[int | None, int | None]] | None = None  # fewest and most representatives
    sizes: Mapping[str, Rule[tuple[int | None, int | None]]] = field(default_factory=dict)  # other groups
    required_sectors: Rule[tuple[str, ...]] | None = None
    named_in_groups: Rule[Mapping[str, int]] | None = (
        None  # representatives each organisation names, by group
    )
    digest_every: Rule[str] | None = None  # "every month" | "every quarter"
    digest_silence: Rule[Period] | None = None  # since members were last told something
    policies_reviewed: Rule[Period] | None = None
    policy_reminders: Rule[tuple[int, ...]] | None = None  # days before one runs out, the furthest first
    gates: Mapping[str, Rule[tuple[str, ...]]] = field(
        default_factory=dict
    )  # "submitting" -> what has to be done before
    interest_window: Rule[Period] | None = None
    interests_chased: Rule[tuple[int, ...]] | None = None  # working days after the notice, the nearest first
    interests_chased_before: Rule[tuple[int, ...]] | None = None  # working days before answers close
    competing_bids: Rule[str] | None = None  # "flagged for a decision" | "barred" | "free"
    lead_may_deliver: Rule[str] | None = None  # "yes" | "no" | "asked and declared"
    team_from: Rule[str] | None = None  # a group
    contract_reports: Rule[str] | None = None  # "each quarter of the financial year" …
    others: Mapping[str, Rule[str]] = field(default_factory=dict)

    def rules(self) -> tuple[Rule[Any], ...]:
        """Every rule the file writes down, stated or not, in the order of its headings."""
        return tuple(rule for kind in KINDS for rule in self._of(kind))

    def rule(self, key: str) -> Rule[Any] | None:
        """The rule with this dotted key, such as "notice.papers"; None where the file does not write it."""
        kind = kind_of(key)
        return next((rule for rule in self._of(kind) if rule.key == key), None) if kind else None

    def suggestions(self) -> tuple[Rule[Any], ...]:
        """The rules that are not stated and have a suggested value the partnership may adopt."""
        return tuple(rule for rule in self.rules() if _is_open(rule))

    def with_adoptions(self, adoptions: Mapping[str, Adoption]) -> "Terms":
        """These terms with suggested values adopted, by the key of each rule.

        Where a later document has come to state the value, or no longer suggests one, the document stands. A
        key no terms file can have is refused with ValueError.
        """
        unknown = sorted(key for key in adoptions if kind_of(key) is None)
        if unknown:
            raise ValueError(f"No terms file has a rule called {', '.join(unknown)}.")
        changes: dict[str, Any] = {}
        for kind in KINDS:
            adopted = {rule.key: _adopt(rule, adoptions.get(rule.key)) for rule in self._of(kind)}
            if kind.named:
                changes[kind.field] = {key.partition(".")[2]: rule for key, rule in adopted.items()}
            elif adopted:
                changes[kind.field] = adopted[kind.key]
        return replace(self, **changes)

    def _of(self, kind: Kind) -> Iterable[Rule[Any]]:
        held = getattr(self, kind.field)
        if kind.named:
            return tuple(held.values())
        return () if held is None else (held,)


def in_force(versions: Iterable[Terms], on: date) -> Terms | None:
    """The version in force on a day: the latest that began on or before it; None before the first (G1)."""
    begun = [terms for terms in versions if terms.in_force_from <= on]
    return max(begun, key=lambda terms: terms.in_force_from, default=None)


def why(rule: Rule[Any], terms: Terms) -> str:
    """Where a rule comes from, in a sentence or two: its clause and words, its reading, or its adoption."""
    place = _place(rule.clause, terms)
    match rule.basis:
        case Basis.DOCUMENT:
            return place
        case Basis.INTERPRETATION:
            return f"{place} Read as: {_sentence(rule.reading)}"
        case Basis.ADOPTED:
            who = rule.adoption
            when = f" by {who.by} on {who.on.day} {who.on:%B %Y}" if who else " by the partnership"
            return f"Adopted{when}; the document does not say. {_beside(rule, terms)}".strip()
        case Basis.NOT_STATED:
            hint = f' Suggested: "{rule.suggested_written}", which counts only once adopted.'
            said = f"{terms.source[:1].upper()}{terms.source[1:]} does not say.{hint if rule.suggested is not None else ''}"
            return f"{said} {_beside(rule, terms)}".strip()


def _place(clause: Clause, terms: Terms) -> str:
    number = f"{clause.number} of {terms.source}" if clause.number else terms.source
    if not clause.words:
        return f"{number[:1].upper()}{number[1:]}."
    return f"{number[:1].upper()}{number[1:]}: {_quoted(clause.words)}"


def _beside(rule: Rule[Any], terms: Terms) -> str:
    nearest = f"The nearest it comes: {_place(rule.clause, terms)}" if rule.clause.number else ""
    return f"{nearest} {_sentence(rule.reading)}".strip() if rule.reading else nearest


def _quoted(words: str) -> str:
    return f'"{words}"' if words.endswith((".", "!", "?")) else f'"{words}".'


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _is_open(rule: Rule[Any]) -> bool:
    return rule.basis is Basis.NOT_STATED and rule.suggested is not None


def _adopt(rule: Rule[Any], adoption: Adoption | None) -> Rule[Any]:
    if adoption is None or not _is_open(rule):
        return rule
    return replace(
        rule,
        value=rule.suggested,
        written=rule.suggested_written,
        basis=Basis.ADOPTED,
        adoption=adoption,
    )

"""A motion, who is chairing it, and the ways in which the terms let it be decided."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules.register import CHAIR, Register
from bot.rules.tally import majority_rule, tie_rule
from bot.rules.terms import Rule, T, Terms
from bot.rules.values import AllMajorities, Basis, Majority, MoreForThanAgainst, NoneAgainst, Threshold
from bot.rules.wording import listed, number_words
from bot.workflows.meetings.meetings import MeetingState

ORDINARY = "ordinary"
TOO_FEW = "too few have answered, so nothing is decided"
CONSENSUS, AGREED, NOTE = (
    "consensus",
    "agreed",
    "note",
)  # ways besides "meeting", "between meetings" and "indicative"
AT_A_MEETING = (CONSENSUS, AGREED, "meeting")  # the ways in which a meeting in session decides
UNDECIDED = ("consensus", "open", "tied")  # the states of a motion that has no result yet
NOTED, RECOMMENDED = "noted", "recommended"  # all that a body without binding votes records (N6, N21)

# A vote received before the closing time counts even when it waits for the database, so the clock declares the
# result only after the longest an answer to Slack may take (three seconds) has gone by.
CLOSING_GRACE = timedelta(seconds=3)


@dataclass(frozen=True)
class Motion:
    """A motion as the store has it."""

    id: str
    number: int
    year: int
    text: str
    kind: str
    meeting: str | None
    about: str | None
    indicative: bool
    show_votes: str  # "who" or "how many"
    put_by: str
    put_at: datetime
    closes_at: datetime | None
    chaired_by: str | None
    state: str  # "consensus", "open", "tied", "closed" or "withdrawn"
    outcome: str | None = None
    closed_at: datetime | None = None
    ratifies: str | None = None  # the provisional decision it is to ratify (K33)
    amended: bool = False  # … in other words than its own
    ballot: str = "named"  # or "secret"

    @property
    def is_secret(self) -> bool:
        """Whether nobody is to know who voted how."""
        return self.ballot == "secret"

    @property
    def reference(self) -> str:
        """How people call it: "2026/3"."""
        return f"{self.year}/{self.number}"


@dataclass(frozen=True)
class JudgedBy:
    """The rules of the terms by which the votes on one motion come to a result."""

    majority: Majority | None
    tie: str
    interests: str  # what the terms let an organisation with an interest do, until the chair has ruled
    inquorate: str
    binding: bool


@dataclass(frozen=True)
class Provisional:
    """A decision taken without a quorum, which is nothing until a quorate meeting has ratified it (K33)."""

    motion: str
    reference: str
    text: str
    kind: str
    about: str | None
    meeting: str | None
    since: datetime
    state: str = "awaiting"  # or "ratified", "amended", "rejected"
    decided_by: str = ""  # the reference of the motion that ratified, amended or rejected it
    decided_at: datetime | None = None

    @property
    def awaits(self) -> bool:
        """Whether it still waits for a quorate meeting."""
        return self.state == "awaiting"


def chairing(
    meeting: MeetingState | None, elected_chair: str | None, motion: Motion | None = None
) -> str | None:
    """Who is chairing: for the motion alone, else of the meeting, else the elected chair (K26, K29).

    Nobody, while those present at a meeting have yet to choose an acting chair.
    """
    if motion is not None and motion.chaired_by is not None:
        return motion.chaired_by
    return meeting.chaired_by if meeting is not None else elected_chair


def elected_chair(register: Register) -> str | None:
    """The person in the office of chair, of a register as it is on a day for the body that decides.

    None where nobody is in it, and where two are: which of them chairs is not for the secretary to guess.
    """
    chairs = _chairs(register)
    return chairs[0] if len(chairs) == 1 else None


def no_chair(register: Register) -> str:
    """Why the register gives no chair, for the end of a sentence."""
    names = sorted(register.person(each).name for each in _chairs(register))
    return (
        f"the register names {number_words(len(names))} chairs, {listed(names)}"
        if names
        else "the register names no chair"
    )


def whom_to_ask(chair_name: str, no_chair: str) -> str:
    """What somebody may do who may not put a motion: ask whoever is chairing, or have it settled who that is."""
    if chair_name:
        return f"Chairing now: {chair_name}. Ask them to put it."
    return f"Nobody is chairing: {no_chair}. Put the register right, or open a meeting and say who is chairing it."


def _chairs(register: Register) -> tuple[str, ...]:
    held = (each.person for each in register.roles if each.role == CHAIR and each.person)
    return tuple(dict.fromkeys(held))


def between_meetings(terms: Terms) -> Terms:
    """The terms as they judge a motion put between meetings: by the majority and the quorum asked for there, where stated.

    A kind of decision with a majority of its own has to reach both: what is decided in writing is never easier than at a
    meeting. The quorum of a meeting, and what follows without one, give way to a quorum of answers where the terms state one.
    """
    quorum = terms.between_meetings_quorum
    if quorum is not None and quorum.value is not None:
        unmade = Rule("quorum.inquorate", TOO_FEW, Basis.DOCUMENT, quorum.clause)
        terms = replace(terms, quorum=quorum, inquorate=unmade)
    rule = terms.between_meetings_majority
    if rule is None or rule.value is None:
        return terms
    both = {
        kind: replace(own, value=AllMajorities((*_parts(own.value), *_parts(rule.value))))
        for kind, own in terms.majorities.items()
        if own.value is not None
    }
    return replace(terms, majority=rule, majorities=both)


def judged_by(terms: Terms, kind: str) -> JudgedBy:
    """What the terms say of the votes on a motion of this kind."""
    return JudgedBy(
        majority=value_of(majority_rule(terms, kind)),
        tie=str(value_of(tie_rule(terms, kind)) or ""),
        interests=value_of(terms.interest_effect) or "",
        inquorate=value_of(terms.inquorate) or "",
        binding=terms.decisions_binding is None or bool(terms.decisions_binding.value),
    )


def _parts(majority: Majority) -> tuple[MoreForThanAgainst | Threshold | NoneAgainst, ...]:
    return majority.parts if isinstance(majority, AllMajorities) else (majority,)


def binds(terms: Terms) -> bool:
    """Whether these terms let a vote decide anything: not where none are loaded, and not in an advisory body (C25, N21)."""
    rule = terms.decisions_binding
    return rule is not None and rule.value is True


def ways_to_decide(terms: Terms) -> tuple[str, ...]:
    """The ways the terms leave open, in the order in which they are offered: consensus first where they put it first."""
    if not binds(terms):
        return ("indicative", NOTE)
    first = (CONSENSUS, AGREED) if value_of(terms.consensus_first) else ()
    between = ("between meetings",) if value_of(terms.between_meetings) else ()
    return (*first, "meeting", *between, "indicative")


def value_of(rule: Rule[T] | None) -> T | None:
    """What a rule says; nothing where it is silent or there is none."""
    return rule.value if rule is not None else None

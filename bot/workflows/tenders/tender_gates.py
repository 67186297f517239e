"""What has to be done before a bid goes on, by the partnership's own terms: what is done, and what is missing with its clause."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.rules.terms import Clause, Terms
from bot.rules.wording import listed, plural
from bot.workflows.tenders.tenders import CONTRACTED, PREPARING, SUBMITTED, WON, WORKING_UP

TOLD, CALLED, TOGETHER_OR_ALONE = "members told", "delivery partners called", "bid together or alone decided"
BROKER, FINAL_BID = "honest broker accepted", "final bid approved"
LEAD, ACCOUNTABLE_BODY = "lead and process agreed", "accountable body agreed"
DECIDED = (  # each rests on a decision of the register
    TOGETHER_OR_ALONE,
    LEAD,
    "route of approval agreed",
    "resources agreed",
    ACCOUNTABLE_BODY,
    "budgets, outputs and outcomes agreed",
    FINAL_BID,
)
HOLDER, DATED, AGREED = "contract holder named", "contract dated", "service level agreement dated"
NAMES_SOMEBODY = (LEAD, ACCOUNTABLE_BODY, HOLDER)  # an organisation of the register, and one alone (N10)
TOGETHER, ALONE = "together", "alone"

IN_ORDER = (WORKING_UP, PREPARING, SUBMITTED, WON, CONTRACTED)  # the stages of a bid
ONCE = {WORKING_UP: "worked up", PREPARING: "prepared"}  # “it cannot be … yet”, where the name does not do
GATE_OF = {
    WORKING_UP: "working-up",
    PREPARING: "preparing",
    SUBMITTED: "submitting",
    CONTRACTED: "contracting",
}
BIDDING_ALONE, DELIVERING = "bidding-alone", "delivering"


@dataclass(frozen=True)
class Said:
    """What a partner says of a broker."""

    organisation: str  # a name
    accepts: bool
    words: str = ""
    away: bool = False  # it is in another bid since, or has withdrawn from this one for an interest


@dataclass(frozen=True)
class Broker:
    """The honest broker of a bid, and what the partners have said of them; whoever does not object accepts (L9).

    What an organisation said before it was kept away from the bid is kept, and counts again should it come back (C33).
    """

    name: str
    named_on: date
    answers: tuple[Said, ...] = ()

    @property
    def objections(self) -> str:
        """Who objects, "Exeter CVS and Young Devon object"; empty where nobody does."""
        names = [each.organisation for each in self.answers if not each.accepts and not each.away]
        return f"{listed(names)} {plural(len(names), 'objects', 'object')}" if names else ""


@dataclass(frozen=True)
class Done:
    """A step that has been taken for a tender."""

    step: str
    on: date
    by: str = ""  # who recorded it
    decision: str = ""  # "D2026/4"
    undone: str = ""  # how that decision stands now, where it no longer stands: "rescinded"; or who objects
    organisation: str = ""  # a name
    words: str = ""


@dataclass(frozen=True)
class Missing:
    """A step that the terms ask for and that has not been taken."""

    step: str
    clause: Clause
    undone: str = ""  # it was taken, by a decision that is now "D2026/4 rescinded"

    @property
    def button(self) -> str:
        """What the button says that records it."""
        return "Tell members that it is considered" if self.step == TOLD else f"Record: {self.step}"


def missing_before(terms: Terms, gate: str, done: Iterable[Done]) -> tuple[Missing, ...]:
    """What is missing before one thing: "submitting", "bidding-alone". Nothing where the terms ask nothing."""
    rule = terms.gates.get(gate)
    if rule is None or rule.value is None:
        return ()
    taken = {each.step: each for each in done}
    return tuple(
        Missing(step, rule.clause, _undone(taken.get(step)))
        for step in rule.value
        if step not in taken or taken[step].undone
    )


def missing_for(terms: Terms, stage: str, done: Iterable[Done]) -> tuple[Missing, ...]:
    """What is missing for a stage, in order: what is asked before it and before every stage that it follows."""
    taken = tuple(done)
    asked = IN_ORDER[: IN_ORDER.index(stage) + 1]
    found = (each for at in asked if at in GATE_OF for each in missing_before(terms, GATE_OF[at], taken))
    return tuple({each.step: each for each in reversed(tuple(found))}.values())[::-1]


def day_of(step: str, done: Iterable[Done]) -> date | None:
    """The day of a step that stands."""
    return next((each.on for each in done if each.step == step and not each.undone), None)


def steps_asked(terms: Terms) -> tuple[str, ...]:
    """Every step that the terms ask for, in the order in which a bid comes to them, each once."""
    gates = ("working-up", BIDDING_ALONE, "preparing", "submitting", "contracting", DELIVERING)
    rules = (terms.gates.get(gate) for gate in gates)
    return tuple(dict.fromkeys(step for rule in rules if rule is not None for step in rule.value or ()))


def missing_words(missing: Iterable[Missing]) -> str:
    """What is missing, each with its clause and the button that records it."""
    return listed([_words(each) for each in missing])


def _words(missing: Missing) -> str:
    number = f" ({missing.clause.number})" if missing.clause.number else ""
    since = f", because {missing.undone}" if missing.undone else ""
    return f"{missing.step}{number}{since}: press “{missing.button}”"


def _undone(done: Done | None) -> str:
    if done is None or not done.undone:
        return ""
    return f"{done.decision} is now {done.undone}" if done.decision else done.undone

"""A tie decided by lot: sealed before the vote, drawn at its close, and drawn again by anybody who likes."""

from dataclasses import dataclass, replace

from bot.rules.citing import cited
from bot.rules.lot import digest, draw, seal
from bot.rules.tally import Outcome as TallyOutcome
from bot.rules.tally import tie_rule
from bot.workflows.decisions import Event
from bot.workflows.votes.counting import ClosingFacts, Result


@dataclass(frozen=True, kw_only=True)
class LotDrawn(Event):
    """A tie was decided by lot: with the secret, whose seal was published when the motion was put, and the digest of the votes."""

    seal: str
    secret: str
    votes: str
    fell: str  # "for" or "against"


def by_lot(facts: ClosingFacts, result: Result, person: str | None) -> tuple[Result, LotDrawn]:
    """The result of a tie that goes to the lot, and how the lot was drawn."""
    cast = facts.box if facts.box is not None else tuple(facts.ballots.items())
    counted = [(whose, choice) for whose, choice in cast if facts.box is not None or whose in result.voted]
    drawn = LotDrawn(
        subject=facts.motion.id,
        person=person,
        seal=seal(facts.lot_secret),
        secret=facts.lot_secret,
        votes=digest(counted),
        fell=draw(facts.lot_secret, digest(counted)),
    )
    outcome = TallyOutcome.CARRIED if drawn.fell == "for" else TallyOutcome.NOT_CARRIED
    even = "even" if drawn.fell == "for" else "odd"
    how = (
        f"To draw the lot again: the SHA-256 of “{drawn.secret}|{drawn.votes}” is {even}, and even is for. Its first half is the "
        f"secret, sealed when the motion was put as {drawn.seal}; its second is the digest of the votes."
    )
    rule = tie_rule(facts.setting.terms, facts.motion.kind)
    decided = replace(
        result.and_so(outcome.value, f"The lot fell {drawn.fell} it{cited(rule)}: {outcome.value}."),
        provisional=result.quorum == "not quorate" and outcome is TallyOutcome.CARRIED,
        notes=(*result.notes, "How anybody can draw the lot again stands under “Why?”."),
        lot=drawn.fell,
        how_drawn=how,
    )
    return decided, drawn

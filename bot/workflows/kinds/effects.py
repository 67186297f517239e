"""What follows from a decision of each kind: a table of functions, asked when a result or a ratification stands (K33)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.rules.tally import Outcome as TallyOutcome
from bot.workflows.entries.ratifying import AMENDED, RATIFIED, RatificationDecided
from bot.workflows.kinds import adopting, co_opting, covering, dissolving
from bot.workflows.kinds.co_opting import CO_OPTION
from bot.workflows.kinds.covering import COVER
from bot.workflows.kinds.dissolving import DISSOLUTION
from bot.workflows.kinds.kinds import IN_PUBLIC
from bot.workflows.kinds.particulars import Carried, Effect, KindFacts, Particulars
from bot.workflows.papers.amendments import AMENDMENT
from bot.workflows.votes.counting import ClosingFacts, Result

NOTHING = Effect()


def _public(carried: Carried) -> Effect:
    return Effect(words=(f"A meeting can be booked as held in public, citing motion {carried.reference}.",))


EFFECTS: Mapping[str, Callable[[Carried], Effect]] = {
    AMENDMENT: adopting.follows,
    CO_OPTION: co_opting.follows,
    DISSOLUTION: dissolving.follows,
    IN_PUBLIC: _public,
    COVER: covering.follows,
}


@dataclass(frozen=True)
class _Decided:
    motion: str
    reference: str
    particulars: Particulars


def follows(
    facts: ClosingFacts,
    result: Result,
    decided: RatificationDecided | None,
    *,
    on: date,
    at: datetime,
    person: str | None,
) -> Effect:
    """What follows from a result: nothing unless it stands, carried and not provisional, or ratified by a quorate meeting."""
    effect = EFFECTS.get(facts.motion.kind)
    which = _decision(facts, result, decided) if effect is not None else None
    if effect is None or which is None:
        return NOTHING
    if facts.named.stands and which.motion != facts.motion.id:
        return Effect(words=(f"What follows from {which.reference} stands again.",))
    return effect(
        Carried(
            motion=which.motion,
            reference=which.reference,
            particulars=which.particulars,
            facts=KindFacts(facts.setting, facts.named.register, on),
            at=at,
            person=person,
            secretariat=facts.secretariat,
        )
    )


def _decision(facts: ClosingFacts, result: Result, decided: RatificationDecided | None) -> _Decided | None:
    """The decision that stands now: the motion itself, or the one it ratified; with other words it stands in its place."""
    motion, named = facts.motion, facts.named
    own = _Decided(motion.id, motion.reference, named.own)
    if motion.indicative or result.provisional or result.outcome != TallyOutcome.CARRIED.value:
        return None
    if motion.ratifies is None:
        return own
    if decided is None or facts.original is None:
        return None
    if decided.state == AMENDED:
        return own
    if decided.state == RATIFIED:
        return replace(
            own,
            motion=facts.original.motion,
            reference=facts.original.reference,
            particulars=named.original,
        )
    return None

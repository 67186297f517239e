"""Who may vote, count, chair, stand in and cast.

Predicates on facts the register and the day already settled.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.citing import NO_CLAUSE, cited
from bot.rules.register import MEMBER
from bot.rules.tally import CASTING_TIES, ORDINARY, tie_rule
from bot.rules.terms import Clause, Rule, T, Terms
from bot.rules.values import Tie
from bot.rules.wording import day_words, listed


class Presence(StrEnum):
    """In what capacity somebody comes for an organisation."""

    REPRESENTATIVE = "representative"
    DEPUTY = "named deputy"  # named by the organisation beforehand (K34, V12)
    STAND_IN = "stand-in"  # sent by the organisation, but named by nobody
    NONE = "none"


class Interest(StrEnum):
    """What stands between an organisation and one item because of an interest (K31)."""

    NONE = "none"
    DECLARED = "declared"  # the chair has not ruled yet
    STAY_AND_VOTE = "stay and vote"
    STAY = "stay"
    SPEAK_ONLY = "speak only"
    LEAVE = "leave"


@dataclass(frozen=True)
class Facts:
    """One person acting for one organisation, on one day, about one item.

    `standing` is the organisation's place in the partnership ("member", "co-opted", "observer" …); `votes`
    whether the register gives it a vote. `roles` are held by the person or the organisation ("accountable
    body"). `deputy_is_here` means a named deputy has taken the organisation's vote for this meeting (G10).
    `who_may` names the people who may vote for it.
    """

    organisation: str
    standing: str = MEMBER
    votes: bool = True
    presence: Presence = Presence.REPRESENTATIVE
    interest: Interest = Interest.NONE
    ended_on: date | None = None  # membership ended on this day, already past
    deputy_is_here: bool = False
    has_sector: bool = True
    roles: frozenset[str] = frozenset()
    who_may: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Whether something is allowed, why or why not in one or two sentences, and the clause."""

    allowed: bool
    reason: str
    clause: Clause = NO_CLAUSE


def may_vote(terms: Terms, facts: Facts) -> Answer:
    """Whether this person may cast the organisation's one vote on the item (V7, V11, K28, K31, K34, G9.

    G10).
    """
    return (
        _organisation_votes(terms, facts)
        or _speaks_for_it(terms, facts)
        or _interest_bars(terms, facts)
        or Answer(True, f"You hold the vote of {facts.organisation}.", _clause(terms.voting_unit))
    )


def counts_for_quorum(terms: Terms, facts: Facts) -> Answer:
    """Whether this person's organisation counts as present for the item.

    A withdrawn one does not unless the terms say so (G9, K32).
    """
    barred = _organisation_votes(terms, facts) or _speaks_for_it(terms, facts)
    if barred is not None:
        return barred
    rule = terms.withdrawn_count
    if _withdrawn(facts) and (rule is None or rule.value != "counted"):
        name = facts.organisation
        reason = f"{name} has withdrawn from this item and is not counted towards the quorum{cited(rule)}."
        return Answer(False, reason, _clause(rule))
    return Answer(True, f"{facts.organisation} is counted.", _clause(terms.quorum))


def may_stand_in(terms: Terms, facts: Facts) -> Answer:
    """Whether somebody who is not the representative may take the organisation's place and vote (V12.

    K34).
    """
    if facts.presence is Presence.REPRESENTATIVE:
        return Answer(True, f"You represent {facts.organisation}.", _clause(terms.substitutes))
    return _speaks_for_it(terms, facts) or Answer(
        True, f"You stand in for {facts.organisation}{cited(terms.substitutes)}.", _clause(terms.substitutes)
    )


def may_be_chair(terms: Terms, facts: Facts) -> Answer:
    """Whether this person may be nominated and elected chair (V29, K25)."""
    barred = _held(terms.not_chair, facts)
    if barred is not None and terms.not_chair is not None:
        reason = f"The {barred}'s representative may not be elected chair{cited(terms.not_chair)}."
        return Answer(False, reason, terms.not_chair.clause)
    outside = _organisation_votes(terms, facts)
    if outside is not None:
        return Answer(False, f"The chair comes from the members. {outside.reason}", outside.clause)
    if facts.presence is not Presence.REPRESENTATIVE:
        return Answer(
            False,
            f"The chair comes from the members' representatives, and you are not {facts.organisation}'s.",
            _clause(terms.not_chair),
        )
    return Answer(True, f"You represent {facts.organisation} and may be chair.", _clause(terms.not_chair))


def may_act_as_chair(terms: Terms, facts: Facts) -> Answer:
    """Whether this person may chair one meeting or item in the chair's absence.

    Who may not be elected may still act (V31, K26).
    """
    rule = terms.acting_chair
    outside = _organisation_votes(terms, facts)
    if outside is not None:
        return Answer(
            False, f"An acting chair comes from the members present. {outside.reason}", outside.clause
        )
    stands = _speaks_for_it(terms, facts)
    if stands is not None:
        return stands
    if _withdrawn(facts):
        reason = f"{facts.organisation} has declared an interest in this item, so somebody else chairs it."
        return Answer(False, reason, _clause(terms.interest_effect or terms.declarations))
    how = (
        f": {rule.value}{cited(rule)}"
        if rule is not None and rule.value
        else "; the terms do not say how one is found"
    )
    return Answer(True, f"You may act as chair for this meeting{how}.", _clause(rule))


def has_casting_vote(terms: Terms, is_chairing: bool, is_elected_chair: bool, kind: str = ORDINARY) -> Answer:
    """Whether somebody has the casting vote on a tie.

    Only whoever is chairing, and only where the terms give one (K29, V40).
    """
    rule = tie_rule(terms, kind)
    if rule is None or rule.value is None:
        return Answer(
            False, f"The terms of {terms.short_name} do not give anybody a casting vote.", _clause(rule)
        )
    where = cited(rule)
    if rule.value not in CASTING_TIES:
        return Answer(
            False,
            f"There is no casting vote in {terms.short_name}: on a tie, {rule.value.value}{where}.",
            rule.clause,
        )
    if not is_chairing:
        return Answer(False, f"Only whoever is chairing has the casting vote{where}.", rule.clause)
    if rule.value is Tie.CASTING_OF_CHAIR and not is_elected_chair:
        return Answer(
            False,
            f"The casting vote is the elected chair's; an acting chair does not inherit it{where}.",
            rule.clause,
        )
    return Answer(True, f"You are chairing, so the casting vote is yours{where}.", rule.clause)


def _organisation_votes(terms: Terms, facts: Facts) -> Answer | None:
    if facts.ended_on is not None:
        return Answer(False, f"{facts.organisation}'s membership ended on {day_words(facts.ended_on)}.")
    barred = _held(terms.no_vote, facts)
    if barred is not None and terms.no_vote is not None:
        reason = f"{facts.organisation} attends as {barred}, without a vote{cited(terms.no_vote)}."
        return Answer(False, reason, terms.no_vote.clause)
    if not facts.votes:
        as_what = "" if facts.standing == MEMBER else f" attends as {facts.standing} and"
        return Answer(
            False, f"{facts.organisation}{as_what} has no vote in the register.", _clause(terms.no_vote)
        )
    return None


def _speaks_for_it(terms: Terms, facts: Facts) -> Answer | None:
    rule = terms.substitutes
    allowed = rule.value if rule is not None else None
    who = f" Those who may: {listed(facts.who_may)}." if facts.who_may else ""
    name = facts.organisation
    match facts.presence:
        case Presence.REPRESENTATIVE:
            if not facts.deputy_is_here:
                return None
            reason = f"A deputy of {facts.organisation} holds its one vote at this meeting.{who}"
        case Presence.DEPUTY:
            if allowed != "none":
                return None
            reason = f"Nobody may stand in for a representative{cited(rule)}.{who}"
        case Presence.STAND_IN:
            if allowed == "anyone sent":
                return None
            reason = f"{name} has not named you as a deputy, so you attend without a vote{cited(rule)}.{who}"
        case Presence.NONE:
            reason = (
                f"You are not a named representative or deputy of {facts.organisation}{cited(rule)}.{who}"
            )
    return Answer(False, reason, _clause(rule))


def _interest_bars(terms: Terms, facts: Facts) -> Answer | None:
    rule = terms.interest_effect
    clause = _clause(rule or terms.declarations)
    where = f" ({clause.number})" if clause.number else ""
    name = facts.organisation
    if not _withdrawn(facts):
        return None
    if facts.interest is Interest.DECLARED:
        if rule is not None and rule.value == Interest.STAY_AND_VOTE:
            return None
        reason = (
            f"{name} has declared an interest, and its vote is off until the chair rules otherwise{where}."
        )
        return Answer(False, reason, clause)
    reason = f"{name} has withdrawn from the vote on this item (“{facts.interest.value}”){where}."
    return Answer(False, reason, clause)


def _withdrawn(facts: Facts) -> bool:
    return facts.interest not in (Interest.NONE, Interest.STAY_AND_VOTE)


def _held(rule: Rule[tuple[str, ...]] | None, facts: Facts) -> str | None:
    held = {facts.standing, *facts.roles}
    return next((role for role in (rule.value or () if rule else ()) if role in held), None)


def _clause(rule: Rule[T] | None) -> Clause:
    return rule.clause if rule is not None else NO_CLAUSE

"""Who has a vote, may cast it, counts for the quorum, acts as chair and breaks a tie.

Predicates on facts the register and the day already settled.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.rules.citing import NO_CLAUSE, cited, clause_of
from bot.rules.register import MEMBER, Register, own_roles, same
from bot.rules.tally import CASTING_TIES, ORDINARY, tie_rule
from bot.rules.terms import Clause, Terms
from bot.rules.values import Tie
from bot.rules.wording import listed


class Presence(StrEnum):
    """In what capacity somebody comes for an organisation."""

    REPRESENTATIVE = "representative"
    DEPUTY = "named deputy"  # named by the organisation beforehand (K34, V12)


class Interest(StrEnum):
    """What stands between an organisation and one item because of an interest (K31)."""

    NONE = "none"
    DECLARED = "declared"  # the chair has not ruled yet
    DECLARED_AGAIN = "declared again"  # after a ruling, and the chair has not ruled on it yet
    STAY_AND_VOTE = "stay and vote"
    STAY = "stay"
    SPEAK_ONLY = "speak only"
    LEAVE = "leave"


@dataclass(frozen=True)
class Facts:
    """One person acting for one organisation, on one day, about one item.

    `standing` is the organisation's place in the partnership ("member", "co-opted", "observer" …); `votes`
    whether the register gives it a vote; `roles` those it holds itself ("accountable body"). `deputy_is_here`
    means a named deputy has taken the organisation's vote for this meeting (G10). `who_may` names the people
    who may vote for it.
    """

    organisation: str
    standing: str = MEMBER
    votes: bool = True
    presence: Presence = Presence.REPRESENTATIVE
    interest: Interest = Interest.NONE
    deputy_is_here: bool = False
    roles: frozenset[str] = frozenset()
    who_may: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Whether something is allowed, why or why not in one or two sentences, and the clause."""

    allowed: bool
    reason: str
    clause: Clause = NO_CLAUSE


def has_a_vote(terms: Terms, *, votes: bool, standing: str, roles: Iterable[str]) -> bool:
    """Whether an organisation has a vote: the register gives it one, and the terms do not take it away (V7, L18).

    `votes` is the register's own mark; `roles` are those that the organisation itself holds.
    """
    return votes and barred_as(terms, standing, roles) is None


def barred_as(terms: Terms, standing: str, roles: Iterable[str]) -> str | None:
    """The standing or the role in which an organisation attends without a vote under these terms, if it has one."""
    barred = terms.no_vote.value if terms.no_vote is not None else None
    held = (standing, *sorted(roles))
    return next((each for each in held if any(same(each, role) for role in barred or ())), None)


def with_votes(register: Register, terms: Terms) -> Register:
    """A register as it is on a day, in which exactly those organisations are marked voting that have a vote."""
    return replace(
        register,
        organisations=tuple(
            replace(
                each,
                voting=has_a_vote(
                    terms,
                    votes=each.voting,
                    standing=each.standing,
                    roles=own_roles(register.roles, each.slug),
                ),
            )
            for each in register.organisations
        ),
    )


def may_vote(terms: Terms, facts: Facts) -> Answer:
    """Whether this person may cast the organisation's one vote on the item (V7, V11, K28, K31, K34, G9, G10)."""
    return (
        _organisation_votes(terms, facts)
        or _speaks_for_it(terms, facts)
        or _interest_bars(terms, facts)
        or Answer(True, f"You hold the vote of {facts.organisation}.", clause_of(terms.voting_unit))
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
        return Answer(False, reason, clause_of(rule))
    return Answer(True, f"{facts.organisation} is counted.", clause_of(terms.quorum))


def may_act_as_chair(terms: Terms, facts: Facts) -> Answer:
    """Whether this person may chair one meeting or motion in the chair's absence.

    Who may not be elected may still act (V31, K26).
    """
    rule = terms.acting_chair
    outside = _organisation_votes(terms, facts)
    if outside is not None:
        return Answer(
            False, f"An acting chair is one of the members' representatives. {outside.reason}", outside.clause
        )
    stands = _speaks_for_it(terms, facts)
    if stands is not None:
        return stands
    if _withdrawn(facts):
        reason = f"{facts.organisation} has withdrawn from this motion, so somebody else chairs it."
        return Answer(False, reason, clause_of(rule))
    how = (
        f": {rule.value}{cited(rule)}"
        if rule is not None and rule.value
        else "; the terms do not say how one is found"
    )
    return Answer(True, f"{facts.organisation} may provide an acting chair{how}.", clause_of(rule))


def has_casting_vote(
    terms: Terms,
    is_chairing: bool,
    is_elected_chair: bool,
    kind: str = ORDINARY,
    *,
    withdrawn: bool = False,
    chairing: str = "",
) -> Answer:
    """Whether somebody has the casting vote on a tie.

    Only whoever is chairing, only where the terms give one, and never somebody who has withdrawn from the motion (K29, V40).
    `chairing` is the name of whoever is chairing, for the words of a refusal.
    """
    rule = tie_rule(terms, kind)
    if rule is None or rule.value is None:
        return Answer(
            False, f"The terms of {terms.short_name} do not give anybody a casting vote.", clause_of(rule)
        )
    where = cited(rule)
    if rule.value not in CASTING_TIES:
        return Answer(
            False,
            f"There is no casting vote in {terms.short_name}: on a tie, {rule.value.value}{where}.",
            rule.clause,
        )
    if not is_chairing:
        with_whom = f"{chairing}, who is chairing" if chairing else "whoever is chairing"
        return Answer(False, f"The casting vote lies with {with_whom}{where}.", rule.clause)
    if withdrawn:
        return Answer(
            False,
            f"You have withdrawn from this motion for an interest, so the casting vote is not yours{where}.",
            rule.clause,
        )
    if rule.value is Tie.CASTING_OF_CHAIR and not is_elected_chair:
        return Answer(
            False,
            f"The casting vote is the elected chair's; an acting chair does not inherit it{where}.",
            rule.clause,
        )
    return Answer(True, f"You are chairing, so the casting vote is yours{where}.", rule.clause)


def _organisation_votes(terms: Terms, facts: Facts) -> Answer | None:
    barred = barred_as(terms, facts.standing, facts.roles)
    if barred is not None:
        reason = f"{facts.organisation} attends as {barred}, without a vote{cited(terms.no_vote)}."
        return Answer(False, reason, clause_of(terms.no_vote))
    if not facts.votes:
        as_what = "" if facts.standing == MEMBER else f" attends as {facts.standing} and"
        return Answer(
            False, f"{facts.organisation}{as_what} has no vote in the register.", clause_of(terms.no_vote)
        )
    return None


def _speaks_for_it(terms: Terms, facts: Facts) -> Answer | None:
    rule = terms.substitutes
    who = f" Those who may: {listed(facts.who_may)}." if facts.who_may else ""
    if facts.presence is Presence.REPRESENTATIVE and facts.deputy_is_here:
        reason = f"A deputy of {facts.organisation} holds its one vote at this meeting.{who}"
        return Answer(False, reason, clause_of(rule))
    if facts.presence is Presence.DEPUTY and rule is not None and rule.value == "none":
        reason = f"Nobody may stand in for a representative{cited(rule)}.{who}"
        return Answer(False, reason, rule.clause)
    return None


def _interest_bars(terms: Terms, facts: Facts) -> Answer | None:
    rule = terms.interest_effect
    clause = clause_of(rule or terms.declarations)
    where = f" ({clause.number})" if clause.number else ""
    name = facts.organisation
    if not _withdrawn(facts):
        return None
    if facts.interest is Interest.DECLARED and rule is not None and rule.value == Interest.STAY_AND_VOTE:
        return None
    if facts.interest in (Interest.DECLARED, Interest.DECLARED_AGAIN):
        reason = (
            f"{name} has declared an interest, and its vote is off until the chair rules otherwise{where}."
        )
        return Answer(False, reason, clause)
    reason = f"{name} has withdrawn from the vote on this item (“{facts.interest.value}”){where}."
    return Answer(False, reason, clause)


def _withdrawn(facts: Facts) -> bool:
    return facts.interest not in (Interest.NONE, Interest.STAY_AND_VOTE)

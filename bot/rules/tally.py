"""What becomes of a motion: majority, tie, casting vote, and what the terms leave open."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from bot.rules.citing import NO_CLAUSE, adopted, cited, provenance, silence, suggestion
from bot.rules.counting import (
    Count,
    MissingCount,
    contradictions,
    majority_in_words,
    measure,
    votes_in_words,
)
from bot.rules.quorum import ImpossibleCount, QuorumAnswer
from bot.rules.terms import Clause, Rule, Terms
from bot.rules.values import Basis, Majority, Tie
from bot.rules.wording import sentence

__all__ = [
    "Casting",
    "Count",
    "MissingCount",
    "Outcome",
    "TallyAnswer",
    "majority_rule",
    "tally",
    "tally_by",
    "tie_rule",
]

Casting = Literal["for", "against", "declined"]
ORDINARY = "ordinary"
CASTING_TIES = (Tie.CASTING, Tie.CASTING_OF_CHAIR, Tie.SECOND_VOTE)
PROVISIONAL = (
    "ratify later"  # the one value of terms.inquorate under which an inquorate meeting decides at all
)


class Outcome(StrEnum):
    """What becomes of a motion."""

    CARRIED = "carried"
    NOT_CARRIED = "not carried"
    TIED = "tied"  # waits for a casting vote, a lot or another ballot; or the terms do not say
    NO_QUORUM = "no quorum"  # those present were too few to decide
    NO_DECISION = "no decision"  # votes do not bind under the terms, or they state no majority


@dataclass(frozen=True)
class TallyAnswer:
    """What a vote comes to, and why.

    `needed_count` is how many must be for, where that is one number. `next` is what may be done now, empty
    when nothing remains. `tied` tells whether votes were equal, whatever was then done about it; `tie` is
    what the terms say follows one (None when there was none, or they do not say). `refused` says why a
    casting vote was not counted. `basis` is None for a majority given by the asker. `briefly` is the
    arithmetic and what was adopted; how the clauses are read, `why` adds.
    """

    outcome: Outcome
    needed: str
    needed_count: int | None
    next: str
    why: str
    clause: Clause
    basis: Basis | None
    tie: Tie | None = None
    tied: bool = False
    refused: str = ""
    briefly: str = ""


def tally(
    terms: Terms,
    count: Count,
    *,
    kind: str = ORDINARY,
    casting: Casting | None = None,
    quorum: QuorumAnswer | None = None,
) -> TallyAnswer:
    """What a vote comes to under these terms for this kind of decision.

    A majority stated for the kind ("amendment", "co-option") goes before the general one. With `quorum`
    given, an inquorate meeting decides nothing unless the terms let it decide provisionally (K33). A
    casting vote counts only on a real tie and where the terms give one (K29, V40); otherwise the answer
    stands without it and `refused` says why. Refuses impossible numbers with ImpossibleCount and an
    uncounted body with MissingCount.
    """
    _refuse_contradictions(count)
    rule = majority_rule(terms, kind)
    binding = terms.decisions_binding
    if binding is not None and not binding.value:
        return _nothing_binds(terms, binding, count, casting)
    if rule is None or rule.value is None:
        return _no_majority(terms, rule, count, casting)
    on_tie = tie_rule(terms, kind)
    answer = _decide(rule.value, on_tie, count, casting)
    general = kind != ORDINARY and rule is terms.majority
    note = (
        f" The terms state no majority of their own for “{kind}”, so the general one applies."
        if general
        else ""
    )
    by_tie = on_tie if answer.tie is not None else None
    decided_by = by_tie or rule
    said = answer.why if answer.tied else f"{answer.why.removesuffix('.')}{cited(rule)}."
    answer = replace(
        answer,
        why=f"{said} {_sources(rule, by_tie)}{note}",
        briefly=" ".join(dict.fromkeys(each for each in (said, adopted(rule), adopted(by_tie)) if each)),
        clause=decided_by.clause,
        basis=decided_by.basis,
    )
    if quorum is not None and quorum.quorate is False:
        return _without_quorum(terms, answer, quorum, count)
    return answer


def tally_by(
    majority: Majority, tie: Tie | None, count: Count, *, casting: Casting | None = None
) -> TallyAnswer:
    """What a vote comes to under a majority alone; `tie` is None where nothing says what follows one."""
    on_tie = Rule("on_tie", tie, Basis.DOCUMENT, NO_CLAUSE) if tie is not None else None
    return _decide(majority, on_tie, count, casting)


def majority_rule(terms: Terms, kind: str = ORDINARY) -> Rule[Majority] | None:
    """The majority that carries this kind of decision.

    Its own where one is stated, otherwise the general one.
    """
    own = terms.majorities.get(kind)
    return own if own is not None and own.is_stated else terms.majority


def tie_rule(terms: Terms, kind: str = ORDINARY) -> Rule[Tie] | None:
    """What follows a tie on this kind of decision: its own rule where the terms write one, even to leave it open (K25)."""
    return terms.ties.get(kind, terms.on_tie)


def _decide(
    majority: Majority, on_tie: Rule[Tie] | None, count: Count, casting: Casting | None
) -> TallyAnswer:
    _refuse_contradictions(count)
    held = measure(majority, count)
    nobody = count.votes_for == 0 and count.against == 0
    outcome = Outcome.CARRIED if held.met else Outcome.NOT_CARRIED
    result = "nobody voted for or against, which is not a tie" if nobody else f"{count.votes_for} voted for"
    answer = TallyAnswer(
        outcome=outcome,
        needed=majority_in_words(majority),
        needed_count=held.needed,
        next="",
        why=sentence(f"{votes_in_words(count)}: {held.sum}, and {result}: {outcome.value}"),
        clause=NO_CLAUSE,
        basis=None,
        refused=_refusal(casting, "the votes are not tied, and only a tie calls for one", on_tie),
    )
    return _hung(answer, on_tie, count, casting) if held.hung else answer


def _hung(
    answer: TallyAnswer, on_tie: Rule[Tie] | None, count: Count, casting: Casting | None
) -> TallyAnswer:
    tie = on_tie.value if on_tie is not None else None
    where = cited(on_tie)
    tied = f"{votes_in_words(count)}: a tie"
    answer = replace(answer, tie=tie, tied=True, refused="")
    if tie in CASTING_TIES and casting is not None:
        outcome = Outcome.CARRIED if casting == "for" else Outcome.NOT_CARRIED
        how = "was declined" if casting == "declined" else f"was given {casting}"
        return replace(
            answer,
            outcome=outcome,
            why=f"{sentence(f'{tied}. The casting vote {how}{where}: {outcome.value}')}",
        )
    if tie is Tie.LOST:
        return replace(
            answer,
            outcome=Outcome.NOT_CARRIED,
            why=sentence(f"{tied}, and a motion with equal votes is not carried{where}"),
            refused=_refusal(casting, "a tie is lost under this rule, and nobody has a casting vote", on_tie),
        )
    following = {
        Tie.CASTING: f"Whoever is chairing has the casting vote{where}",
        Tie.CASTING_OF_CHAIR: f"The chair has the casting vote, and nobody acting for the chair{where}",
        Tie.SECOND_VOTE: f"Whoever is chairing has a second vote{where}",
        Tie.LOT: f"The tie is decided by lot{where}",
        Tie.ANOTHER_BALLOT: f"Another ballot is held{where}",
    }
    if tie is not None:
        return replace(
            answer,
            outcome=Outcome.TIED,
            next=sentence(following[tie]),
            why=sentence(tied),
            refused=_refusal(casting, "a tie is not settled by a casting vote under this rule", on_tie),
        )
    unsaid = "Nothing says what follows a tie, so without one vote more the motion is not carried"
    return replace(
        answer,
        outcome=Outcome.TIED,
        next=f"{unsaid}. {suggestion(on_tie)}".strip() if on_tie is not None else f"{unsaid}.",
        why=sentence(tied),
        refused=_refusal(casting, "nothing gives anybody a casting vote", on_tie),
    )


def _nothing_binds(terms: Terms, binding: Rule[bool], count: Count, casting: Casting | None) -> TallyAnswer:
    reason = (
        f"Votes do not bind in {terms.short_name}{cited(binding)}."
        if binding.is_stated
        else f"The terms do not state that a vote decides anything in {terms.short_name}{cited(binding)}."
    )
    return TallyAnswer(
        outcome=Outcome.NO_DECISION,
        needed="nothing: votes are indicative only",
        needed_count=None,
        next="The vote may be reported as an indication of views; it binds nobody.",
        why=" ".join(part for part in (f"{votes_in_words(count)}.", reason, provenance(binding)) if part),
        briefly=" ".join(part for part in (f"{votes_in_words(count)}.", reason, adopted(binding)) if part),
        clause=binding.clause,
        basis=binding.basis,
        refused=_refusal(casting, "an indicative vote decides nothing, so there is no tie to break", None),
    )


def _no_majority(
    terms: Terms, rule: Rule[Majority] | None, count: Count, casting: Casting | None
) -> TallyAnswer:
    return TallyAnswer(
        outcome=Outcome.NO_DECISION,
        needed="not stated",
        needed_count=None,
        next="Adopt a majority, or take an indicative vote, labelled as one; it binds nobody.",
        why=f"{votes_in_words(count)}. {silence(rule, f'what carries a motion in {terms.short_name}')}",
        clause=rule.clause if rule is not None else NO_CLAUSE,
        basis=Basis.NOT_STATED,
        refused=_refusal(casting, "no majority is stated, so there is no tie to break", None),
    )


def _without_quorum(terms: Terms, answer: TallyAnswer, quorum: QuorumAnswer, count: Count) -> TallyAnswer:
    if terms.inquorate is not None and terms.inquorate.value == PROVISIONAL:
        provisional = sentence(f"Not quorate: {quorum.follows}")
        return replace(answer, next=f"{answer.next} {provisional}".strip())
    return replace(
        answer,
        outcome=Outcome.NO_QUORUM,
        next=sentence(f"the decision is not made: {quorum.follows}"),
        why=f"Not quorate. {quorum.why} The votes alone: {answer.why}",
        briefly=f"The votes, which decide nothing: {votes_in_words(count)}.",
        clause=quorum.clause,
        basis=quorum.basis,
    )


def _sources(rule: Rule[Majority], on_tie: Rule[Tie] | None) -> str:
    said = [provenance(rule)]
    if on_tie is not None and provenance(on_tie) not in said:
        said.append(f"Ties: {provenance(on_tie)}")
    return " ".join(said)


def _refusal(casting: Casting | None, reason: str, on_tie: Rule[Tie] | None) -> str:
    return "" if casting is None else sentence(f"no casting vote was counted: {reason}{cited(on_tie)}")


def _refuse_contradictions(count: Count) -> None:
    wrong = contradictions(count)
    if wrong:
        raise ImpossibleCount(" ".join(wrong))

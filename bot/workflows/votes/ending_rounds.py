"""Ending a consensus round: decided by consensus, taken to the vote, or the motion withdrawn (K27, V40)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.rules.citing import cited, clause_of
from bot.rules.quorum import QuorumAnswer, assess_quorum
from bot.rules.tally import PROVISIONAL
from bot.rules.tally import Outcome as TallyOutcome
from bot.rules.wording import counted, listed, sentence
from bot.workflows.decisions import NO_CLAUSE, Answer, Command, Decision, Event, Outcome, Refused
from bot.workflows.entries.entries import of_motion
from bot.workflows.standing import Standing, Stranger, deactivated, unknown
from bot.workflows.votes.consensus import Positions, sorted_out
from bot.workflows.votes.counting import (
    ClosingFacts,
    Result,
    attending,
    binds_nobody_words,
    entitlement,
    without_votes,
)
from bot.workflows.votes.moving import not_by_vote
from bot.workflows.votes.results import declare, not_in_the_chair, waits_for_casting

LONGEST_REASON = 2000  # characters


@dataclass(frozen=True, kw_only=True)
class EndRound(Command):
    """End the consensus round on a motion, and record that it is decided by consensus."""

    motion: str


@dataclass(frozen=True, kw_only=True)
class TakeToVote(Command):
    """Take a motion to which somebody objects to the vote."""

    motion: str


@dataclass(frozen=True, kw_only=True)
class WithdrawMotion(Command):
    """Withdraw a motion before it is decided."""

    motion: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TakenToVote(Event):
    """Consensus was sought and not reached: the same motion is voted on."""

    agreeing: tuple[str, ...]  # organisations
    aside: tuple[str, ...]
    objecting: tuple[str, ...]
    silent: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = field(repr=False)  # (organisation, its reason for objecting)


@dataclass(frozen=True, kw_only=True)
class MotionWithdrawn(Event):
    """A motion was withdrawn before it was decided, and why."""

    reason: str
    result: Result  # that there is none, and why
    withdrawn_at: datetime


def end(command: EndRound, facts: ClosingFacts) -> Outcome:
    """End the round: without an objection, and with somebody who agrees, the motion is decided by consensus (K27, V40)."""
    refusal = _no_round(facts) or not_in_the_chair(command, facts, "ends the round", "end it", "ending it")
    if refusal is not None:
        return refusal
    found = positions_of(facts)
    clause = clause_of(facts.setting.terms.consensus_first)
    if found.objecting:
        return Refused(
            f"There is no consensus: {_names(facts, found.objecting)} {'objects' if len(found.objecting) == 1 else 'object'}.",
            clause,
            next="Talk it over and let them change their position, take it to the vote, or withdraw the motion.",
        )
    if not found.agreeing:
        said = "nobody has agreed" if found.aside else "nobody who was asked has answered"
        return Refused(
            f"There is no consensus yet: {said}.",
            clause,
            next="The round stays open. Silence alone is no agreement: somebody has to agree, or the motion can be withdrawn.",
        )
    return declare(facts, by_consensus(facts, found), command.received_at)


def take_to_vote(command: TakeToVote, facts: ClosingFacts) -> Outcome:
    """Take a motion to which somebody objects to the vote: the same motion, number and message."""
    refusal = _no_round(facts) or not_in_the_chair(
        command, facts, "takes it to the vote", "take it to the vote", "taking it to the vote"
    )
    if refusal is not None:
        return refusal
    found, terms = positions_of(facts), facts.setting.terms
    clause = clause_of(terms.consensus_first)
    if not found.objecting:
        return Refused(
            "Nobody objects, so there is nothing to vote on: consensus comes first.",
            clause,
            next="End the round when those present have had their say.",
        )
    refusal = not_by_vote(terms)
    if refusal is not None:
        return replace(refusal, field="")
    assert facts.standing is not None and not isinstance(facts.standing, Stranger)
    event = TakenToVote(
        subject=facts.motion.id,
        person=facts.standing.person,
        agreeing=found.agreeing,
        aside=found.aside,
        objecting=found.objecting,
        silent=found.silent,
        reasons=tuple((each, facts.positions[each].reason) for each in found.objecting),
    )
    return Decision(
        Answer(
            f"{facts.motion.reference} is taken to the vote. Objecting: {_names(facts, found.objecting)}.",
            clause,
            next="The reasons stand under “Why?”, for members to read.",
        ),
        (event,),
    )


def withdraw(command: WithdrawMotion, facts: ClosingFacts) -> Outcome:
    """Withdraw a motion that is not decided, and on which nobody has voted: by whoever put it, or is chairing."""
    refusal = not_to_withdraw(facts, command.user)
    if refusal is not None:
        return refusal
    motion = facts.motion
    assert isinstance(facts.standing, Standing)  # whoever is not is refused
    reason = command.reason.strip()
    if not reason:
        return Refused("Give the reason, which is recorded.", field="reason")
    if len(reason) > LONGEST_REASON:
        return Refused(f"Please give the reason in {LONGEST_REASON:,} characters or fewer.", field="reason")
    why = f"Withdrawn by {facts.standing.name}: {reason}"
    event = MotionWithdrawn(
        subject=motion.id,
        person=facts.standing.person,
        reason=reason,
        result=without_votes("withdrawn", why, NO_CLAUSE, facts.setting.terms_version),
        withdrawn_at=command.received_at,
    )
    entered = of_motion(motion, event.result, person=event.person, at=command.received_at, ratified=None)
    return Decision(Answer(f"{motion.reference} is withdrawn."), (event, *entered))


def not_to_withdraw(facts: ClosingFacts, user: str) -> Refused | None:
    """Why somebody does not withdraw a motion; None where they do."""
    motion, register = facts.motion, facts.register
    if isinstance(facts.standing, Stranger) or facts.standing is None:
        return unknown(facts.standing or Stranger(user), facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if motion.state == "withdrawn":
        return Refused(f"{motion.reference} was withdrawn already.")
    again = motion.state == "tied" and facts.frozen is not None and not waits_for_casting(facts.frozen)
    if motion.state not in ("consensus", "open") and not again:
        return Refused(f"{motion.reference} can no longer be withdrawn: {motion.outcome}.")
    theirs = tuple(dict.fromkeys(each for each in (motion.put_by, facts.in_chair) if each is not None))
    if facts.standing.person not in theirs:
        names = [each.name for each in register.people if each.slug in theirs]
        return Refused(
            "Only whoever put a motion, or is chairing, withdraws it.",
            next=f"Ask {listed(names, last='or')} to withdraw it." if names else "Ask them to withdraw it.",
        )
    voted = len(facts.ballots.keys() | facts.voted_secretly)
    if motion.state == "open" and voted:
        return Refused(
            f"{counted(voted, 'organisation')} already voted on {motion.reference}, so it is not withdrawn.",
            next="Close the vote; the result stands.",
        )
    return None


def positions_of(facts: ClosingFacts) -> Positions:
    """Where those stand who have a vote on the motion as things are: there, and not withdrawn (G9)."""
    return sorted_out(facts.positions, entitlement(facts).entitled)


def by_consensus(facts: ClosingFacts, found: Positions, *, aloud: bool = False) -> Result:
    """The result of a round without an objection, or of agreement reached aloud; provisional without a quorum (K33)."""
    terms, standing = facts.setting.terms, entitlement(facts)
    there = attending(facts, standing, standing.entitled)
    quorum = assess_quorum(terms, there)
    rule = terms.consensus_first
    agreed = (
        "No one objected when it was asked aloud"
        if aloud
        else f"Nobody objected. Agreeing: {_names(facts, found.agreeing)}"
    )
    aside = f"Standing aside: {_names(facts, found.aside)}." if found.aside else ""
    silent = f"Said nothing: {_names(facts, found.silent)}." if found.silent else ""
    decided = f"Decided by consensus{cited(rule)}."
    result = replace(
        without_votes(
            TallyOutcome.CARRIED.value,
            _joined(sentence(agreed), aside, silent, decided),
            clause_of(rule),
            facts.setting.terms_version,
        ),
        entitled=tuple(sorted(standing.entitled)),
        present=tuple(sorted(standing.present)),
        withdrawn=tuple(sorted(standing.withdrawn)),
        members=there.members,
        voting_members=there.voting_members,
        briefly=_joined(sentence(agreed.partition(".")[0]), aside, decided),
        needed="no objection",
        quorum={True: "quorate", False: "not quorate", None: "no quorum stated"}[quorum.quorate],
        quorum_why=quorum.why,
        quorum_briefly=quorum.briefly,
        quorum_clause=quorum.clause.number,
        notes=binds_nobody_words(terms),
        by="consensus aloud" if aloud else "consensus",
        agreed=found.agreeing,
        stood_aside=found.aside,
        silent=found.silent,
    )
    return result if quorum.quorate is not False else _without_quorum(result, quorum, facts)


def _without_quorum(result: Result, quorum: QuorumAnswer, facts: ClosingFacts) -> Result:
    inquorate = facts.setting.terms.inquorate
    if inquorate is not None and inquorate.value == PROVISIONAL:
        return replace(result, provisional=True, next=sentence(f"Not quorate: {quorum.follows}"))
    return replace(
        result,
        outcome=TallyOutcome.NO_QUORUM.value,
        next=sentence(f"the decision is not made: {quorum.follows}"),
        why=f"Not quorate. {quorum.why} The agreement alone: {result.why}",
        briefly=f"The agreement alone: {result.briefly}",
        clause=quorum.clause.number,
        clause_words=quorum.clause.words,
    )


def _joined(*sentences: str) -> str:
    return " ".join(each for each in sentences if each)


def _no_round(facts: ClosingFacts) -> Refused | None:
    motion = facts.motion
    if motion.state == "consensus":
        return None
    how = {
        "open": "it has been taken to the vote",
        "tied": "it was taken to the vote, which is tied",
        "withdrawn": "the motion was withdrawn",
    }.get(motion.state, motion.outcome or "it is decided")
    return Refused(f"There is no consensus round on {motion.reference} now: {how}.")


def _names(facts: ClosingFacts, organisations: Iterable[str]) -> str:
    return listed([facts.register.organisation(each).name for each in organisations])

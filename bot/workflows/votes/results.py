"""Declaring a result: entitlement frozen, votes counted, ties resolved as the terms say and nowhere else."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.rules.citing import clause_of
from bot.rules.eligibility import Answer as Eligibility
from bot.rules.eligibility import has_casting_vote
from bot.rules.tally import CASTING_TIES, Casting, Count, TallyAnswer, tally, tie_rule
from bot.rules.tally import Outcome as TallyOutcome
from bot.rules.terms import Clause
from bot.rules.values import Tie
from bot.workflows.decisions import (
    Answer,
    ClockCommand,
    Command,
    Decision,
    Event,
    Notice,
    Outcome,
    Refused,
)
from bot.workflows.entries.entries import of_motion
from bot.workflows.entries.ratifying import result_words, settled
from bot.workflows.kinds import effects
from bot.workflows.meetings.booked_times import local_day
from bot.workflows.meetings.meetings import locked
from bot.workflows.standing import Standing, Stranger, deactivated, unknown
from bot.workflows.votes.ballots import BallotBoxOpened
from bot.workflows.votes.chair_wanted import chair_wanted
from bot.workflows.votes.counting import ClosingFacts as ClosingFacts
from bot.workflows.votes.counting import Result as Result
from bot.workflows.votes.counting import binds_nobody, count_votes, has_withdrawn
from bot.workflows.votes.drawing import by_lot
from bot.workflows.votes.motions import CLOSING_GRACE, no_chair
from bot.workflows.votes.result_words import (
    briefly,
    casting_given,
    casting_words,
    counts_of,
    how_decided,
    outcome_words,
    quorum_briefly,
    votes_in_words,
)

LONGEST_REASON = 2000  # characters
CASTING_CHOICES: tuple[Casting, ...] = ("for", "against", "declined")


@dataclass(frozen=True, kw_only=True)
class CloseVote(Command):
    """Close the voting on a motion and declare the result."""

    motion: str


@dataclass(frozen=True, kw_only=True)
class CloseVoteOnTime:
    """The clock closes the voting on a motion whose time has come."""

    workspace: str
    partnership: str
    motion: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class GiveCastingVote(Command):
    """Whoever is chairing breaks a tie, or declines to."""

    motion: str
    choice: Casting
    reason: str


@dataclass(frozen=True, kw_only=True)
class VoteTied(Event):
    """Voting closed on a tie that the terms give a casting vote to break; entitlement and count are frozen."""

    result: Result


@dataclass(frozen=True, kw_only=True)
class ResultDeclared(Event):
    """A motion was decided, or it was found that it could not be."""

    result: Result
    closed_at: datetime
    awaits_ratification: bool = False  # it is provisional, and no attempt at ratifying something else


@dataclass(frozen=True, kw_only=True)
class CastingVoteGiven(Event):
    """Whoever was chairing gave the casting vote, or declined it, and why."""

    choice: str
    reason: str
    given_at: datetime


@dataclass(frozen=True, kw_only=True)
class CastingVoteNotice(Notice):
    """Gives whoever is chairing, and nobody else, the button for the casting vote."""

    partnership_name: str
    motion: str
    reference: str
    text: str
    votes: str
    clause: str
    clause_words: str


@dataclass(frozen=True, kw_only=True)
class ResultNotice(Notice):
    """Declares a result in the partnership's channel."""

    partnership_name: str
    motion: str
    reference: str
    text: str
    outcome: str
    votes: str
    why: str
    quorum: str
    next: str
    clause: str
    clause_words: str
    indicative: bool
    provisional: bool
    casting: str
    notes: tuple[str, ...] = ()
    may_opt_out: bool = False  # it binds no organisation against its wish (K30, V41)
    counts: tuple[tuple[str, int], ...] = ()  # what is shown as bars


def close(command: CloseVote | CloseVoteOnTime, facts: ClosingFacts) -> Outcome:
    """Close the voting: freeze who was entitled and under which terms, count, and declare or pass to the casting vote."""
    refusal = _may_not_close(command, facts)
    if refusal is not None:
        return refusal
    return conclude(command, facts)


def conclude(
    command: CloseVote | CloseVoteOnTime | ClockCommand, facts: ClosingFacts, notes: tuple[str, ...] = ()
) -> Decision:
    """The voting ends, whoever or whatever ended it: count, and declare or pass to the casting vote. `notes` go with the result."""
    result, counted = count_votes(facts)
    result = replace(result, notes=(*notes, *result.notes))
    if counted is not None and counted.outcome is TallyOutcome.TIED and counted.tie is Tie.ANOTHER_BALLOT:
        return _balloted_again(command, facts, result)
    if (
        counted is not None
        and counted.outcome is TallyOutcome.TIED
        and counted.tie is Tie.LOT
        and facts.lot_secret
    ):
        drawn_result, drawn = by_lot(facts, result, _person(facts))
        return declare(facts, drawn_result, command.received_at, drawn)
    if counted is not None and _waits_for_casting(counted):
        if _somebody_may_cast(facts):
            return _tied(command, facts, result)
        result = result.and_so(
            TallyOutcome.NOT_CARRIED.value,
            "The casting vote is the elected chair's alone, and the elected chair is not chairing this motion: not carried.",
        )
    return declare(facts, result, command.received_at)


def give_casting_vote(command: GiveCastingVote, facts: ClosingFacts) -> Outcome:
    """Break a tie where the terms let whoever is chairing do so, with the reason recorded (K29); once, however often pressed."""
    motion = facts.motion
    clause = clause_of(tie_rule(facts.setting.terms, motion.kind))
    if isinstance(facts.standing, Stranger) or facts.standing is None:
        return unknown(facts.standing or Stranger(command.user), facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if motion.state == "closed":
        before = casting_given(facts.frozen, motion.closed_at, facts.setting.time_zone)
        return Refused(f"{motion.reference} has already been decided: {motion.outcome}.", clause, next=before)
    if motion.state != "tied" or facts.frozen is None:
        return Refused(f"{motion.reference} is not tied, so there is no casting vote to give.", clause)
    if not waits_for_casting(facts.frozen):
        return Refused(
            f"{motion.reference} is tied, and is balloted again: nobody has a casting vote.", clause
        )
    theirs = _casting_vote_of(facts, facts.standing.person)
    may_decline = command.choice == "declined" and _is_free_in_the_chair(facts, facts.standing.person)
    if not theirs.allowed and not may_decline:
        return Refused(theirs.reason, theirs.clause, next=_instead_of_casting(facts, facts.standing.person))
    if not command.reason.strip():
        return Refused("Give the reason, which is recorded with the casting vote.", clause, field="reason")
    if len(command.reason) > LONGEST_REASON:
        return Refused(f"Please give the reason in {LONGEST_REASON:,} characters or fewer.", field="reason")
    given = CastingVoteGiven(
        subject=motion.id,
        person=facts.standing.person,
        choice=command.choice,
        reason=command.reason.strip(),
        given_at=command.received_at,
    )
    result = _with_casting(command, facts, facts.frozen, facts.standing)
    return declare(facts, result, command.received_at, given)


def _may_not_close(command: CloseVote | CloseVoteOnTime, facts: ClosingFacts) -> Refused | None:
    motion = facts.motion
    if motion.state == "closed":
        return Refused(f"The result of {motion.reference} was already declared: {motion.outcome}.")
    if motion.state == "withdrawn":
        return Refused(f"{motion.reference} was withdrawn, so there is no vote to close.")
    if motion.state == "consensus":
        return Refused(
            f"There is no vote on {motion.reference} yet: consensus is sought first.",
            clause_of(facts.setting.terms.consensus_first),
            next="End the round, or take it to a vote where somebody objects.",
        )
    if motion.state == "tied":
        casting = facts.frozen is None or waits_for_casting(facts.frozen)
        waits = "the casting vote" if casting else "another ballot"
        return Refused(f"Voting on {motion.reference} is closed; it is tied and waits for {waits}.")
    if isinstance(command, CloseVoteOnTime):
        early = motion.closes_at is None or command.received_at < motion.closes_at + CLOSING_GRACE
        return Refused("It is not time yet.") if early else None
    refusal = not_in_the_chair(command, facts, "closes the vote", "close it", "closing its vote")
    if refusal is not None:
        return refusal
    if (
        motion.closes_at is not None
    ):  # a vote in time may still be on its way when the closing time has passed
        return Refused(
            "Members were given until the closing time, so nobody closes this vote by hand.",
            next="The result is declared by itself when the time comes.",
        )
    return None


def not_in_the_chair(command: Command, facts: ClosingFacts, does: str, do: str, doing: str) -> Refused | None:
    """Why somebody may not do what only whoever is chairing the motion does; None where they may (K26, K29)."""
    motion = facts.motion
    if isinstance(facts.standing, Stranger) or facts.standing is None:
        return unknown(facts.standing or Stranger(command.user), facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    asked = motion.put_by if motion.indicative else None  # whoever asked how opinion lies may end it too
    shut = locked(facts.meeting, facts.setting.terms) if facts.in_chair is None else None
    if shut is not None and facts.standing.person != asked:
        return shut
    if facts.standing.person not in (facts.in_chair, asked):
        who = f"Ask them to {do}." if facts.in_chair else f"Nobody is chairing: {no_chair(facts.register)}."
        return Refused(f"Only whoever is chairing {does}.", next=who)
    if not motion.indicative and has_withdrawn(facts, facts.standing.person):
        return Refused(
            f"You have withdrawn from this motion for an interest, so {doing} is not yours.",
            clause_of(facts.setting.terms.acting_chair),
            next=f"Those present choose an acting chair for it; the chair or the secretariat records whom, and they {do}.",
        )
    return None


def _casting_vote_of(facts: ClosingFacts, person: str) -> Eligibility:
    """Whether the casting vote on this motion is somebody's, and why not."""
    in_chair = facts.in_chair
    return has_casting_vote(
        facts.setting.terms,
        person == in_chair,
        person == facts.elected_chair,
        facts.motion.kind,
        withdrawn=has_withdrawn(facts, person),
        chairing=facts.register.person(in_chair).name
        if in_chair is not None and in_chair in facts.users
        else "",
    )


def _somebody_may_cast(facts: ClosingFacts) -> bool:
    """Whether whoever is chairing has the casting vote, or an acting chair chosen in their place would have it."""
    if has_casting_vote(facts.setting.terms, True, False, facts.motion.kind).allowed:
        return True
    return facts.in_chair is not None and _casting_vote_of(facts, facts.in_chair).allowed


def _is_free_in_the_chair(facts: ClosingFacts, person: str) -> bool:
    return person == facts.in_chair and not has_withdrawn(facts, person)


def _instead_of_casting(facts: ClosingFacts, person: str) -> str:
    if _is_free_in_the_chair(facts, person):
        return "You may record that it is declined; the motion is then not carried."
    if person == facts.in_chair:
        return "Those present choose an acting chair for it, who then has the casting vote."
    return ""


def waits_for_casting(frozen: Result) -> bool:
    """Whether a tied motion waits for a casting vote, and not for another ballot."""
    return frozen.tie_rule != Tie.ANOTHER_BALLOT.value


def _waits_for_casting(answer: TallyAnswer) -> bool:
    return answer.outcome is TallyOutcome.TIED and answer.tie in CASTING_TIES


def _tied(
    command: CloseVote | CloseVoteOnTime | ClockCommand, facts: ClosingFacts, result: Result
) -> Decision:
    motion, setting = facts.motion, facts.setting
    event = VoteTied(subject=motion.id, person=_person(facts), result=result)
    opened = _box_opened(facts)
    in_chair = facts.in_chair
    words = f"Tied: {votes_in_words(result)}."
    if in_chair is None or has_withdrawn(facts, in_chair) or in_chair not in facts.users:
        notices: tuple[Notice, ...] = chair_wanted(
            setting,
            motion=motion.id,
            reference=motion.reference,
            tied=True,
            in_chair=in_chair,
            secretariat=facts.secretariat,
            at=command.received_at,
        )
        waits = "Whoever is chairing cannot give the casting vote, so those present choose an acting chair, who then has it."
    else:
        notices = (casting_notice(facts, result, facts.users[in_chair], command.received_at),)
        waits = f"The casting vote lies with {facts.register.person(in_chair).name}, who is chairing and has it by message."
        if _person(facts) == in_chair:
            waits = "You are chairing, so the casting vote is yours: its button is in the direct message you have from me."
    return Decision(
        Answer(words, Clause(result.clause, result.clause_words), next=waits),
        (*opened, event),
        notices,
    )


def _box_opened(facts: ClosingFacts) -> tuple[Event, ...]:
    """What was in the box of a secret vote, which goes into the register of events and out of the box."""
    if facts.box is None:
        return ()
    return (BallotBoxOpened(subject=facts.motion.id, person=_person(facts), ballots=facts.box),)


def _balloted_again(
    command: CloseVote | CloseVoteOnTime | ClockCommand, facts: ClosingFacts, result: Result
) -> Decision:
    """A tie that the terms answer with another ballot: it waits until whoever is chairing opens that."""
    event = VoteTied(subject=facts.motion.id, person=_person(facts), result=result)
    answer = Answer(
        f"Tied: {votes_in_words(result)}.",
        Clause(result.clause, result.clause_words),
        why=briefly(result),
        next="Whoever is chairing opens another ballot with “Ballot again” under the motion.",
    )
    return Decision(answer, (*_box_opened(facts), event))


def casting_notice(facts: ClosingFacts, result: Result, user: str, at: datetime) -> CastingVoteNotice:
    """The message that puts the casting vote into one person's hands."""
    clause = clause_of(tie_rule(facts.setting.terms, facts.motion.kind))
    return CastingVoteNotice(
        key=f"casting:{facts.motion.id}:{user}",
        recipient=user,
        subject=facts.motion.id,
        due_at=at,
        partnership_name=facts.setting.name,
        motion=facts.motion.id,
        reference=facts.motion.reference,
        text=facts.motion.text,
        votes=votes_in_words(result),
        clause=clause.number,
        clause_words=clause.words,
    )


def declare(facts: ClosingFacts, result: Result, at: datetime, *before: Event) -> Decision:
    """Declare a result, after what led to it; and settle what the motion was to ratify."""
    motion, setting = facts.motion, facts.setting
    decided = settled(
        motion,
        facts.original,
        outcome=result.outcome,
        quorum=result.quorum,
        person=_person(facts),
        at=at,
    )
    becomes = result_words(facts.original, decided, setting.terms)
    effect = effects.follows(
        facts,
        result,
        decided,
        on=local_day(min(at, motion.closes_at or at), setting.time_zone),
        at=at,
        person=_person(facts),
    )
    said = tuple(each for each in (becomes, *effect.words) if each)
    if said:
        result = replace(result, notes=(*said, *result.notes))
    events = (*(_box_opened(facts) if result.by == "vote" else ()), *before)
    declared = ResultDeclared(
        subject=motion.id,
        person=_person(facts),
        result=result,
        closed_at=at,
        awaits_ratification=result.provisional and motion.ratifies is None,
    )
    ratified = (decided,) if decided is not None else ()
    notice = ResultNotice(
        key=f"result:{motion.id}",
        recipient=setting.channel,
        subject=motion.id,
        due_at=at,
        partnership_name=setting.name,
        motion=motion.id,
        reference=motion.reference,
        text=motion.text,
        outcome=how_decided(result),
        votes=votes_in_words(result),
        why=briefly(result),
        quorum=quorum_briefly(result),
        next=result.next,
        clause=result.clause,
        indicative=motion.indicative,
        provisional=result.provisional,
        clause_words=result.clause_words,
        casting=casting_words(result),
        notes=result.notes,
        may_opt_out=_may_opt_out(facts, result),
        counts=counts_of(result),
    )
    answer = Answer(
        f"{motion.reference} {outcome_words(result)}: {votes_in_words(result)}.",
        Clause(result.clause, result.clause_words),
        why=briefly(result),
        next=" ".join(part for part in (*said, result.next) if part),
    )
    entered = of_motion(motion, result, person=_person(facts), at=at, ratified=decided)
    happened = (*events, declared, *ratified, *entered, *effect.events)
    return Decision(answer, happened, (notice, *effect.notices), effect.due)


def _may_opt_out(facts: ClosingFacts, result: Result) -> bool:
    return result.outcome == TallyOutcome.CARRIED.value and binds_nobody(facts.setting.terms) is not None


def _with_casting(
    command: GiveCastingVote, facts: ClosingFacts, frozen: Result, standing: Standing
) -> Result:
    count = Count(
        votes_for=frozen.votes_for,
        against=frozen.against,
        abstain=frozen.abstain,
        eligible=len(frozen.entitled),
        present=max(len(frozen.entitled) if facts.roll is not None else 0, len(frozen.voted)),
        members=frozen.members,
        voting_members=frozen.voting_members,
    )
    answer = tally(facts.setting.terms, count, kind=facts.motion.kind, casting=command.choice)
    return replace(
        frozen,
        outcome=answer.outcome.value,
        why=answer.why,
        briefly=answer.briefly,
        needed=answer.needed,
        clause=answer.clause.number,
        clause_words=answer.clause.words,
        next=answer.next,
        provisional=frozen.quorum == "not quorate" and answer.outcome is TallyOutcome.CARRIED,
        casting=command.choice,
        casting_by=standing.name,
        casting_reason=command.reason.strip(),
    )


def _person(facts: ClosingFacts) -> str | None:
    return facts.standing.person if isinstance(facts.standing, Standing) else None

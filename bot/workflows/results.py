"""Declaring a result: entitlement frozen, votes counted, ties resolved as the terms say and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.rules.quorum import Attendance, QuorumAnswer, assess_quorum
from bot.rules.register import Register
from bot.rules.tally import Casting, Count, TallyAnswer, tally
from bot.rules.tally import Outcome as TallyOutcome
from bot.rules.terms import Clause, Rule, T
from bot.rules.values import Tie
from bot.workflows.decisions import (
    NO_CLAUSE,
    Answer,
    Command,
    Decision,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.interests import Interest, is_withdrawn
from bot.workflows.meetings import MeetingState
from bot.workflows.motions import Motion, chairing
from bot.workflows.standing import Standing, Stranger, unknown

LONGEST_REASON = 2000  # characters
CASTING_CHOICES: tuple[Casting, ...] = ("for", "against", "declined")
NOT_BINDING = "This outcome does not bind any organisation to a course of action it does not wish to take."


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


@dataclass(frozen=True)
class ClosingFacts:
    """Everything a result rests on."""

    setting: Setting  # under the terms frozen when the motion was put
    standing: Standing | Stranger | None  # None: the clock
    motion: Motion
    meeting: MeetingState | None
    elected_chair: str | None
    register: Register  # as it is on the day
    roll: Mapping[str, str | None] | None  # organisation -> substitute standing in; None between meetings
    interests: Mapping[str, tuple[Interest, ...]]  # organisation -> what bears on this motion
    ballots: Mapping[str, str]  # organisation -> choice
    users: Mapping[str, str]  # person -> Slack user
    secretariat: tuple[str, ...] = ()  # Slack users
    frozen: "Result | None" = None  # the count as it was frozen when the vote tied


@dataclass(frozen=True)
class Result:
    """A result as it is kept: who could vote, who was there, the count and the arithmetic. It never changes afterwards."""

    outcome: str
    votes_for: int
    against: int
    abstain: int
    entitled: tuple[str, ...]  # organisations with a vote on this motion
    present: tuple[str, ...]  # organisations with a vote that were there, withdrawn ones included
    withdrawn: tuple[str, ...]
    voted: tuple[str, ...]
    members: int
    voting_members: int
    why: str
    needed: str
    clause: str
    clause_words: str
    quorum: str
    quorum_why: str
    quorum_clause: str
    provisional: bool
    terms_version: int
    next: str = ""
    casting: str = ""  # "for", "against" or "declined"
    casting_by: str = ""
    casting_reason: str = ""
    tie_rule: str = ""
    notes: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class VoteTied(Event):
    """Voting closed on a tie that the terms give a casting vote to break; entitlement and count are frozen."""

    result: Result


@dataclass(frozen=True, kw_only=True)
class ResultDeclared(Event):
    """A motion was decided, or it was found that it could not be."""

    result: Result
    closed_at: datetime


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
class ChairWantedNotice(Notice):
    """Tells the secretariat that a tie waits for an acting chair, the chair having withdrawn."""

    partnership_name: str
    motion: str
    reference: str
    clause: str


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
    indicative: bool
    provisional: bool
    casting: str


def close(command: CloseVote | CloseVoteOnTime, facts: ClosingFacts) -> Outcome:
    """Close the voting: freeze who was entitled and under which terms, count, and declare or pass to the casting vote."""
    refusal = _may_not_close(command, facts)
    if refusal is not None:
        return refusal
    result, counted = _count(facts)
    if counted is not None and _waits_for_casting(counted, facts):
        return _tied(command, facts, result)
    return _declare(command, facts, result)


def give_casting_vote(command: GiveCastingVote, facts: ClosingFacts) -> Outcome:
    """Break a tie where the terms let whoever is chairing do so, with the reason recorded (K29); once, however often pressed."""
    motion, terms = facts.motion, facts.setting.terms
    clause = _clause(terms.on_tie)
    if isinstance(facts.standing, Stranger) or facts.standing is None:
        return unknown(facts.standing or Stranger(command.user), facts.setting)
    if motion.state == "closed":
        return Refused(f"{motion.reference} has already been decided: {motion.outcome}.", clause)
    if motion.state != "tied" or facts.frozen is None:
        return Refused(f"{motion.reference} is not tied, so there is no casting vote to give.", clause)
    in_chair = chairing(facts.meeting, facts.elected_chair, motion)
    if facts.standing.person != in_chair:
        who = (
            facts.register.person(in_chair).name
            if in_chair is not None and in_chair in facts.users
            else "whoever is chairing"
        )
        return Refused(f"The casting vote lies with {who}, who is chairing.", clause, terms=terms)
    if _chair_withdrew(facts, in_chair):
        return Refused(
            "You have withdrawn from this motion for an interest, so the casting vote is not yours.",
            clause,
            next="Those present choose an acting chair for it, who then has the casting vote.",
            terms=terms,
        )
    if (
        terms.on_tie is not None
        and terms.on_tie.value is Tie.CASTING_OF_CHAIR
        and in_chair != facts.elected_chair
    ):
        return Refused("The terms give the casting vote to the elected chair only.", clause, terms=terms)
    if not command.reason.strip():
        return Refused("Give the reason, which is recorded with the casting vote.", clause, field="reason")
    if len(command.reason) > LONGEST_REASON:
        return Refused(f"Please give the reason in {LONGEST_REASON:,} characters or fewer.", field="reason")
    return _declare(command, facts, _with_casting(command, facts, facts.frozen, facts.standing))


def votes_in_words(result: Result) -> str:
    """ "3 for, 3 against, 1 abstaining"."""
    return f"{result.votes_for} for, {result.against} against, {result.abstain} abstaining"


def attendance(facts: ClosingFacts, there: frozenset[str], roles: frozenset[str] = frozenset()) -> Attendance:
    """Who is there, for the quorum of one decision: `there` are the organisations present and not withdrawn."""
    register = facts.register
    voting = [each for each in register.organisations if each.voting]
    classes: dict[str, int] = {}
    for each in voting:
        if each.sector and each.slug in there:
            classes[each.sector] = classes.get(each.sector, 0) + 1
    held = {each.sector for each in voting if each.sector}
    return Attendance(
        members=len([each for each in register.organisations if each.voting or each.standing == "member"]),
        voting_members=len(voting),
        present=len([each for each in voting if each.slug in there]),
        classes=classes,
        roles=roles,
        vacant=frozenset(set(facts.setting.terms.sectors) - held),
    )


def _may_not_close(command: CloseVote | CloseVoteOnTime, facts: ClosingFacts) -> Refused | None:
    motion = facts.motion
    if motion.state == "closed":
        return Refused(f"The result of {motion.reference} was already declared: {motion.outcome}.")
    if motion.state == "tied":
        return Refused(f"Voting on {motion.reference} is closed; it is tied and waits for the casting vote.")
    if isinstance(command, CloseVoteOnTime):
        early = motion.closes_at is None or command.received_at < motion.closes_at
        return Refused("It is not time yet.") if early else None
    if isinstance(facts.standing, Stranger) or facts.standing is None:
        return unknown(facts.standing or Stranger(command.user), facts.setting)
    if facts.standing.person != chairing(facts.meeting, facts.elected_chair, motion):
        return Refused("Only whoever is chairing closes the vote.", next="Ask them to close it.")
    if motion.closes_at is not None and command.received_at < motion.closes_at:
        return Refused(
            "Members were given until the closing time, so the vote stays open until then.",
            next="The result is declared by itself when the time comes.",
        )
    return None


def _count(facts: ClosingFacts) -> tuple[Result, TallyAnswer | None]:
    terms, motion = facts.setting.terms, facts.motion
    voting = {each.slug for each in facts.register.organisations if each.voting}
    withdrawn = {org for org, interests in facts.interests.items() if is_withdrawn(interests, terms)} & voting
    present = voting & facts.roll.keys() if facts.roll is not None else voting
    entitled = present - withdrawn
    ballots = {org: choice for org, choice in facts.ballots.items() if org in entitled}
    tallied = {
        choice: sum(1 for each in ballots.values() if each == choice)
        for choice in ("for", "against", "abstain")
    }
    taking_part = entitled if facts.roll is not None else frozenset(ballots)
    in_room = frozenset(entitled | withdrawn) if _withdrawn_count(facts) else frozenset(taking_part)
    there = attendance(facts, in_room, _roles_there(facts, in_room))
    quorum = assess_quorum(terms, there)
    count = Count(
        votes_for=tallied["for"],
        against=tallied["against"],
        abstain=tallied["abstain"],
        eligible=len(entitled),
        present=len(taking_part),
        members=there.members,
        voting_members=there.voting_members,
    )
    result = Result(
        outcome="indicative",
        votes_for=count.votes_for,
        against=count.against,
        abstain=count.abstain,
        entitled=tuple(sorted(entitled)),
        present=tuple(sorted(present)),
        withdrawn=tuple(sorted(withdrawn)),
        voted=tuple(sorted(ballots)),
        members=there.members,
        voting_members=there.voting_members,
        why="An indicative vote shows how opinion lies. It decides nothing and binds nobody.",
        needed="",
        clause="",
        clause_words="",
        quorum="",
        quorum_why="",
        quorum_clause="",
        provisional=False,
        terms_version=facts.setting.terms_version,
    )
    if motion.indicative:
        return result, None
    answer = tally(terms, count, kind=motion.kind, quorum=quorum)
    return _judged(result, answer, quorum, facts), answer


def _judged(result: Result, answer: TallyAnswer, quorum: QuorumAnswer, facts: ClosingFacts) -> Result:
    inquorate = quorum.quorate is False
    return replace(
        result,
        outcome=answer.outcome.value,
        why=answer.why,
        needed=answer.needed,
        clause=answer.clause.number,
        clause_words=answer.clause.words,
        quorum={True: "quorate", False: "not quorate", None: "no quorum stated"}[quorum.quorate],
        quorum_why=quorum.why,
        quorum_clause=quorum.clause.number,
        provisional=inquorate and answer.outcome is TallyOutcome.CARRIED,
        next=answer.next,
        tie_rule=answer.tie.value if answer.tie else "",
    )


def _withdrawn_count(facts: ClosingFacts) -> bool:
    rule = facts.setting.terms.withdrawn_count
    return rule is not None and rule.value == "counted"


def _roles_there(facts: ClosingFacts, there: frozenset[str]) -> frozenset[str]:
    people = {each.person for each in facts.register.appointments if each.organisation in there}
    held = {
        each.role
        for each in facts.register.roles
        if each.person in people or (each.person is None and each.organisation in there)
    }
    in_chair = chairing(facts.meeting, facts.elected_chair, facts.motion)
    return frozenset(held | ({"chair"} if in_chair in people else set()))


def _waits_for_casting(answer: TallyAnswer, facts: ClosingFacts) -> bool:
    return answer.outcome is TallyOutcome.TIED and answer.tie in (Tie.CASTING, Tie.CASTING_OF_CHAIR)


def _tied(command: CloseVote | CloseVoteOnTime, facts: ClosingFacts, result: Result) -> Decision:
    motion, setting = facts.motion, facts.setting
    event = VoteTied(subject=motion.id, person=_person(facts), result=result)
    in_chair = chairing(facts.meeting, facts.elected_chair, motion)
    words = f"Tied: {votes_in_words(result)}."
    if in_chair is None or _chair_withdrew(facts, in_chair) or in_chair not in facts.users:
        notices: tuple[Notice, ...] = tuple(
            ChairWantedNotice(
                key=f"chair-wanted:{motion.id}:{user}",
                recipient=user,
                subject=motion.id,
                due_at=command.received_at,
                partnership_name=setting.name,
                motion=motion.id,
                reference=motion.reference,
                clause=_clause(setting.terms.acting_chair).number,
            )
            for user in facts.secretariat
        )
        waits = "The chair has withdrawn from it, so those present choose an acting chair, who then has the casting vote."
    else:
        notices = (casting_notice(facts, result, facts.users[in_chair], command.received_at),)
        waits = f"The casting vote lies with {facts.register.person(in_chair).name}, who is chairing and has it by message."
    return Decision(
        Answer(words, Clause(result.clause, result.clause_words), why=result.why, next=waits),
        (event,),
        notices,
    )


def casting_notice(facts: ClosingFacts, result: Result, user: str, at: datetime) -> CastingVoteNotice:
    """The message that puts the casting vote into one person's hands."""
    clause = _clause(facts.setting.terms.on_tie)
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


def _declare(
    command: CloseVote | CloseVoteOnTime | GiveCastingVote, facts: ClosingFacts, result: Result
) -> Decision:
    motion, setting = facts.motion, facts.setting
    events: tuple[Event, ...] = ()
    if isinstance(command, GiveCastingVote):
        events = (
            CastingVoteGiven(
                subject=motion.id,
                person=_person(facts),
                choice=command.choice,
                reason=command.reason.strip(),
                given_at=command.received_at,
            ),
        )
    declared = ResultDeclared(
        subject=motion.id, person=_person(facts), result=result, closed_at=command.received_at
    )
    notice = ResultNotice(
        key=f"result:{motion.id}",
        recipient=setting.channel,
        subject=motion.id,
        due_at=command.received_at,
        partnership_name=setting.name,
        motion=motion.id,
        reference=motion.reference,
        text=motion.text,
        outcome=result.outcome,
        votes=votes_in_words(result),
        why=result.why,
        quorum=result.quorum_why if result.quorum == "not quorate" else "",
        next=result.next,
        clause=result.clause,
        indicative=motion.indicative,
        provisional=result.provisional,
        casting=_casting_words(result),
    )
    answer = Answer(
        f"{motion.reference} {_outcome_words(result)}: {votes_in_words(result)}.",
        Clause(result.clause, result.clause_words),
        why=result.why,
        next=result.next,
    )
    return Decision(answer, (*events, declared), (notice,))


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
        needed=answer.needed,
        clause=answer.clause.number,
        clause_words=answer.clause.words,
        next=answer.next,
        provisional=frozen.quorum == "not quorate" and answer.outcome is TallyOutcome.CARRIED,
        casting=command.choice,
        casting_by=standing.name,
        casting_reason=command.reason.strip(),
    )


def _outcome_words(result: Result) -> str:
    return f"{result.outcome}, provisionally" if result.provisional else result.outcome


def _casting_words(result: Result) -> str:
    if not result.casting:
        return ""
    if result.casting == "declined":
        return f"{result.casting_by}, chairing, declined the casting vote: {result.casting_reason}"
    return f"Casting vote {result.casting}, by {result.casting_by}, chairing: {result.casting_reason}"


def _chair_withdrew(facts: ClosingFacts, in_chair: str) -> bool:
    organisations = {each.organisation for each in facts.register.appointments if each.person == in_chair}
    return any(is_withdrawn(facts.interests.get(org, ()), facts.setting.terms) for org in organisations)


def _person(facts: ClosingFacts) -> str | None:
    return facts.standing.person if isinstance(facts.standing, Standing) else None


def _clause(rule: Rule[T] | None) -> Clause:
    return rule.clause if rule is not None else NO_CLAUSE

"""Counting the votes on a motion: who could vote, who was there, whether they were a quorum, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from bot.rules.citing import cited
from bot.rules.eligibility import Facts, Presence, counts_for_quorum
from bot.rules.eligibility import Interest as Bar
from bot.rules.quorum import Attendance, QuorumAnswer, assess_quorum
from bot.rules.register import Register, own_roles
from bot.rules.tally import Count, TallyAnswer, tally
from bot.rules.tally import Outcome as TallyOutcome
from bot.rules.terms import Clause, Rule, Terms
from bot.rules.values import Basis
from bot.rules.wording import listed
from bot.workflows.decisions import Setting
from bot.workflows.interests.interests import Interest, is_withdrawn, withdraws
from bot.workflows.kinds.particulars import NOTHING_NAMED, Named
from bot.workflows.meetings.attendance import Stay
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.standing import Standing, Stranger
from bot.workflows.votes.ballots import Ballots
from bot.workflows.votes.consensus import Taken, sorted_out
from bot.workflows.votes.motions import Motion, Provisional, chairing, value_of


class Scene(Protocol):
    """What a quorum rests on: the terms and the register of the day, who is on the roll, who has withdrawn, who is chairing."""

    @property
    def setting(self) -> Setting:
        """The partnership, under the terms that judge it."""
        ...

    @property
    def meeting(self) -> MeetingState | None:
        """The meeting; none between meetings."""
        ...

    @property
    def register(self) -> Register:
        """The register of the day, for the body that meets."""
        ...

    @property
    def roll(self) -> Mapping[str, str | None] | None:
        """Organisation -> the deputy standing in; None between meetings."""
        ...

    @property
    def interests(self) -> Mapping[str, tuple[Interest, ...]]:
        """What has been declared that bears on it, by organisation."""
        ...

    @property
    def in_chair(self) -> str | None:
        """The person chairing."""
        ...

    @property
    def excused(self) -> frozenset[str]:
        """The vacant sectors that the chair has ruled to undo nothing (K21)."""
        ...


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
    original: Provisional | None = None  # the decision this motion is to ratify (K33)
    excused: frozenset[str] = frozenset()  # vacant sectors that the chair has ruled to undo nothing (K21)
    voted_secretly: frozenset[str] = frozenset()  # organisations; their votes are in the box
    box: Ballots | None = None  # of a secret vote, opened for its close
    named: Named = NOTHING_NAMED  # what it names besides its words, where its kind names something
    lot_secret: str = field(default="", repr=False)  # of a lot that was sealed when the motion was put
    earlier: tuple["EarlierBallot", ...] = ()  # ballots on it that tied
    positions: Mapping[str, Taken] = field(default_factory=dict)  # organisation -> where it stands (K27)
    stays: tuple[Stay, ...] | None = None  # who has been in the room; None where it was not asked

    @property
    def in_chair(self) -> str | None:
        """The person chairing the motion."""
        return chairing(self.meeting, self.elected_chair, self.motion)


@dataclass(frozen=True)
class Entitlement:
    """Which organisations have a vote on a motion as things stand, and which of those that have one do not use it."""

    present: frozenset[str]  # with a vote, and there: on the roll, or between meetings all of them
    withdrawn: frozenset[str]  # with a vote, which an interest in this motion takes away
    entitled: frozenset[str]


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
    by: str = "vote"  # or "consensus", "consensus aloud", "record": how it came about
    agreed: tuple[str, ...] = ()  # organisations, in a consensus round
    stood_aside: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()  # asked, and said nothing
    lot: str = ""  # "for" or "against", where a tie was drawn by lot
    how_drawn: str = ""  # how anybody draws it again, with the secret and the digest of the votes
    briefly: str = ""  # `why` without how the clauses are read
    quorum_briefly: str = ""

    def and_so(self, outcome: str, words: str) -> "Result":
        """What follows from this result, for the reason these words add to its arithmetic."""
        return replace(
            self, outcome=outcome, why=f"{self.why} {words}", briefly=f"{self.briefly} {words}", next=""
        )


@dataclass(frozen=True)
class EarlierBallot:
    """A ballot that tied, after which the motion was balloted again."""

    result: Result
    ended_at: datetime


def without_votes(outcome: str, why: str, clause: Clause, terms_version: int) -> Result:
    """A result that no vote led to: nobody was asked to vote, so nothing is counted."""
    return Result(
        outcome=outcome,
        votes_for=0,
        against=0,
        abstain=0,
        entitled=(),
        present=(),
        withdrawn=(),
        voted=(),
        members=0,
        voting_members=0,
        why=why,
        needed="",
        clause=clause.number,
        clause_words=clause.words,
        quorum="",
        quorum_why="",
        quorum_clause="",
        provisional=False,
        terms_version=terms_version,
        by="record",
    )


def count_votes(facts: ClosingFacts) -> tuple[Result, TallyAnswer | None]:
    """The result as it stands now, and the arithmetic behind it; an indicative vote has none."""
    terms, motion = facts.setting.terms, facts.motion
    standing, secret = entitlement(facts), facts.voted_secretly
    ballots = {org: choice for org, choice in facts.ballots.items() if org in standing.entitled}
    voted = frozenset(ballots) | secret
    choices = [*ballots.values(), *(choice for _, choice in facts.box or ())]
    tallied = {choice: choices.count(choice) for choice in ("for", "against", "abstain")}
    taking_part = standing.entitled if facts.roll is not None else voted & standing.entitled
    there = attending(facts, standing, taking_part)
    # A secret vote stands whatever has become of its organisation since, because nobody can find it to take it out.
    entitled = standing.entitled | secret
    belong = {each.slug for each in facts.register.organisations}
    voting_members = there.voting_members + len(
        secret - {each.slug for each in facts.register.organisations if each.voting}
    )
    quorum = assess_quorum(terms, there)
    count = Count(
        votes_for=tallied["for"],
        against=tallied["against"],
        abstain=tallied["abstain"],
        eligible=len(entitled),
        present=len(taking_part | secret),
        members=max(there.members + len(secret - belong), voting_members),
        voting_members=voting_members,
    )
    result = Result(
        outcome="indicative",
        votes_for=count.votes_for,
        against=count.against,
        abstain=count.abstain,
        entitled=tuple(sorted(entitled)),
        present=tuple(sorted(standing.present | secret)),
        withdrawn=tuple(sorted(standing.withdrawn - secret)),
        voted=tuple(sorted(voted)),
        members=count.members or 0,
        voting_members=voting_members,
        why="An indicative vote shows how opinion lies. It decides nothing and binds nobody.",
        needed="",
        clause="",
        clause_words="",
        quorum="",
        quorum_why="",
        quorum_clause="",
        provisional=False,
        terms_version=facts.setting.terms_version,
        notes=(
            *_sought(facts),
            *_secret(facts, standing),
            *(() if motion.indicative else binds_nobody_words(terms)),
        ),
    )
    if motion.indicative:
        return result, None
    answer = tally(terms, count, kind=motion.kind, quorum=quorum)
    return _judged(result, answer, quorum, facts), answer


def _sought(facts: ClosingFacts) -> tuple[str, ...]:
    """That consensus was sought before the vote, who stood in its way and who stood aside: it belongs to the record (K27)."""
    said = sorted_out(facts.positions, frozenset(facts.positions))
    if facts.motion.state == "consensus":
        return ()
    if not (said.objecting or said.aside):
        rule, at_meeting = facts.setting.terms.consensus_first, facts.motion.meeting is not None
        first = (
            value_of(rule) and at_meeting and not facts.motion.indicative
        )  # then it was ticked when the motion was put
        return (f"Consensus was sought first and not reached{cited(rule)}.",) if first else ()

    def named(organisations: tuple[str, ...]) -> str:
        return listed([facts.register.organisation(each).name for each in organisations])

    words = (
        f"{named(said.objecting)} objected" if said.objecting else "",
        f"{named(said.aside)} stood aside" if said.aside else "",
    )
    return (f"Consensus was sought first: {'; '.join(each for each in words if each)}.",)


def quorum_of(scene: Scene) -> tuple[QuorumAnswer, Attendance]:
    """Whether those on the roll are a quorum now, withdrawals counted as the terms say (K32, V38, G9)."""
    standing = entitlement(scene)
    there = attending(scene, standing, standing.entitled)
    return assess_quorum(scene.setting.terms, there), there


def answered_so_far(facts: ClosingFacts) -> QuorumAnswer:
    """Whether those who have voted between meetings are a quorum already."""
    standing = entitlement(facts)
    answered = (frozenset(facts.ballots) | facts.voted_secretly) & standing.entitled
    return assess_quorum(facts.setting.terms, attending(facts, standing, answered))


def attending(scene: Scene, standing: Entitlement, taking_part: frozenset[str]) -> Attendance:
    """Who is there for the quorum, of those taking part and those who have withdrawn."""
    in_room = _counted_for_quorum(scene, standing, taking_part)
    return attendance(scene, in_room, _roles_there(scene, in_room))


def entitlement(facts: Scene) -> Entitlement:
    """Who could vote on the motion if its voting ended now: those with a vote who are there and have not withdrawn (G9, K31)."""
    terms = facts.setting.terms
    voting = frozenset(each.slug for each in facts.register.organisations if each.voting)
    present = voting & facts.roll.keys() if facts.roll is not None else voting
    withdrawn = voting & {org for org, held in facts.interests.items() if is_withdrawn(held, terms)}
    return Entitlement(present, withdrawn, present - withdrawn)


def bar_of(interests: tuple[Interest, ...], terms: Terms) -> Bar:
    """What these interests put between their organisation and a motion, where any takes its vote off (K31)."""
    bars = [each for each in interests if withdraws(each, terms)]
    if not bars:
        return Bar.NONE
    unruled = [each for each in bars if each.ruling is None]
    if not unruled:
        return Bar(str(bars[0].ruling))
    return Bar.DECLARED_AGAIN if any(each.reopened for each in unruled) else Bar.DECLARED


def eligibility_of(facts: Scene, organisation: str, presence: Presence) -> Facts:
    """An organisation's part in the motion, as the rules of eligibility ask for it."""
    known = facts.register.organisation(organisation)
    substitute = facts.roll.get(organisation) if facts.roll is not None else None
    return Facts(
        organisation=known.name,
        standing=known.standing,
        votes=known.voting,
        presence=presence,
        interest=bar_of(facts.interests.get(organisation, ()), facts.setting.terms),
        deputy_is_here=substitute is not None and presence is not Presence.DEPUTY,
        roles=own_roles(facts.register.roles, organisation),
    )


def has_withdrawn(facts: Scene, person: str) -> bool:
    """Whether any organisation somebody speaks for has withdrawn from the motion, and they with it (K29)."""
    organisations = {each.organisation for each in facts.register.appointments if each.person == person}
    return any(is_withdrawn(facts.interests.get(each, ()), facts.setting.terms) for each in organisations)


def binds_nobody(terms: Terms) -> Rule[Any] | None:
    """The rule by which a decision binds no organisation against its wish, where the terms say so (K30, V41)."""
    rule = terms.binds_members
    if rule is not None and rule.value is False:
        return rule
    earlier = terms.others.get("binds-nobody")  # as files said it before there was a rule for it
    return earlier if earlier is not None and earlier.basis is not Basis.NOT_STATED else None


def binds_nobody_words(terms: Terms) -> tuple[str, ...]:
    """What stands on every outcome where the terms say that a decision commits no organisation against its wish (K30, V41)."""
    rule = binds_nobody(terms)
    if rule is None:
        return ()
    return (
        f"It does not bind any organisation to a course of action it does not wish to take{cited(rule)}.",
    )


def _secret(facts: ClosingFacts, standing: Entitlement) -> tuple[str, ...]:
    """What stands under the outcome of a secret vote: where its votes are published, and whose can no longer be taken out."""
    if facts.box is None:
        return ()
    lost = sorted(facts.voted_secretly - standing.entitled)
    names = {each.slug: each.name for each in facts.register.organisations}
    left = tuple(
        f"{names.get(each, each)} voted in secret and then withdrew or left. Its vote cannot be told from the others, so it stands."
        for each in lost
    )
    return (*left, "The votes were secret. Every receipt is published with its choice under “Why?”.")


def _judged(result: Result, answer: TallyAnswer, quorum: QuorumAnswer, facts: ClosingFacts) -> Result:
    inquorate = quorum.quorate is False
    return replace(
        result,
        outcome=answer.outcome.value,
        why=answer.why,
        briefly=answer.briefly,
        needed=answer.needed,
        clause=answer.clause.number,
        clause_words=answer.clause.words,
        quorum={True: "quorate", False: "not quorate", None: "no quorum stated"}[quorum.quorate],
        quorum_why=quorum.why,
        quorum_briefly=quorum.briefly,
        quorum_clause=quorum.clause.number,
        provisional=inquorate and answer.outcome is TallyOutcome.CARRIED,
        next=answer.next,
        tie_rule=answer.tie.value if answer.tie else "",
    )


def attendance(facts: Scene, there: frozenset[str], roles: frozenset[str] = frozenset()) -> Attendance:
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
        excused=facts.excused,
        adjourned=facts.meeting is not None and facts.meeting.adjourned_from is not None,
        in_writing=facts.roll is None,
    )


def _counted_for_quorum(facts: Scene, standing: Entitlement, taking_part: frozenset[str]) -> frozenset[str]:
    """Those taking part, and those who withdrew from the motion, as far as each counts (G9, K32)."""
    roll = facts.roll
    concerned = standing.present if roll is not None else taking_part | standing.withdrawn
    return frozenset(
        each
        for each in concerned
        if counts_for_quorum(
            facts.setting.terms,
            eligibility_of(
                facts,
                each,
                Presence.DEPUTY if roll is not None and roll.get(each) else Presence.REPRESENTATIVE,
            ),
        ).allowed
    )


def _roles_there(facts: Scene, there: frozenset[str]) -> frozenset[str]:
    people = {each.person for each in facts.register.appointments if each.organisation in there}
    held = {
        each.role
        for each in facts.register.roles
        if each.person in people or (each.person is None and each.organisation in there)
    }
    return frozenset(held | ({"chair"} if facts.in_chair in people else set()))

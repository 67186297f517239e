"""Casting a vote: who may, on whose behalf, and when it no longer counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.rules.citing import clause_of
from bot.rules.eligibility import Facts, Presence, may_vote
from bot.rules.register import Capacity
from bot.rules.tally import tie_rule
from bot.rules.values import Tie
from bot.rules.wording import day_words
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.interests.interests import Interest
from bot.workflows.standing import Seat, Standing, Stranger, deactivated, speaking_for, unknown
from bot.workflows.votes.between_meetings import look_again, until_then
from bot.workflows.votes.counting import bar_of
from bot.workflows.votes.motions import Motion

CHOICES = ("for", "against", "abstain")
FOLLOW_IT = "You can follow it here: the message shows how it stands, and “Why?” what it rests on."
CHOICE_WORDS = {"for": "For", "against": "Against", "abstain": "Abstain"}


@dataclass(frozen=True, kw_only=True)
class CastVote(Command):
    """Vote on a motion, or change the vote already cast."""

    motion: str
    choice: str
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class Position:
    """How an organisation stands to a motion before it votes."""

    interests: tuple[Interest, ...] = ()
    present: bool = False  # on the roll of the meeting at which the motion was put
    substitute: str | None = None  # the named deputy who is in the room for it
    choice: str | None = None  # the vote it has already cast
    cast_by: str | None = None  # the person who cast it
    recorded_by: str | None = None  # who recorded it for that person, who had rung up
    cast_at: datetime | None = None
    confirmed: bool = False  # by the person it was recorded for
    who_may: tuple[str, ...] = ()  # names of those who may vote for it


@dataclass(frozen=True)
class VoteFacts:
    """What is known when a vote arrives."""

    setting: Setting  # under the terms frozen when the motion was put
    standing: Standing | Stranger
    motion: Motion
    meeting_open: bool
    positions: Mapping[str, Position]  # of each organisation the person speaks for
    settled: frozenset[str] | None = None  # who has a vote, where that was settled when the vote opened
    in_chair: str | None = None  # whoever is chairing, where the terms give them no ordinary vote


@dataclass(frozen=True, kw_only=True)
class BallotCast(Event):
    """An organisation's vote was counted, or changed; `given_by` is who rang up, where the person recorded it for them."""

    organisation: str
    choice: str
    instead_of: str | None
    cast_at: datetime
    given_by: str | None = None


def cast(command: CastVote, facts: VoteFacts) -> Outcome:
    """Count one vote for one organisation; the last before the close stands (K28, V7, G10)."""
    setting, motion = facts.setting, facts.motion
    if motion.is_secret and motion.state == "open":
        return Refused(
            f"The vote on {motion.reference} is secret, so it is not cast by a button that shows in the channel.",
            clause_of(setting.terms.ballot),
            next="Press “Vote in secret” under the motion.",
        )
    voter = known_voter(facts)
    seat = admitted(command, facts)
    if isinstance(voter, Refused):
        return voter
    if isinstance(seat, Refused):
        return seat
    position = facts.positions.get(seat.organisation, Position())
    words = f"for {seat.name}: {CHOICE_WORDS[command.choice]}"
    own = position.cast_by == voter.person and position.recorded_by is None
    if position.choice == command.choice and own:
        return Decision(Answer(f"Your vote already stands {words}."))
    event = BallotCast(
        subject=motion.id,
        person=voter.person,
        organisation=seat.organisation,
        choice=command.choice,
        instead_of=position.choice,
        cast_at=command.received_at,
    )
    changed = "Changed" if position.choice not in (None, command.choice) else "Counted"
    binding = " This vote is indicative: it binds nobody." if motion.indicative else ""
    until = "until the vote is closed"
    if motion.closes_at is not None:
        local = motion.closes_at.astimezone(ZoneInfo(setting.time_zone))
        until = f"until {day_words(local.date())} at {local:%H:%M}"
    until += until_then(motion, setting.terms)
    return Decision(
        Answer(f"{changed} {words}. You can change it {until}.{binding}"),
        (event,),
        due=look_again(motion, setting.terms, command.delivery, command.received_at),
    )


class Ballot(Protocol):
    """As much of a vote as decides whether it may be cast."""

    @property
    def received_at(self) -> datetime:
        """When it came."""
        ...

    @property
    def on_behalf_of(self) -> str | None:
        """For which organisation, where it says."""
        ...


def admitted(command: Ballot, facts: VoteFacts) -> Seat | Refused:
    """The organisation for which somebody may vote now, or why they may not (K28, V11, G10, K31)."""
    voter = known_voter(facts)
    if isinstance(voter, Refused):
        return voter
    late = _too_late(command, facts)
    return late if late is not None else seat_with_a_vote(facts, voter, command.on_behalf_of)


def known_voter(facts: VoteFacts) -> Standing | Refused:
    """Whoever asks, where the register knows them and their account is on."""
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    return deactivated(facts.standing, facts.setting) if facts.standing.deactivated else facts.standing


def seat_with_a_vote(facts: VoteFacts, voter: Standing, on_behalf_of: str | None) -> Seat | Refused:
    """The organisation whose one vote somebody holds on this motion, or why they hold none (K28, K31, G9, G10)."""
    if facts.in_chair is not None and facts.in_chair == voter.person:
        return Refused(
            "Whoever is chairing has no ordinary vote under these terms.",
            clause_of(facts.setting.terms.chair_votes),
            next="If the votes are equal, the terms say what follows.",
        )
    seat = speaking_for(voter, facts.setting, on_behalf_of, voting_only=True)
    if isinstance(seat, Refused):
        return seat
    position = facts.positions.get(seat.organisation, Position())
    return _not_entitled(facts, seat, position) or _not_in_the_room(facts, seat, position) or seat


def _too_late(command: Ballot, facts: VoteFacts) -> Refused | None:
    motion = facts.motion
    if motion.state == "consensus":
        return Refused(
            f"There is no vote on {motion.reference} yet: consensus is sought first.",
            clause_of(facts.setting.terms.consensus_first),
            next="Agree, stand aside or object, with the buttons under the motion.",
        )
    if motion.state == "withdrawn":
        return Refused(f"{motion.reference} was withdrawn, so there is nothing to vote on.")
    if motion.state == "tied":
        return Refused(
            f"Voting on {motion.reference} is over; it is tied and waits for {_waits_for(facts)}.",
            clause_of(tie_rule(facts.setting.terms, motion.kind)),
        )
    if motion.state == "closed":
        return Refused(
            f"Voting on {motion.reference} is over: {motion.outcome}.", next="“Why?” shows the arithmetic."
        )
    if motion.closes_at is not None and command.received_at >= motion.closes_at:
        return Refused(
            f"Voting on {motion.reference} closed before your vote arrived, so it was not counted."
        )
    if motion.meeting is not None and not facts.meeting_open:
        return Refused("The meeting at which this was put is closed.")
    return None


def _not_in_the_room(facts: VoteFacts, seat: Seat, position: Position) -> Refused | None:
    if facts.motion.meeting is not None and not position.present:
        return Refused(
            f"{seat.name} is not marked present at this meeting, so its vote cannot be counted.",
            next="If you are here, ask whoever is chairing or the secretariat to mark your organisation on the roll.",
        )
    if seat.capacity is not Capacity.SUBSTITUTE or position.substitute is not None:
        return None
    terms = facts.setting.terms
    if facts.motion.meeting is None:
        why = "you stand in at meetings, and this vote is taken between them."
        then = "Your organisation's representative can vote."
    else:
        why = "the roll has its representative here."
        then = "If you are standing in, ask whoever is chairing or the secretariat to mark you on the roll."
    return Refused(f"You are the named deputy of {seat.name}: {why}", clause_of(terms.substitutes), next=then)


def _not_entitled(facts: VoteFacts, seat: Seat, position: Position) -> Refused | None:
    terms = facts.setting.terms
    assert isinstance(facts.standing, Standing)
    if facts.settled is not None and seat.organisation not in facts.settled:
        return Refused(
            f"{seat.name} had no vote when this vote opened, and who has one was settled then.",
            clause_of(terms.entitled),
        )
    stands_in = position.substitute == facts.standing.person
    answer = may_vote(
        terms,
        Facts(
            organisation=seat.name,
            standing=seat.standing,
            votes=seat.voting,
            presence=Presence.DEPUTY if stands_in else Presence.REPRESENTATIVE,
            interest=bar_of(position.interests, terms),
            deputy_is_here=position.substitute is not None and not stands_in,
            roles=seat.roles,
            who_may=position.who_may,
        ),
    )
    return None if answer.allowed else Refused(answer.reason, answer.clause, next=FOLLOW_IT)


def _waits_for(facts: VoteFacts) -> str:
    rule = tie_rule(facts.setting.terms, facts.motion.kind)
    return "another ballot" if rule is not None and rule.value is Tie.ANOTHER_BALLOT else "the casting vote"

"""Taking a position in a consensus round: agree, stand aside, or object with a reason; one for each organisation (K27)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.rules.citing import clause_of
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.questions import Choice, ObjectFormFacts
from bot.workflows.standing import Standing
from bot.workflows.votes.consensus import OBJECT, POSITION_WORDS, POSITIONS, Taken
from bot.workflows.votes.votes import VoteFacts, known_voter, seat_with_a_vote

LONGEST_REASON = 2000  # characters


@dataclass(frozen=True, kw_only=True)
class TakePosition(Command):
    """Agree with a motion, stand aside, or object, for one organisation; or change what was said before."""

    motion: str
    position: str
    reason: str = field(default="", repr=False)
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class PositionFacts:
    """What is known when a position arrives: all that a vote rests on, and what has been said so far."""

    vote: VoteFacts
    taken: Mapping[str, Taken]  # organisation -> where it stands

    @property
    def setting(self) -> Setting:
        """The partnership, under the terms frozen when the motion was put."""
        return self.vote.setting


@dataclass(frozen=True, kw_only=True)
class PositionTaken(Event):
    """An organisation said where it stands, or changed it."""

    organisation: str
    position: str
    reason: str = field(repr=False)
    instead_of: str | None
    taken_at: datetime


def take(command: TakePosition, facts: PositionFacts) -> Outcome:
    """Record where one organisation stands; the last before the round ends stands (K27, V40).

    Whoever has a vote has a position, and nobody else: an observer or a co-opted member blocks nothing.
    """
    voter = known_voter(facts.vote)
    if isinstance(voter, Refused):
        return voter
    refusal = _not_sought(facts.vote) or _wording(command)
    if refusal is not None:
        return refusal
    seat = seat_with_a_vote(facts.vote, voter, command.on_behalf_of)
    if isinstance(seat, Refused):
        return seat
    held, reason = facts.taken.get(seat.organisation), _reason(command)
    words = f"{seat.name} {POSITION_WORDS[command.position]}"
    if held is not None and (held.position, held.reason, held.person) == (
        command.position,
        reason,
        voter.person,
    ):
        return Decision(Answer(f"It already stands: {words}."))
    event = PositionTaken(
        subject=command.motion,
        person=voter.person,
        organisation=seat.organisation,
        position=command.position,
        reason=reason,
        instead_of=held.position if held is not None else None,
        taken_at=command.received_at,
    )
    return Decision(
        Answer(
            f"{'Changed' if held is not None else 'Recorded'}: {words}.",
            clause_of(facts.setting.terms.consensus_first),
            next="You can change it until whoever is chairing ends the round."
            + (
                " Members read your reason under “Why?”; the channel shows only that you object."
                if reason
                else ""
            ),
        ),
        (event,),
    )


def form_facts(facts: VoteFacts) -> ObjectFormFacts:
    """For whom somebody may object to a motion while consensus is sought; or why for nobody (K27)."""
    motion, voter = facts.motion, known_voter(facts)
    refused = voter if isinstance(voter, Refused) else _not_sought(facts)
    if refused is not None and motion.state != "consensus" and not isinstance(voter, Refused):
        refused = Refused(f"There is no consensus round on {motion.reference} now.", next="“Why?” says more.")
    seats = []
    if refused is None and isinstance(voter, Standing):
        for organisation in dict.fromkeys(each.organisation for each in voter.seats) or (None,):
            seat = seat_with_a_vote(facts, voter, organisation)
            if isinstance(seat, Refused):
                refused = refused or seat
            else:
                seats.append(Choice(seat.organisation, seat.name))
    return ObjectFormFacts(
        motion=motion.id,
        reference=motion.reference,
        text=motion.text,
        seats=tuple(seats),
        clause=clause_of(facts.setting.terms.consensus_first),
        refused=None if seats else refused,
    )


def _not_sought(facts: VoteFacts) -> Refused | None:
    motion = facts.motion
    if motion.state == "consensus":
        if facts.meeting_open:
            return None
        return Refused("The meeting at which this was put is closed.")
    if motion.state == "withdrawn":
        return Refused(f"{motion.reference} was withdrawn, so there is nothing to agree to.")
    if motion.state == "open":
        return Refused(
            f"The consensus round on {motion.reference} is over: it has been taken to the vote.",
            next="Vote with the buttons under the motion.",
        )
    return Refused(
        f"The consensus round on {motion.reference} is over: {motion.outcome}.",
        next="“Why?” shows how it ended.",
    )


def _wording(command: TakePosition) -> Refused | None:
    if command.position not in POSITIONS:
        return Refused("Choose to agree, to stand aside or to object.")
    if command.position != OBJECT:
        return None
    if not _reason(command):
        return Refused("Give the reason for the objection: what would have to change.", field="reason")
    if len(_reason(command)) > LONGEST_REASON:
        return Refused(f"Please give the reason in {LONGEST_REASON:,} characters or fewer.", field="reason")
    return None


def _reason(command: TakePosition) -> str:
    return command.reason.strip() if command.position == OBJECT else ""

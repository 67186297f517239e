"""A vote given by telephone: recorded for somebody who may give it, marked as such, confirmed by them or replaced by their own."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.citing import clause_of
from bot.rules.register import Capacity
from bot.workflows.decisions import Answer, Command, Decision, Event, Notice, Outcome, Refused, Setting
from bot.workflows.questions import Choice, Question
from bot.workflows.standing import Seat, Standing, Stranger, deactivated, unknown
from bot.workflows.votes import votes
from bot.workflows.votes.between_meetings import look_again
from bot.workflows.votes.motions import Motion
from bot.workflows.votes.votes import (
    CHOICE_WORDS,
    CHOICES,
    BallotCast,
    CastVote,
    Position,
    VoteFacts,
    admitted,
)


@dataclass(frozen=True, kw_only=True)
class RecordVote(Command):
    """Record the vote of an organisation, given by telephone by somebody who may vote for it."""

    motion: str
    organisation: str
    person: str  # who rang up
    choice: str


@dataclass(frozen=True, kw_only=True)
class ConfirmVote(Command):
    """Say that the vote recorded for one is right."""

    motion: str
    organisation: str
    cast_at: datetime  # which recording is meant


@dataclass(frozen=True)
class RecordingFacts:
    """What is known when a vote is recorded for somebody."""

    vote: VoteFacts  # as if they voted themselves
    recorder: Standing | Stranger
    in_chair: str | None  # the person chairing the motion
    giver_user: str | None  # the Slack account of whoever rang up

    @property
    def setting(self) -> Setting:
        """The partnership, under the terms frozen when the motion was put."""
        return self.vote.setting


@dataclass(frozen=True, kw_only=True)
class VoteConfirmed(Event):
    """Somebody confirmed the vote that was recorded for them."""

    organisation: str


@dataclass(frozen=True, kw_only=True)
class VoteRecordedNotice(Notice):
    """Tells somebody which vote was recorded for them, and asks whether it is right."""

    partnership_name: str
    motion: str
    reference: str
    text: str
    who: str  # recorded it
    organisation: str
    organisation_name: str
    choice: str
    cast_at: datetime


@dataclass(frozen=True)
class RecordVoteFormFacts:
    """For whom a vote can be recorded: each organisation with a vote, by each of the people who may give it."""

    motion: str
    reference: str
    text: str
    people: tuple[Choice, ...]  # by "organisation|person"
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class RecordVoteForm(Question["RecordVoteFormFacts | None"]):
    """May this person record votes on a motion, and for whom?"""

    motion: str


def may_not_record(
    motion: Motion, setting: Setting, recorder: Standing | Stranger, in_chair: str | None
) -> Refused | None:
    """Why somebody may not record another's vote on a motion, where they may not."""
    if isinstance(recorder, Stranger):
        return unknown(recorder, setting)
    if recorder.deactivated:
        return deactivated(recorder, setting)
    if not (recorder.is_secretariat or recorder.is_chair or recorder.person == in_chair):
        return Refused(
            "Only the secretariat or the chair records a vote for somebody who rang up.",
            next="Ask them to vote by the buttons under the motion, or to ring the secretariat.",
        )
    if motion.is_secret:
        return Refused(
            f"The vote on {motion.reference} is secret. One given by telephone would not be: whoever records it would know it.",
            clause_of(setting.terms.ballot),
            next="They can vote in secret from their own account, until the close.",
        )
    return None


def record(command: RecordVote, facts: RecordingFacts) -> Outcome:
    """Record a vote given by telephone, for an organisation and by a person who could cast it now (V12, G10, K34)."""
    setting, vote, motion = facts.setting, facts.vote, facts.vote.motion
    refusal = may_not_record(motion, setting, facts.recorder, facts.in_chair)
    if refusal is not None:
        return refusal
    if command.choice not in CHOICES:
        return Refused("Choose for, against, or abstain.", field="choice")
    giver, recorder = vote.standing, facts.recorder
    if isinstance(giver, Stranger) or isinstance(recorder, Stranger):
        return Refused("Choose who rang up, from the list.", field="whose")
    seat = _seat(command, facts, giver)
    if isinstance(seat, Refused):
        return seat
    if giver.person == recorder.person:
        own = {
            name: getattr(command, name) for name in ("workspace", "team", "user", "delivery", "received_at")
        }
        return votes.cast(
            CastVote(**own, motion=motion.id, choice=command.choice, on_behalf_of=seat.organisation), vote
        )
    position = vote.positions.get(seat.organisation, Position())
    words = f"for {seat.name}, given by {giver.name} by telephone: {CHOICE_WORDS[command.choice]}"
    if (position.choice, position.cast_by) == (command.choice, giver.person):
        return Decision(Answer(f"That vote stands already {words}."))
    event = BallotCast(
        subject=motion.id,
        person=recorder.person,
        organisation=seat.organisation,
        choice=command.choice,
        instead_of=position.choice,
        cast_at=command.received_at,
        given_by=giver.person,
    )
    return Decision(
        Answer(f"Recorded {words}.", next=_what_now(giver, seat, facts)),
        (event,),
        _ask_to_confirm(command, facts, giver, seat, recorder),
        look_again(motion, setting.terms, command.delivery, command.received_at),
    )


def confirm(command: ConfirmVote, facts: VoteFacts) -> Outcome:
    """Confirm the vote recorded for one, unless it has been changed since."""
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    held = facts.positions.get(command.organisation, Position())
    reference = facts.motion.reference
    mine = held.cast_by == facts.standing.person and held.recorded_by is not None
    if not mine or held.cast_at != command.cast_at:
        return Refused(
            f"The vote recorded for you on {reference} has been changed since.",
            next="“Why?” under the motion says which votes were recorded for somebody else.",
        )
    words = f"{CHOICE_WORDS[str(held.choice)]}, on {reference}"
    if held.confirmed:
        return Decision(Answer(f"You have confirmed that already: {words}."))
    event = VoteConfirmed(
        subject=facts.motion.id, person=facts.standing.person, organisation=command.organisation
    )
    return Decision(Answer(f"Thank you. Confirmed: {words}."), (event,))


@dataclass(frozen=True)
class _Asked:
    """The vote as whoever rang up would have cast it."""

    received_at: datetime
    on_behalf_of: str | None


def _seat(command: RecordVote, facts: RecordingFacts, giver: Standing) -> Seat | Refused:
    """The organisation the vote is recorded for, where whoever rang up may give its vote; else why not."""
    vote, terms = facts.vote, facts.setting.terms
    theirs = next((each for each in giver.seats if each.organisation == command.organisation), None)
    if theirs is None:
        return Refused(
            f"{giver.name} does not represent that organisation today, so they cannot give its vote.",
            clause_of(terms.voting_unit),
            next="Choose somebody who does, from the list.",
            field="whose",
        )
    position = vote.positions.get(theirs.organisation, Position())
    if theirs.capacity is Capacity.SUBSTITUTE and position.substitute is None:
        return Refused(
            f"{giver.name} is the named deputy of {theirs.name}, and is not standing in for its representative on this vote.",
            clause_of(terms.substitutes),
            field="whose",
        )
    if vote.motion.meeting is not None and vote.motion.state == "open" and not position.present:
        return Refused(
            f"{theirs.name} is not marked present at this meeting, so its vote cannot be counted.",
            next="If they are there by telephone, mark them on the roll as joining remotely first.",
            field="whose",
        )
    return admitted(_Asked(command.received_at, command.organisation), vote)


def _what_now(giver: Standing, seat: Seat, facts: RecordingFacts) -> str:
    asked = (
        f"{giver.name} is asked to confirm it."
        if facts.giver_user is not None
        else f"{giver.name} has no account here, so nobody is asked to confirm it."
    )
    return f"{asked} {seat.name} can change it until the close."


def _ask_to_confirm(
    command: RecordVote, facts: RecordingFacts, giver: Standing, seat: Seat, recorder: Standing
) -> tuple[VoteRecordedNotice, ...]:
    if facts.giver_user is None:
        return ()
    motion = facts.vote.motion
    return (
        VoteRecordedNotice(
            key=f"vote-recorded:{motion.id}:{giver.person}:{command.received_at.isoformat()}",
            recipient=facts.giver_user,
            subject=motion.id,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            motion=motion.id,
            reference=motion.reference,
            text=motion.text,
            who=recorder.name,
            organisation=seat.organisation,
            organisation_name=seat.name,
            choice=CHOICE_WORDS[command.choice],
            cast_at=command.received_at,
        ),
    )

"""Voting in secret: that an organisation voted is recorded, what it voted goes into a sealed box, and nothing joins the two.

A secret vote is final once cast: to change one, somebody would have to know which it is.
"""

from dataclasses import dataclass, field
from datetime import datetime

from bot.rules.citing import clause_of
from bot.rules.terms import Clause
from bot.workflows.decisions import Answer, Command, Decision, Outcome, Refused, Sealed, Setting
from bot.workflows.questions import Choice, Question
from bot.workflows.standing import Seat, Standing
from bot.workflows.votes.ballots import RECEIPT, SecretVoteCast
from bot.workflows.votes.motions import Motion
from bot.workflows.votes.votes import CHOICES, VoteFacts, admitted


@dataclass(frozen=True, kw_only=True)
class CastSecretVote(Command):
    """Vote in secret on a motion. The receipt was made when the form was opened, so the same form is the same vote."""

    motion: str
    choice: str = field(repr=False)
    receipt: str = field(repr=False)
    ballot: int = 1  # the one the form was opened in
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class SecretVoteFacts:
    """What is known when a secret vote arrives."""

    vote: VoteFacts
    voted: frozenset[str]  # organisations that have voted, for good
    receipts: frozenset[str] = field(repr=False)  # in the box
    ballot: int = 1  # the second, after a tie that is balloted again, is 2

    @property
    def setting(self) -> Setting:
        """The partnership, under the terms frozen when the motion was put."""
        return self.vote.setting


@dataclass(frozen=True)
class BallotFormFacts:
    """What the form of a secret vote shows."""

    motion: Motion
    partnership_name: str
    seats: tuple[Choice, ...]  # organisations the person may still vote for
    clause: Clause
    refused: Refused | None = None
    ballot: int = 1


@dataclass(frozen=True, kw_only=True)
class BallotForm(Question["BallotFormFacts | None"]):
    """May this person vote in secret on a motion, and for whom?"""

    motion: str


def form_facts(facts: VoteFacts, voted: frozenset[str], ballot: int, now: datetime) -> BallotFormFacts:
    """For whom somebody may still vote in secret; or why for nobody."""
    seats, refused = [], None
    held = facts.standing.seats if isinstance(facts.standing, Standing) else ()
    for organisation in dict.fromkeys(each.organisation for each in held) or (None,):
        seat = admitted(_Asking(now, organisation), facts)
        if isinstance(seat, Refused):
            refused = refused or seat
        elif seat.organisation in voted:
            refused = _final(seat, facts)
        else:
            seats.append(Choice(seat.organisation, seat.name))
    if not facts.motion.is_secret:
        refused, seats = _by_name(facts.motion), []
    return BallotFormFacts(
        motion=facts.motion,
        partnership_name=facts.setting.name,
        seats=tuple(seats),
        clause=clause_of(facts.setting.terms.ballot),
        refused=None if seats else refused,
        ballot=ballot,
    )


def cast(command: CastSecretVote, facts: SecretVoteFacts) -> Outcome:
    """Take one secret vote for one organisation, whoever of it comes first, and for good (K28, G10)."""
    motion = facts.vote.motion
    if not motion.is_secret:
        return _by_name(motion)
    seat = admitted(command, facts.vote)
    if isinstance(seat, Refused):
        return seat
    if command.ballot != facts.ballot:
        return Refused(
            f"{motion.reference} has been balloted again since this form was opened, so this vote was not counted.",
            next="Open the form again to vote in this ballot.",
        )
    if command.choice not in CHOICES:
        return Refused("Choose for, against, or abstain.", field="choice")
    if seat.organisation in facts.voted and command.receipt in facts.receipts:
        return Decision(counted(command.receipt))  # the same form, come a second time
    if seat.organisation in facts.voted:
        return _final(seat, facts.vote)
    if not RECEIPT.fullmatch(command.receipt) or command.receipt in facts.receipts:
        return Refused(
            "This form carries no receipt that can be used. Nothing was counted.", next="Open the form again."
        )
    standing = facts.vote.standing
    assert isinstance(standing, Standing)  # whoever is admitted is known
    event = SecretVoteCast(subject=motion.id, person=standing.person, organisation=seat.organisation)
    return Decision(
        counted(command.receipt, indicative=motion.indicative),
        (event,),
        sealed=(Sealed(motion.id, command.receipt, command.choice),),
    )


def counted(receipt: str, *, indicative: bool = False) -> Answer:
    """What whoever voted is told, with the receipt by which they find their vote in the published list."""
    binding = " This vote is indicative: it binds nobody." if indicative else ""
    return Answer(
        f"Your secret vote is counted. Receipt {receipt}.{binding}",
        next="Note the receipt: at the close every receipt is published with its choice. The vote is final.",
    )


@dataclass(frozen=True)
class _Asking:
    """Somebody who would vote now."""

    received_at: datetime
    on_behalf_of: str | None


def _by_name(motion: Motion) -> Refused:
    return Refused(
        f"The vote on {motion.reference} is by name.", next="Vote by the buttons under the motion."
    )


def _final(seat: Seat, facts: VoteFacts) -> Refused:
    return Refused(
        f"{seat.name} has voted already, and a secret vote is final once cast: nobody can tell which one it is, to change it.",
        clause_of(facts.setting.terms.ballot),
    )

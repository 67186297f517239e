"""Voting in secret: the form, and the vote sent in."""

from bot.handlers.desk import Desk
from bot.handlers.errors import GONE, answered, done, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.votes.ballots import ballot_form
from bot.workflows.decisions import AlreadyDone
from bot.workflows.votes.ballots import new_receipt
from bot.workflows.votes.secret_votes import BallotForm, CastSecretVote, counted


def open_ballot(incoming: Incoming, desk: Desk) -> Reply:
    """The form, with a fresh receipt."""
    facts = desk.ask(BallotForm(**incoming.who, motion=incoming.value))
    if facts is None:
        return refused(incoming, GONE)
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Open(ballot_form(facts, new_receipt()))


def cast(incoming: Incoming, desk: Desk) -> Reply:
    """The vote sent in; the same form a second time is the same vote, with the same receipt."""
    receipt = incoming.ids.get("receipt", "")
    outcome = desk.perform(
        CastSecretVote(
            **incoming.sender,
            motion=incoming.ids.get("m", ""),
            choice=incoming.choice("choice"),
            receipt=receipt,
            ballot=int(incoming.ids.get("round", "1")),
            on_behalf_of=incoming.choice("on_behalf_of") or None,
        )
    )
    return done(counted(receipt)) if isinstance(outcome, AlreadyDone) else answered(incoming, outcome)

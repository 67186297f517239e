"""Consensus rounds: agreeing, standing aside, objecting; ending a round, taking it to the vote, withdrawing a motion."""

from bot import ids
from bot.handlers.desk import Desk
from bot.handlers.errors import GONE, answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.votes.consensus import POSITION_BUTTONS, object_form, withdraw_form
from bot.workflows.questions import ObjectForm, WithdrawForm
from bot.workflows.votes.consensus import OBJECT
from bot.workflows.votes.ending_rounds import EndRound, TakeToVote, WithdrawMotion
from bot.workflows.votes.standpoints import TakePosition
from bot.workflows.votes.ties import BallotAgain


def take(incoming: Incoming, desk: Desk) -> Reply:
    """Agree or Stand aside under a motion."""
    return _take(incoming, desk, incoming.value, POSITION_BUTTONS[incoming.action], None)


def take_on_behalf(incoming: Incoming, desk: Desk) -> Reply:
    """The same, once somebody with several organisations has said for which."""
    chosen = incoming.ids
    position = chosen.get("position", "")
    if position not in POSITION_BUTTONS.values():
        return refused(incoming, GONE)
    return _take(incoming, desk, chosen.get("motion", ""), position, chosen.get("organisation"))


def open_object(incoming: Incoming, desk: Desk) -> Reply:
    """The form for an objection, with its reason."""
    facts = desk.ask(ObjectForm(**incoming.who, motion=incoming.value))
    return refused(incoming, facts.refused) if facts.refused else Open(object_form(facts))


def object_to(incoming: Incoming, desk: Desk) -> Reply:
    """An objection sent in."""
    command = TakePosition(
        **incoming.sender,
        motion=incoming.ids.get("m", ""),
        position=OBJECT,
        reason=incoming.words("reason"),
        on_behalf_of=incoming.choice("organisation") or None,
    )
    return answered(incoming, desk.perform(command))


def end_round(incoming: Incoming, desk: Desk) -> Reply:
    """Whoever is chairing ends the round."""
    return answered(incoming, desk.perform(EndRound(**incoming.sender, motion=incoming.value)))


def take_to_vote(incoming: Incoming, desk: Desk) -> Reply:
    """Whoever is chairing takes a motion to which somebody objects to the vote."""
    return answered(incoming, desk.perform(TakeToVote(**incoming.sender, motion=incoming.value)))


def ballot_again(incoming: Incoming, desk: Desk) -> Reply:
    """Whoever is chairing opens another ballot on a tied motion."""
    return answered(incoming, desk.perform(BallotAgain(**incoming.sender, motion=incoming.value)))


def open_withdraw(incoming: Incoming, desk: Desk) -> Reply:
    """The form that withdraws a motion, for whoever may."""
    facts = desk.ask(WithdrawForm(**incoming.who, motion=incoming.value))
    if facts.refused is not None or facts.picture is None:
        return refused(incoming, facts.refused or GONE)
    return Open(withdraw_form(facts.picture))


def withdraw(incoming: Incoming, desk: Desk) -> Reply:
    """The withdrawal sent in."""
    command = WithdrawMotion(
        **incoming.sender, motion=incoming.ids.get("m", ""), reason=incoming.words("reason")
    )
    return answered(incoming, desk.perform(command))


def _take(incoming: Incoming, desk: Desk, motion: str, position: str, organisation: str | None) -> Reply:
    command = TakePosition(**incoming.sender, motion=motion, position=position, on_behalf_of=organisation)
    outcome = desk.perform(command)
    return answered(incoming, outcome, ids.POSITION_ON_BEHALF, motion=motion, position=position)

"""The absent and the reluctant: votes given by telephone, and organisations that do not join in what was decided."""

from bot import ids
from bot.handlers.apologies import instant
from bot.handlers.desk import Desk
from bot.handlers.errors import GONE, answered, mistakes, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.votes.vote_notices import IN, change_vote_form, opt_out_form, record_vote_form
from bot.workflows.decisions import Refused
from bot.workflows.entries.opting_out import OptOut, OptOutForm
from bot.workflows.questions import ShowMotion
from bot.workflows.votes.recorded_votes import ConfirmVote, RecordVote, RecordVoteForm
from bot.workflows.votes.votes import CHOICES, CastVote

NOT_CHOSEN = Refused("Choose who rang up.", field="whose")
NO_CHOICE = Refused("Choose for, against, or abstain.", field="choice")


def open_record_vote(incoming: Incoming, desk: Desk) -> Reply:
    """The button under an open motion: who rang up, and what is their vote?"""
    facts = desk.ask(RecordVoteForm(**incoming.who, motion=incoming.value))
    if facts is None or facts.refused is not None:
        return refused(incoming, GONE if facts is None or facts.refused is None else facts.refused)
    return Open(record_vote_form(facts))


def record_vote(incoming: Incoming, desk: Desk) -> Reply:
    """The vote of somebody who rang up, sent in."""
    organisation, _, person = incoming.choice("whose").partition("|")
    if not person:
        return mistakes(incoming, NOT_CHOSEN)
    command = RecordVote(
        **incoming.sender,
        motion=incoming.ids.get("m", ""),
        organisation=organisation,
        person=person,
        choice=incoming.choice("choice"),
    )
    return answered(incoming, desk.perform(command))


def confirm_vote(incoming: Incoming, desk: Desk) -> Reply:
    """The button that says that the vote recorded is right."""
    packed = incoming.ids
    at = instant(packed.get("at", ""))
    if at is None:
        return refused(incoming, GONE)
    command = ConfirmVote(
        **incoming.sender,
        motion=packed.get("motion", ""),
        organisation=packed.get("organisation", ""),
        cast_at=at,
    )
    return answered(incoming, desk.perform(command))


def open_change_vote(incoming: Incoming, desk: Desk) -> Reply:
    """The button that says that it is not: the vote anew."""
    packed = incoming.ids
    picture = desk.ask(ShowMotion(**incoming.who, motion=packed.get("motion", "")))
    organisation = packed.get("organisation", "")
    if picture is None or organisation not in picture.names:
        return refused(incoming, GONE)
    return Open(change_vote_form(picture, organisation, picture.names[organisation]))


def change_vote(incoming: Incoming, desk: Desk) -> Reply:
    """The vote anew, sent in: it takes the place of the one recorded."""
    if incoming.choice("choice") not in CHOICES:
        return mistakes(incoming, NO_CHOICE)
    command = CastVote(
        **incoming.sender,
        motion=incoming.ids.get("m", ""),
        choice=incoming.choice("choice"),
        on_behalf_of=incoming.ids.get("organisation") or None,
    )
    return answered(incoming, desk.perform(command))


def open_opt_out(incoming: Incoming, desk: Desk) -> Reply:
    """The button under a result that binds nobody against its wish."""
    facts = desk.ask(OptOutForm(**incoming.who, motion=incoming.value))
    if facts is None or facts.refused is not None:
        return refused(incoming, GONE if facts is None or facts.refused is None else facts.refused)
    return Open(opt_out_form(facts))


def opt_out(incoming: Incoming, desk: Desk) -> Reply:
    """Whether an organisation joins in, sent in."""
    command = OptOut(
        **incoming.sender,
        motion=incoming.ids.get("m", ""),
        joins=incoming.choice("joins") == IN,
        reason=incoming.words("reason"),
        on_behalf_of=incoming.choice("on_behalf_of") or None,
    )
    return answered(incoming, desk.perform(command))


ACTIONS = {
    ids.OPEN_RECORD_VOTE: open_record_vote,
    ids.CONFIRM_VOTE: confirm_vote,
    ids.OPEN_CHANGE_VOTE: open_change_vote,
    ids.OPEN_OPT_OUT: open_opt_out,
}
FORMS = {
    ids.FORM_RECORD_VOTE: record_vote,
    ids.FORM_CHANGE_VOTE: change_vote,
    ids.FORM_OPT_OUT: opt_out,
}

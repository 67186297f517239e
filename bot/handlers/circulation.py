"""Sending agenda and papers round: looking them over, the one act, "I have these", and the proof."""

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.looking_over import picture_of
from bot.handlers.papers import in_place
from bot.handlers.replies import Open, Reply
from bot.presenters.papers.rounds import TO_OBSERVERS, by_hand_form, proof_modal, public_modal, round_form
from bot.workflows.decisions import Refused
from bot.workflows.papers.circulation import CirculatePapers
from bot.workflows.papers.paper_questions import ShowPublicCopy
from bot.workflows.papers.service import (
    AcknowledgePapers,
    ExportProof,
    MarkServedByHand,
    ProofPicture,
    ShowProof,
)


def open_round(incoming: Incoming, desk: Desk) -> Reply:
    """Just what would go round now, and to whom."""
    picture = picture_of(incoming, desk)
    if picture.round is None and picture.refused is not None:
        return refused(incoming, picture.refused)
    return in_place(incoming, round_form(picture))


def circulate(incoming: Incoming, desk: Desk) -> Reply:
    """The one act. Where something has changed since it was looked over, it is shown again as it is now."""
    asked = incoming.ids
    outcome = desk.perform(
        CirculatePapers(
            **incoming.sender,
            partnership=asked.get("p", ""),
            meeting=asked.get("meeting", ""),
            seen=asked.get("key", ""),
            to_observers=TO_OBSERVERS in incoming.choices("to_observers"),
        )
    )
    if not isinstance(outcome, Refused):
        return answered(incoming, outcome)
    picture = picture_of(incoming, desk)
    if picture.refused is not None and picture.round is None:
        return refused(incoming, outcome)
    return Open(round_form(picture, outcome))


def have(incoming: Incoming, desk: Desk) -> Reply:
    """ "I have these"."""
    asked = incoming.ids
    command = AcknowledgePapers(
        **incoming.sender, partnership=asked.get("p", ""), circulation=asked.get("key", "")
    )
    return answered(incoming, desk.perform(command))


def open_proof(incoming: Incoming, desk: Desk) -> Reply:
    """To whom agenda and papers went, one page of it."""
    picture = _proof(incoming, desk)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    return in_place(incoming, proof_modal(picture, incoming.page))


def export_proof(incoming: Incoming, desk: Desk) -> Reply:
    """The button that sends the proof as a file."""
    asked = incoming.ids
    command = ExportProof(**incoming.sender, partnership=asked.get("p", ""), meeting=asked.get("meeting", ""))
    return answered(incoming, desk.perform(command))


def open_by_hand(incoming: Incoming, desk: Desk) -> Reply:
    """The form that records who was given them another way."""
    picture = _proof(incoming, desk)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    return Open(by_hand_form(picture, incoming.ids.get("key", "")))


def by_hand(incoming: Incoming, desk: Desk) -> Reply:
    """Who was given them another way, sent in."""
    asked = incoming.ids
    command = MarkServedByHand(
        **incoming.sender,
        partnership=asked.get("p", ""),
        circulation=asked.get("key", ""),
        people=incoming.choices("people"),
        on=incoming.day("on"),
    )
    return answered(incoming, desk.perform(command))


def open_public_copy(incoming: Incoming, desk: Desk) -> Reply:
    """Agenda and papers as anybody may see them."""
    asked = incoming.ids
    question = ShowPublicCopy(
        **incoming.who, partnership=asked.get("p", ""), meeting=asked.get("meeting", "")
    )
    copy = desk.ask(question)
    return refused(incoming, copy.refused) if copy.refused is not None else Open(public_modal(copy))


def _proof(incoming: Incoming, desk: Desk) -> ProofPicture:
    asked = incoming.ids
    return desk.ask(
        ShowProof(**incoming.who, partnership=asked.get("p", ""), meeting=asked.get("meeting", ""))
    )

"""Members told that a tender is considered: the form, and what was sent in."""

from bot.handlers.bids import tender_of
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.tenders.tender_notice import WIDER, tell_form
from bot.workflows.tenders.tender_notice import TellMembers
from bot.workflows.tenders.tender_proof import ExportTenderProof
from bot.workflows.tenders.tender_questions import TellForm


def open_tell(incoming: Incoming, desk: Desk) -> Reply:
    """The form that tells members."""
    facts = desk.ask(TellForm(**incoming.who, **tender_of(incoming)))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(tell_form(facts))


def tell(incoming: Incoming, desk: Desk) -> Reply:
    """What the partnership intends, sent in: every member is told."""
    command = TellMembers(
        **incoming.sender,
        **tender_of(incoming),
        intends=incoming.words("intends"),
        answers_by=incoming.day("answers_by"),
        wider=WIDER in incoming.choices("wider"),
    )
    return answered(incoming, desk.perform(command))


def export_proof(incoming: Incoming, desk: Desk) -> Reply:
    """The button that sends the proof as a file."""
    command = ExportTenderProof(**incoming.sender, **tender_of(incoming))
    return answered(incoming, desk.perform(command))

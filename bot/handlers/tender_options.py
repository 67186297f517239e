"""The options of a tender: recording one with its points, and changing it."""

from bot.handlers.bids import tender_of
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.tenders.tender_options import option_form
from bot.workflows.decisions import derived_id
from bot.workflows.tenders.tender_options import OptionForm, RecordOption


def open_option(incoming: Incoming, desk: Desk) -> Reply:
    """The form that records an option, or changes one."""
    facts = desk.ask(OptionForm(**incoming.who, **tender_of(incoming), option=incoming.ids.get("key", "")))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(option_form(facts))


def record_option(incoming: Incoming, desk: Desk) -> Reply:
    """An option, sent in. A new one has its id from the form, so the form sent twice is one option."""
    command = RecordOption(
        **incoming.sender,
        **tender_of(incoming),
        option=incoming.ids.get("key") or derived_id("option", incoming.workspace, incoming.view_id),
        name=incoming.words("name"),
        plus=incoming.words("plus"),
        minus=incoming.words("minus"),
    )
    return answered(incoming, desk.perform(command))

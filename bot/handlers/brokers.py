"""The honest broker of a bid: naming one, and answering for a partner."""

from bot.handlers.bids import tender_of
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.tenders.brokers import ACCEPT, broker_answer_form, broker_form
from bot.workflows.tenders.bid_questions import BrokerForm
from bot.workflows.tenders.brokers import AnswerBroker, NameBroker


def open_broker(incoming: Incoming, desk: Desk) -> Reply:
    """The form that names a broker."""
    facts = desk.ask(BrokerForm(**incoming.who, **tender_of(incoming), answering=False))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(broker_form(facts))


def open_answer(incoming: Incoming, desk: Desk) -> Reply:
    """The form that answers for an organisation."""
    facts = desk.ask(BrokerForm(**incoming.who, **tender_of(incoming), answering=True))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(broker_answer_form(facts))


def name_broker(incoming: Incoming, desk: Desk) -> Reply:
    """A broker named."""
    command = NameBroker(**incoming.sender, **tender_of(incoming), name=incoming.words("name"))
    return answered(incoming, desk.perform(command))


def answer_broker(incoming: Incoming, desk: Desk) -> Reply:
    """An answer sent in."""
    command = AnswerBroker(
        **incoming.sender,
        **tender_of(incoming),
        broker=incoming.ids.get("key", ""),
        accepts=incoming.choice("choice") == ACCEPT,
        words=incoming.words("words"),
        on_behalf_of=incoming.choice("on_behalf_of") or None,
    )
    return answered(incoming, desk.perform(command))

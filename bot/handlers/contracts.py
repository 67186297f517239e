"""The contract of a bid: entering it, and marking a return as received."""

from datetime import date

from bot.handlers.bids import tender_of
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, mistakes, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.tenders.contracts import contract_form, return_form
from bot.workflows.decisions import Refused
from bot.workflows.tenders.contract_questions import ContractForm
from bot.workflows.tenders.contracts import EnterContract
from bot.workflows.tenders.returns import ReceiveReturn

NO_NUMBER = Refused("Give a whole number of days, such as 14.", field="days")
NONE_WAITING = Refused("Every return that was asked for has come.")


def open_contract(incoming: Incoming, desk: Desk) -> Reply:
    """The form that enters a contract."""
    facts = desk.ask(ContractForm(**incoming.who, **tender_of(incoming)))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(contract_form(facts))


def open_return(incoming: Incoming, desk: Desk) -> Reply:
    """The form that marks a return as received."""
    facts = desk.ask(ContractForm(**incoming.who, **tender_of(incoming)))
    why = facts.refused or (None if facts.waiting else NONE_WAITING)
    return refused(incoming, why) if why is not None else Open(return_form(facts))


def enter(incoming: Incoming, desk: Desk) -> Reply:
    """A contract sent in."""
    days = incoming.words("days").strip()
    if days and not (days.isascii() and days.isdecimal() and len(days) < 4):
        return mistakes(incoming, NO_NUMBER)
    command = EnterContract(
        **incoming.sender,
        **tender_of(incoming),
        holder=incoming.choice("holder"),
        dated_on=incoming.day("dated_on"),
        ends_on=incoming.day("ends_on"),
        sla_on=incoming.day("sla_on"),
        penalties=incoming.words("penalties"),
        every=incoming.choice("every"),
        days=int(days) if days else None,
    )
    return answered(incoming, desk.perform(command))


def receive(incoming: Incoming, desk: Desk) -> Reply:
    """A return that has come."""
    organisation, _bar, end = incoming.choice("return").partition("|")
    command = ReceiveReturn(
        **incoming.sender,
        **tender_of(incoming),
        organisation=organisation,
        period_end=_day(end),
        on=incoming.day("on"),
    )
    return answered(incoming, desk.perform(command))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""Who does what in a bid: its project team, its lead, its delivery partners."""

from collections.abc import Callable

from bot.handlers.bids import tender_of
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.modals import View
from bot.presenters.tenders.bid_people import award_form, lead_form, partner_form, team_form
from bot.workflows.tenders.awards import RecordAward
from bot.workflows.tenders.bid_people import YES, AppointTeam, SayWhetherLeadDelivers, SelectPartner
from bot.workflows.tenders.bid_questions import PeopleForm, PeopleFormFacts


def open_team(incoming: Incoming, desk: Desk) -> Reply:
    """The form that appoints a project team."""
    return _open(incoming, desk, team_form)


def open_lead(incoming: Incoming, desk: Desk) -> Reply:
    """The form that asks whether the lead also delivers."""
    return _open(incoming, desk, lead_form)


def open_partner(incoming: Incoming, desk: Desk) -> Reply:
    """The form that selects who delivers."""
    return _open(incoming, desk, partner_form)


def open_award(incoming: Incoming, desk: Desk) -> Reply:
    """The form that records an award."""
    return _open(incoming, desk, award_form)


def award(incoming: Incoming, desk: Desk) -> Reply:
    """An award sent in."""
    command = RecordAward(
        **incoming.sender,
        **tender_of(incoming),
        organisation=incoming.choice("organisation"),
        holder=incoming.words("holder"),
        on=incoming.day("on"),
        decision=incoming.choice("decision"),
        words=incoming.words("words"),
    )
    return answered(incoming, desk.perform(command))


def appoint(incoming: Incoming, desk: Desk) -> Reply:
    """A project team sent in."""
    command = AppointTeam(
        **incoming.sender,
        **tender_of(incoming),
        people=incoming.choices("people"),
        reason=incoming.words("reason"),
    )
    return answered(incoming, desk.perform(command))


def lead_delivers(incoming: Incoming, desk: Desk) -> Reply:
    """What the lead says, sent in."""
    command = SayWhetherLeadDelivers(
        **incoming.sender,
        **tender_of(incoming),
        organisation=incoming.choice("organisation"),
        delivers=incoming.choice("delivers") == YES,
    )
    return answered(incoming, desk.perform(command))


def select(incoming: Incoming, desk: Desk) -> Reply:
    """Who delivers, sent in."""
    command = SelectPartner(
        **incoming.sender,
        **tender_of(incoming),
        organisation=incoming.choice("organisation"),
        decision=incoming.choice("decision"),
        contract_on=incoming.day("contract_on"),
        sla_on=incoming.day("sla_on"),
        part=incoming.words("part"),
        on_condition=incoming.words("on_condition"),
        off=bool(incoming.choices("off")),
    )
    return answered(incoming, desk.perform(command))


def _open(incoming: Incoming, desk: Desk, form: Callable[[PeopleFormFacts], View]) -> Reply:
    facts = desk.ask(PeopleForm(**incoming.who, **tender_of(incoming)))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(form(facts))

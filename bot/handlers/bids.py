"""A bid on its way: recording a step, and moving a tender to another stage."""

from typing import TypedDict

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.tenders.bids import move_form, step_form
from bot.workflows.tenders.bid_questions import MoveForm, StepForm
from bot.workflows.tenders.moving_tenders import MoveTender, RecordStep


def open_step(incoming: Incoming, desk: Desk) -> Reply:
    """The form that records a step."""
    facts = desk.ask(StepForm(**incoming.who, **tender_of(incoming), step=incoming.ids.get("key", "")))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(step_form(facts))


def open_move(incoming: Incoming, desk: Desk) -> Reply:
    """The form that moves a tender."""
    facts = desk.ask(MoveForm(**incoming.who, **tender_of(incoming)))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(move_form(facts))


def record_step(incoming: Incoming, desk: Desk) -> Reply:
    """A step sent in."""
    command = RecordStep(
        **incoming.sender,
        **tender_of(incoming),
        step=incoming.ids.get("key", ""),
        on=incoming.day("on"),
        decision=incoming.choice("decision"),
        organisation=incoming.choice("organisation") or None,
        words=incoming.choice("words") or incoming.words("words"),
    )
    return answered(incoming, desk.perform(command))


def move(incoming: Incoming, desk: Desk) -> Reply:
    """Another stage sent in."""
    command = MoveTender(
        **incoming.sender,
        **tender_of(incoming),
        stage=incoming.choice("stage"),
        on=incoming.day("on"),
        words=incoming.words("words"),
        was=incoming.ids.get("was", ""),
    )
    return answered(incoming, desk.perform(command))


class OfTender(TypedDict):
    """The fields of a question or command that say which tender it is about."""

    partnership: str
    tender: str


def tender_of(incoming: Incoming) -> OfTender:
    """Which tender of which partnership is meant."""
    asked = incoming.ids
    return {"partnership": asked.get("p", ""), "tender": asked.get("tender", "")}

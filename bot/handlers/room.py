"""The room of a meeting: who is here, who comes and goes, what is said aloud, who chairs, what is ratified."""

from bot.handlers.desk import Desk
from bot.handlers.errors import GONE, answered, mistakes, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.kinds import named_anywhere
from bot.handlers.replies import Change, Nothing, Open, Reply
from bot.presenters.room.room import (
    awaiting_modal,
    meeting_chair_form,
    oral_form,
    participation_modal,
    ratify_form,
    room_modal,
    vacancy_form,
)
from bot.presenters.room.room_absent import ARRIVING, STRIKING
from bot.presenters.votes.voting import CARRY_ON, CONSENSUS
from bot.workflows.decisions import AlreadyDone, Answer, Decision, Refused, derived_id
from bot.workflows.entries.ratifying import AS_IT_IS, IN_OTHER_WORDS
from bot.workflows.meetings.meetings import MarkArrival, MarkDeparture, StrikeStay
from bot.workflows.questions import PutForm
from bot.workflows.room.acting import ChooseActingChairOfMeeting
from bot.workflows.room.declarations_first import RecordOralDeclarations
from bot.workflows.room.room_questions import MeetingChairForm, OralForm, WhatAwaits, WhoIsHere, WhoTookPart
from bot.workflows.room.vacancies import RuleOnVacancy
from bot.workflows.votes.moving import PutMotion

NOBODY_CHOSEN = Refused(
    "Nobody is chosen.", next="Choose who in the menu beside the button, then press it again."
)
OTHER_WORDS_TYPED = Refused(
    "You typed other words. Choose to ratify it in other words, or empty them to ratify it as it is.",
    field="as",
)
NO_WAY = Refused("Choose whether it is ratified as it is or with other words.", field="as")


def open_room(incoming: Incoming, desk: Desk) -> Reply:
    """Who is here, who may vote, are we quorate?"""
    picture = desk.ask(WhoIsHere(**incoming.who, partnership=incoming.ids.get("p", "")))
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    return Open(room_modal(picture))


def turn_page(incoming: Incoming, desk: Desk) -> Reply:
    """Another page of the room."""
    picture = desk.ask(WhoIsHere(**incoming.who, partnership=incoming.ids.get("p", "")))
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    return Change(room_modal(picture, incoming.page))


def mark_arrival(incoming: Incoming, desk: Desk) -> Reply:
    """Somebody has come: whoever is chosen in the menu beside the button."""
    asked = incoming.ids
    organisation, _, person = incoming.menu(ARRIVING).partition(":")
    if not organisation:
        return refused(incoming, NOBODY_CHOSEN)
    command = MarkArrival(
        **incoming.sender,
        partnership=asked.get("p", ""),
        meeting=asked.get("meeting", ""),
        organisation=organisation,
        person=person or None,
        remote=asked.get("how") == "remote",
    )
    return _in_the_room(incoming, desk, desk.perform(command))


def mark_departure(incoming: Incoming, desk: Desk) -> Reply:
    """Somebody has gone."""
    asked = incoming.ids
    command = MarkDeparture(
        **incoming.sender,
        partnership=asked.get("p", ""),
        meeting=asked.get("meeting", ""),
        stay=asked.get("stay", ""),
    )
    return _in_the_room(incoming, desk, desk.perform(command))


def strike_stay(incoming: Incoming, desk: Desk) -> Reply:
    """Somebody was marked by mistake: whoever's button it is, or whoever of those gone is chosen in the menu beside it."""
    asked = incoming.ids
    stay = asked.get("stay") or incoming.menu(STRIKING)
    if not stay:
        return refused(incoming, NOBODY_CHOSEN)
    command = StrikeStay(
        **incoming.sender, partnership=asked.get("p", ""), meeting=asked.get("meeting", ""), stay=stay
    )
    return _in_the_room(incoming, desk, desk.perform(command))


def chosen(incoming: Incoming, desk: Desk) -> Reply:
    """Somebody is chosen in a menu, which does nothing before the button beside it is pressed."""
    return Nothing()


def open_oral(incoming: Incoming, desk: Desk) -> Reply:
    """The form for declarations made aloud."""
    facts = desk.ask(OralForm(**incoming.who, partnership=incoming.ids.get("p", "")))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Open(oral_form(facts))


def record_oral(incoming: Incoming, desk: Desk) -> Reply:
    """What was said aloud, sent in."""
    command = RecordOralDeclarations(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        meeting=incoming.ids.get("meeting", ""),
        nil=incoming.choices("nil"),
        interest_of=incoming.choice("interest_of") or None,
        about=incoming.choice("about"),
        nature=incoming.words("nature"),
    )
    return _in_the_room(incoming, desk, desk.perform(command))


def open_meeting_chair(incoming: Incoming, desk: Desk) -> Reply:
    """Who may chair the meeting instead of the chair?"""
    facts = desk.ask(MeetingChairForm(**incoming.who, partnership=incoming.ids.get("p", "")))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Open(meeting_chair_form(facts))


def choose_meeting_chair(incoming: Incoming, desk: Desk) -> Reply:
    """The acting chair those present have chosen, sent in."""
    command = ChooseActingChairOfMeeting(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        meeting=incoming.ids.get("meeting", ""),
        chosen=incoming.choice("chosen"),
    )
    return _in_the_room(incoming, desk, desk.perform(command))


def open_vacancy(incoming: Incoming, desk: Desk) -> Reply:
    """The form by which whoever is chairing rules on a vacancy."""
    picture = desk.ask(WhoIsHere(**incoming.who, partnership=incoming.ids.get("p", "")))
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    return Open(vacancy_form(picture))


def rule_on_vacancy(incoming: Incoming, desk: Desk) -> Reply:
    """The ruling sent in."""
    command = RuleOnVacancy(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        meeting=incoming.ids.get("meeting", ""),
        reason=incoming.words("reason"),
    )
    return _in_the_room(incoming, desk, desk.perform(command))


def open_awaiting(incoming: Incoming, desk: Desk) -> Reply:
    """The decisions that await ratification."""
    picture = desk.ask(WhatAwaits(**incoming.who, partnership=incoming.ids.get("p", "")))
    return refused(incoming, picture.refused) if picture.refused else Open(awaiting_modal(picture))


def open_ratify(incoming: Incoming, desk: Desk) -> Reply:
    """The form that puts one of them for ratification."""
    partnership, motion = incoming.ids.get("p", ""), incoming.ids.get("motion", "")
    facts = desk.ask(PutForm(**incoming.who, partnership=partnership))
    if (no := facts.refused or facts.in_the_room) is not None:
        return refused(incoming, no)
    picture = desk.ask(WhatAwaits(**incoming.who, partnership=partnership))
    decision = next((each for each in picture.awaiting if each.motion == motion), None)
    if decision is None:
        return refused(incoming, GONE)
    return Open(ratify_form(picture, decision, facts))


def ratify(incoming: Incoming, desk: Desk) -> Reply:
    """A ratification sent in: a motion whose text follows from the decision, or from the words it is amended to."""
    way = incoming.choice("as")
    if way not in (AS_IT_IS, IN_OTHER_WORDS):
        return mistakes(incoming, NO_WAY)
    amended = way == IN_OTHER_WORDS
    typed = incoming.words("text").strip()
    if not amended and typed and typed != incoming.shown_words("text").strip():
        return mistakes(incoming, OTHER_WORDS_TYPED)
    command = PutMotion(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        motion=derived_id("motion", incoming.workspace, incoming.view_id),
        text=incoming.words("text") if amended else "",
        how=incoming.choice("how") or "meeting",
        consensus_sought=CONSENSUS in incoming.choices("consensus_sought"),
        ratifies=incoming.ids.get("motion", ""),
        amended=amended,
        carry_on=CARRY_ON in incoming.choices("carry_on"),
        paper=incoming.choice("paper") or None,
        particulars=named_anywhere(incoming) if amended else {},
    )
    return answered(incoming, desk.perform(command))


def open_participation(incoming: Incoming, desk: Desk) -> Reply:
    """How has each organisation taken part?"""
    picture = desk.ask(WhoTookPart(**incoming.who, partnership=incoming.ids.get("p", "")))
    return refused(incoming, picture.refused) if picture.refused else Open(participation_modal(picture))


def _in_the_room(incoming: Incoming, desk: Desk, outcome: Decision | Refused | AlreadyDone) -> Reply:
    """The room as it is after what was done in it, with what was done said first."""
    if isinstance(outcome, Refused):
        return answered(incoming, outcome)
    told: Answer | None = outcome.answer if isinstance(outcome, Decision) else None
    picture = desk.ask(WhoIsHere(**incoming.who, partnership=incoming.ids.get("p", "")))
    if picture.refused is not None:
        return answered(incoming, outcome)
    view = room_modal(picture, told=told)
    return Change(view) if incoming.surface is Surface.MODAL else Open(view)

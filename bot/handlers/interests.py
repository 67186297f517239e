"""Declaring an interest, and the chair's ruling on it."""

from dataclasses import replace

from bot.handlers.desk import Desk
from bot.handlers.errors import GONE, answered, mistakes, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply, Say
from bot.presenters.room.declaring import NIL, declare_form
from bot.workflows.decisions import Decision, Refused, derived_id
from bot.workflows.interests.interests import DeclareInterest, Ruling, known_as
from bot.workflows.interests.ruling import RuleOnInterest
from bot.workflows.meetings.meetings import LONGEST_TITLE
from bot.workflows.questions import DeclareForm

BOTH = Refused("Choose one from the list or name a new one, not both.", field="new_title")
LONG = Refused(f"Please name it in {LONGEST_TITLE} characters or fewer.", field="new_title")


def start_declaring(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """Open the form, with what was typed after the command in it."""
    facts = desk.ask(DeclareForm(**incoming.who, partnership=partnership))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Open(declare_form(facts, text, incoming.ids.get("subject", "")))


def open_declare(incoming: Incoming, desk: Desk) -> Reply:
    """The button that asks for a declaration, wherever it stands; on a motion's message the motion is chosen already."""
    return start_declaring(incoming, desk, incoming.ids.get("p", ""), "")


def declare(incoming: Incoming, desk: Desk) -> Reply:
    """The form sent in."""
    kind, _, subject = incoming.choice("subject").partition("|")
    title = incoming.words("new_title").strip()
    if (
        subject and title and kind != "meeting"
    ):  # the meeting stands there unasked; a name typed is the choice
        return mistakes(incoming, BOTH)
    if len(title) > LONGEST_TITLE:
        return mistakes(incoming, LONG)
    if title or not subject:
        kind = incoming.choice("new_kind") or "item"
        subject = derived_id(kind, incoming.ids.get("p", ""), known_as(title))
    outcome = desk.perform(
        DeclareInterest(
            **incoming.sender,
            partnership=incoming.ids.get("p", ""),
            subject_kind=kind,
            subject=subject,
            new_title=title,
            nil=NIL in incoming.choices("nil"),
            nature=incoming.words("nature"),
            on_behalf_of=incoming.choice("on_behalf_of") or None,
        )
    )
    return answered(incoming, outcome)


def rule(incoming: Incoming, desk: Desk) -> Reply:
    """One of the four buttons of whoever is chairing."""
    chosen = incoming.ids
    if chosen.get("ruling") not in tuple(Ruling) or not chosen.get("declaration", "").isdecimal():
        return refused(incoming, GONE)
    outcome = desk.perform(
        RuleOnInterest(
            **incoming.sender,
            partnership=chosen.get("p", ""),
            interest=chosen.get("interest", ""),
            declaration=int(chosen["declaration"]),
            ruling=Ruling(chosen["ruling"]),
            was=chosen.get("was", ""),
        )
    )
    reply = answered(incoming, outcome)
    if isinstance(reply, Say) and isinstance(outcome, Decision):
        return replace(reply, instead=True)  # the message that asked says what was ruled, without buttons
    return reply

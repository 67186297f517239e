"""Policies and evidence: seeing what is held and what is out of date, recording one, and taking one off."""

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, mistakes, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.tenders.policies import policies_screen, policy_form
from bot.workflows.decisions import Refused
from bot.workflows.tenders.policies import USUAL, DropPolicy, RecordPolicy
from bot.workflows.tenders.policy_questions import PolicyForm, ShowPolicies

BOTH = Refused(
    "You chose one above and typed another: choose “Something else” for it, or leave this empty.",
    field="other",
)


def open_policies(incoming: Incoming, desk: Desk) -> Reply:
    """The button that shows the policies, another tab or another page of them."""
    asked = incoming.ids
    question = ShowPolicies(
        **incoming.who,
        partnership=asked.get("p", ""),
        which=asked.get("tab", ""),
        page=incoming.page,
    )
    picture = desk.ask(question)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    shown = policies_screen(picture)
    return Change(shown) if incoming.surface is Surface.MODAL and "tab" in asked else Open(shown)


def open_policy(incoming: Incoming, desk: Desk) -> Reply:
    """The form that records a policy, or that one was reviewed."""
    asked = incoming.ids
    question = PolicyForm(
        **incoming.who,
        partnership=asked.get("p", ""),
        policy=asked.get("key", ""),
        organisation=asked.get("organisation", ""),
    )
    facts = desk.ask(question)
    return refused(incoming, facts.refused) if facts.refused is not None else Open(policy_form(facts))


def record(incoming: Incoming, desk: Desk) -> Reply:
    """A policy sent in."""
    asked, which, other = incoming.ids, incoming.choice("which"), incoming.words("other").strip()
    usual = USUAL[int(which)] if which.isdecimal() and int(which) < len(USUAL) else ""
    if usual and other:
        return mistakes(incoming, BOTH)
    command = RecordPolicy(
        **incoming.sender,
        partnership=asked.get("p", ""),
        policy=asked.get("key", ""),
        name=usual or other,
        reviewed_on=incoming.day("reviewed_on"),
        until=incoming.day("until"),
        note=incoming.words("note"),
        on_behalf_of=incoming.choice("on_behalf_of") or asked.get("organisation") or None,
    )
    return answered(incoming, desk.perform(command))


def drop(incoming: Incoming, desk: Desk) -> Reply:
    """The button that takes a policy off."""
    asked = incoming.ids
    command = DropPolicy(**incoming.sender, partnership=asked.get("p", ""), policy=asked.get("key", ""))
    return answered(incoming, desk.perform(command))

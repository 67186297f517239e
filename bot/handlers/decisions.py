"""The register of decisions: looking in it, one entry, the file, and what becomes of an entry."""

from bot import ids
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.entries.decisions import correct_form, decision_modal, decisions_modal, override_form
from bot.presenters.modals import View
from bot.workflows.decisions import AlreadyDone, Answer, Command, Decision, Refused
from bot.workflows.entries.correcting import UNKNOWN, CorrectDecision
from bot.workflows.entries.entry_questions import (
    DecisionPicture,
    ExportDecisions,
    ShowDecision,
    ShowDecisions,
    Wanted,
)
from bot.workflows.entries.overriding import OverrideDecision, ReportOverride

# Slack stacks three views at most: these give way to the list, so that an entry and a form fit above it.
GIVES_WAY = (ids.FORM_DECISIONS, ids.FORM_PARTNERSHIP)


def start_decisions(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """The register; with the number of a decision after the command that entry, with other words what they are found in."""
    if text.strip():
        picture = desk.ask(ShowDecision(**incoming.who, partnership=partnership, decision=text.strip()))
        if picture.entry is not None:
            return Open(decision_modal(picture))
    return _listed(incoming, desk, partnership, Wanted(text=text.strip()))


def open_decisions(incoming: Incoming, desk: Desk) -> Reply:
    """The button that shows the register, or another page of it."""
    return _listed(incoming, desk, incoming.ids.get("p", ""), _wanted(incoming), incoming.page)


def search(incoming: Incoming, desk: Desk) -> Reply:
    """What is looked for, sent in: the list shows what was found."""
    wanted = Wanted(
        text=incoming.words("text").strip(),
        year=incoming.choice("year"),
        status=incoming.choice("status"),
        kind=incoming.choice("kind"),
    )
    return _listed(incoming, desk, incoming.ids.get("p", ""), wanted)


def open_decision(incoming: Incoming, desk: Desk) -> Reply:
    """One entry."""
    picture = _picture(incoming, desk)
    if picture.entry is None:
        return refused(incoming, picture.refused or UNKNOWN)
    return Open(decision_modal(picture))


def export(incoming: Incoming, desk: Desk) -> Reply:
    """The button that sends what was found as a file."""
    command = ExportDecisions(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        form=incoming.ids.get("form", ""),
        wanted=_wanted(incoming),
    )
    return answered(incoming, desk.perform(command))


def open_correct(incoming: Incoming, desk: Desk) -> Reply:
    """The form that enters what became of a decision."""
    picture = _picture(incoming, desk)
    return (
        Open(correct_form(picture)) if picture.may_correct else refused(incoming, picture.refused or UNKNOWN)
    )


def open_override(incoming: Incoming, desk: Desk) -> Reply:
    """The form by which the accountable body overrides a decision."""
    picture = _picture(incoming, desk)
    return (
        Open(override_form(picture))
        if picture.may_override
        else refused(incoming, picture.refused or UNKNOWN)
    )


def correct(incoming: Incoming, desk: Desk) -> Reply:
    """What became of a decision, sent in; the entry is shown as it now stands."""
    return _done(
        incoming,
        desk,
        CorrectDecision(
            **incoming.sender,
            **_named(incoming),
            becomes=incoming.choice("becomes"),
            reason=incoming.words("reason"),
            text=incoming.words("text"),
        ),
    )


def override(incoming: Incoming, desk: Desk) -> Reply:
    """An override, sent in; the entry is shown as it now stands."""
    return _done(
        incoming,
        desk,
        OverrideDecision(**incoming.sender, **_named(incoming), cited=incoming.words("cited")),
    )


def report(incoming: Incoming, desk: Desk) -> Reply:
    """The button that records that an override was reported; the entry is shown as it now stands."""
    return _done(incoming, desk, ReportOverride(**incoming.sender, **_named(incoming)))


def _done(incoming: Incoming, desk: Desk, command: Command) -> Reply:
    outcome = desk.perform(command)
    if isinstance(outcome, Refused | AlreadyDone) or incoming.surface is Surface.MESSAGE:
        return answered(incoming, outcome)
    return _shown(incoming, desk, outcome)


def _shown(incoming: Incoming, desk: Desk, outcome: Decision) -> Reply:
    said: Answer = outcome.answer
    view = decision_modal(_picture(incoming, desk), said)
    return Change(view) if incoming.surface is Surface.MODAL else Open(view)


def _listed(incoming: Incoming, desk: Desk, partnership: str, wanted: Wanted, page: int = 0) -> Reply:
    picture = desk.ask(ShowDecisions(**incoming.who, partnership=partnership, wanted=wanted))
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    return _in_place(incoming, decisions_modal(picture, page))


def _in_place(incoming: Incoming, view: View) -> Reply:
    within = incoming.surface is Surface.MODAL and incoming.view.get("callback_id") in GIVES_WAY
    return Change(view) if within else Open(view)


def _picture(incoming: Incoming, desk: Desk) -> DecisionPicture:
    return desk.ask(ShowDecision(**incoming.who, **_named(incoming)))


def _named(incoming: Incoming) -> dict[str, str]:
    return {"partnership": incoming.ids.get("p", ""), "decision": incoming.ids.get("decision", "")}


def _wanted(incoming: Incoming) -> Wanted:
    asked = incoming.ids
    return Wanted(
        text=asked.get("text", ""),
        year=asked.get("year", ""),
        status=asked.get("status", ""),
        kind=asked.get("kind", ""),
    )

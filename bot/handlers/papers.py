"""Papers: seeing them, submitting one, deciding about one, and whether a late one is taken."""

from typing import Any

from bot import ids
from bot.handlers import looking_over
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Nothing, Open, Reply
from bot.presenters.modals import View
from bot.presenters.papers.papers import (
    AMENDMENT,
    CONFIDENTIAL,
    paper_form,
    papers_modal,
    renew_buttons,
    submit_form,
)
from bot.workflows.decisions import Answer, Command, Decision, Refused, derived_id
from bot.workflows.papers.deciding_papers import ACCEPT, DecidePaper
from bot.workflows.papers.late_papers import AdmitLatePaper
from bot.workflows.papers.paper_checks import SubmittedFile
from bot.workflows.papers.paper_questions import PapersPicture, ShowPaper, ShowPapers, SubmitForm
from bot.workflows.papers.submitting import SubmitPaper

# Slack stacks three views at most: these give way to what is opened from them, so that a form fits above it.
GIVES_WAY = (
    ids.FORM_PAPERS,
    ids.FORM_MEETINGS,
    ids.FORM_AGENDA,
    ids.FORM_ROOM,
    ids.FORM_PROOF,
    ids.FORM_CIRCULATE,
)


def start_papers(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """The papers of the next meeting; with words after the command, the form that submits a paper of that title."""
    if text.strip():
        return _submit_form(incoming, desk, SubmitForm(**incoming.who, partnership=partnership), text.strip())
    return _shown(incoming, desk.ask(ShowPapers(**incoming.who, partnership=partnership)))


def open_papers(incoming: Incoming, desk: Desk) -> Reply:
    """The button that shows the papers of a meeting."""
    asked = incoming.ids
    question = ShowPapers(**incoming.who, partnership=asked.get("p", ""), meeting=asked.get("meeting", ""))
    return _shown(incoming, desk.ask(question))


def open_submit(incoming: Incoming, desk: Desk) -> Reply:
    """The form that submits a paper, or a new version of one."""
    asked = incoming.ids
    question = SubmitForm(
        **incoming.who,
        partnership=asked.get("p", ""),
        meeting=asked.get("meeting", ""),
        paper=asked.get("key", ""),
        item=asked.get("item", ""),
    )
    return _submit_form(incoming, desk, question, "")


def submit(incoming: Incoming, desk: Desk) -> Reply:
    """A paper sent in. Its id comes from the form, so the form sent twice is one paper."""
    marks = incoming.choices("marks")
    command = SubmitPaper(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        meeting=incoming.choice("meeting"),
        paper=derived_id("paper", incoming.workspace, incoming.view_id),
        title=incoming.words("title"),
        item=incoming.choice("item") or None,
        files=tuple(
            SubmittedFile(each.id, each.name, each.media_type, each.size, each.url)
            for each in incoming.files("file")
        ),
        link=incoming.words("link"),
        confidential=CONFIDENTIAL in marks,
        amendment=AMENDMENT in marks,
        new_version_of=incoming.choice("new_version_of") or None,
        on_behalf_of=incoming.choice("on_behalf_of") or None,
    )
    return answered(incoming, desk.perform(command))


def open_paper(incoming: Incoming, desk: Desk) -> Reply:
    """One paper, with what may be decided about it."""
    picture = desk.ask(ShowPaper(**incoming.who, **_paper(incoming)))
    return refused(incoming, picture.refused) if picture.refused is not None else Open(paper_form(picture))


def decide(incoming: Incoming, desk: Desk) -> Reply:
    """What is to become of a paper, sent in."""
    command = DecidePaper(
        **incoming.sender,
        **_paper(incoming),
        decision=incoming.choice("decision"),
        reason=incoming.words("reason"),
        item=incoming.choice("item") or None,
    )
    return answered(incoming, desk.perform(command))


def accept(incoming: Incoming, desk: Desk) -> Reply:
    """The button that accepts a paper."""
    return _pressed(incoming, desk, DecidePaper(**incoming.sender, **_paper(incoming), decision=ACCEPT))


def admit(incoming: Incoming, desk: Desk) -> Reply:
    """The button that records that a late paper is taken."""
    return _pressed(incoming, desk, AdmitLatePaper(**incoming.sender, **_paper(incoming), agreed=True))


def refuse(incoming: Incoming, desk: Desk) -> Reply:
    """The button that records that a late paper is not taken."""
    return _pressed(incoming, desk, AdmitLatePaper(**incoming.sender, **_paper(incoming), agreed=False))


def open_link(incoming: Incoming, desk: Desk) -> Reply:
    """A button that opens an address, which Slack does by itself and tells us of."""
    return Nothing()


def in_place(incoming: Incoming, view: View) -> Reply:
    """A screen that takes the place of the one it was asked for from, where that gives way."""
    within = incoming.surface is Surface.MODAL and incoming.view.get("callback_id") in GIVES_WAY
    return Change(view) if within else Open(view)


def _shown(incoming: Incoming, picture: PapersPicture, said: Answer | None = None) -> Reply:
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    return in_place(incoming, papers_modal(picture, said))


def _submit_form(incoming: Incoming, desk: Desk, question: SubmitForm, title: str) -> Reply:
    facts = desk.ask(question)
    return refused(incoming, facts.refused) if facts.refused is not None else Open(submit_form(facts, title))


def _pressed(incoming: Incoming, desk: Desk, command: Command) -> Reply:
    """A button that decides: in the list the list is shown as it now is, elsewhere the answer alone."""
    outcome = desk.perform(command)
    if isinstance(outcome, Decision) and looking_over.was_there(incoming):
        return looking_over.back(incoming, desk, outcome.answer)
    if isinstance(outcome, Refused):
        return refused(incoming, outcome, renew_buttons(outcome, incoming.ids.get("p", "")))
    in_list = incoming.surface is Surface.MODAL and incoming.view.get("callback_id") == ids.FORM_PAPERS
    if not in_list or not isinstance(outcome, Decision) or not outcome.events:
        return answered(incoming, outcome)
    meeting = getattr(outcome.events[0], "meeting", "")
    question = ShowPapers(**incoming.who, partnership=incoming.ids.get("p", ""), meeting=meeting)
    return _shown(incoming, desk.ask(question), outcome.answer)


def _paper(incoming: Incoming) -> dict[str, Any]:
    asked = incoming.ids
    return {"partnership": asked.get("p", ""), "paper": asked.get("key", "")}

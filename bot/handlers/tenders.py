"""Tenders: seeing them, recording or suggesting one, and setting one aside."""

from bot.handlers.bids import tender_of
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, done, mistakes, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.tenders.tenders import (
    change_form,
    pounds,
    see_instead,
    set_aside_form,
    tender_form,
    tender_modal,
    tenders_modal,
)
from bot.workflows.decisions import Decision, Refused, derived_id
from bot.workflows.tenders.correcting_tenders import CorrectTender
from bot.workflows.tenders.pipeline import ExportPipeline, ShareTimeline
from bot.workflows.tenders.same_tender import JudgeLikeness
from bot.workflows.tenders.tender_deadline import ChangeDeadline
from bot.workflows.tenders.tender_questions import ALIVE, ShowTender, ShowTenders, TenderForm, TenderPicture
from bot.workflows.tenders.tenders import RecordTender, SetAside

NO_AMOUNT = Refused("Give the value as a number of pounds, such as 33721 or £33,721.", field="value")


def start_tenders(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """The tenders in hand; with words after the command, the form that records or suggests what they name."""
    if text.strip():
        return _form(incoming, desk, partnership, text)
    return _shown(incoming, desk, partnership, ALIVE, 0)


def open_tenders(incoming: Incoming, desk: Desk) -> Reply:
    """The button that shows the tenders, another tab or another page of them."""
    asked = incoming.ids
    return _shown(incoming, desk, asked.get("p", ""), asked.get("tab", ALIVE), incoming.page)


def open_tender(incoming: Incoming, desk: Desk) -> Reply:
    """One tender."""
    picture = _picture(incoming, desk)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    shown = tender_modal(picture)
    # “Back to the tender” stands in the window that took its place.
    return Change(shown) if incoming.ids.get("back") and incoming.surface is Surface.MODAL else Open(shown)


def open_record(incoming: Incoming, desk: Desk) -> Reply:
    """The form that records or suggests a tender."""
    return _form(incoming, desk, incoming.ids.get("p", ""), "")


def open_set_aside(incoming: Incoming, desk: Desk) -> Reply:
    """The form that asks why a tender is not pursued."""
    picture = _picture(incoming, desk)
    refusal = picture.refused or picture.not_theirs
    return refused(incoming, refusal) if refusal is not None else Open(set_aside_form(picture))


def open_deadline(incoming: Incoming, desk: Desk) -> Reply:
    """The form that asks by when bids have to be in and, of a tender that people recorded, what else is to be put right."""
    picture = _picture(incoming, desk)
    refusal = picture.refused or picture.not_theirs
    return refused(incoming, refusal) if refusal is not None else Open(change_form(picture))


def change_deadline(incoming: Incoming, desk: Desk) -> Reply:
    """By when bids have to be in, sent in."""
    command = ChangeDeadline(
        **incoming.sender,
        **tender_of(incoming),
        deadline=incoming.instant("deadline"),
    )
    return answered(incoming, desk.perform(command))


def correct(incoming: Incoming, desk: Desk) -> Reply:
    """What is to be put right of a tender, sent in."""
    try:
        value = pounds(incoming.words("value"))
    except ValueError:
        return mistakes(incoming, NO_AMOUNT)
    command = CorrectTender(
        **incoming.sender,
        **tender_of(incoming),
        title=incoming.words("title"),
        buyer=incoming.words("buyer"),
        value=value,
        deadline=incoming.instant("deadline"),
        url=incoming.words("url"),
        was=incoming.ids.get("was", ""),
    )
    return answered(incoming, desk.perform(command))


def record(incoming: Incoming, desk: Desk) -> Reply:
    """A tender sent in. Its id comes from the form, so the form sent twice is one tender."""
    try:
        value = pounds(incoming.words("value"))
    except ValueError:
        return mistakes(incoming, NO_AMOUNT)
    command = RecordTender(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        tender=derived_id("tender", incoming.workspace, incoming.view_id),
        title=incoming.words("title"),
        description=incoming.words("description"),
        buyer=incoming.words("buyer"),
        value=value,
        deadline=incoming.instant("deadline"),
        url=incoming.words("url"),
        on_behalf_of=incoming.choice("on_behalf_of") or None,
    )
    outcome = desk.perform(command)
    if isinstance(outcome, Decision):
        return done(outcome.answer, see_instead(command.partnership, command.tender))
    return answered(incoming, outcome)


def set_aside(incoming: Incoming, desk: Desk) -> Reply:
    """Why a tender is not pursued, sent in."""
    asked = incoming.ids
    command = SetAside(
        **incoming.sender,
        **tender_of(incoming),
        reason=incoming.words("reason"),
        was=asked.get("was", ""),
    )
    return answered(incoming, desk.perform(command))


def same(incoming: Incoming, desk: Desk) -> Reply:
    """The button that sets a tender aside as the same as another."""
    return _judged(incoming, desk, same=True)


def two(incoming: Incoming, desk: Desk) -> Reply:
    """The button that says that two tenders are two."""
    return _judged(incoming, desk, same=False)


def _judged(incoming: Incoming, desk: Desk, *, same: bool) -> Reply:
    asked = incoming.ids
    command = JudgeLikeness(
        **incoming.sender,
        **tender_of(incoming),
        other=asked.get("other", ""),
        same=same,
    )
    return answered(incoming, desk.perform(command))


def export_pipeline(incoming: Incoming, desk: Desk) -> Reply:
    """The button that sends the pipeline as a file."""
    command = ExportPipeline(**incoming.sender, partnership=incoming.ids.get("p", ""))
    return answered(incoming, desk.perform(command))


def share_timeline(incoming: Incoming, desk: Desk) -> Reply:
    """The button that posts the picture of the next three months."""
    command = ShareTimeline(**incoming.sender, partnership=incoming.ids.get("p", ""))
    return answered(incoming, desk.perform(command))


def _form(incoming: Incoming, desk: Desk, partnership: str, title: str) -> Reply:
    facts = desk.ask(TenderForm(**incoming.who, partnership=partnership))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(tender_form(facts, title))


def _picture(incoming: Incoming, desk: Desk) -> TenderPicture:
    return desk.ask(ShowTender(**incoming.who, **tender_of(incoming)))


def _shown(incoming: Incoming, desk: Desk, partnership: str, which: str, page: int) -> Reply:
    picture = desk.ask(ShowTenders(**incoming.who, partnership=partnership, which=which, page=page))
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    shown = tenders_modal(picture)
    return Change(shown) if incoming.surface is Surface.MODAL else Open(shown)

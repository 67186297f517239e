"""Whether somebody comes to a meeting: the answer itself, one recorded for somebody who rang up, and who is coming."""

from datetime import date, datetime
from typing import Any

from bot.handlers.desk import Desk
from bot.handlers.errors import GONE, answered, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.replies.apologies import NOBODY_NAMED, apologies_form, replies_modal, whose_form
from bot.workflows.decisions import Refused
from bot.workflows.replies.replies import ConfirmReply, RecordReply, ReplyToMeeting
from bot.workflows.replies.reply_questions import RepliesPicture, ReplyForm, ShowReplies
from bot.workflows.replies.reply_state import APOLOGIES, COMING, REMOTE

NOT_CHOSEN = Refused("Choose whose answer it is.", field="whose")


def start_replying(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """The form, with what was typed after the command as the note."""
    return _form(incoming, desk, ReplyForm(**incoming.who, partnership=partnership), text)


def open_apologies(incoming: Incoming, desk: Desk) -> Reply:
    """The button under an invitation or a reminder, about its meeting; elsewhere about whichever is to come."""
    to = incoming.ids
    question = ReplyForm(**incoming.who, partnership=to.get("p", ""), meeting=to.get("meeting", ""))
    return _form(incoming, desk, question, "")


def coming(incoming: Incoming, desk: Desk) -> Reply:
    """The button that says one comes."""
    return _decide(incoming, desk, COMING)


def remote(incoming: Incoming, desk: Desk) -> Reply:
    """The button that says one joins remotely."""
    return _decide(incoming, desk, REMOTE)


def cannot(incoming: Incoming, desk: Desk) -> Reply:
    """The button with which a deputy who was named says that they cannot."""
    return _decide(incoming, desk, APOLOGIES)


def answer(incoming: Incoming, desk: Desk) -> Reply:
    """The form sent in, for oneself or for somebody who rang up."""
    packed = incoming.ids
    chosen = incoming.choice("substitute")
    said: dict[str, Any] = {
        "partnership": packed.get("p", ""),
        "meeting": packed.get("meeting", "") or incoming.choice("meeting"),
        "answer": incoming.choice("answer"),
        "for_day": _day(packed.get("day", "")),
        "note": incoming.words("note"),
        "substitute": chosen if chosen not in ("", NOBODY_NAMED) else None,
        "stand_in": incoming.words("stand_in"),
        "on_behalf_of": incoming.choice("on_behalf_of") or packed.get("organisation", "") or None,
    }
    person = packed.get("person", "")
    command = (
        RecordReply(**incoming.sender, **said, person=person)
        if person
        else ReplyToMeeting(**incoming.sender, **said)
    )
    return answered(incoming, desk.perform(command))


def confirm(incoming: Incoming, desk: Desk) -> Reply:
    """The button that says that what was recorded is right."""
    packed = incoming.ids
    at = instant(packed.get("at", ""))
    if at is None:
        return refused(incoming, GONE)
    command = ConfirmReply(
        **incoming.sender,
        partnership=packed.get("p", ""),
        meeting=packed.get("meeting", ""),
        answered_at=at,
    )
    return answered(incoming, desk.perform(command))


def open_replies(incoming: Incoming, desk: Desk) -> Reply:
    """Who is coming: for the secretariat and the chair."""
    picture = _picture(incoming, desk)
    return refused(incoming, picture.refused) if picture.refused is not None else Open(replies_modal(picture))


def turn_page(incoming: Incoming, desk: Desk) -> Reply:
    """Another page of who is coming."""
    picture = _picture(incoming, desk)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    return Change(replies_modal(picture, incoming.page))


def open_record(incoming: Incoming, desk: Desk) -> Reply:
    """The button that records an answer: first, who rang up? It takes the list's place, for Slack stacks three forms at most."""
    picture = _picture(incoming, desk)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    form = whose_form(picture, incoming.page)
    return Change(form) if incoming.surface is Surface.MODAL else Open(form)


def whose(incoming: Incoming, desk: Desk) -> Reply:
    """Who rang up, sent in; the form for them follows."""
    organisation, _, person = incoming.choice("whose").partition("|")
    if not person:
        return refused(incoming, NOT_CHOSEN)
    question = ReplyForm(
        **incoming.who,
        partnership=incoming.ids.get("p", ""),
        meeting=incoming.ids.get("meeting", ""),
        person=person,
        organisation=organisation,
    )
    return _form(incoming, desk, question, "")


def _form(incoming: Incoming, desk: Desk, question: ReplyForm, note: str) -> Reply:
    facts = desk.ask(question)
    return (
        refused(incoming, facts.refused) if facts.refused is not None else Open(apologies_form(facts, note))
    )


def _decide(incoming: Incoming, desk: Desk, what: str) -> Reply:
    packed = incoming.ids
    command = ReplyToMeeting(
        **incoming.sender,
        partnership=packed.get("p", ""),
        meeting=packed.get("meeting", ""),
        answer=what,
        for_day=_day(packed.get("day", "")),
        on_behalf_of=packed.get("organisation") or None,
    )
    return answered(incoming, desk.perform(command))


def _picture(incoming: Incoming, desk: Desk) -> RepliesPicture:
    to = incoming.ids
    return desk.ask(ShowReplies(**incoming.who, partnership=to.get("p", ""), meeting=to.get("meeting", "")))


def _day(text: str) -> date | None:
    """A day as a button carries it; none where it carries none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def instant(text: str) -> datetime | None:
    """An instant as a button carries it; none where it carries something else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None

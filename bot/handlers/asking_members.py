"""Members are asked, and answer; and whoever asked sees who has."""

from bot import ids
from bot.handlers.bids import tender_of
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.tenders import asking_members as shown
from bot.workflows.decisions import derived_id
from bot.workflows.tenders.ask_questions import AskForm, AsksPicture, ShowAsks
from bot.workflows.tenders.asking_members import AnswerAsk, AskMembers, CloseAsk


def open_ask_members(incoming: Incoming, desk: Desk) -> Reply:
    """The form that asks members."""
    asked = incoming.ids
    question = AskForm(
        **incoming.who,
        **tender_of(incoming),
        call=asked.get("key") == shown.THE_CALL,
    )
    facts = desk.ask(question)
    return refused(incoming, facts.refused) if facts.refused is not None else Open(shown.ask_form(facts))


def open_answer(incoming: Incoming, desk: Desk) -> Reply:
    """The form that answers."""
    asked = incoming.ids
    facts = desk.ask(AskForm(**incoming.who, partnership=asked.get("p", ""), ask=asked.get("key", "") or "-"))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(shown.answer_form(facts))


def ask_members(incoming: Incoming, desk: Desk) -> Reply:
    """What is asked, sent in. Its id comes from the form, so the form sent twice asks once."""
    command = AskMembers(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        ask=derived_id("ask", incoming.workspace, incoming.view_id),
        tender=incoming.ids.get("tender", ""),
        words=incoming.words("words"),
        wanted_by=incoming.day("wanted_by"),
        call=incoming.ids.get("key") == shown.THE_CALL,
    )
    return answered(incoming, desk.perform(command))


def answer(incoming: Incoming, desk: Desk) -> Reply:
    """An answer, sent in."""
    command = AnswerAsk(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        ask=incoming.ids.get("key", ""),
        helps=True,
        words=incoming.words("words"),
        on_behalf_of=incoming.choice("on_behalf_of") or None,
    )
    return answered(incoming, desk.perform(command))


def cannot_help(incoming: Incoming, desk: Desk) -> Reply:
    """“We cannot help”, at one click."""
    asked = incoming.ids
    p, ask = asked.get("p", ""), asked.get("key", "")
    command = AnswerAsk(
        **incoming.sender,
        partnership=p,
        ask=ask,
        helps=False,
        on_behalf_of=asked.get("organisation") or None,
    )
    return answered(incoming, desk.perform(command), ids.CANNOT_HELP, p=p, key=ask)


def open_asks(incoming: Incoming, desk: Desk) -> Reply:
    """What members were asked, or another page of it."""
    picture = _picture(incoming, desk)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    view = shown.asks_screen(picture)
    turned = incoming.surface is Surface.MODAL and "page" in incoming.ids
    return Change(view) if turned else Open(view)


def open_ask(incoming: Incoming, desk: Desk) -> Reply:
    """One request with a page of its replies."""
    picture = _picture(incoming, desk, incoming.ids.get("key", "") or "-")
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    view = shown.ask_screen(picture)
    turned = incoming.surface is Surface.MODAL and "page" in incoming.ids
    return Change(view) if turned else Open(view)


def close(incoming: Incoming, desk: Desk) -> Reply:
    """A request, closed."""
    asked = incoming.ids
    command = CloseAsk(**incoming.sender, partnership=asked.get("p", ""), ask=asked.get("key", ""))
    return answered(incoming, desk.perform(command))


def _picture(incoming: Incoming, desk: Desk, ask: str = "") -> AsksPicture:
    asked = incoming.ids
    question = ShowAsks(
        **incoming.who,
        partnership=asked.get("p", ""),
        page=incoming.page,
        ask=ask,
    )
    return desk.ask(question)

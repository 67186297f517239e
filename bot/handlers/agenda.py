"""The agenda: seeing it, proposing an item, deciding on one, the order, an urgent matter, a review."""

from collections.abc import Mapping
from typing import Any

from bot import ids
from bot.handlers import looking_over
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, mistakes, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.agenda.agenda import agenda_modal
from bot.presenters.agenda.agenda_forms import (
    AMENDMENT,
    CONFIDENTIAL,
    LEAVE_OUT,
    arrange_form,
    change_form,
    propose_form,
    return_form,
    review_form,
    urgent_form,
)
from bot.workflows.agenda.agenda import MOST_MINUTES
from bot.workflows.agenda.agenda_questions import (
    AgendaPicture,
    ItemForm,
    ProposeForm,
    ReviewForm,
    ShowAgenda,
    UrgentForm,
)
from bot.workflows.agenda.arranging import ArrangeAgenda, ChangeItem
from bot.workflows.agenda.deciding_items import ACCEPT, DecideItem
from bot.workflows.agenda.item_words import NOT_THEIRS
from bot.workflows.agenda.proposing import ProposeItem, WithdrawItem
from bot.workflows.agenda.reviewing import RecordReview
from bot.workflows.agenda.urgent import AdmitUrgentItem, RaiseUrgentItem
from bot.workflows.decisions import AlreadyDone, Answer, Command, Decision, Refused, derived_id

NOT_A_NUMBER = Refused(
    f"Minutes are a whole number from 1 to {MOST_MINUTES}; leave it empty for none.", field="minutes"
)
GIVES_WAY = (ids.FORM_AGENDA, ids.FORM_MEETINGS, ids.FORM_CIRCULATE)
NOTHING_TO_ARRANGE = Refused("Nothing stands on this agenda, so there is nothing to put in order.")


def start_agenda(incoming: Incoming, desk: Desk, partnership: str, text: str) -> Reply:
    """The agenda of the next meeting; with words after the command, the form that proposes them."""
    if text.strip():
        return _propose_form(incoming, desk, partnership, "", text)
    picture = desk.ask(ShowAgenda(**incoming.who, partnership=partnership))
    return _shown(incoming, picture)


def open_agenda(incoming: Incoming, desk: Desk) -> Reply:
    """The button that shows an agenda, or another page of it; in the agenda itself it shows there."""
    picture = _picture(incoming, desk)
    return _shown(incoming, picture, incoming.page)


def open_propose(incoming: Incoming, desk: Desk) -> Reply:
    """The form that proposes an item."""
    asked = incoming.ids
    return _propose_form(incoming, desk, asked.get("p", ""), asked.get("meeting", ""), "")


def propose(incoming: Incoming, desk: Desk) -> Reply:
    """An item sent in. Its id comes from the form, so the form sent twice is one item."""
    minutes = _minutes(incoming)
    if isinstance(minutes, Refused):
        return mistakes(incoming, minutes)
    marks = incoming.choices("marks")
    return answered(
        incoming,
        desk.perform(
            ProposeItem(
                **incoming.sender,
                partnership=incoming.ids.get("p", ""),
                meeting=incoming.choice("meeting"),
                item=derived_id("item", incoming.workspace, incoming.view_id),
                title=incoming.words("title"),
                detail=incoming.words("detail"),
                minutes=minutes,
                confidential=CONFIDENTIAL in marks,
                amendment=AMENDMENT in marks,
                on_behalf_of=incoming.choice("on_behalf_of") or None,
            )
        ),
    )


def accept(incoming: Incoming, desk: Desk) -> Reply:
    """The button that accepts a proposed item."""
    return _pressed(
        incoming,
        desk,
        DecideItem(**incoming.sender, **_item(incoming), decision=ACCEPT),
    )


def withdraw(incoming: Incoming, desk: Desk) -> Reply:
    """The button that takes one's own item back."""
    return _pressed(incoming, desk, WithdrawItem(**incoming.sender, **_item(incoming)))


def open_return(incoming: Incoming, desk: Desk) -> Reply:
    """The form that returns an item with a reason, or carries it over."""
    facts = desk.ask(_about(incoming))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(return_form(facts))


def return_item(incoming: Incoming, desk: Desk) -> Reply:
    """What is to become of a proposed item, sent in."""
    return answered(
        incoming,
        desk.perform(
            DecideItem(
                **incoming.sender,
                **_item(incoming),
                decision=incoming.choice("decision"),
                reason=incoming.words("reason"),
                to_meeting=incoming.choice("to_meeting"),
            )
        ),
    )


def open_change(incoming: Incoming, desk: Desk) -> Reply:
    """The form that changes one item."""
    facts = desk.ask(_about(incoming))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(change_form(facts))


def change(incoming: Incoming, desk: Desk) -> Reply:
    """An item changed, sent in; the agenda is shown as it now is."""
    minutes = _minutes(incoming)
    if isinstance(minutes, Refused):
        return mistakes(incoming, minutes)
    command = ChangeItem(
        **incoming.sender,
        **_item(incoming),
        meeting=incoming.ids.get("meeting", ""),
        title=incoming.words("title"),
        minutes=minutes,
        leave_out=LEAVE_OUT in incoming.choices("leave_out"),
        reason=incoming.words("reason"),
    )
    return _sent(incoming, desk, command)


def open_arrange(incoming: Incoming, desk: Desk) -> Reply:
    """The form that puts an agenda in order."""
    picture = _picture(incoming, desk)
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    if not picture.may_decide:
        return refused(incoming, NOT_THEIRS)
    if not any(each.stands for each in picture.items):
        return refused(incoming, NOTHING_TO_ARRANGE)
    return Open(arrange_form(picture))


def arrange(incoming: Incoming, desk: Desk) -> Reply:
    """The order and the minutes, sent in; the agenda is shown as it now is."""
    blocks = incoming.view.get("blocks") or ()
    fields = [str(each.get("block_id", "")) for each in blocks if each.get("type") == "input"]
    command = ArrangeAgenda(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        meeting=incoming.ids.get("meeting", ""),
        places=tuple((each, incoming.words(each)) for each in fields),
    )
    return _sent(incoming, desk, command)


def open_urgent(incoming: Incoming, desk: Desk) -> Reply:
    """The form that raises an urgent matter."""
    facts = desk.ask(UrgentForm(**incoming.who, partnership=incoming.ids.get("p", "")))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(urgent_form(facts))


def raise_urgent(incoming: Incoming, desk: Desk) -> Reply:
    """An urgent matter, sent in."""
    return answered(
        incoming,
        desk.perform(
            RaiseUrgentItem(
                **incoming.sender,
                partnership=incoming.ids.get("p", ""),
                meeting=incoming.ids.get("meeting", ""),
                item=derived_id("item", incoming.workspace, incoming.view_id),
                title=incoming.words("title"),
                detail=incoming.words("detail"),
                confidential=CONFIDENTIAL in incoming.choices("marks"),
            )
        ),
    )


def admit(incoming: Incoming, desk: Desk) -> Reply:
    """The button that records that an urgent matter is taken."""
    return _pressed(incoming, desk, AdmitUrgentItem(**incoming.sender, **_item(incoming), agreed=True))


def refuse(incoming: Incoming, desk: Desk) -> Reply:
    """The button that records that it is not."""
    return _pressed(incoming, desk, AdmitUrgentItem(**incoming.sender, **_item(incoming), agreed=False))


def open_review(incoming: Incoming, desk: Desk) -> Reply:
    """The form that records a review."""
    facts = desk.ask(ReviewForm(**incoming.who, partnership=incoming.ids.get("p", "")))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(review_form(facts))


def record_review(incoming: Incoming, desk: Desk) -> Reply:
    """A review, sent in."""
    command = RecordReview(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        what=incoming.choice("what"),
        meeting=incoming.choice("meeting"),
        outcome=incoming.words("outcome"),
    )
    return answered(incoming, desk.perform(command))


def _propose_form(incoming: Incoming, desk: Desk, partnership: str, meeting: str, title: str) -> Reply:
    facts = desk.ask(ProposeForm(**incoming.who, partnership=partnership, meeting=meeting))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Open(propose_form(facts, title))


def _shown(incoming: Incoming, picture: AgendaPicture, page: int = 0, said: Answer | None = None) -> Reply:
    if picture.refused is not None:
        return refused(incoming, picture.refused)
    view = agenda_modal(picture, page, said)
    # Slack stacks three views at most: the agenda takes the place of what it was opened from, so that a form fits above it.
    within = incoming.surface is Surface.MODAL and incoming.view.get("callback_id") in GIVES_WAY
    return Change(view) if within else Open(view)


def _pressed(incoming: Incoming, desk: Desk, command: Command) -> Reply:
    """A button that decides: in the agenda the agenda is shown as it now is, elsewhere the answer alone."""
    outcome = desk.perform(command)
    if incoming.surface is not Surface.MODAL or not isinstance(outcome, Decision):
        return answered(incoming, outcome)
    if looking_over.was_there(incoming):
        return looking_over.back(incoming, desk, outcome.answer)
    return _shown(incoming, _picture(incoming, desk), 0, outcome.answer)


def _sent(incoming: Incoming, desk: Desk, command: Command) -> Reply:
    outcome = desk.perform(command)
    if isinstance(outcome, Refused | AlreadyDone):
        return answered(incoming, outcome)
    return _shown(incoming, _picture(incoming, desk), 0, outcome.answer)


def _picture(incoming: Incoming, desk: Desk) -> AgendaPicture:
    asked = incoming.ids
    return desk.ask(
        ShowAgenda(**incoming.who, partnership=asked.get("p", ""), meeting=asked.get("meeting", ""))
    )


def _item(incoming: Incoming) -> Mapping[str, Any]:
    return {"partnership": incoming.ids.get("p", ""), "item": incoming.ids.get("item", "")}


def _about(incoming: Incoming) -> ItemForm:
    asked = incoming.ids
    return ItemForm(
        **incoming.who,
        partnership=asked.get("p", ""),
        item=asked.get("item", ""),
        meeting=asked.get("meeting", ""),
    )


def _minutes(incoming: Incoming) -> int | Refused | None:
    """The minutes typed, where any were. Slack lets nothing but a number through; another client may not."""
    text = incoming.words("minutes").strip()
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 6 else NOT_A_NUMBER

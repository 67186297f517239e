"""A meeting in session: its roll, and its close."""

from collections.abc import Callable

from bot import ids
from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Open, Reply
from bot.presenters.room.roll import (
    ANOTHER_DAY,
    AT,
    OTHERS,
    PRESENT,
    REMOTE,
    SUBSTITUTES,
    TODAY_ALL_THE_SAME,
    roll_form,
    still_open_buttons,
)
from bot.presenters.room.room import close_form, room_modal
from bot.presenters.votes.voting import put_form
from bot.workflows.decisions import Decision, Refused, derived_id
from bot.workflows.meetings.attendance import Marks, Seen, others_typed
from bot.workflows.meetings.meetings import CallRoll, CloseMeeting, OpenMeeting
from bot.workflows.questions import NOBODY_YET, PutForm, RollForm
from bot.workflows.room.room_questions import CloseForm, WhoIsHere


def roll(
    incoming: Incoming, desk: Desk, partnership: str, then: str = "", text: str = "", meeting: str = ""
) -> Reply:
    """The roll's form; `then` is the way in which a motion that follows is to be decided, `meeting` the one booked that is to be
    opened."""
    facts = desk.ask(RollForm(**incoming.who, partnership=partnership, meeting=meeting))
    if facts.refused is not None:
        return refused(incoming, facts.refused, still_open_buttons(facts) if facts.in_the_way else None)
    view = roll_form(facts, then, text)
    instead = incoming.surface is Surface.MODAL and incoming.view.get("callback_id") == ids.FORM_ROLL
    return Change(view) if instead else Open(view)


def open_roll(incoming: Incoming, desk: Desk) -> Reply:
    """The button that opens a meeting, or marks its roll again; in the roll's own form, that of another meeting."""
    asked = incoming.ids
    return roll(
        incoming,
        desk,
        asked.get("p", ""),
        asked.get("then", ""),
        incoming.words("text") if asked.get("then") else "",
        meeting=asked.get("meeting", ""),
    )


def call_roll(incoming: Incoming, desk: Desk) -> Reply:
    """The roll sent in. After the first, whoever was about to put a motion goes on to it."""
    packed = incoming.ids
    partnership, meeting = packed.get("p", ""), packed.get("meeting", "")
    marks = _marks(incoming.choices, incoming.words)
    chaired_by = _chair(incoming.choice("chaired_by"))
    at = incoming.time(AT)
    command = (
        CallRoll(
            **incoming.sender,
            partnership=partnership,
            meeting=meeting,
            chaired_by=chaired_by,
            present=marks.present,
            substitutes=marks.substitutes,
            remote=marks.remote,
            others=marks.others,
            people=marks.people,
            at=f"{at:%H:%M}" if at is not None else "",
            seen=_seen(incoming),
        )
        if meeting
        else OpenMeeting(
            **incoming.sender,
            partnership=partnership,
            meeting=packed.get("booked") or derived_id("meeting", incoming.workspace, incoming.view_id),
            title=incoming.words("title"),
            chaired_by=chaired_by,
            present=marks.present,
            substitutes=marks.substitutes,
            remote=marks.remote,
            others=marks.others,
            people=marks.people,
            on_another_day=TODAY_ALL_THE_SAME in incoming.choices(ANOTHER_DAY),
        )
    )
    outcome = desk.perform(command)
    if isinstance(outcome, Refused):
        return answered(incoming, outcome)
    told = outcome.answer if isinstance(outcome, Decision) else None  # None: the same roll, sent in twice
    if packed.get("then"):
        facts = desk.ask(PutForm(**incoming.who, partnership=partnership))
        if facts.refused is None and facts.in_the_room is None and facts.meeting is not None:
            how = packed["then"] if packed["then"] in facts.ways else facts.ways[0]
            return Open(put_form(facts, how, told, incoming.words("text")))
    if told is None:
        return answered(incoming, outcome)
    return Open(room_modal(desk.ask(WhoIsHere(**incoming.who, partnership=partnership)), told=told))


def open_close(incoming: Incoming, desk: Desk) -> Reply:
    """What follows from closing the meeting, before it is closed."""
    facts = desk.ask(CloseForm(**incoming.who, partnership=incoming.ids.get("p", "")))
    return refused(incoming, facts.refused) if facts.refused else Open(close_form(facts))


def close_meeting(incoming: Incoming, desk: Desk) -> Reply:
    """The form that closes the meeting in session, sent in."""
    packed = incoming.ids
    command = CloseMeeting(
        **incoming.sender, partnership=packed.get("p", ""), meeting=packed.get("meeting", "")
    )
    return answered(incoming, desk.perform(command))


def _seen(incoming: Incoming) -> Seen:
    """What the form showed when it was opened: only what was changed in it is done."""
    return Seen(
        _marks(incoming.shown, incoming.shown_words),
        _chair(next(iter(incoming.shown("chaired_by")), "")),
    )


def _marks(ticked: Callable[[str], tuple[str, ...]], words: Callable[[str], str]) -> Marks:
    """The marks of the form: an organisation is present through whoever is ticked for it, a named deputy too."""
    here = tuple(_for_whom(each) for each in ticked(PRESENT))
    deputies = tuple(_for_whom(each) for each in ticked(SUBSTITUTES))
    return Marks(
        present=tuple(dict.fromkeys(organisation for organisation, _ in (*here, *deputies))),
        remote=ticked(REMOTE),
        substitutes=deputies,
        others=others_typed(words(OTHERS)),
        people=tuple(each for each in here if each[1]),
    )


def _chair(chosen: str) -> str | None:
    return chosen if chosen and chosen != NOBODY_YET else None


def _for_whom(choice: str) -> tuple[str, str]:
    """ "organisation:person", as the form offers everybody; without a person where nobody is named."""
    organisation, _, person = choice.partition(":")
    return organisation, person

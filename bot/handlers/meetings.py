"""A meeting in session: its roll, and its close."""

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.roll import PRESENT, SUBSTITUTES, roll_form
from bot.presenters.voting import put_form
from bot.workflows.decisions import Decision, Refused, derived_id
from bot.workflows.meetings import CallRoll, CloseMeeting, OpenMeeting
from bot.workflows.questions import PutForm, RollForm


def roll(incoming: Incoming, desk: Desk, partnership: str, then: str = "", text: str = "") -> Reply:
    """The roll's form; `then` is "put" where a motion is to follow."""
    facts = desk.ask(RollForm(**incoming.who, partnership=partnership))
    if facts.refused is not None:
        return refused(incoming, facts.refused)
    return Open(roll_form(facts, then, text))


def open_roll(incoming: Incoming, desk: Desk) -> Reply:
    """The button that opens a meeting, or marks its roll again."""
    return roll(incoming, desk, incoming.ids.get("p", ""))


def call_roll(incoming: Incoming, desk: Desk) -> Reply:
    """The roll sent in. After the first, whoever was about to put a motion goes on to it."""
    packed = incoming.ids
    partnership, meeting = packed.get("p", ""), packed.get("meeting", "")
    present = incoming.choices(PRESENT)
    substitutes = tuple(_stands_in(each) for each in incoming.choices(SUBSTITUTES))
    chaired_by = incoming.choice("chaired_by")
    command = (
        CallRoll(
            **incoming.sender,
            partnership=partnership,
            meeting=meeting,
            chaired_by=chaired_by,
            present=present,
            substitutes=substitutes,
        )
        if meeting
        else OpenMeeting(
            **incoming.sender,
            partnership=partnership,
            meeting=derived_id("meeting", incoming.workspace, incoming.view_id),
            title=incoming.words("title"),
            chaired_by=chaired_by,
            present=present,
            substitutes=substitutes,
        )
    )
    outcome = desk.perform(command)
    if isinstance(outcome, Refused) or packed.get("then") != "put":
        return answered(incoming, outcome)
    facts = desk.ask(PutForm(**incoming.who, partnership=partnership))
    if facts.refused is not None or facts.meeting is None:
        return answered(incoming, outcome)
    opened = outcome.answer if isinstance(outcome, Decision) else None  # None: the same roll, sent in twice
    return Open(put_form(facts, "meeting", opened, incoming.words("text")))


def _stands_in(choice: str) -> tuple[str, str]:
    """ "organisation:person", as the form offers each deputy."""
    organisation, _, person = choice.partition(":")
    return organisation, person


def close_meeting(incoming: Incoming, desk: Desk) -> Reply:
    """The button that closes the meeting in session."""
    packed = incoming.ids
    command = CloseMeeting(
        **incoming.sender, partnership=packed.get("p", ""), meeting=packed.get("meeting", "")
    )
    return answered(incoming, desk.perform(command))

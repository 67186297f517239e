"""The screen that shows what would go round, and coming back to it from what was decided there."""

from bot.handlers.desk import Desk
from bot.handlers.identity import Incoming, Surface
from bot.handlers.replies import Change, Reply
from bot.presenters.papers.rounds import ROUND, round_form
from bot.workflows.decisions import Answer
from bot.workflows.papers.paper_questions import RoundPicture, ShowRound


def picture_of(incoming: Incoming, desk: Desk) -> RoundPicture:
    """What would go round now for the meeting that a button or a form is about."""
    asked = incoming.ids
    return desk.ask(
        ShowRound(**incoming.who, partnership=asked.get("p", ""), meeting=asked.get("meeting", ""))
    )


def was_there(incoming: Incoming) -> bool:
    """Whether a button stands in that screen, so that its answer is shown there."""
    return incoming.surface is Surface.MODAL and incoming.ids.get("back") == ROUND


def back(incoming: Incoming, desk: Desk, said: Answer) -> Reply:
    """The same screen as it is now, with what was just decided."""
    return Change(round_form(picture_of(incoming, desk), said=said))

"""New terms handed in as a file."""

from bot.handlers.desk import Desk
from bot.handlers.errors import answered, refused
from bot.handlers.identity import Incoming
from bot.handlers.replies import Open, Reply
from bot.presenters.partnership.handing_in import hand_in_form
from bot.workflows.decisions import derived_id
from bot.workflows.papers.paper_checks import SubmittedFile
from bot.workflows.partnership.handing_in import HandInForm, HandInTerms


def open_form(incoming: Incoming, desk: Desk) -> Reply:
    """The form that takes the file."""
    facts = desk.ask(HandInForm(**incoming.who, partnership=incoming.ids.get("p", "")))
    return refused(incoming, facts.refused) if facts.refused is not None else Open(hand_in_form(facts))


def hand_in(incoming: Incoming, desk: Desk) -> Reply:
    """The file sent in. Its id comes from the form, so the form sent twice is one file."""
    command = HandInTerms(
        **incoming.sender,
        partnership=incoming.ids.get("p", ""),
        file=derived_id("terms", incoming.workspace, incoming.view_id),
        files=tuple(
            SubmittedFile(each.id, each.name, each.media_type, each.size, each.url)
            for each in incoming.files("file")
        ),
        motions=incoming.choices("motions"),
    )
    return answered(incoming, desk.perform(command))

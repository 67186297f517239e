"""What stays on a screen behind an answer: the lists a form was opened from, and App Home, shown again as they are now."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import ids
from bot.handlers.desk import A, Desk
from bot.handlers.identity import Incoming, Surface, unpacked
from bot.handlers.replies import Change, Open, Reply, standing_on
from bot.presenters.blocks import packed
from bot.presenters.modals import AGAIN, UNDER
from bot.workflows.decisions import AlreadyDone, Command, Decision, Refused
from bot.workflows.partnership.members import MarkAccount
from bot.workflows.questions import Question

# The buttons by which a screen may be shown again: each asks, and changes nothing.
SCREENS = (
    ids.OPEN_MEETINGS,
    ids.OPEN_MEETING,
    ids.OPEN_AGENDA,
    ids.OPEN_PAPERS,
    ids.OPEN_PAPER,
    ids.OPEN_PROOF,
    ids.REPLIES_PAGE,
    ids.ROOM_PAGE,
    ids.OPEN_AWAITING,
    ids.OPEN_PUT_MOTION,
    ids.PARTNERSHIP_TAB,
    ids.OPEN_TENDERS,
    ids.OPEN_TENDER,
    ids.OPEN_ELECTIONS,
    ids.OPEN_ANSWERS,
    ids.OPEN_POLICIES,
    ids.OPEN_PROVIDERS,
    ids.OPEN_ASKS,
    ids.OPEN_ASK,
)
log = logging.getLogger(__name__)
CLOSED = "not_found"  # what Slack says of a window that has been closed


class Noticing:
    """A desk that remembers whether anything was recorded at it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.recorded = False

    def perform(self, command: Command | MarkAccount, /) -> Decision | Refused | AlreadyDone:
        """Decide a command, and remember whether that changed anything."""
        outcome = self._desk.perform(command)
        self.recorded = self.recorded or (isinstance(outcome, Decision) and bool(outcome.events))
        return outcome

    def ask(self, question: Question[A], /) -> A:
        """Answer a question."""
        return self._desk.ask(question)


def show_again(
    incoming: Incoming, reply: Reply, answer: Callable[[Incoming], Reply], client: WebClient
) -> None:
    """Show what stands behind an answer as it is now. What cannot be shown stays as it was, and is right when next opened."""
    for view_id, asked in _behind(incoming, reply):
        action = asked.get(AGAIN, "")
        if action not in SCREENS:
            continue
        pressed = replace(incoming, surface=Surface.MODAL, action=action, value=_value(asked), view={})
        screen = answer(pressed)
        if not isinstance(screen, Open | Change):
            continue
        try:
            client.views_update(view_id=view_id, view=standing_on(asked.get(UNDER, ""), screen.view))
        except (SlackClientError, OSError) as exc:
            error = exc.response.get("error") if isinstance(exc, SlackApiError) else type(exc).__name__
            level = logging.INFO if error == CLOSED else logging.WARNING
            log.log(level, "view not shown again", extra={"error": str(error)})


def _behind(incoming: Incoming, reply: Reply) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The screens behind an answer, nearest first: the one a button is in, unless the answer takes its place, and those below."""
    asked = unpacked(incoming.view.get("private_metadata", ""))
    if incoming.surface is Surface.MODAL and not isinstance(reply, Change):
        yield incoming.view_id, asked
    while below := unpacked(asked.get(UNDER, "")):
        asked = unpacked(below.get("shows", ""))
        yield below.get("view", ""), asked


def _value(asked: Mapping[str, str]) -> str:
    return packed(**{key: value for key, value in asked.items() if key not in (AGAIN, UNDER)})

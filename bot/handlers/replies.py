"""What a handler answers, and how each answer reaches its person from where they acted."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.handlers.identity import Incoming, Surface, unpacked
from bot.presenters.blocks import Message, packed
from bot.presenters.modals import AGAIN, METADATA, UNDER, View, notice
from bot.presenters.rich import sentences

After = Callable[[Callable[[], None]], None]
log = logging.getLogger(__name__)

RESPONSE_HOST = "hooks.slack.com"
TIMEOUT = 5  # seconds
TOO_LATE = "Slack took too long to open that. Nothing was changed; please press again."
_TRIGGER_SPENT = ("expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged")
NOT_OPENED = "Slack did not open that just now. Nothing was changed; please try again in a minute."


@dataclass(frozen=True)
class Say:
    """Words for one person alone. `title` heads them where they have to be shown in a modal.

    `instead`: they take the place of the direct message whose button was pressed, which asks no more.
    """

    message: Message
    title: str = "Quorate"
    instead: bool = False


@dataclass(frozen=True)
class Open:
    """A form to open; over the one from which it was asked for, or after the one that was sent in."""

    view: View


@dataclass(frozen=True)
class Change:
    """The same form, showing something else."""

    view: View


@dataclass(frozen=True)
class Mistakes:
    """What is wrong, under the fields it is wrong in. Nothing typed is lost."""

    under: dict[str, str]


@dataclass(frozen=True)
class Nothing:
    """An acknowledgement and no more."""


Reply = Say | Open | Change | Mistakes | Nothing


@dataclass(frozen=True)
class Way:
    """How answers travel: with the acknowledgement, or after it."""

    ack: Ack
    client: WebClient
    after: After


def send(reply: Reply, incoming: Incoming, way: Way) -> Reply:
    """Answer, and say how it was answered: a view that could not stand over the one it was asked for from took its place.

    Only views.open and views.push are called before the acknowledgement, because their trigger expires in 3 seconds.
    """
    if incoming.surface is Surface.FORM:
        _with_form(reply, incoming, way)
    elif isinstance(reply, Say) and incoming.surface is Surface.COMMAND:
        way.ack(text=reply.message.text, blocks=reply.message.blocks, response_type="ephemeral")
    elif isinstance(reply, Say) and incoming.response_url:
        way.ack()
        way.after(lambda: respond(incoming.response_url, reply.message, way.client, instead=reply.instead))
    elif isinstance(reply, Say):
        return _open(Open(notice(reply.title, reply.message)), incoming, way)
    elif isinstance(reply, Open):
        return _open(reply, incoming, way)
    elif isinstance(reply, Change):
        way.ack()
        way.after(lambda: _change(reply.view, incoming, way.client))
    else:
        way.ack()
    return reply


def respond(url: str, message: Message, client: WebClient, *, instead: bool = False) -> None:
    """Post to the response_url of a press, or replace its message; to Slack's own host or the configured one, and nowhere else."""
    if urlsplit(url).hostname not in (RESPONSE_HOST, urlsplit(client.base_url).hostname):
        log.warning("response_url elsewhere: not used")
        return
    body: dict[str, Any] = {
        "replace_original": instead,
        "text": message.text,
        "blocks": message.blocks,
    }
    if not instead:
        body["response_type"] = "ephemeral"
    try:
        answer = WebhookClient(url, timeout=TIMEOUT, retry_handlers=[]).send_dict(body)
    except (SlackClientError, OSError) as exc:
        log.warning("answer not delivered", extra={"error": type(exc).__name__})
        return
    if answer.status_code != 200:
        log.warning("answer not delivered", extra={"status": answer.status_code})


def standing_on(under: str, view: View) -> View:
    """The view, remembering what stands under it, where its metadata has room for that."""
    asked = unpacked(str(view.get("private_metadata", "")))
    metadata = packed(**{**asked, UNDER: under})
    return {**view, "private_metadata": metadata} if under and len(metadata) <= METADATA else view


def _over(incoming: Incoming, view: View) -> View:
    """A view opened over the one it was asked for from."""
    shows = str(incoming.view.get("private_metadata", ""))
    can_be_shown_again = {AGAIN, UNDER} & unpacked(shows).keys()
    return standing_on(packed(view=incoming.view_id, shows=shows) if can_be_shown_again else "", view)


def _instead(incoming: Incoming, view: View) -> View:
    """A view that takes the place of the one it was asked for from, and stands on what that one stood on."""
    return standing_on(unpacked(incoming.view.get("private_metadata", "")).get(UNDER, ""), view)


def _with_form(reply: Reply, incoming: Incoming, way: Way) -> None:
    match reply:
        case Mistakes(under):
            way.ack(response_action="errors", errors=under)
        case Open(view) | Change(view):
            way.ack(response_action="update", view=_instead(incoming, view))
        case Say(message, title):
            way.ack(response_action="update", view=_instead(incoming, notice(title, message)))
        case Nothing():
            way.ack()


def _open(reply: Open, incoming: Incoming, way: Way) -> Reply:
    over = incoming.surface is Surface.MODAL
    try:
        if over:
            way.client.views_push(trigger_id=incoming.trigger, view=_over(incoming, reply.view))
        else:
            way.client.views_open(trigger_id=incoming.trigger, view=reply.view)
    except (SlackClientError, OSError) as exc:
        error = _error(exc)
        log.warning("view not opened", extra={"error": error})
        if over:
            return _in_its_place(reply, incoming, way)
        too_late = error in _TRIGGER_SPENT or not isinstance(exc, SlackApiError)
        _tell_not_opened(TOO_LATE if too_late else NOT_OPENED, incoming, way)
        return reply
    way.ack()
    return reply


def _in_its_place(reply: Open, incoming: Incoming, way: Way) -> Reply:
    """What cannot stand over a view takes its place: Slack allows three in a stack (`push_limit_reached`), and a press in a
    modal has nowhere else to be answered."""
    return send(Change(reply.view), incoming, way)


def _tell_not_opened(words: str, incoming: Incoming, way: Way) -> None:
    message = Message(words, sentences(words))
    if incoming.surface is Surface.COMMAND:
        way.ack(text=message.text, blocks=message.blocks, response_type="ephemeral")
        return
    way.ack()
    if incoming.response_url:
        way.after(lambda: respond(incoming.response_url, message, way.client))


def _change(view: View, incoming: Incoming, client: WebClient) -> None:
    arguments: dict[str, Any] = {"view_id": incoming.view_id, "view": _instead(incoming, view)}
    if incoming.view.get("hash"):
        arguments["hash"] = incoming.view["hash"]
    try:
        client.views_update(**arguments)
    except (SlackClientError, OSError) as exc:
        log.warning("view not changed", extra={"error": _error(exc)})


def _error(exc: Exception) -> str:
    return str(exc.response.get("error")) if isinstance(exc, SlackApiError) else type(exc).__name__

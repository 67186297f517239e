"""What every interaction has in common: who may act, where it happened, and how it ended."""

from dataclasses import dataclass

from bot.local_slack import payloads
from bot.local_slack.blockkit import placed_elements
from bot.local_slack.modals import Modals
from bot.local_slack.response_urls import ResponseUrls
from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, OpenView, SlackError, Workspace
from bot.local_slack.transport import Reply, Transport
from bot.local_slack.triggers import Triggers

FAILURE_WORDS = {
    "timeout": "operation_timeout",
    "http_timeout": "operation_timeout",
    "connection_failed": "dispatch_failed",
    "http_error": "http_service_error",
}
TROUBLE = "We had some trouble connecting. Try again?"
NOT_INTERACTIVE = "This app has not configured interactivity in its manifest."


@dataclass(frozen=True)
class Outcome:
    """How an interaction ended, as the person sees it. `error` is in Slack's own kind of words."""

    ok: bool
    error: str | None = None
    message: Json | None = None
    errors: dict[str, str] | None = None
    response_action: str | None = None
    view: Json | None = None
    options: Json | None = None
    ack_ms: float = 0.0

    def json(self) -> Json:
        """What the page is answered."""
        shown = {k: v for k, v in vars(self).items() if k not in ("ok", "options") and v is not None}
        return {"ok": self.ok, **shown, **(self.options or {})}


@dataclass(frozen=True)
class Place:
    """Where somebody acted: its blocks, that part of the payload, and the message or the view it is."""

    blocks: list[Json]
    payload: Json
    conversation: Conversation | None = None
    message: Json | None = None
    view: OpenView | None = None

    def element(self, action_id: str, block_id: str | None) -> tuple[Json, Json]:
        """The block and the element of an action; refuses one that is not here.

        An update may have drawn the block anew, under another name, since the person saw it: the element is still the one they
        pressed.
        """
        found = [each for each in placed_elements(self.blocks) if each[1]["action_id"] == action_id]
        if not found:
            raise SlackError("action_not_found", [f"there is no {action_id} here"])
        return next((each for each in found if each[0]["block_id"] == block_id), found[0])


@dataclass(frozen=True)
class Interactions:
    """The tools by which commands, clicks and forms reach the app."""

    ws: Workspace
    transport: Transport
    triggers: Triggers
    urls: ResponseUrls
    modals: Modals

    def acting(self, user_id: str) -> None:
        """Refuse to act as nobody, as a bot, or as somebody deactivated."""
        user = self.ws.user(user_id)
        if user.deleted:
            raise SlackError("account_inactive", [f"{user.real_name}’s account has been deactivated"])
        if user.is_bot:
            raise SlackError("user_is_bot", [f"{user.real_name} is a bot; act as a person"])

    def seen(self, user_id: str, channel: str) -> Conversation:
        """A conversation this person can see; any other does not exist for them."""
        conversation = self.ws.conversation(channel)
        if conversation not in self.ws.seen_by(user_id):
            raise SlackError("channel_not_found")
        return conversation

    def held(self, user: str, view_id: str) -> OpenView:
        """A view on this person's screen: a form, or their App Home."""
        held = self.ws.open_view(view_id)
        home = self.ws.homes.get(user)
        if held is None and home is not None and home["id"] == view_id:
            return OpenView(home, user)
        if held is None or held.user != user:
            raise SlackError("view_not_found", ["this form is no longer open"])
        return held

    def place(self, user: str, container: Json) -> Place:
        """Where a container says somebody acted; refuses what they cannot see, and messages not the app's."""
        if container.get("type") == "view":
            held = self.held(user, str(container.get("view_id")))
            return Place(held.view["blocks"], payloads.in_view(held.view), view=held)
        conversation = self.seen(user, str(container.get("channel")))
        ts = str(container.get("message_ts"))
        message = conversation.ephemeral(ts, user) if container.get("ephemeral") else conversation.message(ts)
        if message is None or message.get("app_id") != self.ws.seed.app.app_id:
            raise SlackError("message_not_found", ["that message is no longer there"])
        where = payloads.in_message(self.ws, conversation, message)
        return Place(message.get("blocks", []), where, conversation, message)

    def notice(self, level: str, text: str) -> None:
        """Tell whoever looks at the page."""
        self.ws.hub.tell({"type": "notice", "level": level, "text": text})

    def not_acked(self, what: str, reply: Reply) -> Outcome:
        """The app did not acknowledge in time, or at all."""
        code = FAILURE_WORDS[reply.failure or "timeout"]
        self.notice("error", f"The app did not acknowledge {what}: {reply.failure} after {reply.ms:.0f} ms.")
        return Outcome(False, f"{TROUBLE} ({code})", ack_ms=reply.ms)

    def badly_answered(self, words: str, reply: Reply, refusal: SlackError) -> Outcome:
        """The app acknowledged with something Slack would not take."""
        self.notice("error", f"The app’s answer was refused: {refusal}")
        return Outcome(False, words, ack_ms=reply.ms)

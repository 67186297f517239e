"""People acting in the workspace from a test or a check: each act is a real payload, waited for until acked."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.local_slack import clicks, forms, screen
from bot.local_slack.blockkit import placed_elements
from bot.local_slack.commands import run_command
from bot.local_slack.filling import fill, pick
from bot.local_slack.interactions import Outcome
from bot.local_slack.seed import Json
from bot.local_slack.server import Server
from bot.local_slack.shortcuts import use_shortcut
from bot.local_slack.state import Conversation, SlackError

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What came of an act, as the person saw it: words or blocks on the ack, errors under fields, the next view."""

    ok: bool
    error: str | None = None
    message: Json | None = None
    errors: dict[str, str] = field(default_factory=dict)
    view: Json | None = None
    options: Json | None = None
    response_action: str | None = None
    ack_ms: float = 0.0

    @property
    def text(self) -> str:
        """The words answered on the ack, empty if none."""
        return str(self.message.get("text", "")) if self.message else ""

    @property
    def blocks(self) -> list[Json]:
        """The blocks answered on the ack."""
        return list(self.message.get("blocks", [])) if self.message else []

    def __bool__(self) -> bool:
        return self.ok


@dataclass(frozen=True)
class Desk:
    """How an actor reaches the workspace's thread."""

    server: Server
    call: Callable[[Callable[[], Any]], Any]
    wait: Callable[[Coroutine[Any, Any, Any]], Any]


@dataclass(frozen=True)
class Actor:
    """Somebody in the workspace. Channels are given by id or `#name`, views and messages as the objects shown."""

    user_id: str
    desk: Desk

    def command(self, channel: str, command: str, text: str = "") -> Answer:
        """Use a slash command."""
        return self._outcome(
            lambda s: run_command(s.interactions, self.user_id, self._channel(channel), command, text)
        )

    def press(
        self,
        where: Json,
        action_id: str,
        *,
        value: Any = None,
        block_id: str | None = None,
        state: Json | None = None,
    ) -> Answer:
        """Press a button of a message or view, or choose `value` in one of its menus or pickers.

        `value` says which button when several share an action_id in different blocks; `state` fills other inputs
        of the view first, in the same friendly form as `submit`.
        """
        block, element = self._find(where, action_id, block_id, value)
        action: Json = {"block_id": block["block_id"], "action_id": action_id, "type": element["type"]}
        if element["type"] == "feedback_buttons":
            action["value"] = value
        elif element["type"] not in ("button", "icon_button", "workflow_button"):
            action |= pick(element, value)
        filled = fill(where.get("blocks", []), state or {})
        return self._outcome(
            lambda s: clicks.click(s.interactions, self.user_id, self._container(where), action, filled)
        )

    def submit(self, view: Json, values: dict[str, Any] | None = None) -> Answer:
        """Submit a form, `values` by block_id or action_id; the rest as it was drawn.

        Text is a str, an option its value or label, several a list, a day a date, a time a time, an instant a
        datetime, a file its id.
        """
        filled = fill(view["blocks"], values or {})
        return self._outcome(lambda s: forms.submit(s.interactions, self.user_id, view["id"], filled))

    def close(self, view: Json, *, whole_stack: bool = False) -> Answer:
        """Cancel a form, or the whole stack of them."""
        return self._outcome(lambda s: forms.close(s.interactions, self.user_id, view["id"], whole_stack))

    def suggestions(self, where: Json, action_id: str, typed: str) -> Answer:
        """What an external menu offers for what was typed."""
        block, _ = self._find(where, action_id, None, None)
        place = (self._container(where), block["block_id"], action_id, typed)
        return self._outcome(lambda s: clicks.suggest(s.interactions, self.user_id, *place))

    def shortcut(self, callback_id: str, message: Json | None = None) -> Answer:
        """Use a global shortcut, or a message shortcut on a message."""
        where = (self._home_of(message), message["ts"]) if message else ("", "")
        return self._outcome(lambda s: use_shortcut(s.interactions, self.user_id, callback_id, *where))

    def open_home(self) -> Json | None:
        """Open App Home; the view the bot has published by the time it acked."""
        server = self.desk.server
        home: Json | None = self.desk.wait(server.acting.open_home(self.user_id))
        return home

    def say(self, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """Post in a channel; the message as it stands."""
        place = self._channel(channel)
        said: Json = self._ask(lambda s: s.acting.say(self.user_id, place, text, thread_ts))
        return said

    def upload(self, channel: str | None, name: str, content: bytes) -> Json:
        """Share a file in a channel, or (channel None) keep it for a file field of a form."""
        place = self._channel(channel) if channel else None
        stored: Json = self._ask(lambda s: s.acting.upload(self.user_id, place, name, content))
        return stored

    def delete_file(self, file_id: str) -> None:
        """Delete a file of one's own, wherever it was shared."""
        self._ask(lambda s: s.acting.delete_file(self.user_id, file_id))

    def messages(self, channel: str) -> list[Json]:
        """What everybody in the channel sees, oldest first."""
        return [m for m in self._seen(channel) if not m.get("ephemeral")]

    def ephemerals(self, channel: str) -> list[Json]:
        """What only this person sees in the channel, oldest first."""
        return [m for m in self._seen(channel) if m.get("ephemeral")]

    def dm(self) -> str:
        """The id of this person's direct message with the bot."""
        im: str = self._ask(lambda s: s.ws.im_with(self.user_id).id)
        return im

    def views(self) -> list[Json]:
        """The forms this person has open, bottom first."""
        shown: list[Json] = self._ask(lambda s: [v.view for v in s.ws.stacks.get(self.user_id, [])])
        return shown

    # -- how -----------------------------------------------------------------------------------------

    def _ask(self, question: Callable[[Server], Any]) -> Any:
        return self.desk.call(lambda: question(self.desk.server))

    def _outcome(self, act: Callable[[Server], Coroutine[Any, Any, Outcome]]) -> Answer:
        try:
            outcome: Outcome = self.desk.wait(act(self.desk.server))
        except SlackError as refusal:
            return Answer(False, error="; ".join(refusal.messages) or refusal.code)
        view = outcome.view
        return Answer(
            outcome.ok,
            outcome.error,
            outcome.message,
            outcome.errors or {},
            view,
            outcome.options,
            outcome.response_action,
            outcome.ack_ms,
        )

    def _channel(self, name: str) -> str:
        if not name.startswith("#"):
            return name
        found: Conversation | None = self._ask(lambda s: s.ws.by_name(name))
        if found is None:
            raise LookupError(f"there is no channel {name}")
        return found.id

    def _seen(self, channel: str) -> list[Json]:
        place = self._channel(channel)
        shown: Json = self._ask(lambda s: screen.messages(s.ws, self.user_id, place, None, 10_000))
        return list(shown["messages"])

    def _find(self, where: Json, action_id: str, block_id: str | None, value: Any) -> tuple[Json, Json]:
        found = [
            (block, element)
            for block, element in placed_elements(where.get("blocks", []))
            if element["action_id"] == action_id and block_id in (None, block["block_id"])
        ]
        if len(found) > 1 and value is not None:
            found = [(b, e) for b, e in found if e.get("value") == value] or found
        if not found:
            offered = sorted({e["action_id"] for _, e in placed_elements(where.get("blocks", []))})
            raise LookupError(f"there is no {action_id} here; there are {offered}")
        return found[0]

    def _container(self, where: Json) -> Json:
        if "ts" not in where:
            return {"type": "view", "view_id": where["id"]}
        ephemeral = bool(where.get("ephemeral"))
        return {
            "type": "message",
            "channel": self._home_of(where),
            "message_ts": where["ts"],
            "ephemeral": ephemeral,
        }

    def _home_of(self, message: Json) -> str:
        ts = message["ts"]
        holding: list[str] = self._ask(
            lambda s: [
                each.id
                for each in s.ws.conversations.values()
                if each.message(ts) or each.ephemeral(ts, self.user_id)
            ]
        )
        if not holding:
            raise LookupError("that message is no longer there")
        return holding[0]

"""What a person does on the page: commands, clicks, forms. Each becomes a real payload for the app."""

from dataclasses import dataclass
from typing import Any

from bot.local_slack import payloads, values
from bot.local_slack.blockkit import check_options, placed_elements
from bot.local_slack.modals import Modals
from bot.local_slack.response_urls import ResponseUrls
from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, OpenView, SlackError, Workspace
from bot.local_slack.transport import Reply, Transport
from bot.local_slack.triggers import Triggers

ACTION_KEYS = {key for key, _ in values.STATE_KEYS.values()}
FAILURE_WORDS = {
    "timeout": "operation_timeout",
    "http_timeout": "operation_timeout",
    "connection_failed": "dispatch_failed",
    "http_error": "http_service_error",
}
TROUBLE = "We had some trouble connecting. Try again?"


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
        shown = {k: v for k, v in vars(self).items() if k not in ("ok", "options") and v is not None}
        return {"ok": self.ok, **shown, **(self.options or {})}


class Interactions:
    """Turns what people do into payloads, sends them, and does what the app's ack says."""

    def __init__(
        self, ws: Workspace, transport: Transport, triggers: Triggers, urls: ResponseUrls, modals: Modals
    ) -> None:
        self._ws = ws
        self._transport = transport
        self._triggers = triggers
        self._urls = urls
        self._modals = modals

    def acting(self, user_id: str) -> None:
        """Refuse to act as nobody, as a bot, or as somebody deactivated."""
        user = self._ws.user(user_id)
        if user.deleted:
            raise SlackError("account_inactive", [f"{user.real_name}’s account has been deactivated"])
        if user.is_bot:
            raise SlackError("user_is_bot", [f"{user.real_name} is a bot; act as a person"])

    def seen(self, user_id: str, channel: str) -> Conversation:
        conversation = self._ws.conversation(channel)
        if conversation not in self._ws.seen_by(user_id):
            raise SlackError("channel_not_found")
        return conversation

    # -- commands ------------------------------------------------------------------------------------

    async def command(self, user: str, channel: str, command: str, text: str) -> Outcome:
        self.acting(user)
        conversation = self.seen(user, channel)
        known = self._ws.manifest.command(command)
        if known is None or self._ws.is_external(self._ws.users[user]):
            return Outcome(False, f"{command} is not a valid command.")
        if "commands" not in self._ws.manifest.scopes:
            return Outcome(False, f"{command} failed: the manifest does not ask for the scope “commands”")
        if user not in conversation.members:
            return Outcome(False, f"You are not in #{conversation.name}, so {command} cannot be used there.")
        escaped = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if known.should_escape:
            escaped = self._with_references(escaped)
        url = self._urls.issue(channel, user)
        payload = payloads.slash_command(self._ws, user, conversation, command, escaped)
        payload |= {"response_url": url, "trigger_id": self._triggers.issue(user)}
        reply = await self._transport.send("slash_commands", payload)
        if reply.failure:
            return self._failed(f"{command} failed with the error “{FAILURE_WORDS[reply.failure]}”", reply)
        if not reply.payload:
            return Outcome(True, ack_ms=reply.ms)
        try:
            return Outcome(True, message=self._urls.answer(url, reply.payload), ack_ms=reply.ms)
        except SlackError as refusal:
            return self._failed(f"{command} failed with the error “invalid_command_response”", reply, refusal)

    def _with_references(self, text: str) -> str:
        """`@name` and `#channel` as Slack escapes them: <@U…|name>, <#C…|name>, and no name for a private one."""
        words = text.split(" ")
        people = {f"@{user.name}": f"<@{user.id}|{user.name}>" for user in self._ws.users.values()}
        channels = {
            f"#{each.name}": f"<#{each.id}|{each.name if each.kind == 'public' else ''}>"
            for each in self._ws.conversations.values()
            if each.name
        }
        return " ".join((people | channels).get(word, word) for word in words)

    # -- clicks --------------------------------------------------------------------------------------

    async def action(self, user: str, container: Json, action: Json, state: Json) -> Outcome:
        """A click on a button or a choice in a menu. `action` is block_id, action_id, type and the choice."""
        self.acting(user)
        if not self._ws.manifest.is_interactive:
            return Outcome(False, "This app has not configured interactivity in its manifest.")
        blocks, where, view, url = self._place(user, container)
        block, element = self._element(blocks, action)
        told = self._told(block, element, action)
        filled = values.read_values(self._ws, blocks, self._with_choice(state, block, element, told))
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Outcome(False, f"{element['action_id']} is not set to dispatch its action.")
        payload = payloads.common(self._ws, "block_actions", user) | where
        payload["trigger_id"] = self._triggers.issue(user, view.view["id"] if view else None)
        if view:
            view.view["state"] = {"values": filled}
            payload["view"] = view.view
        else:
            payload |= {"state": {"values": filled}, "response_url": url}
        payload["actions"] = [told]
        reply = await self._transport.send("interactive", payload)
        if reply.failure:
            return self._failed(f"{TROUBLE} ({FAILURE_WORDS[reply.failure]})", reply)
        return Outcome(True, ack_ms=reply.ms)

    def _place(self, user: str, container: Json) -> tuple[list[Json], Json, OpenView | None, str]:
        """The blocks acted in, that part of the payload, the view if it is one, and a message's response_url."""
        if container.get("type") == "view":
            held = self._held(user, str(container.get("view_id")))
            return held.view["blocks"], payloads.in_view(held.view), held, ""
        conversation = self.seen(user, str(container.get("channel")))
        ts = str(container.get("message_ts"))
        message = conversation.ephemeral(ts, user) if container.get("ephemeral") else conversation.message(ts)
        if message is None:
            raise SlackError("message_not_found")
        if message.get("app_id") != self._ws.seed.app.app_id:
            raise SlackError("message_not_found")
        url = self._urls.issue(conversation.id, user, message)
        return message.get("blocks", []), payloads.in_message(self._ws, conversation, message), None, url

    def _held(self, user: str, view_id: str) -> OpenView:
        held = self._ws.open_view(view_id)
        home = self._ws.homes.get(user)
        if held is None and home is not None and home["id"] == view_id:
            return OpenView(home, user)
        if held is None or held.user != user:
            raise SlackError("view_not_found", ["this form is no longer open"])
        return held

    def _element(self, blocks: list[Json], action: Json) -> tuple[Json, Json]:
        for block, element in placed_elements(blocks):
            same_block = action.get("block_id") in (None, block["block_id"])
            if same_block and element["action_id"] == action.get("action_id"):
                return block, element
        raise SlackError("action_not_found", [f"there is no {action.get('action_id')} here"])

    def _told(self, block: Json, element: Json, action: Json) -> Json:
        """The entry of `actions` for one click: the element's own words, and the choice made."""
        kind = element["type"]
        told: Json = {"type": kind, "action_id": element["action_id"], "block_id": block["block_id"]}
        if action.get("type", kind) != kind:
            raise SlackError("action_not_found", [f"{element['action_id']} is a {kind}"])
        if kind in ("button", "icon_button", "workflow_button"):
            told |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
        elif kind == "feedback_buttons":
            offered = [element["positive_button"]["value"], element["negative_button"]["value"]]
            if action.get("value") not in offered:
                raise SlackError("invalid_state", ["the value is that of neither button"])
            told["value"] = action["value"]
        elif kind == "overflow":
            chosen = action.get("selected_option") or {}
            found = [o for o in element["options"] if o["value"] == chosen.get("value")]
            if not found:
                raise SlackError("invalid_state", ["that is not in this menu"])
            told["selected_option"] = found[0]
        else:
            key, initial = values.STATE_KEYS[kind]
            given = {"type": kind, key: action.get(key)}
            single = [block | {"type": "actions", "elements": [element]}]
            read = values.read_values(self._ws, single, {block["block_id"]: {element["action_id"]: given}})
            told[key] = read[block["block_id"]][element["action_id"]][key]
            told |= {k: element[k] for k in ("placeholder", initial) if k in element and k != "initial_value"}
        return told | {"action_ts": payloads.action_ts()}

    def _with_choice(self, state: Json, block: Json, element: Json, told: Json) -> Json:
        """The state with the choice just made in it, since the click and the state travel together."""
        if element["type"] not in values.STATE_KEYS:
            return state
        key = values.STATE_KEYS[element["type"]][0]
        block_id, action_id = block["block_id"], element["action_id"]
        mine = {**state.get(block_id, {}), action_id: {"type": element["type"], key: told[key]}}
        return {**state, block_id: mine}

    # -- forms ---------------------------------------------------------------------------------------

    async def submit(self, user: str, view_id: str, state: Json) -> Outcome:
        """Send a form. What Slack's client would not let go is answered under the fields without asking the app."""
        self.acting(user)
        if not self._ws.manifest.is_interactive:
            return Outcome(False, "This app has not configured interactivity in its manifest.")
        held = self._held(user, view_id)
        if held.view["type"] != "modal" or held.view["submit"] is None:
            return Outcome(False, "This view has nothing to submit.")
        blocks = held.view["blocks"]
        filled = values.read_values(self._ws, blocks, state)
        if found := values.faults(blocks, filled):
            return Outcome(False, errors=found, response_action="errors")
        held.view["state"] = {"values": filled}
        payload = payloads.common(self._ws, "view_submission", user)
        payload |= {
            "trigger_id": self._triggers.issue(user, view_id),
            "view": dict(held.view),
            "response_urls": self._chosen_urls(user, blocks, filled),
        }
        reply = await self._transport.send("interactive", payload)
        if reply.failure:
            return self._failed(f"{TROUBLE} ({FAILURE_WORDS[reply.failure]})", reply)
        try:
            return self._follow(held, reply)
        except SlackError as refusal:
            return self._failed(TROUBLE, reply, refusal)

    def _chosen_urls(self, user: str, blocks: list[Json], filled: Json) -> list[Json]:
        """A response_url for each conversation chosen in a menu that asked for one."""
        urls = []
        for block, element in values.stateful(blocks):
            if element.get("response_url_enabled"):
                held = filled[block["block_id"]][element["action_id"]]
                channel = held[values.STATE_KEYS[element["type"]][0]]
                if channel:
                    place = {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                    }
                    urls.append(place | {"response_url": self._urls.issue(channel, user)})
        return urls

    def _follow(self, held: OpenView, reply: Reply) -> Outcome:
        """Do what a form's ack says: nothing (close it), errors, update, push or clear."""
        answer = reply.payload or {}
        action = answer.get("response_action")
        if not answer:
            self._modals.close(held.view["id"])
            return Outcome(True, ack_ms=reply.ms)
        if action == "errors" and set(answer) == {"response_action", "errors"}:
            return Outcome(
                False, errors=_errors(held.view, answer["errors"]), response_action=action, ack_ms=reply.ms
            )
        if action == "clear" and set(answer) == {"response_action"}:
            self._modals.close(self._ws.stacks[held.user][0].view["id"])
            return Outcome(True, response_action=action, ack_ms=reply.ms)
        if action in ("update", "push") and set(answer) == {"response_action", "view"}:
            if action == "update":
                shown = self._modals.update(held, answer["view"], None)
            else:
                shown = self._modals.push(held.user, held.view["id"], answer["view"])
            return Outcome(True, response_action=action, view=shown, ack_ms=reply.ms)
        raise SlackError("invalid_response_action", [f"the app answered the form with {sorted(answer)}"])

    async def close(self, user: str, view_id: str, is_cleared: bool = False) -> Outcome:
        """Cancel a form; the app is told of each view that asked to be (`notify_on_close`)."""
        self.acting(user)
        held = self._held(user, view_id)
        whole_stack = is_cleared or held.view["clear_on_close"]
        first = self._ws.stacks[user][0].view["id"] if whole_stack else view_id
        for gone in self._modals.close(first):
            if gone.view["notify_on_close"] and self._ws.manifest.is_interactive:
                payload = payloads.common(self._ws, "view_closed", user)
                await self._transport.send(
                    "interactive", payload | {"view": gone.view, "is_cleared": whole_stack}
                )
        return Outcome(True)

    # -- menus that ask the app, and shortcuts -------------------------------------------------------

    async def options(self, user: str, container: Json, block_id: str, action_id: str, value: str) -> Outcome:
        """Ask the app what an external menu offers for what has been typed."""
        self.acting(user)
        blocks, where, _, _ = self._place(user, container)
        block, element = self._element(blocks, {"block_id": block_id, "action_id": action_id})
        if element["type"] not in ("external_select", "multi_external_select"):
            raise SlackError("action_not_found", [f"{action_id} does not ask the app"])
        if not self._ws.manifest.has_options_url:
            return Outcome(False, "This app has no options load URL in its manifest.")
        payload = payloads.common(self._ws, "block_suggestion", user) | where
        payload |= {"action_id": action_id, "block_id": block["block_id"], "value": value}
        reply = await self._transport.send("interactive", payload)
        if reply.failure:
            return self._failed("The choices could not be loaded.", reply)
        try:
            check_options(reply.payload)
        except SlackError as refusal:
            return self._failed("The choices could not be loaded.", reply, refusal)
        return Outcome(True, options=reply.payload, ack_ms=reply.ms)

    async def shortcut(self, user: str, callback_id: str, channel: str = "", message_ts: str = "") -> Outcome:
        """Use a shortcut of the manifest: a global one, or a message one on a message."""
        self.acting(user)
        known = next((s for s in self._ws.manifest.shortcuts if s.callback_id == callback_id), None)
        if known is None or self._ws.is_external(self._ws.users[user]):
            return Outcome(False, f"There is no shortcut {callback_id}.")
        kind = "message_action" if known.type == "message" else "shortcut"
        payload = payloads.common(self._ws, kind, user)
        payload |= {
            "callback_id": callback_id,
            "trigger_id": self._triggers.issue(user),
            "action_ts": payloads.action_ts(),
        }
        if kind == "message_action":
            conversation = self.seen(user, channel)
            message = conversation.message(message_ts)
            if message is None:
                raise SlackError("message_not_found")
            where = payloads.in_message(self._ws, conversation, message)
            url = self._urls.issue(conversation.id, user, message)
            payload |= {"channel": where["channel"], "message": where["message"]}
            payload |= {"message_ts": message_ts, "response_url": url}
        reply = await self._transport.send("interactive", payload)
        if reply.failure:
            return self._failed(f"{TROUBLE} ({FAILURE_WORDS[reply.failure]})", reply)
        return Outcome(True, ack_ms=reply.ms)

    def _failed(self, words: str, reply: Reply, refusal: SlackError | None = None) -> Outcome:
        if refusal:
            self._ws.hub.tell(
                {"type": "notice", "level": "error", "text": f"The app’s answer was refused: {refusal}"}
            )
        return Outcome(False, words, ack_ms=reply.ms)


def _errors(view: Json, errors: Any) -> dict[str, str]:
    """The errors of a form, each under an input block of that form; anything else Slack would not show."""
    inputs = {each["block_id"] for each in view["blocks"] if each["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_errors", ["errors must say which input block is wrong"])
    for block_id, words in errors.items():
        if block_id not in inputs:
            raise SlackError("invalid_errors", [f"{block_id} is not an input block of this view"])
        if not isinstance(words, str) or not words:
            raise SlackError("invalid_errors", [f"the error of {block_id} must be words"])
    return dict(errors)

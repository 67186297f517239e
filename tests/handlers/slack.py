"""Slack in a test: payloads as Slack sends them, a Bolt app that reaches no network, and what the bot made of each."""

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.clock import Clock
from bot.handlers import register
from bot.handlers.desk import Desk
from bot.local_slack.blockkit import message_block_faults
from bot.local_slack.blockkit.views import view_faults
from tests.presenters.reading import words

WORKSPACE = "T0QUORATE"
RESPONSE_URL = "https://hooks.slack.com/actions/T0QUORATE/1/abc"


@dataclass
class Slack:
    """The workspace as the bot meets it. Everything the bot shows is checked by the strict local workspace."""

    desk: Desk
    clock: Clock
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    posted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    later: list[Callable[[], None]] = field(default_factory=list)
    refuse: str = ""  # the error Slack answers every call with
    refuses: dict[str, str] = field(default_factory=dict)  # the error of one method alone
    breaks: Exception | None = None  # what every call ends in instead of an answer
    order: list[str] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.app = App(
            client=WebClient("xoxb-test", base_url="http://127.0.0.1:9/api/", retry_handlers=[]),
            authorize=lambda enterprise_id, team_id: AuthorizeResult(
                enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-test"
            ),
            process_before_response=True,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
        )
        register(self.app, self.desk, self.clock, self.later.append)

    def command(
        self, user: str, command: str, text: str = "", channel: str = "D1", **changes: Any
    ) -> "Answered":
        """Somebody types a slash command."""
        body = {
            "team_id": WORKSPACE,
            "user_id": user,
            "command": command,
            "text": text,
            "channel_id": channel,
            "trigger_id": self.trigger(),
            "response_url": RESPONSE_URL,
            "is_enterprise_install": "false",
            **changes,
        }
        return self._dispatch(urlencode(body))

    def press(
        self, user: str, button: Mapping[str, Any], *, team: str = WORKSPACE, **changes: Any
    ) -> "Answered":
        """Somebody presses a button under a message."""
        body = {
            "type": "block_actions",
            "team": {"id": WORKSPACE, "domain": "quorate"},
            "user": {"id": user, "team_id": team},
            "container": {"type": "message", "message_ts": "1.0", "channel_id": "C1"},
            "channel": {"id": "C1"},
            "trigger_id": self.trigger(),
            "response_url": RESPONSE_URL,
            "actions": [{"type": "button", "block_id": "b", "action_ts": "2.0", **pressed(button)}],
            **changes,
        }
        return self._dispatch(urlencode({"payload": json.dumps(body)}))

    def press_in(self, user: str, view: Mapping[str, Any], button: Mapping[str, Any]) -> "Answered":
        """Somebody presses a button in a form or in App Home, which has no response_url."""
        shown = {"id": "V9", "hash": "h1", **view}
        return self.press(
            user, button, view=shown, response_url=None, channel=None, container={"type": "view"}
        )

    def choose(
        self,
        user: str,
        view: Mapping[str, Any],
        name: str,
        value: str,
        values: Mapping[str, Any] | None = None,
    ) -> "Answered":
        """Somebody chooses in a menu of a form that changes what else it asks; `values` is what they have filled in."""
        state = {
            block["block_id"]: {
                block["element"]["action_id"]: _state(block["element"], (values or {}).get(block["block_id"]))
            }
            for block in view["blocks"]
            if block["type"] == "input"
        }
        action = {"type": "static_select", "action_id": name, "selected_option": {"value": value}}
        return self.press(
            user,
            {},
            view={"id": "V1", "hash": "h1", **view, "state": {"values": state}},
            response_url=None,
            channel=None,
            container={"type": "view"},
            actions=[{"block_id": name, "action_ts": "2.0", **action}],
        )

    def submit(
        self,
        user: str,
        view: Mapping[str, Any],
        values: Mapping[str, Any],
        *,
        view_id: str = "V1",
        hash_: str = "h1",
    ) -> "Answered":
        """Somebody sends a form in. A value is text, an option's value, a list of them, an instant or a user."""
        state = {
            block["block_id"]: {
                block["element"]["action_id"]: _state(block["element"], values.get(block["block_id"]))
            }
            for block in view["blocks"]
            if block["type"] == "input"
        }
        unknown = values.keys() - state.keys()
        assert not unknown, f"the form has no {unknown}: it has {sorted(state)}"
        body = {
            "type": "view_submission",
            "team": {"id": WORKSPACE},
            "user": {"id": user, "team_id": WORKSPACE},
            "trigger_id": self.trigger(),
            "view": {**view, "id": view_id, "hash": hash_, "state": {"values": state}},
        }
        return self._dispatch(urlencode({"payload": json.dumps(body)}))

    def event(self, event: Mapping[str, Any]) -> "Answered":
        """Slack tells of an event."""
        body = {
            "type": "event_callback",
            "team_id": WORKSPACE,
            "event_id": f"Ev{next(self._numbers)}",
            "authorizations": [{"team_id": WORKSPACE, "enterprise_id": None, "is_enterprise_install": False}],
            "event": event,
        }
        return self._dispatch(json.dumps(body), "application/json")

    def trigger(self) -> str:
        """A trigger of its own for every press."""
        return f"trigger-{next(self._numbers)}"

    def opened(self) -> dict[str, Any]:
        """The form that was opened last."""
        views = [call["view"] for name, call in self.calls if name in ("views.open", "views.push")]
        return views[-1]

    def said(self) -> str:
        """The last private answer to a press."""
        return words(self.posted[-1][1]["blocks"]) or self.posted[-1][1]["text"]

    def changed(self, view_id: str = "") -> dict[str, Any]:
        """What the view that was changed last shows now, or the one with that id."""
        calls = [call for name, call in self.calls if name == "views.update"]
        return [call["view"] for call in calls if view_id in ("", call["view_id"])][-1]

    def _dispatch(self, body: str, kind: str = "application/x-www-form-urlencoded") -> "Answered":
        self.order.clear()
        response = self.app.dispatch(BoltRequest(body=body, headers={"content-type": [kind]}))
        self.order.append("ack")
        while self.later:
            self.later.pop(0)()
        answered = Answered(
            response.status, json.loads(response.body) if response.body.startswith("{") else {}
        )
        if "view" in answered.body:
            assert view_faults(answered.body["view"], {"modal"}) == []
        if "blocks" in answered.body:
            assert message_block_faults(answered.body["blocks"]) == []
        return answered

    def api(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Slack's Web API."""
        self.order.append(method)
        if self.breaks is not None:
            raise self.breaks
        if refused := self.refuse or self.refuses.get(method):
            raise SlackApiError(refused, {"ok": False, "error": refused})
        if "view" in arguments:
            assert view_faults(arguments["view"], {"modal", "home"}) == []
        self.calls.append((method, arguments))
        return {"ok": True}

    def post(self, url: str, body: dict[str, Any]) -> None:
        """A response_url."""
        self.order.append("response_url")
        assert message_block_faults(body["blocks"]) == [] or body["blocks"] == []
        self.posted.append((url, body))


@dataclass(frozen=True)
class Answered:
    """The acknowledgement Slack got."""

    status: int
    body: dict[str, Any]

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        assert self.body.get("response_action") == "errors", self.body
        return self.body["errors"]  # type: ignore[no-any-return]

    @property
    def view(self) -> dict[str, Any]:
        """The next form."""
        assert self.body.get("response_action") == "update", self.body
        return self.body["view"]  # type: ignore[no-any-return]

    @property
    def words(self) -> str:
        """What the person reads in the acknowledgement."""
        blocks = self.body.get("blocks") or self.body.get("view", {}).get("blocks", [])
        return words(blocks) or str(self.body.get("text", ""))


def connected(slack: Slack, patch: pytest.MonkeyPatch) -> Slack:
    """The same, with Slack's clients led to it."""

    def api_call(client: WebClient, api_method: str, **given: Any) -> Any:
        arguments = given.get("json") or given.get("params") or {}
        return SlackResponse(
            client=client,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data=slack.api(api_method, {key: value for key, value in arguments.items() if value is not None}),
            headers={},
            status_code=200,
        )

    def send_dict(client: WebhookClient, body: dict[str, Any], headers: Any = None) -> WebhookResponse:
        slack.post(client.url, body)
        return WebhookResponse(url=client.url, status_code=200, body="ok", headers={})

    patch.setattr(WebClient, "api_call", api_call)
    patch.setattr(WebhookClient, "send_dict", send_dict)
    return slack


def pressed(button: Mapping[str, Any]) -> dict[str, Any]:
    """A button as it comes back in a payload."""
    return {key: button[key] for key in ("action_id", "value") if key in button}


def button(blocks: list[dict[str, Any]], text: str) -> dict[str, Any]:
    """The button with these words."""
    buttons = [
        each
        for block in blocks
        if block["type"] == "actions"
        for each in block["elements"]
        if each["type"] == "button"
    ]
    found = [each for each in buttons if each["text"]["text"] == text]
    assert found, f"no button “{text}”: there are {[each['text']['text'] for each in buttons]}"
    return found[0]


def _option(options: Mapping[str, Any], value: str) -> Any:
    """The option of that value, or the first that begins with it: an organisation stands for its first representative."""
    return options.get(value) or next(each for key, each in options.items() if key.startswith(f"{value}:"))


def _state(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind in ("plain_text_input", "number_input", "url_text_input"):
        return {"type": kind, "value": value if value is not None else element.get("initial_value")}
    if kind == "datetimepicker":
        return {"type": kind, "selected_date_time": value}
    if kind == "datepicker":
        return {"type": kind, "selected_date": value if value is not None else element.get("initial_date")}
    if kind == "timepicker":
        return {"type": kind, "selected_time": value if value is not None else element.get("initial_time")}
    if kind == "users_select":
        return {"type": kind, "selected_user": value}
    if kind == "file_input":
        return {"type": kind, "files": value or []}
    groups = element.get("option_groups", [element])
    options = {each["value"]: each for group in groups for each in group["options"]}
    if kind in ("checkboxes", "multi_static_select"):
        chosen = (
            [_option(options, each) for each in value]
            if value is not None
            else element.get("initial_options", [])
        )
        return {"type": kind, "selected_options": chosen}
    return {
        "type": kind,
        "selected_option": options[value] if value is not None else element.get("initial_option"),
    }

"""The workspace the page is tried in: invented people, and an app that does one of everything."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.local_slack import LocalSlack, Pace, Seed, SeedApp, SeedChannel, SeedTeam, SeedUser

Visit = Callable[..., Any]
ACK_SECONDS = 1.0  # Slack waits three; the failing command need not keep a test that long
CHAIR, CLERK, GUEST, VISITOR, GONE, ODD = "U0CHAIR", "U0CLERK", "U0GUEST", "U0VISIT", "U0GONE", "U0ODD"
HALL, QUIET = "C0HALL", "C0QUIET"

SEED = Seed(
    team=SeedTeam("T0HOME", "Hollin Vale partnership", "hollin-vale"),
    users=(
        SeedUser(CHAIR, "maeve", "Maeve Okonkwo", title="Chair"),
        SeedUser(CLERK, "idris", "Idris Pellworth", title="Clerk"),
        SeedUser(GUEST, "orla", "Orla Fenwright", is_restricted=True),
        SeedUser(VISITOR, "bram", "Bram Castellow", is_stranger=True, team_id="T0AWAY"),
        SeedUser(GONE, "percy", "Percy Dunmallow", deleted=True),
        SeedUser(ODD, "odd", "*Odd* <!channel> \u202eeman"),
    ),
    channels=(
        SeedChannel(HALL, "hall", members=(CHAIR, CLERK, GUEST, VISITOR, ODD), topic="Where we meet"),
        SeedChannel(QUIET, "quiet", members=(CHAIR,), bot_is_member=False),
    ),
    app=SeedApp("A0APP", "U0BOT", "B0BOT", "Porter"),
    bot_token="xoxb-browser-tests",
    app_token="xapp-browser-tests",
    signing_secret="browser-tests",
)

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Porter"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Porter", "always_online": True},
        "slash_commands": [
            {
                "command": "/ask",
                "description": "Ask for a room",
                "usage_hint": "[room]",
                "should_escape": True,
            },
            {"command": "/whisper", "description": "Say something to yourself", "should_escape": False},
            {"command": "/broken", "description": "Fails", "should_escape": False},
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["commands", "chat:write", "channels:read", "users:read", "im:write"]}
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    },
}


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def room_form(title: str = "Ask for a room") -> dict[str, Any]:
    kinds = [option("Round", "round"), option("Long", "long")]
    return {
        "type": "modal",
        "callback_id": "room",
        "title": plain(title),
        "submit": plain("Ask"),
        "close": plain("Not now"),
        "blocks": [
            {"type": "input", "block_id": "room", "label": plain("Room"), "dispatch_action": False,
             "element": {"type": "plain_text_input", "action_id": "name"}},
            {"type": "input", "block_id": "table", "label": plain("Table"), "optional": True,
             "element": {"type": "static_select", "action_id": "shape", "options": kinds}},
            {"type": "input", "block_id": "host", "label": plain("Host"), "optional": True,
             "element": {"type": "users_select", "action_id": "person"}},
            {"type": "input", "block_id": "day", "label": plain("Day"), "optional": True,
             "element": {"type": "datepicker", "action_id": "on"}},
            {"type": "actions", "block_id": "more", "elements": [
                {"type": "button", "action_id": "retitle", "text": plain("Add a note")},
                {"type": "button", "action_id": "deeper", "text": plain("Ask about keys")}]},
        ],
    }  # fmt: skip


def doors(count: int) -> list[dict[str, Any]]:
    """The blocks of a message with a tally and three buttons, one of which asks before it acts."""
    sure = {
        "title": plain("Shut it?"),
        "text": plain("Nobody can come in."),
        "confirm": plain("Shut"),
        "deny": plain("Leave"),
    }
    return [
        {"type": "section", "block_id": "tally", "text": {"type": "mrkdwn", "text": f"*Doors opened:* {count}"}},
        {"type": "actions", "block_id": "doors", "elements": [
            {"type": "button", "action_id": "open", "style": "primary", "text": plain("Open a door"), "value": "one"},
            {"type": "button", "action_id": "shut", "style": "danger", "text": plain("Shut them"), "confirm": sure},
            {"type": "static_select", "action_id": "pick", "placeholder": plain("A door"), "option_groups": [
                {"label": plain("North"), "options": [option("Oak", "oak"), option("Ash", "ash")]},
                {"label": plain("South"), "options": [option("Elm", "elm")]}]}]},
    ]  # fmt: skip


@dataclass
class Clock:
    """A clock that the page may turn, kept as an offset from real time."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def turn_to(self, instant: datetime) -> None:
        self.offset = instant - datetime.now(UTC)

    def reset(self) -> None:
        self.offset = timedelta()


@dataclass
class Porter:
    """The app of these tests, and what reached it."""

    slack: LocalSlack
    client: WebClient
    sockets: SocketModeHandler
    opened: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    picked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    form: dict[str, Any] = field(default_factory=room_form)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hang_up(self) -> None:
        """End the app's connection for good."""
        self.sockets.close()

    def post_doors(self) -> str:
        answer = self.client.chat_postMessage(channel=HALL, text="Doors", blocks=doors(self.opened))
        return str(answer["ts"])


def wire(app: App, porter: Porter) -> None:
    """Everything the app answers to."""

    def ask(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=porter.form)

    def whisper(ack: Any, command: dict[str, Any]) -> None:
        porter.said.append(command["text"])
        ack(f"You said: {command['text']}")

    def broken() -> None:
        raise RuntimeError("this command is meant to fail")

    def submitted(ack: Any, view: dict[str, Any], client: WebClient) -> None:
        values = view["state"]["values"]
        room = values["room"]["name"]["value"]
        if room == "cellar":
            ack(
                response_action="errors",
                errors={"room": "The cellar is flooded. Choose a room above ground."},
            )
            return
        ack()
        porter.asked.append(values)
        client.chat_postMessage(channel=HALL, text=f"A room is asked for: {room.replace('<', '&lt;')}")

    def sent(ack: Any, view: dict[str, Any]) -> None:
        porter.asked.append(view["state"]["values"])
        ack()

    def retitle(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        view = room_form("Ask, with a note")
        view["blocks"].append({"type": "section", "block_id": "note", "text": plain("Mind the step.")})
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    def deeper(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        keys = {"type": "input", "block_id": "keys", "label": plain("Keys"),
                "element": {"type": "plain_text_input", "action_id": "keys"}}  # fmt: skip
        view = {
            "type": "modal",
            "callback_id": "keys",
            "title": plain("Keys"),
            "submit": plain("Keep"),
            "blocks": [keys],
        }
        client.views_push(trigger_id=body["trigger_id"], view=view)

    def open_door(ack: Any, body: dict[str, Any], respond: Any, client: WebClient) -> None:
        ack()
        with porter.lock:
            porter.opened += 1
        client.chat_update(channel=HALL, ts=body["message"]["ts"], text="Doors", blocks=doors(porter.opened))
        client.chat_postEphemeral(channel=HALL, user=body["user"]["id"], text="You have opened a door.")

    def shut(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        porter.opened = 0
        client.chat_update(channel=HALL, ts=body["message"]["ts"], text="Doors", blocks=doors(0))

    def pick(ack: Any, action: dict[str, Any]) -> None:
        porter.picked.append(action["selected_option"]["value"])
        ack()

    def home(event: dict[str, Any], client: WebClient) -> None:
        blocks = [{"type": "header", "block_id": "h", "text": plain("Your rooms")}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    app.command("/ask")(ask)
    app.command("/whisper")(whisper)
    app.command("/broken")(broken)
    app.view("room")(submitted)
    app.view("every")(sent)
    app.action("retitle")(retitle)
    app.action("deeper")(deeper)
    app.action("open")(open_door)
    app.action("shut")(shut)
    app.action("pick")(pick)
    app.event("app_home_opened")(home)


def start(state_file: Path, clock: Clock, port: int = 0) -> Porter:
    """Start the workspace, or start it again where it left off, and connect the app to it."""
    pace = Pace(ack_seconds=ACK_SECONDS)
    slack = LocalSlack(
        SEED, MANIFEST, clock=clock, port=port, state_file=state_file, rate_limits=False, pace=pace
    )
    slack.start()
    client = WebClient(token=SEED.bot_token, base_url=slack.api_url)
    app = App(client=client, process_before_response=False)
    handler = SocketModeHandler(app, SEED.app_token, web_client=client)
    porter = Porter(slack, client, handler)
    wire(app, porter)
    handler.connect()
    slack.wait_until_connected()
    return porter


def stop(porter: Porter) -> None:
    """End both; the workspace first, since slack_sdk's reader is slow to notice that it has been closed itself."""
    porter.sockets.client.auto_reconnect_enabled = False
    porter.slack.stop()
    with suppress(AttributeError):  # it may trip over a connection already gone
        porter.sockets.close()


@contextmanager
def workspace(state_file: Path) -> Iterator[Porter]:
    """A running workspace with the app connected to it."""
    porter = start(state_file, Clock())
    try:
        yield porter
    finally:
        stop(porter)


@contextmanager
def restarted(porter: Porter, state_file: Path) -> Iterator[Porter]:
    """The same workspace at the same address, after everything was stopped and started again."""
    port = int(porter.slack.base_url.rpartition(":")[2])
    stop(porter)
    again = start(state_file, Clock(), port)
    try:
        yield again
    finally:
        stop(again)

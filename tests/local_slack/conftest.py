"""A small workspace, a small Bolt app, and both roads between them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.local_slack import LocalSlack, Pace, Seed, SeedApp, SeedChannel, SeedTeam, SeedUser

SEED = Seed(
    team=SeedTeam("T0LOCAL", "Riverside Partnership", "riverside"),
    users=(
        SeedUser("U0ADA", "ada", "Ada Fenwick", "ada@riverside.example", title="Chair"),
        SeedUser("U0BEN", "ben", "Ben Okafor", "ben@riverside.example"),
        SeedUser("U0GUEST", "gwen", "Gwen Marsh", "gwen@elsewhere.example", is_restricted=True),
        SeedUser("U0EXT", "eve", "Eve Stone", "", is_stranger=True, team_id="T0OTHER"),
        SeedUser("U0GONE", "tom", "Tom Hale", "tom@riverside.example", deleted=True),
    ),
    channels=(
        SeedChannel("C0MAIN", "partnership", members=("U0ADA", "U0BEN", "U0EXT"), topic="The partnership"),
        SeedChannel("C0OTHER", "lunch", members=("U0ADA", "U0GUEST"), bot_is_member=False),
        SeedChannel("C0SECRET", "chairs", is_private=True, members=("U0ADA",), bot_is_member=False),
        SeedChannel("C0PRIV", "exec", is_private=True, members=("U0ADA", "U0BEN")),
    ),
    app=SeedApp("A0QUORATE", "U0BOT", "B0BOT", "Quorate"),
    bot_token="xoxb-local-bot",
    app_token="xapp-local-app",
    signing_secret="a local secret",
)

SCOPES = [
    "commands",
    "chat:write",
    "im:write",
    "im:history",
    "channels:read",
    "groups:read",
    "im:read",
    "mpim:read",
    "channels:history",
    "groups:history",
    "users:read",
    "users:read.email",
    "files:write",
    "files:read",
    "team:read",
]
EVENTS = [
    "app_home_opened",
    "message.channels",
    "message.im",
    "app_mention",
    "member_joined_channel",
    "team_join",
    "user_change",
    "file_shared",
]


def manifest(**changes: Any) -> dict[str, Any]:
    """A manifest like the product's; `scopes` and `events` may be given."""
    return {
        "features": {
            "app_home": {"home_tab_enabled": True},
            "slash_commands": [
                {
                    "command": "/vote",
                    "description": "Put a motion",
                    "usage_hint": "[motion]",
                    "should_escape": True,
                },
                {"command": "/slow", "description": "Never answers"},
            ],
            "shortcuts": [{"callback_id": "note", "name": "Note this", "type": "message"}],
        },
        "oauth_config": {"scopes": {"bot": changes.get("scopes", SCOPES)}},
        "settings": {
            "interactivity": {"is_enabled": changes.get("interactive", True)},
            "event_subscriptions": {"bot_events": changes.get("events", EVENTS)},
            "socket_mode_enabled": True,
        },
    }


@dataclass
class Hand:
    """A clock turned by hand, in seconds; the tests' time source."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def slack(hand: Hand) -> Iterator[LocalSlack]:
    """A workspace nobody has connected a bot to."""
    with LocalSlack(SEED, manifest(), pace=Pace(monotonic=hand, ack_seconds=2.0)) as workspace:
        yield workspace


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(SEED.bot_token, base_url=slack.api_url, retry_handlers=[])


@dataclass
class Heard:
    """What a Bolt app was told, in order."""

    bodies: list[dict[str, Any]] = field(default_factory=list)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [b for b in self.bodies if b.get("type") == kind or b.get("event", {}).get("type") == kind]


def serve_bolt(app: App) -> tuple[ThreadingHTTPServer, str]:
    """Serve a Bolt app over HTTP on a free port, as a production server would."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {key.lower(): [value] for key, value in self.headers.items()}
            answer = app.dispatch(BoltRequest(body=body, headers=headers))
            self.send_response(answer.status)
            for key, value in answer.first_headers().items():
                self.send_header(key, value)
            sent = answer.body.encode()
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/slack/events"


Build = Callable[[App, Heard], None]


class Running:
    """A workspace with a Bolt app connected over one of the two roads."""

    def __init__(self, road: str, build: Build, pace: Pace | None = None, **changes: Any) -> None:
        self.heard = Heard()
        self._server: ThreadingHTTPServer | None = None
        self._sockets: SocketModeHandler | None = None
        waiting = [build]
        url = None
        if road == "http":
            app = self._app("http://127.0.0.1:1/api/")
            waiting.pop()(app, self.heard)
            self._server, url = serve_bolt(app)
        self.slack = LocalSlack(SEED, manifest(**changes), request_url=url, pace=pace)
        self.slack.start()
        if road == "http":
            app.client.base_url = self.slack.api_url
        else:
            app = self._app(self.slack.api_url)
            waiting.pop()(app, self.heard)
            self._sockets = SocketModeHandler(app, SEED.app_token)
            self._sockets.connect()
            self.slack.wait_until_connected()
        self.client = WebClient(SEED.bot_token, base_url=self.slack.api_url, retry_handlers=[])

    def _app(self, base_url: str) -> App:
        app = App(
            client=WebClient(SEED.bot_token, base_url=base_url),
            signing_secret=SEED.signing_secret,
            process_before_response=True,
            token_verification_enabled=False,
        )

        def hear(body: dict[str, Any], next: Callable[[], Any]) -> None:
            self.heard.bodies.append(body)
            next()

        app.middleware(hear)
        return app

    def close(self) -> None:
        if (
            self._sockets
        ):  # slack_sdk's reader only notices a close within three seconds unless the server goes first
            self._sockets.client.auto_reconnect_enabled = False
        self.slack.stop()
        if self._sockets:  # its threads take a second to notice, so nobody waits for them
            threading.Thread(target=self._hang_up, args=(self._sockets,), daemon=True).start()
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    @staticmethod
    def _hang_up(sockets: SocketModeHandler) -> None:
        with suppress(AttributeError):  # slack_sdk may trip over a connection already gone, once
            sockets.close()
        sockets.close()


@pytest.fixture
def run() -> Iterator[Callable[..., Running]]:
    """Start a workspace and an app together; everything is stopped at the end of the test."""
    started: list[Running] = []

    def start(road: str, build: Build, **changes: Any) -> Running:
        started.append(Running(road, build, **changes))
        return started[-1]

    yield start
    for each in started:
        each.close()

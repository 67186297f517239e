"""A running local workspace: the server in its own thread, and the people who act in it."""

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from bot.local_slack import snapshot
from bot.local_slack.driver import Actor, Desk
from bot.local_slack.manifest import read_manifest
from bot.local_slack.pace import Pace
from bot.local_slack.seed import ClockControl, Json, Seed, SeedUser
from bot.local_slack.server import Server
from bot.local_slack.state import Workspace
from bot.local_slack.transport import Delivery, Reply

T = TypeVar("T")
SAVE_SECONDS = 0.25


class LocalSlack:
    """A Slack-compatible workspace on 127.0.0.1.

    Payloads go to the app over Socket Mode, or signed over HTTP when `request_url` is given. `port` 0 takes any
    free one. With a `state_file` the workspace is kept there and found again at the next start.
    """

    def __init__(
        self,
        seed: Seed,
        manifest: Json,
        clock: ClockControl | None = None,
        port: int = 0,
        state_file: Path | None = None,
        request_url: str | None = None,
        rate_limits: bool = True,
        pace: Pace | None = None,
    ) -> None:
        self.seed = seed
        self._port = port
        self._state_file = state_file
        self._ws = Workspace(seed, read_manifest(manifest), clock, pace or Pace())
        self._kept: Json | None = None
        if state_file is not None and state_file.exists():
            self._kept = snapshot.read(state_file)
            snapshot.restore(self._ws, self._kept)
        self._request_url = request_url
        self._rate_limits = rate_limits
        self._server: Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stopping: asyncio.Event | None = None

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT`, once started."""
        return self._ws.base_url

    @property
    def api_url(self) -> str:
        """What the bot is given as SLACK_API_URL."""
        return f"{self._ws.base_url}/api/"

    def start(self) -> None:
        """Listen, in a thread of its own; returns when listening, raises OSError if the port is taken."""
        ready = threading.Event()
        failure: list[BaseException] = []

        def run() -> None:
            try:
                asyncio.run(self._serve(ready))
            except OSError as problem:
                failure.append(problem)
            finally:
                ready.set()

        self._thread = threading.Thread(target=run, name="local-slack", daemon=True)
        self._thread.start()
        ready.wait()
        if failure:
            raise failure[0]
        if self._server is None:
            raise RuntimeError("the workspace could not start; its thread has said why")

    def stop(self) -> None:
        """Close every connection, keep the state, end the thread. A second call does nothing."""
        if self._loop and self._stopping and self._thread and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(timeout=10)

    def __enter__(self) -> "LocalSlack":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # -- what people do ------------------------------------------------------------------------------

    def act(self, user_id: str) -> Actor:
        """Act as somebody: what they do reaches the bot as Slack would send it."""
        return Actor(user_id, Desk(self._running, self._call, self._await))

    def wait_for(self, predicate: Callable[[], T | None], timeout: float = 5.0) -> T:
        """The first true answer of `predicate`, asked again after each change; TimeoutError after `timeout` seconds."""
        return self._ws.hub.wait_for(predicate, timeout)

    def wait_until_connected(self, timeout: float = 10.0) -> None:
        """Wait until the bot has a Socket Mode connection (signed HTTP needs none)."""
        self.wait_for(lambda: self._running.transport.connected, timeout)

    def deliveries(self) -> list[Delivery]:
        """The last payloads sent to the bot, oldest first."""
        return self._call(lambda: list(self._running.transport.sent))

    def deliver_again(self, delivery: Delivery) -> Reply:
        """Send the bot a payload a second time, as Slack does when it did not see the ack."""
        return self._await(self._running.transport.again(delivery))

    def disconnect_bot(self, reason: str = "refresh_requested") -> None:
        """End the bot's Socket Mode connections as Slack does when it refreshes them."""
        sockets = self._running.sockets
        if sockets is not None:
            self._await(sockets.disconnect(reason))

    def join(self, user_id: str, channel: str) -> None:
        """Let somebody into a channel (member_joined_channel)."""
        self._call(lambda: self._running.people.join(user_id, channel))

    def leave(self, user_id: str, channel: str) -> None:
        """Take somebody out of a channel (member_left_channel)."""
        self._call(lambda: self._running.people.leave(user_id, channel))

    def arrive(self, user: SeedUser) -> None:
        """Somebody new joins the workspace (team_join)."""
        self._call(lambda: self._running.people.arrive(user))

    def change_user(self, user_id: str, **fields: object) -> None:
        """Change a person (user_change); `deleted=True` deactivates them."""
        self._call(lambda: self._running.people.change(user_id, **fields))

    # -- the thread ----------------------------------------------------------------------------------

    @property
    def _running(self) -> Server:
        if self._server is None:
            raise RuntimeError("the workspace has not been started")
        return self._server

    def _await(self, work: Coroutine[Any, Any, T]) -> T:
        """Run work on the workspace's thread and wait for it."""
        if self._loop is None:
            work.close()
            raise RuntimeError("the workspace has not been started")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _call(self, ask: Callable[[], T]) -> T:
        async def work() -> T:
            return ask()

        return self._await(work())

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        server = Server(self._ws, self._request_url, self._rate_limits)
        runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", self._port)
            await site.start()
            self._port = runner.addresses[0][1]
            self._ws.base_url = f"http://127.0.0.1:{self._port}"
            if self._kept is not None:
                snapshot.readdress(self._ws, self._kept)
                self._kept = None
            self._server = server
            ready.set()
            await self._keep(self._stopping)
            self._ws.hub.close()
            await server.events.close()
            await server.transport.close()
        finally:
            await runner.cleanup()
            if self._state_file is not None and self._server is server:
                snapshot.write(self._state_file, json.dumps(snapshot.take(self._ws)))

    async def _keep(self, stopping: asyncio.Event) -> None:
        """Until the workspace stops, save the state soon after it changes; a burst of changes is one save."""
        if self._state_file is None:
            await stopping.wait()
            return
        kept = -1
        while not stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), SAVE_SECONDS)
            revision = self._ws.hub.revision
            if revision != kept:
                text = json.dumps(snapshot.take(self._ws))
                kept = revision
                try:
                    await asyncio.to_thread(snapshot.write, self._state_file, text)
                except OSError as problem:
                    words = f"The workspace could not be saved: {problem}"
                    self._ws.hub.tell({"type": "notice", "level": "error", "text": words})

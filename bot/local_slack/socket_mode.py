"""Socket Mode: the app opens a WebSocket, payloads go out in envelopes, acks come back."""

import asyncio
import itertools
import json
import secrets
import time
import uuid

from aiohttp import WSMsgType, web

from bot.local_slack.seed import Json
from bot.local_slack.state import SlackError, Workspace
from bot.local_slack.transport import Reply, Retry, millis_since

MOST_CONNECTIONS = 10
CONNECTION_SECONDS = 18_060
RESPONDING = frozenset({"view_submission", "block_suggestion"})


class SocketMode:
    """Up to ten connections of one app; each payload goes to one of them, in turn."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._tickets: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._turn = itertools.count()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}

    @property
    def connected(self) -> bool:
        """Whether the bot has a connection open."""
        return bool(self._sockets)

    def issue_url(self) -> str:
        """A wss-style address that can be connected to once."""
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        address = self._ws.base_url.replace("http://", "ws://", 1)
        return f"{address}/link/?ticket={ticket}&app_id={self._ws.seed.app.app_id}"

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="this Socket Mode address is unknown or has been used")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        if len(self._sockets) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._sockets.append(socket)
        seconds = 360 if request.query.get("debug_reconnects") == "true" else CONNECTION_SECONDS
        try:
            await socket.send_json(self._hello(seconds))
            self._announce()
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(message.data)
        finally:
            if socket in self._sockets:
                self._sockets.remove(socket)
            self._announce()
        return socket

    async def send(self, kind: str, payload: Json, retry: Retry | None = None) -> Reply:
        """Send one payload over one of the connections, and wait for its ack."""
        started = time.perf_counter()
        if not self._sockets:
            return Reply(failure="connection_failed")
        socket = self._sockets[next(self._turn) % len(self._sockets)]
        envelope_id = str(uuid.uuid4())
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": kind == "slash_commands" or payload.get("type") in RESPONDING,
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": 0, "retry_reason": ""}
            if retry:
                envelope |= {"retry_attempt": retry.attempt, "retry_reason": retry.reason}
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        try:
            await socket.send_json(envelope)
            reply = await asyncio.wait_for(answer, self._ws.pace.ack_seconds)
        except TimeoutError:
            return Reply(failure="timeout", ms=millis_since(started))
        except ConnectionError:
            return Reply(failure="connection_failed", ms=millis_since(started))
        finally:
            self._waiting.pop(envelope_id, None)
        return Reply(payload=reply, ms=millis_since(started))

    async def disconnect(self, reason: str) -> None:
        """End every connection as Slack does when it refreshes them (`refresh_requested`, `link_disabled`)."""
        for socket in list(self._sockets):
            self._sockets.remove(socket)
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
            await socket.close()
        self._announce()

    async def close(self) -> None:
        """End every connection."""
        for socket in list(self._sockets):
            await socket.close()

    def _hello(self, seconds: int) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "connection_info": {"app_id": self._ws.seed.app.app_id},
            "debug_info": {"host": "local", "build_number": 1, "approximate_connection_time": seconds},
        }

    def _announce(self) -> None:
        self._ws.hub.tell({"type": "bot", "connected": self.connected})

    def _receive(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return self._complain("the app sent something that is not JSON over Socket Mode")
        envelope_id = ack.get("envelope_id") if isinstance(ack, dict) else None
        answer = self._waiting.get(str(envelope_id))
        if answer is None:
            return self._complain("the app acknowledged too late, or acknowledged an envelope twice")
        payload = ack.get("payload")
        if payload is not None and not isinstance(payload, dict):
            return self._complain("the app acknowledged with a payload that is not an object")
        if not answer.done():
            answer.set_result(payload)
        return None

    def _complain(self, text: str) -> None:
        self._ws.hub.tell({"type": "notice", "level": "error", "text": text})


class NoSocketMode(SlackError):
    """apps.connections.open was called although payloads go by HTTP."""

    def __init__(self) -> None:
        super().__init__("socket_mode_not_enabled")

"""A small Slack on 127.0.0.1 that does as it is told: answers, refuses, hangs up, falls silent, the work done or not."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk import WebClient

from bot.clock import Clock


@dataclass(frozen=True)
class Fault:
    """How one call goes wrong: whether the work is done all the same, and what comes back."""

    done: bool = False
    status: int = 200
    error: str = ""
    retry_after: int | None = None
    hangs_up: bool = False
    is_silent: bool = False


HANGS_UP_AFTER = Fault(done=True, hangs_up=True)
HANGS_UP_BEFORE = Fault(hangs_up=True)
SILENT_AFTER = Fault(done=True, is_silent=True)
INTERNAL_AFTER = Fault(done=True, status=500, error="internal_error")
INTERNAL_BEFORE = Fault(status=500, error="internal_error")


def too_fast(seconds: int) -> Fault:
    """429."""
    return Fault(status=429, error="ratelimited", retry_after=seconds)


def refused(error: str) -> Fault:
    """A named error."""
    return Fault(error=error)


@dataclass(frozen=True)
class Call:
    """One request as it arrived, at which real moment (in seconds)."""

    method: str
    params: dict[str, Any]
    at: float


@dataclass
class SlackStub:
    """The workspace and the server in front of it."""

    clock: Clock
    page: int = 200
    calls: list[Call] = field(default_factory=list)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, list[Fault | None]] = field(default_factory=lambda: defaultdict(list))
    judge: Callable[[Call], Fault | None] = lambda call: None
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Listen on a port of its own."""
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stub.serve(self, body)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # The time between two looks at whether to shut down; the default of half a second would be paid by every test.
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """Let go of whoever is kept waiting, and close."""
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def client(self, timeout: float = 5) -> WebClient:
        """A client of this Slack that never repeats a request by itself."""
        address = f"http://127.0.0.1:{self.server.server_address[1]}/api/"
        return WebClient("xoxb-test", base_url=address, timeout=timeout, retry_handlers=[])  # type: ignore[arg-type]

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    def texts(self, channel: str) -> list[str]:
        """What stands in a channel."""
        return [message["text"] for message in self.messages[channel]]

    def serve(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """One request."""
        method = request.path.rsplit("/", 1)[-1]
        call = Call(
            method,
            json.loads(body or b"{}") if body[:1] == b"{" else _form(body),
            self.clock.now().timestamp(),
        )
        with self.lock:
            self.calls.append(call)
            planned = self.faults[method]
            fault = planned.pop(0) if planned else self.judge(call)
            answer = self._do(call) if fault is None or fault.done else {}
        if fault is not None and fault.hangs_up:
            request.close_connection = True
            request.connection.shutdown(2)
            return
        if fault is not None and fault.is_silent:
            self.over.wait(30)
            return
        if fault is not None and fault.error:
            answer = {"ok": False, "error": fault.error}
        said = json.dumps(answer).encode()
        request.send_response(fault.status if fault else 200)
        if fault is not None and fault.retry_after is not None:
            request.send_header("Retry-After", str(fault.retry_after))
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(said)))
        request.end_headers()
        request.wfile.write(said)

    def _do(self, call: Call) -> dict[str, Any]:
        params = call.params
        match call.method:
            case "chat.postMessage":
                here = self.messages[params["channel"]]
                ts = f"{call.at:.0f}.{sum(map(len, self.messages.values())) + 1:06d}"
                here.append({"ts": ts, "text": params["text"], "metadata": params["metadata"]})
                return {"ok": True, "channel": params["channel"], "ts": ts}
            case "chat.update":
                for message in self.messages[params["channel"]]:
                    if message["ts"] == params["ts"]:
                        message["text"] = params["text"]
                        return {"ok": True, "channel": params["channel"], "ts": params["ts"]}
                return {"ok": False, "error": "message_not_found"}
            case "users.info":
                return {"ok": True, "user": {"id": params["user"], "tz": "America/New_York"}}
            case "conversations.open":
                return {"ok": True, "channel": {"id": f"D{params['users']}"}}
            case "conversations.history":
                after = [
                    m for m in self.messages[params["channel"]] if float(m["ts"]) >= float(params["oldest"])
                ]
                newest = list(reversed(after))
                begin = int(params.get("cursor") or 0)
                following = str(begin + self.page) if begin + self.page < len(newest) else ""
                page = newest[begin : begin + self.page]
                return {"ok": True, "messages": page, "response_metadata": {"next_cursor": following}}
        return {"ok": False, "error": "unknown_method"}


def _form(body: bytes) -> dict[str, Any]:
    return dict(parse_qsl(body.decode()))

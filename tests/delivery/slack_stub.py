"""A small Slack on 127.0.0.1 that does as it is told: answers, refuses, hangs up, falls silent, the work done or not."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

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


@dataclass(frozen=True)
class Page:
    """What stands at an address for whoever has the token: a file, or what Slack shows instead of one."""

    content: bytes
    media_type: str = "application/pdf"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


SIGN_IN = Page(b"<!DOCTYPE html><html>Sign in to Slack</html>", "text/html; charset=utf-8")


@dataclass
class SlackStub:
    """The workspace and the server in front of it."""

    clock: Clock
    page: int = 200
    uploads: dict[str, bytes] = field(default_factory=dict)  # by file id, once their bytes have come
    files: dict[str, dict[str, Any]] = field(default_factory=dict)  # what files.info says
    pages: dict[str, Page] = field(default_factory=dict)  # by path
    tells_permalink: bool = True
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
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                if len(body) == length:  # else whoever sent it has hung up half-way
                    stub.serve(self, body)

            def do_GET(self) -> None:
                stub.serve(self, b"")

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
        return WebClient(
            "xoxb-test",
            base_url=f"{self.address}/api/",
            timeout=timeout,  # type: ignore[arg-type]
            retry_handlers=[],
        )

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    def texts(self, channel: str) -> list[str]:
        """What stands in a channel."""
        return [message["text"] for message in self.messages[channel]]

    def serve(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """One request."""
        call = _call(request, body, self.clock.now().timestamp())
        with self.lock:
            self.calls.append(call)
            planned = self.faults[call.method]
            fault = planned.pop(0) if planned else self.judge(call)
            answer: Any = self._do(call) if fault is None or fault.done else {}
        if fault is not None and fault.hangs_up:
            request.close_connection = True
            request.connection.shutdown(2)
            return
        if fault is not None and fault.is_silent:
            self.over.wait(30)
            return
        if fault is not None and fault.error:
            answer = {"ok": False, "error": fault.error}
        page = answer if isinstance(answer, Page) else Page(json.dumps(answer).encode(), "application/json")
        request.send_response(fault.status if fault else page.status)
        if fault is not None and fault.retry_after is not None:
            request.send_header("Retry-After", str(fault.retry_after))
        headers = {"Content-Type": page.media_type, "Content-Length": str(len(page.content)), **page.headers}
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(page.content)

    def _do(self, call: Call) -> Any:
        params = call.params
        match call.method:
            case "chat.postMessage":
                here = self.messages[params["channel"]]
                ts = f"{call.at:.0f}.{sum(map(len, self.messages.values())) + 1:06d}"
                here.append(
                    {
                        "ts": ts,
                        "text": params["text"],
                        "metadata": params["metadata"],
                        "blocks": params["blocks"],
                    }
                )
                return {"ok": True, "channel": params["channel"], "ts": ts}
            case "chat.update":
                for message in self.messages[params["channel"]]:
                    if message["ts"] == params["ts"]:
                        message |= {each: params[each] for each in ("text", "blocks") if each in params}
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
            case "files.getUploadURLExternal":
                file = f"F{len(self.of(call.method))}"
                return {"ok": True, "file_id": file, "upload_url": f"{self.address}/upload/{file}"}
            case "upload":
                self.uploads[params["file"]] = params["content"]
                return {"ok": True}
            case "files.completeUploadExternal":
                files = json.loads(params["files"])
                described = [
                    {**each, "permalink": permalink(each["id"])}
                    for each in files
                    if each["id"] in self.uploads
                ]
                self.files.update({each["id"]: each for each in described})
                return {"ok": True, "files": described if self.tells_permalink else files}
            case "files.info":
                if params["file"] not in self.files:
                    return {"ok": False, "error": "file_not_found"}
                return {"ok": True, "file": self.files[params["file"]]}
            case "download":
                has_token = params["authorization"] == "Bearer xoxb-test"
                return self.pages.get(params["path"], Page(b"", status=404)) if has_token else SIGN_IN
        return {"ok": False, "error": "unknown_method"}


def permalink(file: str) -> str:
    """The address of an upload for people."""
    return f"https://clpp.slack.example/files/U0BOT/{file}/file"


def _call(request: BaseHTTPRequestHandler, body: bytes, at: float) -> Call:
    path = urlsplit(request.path).path
    if path.startswith("/upload/"):
        return Call("upload", {"file": path.rsplit("/", 1)[-1], "content": body}, at)
    if not path.startswith("/api/"):
        return Call("download", {"path": path, "authorization": request.headers.get("Authorization")}, at)
    return Call(path.rsplit("/", 1)[-1], json.loads(body) if body[:1] == b"{" else _form(body), at)


def _form(body: bytes) -> dict[str, Any]:
    return dict(parse_qsl(body.decode()))

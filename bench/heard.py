"""A Slack to which all may be said: it answers that all is well, in a process of its own, and counts the messages it is sent."""

import json
import multiprocessing
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

FORK = multiprocessing.get_context("fork")


class _Slack(BaseHTTPRequestHandler):
    """Answers as Slack would where all goes well, and counts the messages posted and updated."""

    protocol_version = "HTTP/1.1"
    counted = 0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        method = urlsplit(self.path).path.rpartition("/")[2]
        type(self).counted += method in ("chat.postMessage", "chat.update")
        self._answer({"ok": True, "team_id": "T0BENCH", "channel": "C0BENCH", "ts": "1.1"})

    def do_GET(self) -> None:
        """How many messages since it was last asked."""
        self._answer({"counted": type(self).counted})
        type(self).counted = 0

    def _answer(self, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def _listen(port: Any) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slack)
    port.put(server.server_port)
    server.serve_forever()


@contextmanager
def listening() -> Iterator[str]:
    """Something that answers where Slack would, in a process of its own; gives its address."""
    port: Any = FORK.Queue()
    apart = FORK.Process(target=_listen, args=(port,), daemon=True)
    apart.start()
    try:
        yield f"http://127.0.0.1:{port.get(timeout=10)}"
    finally:
        apart.terminate()


def messages_since(slack: str) -> int:
    """How many messages it was sent since this was last asked."""
    with urllib.request.urlopen(slack, timeout=10) as told:
        return int(json.load(told)["counted"])

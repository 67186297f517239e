"""The server of production, in a process of its own: it answers, makes its application after the fork, and stops when told."""

import json
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.serving import THREADS, _options

PROGRAM = """
    import os
    from bot.gate import Gate
    from bot.health import health
    from bot.clock import SystemClock
    from bot.serving import serve
    from bot.store.session import Store

    parent = os.getpid()

    def make_app():
        store = Store({url!r})
        def app(environ, start_response):
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"heard"]
        def told():
            return health(store, SystemClock()) | {{"made_after_fork": os.getpid() != parent}}
        return Gate(app, secrets=["s" * 32], health=told)

    serve(make_app, port={port}, workers=1, host="127.0.0.1")
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def served(database_url: str, port: int, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server under way on this port, with a store on the database of the test."""
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(PROGRAM.format(url=database_url, port=port)))
    process = subprocess.Popen([sys.executable, str(program)], cwd=Path(__file__).parents[1])
    yield process
    process.kill()
    process.wait()


def answer(port: int, path: str, body: bytes | None = None) -> tuple[int, str]:
    """What the server says, once it listens at all."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body)
    until = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=5) as told:
                return told.status, told.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:  # a server in another process has no way to say that it is ready
            assert time.monotonic() < until, "The server never listened."
            threading.Event().wait(0.05)


def test_the_server_tells_its_health_refuses_strangers_and_stops_when_told(
    served: subprocess.Popen[bytes], port: int
) -> None:
    status, told = answer(port, "/healthz")
    assert status == 200
    assert json.loads(told)["database"] == "ok"
    assert json.loads(told)["made_after_fork"] is True
    assert answer(port, "/slack/events", b"{}") == (401, "The request is not signed.")
    assert answer(port, "/")[0] == 404
    served.send_signal(signal.SIGTERM)
    assert served.wait(timeout=20) == 0


def test_it_listens_where_the_platform_says_with_threads_enough() -> None:
    options = _options(port=8123, workers=1, host="0.0.0.0")
    assert options["bind"] == "0.0.0.0:8123"
    assert (options["worker_class"], options["threads"]) == ("gthread", THREADS)


def test_thirty_megabytes_are_refused_and_their_sender_hears_it(
    served: subprocess.Popen[bytes], port: int
) -> None:
    """A connection closed while the body is on its way would break off before the answer is seen."""
    assert answer(port, "/healthz")[0] == 200
    started = time.monotonic()
    status, said = answer(port, "/slack/events", b"x" * 30_000_000)
    assert status == 413
    assert "larger than one mebibyte" in said
    assert time.monotonic() - started < 5


def test_a_sender_that_dawdles_over_a_body_too_large_is_told_at_once(
    served: subprocess.Popen[bytes], port: int
) -> None:
    assert answer(port, "/healthz")[0] == 200
    with socket.create_connection(("127.0.0.1", port), timeout=5) as dawdling:
        dawdling.sendall(b"POST /slack/events HTTP/1.1\r\nHost: quorate\r\nContent-Length: 5000000\r\n\r\nx")
        assert dawdling.recv(1024).startswith(b"HTTP/1.1 413")

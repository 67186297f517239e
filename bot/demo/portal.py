"""A portal on this machine: a few real notices, served page by page as Find a Tender and Contracts Finder serve theirs."""

import json
import re
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.clock import Clock
from bot.feeds.addresses import Door
from bot.feeds.polling import FEEDS, Feed
from bot.ocds.moments import LONDON

A_PAGE = 10  # releases
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")


class Portal:
    """Serves the notices in `bot/demo/notices`, with their dates moved on by whole weeks to the week before the clock's day."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "Portal":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def door(self) -> Door:
        """What may be asked: this machine alone."""
        return Door(("127.0.0.1",), rehearsing=True)

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds of both portals, asked of this one."""
        here = f"http://127.0.0.1:{self._server.server_port}"
        return tuple(Feed(each.name, f"{here}/{each.name}", each.since) for each in FEEDS)

    def package(self, feed: str, start: int = 0) -> dict[str, Any]:
        """A page of a feed's notices; a next page is named as long as there is one."""
        published = json.loads((files("bot.demo") / "notices" / f"{feed}.json").read_text("utf-8"))
        releases = moved_on(published["releases"], self._clock.now())
        following = start + A_PAGE
        here = next(each.address for each in self.feeds if each.name == feed)
        links = {"next": f"{here}?cursor={following}"} if following < len(releases) else {}
        return {**published, "releases": releases[start:following], "links": links}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = urlsplit(self.path)
                feed = asked.path.strip("/")
                if feed not in {each.name for each in FEEDS}:
                    self.send_error(404)
                    return
                cursor = parse_qs(asked.query).get("cursor", ["0"])[0]
                body = json.dumps(portal.package(feed, int(cursor))).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler


def moved_on(releases: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """The releases with every date in them moved by the same whole weeks, so that the last was published in the week before."""
    last = max(datetime.fromisoformat(each["date"]) for each in releases)
    by = timedelta(weeks=(now - last) // timedelta(weeks=1))
    return [_moved(each, by) for each in releases]


def _moved(content: Any, by: timedelta) -> Any:
    if isinstance(content, dict):
        return {name: _moved(each, by) for name, each in content.items()}
    if isinstance(content, list):
        return [_moved(each, by) for each in content]
    if not isinstance(content, str) or _DATED.fullmatch(content) is None:
        return content
    if len(content) == len("2025-01-23"):
        return f"{date.fromisoformat(content) + by}"
    # The same time on London's clocks, whether they are put forward by then or not.
    there = datetime.fromisoformat(content).astimezone(LONDON).replace(tzinfo=None) + by
    return there.replace(tzinfo=LONDON).isoformat()

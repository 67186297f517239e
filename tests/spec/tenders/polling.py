"""Portals in the words of a test: what they answer, page by page, and what they were asked."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app, running
from bot.feeds.addresses import Door
from bot.feeds.download import NotFetched
from bot.feeds.polling import FEEDS, MOST_PAGES
from tests.rehearsal import Rehearsal
from tests.spec.tenders.tendering import release

FIRST, SECOND = (each.name for each in FEEDS)
Fetch = Callable[[str], bytes]


class Portals:
    """What the portals answer, page by page, and what they were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Fetch = lambda _address: package()

    def page(self, address: str, _door: Door) -> bytes:
        """One page, as bot.feeds.download fetches it."""
        self.asked.append(address)
        return self.answer(address)


def package(*releases: dict[str, Any], following: str = "") -> bytes:
    """A page of a feed."""
    return json.dumps({"releases": releases, "links": {"next": following} if following else {}}).encode()


def fails(words: str, retry_after: int = 0) -> Fetch:
    """A portal that cannot be read."""

    def answer(_address: str) -> bytes:
        raise NotFetched(words, retry_after)

    return answer


def endless(address: str) -> bytes:
    """A feed in which every page names another."""
    number = int(address.rpartition("=")[2]) if "cursor=" in address else 0
    following = f"https://www.find-tender.service.gov.uk/next?cursor={number + 1}"
    return package(release(number + 1), following=following if number < MOST_PAGES + 2 else "")


def quorate(
    body: Rehearsal, monkeypatch: pytest.MonkeyPatch, command: str, *words: str, piped: bytes | None = None
) -> Result:
    """`quorate tenders …`, as it is typed."""
    address = body.store.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", address.replace("postgresql+psycopg://", "postgresql://"))
    monkeypatch.setattr(running, "set_up_logging", lambda *_, **__: None)
    return CliRunner().invoke(app, ("tenders", command, "--workspace", body.workspace, *words), input=piped)

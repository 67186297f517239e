"""A real browser for the tests of the page: Debian's Chromium where there is one, a plain reason where there is not."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from porter import HALL, Porter, Visit, workspace

from bot.demo.house import House

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed, so no browser can be driven"
)

Sit = Callable[..., Any]
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIETLY = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no browser: none of chromium, chromium-browser and google-chrome is installed")
    sync_api.expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
    os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIETLY))
        yield browser
        browser.close()


@pytest.fixture
def state_file(tmp_path: Path) -> Path:
    return tmp_path / "workspace.json"


@pytest.fixture
def porter(state_file: Path) -> Iterator[Porter]:
    with workspace(state_file) as running:
        yield running


@pytest.fixture
def visit(chromium: Any, porter: Porter) -> Iterator[Visit]:
    """Open the page as somebody: `visit(CHAIR)`, with the browser context's options as keywords. Each is a tab of its own.

    Fails the test if any script of the page failed.
    """
    contexts = []
    failures: list[str] = []

    def open_page(person: str, place: str = HALL, **options: Any) -> Any:
        context = chromium.new_context(**{"locale": "en-GB", "reduced_motion": "reduce"} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{porter.slack.base_url}/?as={person}&c={place}")
        sync_api.expect(page.locator("body[data-ready]")).to_be_attached()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not failures


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as running:
        yield running


@pytest.fixture
def sit(chromium: Any, house: House) -> Iterator[Sit]:
    """Sit down as somebody: a tab of their own, in CLPP's channel unless said otherwise."""
    contexts = []

    def open_page(person: str, place: str = "C0CLPP", **options: Any) -> Any:
        context = chromium.new_context(**{"locale": "en-GB", "reduced_motion": "reduce"} | options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{house.slack.base_url}/?as={person}&c={place}")
        sync_api.expect(page.locator("body[data-ready]")).to_be_attached()
        return page

    yield open_page
    for context in contexts:
        context.close()

"""Papers in a real browser: a file put in place of another, and a paper that waits accepted where it is said to wait."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo.house import House
from bot.register_files.samples import sample_register

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed, so no browser can be driven"
)
expect = sync_api.expect
pytestmark = pytest.mark.browser
Sit = Callable[[str], Any]


def account(person: str) -> str:
    """Somebody's Slack account, by their id in CLPP's register."""
    return sample_register("clpp").person(person).slack_user or ""


SECRETARY, EKC = account("gwendolen-saxby"), account("folasade-akande")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as running:
        yield running


@pytest.fixture
def sit(chromium: Any, house: House) -> Iterator[Sit]:
    """Sit down as somebody, in CLPP's channel."""
    contexts = []

    def open_page(person: str) -> Any:
        context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{house.slack.base_url}/?as={person}&c=C0CLPP")
        expect(page.locator("body[data-ready]")).to_be_attached()
        return page

    yield open_page
    for context in contexts:
        context.close()


def types(page: Any, words: str) -> None:
    """A slash command, typed and sent."""
    page.locator("#composer-text").fill(words)
    page.locator("#composer-text").press("Enter")


def test_a_file_is_replaced_in_the_open_form_and_accepted_in_the_look_over(sit: Sit, house: House) -> None:
    """K36, V35."""
    day = (house.clock.now().astimezone(ZoneInfo("Europe/London")) + timedelta(days=60)).date()
    while day.weekday() != 2:
        day += timedelta(days=1)
    secretary = sit(SECRETARY)
    types(secretary, "/meeting")
    secretary.locator("[data-action-id=open_book]").click()
    secretary.locator("#modal input[type=date]").first.fill(f"{day:%Y-%m-%d}")
    secretary.locator("[data-action-id=place] input, input[data-action-id=place]").first.fill("The hall")
    secretary.locator("#modal [data-role=submit]").click()
    expect(secretary.locator("#modal")).to_contain_text("4.9")

    member = sit(EKC)
    types(member, "/papers The data report")
    expect(member.locator("#modal")).to_contain_text("to reach members by")
    files = member.locator("#modal .file-input input[type=file]")
    files.set_input_files({"name": "empty.pdf", "mimeType": "application/pdf", "buffer": b""})
    expect(member.locator("body")).to_contain_text("empty.pdf is empty: there is nothing in it")
    for name in ("first.exe", "second.pdf"):
        files.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7 report"})
        expect(member.locator("#modal .file-list li")).to_have_count(1)
        expect(member.locator("#modal .file-list")).to_contain_text(name)
        member.locator("#modal [data-role=submit]").click()
        if name == "first.exe":
            expect(member.locator("[data-error-for=file]")).to_contain_text("not every member can open")
    expect(member.locator("#modal")).to_contain_text("is with the secretariat")

    for title in ("Meetings", ""):  # the answer, and the list under it
        secretary.locator("#modal [data-role=close]").click()
        if title:
            expect(secretary.locator("#dialog-title")).to_have_text(title)
    expect(secretary.locator("#modal")).to_be_hidden()
    types(secretary, "/papers")
    secretary.locator("#modal button", has_text="Look over and circulate").click()
    expect(secretary.locator("#modal")).to_contain_text("“The data report” waits to be looked over.")
    secretary.locator("#modal button", has_text="Accept").first.click()
    expect(secretary.locator("#modal")).to_contain_text("is accepted and goes round with the agenda")
    expect(secretary.locator("#modal")).not_to_contain_text("waits to be looked over")

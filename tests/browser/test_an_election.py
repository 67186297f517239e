"""A secret election in a real browser: the officer, a candidate, a voter on a telephone, and somebody who only looks on."""

from collections.abc import Callable
from datetime import timedelta
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
Sit = Callable[..., Any]
TELEPHONE = {"width": 420, "height": 900}


def account(person: str) -> str:
    """Somebody's Slack account, by their id in CLPP's register."""
    return sample_register("clpp").person(person).slack_user or ""


def close(page: Any) -> None:
    page.locator("#modal [data-role=close]").click()


def message(page: Any, words: str) -> Any:
    found = page.locator(".message", has_text=words).last
    expect(found).to_be_visible(timeout=30_000)
    return found


def stands(sit: Sit, person: str) -> None:
    """Somebody nominates themselves by the button in the channel."""
    page = sit(account(person))
    message(page, "Nominations are open for chair").locator("[data-action-id=open_nominate]").click()
    page.locator("#modal [data-action-id=person] [role=combobox]").click()
    page.locator(f"[role=option][data-value='{person}']").click()
    page.locator("#modal [data-role=submit]").click()
    expect(page.locator("#modal")).to_contain_text("You stand for chair")
    close(page)


def test_a_secret_election_from_nominations_to_the_published_receipts(sit: Sit, house: House) -> None:
    """K25, V24: a receipt, the second press refused, turnout in numbers, and the list in which each voter finds theirs."""
    now = house.clock.now().astimezone(ZoneInfo("Europe/London"))
    officer = sit(account("gwendolen-saxby"))
    officer.locator("#composer-text").fill("/election")
    officer.locator("#composer-text").press("Enter")
    officer.locator("#modal [data-action-id=open_nominations]").click()
    for choice in ("chair", "time", "secret"):
        officer.locator(f"#modal input[data-value={choice}]").check()
    closes = officer.locator("#modal input[type=datetime-local]")
    for number, days in enumerate((7, 14)):
        closes.nth(number).fill(f"{now + timedelta(days=days):%Y-%m-%dT%H:%M}")
    officer.locator("#modal [data-role=submit]").click()
    expect(officer.locator("#modal")).to_contain_text("Nominations for chair are open until")

    for person in ("folasade-akande", "benedict-amankwah"):
        stands(sit, person)
    house.clock.turn_to(house.clock.now() + timedelta(days=7, hours=1))
    phone = sit(account("priya-ramanathan"), viewport=TELEPHONE)
    ballot = message(phone, "The ballot for chair is open")
    expect(ballot).to_contain_text("The ballot closes in 7 days")  # by the clock that was turned
    vote = ballot.locator("[data-action-id=open_election_vote]")
    vote.click()
    expect(phone.locator("#modal")).to_contain_text("A secret vote is final once cast")
    phone.locator("#modal input[data-value=folasade-akande]").check()
    phone.locator("#modal [data-role=submit]").click()
    expect(phone.locator("#modal")).to_contain_text("Your secret vote is counted. Receipt ")
    receipt = phone.locator("#modal").inner_text().partition("Receipt ")[2][:9]
    close(phone)
    vote.click()
    expect(phone.locator("[data-ephemeral]").last).to_contain_text("a secret vote is final once cast")
    expect(message(phone, "The ballot for chair is open")).to_contain_text(
        "1 of 10 organisations have voted."
    )
    assert phone.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]

    onlooker = sit("U0GUEST")
    message(onlooker, "The ballot for chair is open").locator("[data-action-id=open_election_vote]").click()
    expect(onlooker.locator("[data-ephemeral]").last).to_contain_text("not in the register")

    house.clock.turn_to(house.clock.now() + timedelta(days=7))
    over = message(phone, "Ballot 1 for chair is over")
    expect(over.locator("[data-action-id=open_election_vote]")).to_have_count(0)
    message(phone, "Folasade Akande is elected chair").locator("[data-action-id=open_elections]").click()
    expect(phone.locator("#modal")).to_contain_text("Receipts and choices of ballot 1:")
    expect(phone.locator("#modal")).to_contain_text(f"{receipt}: Folasade Akande")

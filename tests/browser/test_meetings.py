"""A meeting in a real browser: the secretariat books it, a representative answers on a telephone, the clock brings the warning."""

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


def account(person: str) -> str:
    """Somebody's Slack account, by their id in CLPP's register."""
    return sample_register("clpp").person(person).slack_user or ""


SECRETARY, EKC = account("gwendolen-saxby"), account("folasade-akande")


def test_booked_answered_on_a_telephone_and_warned_of_as_the_clock_turns(sit: Sit, house: House) -> None:
    """G5, V12, C24, K35: each sees only what is theirs to see and to do."""
    day = (house.clock.now().astimezone(ZoneInfo("Europe/London")) + timedelta(days=60)).date()
    while day.weekday() != 2:
        day += timedelta(days=1)
    secretary = sit(SECRETARY)
    secretary.locator("#composer-text").fill("/meeting")
    secretary.locator("#composer-text").press("Enter")
    secretary.locator("[data-action-id=open_book]").click()
    secretary.locator("[data-action-id=place] input, input[data-action-id=place]").first.fill(
        "Sessions House"
    )
    secretary.locator("#modal [data-role=submit]").click()
    expect(secretary.locator("[data-error-for=day]")).to_contain_text("a day and a time")
    secretary.locator("#modal input[type=date]").first.fill(f"{day:%Y-%m-%d}")
    secretary.locator("#modal [data-role=submit]").click()
    expect(secretary.locator("#modal")).to_contain_text("4.9")
    expect(secretary.locator("#modal")).to_contain_text("to reach members by")
    secretary.locator("#modal [data-role=close]").click()
    expect(
        secretary.locator("#modal [data-action-id^=open_meeting]")
    ).to_be_visible()  # the list below has it

    phone = sit(EKC, "home", viewport={"width": 390, "height": 780})
    expect(phone.locator("[data-role=home]")).to_contain_text("Asked of you")
    phone.locator("[data-role=home] [data-action-id^=reply_coming]").first.click()
    expect(phone.locator("#modal")).to_contain_text("coming")
    phone.locator("#modal [data-role=close]").click()
    expect(phone.locator("[data-role=home]")).to_contain_text("you are coming")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    told = sit(EKC)
    expect(told.locator(".message", has_text="Sessions House").first).to_contain_text("Strategy Group")
    told.locator("#sidebar [data-place^=D]").first.click()
    invitation = told.locator(".message", has_text="to which you are called for EKC Group").first
    expect(invitation.locator(".file-card")).to_contain_text("Calendar file")
    expect(invitation.locator("[data-action-id=reply_coming]")).to_be_visible()

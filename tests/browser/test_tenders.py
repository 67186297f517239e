"""Tenders in a real browser, on a telephone: one found by the portal, told, answered under the notice, and shown as a picture."""

from collections.abc import Callable
from typing import Any

import pytest

from bot import ids
from bot.demo.house import House
from bot.register_files.samples import sample_register
from bot.workflows.tenders.tender_questions import ALIVE

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed, so no browser can be driven"
)
expect = sync_api.expect
pytestmark = pytest.mark.browser
Sit = Callable[..., Any]
PHONE = {"width": 420, "height": 900}
INTENDS = "To lead a bid in which two members deliver."


def account(person: str) -> str:
    """Somebody's Slack account, by their id in CLESP's register."""
    return sample_register("clesp").person(person).slack_user or ""


OFFICER, MEMBER = account("amara-lightfoot"), account("parveen-aslam")


def press(page: Any, action: str) -> None:
    """Press a button in the window on top."""
    page.locator(f"#modal [data-action-id='{action}']").first.click()


def the_list(page: Any) -> Any:
    """Open the list of tenders."""
    page.locator("#composer-text").fill(ids.TENDER)
    page.locator("#composer-text").press("Enter")
    window = page.locator("#modal")
    expect(window).to_contain_text("In hand")
    return window


def tells(page: Any) -> None:
    """The secretariat finds the tender among those of the portal, and tells members that it is considered."""
    window = the_list(page)
    press(page, ids.variant(ids.OPEN_TENDERS, "waiting"))
    title = window.get_by_text("Skills Mapping Plan")
    expect(title).to_be_visible()
    window.get_by_role("button", name="See it").first.click()
    expect(window).to_contain_text("Members have not been told of it")
    press(page, ids.OPEN_TELL_MEMBERS)
    window.locator("textarea").first.fill(INTENDS)
    window.locator("[data-role=submit]").click()
    expect(window).to_contain_text("11 people are told")
    window.locator("[data-role=close]").click()
    expect(window).to_contain_text(INTENDS)


def test_a_tender_is_told_answered_and_pictured_on_a_telephone(sit: Sit, house: House) -> None:
    """C18, C24, C33."""
    house.poll_portals(lambda _: None, ["clesp"])
    officer = sit(OFFICER, "C0CLESP", viewport=PHONE)
    tells(officer)

    member = sit(MEMBER, house.slack.act(MEMBER).dm(), viewport=PHONE)
    notice = member.locator(".message", has_text=INTENDS)
    notice.locator(f"[data-action-id={ids.OPEN_INTEREST}]").click()
    form = member.locator("#modal")
    form.locator("[data-role=submit]").click()
    expect(form.locator("[data-error-for=competing]")).to_be_visible()
    form.locator("[data-action-id=competing] input[data-value=no]").check()
    form.locator("[data-role=submit]").click()
    expect(form).to_contain_text("An interest in T")
    assert member.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    officer.locator("#modal [data-role=close]").click()
    press(officer, ids.variant(ids.OPEN_TENDERS, ALIVE))
    press(officer, ids.SHARE_TIMELINE)
    channel = sit(MEMBER, "C0CLESP", viewport=PHONE)
    picture = channel.locator("img.file-picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 1200
    assert channel.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

"""The product in a real browser: the chair, a representative, a guest and a stranger, each with the page open before them."""

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


def account(person: str, partnership: str = "clpp") -> str:
    """Somebody's Slack account, by their id in the sample register."""
    return sample_register(partnership).person(person).slack_user or ""


CHAIR, EKC = account("kwabena-ofori"), account("folasade-akande")
WEALDEN, KENT = account("marguerite-tolley"), account("priya-ramanathan")
CLESP_CHAIR = account("morwenna-tangye", "clesp")
GUEST, NEWCOMER = "U0GUEST", "U0NEWCOMER"
PRESENT = ("ekc-group", "wealden-downs", "north-downs", "kent-council", "medway-council")
Sit = Callable[..., Any]


def command(page: Any, words: str) -> Any:
    page.locator("#composer-text").fill(words)
    page.locator("#composer-text").press("Enter")
    expect(page.locator("#modal")).to_be_visible()
    return page.locator("#modal")


def submit(page: Any) -> None:
    page.locator("#modal [data-role=submit]").click()


def opens_the_meeting(page: Any) -> None:
    command(page, "/vote")
    page.locator(
        "#modal input[data-value=meeting]"
    ).check()  # consensus stands first, where the terms put it first
    submit(page)
    box = page.locator("[data-action-id=present] [role=combobox]")
    for organisation in PRESENT:
        box.click()
        page.locator(f"[role=option][data-value^='{organisation}:']").first.click()
    box.press("Escape")
    submit(page)
    hears_declarations(page)


def hears_declarations(page: Any) -> None:
    """All present say aloud that they have nothing to declare: business opens only then (K31)."""
    page.locator("#modal [data-action-id=open_oral]").click()
    boxes = page.locator("#modal [data-action-id=nil] input")
    expect(boxes).to_have_count(len(PRESENT))
    for box in boxes.all():
        box.check()
    submit(page)
    expect(page.locator("#modal")).to_contain_text("all have been heard")
    page.locator("#modal [data-role=close]").click()
    expect(page.locator("#modal textarea[data-action-id=text]")).to_be_visible()
    expect(page.locator("#modal")).not_to_contain_text("Not yet heard")


def puts(page: Any, words: str) -> Any:
    page.locator("textarea[data-action-id=text]").fill(words)
    page.locator("[data-action-id=consensus_sought] input").check()
    submit(page)
    page.locator("#modal [data-role=close]").click()
    return page.locator(".message", has_text=words).filter(has=page.locator("[data-action-id=vote_for]"))


def test_from_the_roll_to_the_casting_vote_as_people_see_it(sit: Sit) -> None:
    """K27, K29: an error under its field loses nothing typed; votes are told privately; the casting vote is the chair's alone."""
    chair = sit(CHAIR)
    opens_the_meeting(chair)
    chair.locator("textarea[data-action-id=text]").fill("That we bid, with *stars* and <!channel>")
    submit(chair)
    expect(chair.locator("[data-error-for=consensus_sought]")).to_contain_text("Consensus comes first")
    expect(chair.locator("textarea[data-action-id=text]")).to_have_value(
        "That we bid, with *stars* and <!channel>"
    )
    motion = puts(chair, "That we bid, with *stars* and <!channel>")
    expect(motion).to_have_count(1)
    expect(motion.locator("[data-broadcast]")).to_have_count(0)

    for person, button in ((EKC, "vote_for"), (KENT, "vote_against")):
        page = sit(person)
        page.locator(f"[data-action-id={button}]").click()
        expect(page.locator("[data-ephemeral]")).to_contain_text("Counted for")
    expect(motion).to_contain_text("2 of 5")

    chair.locator("[data-action-id=close_vote]").click()
    chair.locator("[data-confirm=confirm]").click()
    motion = chair.locator(".message", has_text="That we bid, with *stars* and <!channel>").first
    expect(motion).to_contain_text("Tied: 1 for, 1 against")
    expect(motion.locator("[data-action-id=open_casting_vote]")).to_have_count(0)
    chair.goto(chair.url.replace("c=C0CLPP", "c=home"))
    chair.locator("[data-action-id=open_partnership]").first.wait_for()
    dm = chair.locator("#sidebar [data-place^=D]").first
    dm.click()
    chair.locator("[data-action-id=open_casting_vote]").click()
    chair.locator("[data-action-id=choice] input").first.check()
    chair.locator("textarea[data-action-id=reason]").fill("The fund closes on Friday")
    submit(chair)
    watcher = sit(WEALDEN)
    expect(watcher.locator(".message", has_text="The fund closes on Friday").last).to_contain_text("4.3")


def test_a_guest_without_commands_and_a_stranger_are_each_told_what_they_may_do(sit: Sit) -> None:
    """Everything a command does has a button; a stranger learns whom to ask."""
    guest = sit(GUEST)
    guest.locator("[data-action-id=open_partnership]").first.click()
    expect(guest.locator("#modal")).to_contain_text("Care Leaver Progression Partnership")
    stranger = sit(NEWCOMER)
    stranger.locator("[data-action-id=open_declare]").first.click()
    expect(stranger.locator("body")).to_contain_text("not in the register")
    expect(stranger.locator("body")).to_contain_text("Gwendolen Saxby")


def test_app_home_says_what_is_asked_of_a_representative_and_is_readable_on_a_telephone(sit: Sit) -> None:
    """A representative between other jobs sees the open motion and their organisation's vote."""
    chair = sit(CHAIR)
    opens_the_meeting(chair)
    puts(chair, "That the conference be in June")
    phone = sit(EKC, "home", viewport={"width": 390, "height": 780})
    expect(phone.locator("[data-role=home]")).to_contain_text("That the conference be in June")
    expect(phone.locator("[data-role=home]")).to_contain_text("EKC Group")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_clock_turned_past_its_closing_time_ends_an_indicative_vote(sit: Sit, house: House) -> None:
    """C25: CLESP's vote binds nobody and says so; its time comes when the clock on the page is turned."""
    chair = sit(CLESP_CHAIR, "C0CLESP", viewport={"width": 1600, "height": 900}, timezone_id="Europe/London")
    command(chair, "/vote")
    submit(chair)
    chair.locator("textarea[data-action-id=text]").fill("Shall we look at the Devon tender?")
    closes = house.clock.now().astimezone(ZoneInfo("Europe/London")) + timedelta(days=2)
    chair.locator("[data-action-id=closes_at] input").fill(f"{closes:%Y-%m-%dT%H:%M}")
    submit(chair)
    chair.locator("#modal [data-role=close]").click()
    asked = chair.locator(".message", has_text="Shall we look at the Devon tender?")
    expect(asked).to_contain_text("binds nobody")
    asked.locator("[data-action-id=vote_for]").click()
    expect(chair.locator("[data-ephemeral]")).to_contain_text("it binds nobody")
    chair.locator("[data-turn='+1 week']").click()
    expect(asked.last).to_contain_text("Opinion was: 1 for")

"""Delivery and the local workspace together, through the real client: a file goes out with a notice, and a paper comes in."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.delivery import Delivery
from bot.local_slack import LocalSlack, Seed, SeedApp, SeedChannel, SeedTeam, SeedUser
from bot.presenters.enclosing import kept_paper, made
from tests.delivery.conftest import CHANNEL, PARTNERSHIP, SECRETARIAT, WORKSPACE, House
from tests.delivery.test_enclosures import with_files

SEED = Seed(
    team=SeedTeam(WORKSPACE, "Riverside Partnership", "riverside"),
    users=(
        SeedUser(SECRETARIAT, "gwendolen", "Gwendolen Saxby"),
        SeedUser("U0ADA", "ada", "Ada Fenwick"),
    ),
    channels=(SeedChannel(CHANNEL, "partnership", members=("U0ADA",)),),
    app=SeedApp("A0QUORATE", "U0BOT", "B0BOT", "Quorate"),
    bot_token="xoxb-local-bot",
    app_token="xapp-local-app",
    signing_secret="a local secret",
)
MANIFEST = json.loads((Path(__file__).parents[2] / "manifest.json").read_text())
CALENDAR = made("strategy-group.ics", "Strategy Group", b"BEGIN:VCALENDAR")


@pytest.fixture
def workspace() -> Iterator[LocalSlack]:
    """A workspace with the product's own manifest."""
    with LocalSlack(SEED, MANIFEST) as running:
        yield running


def sender(house: House, workspace: LocalSlack, *files: Any) -> Delivery:
    """A delivery that speaks to it."""
    client = WebClient(SEED.bot_token, base_url=workspace.api_url, timeout=5, retry_handlers=[])
    return house.delivery(clients=lambda _: client, render=with_files(*files))


def test_a_file_reaches_the_channel_and_a_person_with_one_upload(house: House, workspace: LocalSlack) -> None:
    house.put("papers")
    house.put("papers, to you", to="U0ADA")
    house.deliver_for(2, sender(house, workspace, CALENDAR))
    ada = workspace.act("U0ADA")
    [in_channel], [to_her] = ada.messages("#partnership"), ada.messages(ada.dm())
    assert [each["files"][0]["title"] for each in (in_channel, to_her)] == ["Strategy Group"] * 2
    assert in_channel["files"][0]["id"] == to_her["files"][0]["id"]
    assert house.row("papers").text == in_channel["text"]
    with house.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM uploads").scalar_one() == 1


def test_what_somebody_gives_in_a_form_is_kept_and_sent_round_even_when_they_have_deleted_it(
    house: House, workspace: LocalSlack
) -> None:
    """Issue 3: bytes kept from the moment of submission."""
    ada = workspace.act("U0ADA")
    given = ada.upload(None, "budget.pdf", b"%PDF the budget")
    house.submit(slack_file=given["id"], slack_url=given["url_private_download"], size=given["size"])
    delivery = sender(house, workspace, kept_paper(PARTNERSHIP, "p1", 1, "budget.pdf", "Budget"))
    delivery.deliver_once()
    ada.delete_file(given["id"])
    house.put("papers")
    house.deliver_for(2, delivery)
    [message] = ada.messages("#partnership")
    assert (message["files"][0]["title"], message["files"][0]["size"]) == ("Budget", 15)


def test_what_was_deleted_before_it_could_be_fetched_is_said_to_be_lost(
    house: House, workspace: LocalSlack
) -> None:
    ada = workspace.act("U0ADA")
    given = ada.upload(None, "budget.pdf", b"%PDF the budget")
    house.submit(slack_file=given["id"], slack_url="", size=0)
    ada.delete_file(given["id"])
    house.deliver_for(2, sender(house, workspace))
    assert (house.version().state, house.version().content) == ("lost", None)
    office = workspace.act(SECRETARIAT)
    [told] = office.messages(office.dm())
    assert "it was deleted from Slack before it could be kept" in told["text"]

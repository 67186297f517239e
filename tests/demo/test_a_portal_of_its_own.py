"""The demo's notices are real ones, served by a portal on this machine and taken in by the road that leads to the real ones."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.demo.house import House
from bot.demo.portal import A_PAGE, Portal, moved_on
from bot.demo.workspace import CHANNELS
from bot.feeds.addresses import Door, NotAllowed
from bot.feeds.download import page
from bot.feeds.polling import FEEDS, pages
from bot.workflows.tenders.tender_questions import FOUND_ONES
from tests.presenters.reading import words

NOW = datetime(2027, 5, 19, 10, tzinfo=UTC)
OFFICER = "U0CLSP0114"  # of CLESP


def test_each_partnership_has_real_notices_to_look_at_and_asking_again_adds_none(tmp_path: Path) -> None:
    told: list[str] = []
    with House(tmp_path) as house:
        house.poll_portals(told.append)
        assert sum("new" in each for each in told) >= len(CHANNELS) * len(FEEDS)
        again: list[str] = []
        house.poll_portals(again.append)
        assert {each.split()[0] for each in again if "known already" in each} == {"0"}
        officer = house.slack.act(OFFICER)
        officer.command("#clesp", ids.TENDER)
        shown = officer.views()[-1]
        officer.press(shown, ids.variant(ids.OPEN_TENDERS, FOUND_ONES))
        house.slack.wait_for(lambda: "Skills Mapping" in words(officer.views()[-1]["blocks"]))


def test_the_portal_is_paged_and_ends() -> None:
    with Portal(StoppedClock(NOW)) as portal:
        for feed in portal.feeds:
            read = list(pages(feed.address, lambda address: page(address, portal.door)))
            assert all(package.read <= A_PAGE for _, package in read)
            whole = portal.package(feed.name)
            assert len(read) == (2 if "next" in whole["links"] else 1)


def test_only_the_demo_may_ask_this_machine() -> None:
    with Portal(StoppedClock(NOW)) as portal, pytest.raises(NotAllowed):
        page(portal.feeds[0].address, Door())


def test_every_date_is_moved_by_the_same_weeks_to_the_week_before_at_the_same_time_in_london() -> None:
    releases = [
        {
            "date": "2025-01-23T18:05:43Z",
            "tender": {"title": "2025-26", "ends": ["2025-04-02T23:59:59+01:00"]},
        },
        {"date": "2025-01-16T09:00:00Z", "day": "2025-01-31"},
    ]
    latest, earlier = moved_on(releases, NOW)
    assert latest == {
        "date": "2027-05-13T18:05:43+01:00",
        "tender": {"title": "2025-26", "ends": ["2027-07-21T23:59:59+01:00"]},
    }
    assert earlier == {"date": "2027-05-06T09:00:00+01:00", "day": "2027-05-21"}


@pytest.mark.parametrize("feed", [each.name for each in FEEDS])
def test_no_notice_names_somebody_to_write_to(feed: str) -> None:
    with Portal(StoppedClock(NOW)) as portal:
        every = [json.dumps(portal.package(feed, start)) for start in (0, A_PAGE)]
    for somebody in ("contactPoint", "telephone", r"[\w.+-]+@[\w-]+\."):
        assert not any(re.search(somebody, each) for each in every)
    assert timedelta(0) < NOW - max(
        datetime.fromisoformat(each["date"]) for each in json.loads(every[0])["releases"]
    )

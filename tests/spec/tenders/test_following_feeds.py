"""The clock polls the portals by itself once it is told to, each feed by one process, and says once that one cannot be read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.feeds import following as following_feeds
from bot.feeds import taking_in
from bot.feeds.download import NotFetched
from bot.feeds.following import LEASE, Following
from bot.presenters.messages import render
from bot.secretary import SecretaryBusy
from bot.store.locks import StoreBusy
from bot.store.tenders import feeds as feed_rows
from bot.store.tenders.feeds import Followed
from bot.workflows.tenders.tender_questions import FOUND_ONES
from tests.rehearsal import Rehearsal
from tests.spec.tenders.polling import FIRST, SECOND, Portals, endless, fails, package, quorate
from tests.spec.tenders.tendering import OFFICER, listed, release, takes_in


@pytest.fixture
def real() -> StoppedClock:
    """The time nobody turns."""
    return StoppedClock(datetime(2026, 11, 5, 10, tzinfo=UTC))


def follows(body: Rehearsal, *feeds: str, minutes: int = 60) -> None:
    """The clock is told to poll."""
    feed_rows.follow(body.store, body.workspace, body.slug, feeds or (FIRST,), minutes, body.clock.now())


def standing(body: Rehearsal) -> tuple[Followed, ...]:
    """How the polling goes."""
    with body.store.reading() as connection:
        return feed_rows.followed(connection, body.workspace, body.slug)


def polling(body: Rehearsal, real: StoppedClock) -> Following:
    """One process that polls."""
    return Following(body.store, body.clock, real=real)


def test_nothing_is_polled_until_the_clock_is_told_to(
    clesp: Rehearsal, portals: Portals, real: StoppedClock
) -> None:
    assert not polling(clesp, real).poll_once()
    assert portals.asked == []


def test_each_feed_is_polled_when_its_time_has_come(
    clesp: Rehearsal, portals: Portals, real: StoppedClock, clock: StoppedClock
) -> None:
    portals.answer = lambda address: package(release(1 if "find-tender" in address else 2))
    follows(clesp, FIRST, SECOND)
    one = polling(clesp, real)
    assert [one.poll_once() for _ in range(3)] == [True, True, False]
    assert listed(clesp, OFFICER, FOUND_ONES).count == 2
    clock.turn(minutes=59)
    assert not one.poll_once()
    clock.turn(minutes=1)
    assert one.poll_once()
    since = clock.now() - timedelta(minutes=60) - timedelta(hours=1)
    assert f"{since:%Y-%m-%dT%H:%M:%S}" in portals.asked[-1]


def test_the_secretariat_is_told_of_each_poll_that_has_found_something_to_look_at(
    clesp: Rehearsal, portals: Portals, real: StoppedClock, clock: StoppedClock
) -> None:
    """C24: nobody else is, until it is considered; a poll that finds nothing new says nothing."""
    portals.answer = lambda _address: package(release(1), release(2))
    follows(clesp)
    one = polling(clesp, real)
    one.poll_once()
    (notice,) = clesp.notices("TendersFoundNotice")
    assert (notice.recipient, notice.data["count"]) == (clesp.user(OFFICER), 2)
    shown = str(render("TendersFoundNotice", notice.data, partnership="clesp").blocks)
    assert "Find a Tender has published 2 tenders that may be what" in shown
    clock.turn(minutes=60)
    one.poll_once()
    assert len(clesp.notices("TendersFoundNotice")) == 1
    portals.answer = lambda _address: package(release(2), release(3))
    clock.turn(minutes=60)
    one.poll_once()
    assert [each.data["count"] for each in clesp.notices("TendersFoundNotice")] == [2, 1]


def test_what_a_poll_found_before_it_was_cut_off_is_told_by_the_one_that_relieves_it(
    clesp: Rehearsal, portals: Portals, real: StoppedClock
) -> None:
    """C24: a process that dies between a page and the end of its poll leaves nothing untold."""
    following = "https://www.find-tender.service.gov.uk/next"

    def dies(address: str) -> bytes:
        if address == following:
            raise KeyboardInterrupt
        return package(release(1), following=following)

    portals.answer = dies
    follows(clesp)
    with pytest.raises(KeyboardInterrupt):
        polling(clesp, real).poll_once()
    assert not clesp.notices("TendersFoundNotice")
    clesp.clock.turn(minutes=11)
    real.turn(minutes=11)
    portals.answer = lambda _address: package(release(1), release(2))
    assert polling(clesp, real).poll_once()
    assert [each.data["count"] for each in clesp.notices("TendersFoundNotice")] == [2]


def test_after_an_outage_each_feed_is_polled_once(
    clesp: Rehearsal, portals: Portals, real: StoppedClock, clock: StoppedClock
) -> None:
    follows(clesp)
    one = polling(clesp, real)
    one.poll_once()
    clock.turn(days=2)
    assert [one.poll_once(), one.poll_once()] == [True, False]


def test_of_two_clocks_one_polls(clesp: Rehearsal, portals: Portals, real: StoppedClock) -> None:
    """While the first waits for the portal, the second finds nothing to do."""
    follows(clesp)
    second: list[bool] = []

    def answer(_address: str) -> bytes:
        second.append(polling(clesp, real).poll_once())
        return package(release())

    portals.answer = answer
    assert polling(clesp, real).poll_once()
    assert second == [False]
    assert len(portals.asked) == 1


def test_whoever_dies_in_the_middle_is_relieved(
    clesp: Rehearsal, portals: Portals, real: StoppedClock
) -> None:
    follows(clesp)
    dead = feed_rows.claim(clesp.store, clesp.clock.now(), real.now(), LEASE)
    assert dead is not None
    one = polling(clesp, real)
    assert not one.poll_once()
    real.turn(seconds=LEASE.total_seconds())
    assert one.poll_once()
    feed_rows.done(clesp.store, dead, clesp.clock.now(), clesp.clock.now(), "It came back.")
    assert standing(clesp)[0].error == ""


def test_whoever_lost_its_turn_leaves_the_rest_to_the_other(
    clesp: Rehearsal, portals: Portals, real: StoppedClock
) -> None:
    follows(clesp)

    def answer(_address: str) -> bytes:
        feed_rows.unfollow(clesp.store, clesp.workspace, clesp.slug)
        return package(release(), following="https://www.find-tender.service.gov.uk/next")

    portals.answer = answer
    assert polling(clesp, real).poll_once()
    assert len(portals.asked) == 1
    assert listed(clesp, OFFICER, FOUND_ONES).count == 1


def test_a_portal_that_cannot_be_read_is_told_once_and_tried_again(
    clesp: Rehearsal, portals: Portals, real: StoppedClock, clock: StoppedClock
) -> None:
    follows(clesp)
    one = polling(clesp, real)
    portals.answer = fails("The portal answered 500.")
    for _ in range(3):
        assert one.poll_once()
        clock.turn(minutes=60)
    (notice,) = clesp.notices("FeedNotReadNotice")
    assert notice.recipient == clesp.user(OFFICER)
    assert "Find a Tender publishes: The portal answered 500." in str(
        render("FeedNotReadNotice", notice.data, partnership="clesp").blocks
    )
    assert standing(clesp)[0].failed_since == datetime(2026, 11, 5, 10, tzinfo=UTC)
    portals.answer = lambda _address: package()
    one.poll_once()
    assert (standing(clesp)[0].failed_since, standing(clesp)[0].error) == (None, "")
    portals.answer = fails("The portal answered 503.")
    clock.turn(minutes=60)
    one.poll_once()
    assert len(clesp.notices("FeedNotReadNotice")) == 2


def test_a_portal_that_asks_for_time_gets_it(
    clesp: Rehearsal, portals: Portals, real: StoppedClock, clock: StoppedClock
) -> None:
    follows(clesp, minutes=15)
    portals.answer = fails("The portal asks to wait 3600 seconds.", 3600)
    polling(clesp, real).poll_once()
    assert standing(clesp)[0].next_at == clock.now() + timedelta(hours=1)


def test_a_mistake_of_ours_ends_no_other_feed(
    clesp: Rehearsal, portals: Portals, real: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(clesp, FIRST, SECOND)

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(following_feeds.taking_in, "poll", broken)
    one = polling(clesp, real)
    assert [one.poll_once(), one.poll_once(), one.poll_once()] == [True, True, False]
    assert {each.error for each in standing(clesp)} == {"something went wrong here; the log has what."}


def test_the_portal_is_asked_while_no_transaction_is_open(
    clesp: Rehearsal, portals: Portals, real: StoppedClock
) -> None:
    """On SQLite there is one writer: whoever else writes while the portal is slow is not kept waiting."""
    follows(clesp)

    def answer(_address: str) -> bytes:
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(follows, clesp, SECOND).result(timeout=5)
        return package(release())

    portals.answer = answer
    assert polling(clesp, real).poll_once()
    assert len(standing(clesp)) == 2


def test_two_pollers_at_once_take_each_notice_in_once(clesp: Rehearsal) -> None:
    """By hand and by the clock, and of both portals: numbers and notices are given once."""
    pages = [[release(n + 20 * page) for n in range(1, 21)] for page in range(3)]
    others = [[release(n + 20 * page) for n in range(101, 121)] for page in range(3)]

    def poller(mine: list[list[dict[str, Any]]]) -> None:
        for each in mine:
            takes_in(clesp, *each)

    with ThreadPoolExecutor(4) as hands:
        for done in [hands.submit(poller, mine) for mine in (pages, pages, others, others)]:
            done.result(timeout=60)
    assert listed(clesp, OFFICER, FOUND_ONES).count == 120


def test_the_command_says_how_often_and_how_it_goes(
    clesp: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = ("--partnership", "clesp")
    assert "Nothing is polled by the clock" in quorate(clesp, monkeypatch, "follow", *own).stdout
    assert (
        "find-a-tender: every 60 minutes"
        in quorate(clesp, monkeypatch, "follow", *own, "--every", "60").stdout
    )
    assert [each.minutes for each in standing(clesp)] == [60, 60]
    assert quorate(clesp, monkeypatch, "follow", *own, "--every", "5").exit_code == 2
    quorate(clesp, monkeypatch, "follow", *own, "--every", "0")
    assert standing(clesp) == ()
    unknown = quorate(clesp, monkeypatch, "follow", "--partnership", "nobody", "--every", "60")
    assert "No partnership called nobody" in unknown.stderr


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (b"<!doctype html><title>Sorry</title>", "It is a web page and no JSON"),
        (b'{"releases": [' + b"[" * 100_000, "nested deeper"),
        (package(release(2))[:-40], "may have been cut off"),
        (b"", "It is empty"),
        (b'"' + b"x" * (50 * 1024 * 1024) + b'"', "larger than 50 MB"),
    ],
    ids=["a web page with status 200", "100,000 levels deep", "cut off", "nothing", "more than 50 MB"],
)
def test_a_page_that_is_none_ends_the_poll_and_what_came_before_it_stays(
    clesp: Rehearsal, portals: Portals, real: StoppedClock, second: bytes, told: str
) -> None:
    """The next poll goes on with that page; where it is none again, the one after begins where the first did."""
    following = "https://www.find-tender.service.gov.uk/next"
    portals.answer = lambda address: (
        second if address == following else package(release(), following=following)
    )
    follows(clesp)
    one = polling(clesp, real)
    assert one.poll_once()
    assert told in standing(clesp)[0].error
    assert listed(clesp, OFFICER, FOUND_ONES).count == 1
    clesp.clock.turn(minutes=60)
    one.poll_once()
    assert portals.asked[2] == following
    clesp.clock.turn(minutes=60)
    one.poll_once()
    assert portals.asked[3] == portals.asked[0]
    assert len(clesp.notices("FeedNotReadNotice")) == 1


def test_a_portal_that_gives_so_many_pages_at_a_time_is_read_on_after_a_while_and_is_no_failure(
    clesp: Rehearsal, portals: Portals, real: StoppedClock, clock: StoppedClock
) -> None:
    """Find a Tender gives twelve pages in two minutes; what comes of each part is told."""
    given: list[str] = []

    def sparing(address: str) -> bytes:
        if len(given) == 12:
            raise NotFetched("The portal asks to wait 120 seconds.", 120)
        given.append(address)
        return endless(address)

    portals.answer = sparing
    follows(clesp)
    one = polling(clesp, real)
    for part in (1, 2, 3):
        assert one.poll_once()
        assert (standing(clesp)[0].failed_since, standing(clesp)[0].error) == (None, "")
        assert standing(clesp)[0].next_at == clock.now() + timedelta(seconds=120)
        assert listed(clesp, OFFICER, FOUND_ONES).count == 12 * part
        clock.turn(seconds=120)
        given.clear()
    assert [each.data["count"] for each in clesp.notices("TendersFoundNotice")] == [12, 12, 12]
    given[:] = ["none"] * 12
    one.poll_once()
    assert standing(clesp)[0].error == "The portal asks to wait 120 seconds."
    assert len(clesp.notices("FeedNotReadNotice")) == 1


@pytest.mark.parametrize("busy", ["while a page is taken in", "between two pages"])
def test_what_was_found_before_the_database_was_busy_is_told_and_the_rest_is_tried_again(
    clesp: Rehearsal,
    portals: Portals,
    real: StoppedClock,
    clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
    busy: str,
) -> None:
    """C24: the next poll counts from when it is due, and a database that others write to is no portal that fails."""
    of, name, error = (
        (taking_in, "take_in", SecretaryBusy()) if "page is" in busy else (feed_rows, "hold", StoreBusy())
    )
    portals.answer = endless
    follows(clesp)
    as_it_is, calls = getattr(of, name), list[int]()

    def busy_at_the_third(*given: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise error
        return as_it_is(*given)

    monkeypatch.setattr(of, name, busy_at_the_third)
    assert polling(clesp, real).poll_once()
    assert [each.data["count"] for each in clesp.notices("TendersFoundNotice")] == [
        2 if "page is" in busy else 3
    ]
    assert standing(clesp)[0].next_at == clock.now() + timedelta(minutes=1)
    assert standing(clesp)[0].failed_since is None

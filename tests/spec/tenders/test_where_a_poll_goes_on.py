"""A poll goes on where the last one ended, however that was, and nothing a portal publishes is passed over."""

import pytest

from bot.clock import StoppedClock
from bot.feeds import taking_in
from bot.feeds.download import NotFetched
from bot.feeds.polling import FEEDS, MOST_PAGES, Feed
from bot.store.session import Store
from bot.store.tenders import feeds as feed_rows
from bot.store.tenders.feeds import Position
from bot.workflows.tenders.tender_questions import FOUND_ONES
from tests.rehearsal import Rehearsal
from tests.spec.tenders.polling import FIRST, Portals, endless, fails, package
from tests.spec.tenders.tendering import OFFICER, listed, release


def test_a_poll_that_took_all_the_pages_it_may_goes_on_with_the_page_after_them(
    clesp: Rehearsal, portals: Portals, store: Store, clock: StoppedClock
) -> None:
    """Nothing that a portal publishes is passed over."""
    portals.answer = endless
    feed: Feed = FEEDS[0]
    began = clock.now()
    taking_in.poll(store, clock, clesp.workspace, clesp.slug, feed, lambda _: None)
    assert listed(clesp, OFFICER, FOUND_ONES).count == MOST_PAGES
    clock.turn(minutes=10)
    taking_in.poll(store, clock, clesp.workspace, clesp.slug, feed, lambda _: None)
    assert listed(clesp, OFFICER, FOUND_ONES).count == MOST_PAGES + 3
    assert portals.asked[MOST_PAGES].endswith(f"cursor={MOST_PAGES}")
    # What was published meanwhile is asked for next.
    assert feed_rows.position(store, clesp.workspace, clesp.slug, feed.name).read_to == began


def test_a_partnership_that_is_not_kept_is_not_polled_for(
    clesp: Rehearsal, portals: Portals, store: Store, clock: StoppedClock
) -> None:
    with pytest.raises(feed_rows.NoPartnership):
        taking_in.poll(store, clock, clesp.workspace, "nobody", FEEDS[0], lambda _: None)
    assert portals.asked == []


def test_a_page_to_go_on_from_that_is_no_more_is_given_up(
    clesp: Rehearsal, portals: Portals, store: Store, clock: StoppedClock
) -> None:
    portals.answer = endless
    feed: Feed = FEEDS[0]
    of = (store, clock, clesp.workspace, clesp.slug, feed)
    taking_in.poll(*of, lambda _: None)
    portals.answer = fails("The portal answered 404.")
    with pytest.raises(NotFetched):
        taking_in.poll(*of, lambda _: None)
    portals.answer = lambda _address: package()
    taking_in.poll(*of, lambda _: None)
    assert "updatedFrom=" in portals.asked[-1]


def test_a_portal_that_asks_to_wait_after_every_second_page_is_read_to_its_last(
    clesp: Rehearsal, portals: Portals, store: Store, clock: StoppedClock
) -> None:
    """The next poll goes on with the page that did not come, whether or not another had come before it."""
    feed: Feed = FEEDS[0]
    of = (store, clock, clesp.workspace, clesp.slug, feed)
    given: list[str] = []

    def sparing(address: str) -> bytes:
        if len(given) == 2:
            raise NotFetched("The portal asks to wait 300 seconds.", 300)
        given.append(address)
        return endless(address)

    portals.answer = sparing
    for _ in range(3):
        with pytest.raises(NotFetched):
            taking_in.poll(*of, lambda _: None)
        with pytest.raises(NotFetched):
            taking_in.poll(*of, lambda _: None)
        given.clear()
    portals.answer = endless
    taking_in.poll(*of, lambda _: None)
    assert listed(clesp, OFFICER, FOUND_ONES).count == MOST_PAGES + 3
    assert sum("updatedFrom=" in each for each in portals.asked) == 1


def test_a_cursor_that_leads_round_ends_the_poll_and_is_not_gone_on_with(
    clesp: Rehearsal, portals: Portals, store: Store, clock: StoppedClock
) -> None:
    """Three pages that name one another are read once each."""
    pages = [f"https://www.find-tender.service.gov.uk/next?cursor={n}" for n in range(3)]

    def answer(address: str) -> bytes:
        number = pages.index(address) if address in pages else -1
        return package(release(number + 2), following=pages[(number + 1) % 3])

    portals.answer = answer
    taking_in.poll(store, clock, clesp.workspace, clesp.slug, FEEDS[0], lambda _: None)
    assert len(portals.asked) == 4
    assert listed(clesp, OFFICER, FOUND_ONES).count == 4
    assert feed_rows.position(store, clesp.workspace, clesp.slug, FIRST).page == ""


@pytest.mark.parametrize("ends", ["after all the pages it may take", "at a page that does not come", "well"])
def test_a_poll_that_ends_after_one_that_began_later_leaves_nothing_old_to_go_on_with(
    clesp: Rehearsal, portals: Portals, store: Store, clock: StoppedClock, ends: str
) -> None:
    """By hand and by the clock: whichever ends first keeps how far it read, and the other's page is not gone on with for ever."""
    feed: Feed = FEEDS[0]
    of = (store, clock, clesp.workspace, clesp.slug, feed, lambda _: None)
    taking_in.poll(*of)
    clock.turn(minutes=60)
    last = MOST_PAGES - 1

    def another_meanwhile(address: str) -> bytes:
        if not address.endswith(f"cursor={last}"):
            return endless(address)
        clock.turn(minutes=5)
        portals.answer = lambda _address: package(release(1))
        taking_in.poll(*of)
        if ends == "at a page that does not come":
            raise NotFetched("The portal answered 500.")
        return endless(address) if "all the pages" in ends else package()

    portals.answer = another_meanwhile
    if ends == "at a page that does not come":
        with pytest.raises(NotFetched):
            taking_in.poll(*of)
    else:
        taking_in.poll(*of)
    assert feed_rows.position(store, clesp.workspace, clesp.slug, FIRST) == Position(clock.now())
    clock.turn(minutes=60)
    portals.answer = lambda _address: package(release(1))
    taking_in.poll(*of)
    assert "updatedFrom=2026-11-05T10:05:00" in portals.asked[-1]
    assert feed_rows.position(store, clesp.workspace, clesp.slug, FIRST) == Position(clock.now())


def test_the_same_moment_twice_is_no_reason_to_go_on_for_ever(
    clesp: Rehearsal, portals: Portals, store: Store, clock: StoppedClock
) -> None:
    """The clock stands still, or was turned back: what was gone on with is over all the same."""
    feed: Feed = FEEDS[0]
    of = (store, clock, clesp.workspace, clesp.slug, feed, lambda _: None)
    taking_in.poll(*of)
    clock.turn(days=-1)
    portals.answer = endless
    for _ in range(2):
        taking_in.poll(*of)
    assert feed_rows.position(store, clesp.workspace, clesp.slug, FIRST) == Position(clock.now())

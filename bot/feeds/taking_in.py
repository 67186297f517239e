"""What a portal's feed or a file holds, taken in for a partnership, and told in lines."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.clock import Clock
from bot.feeds.addresses import Door, NotAllowed
from bot.feeds.download import NotFetched, page
from bot.feeds.polling import MOST_PAGES, Feed, first_page, pages
from bot.ocds.packages import NotAPackage, Package
from bot.ocds.releases import Notice
from bot.rules.wording import counted
from bot.secretary import Secretary, SecretaryBusy
from bot.store.session import Store, is_unreachable
from bot.store.tenders import feeds as feed_positions
from bot.store.tenders.feeds import NoPartnership, Position
from bot.workflows.decisions import Decision
from bot.workflows.tenders.importing import MOST_AT_ONCE, ImportNotices

Tell = Callable[[str], object]
FIRST_LOOK = timedelta(days=7)  # how far back the first poll of a feed goes


def poll(
    store: Store,
    clock: Clock,
    workspace: str,
    partnership: str,
    feed: Feed,
    tell: Tell,
    door: Door | None = None,
    after_a_page: Callable[[], None] = lambda: None,
) -> None:
    """Take in what a portal has published since the last poll, page by page, and remember how far it was read.

    A poll that has taken all the pages it may, or was cut off, leaves where the next one goes on. Passes on NotAllowed,
    NotFetched, NotAPackage, NoPartnership and SecretaryBusy: what came before is kept.
    """
    try:
        _poll(store, clock, workspace, partnership, feed, tell, door, after_a_page)
    except Exception as exc:
        if is_unreachable(exc):
            raise SecretaryBusy from exc
        raise


def _poll(
    store: Store,
    clock: Clock,
    workspace: str,
    partnership: str,
    feed: Feed,
    tell: Tell,
    door: Door | None,
    after_a_page: Callable[[], None],
) -> None:
    of = (store, workspace, partnership, feed.name)
    began = clock.now()
    known = feed_positions.begin(*of, began - FIRST_LOOK)
    since, reads_to = known.read_to or began, known.reads_to or began
    tell(f"{feed.name}, since {since:%Y-%m-%d %H:%M} UTC")
    read, following = 0, known.page or first_page(feed, since)
    try:
        for _, package in pages(following, lambda address: page(address, door or Door())):
            take_in(store, clock, workspace, partnership, feed.name, package, tell)
            if not (read or package.read or package.left_out):
                tell("  Nothing has been published since.")
            read, following = read + 1, package.next_page or ""
            after_a_page()
    except (NotAllowed, NotFetched, NotAPackage) as wrong:
        asks_to_wait = isinstance(wrong, NotFetched) and wrong.retry_after
        if read:  # the next poll goes on with the page that did not come
            feed_positions.keep(*of, known, Position(since, following, reads_to))
        elif known.page and not asks_to_wait:  # the page to go on from is no more
            feed_positions.keep(*of, known, Position(since))
        raise
    more = read == MOST_PAGES and following
    if more:
        tell("  There is more: the next poll goes on from here.")
    feed_positions.keep(*of, known, Position(since, following, reads_to) if more else Position(reads_to))


def take_in(
    store: Store, clock: Clock, workspace: str, partnership: str, source: str, package: Package, tell: Tell
) -> None:
    """Take in every tender of a package, and tell what could not be understood. Raises NoPartnership."""
    secretary = Secretary(store, clock)
    for some in _parts(package.notices):
        command = ImportNotices(
            workspace=workspace,
            partnership=partnership,
            source=source,
            notices=some,
            received_at=clock.now(),
        )
        try:
            outcome = secretary.perform(command)
        except LookupError as unknown:
            raise NoPartnership(partnership) from unknown
        if isinstance(outcome, Decision):
            tell(f"  {outcome.answer.words}")
    for line in _findings(package):
        tell(f"  {line}")


def _parts(notices: tuple[Notice, ...]) -> Iterator[tuple[Notice, ...]]:
    for start in range(0, len(notices), MOST_AT_ONCE):
        yield notices[start : start + MOST_AT_ONCE]


def _findings(package: Package) -> Iterator[str]:
    if package.left_out:
        yield f"{counted(package.left_out, 'release')} left out."
    for each in package.findings:
        yield f"{each.release}: {each.field} {each.words}"
    if package.more_findings:
        yield f"… and {counted(package.more_findings, 'finding')} more."

"""What a portal's feed or a file holds, taken in for a partnership, and told in lines."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.clock import Clock
from bot.feeds.addresses import Door
from bot.feeds.download import page
from bot.feeds.polling import Feed, first_page, pages
from bot.ocds.packages import Package
from bot.ocds.releases import Notice
from bot.rules.wording import counted
from bot.secretary import Secretary
from bot.store import feeds as feed_positions
from bot.store.session import Store
from bot.workflows.decisions import Decision
from bot.workflows.importing import MOST_AT_ONCE, ImportNotices

Tell = Callable[[str], object]
FIRST_LOOK = timedelta(days=7)  # how far back the first poll of a feed goes
MOST_SHOWN = 20  # findings


class NoPartnership(LookupError):
    """The partnership is not kept in that workspace."""


def poll(
    store: Store,
    clock: Clock,
    workspace: str,
    partnership: str,
    feed: Feed,
    tell: Tell,
    door: Door | None = None,
) -> None:
    """Take in what a portal has published since the last poll, page by page, and remember how far it was read.

    Passes on NotAllowed, NotFetched, NotAPackage and NoPartnership: what came before is kept, and the next poll begins there again.
    """
    began = clock.now()
    since = feed_positions.read_to(store, workspace, partnership, feed.name) or began - FIRST_LOOK
    tell(f"{feed.name}, since {since:%Y-%m-%d %H:%M} UTC")
    for _, package in pages(first_page(feed, since), lambda address: page(address, door or Door())):
        take_in(store, clock, workspace, partnership, feed.name, package, tell)
    feed_positions.remember(store, workspace, partnership, feed.name, began)


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
    for each in package.findings[:MOST_SHOWN]:
        yield f"{each.release}: {each.field} {each.words}"
    more = len(package.findings) - MOST_SHOWN + package.more_findings
    if more > 0:
        yield f"… and {counted(more, 'finding')} more."

"""Page after page of a portal's feed, from where the last poll ended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from bot.ocds.packages import NotAPackage, Package, read_package

MOST_PAGES = 50  # a poll that has more is taken up by the next
OVERLAP = timedelta(hours=1)  # what a portal publishes late, or under an earlier time


@dataclass(frozen=True)
class Feed:
    """A portal's feed of releases: its address and what it calls the beginning of the time asked for."""

    name: str
    address: str
    since: str
    page_size: int = 100


FEEDS = (
    Feed(
        "find-a-tender", "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages", "updatedFrom"
    ),
    Feed(
        "contracts-finder",
        "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search",
        "publishedFrom",
    ),
)


def first_page(feed: Feed, since: datetime) -> str:
    """The address of everything since an instant, with an hour's overlap: what comes twice is one."""
    start = (since - OVERLAP).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{feed.address}?{urlencode({feed.since: start, 'limit': feed.page_size}, safe=':')}"


def pages(first: str, fetch: Callable[[str], bytes]) -> Iterator[tuple[str, Package]]:
    """Each page with its own address, until there is none, an empty one, one that was here before, or fifty.

    Both portals name a next page even after the last, with the same cursor. Passes on NotFetched, NotAllowed and NotAPackage.
    """
    seen: set[str] = set()
    address = first
    while address and address not in seen and len(seen) < MOST_PAGES:
        seen.add(address)
        package = read_package(fetch(address))
        yield address, package
        if not package.read and not package.left_out:
            return
        if package.next_page is None:
            raise NotAPackage("What it names as its next page is no web address.")
        address = package.next_page

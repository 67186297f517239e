"""A portal's feed that the clock polls: the secretariat is told what a poll has found, and once when it cannot be read."""

from dataclasses import dataclass
from datetime import datetime

from bot.workflows.decisions import Notice

PORTALS = {"find-a-tender": "Find a Tender", "contracts-finder": "Contracts Finder"}


@dataclass(frozen=True, kw_only=True)
class FeedNotReadNotice(Notice):
    """Tells the secretariat that a portal could not be read, and when it is tried again."""

    partnership_name: str
    portal: str
    error: str
    minutes: int  # from one attempt to the next


@dataclass(frozen=True, kw_only=True)
class TendersFoundNotice(Notice):
    """Tells the secretariat that a poll has found tenders which may be what the partnership looks for."""

    partnership_name: str
    portal: str
    count: int


def tenders_found(
    feed: str, count: int, partnership_name: str, secretariat: tuple[str, ...], at: datetime
) -> tuple[TendersFoundNotice, ...]:
    """One notice for each of the secretariat, where there is anything to look at."""
    if not count:
        return ()
    return tuple(
        TendersFoundNotice(
            key=f"feed:{feed}:found:{at:%Y%m%dT%H%M%S}:{user}",
            recipient=user,
            subject=feed,
            due_at=at,
            partnership_name=partnership_name,
            portal=PORTALS.get(feed, feed),
            count=count,
        )
        for user in secretariat
    )


def feed_not_read(
    feed: str, error: str, minutes: int, partnership_name: str, secretariat: tuple[str, ...], at: datetime
) -> tuple[FeedNotReadNotice, ...]:
    """One notice for each of the secretariat."""
    return tuple(
        FeedNotReadNotice(
            key=f"feed:{feed}:not-read:{at:%Y%m%dT%H%M%S}:{user}",
            recipient=user,
            subject=feed,
            due_at=at,
            partnership_name=partnership_name,
            portal=PORTALS.get(feed, feed),
            error=error,
            minutes=minutes,
        )
        for user in secretariat
    )

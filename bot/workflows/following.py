"""A portal's feed that the clock polls and that cannot be read: the secretariat is told once, when it begins."""

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

"""How far a portal's feed was read for a partnership."""

from datetime import datetime

from sqlalchemy import select

from bot.store.session import Store
from bot.store.tender_tables import feed_positions
from bot.store.upsert import inserting


def read_to(store: Store, workspace: str, partnership: str, feed: str) -> datetime | None:
    """The instant up to which a feed was read; None before the first time."""
    with store.reading() as connection:
        found: datetime | None = connection.execute(
            select(feed_positions.c.read_to).where(
                feed_positions.c.workspace == workspace,
                feed_positions.c.partnership == partnership,
                feed_positions.c.feed == feed,
            )
        ).scalar()
        return found


def remember(store: Store, workspace: str, partnership: str, feed: str, to: datetime) -> None:
    """Remember how far a feed was read; where two have read it, the further of the two."""
    with store.transaction() as connection:
        put = inserting(connection, feed_positions)
        row = {"workspace": workspace, "partnership": partnership, "feed": feed, "read_to": to}
        connection.execute(
            put.on_conflict_do_update(
                index_elements=["workspace", "partnership", "feed"],
                set_={"read_to": put.excluded.read_to},
                where=feed_positions.c.read_to < put.excluded.read_to,
            ),
            row,
        )

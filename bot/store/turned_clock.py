"""How far the demo's clock is turned: kept in its database, so that it is still turned tomorrow."""

from datetime import timedelta

from sqlalchemy import delete, insert, select

from bot.store.session import Store
from bot.store.tables import clock_offset


def read_offset(store: Store) -> timedelta:
    """How far the clock is turned; not at all where nobody has turned it."""
    with store.reading() as connection:
        seconds = connection.execute(select(clock_offset.c.seconds)).scalar()
    return timedelta(seconds=seconds or 0)


def keep_offset(store: Store, offset: timedelta) -> None:
    """Turn the clock this far from real time, to the second."""
    with store.transaction() as connection:
        connection.execute(delete(clock_offset))
        connection.execute(insert(clock_offset).values(id=1, seconds=round(offset.total_seconds())))

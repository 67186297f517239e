"""The key of every delivery from Slack that was acted on, so that the second time is harmless."""

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.tables import receipts

_KEEP = {
    "sqlite": sqlite.insert(receipts).on_conflict_do_nothing().returning(receipts.c.key),
    "postgresql": postgresql.insert(receipts).on_conflict_do_nothing().returning(receipts.c.key),
}


def is_first(connection: Connection, workspace: str, key: str, now: datetime) -> bool:
    """Keep the key of a delivery; False where it was kept before. Two at once wait for each other here."""
    kept = connection.execute(
        _KEEP[connection.dialect.name], {"workspace": workspace, "key": key[:200], "received_at": now}
    )
    return kept.first() is not None

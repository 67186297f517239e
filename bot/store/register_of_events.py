"""The register of events as it stands, for whoever counts again."""

from sqlalchemy import Connection, select

from bot.recount import Happened
from bot.store.tables import events


def register_of_events(connection: Connection, workspace: str, partnership: str) -> tuple[Happened, ...]:
    """Every event of a partnership, in the order in which they were appended."""
    rows = connection.execute(
        select(events.c.seq, events.c.type, events.c.subject, events.c.data)
        .where(events.c.workspace == workspace, events.c.partnership == partnership)
        .order_by(events.c.seq)
    )
    return tuple(Happened(row.seq, row.type, row.subject, row.data) for row in rows)

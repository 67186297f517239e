"""The files that are with Slack already, by what is in them: uploaded once, shared in as many messages as need be."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.meetings.meeting_tables import uploads
from bot.store.upsert import inserting


def known(connection: Connection, workspace: str, keys: Iterable[str]) -> dict[str, str]:
    """The permalinks of those of these files that have been uploaded, by their keys."""
    found = select(uploads.c.key, uploads.c.permalink).where(
        uploads.c.workspace == workspace, uploads.c.key.in_(list(keys))
    )
    return {row.key: row.permalink for row in connection.execute(found)}


def remember(
    connection: Connection, workspace: str, key: str, *, file: str, permalink: str, at: datetime
) -> str:
    """Remember an upload; the permalink that stands, which is another's where somebody was quicker."""
    added = inserting(connection, uploads).values(
        workspace=workspace, key=key, file=file, permalink=permalink, uploaded_at=at
    )
    connection.execute(added.on_conflict_do_nothing(index_elements=["workspace", "key"]))
    return known(connection, workspace, [key])[key]

"""Messages in Slack that are behind what they show: a motion whose revision has risen since its message was last updated.

All times here are real. `motions.shown_at` is when the message was last updated or, while an update is under way or put off, two
seconds before the next may begin.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, literal, or_, select, text, true, update

from bot.store import pauses
from bot.store.tables import motions

AT_MOST_EVERY = timedelta(seconds=2)
# The very words of the partial index: SQLite uses it only where the query repeats them.
_BEHIND = text("motions.revision > motions.shown")


@dataclass(frozen=True)
class Behind:
    """A message that shows less than is known."""

    workspace: str
    partnership: str
    motion: str
    channel: str
    ts: str
    revision: int


def is_anything_behind(connection: Connection, real: datetime, workspace: str | None = None) -> bool:
    """Whether a message could be updated now: a cheap look that takes no lock. With a workspace, only its own messages."""
    found = (
        select(literal(1)).select_from(motions).where(_BEHIND, _of(workspace), _may_be_updated(real)).limit(1)
    )
    return connection.execute(found).first() is not None


def claim(
    connection: Connection, *, real: datetime, until: datetime, workspace: str | None = None
) -> Behind | None:
    """Take the message that has waited longest, within the pace of its workspace; nobody else updates it before `until`."""
    row = connection.execute(
        select(motions)
        .where(
            _BEHIND,
            _of(workspace),
            _may_be_updated(real),
            ~pauses.waits(motions.c.workspace, pauses.UPDATES, real),
        )
        .order_by(motions.c.shown_at, motions.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None or not pauses.take_pace(connection, row.workspace, pauses.UPDATES, real):
        return None
    behind = Behind(row.workspace, row.partnership, row.id, row.channel, row.message_ts, row.revision)
    put_off(connection, behind, until)
    return behind


def mark_posted(
    connection: Connection, workspace: str, motion: str, *, channel: str, ts: str, shown: int, real: datetime
) -> None:
    """The motion's message is this one from now on, and shows that revision."""
    connection.execute(
        update(motions)
        .where(motions.c.workspace == workspace, motions.c.id == motion)
        .values(channel=channel, message_ts=ts, shown=shown, shown_at=real)
    )


def mark_shown(connection: Connection, behind: Behind, *, shown: int, real: datetime) -> None:
    """The message shows that revision now, unless a later one was shown meanwhile."""
    connection.execute(
        update(motions).where(_message(behind), motions.c.shown <= shown).values(shown=shown, shown_at=real)
    )


def put_off(connection: Connection, behind: Behind, until: datetime) -> None:
    """Do not update the message before `until`."""
    connection.execute(update(motions).where(_message(behind)).values(shown_at=until - AT_MOST_EVERY))


def forget_message(connection: Connection, behind: Behind) -> bool:
    """The message is gone; False where another has taken its place already."""
    gone = update(motions).where(_message(behind)).values(message_ts=None, shown=0)
    return connection.execute(gone).rowcount == 1


def _of(workspace: str | None) -> ColumnElement[bool]:
    return true() if workspace is None else motions.c.workspace == workspace


def _may_be_updated(real: datetime) -> ColumnElement[bool]:
    rested = or_(motions.c.shown_at.is_(None), motions.c.shown_at <= real - AT_MOST_EVERY)
    return and_(motions.c.message_ts.is_not(None), rested)


def _message(behind: Behind) -> ColumnElement[bool]:
    return and_(
        motions.c.workspace == behind.workspace,
        motions.c.partnership == behind.partnership,
        motions.c.id == behind.motion,
        motions.c.message_ts == behind.ts,
    )

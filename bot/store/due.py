"""What has fallen due, the clock's heartbeat, and what is old enough to forget."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, text, tuple_, update

from bot.store.tables import due_work, heartbeats, receipts
from bot.store.upsert import inserting
from bot.workflows.decisions import ClockCommand

# The very words of the partial index: SQLite uses it only where the query repeats them.
_WAITING = text("due_work.done_at IS NULL")
_PLACE = (due_work.c.due_at, due_work.c.workspace, due_work.c.partnership, due_work.c.key)


@dataclass(frozen=True)
class DueWork:
    """Something that has to happen to a subject, and when (governance time)."""

    workspace: str
    partnership: str
    key: str
    kind: str
    subject: str
    due_at: datetime


def due(connection: Connection, now: datetime, after: DueWork | None, most: int) -> tuple[DueWork, ...]:
    """What has fallen due and is not done, the longest overdue first; of a long list the part that follows `after`."""
    columns = (*_PLACE, due_work.c.kind, due_work.c.subject)
    wanted = select(*columns).where(_WAITING, due_work.c.due_at <= now).order_by(*_PLACE).limit(most)
    if after is not None:
        place = tuple_(
            after.due_at, after.workspace, after.partnership, after.key, types=[c.type for c in _PLACE]
        )
        wanted = wanted.where(tuple_(*_PLACE) > place)
    return tuple(DueWork(**row._mapping) for row in connection.execute(wanted))


def take(connection: Connection, command: ClockCommand, now: datetime) -> bool:
    """Mark the work of a command done, within the transaction that does it; False where another clock has done it already."""
    return (
        connection.execute(
            update(due_work)
            .where(
                due_work.c.workspace == command.workspace,
                due_work.c.partnership == command.partnership,
                due_work.c.key == command.key,
                due_work.c.done_at.is_(None),
            )
            .values(done_at=now)
        ).rowcount
        == 1
    )


def mark_done(connection: Connection, work: DueWork, now: datetime) -> None:
    """It has happened. The first time it was marked stands."""
    connection.execute(
        update(due_work)
        .where(
            due_work.c.workspace == work.workspace,
            due_work.c.partnership == work.partnership,
            due_work.c.key == work.key,
            due_work.c.done_at.is_(None),
        )
        .values(done_at=now)
    )


def beat(connection: Connection, name: str, now: datetime) -> None:
    """Whoever goes by this name was alive at that moment."""
    added = inserting(connection, heartbeats).values(name=name, at=now)
    connection.execute(added.on_conflict_do_update(index_elements=["name"], set_={"at": added.excluded.at}))


def forget_receipts(connection: Connection, before: datetime, most: int) -> int:
    """Forget the oldest keys of deliveries from Slack that came before that moment, at most so many; returns how many."""
    key = (receipts.c.workspace, receipts.c.key)
    old = (
        select(*key)
        .where(receipts.c.received_at < before)
        .order_by(receipts.c.received_at)
        .limit(most)
        .subquery()
    )
    return connection.execute(delete(receipts).where(tuple_(*key).in_(select(old)))).rowcount

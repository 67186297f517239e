"""The outbox: what somebody has to be told, from the deciding transaction to the proof that it was sent.

Two clocks meet here. `due_at` and `sent_at` are governance time, which a demonstration may turn. Leases, back-off and pauses are
real time, which nobody turns.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import count
from secrets import token_hex
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, and_, literal, or_, select, text, true, update

from bot.store import pauses
from bot.store.plain import plain
from bot.store.tables import outbox
from bot.store.upsert import inserting
from bot.workflows.decisions import Notice, Setting

_OF_EVERY_NOTICE = {each.name for each in fields(Notice)}
_LONGEST_ERROR = 200
_SERIAL = count(1)
HISTORY = "conversations.history"  # the method that settles doubt, which Slack may ask us to wait with
# The very words of the partial index: SQLite uses it only where the query repeats them.
_WAITING = text("outbox.state IN ('pending', 'sending', 'in_doubt')")
NOT_TRUE = "not true any more"
_PENDING = text("outbox.state = 'pending'")
_SENDING = text("outbox.state = 'sending'")
_IN_DOUBT = text("outbox.state = 'in_doubt'")


class LostRace(Exception):
    """Somebody else took the recipient's turn at the same moment; nothing was claimed. Try again."""


@dataclass(frozen=True)
class Claimed:
    """A notice in the hands of one delivery, until `lease_until` (real time)."""

    workspace: str
    partnership: str
    id: str
    key: str
    kind: str
    recipient: str
    subject: str
    data: Mapping[str, Any]
    due_at: datetime
    attempts: int
    claim: str
    lease_until: datetime
    started_at: datetime
    error: str | None


def put(connection: Connection, workspace: str, partnership: str, notice: Notice, now: datetime) -> bool:
    """Put a notice in the outbox, within the transaction that decided it; False where its key is there already."""
    once = _once(connection).values(_row(workspace, partnership, notice, now))
    return connection.execute(once.returning(outbox.c.id)).first() is not None


def put_all(
    connection: Connection, workspace: str, partnership: str, notices: Iterable[Notice], now: datetime
) -> None:
    """Put notices in the outbox, in their order, those whose key is not there already."""
    rows = [_row(workspace, partnership, each, now) for each in notices]
    if rows:
        connection.execute(_once(connection), rows)


def _once(connection: Connection) -> Any:
    keys = ["workspace", "partnership", "key"]
    return inserting(connection, outbox).on_conflict_do_nothing(index_elements=keys)


def _row(workspace: str, partnership: str, notice: Notice, now: datetime) -> dict[str, Any]:
    """A notice as the outbox keeps it.

    Its id cannot be guessed, because it is shown to the whole workspace in the message's metadata and nobody may be able to
    post a message that looks like proof; of two notices due at one moment the first put has the lower. `now` may be either
    clock's: a notice never yet tried waits for `due_at` alone.
    """
    return {
        "workspace": workspace,
        "partnership": partnership,
        "id": f"{next(_SERIAL):08x}{token_hex(12)}",
        "key": notice.key,
        "kind": type(notice).__name__,
        "recipient": notice.recipient,
        "subject": notice.subject,
        "data": {
            each.name: plain(getattr(notice, each.name))
            for each in fields(notice)
            if each.name not in _OF_EVERY_NOTICE
        },
        "due_at": notice.due_at,
        "not_after": notice.not_after,
        "state": "pending",
        "attempts": 0,
        "not_before": now,
    }


def is_anything_due(
    connection: Connection, now: datetime, real: datetime, workspace: str | None = None
) -> bool:
    """Whether a pass over the outbox could find work: a cheap look that takes no lock. With a workspace, only its own notices."""
    due = or_(
        _ready(now, real),
        and_(_SENDING, outbox.c.lease_until <= real),
        and_(_IN_DOUBT, outbox.c.not_before <= real),
    )
    return (
        connection.execute(
            select(literal(1)).select_from(outbox).where(_WAITING, _of(workspace), due).limit(1)
        ).first()
        is not None
    )


def claim(
    connection: Connection, *, now: datetime, real: datetime, lease: timedelta, workspace: str | None = None
) -> Claimed | None:
    """Take the next notice that is due, with its recipient's turn; None where nothing may be sent now.

    Raises LostRace where another delivery took the recipient's turn meanwhile. One notice a transaction, so that no two
    deliveries can wait for each other.
    """
    blocked = pauses.waits(
        outbox.c.workspace, pauses.POSTS, real, also=literal("channel:") + outbox.c.recipient
    )
    row = connection.execute(
        select(outbox)
        .where(_WAITING, _of(workspace), _ready(now, real), ~blocked)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    until = real + lease
    turn = pauses.take_turn(connection, row.workspace, pauses.channel(row.recipient), real, until)
    if not turn or not pauses.take_pace(connection, row.workspace, pauses.POSTS, real):
        raise LostRace
    if _is_earlier_waiting(connection, row, now, real):
        raise LostRace  # somebody else was at it when we looked: what was said first is sent first
    taken = _claimed(row, attempts=row.attempts + 1, lease_until=until, started_at=real)
    connection.execute(
        update(outbox)
        .where(_key(taken))
        .values(
            state="sending",
            claim=taken.claim,
            lease_until=until,
            started_at=real,
            attempts=taken.attempts,
        )
    )
    return taken


def withdraw(connection: Connection, setting: Setting, subject: str, kinds: Collection[str]) -> int:
    """Withdraw what waits to be said on a subject and is not true any more; returns how many notices. What is under way is not."""
    return connection.execute(
        update(outbox)
        .where(
            _WAITING,
            _PENDING,
            outbox.c.workspace == setting.workspace,
            outbox.c.partnership == setting.partnership,
            outbox.c.subject == subject,
            outbox.c.kind.in_(kinds),
        )
        .values(state="withdrawn", error=NOT_TRUE)
    ).rowcount


def restore(connection: Connection, setting: Setting, subject: str, kinds: Collection[str]) -> None:
    """What was withdrawn because it was not true is true again: it is said when it is due."""
    connection.execute(
        update(outbox)
        .where(
            outbox.c.state == "withdrawn",
            outbox.c.error == NOT_TRUE,
            outbox.c.workspace == setting.workspace,
            outbox.c.partnership == setting.partnership,
            outbox.c.subject == subject,
            outbox.c.kind.in_(kinds),
        )
        .values(state="pending", error=None)
    )


def lapse(connection: Connection, now: datetime) -> int:
    """Withdraw what waited until it would be stale; returns how many notices."""
    stale = (
        update(outbox)
        .where(_WAITING, _PENDING, outbox.c.not_after <= now)
        .values(state="withdrawn", error="its time had passed")
    )
    return connection.execute(stale).rowcount


def mark_sent(
    connection: Connection, held: Claimed, *, channel: str, ts: str, text: str, sent_at: datetime
) -> bool:
    """Keep the proof: where, when and what. False where the claim is no longer ours, and then nothing is changed."""
    return _settle(
        connection, held, state="sent", channel=channel, ts=ts, text=text, sent_at=sent_at, error=None
    )


def put_back(
    connection: Connection, held: Claimed, *, not_before: datetime, error: str, counted: bool = True
) -> bool:
    """Nothing was sent: try again from `not_before` (real). What Slack only asked us to wait for is not counted as an attempt."""
    attempts = held.attempts if counted else held.attempts - 1
    return _settle(
        connection,
        held,
        state="pending",
        attempts=attempts,
        not_before=not_before,
        error=error[:_LONGEST_ERROR],
    )


def put_in_doubt(connection: Connection, held: Claimed, *, look_at: datetime, error: str) -> bool:
    """It may or may not have been sent: the channel's history will say, from `look_at` (real)."""
    return _settle(connection, held, state="in_doubt", not_before=look_at, error=error[:_LONGEST_ERROR])


def give_up(connection: Connection, held: Claimed, error: str) -> bool:
    """It cannot be sent, and trying again will not help."""
    return _settle(connection, held, state="failed", error=error[:_LONGEST_ERROR])


def free_recipient(connection: Connection, held: Claimed, at: datetime) -> None:
    """The next message to the same recipient may go from `at` (real)."""
    pauses.free(connection, held.workspace, pauses.channel(held.recipient), at)


def expire(connection: Connection, real: datetime, look_at: datetime) -> int:
    """Whatever was in the hands of a delivery that never came back is in doubt; returns how many."""
    lapsed = (
        update(outbox)
        .where(_WAITING, _SENDING, outbox.c.lease_until <= real)
        .values(
            state="in_doubt",
            claim=None,
            lease_until=None,
            not_before=look_at,
            error="the sender did not come back",
        )
    )
    return connection.execute(lapsed).rowcount


def claim_doubtful(
    connection: Connection, *, real: datetime, lease: timedelta, workspace: str | None = None
) -> Claimed | None:
    """Take the next notice in doubt whose time to look has come."""
    unreadable = pauses.is_paused(outbox.c.workspace, HISTORY, real)
    row = connection.execute(
        select(outbox)
        .where(_WAITING, _of(workspace), _IN_DOUBT, outbox.c.not_before <= real, ~unreadable)
        .order_by(outbox.c.not_before)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    until = real + lease
    taken = _claimed(row, attempts=row.attempts, lease_until=until, started_at=row.started_at)
    connection.execute(
        update(outbox).where(_key(taken)).values(claim=taken.claim, lease_until=until, not_before=until)
    )
    return taken


def _of(workspace: str | None) -> ColumnElement[bool]:
    return true() if workspace is None else outbox.c.workspace == workspace


def _ready(now: datetime, real: datetime) -> ColumnElement[bool]:
    """Pending, due, and past its back-off if it has been tried before."""
    rested = or_(outbox.c.started_at.is_(None), outbox.c.not_before <= real)
    fresh = or_(outbox.c.not_after.is_(None), outbox.c.not_after > now)
    return and_(true(), _PENDING, outbox.c.due_at <= now, rested, fresh)


def _is_earlier_waiting(connection: Connection, row: Row[Any], now: datetime, real: datetime) -> bool:
    earlier = select(literal(1)).where(
        outbox.c.workspace == row.workspace,
        outbox.c.recipient == row.recipient,
        _ready(now, real),
        or_(outbox.c.due_at < row.due_at, and_(outbox.c.due_at == row.due_at, outbox.c.id < row.id)),
    )
    return connection.execute(earlier.limit(1)).first() is not None


def _claimed(row: Row[Any], *, attempts: int, lease_until: datetime, started_at: datetime) -> Claimed:
    return Claimed(
        workspace=row.workspace,
        partnership=row.partnership,
        id=row.id,
        key=row.key,
        kind=row.kind,
        recipient=row.recipient,
        subject=row.subject,
        data=row.data,
        due_at=row.due_at,
        attempts=attempts,
        claim=uuid4().hex,
        lease_until=lease_until,
        started_at=started_at,
        error=row.error,
    )


def _settle(connection: Connection, held: Claimed, **values: object) -> bool:
    mine = update(outbox).where(_key(held), outbox.c.claim == held.claim)
    return connection.execute(mine.values(claim=None, lease_until=None, **values)).rowcount == 1


def _key(held: Claimed) -> ColumnElement[bool]:
    return and_(
        outbox.c.workspace == held.workspace,
        outbox.c.partnership == held.partnership,
        outbox.c.id == held.id,
    )

"""How far a portal's feed was read for a partnership, and which feeds the clock polls for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from bot.store import outbox
from bot.store.partnership.office import office
from bot.store.partnership.partnerships import kept_in
from bot.store.session import Store
from bot.store.tenders.tender_tables import feed_positions, feeds_followed, tenders
from bot.store.upsert import inserting
from bot.workflows.tenders.following import feed_not_read, tenders_found
from bot.workflows.tenders.tenders import FOUND

_KEY = ["workspace", "partnership", "feed"]


class NoPartnership(LookupError):
    """The partnership is not kept in that workspace."""


@dataclass(frozen=True)
class Position:
    """The instant up to which a feed was read, None before the first time; and where a poll goes on that took all it may."""

    read_to: datetime | None = None
    page: str = ""
    reads_to: datetime | None = None  # how far it was read once that is done


@dataclass(frozen=True)
class Followed:
    """A feed that the clock polls for a partnership."""

    workspace: str
    partnership: str
    feed: str
    minutes: int
    next_at: datetime
    failed_since: datetime | None = None
    error: str = ""
    claim: str = ""


def position(store: Store, workspace: str, partnership: str, feed: str) -> Position:
    """How far a feed was read."""
    with store.reading() as connection:
        return _position(connection, workspace, partnership, feed)


def begin(store: Store, workspace: str, partnership: str, feed: str, since: datetime) -> Position:
    """Where a poll begins: where the last one ended, and the first time at `since`, which is kept. Raises NoPartnership."""
    with store.transaction() as connection:
        if partnership not in kept_in(connection, workspace):
            raise NoPartnership(partnership)
        row = {"workspace": workspace, "partnership": partnership, "feed": feed, "read_to": since, "page": ""}
        connection.execute(inserting(connection, feed_positions).on_conflict_do_nothing(), row)
        return _position(connection, workspace, partnership, feed)


def keep(store: Store, workspace: str, partnership: str, feed: str, began: Position, ended: Position) -> None:
    """Keep where the next poll goes on, unless another that ended meanwhile has: then this one began from what is past."""
    table = feed_positions
    with store.transaction() as connection:
        connection.execute(
            update(table)
            .where(
                table.c.workspace == workspace,
                table.c.partnership == partnership,
                table.c.feed == feed,
                table.c.read_to == began.read_to,
                table.c.page == began.page,
                table.c.reads_to.is_not_distinct_from(began.reads_to),
            )
            .values(read_to=ended.read_to, page=ended.page, reads_to=ended.reads_to)
        )


def _position(connection: Connection, workspace: str, partnership: str, feed: str) -> Position:
    table = feed_positions
    row = connection.execute(
        select(table.c.read_to, table.c.page, table.c.reads_to).where(
            table.c.workspace == workspace, table.c.partnership == partnership, table.c.feed == feed
        )
    ).first()
    return Position(**row._mapping) if row is not None else Position()


def follow(
    store: Store, workspace: str, partnership: str, feeds: Iterable[str], minutes: int, now: datetime
) -> None:
    """Have the clock poll these feeds every so many minutes, from now on. Raises NoPartnership."""
    with store.transaction() as connection:
        if partnership not in kept_in(connection, workspace):
            raise NoPartnership(partnership)
        put = inserting(connection, feeds_followed)
        said = {"minutes": put.excluded.minutes, "next_at": put.excluded.next_at}
        own = {"workspace": workspace, "partnership": partnership, "minutes": minutes, "next_at": now}
        rows = [{**own, "feed": feed, "error": ""} for feed in feeds]
        connection.execute(put.on_conflict_do_update(index_elements=_KEY, set_=said), rows)


def unfollow(store: Store, workspace: str, partnership: str) -> None:
    """Have the clock poll nothing any more for a partnership."""
    with store.transaction() as connection:
        connection.execute(
            delete(feeds_followed).where(
                feeds_followed.c.workspace == workspace, feeds_followed.c.partnership == partnership
            )
        )


def followed(connection: Connection, workspace: str, partnership: str) -> tuple[Followed, ...]:
    """The feeds that the clock polls for a partnership, by name."""
    rows = connection.execute(
        select(feeds_followed)
        .where(feeds_followed.c.workspace == workspace, feeds_followed.c.partnership == partnership)
        .order_by(feeds_followed.c.feed)
    )
    return tuple(
        Followed(
            row.workspace, row.partnership, row.feed, row.minutes, row.next_at, row.failed_since, row.error
        )
        for row in rows
    )


def claim(store: Store, now: datetime, real: datetime, lease: timedelta) -> Followed | None:
    """Take the feed that has waited longest for its poll, until the lease is over; of two clocks one has it."""
    free = or_(feeds_followed.c.claimed_until.is_(None), feeds_followed.c.claimed_until <= real)
    with store.transaction() as connection:
        row = connection.execute(
            select(feeds_followed)
            .where(feeds_followed.c.next_at <= now, free)
            .order_by(feeds_followed.c.next_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        taken = Followed(
            row.workspace,
            row.partnership,
            row.feed,
            row.minutes,
            row.next_at,
            row.failed_since,
            row.error,
            uuid4().hex,
        )
        key = and_(
            feeds_followed.c.workspace == taken.workspace,
            feeds_followed.c.partnership == taken.partnership,
            feeds_followed.c.feed == taken.feed,
        )
        connection.execute(
            update(feeds_followed).where(key).values(claim=taken.claim, claimed_until=real + lease)
        )
        return taken


def hold(store: Store, held: Followed, until: datetime) -> bool:
    """Hold a feed for longer; False where somebody else has it, or nobody is to poll it any more."""
    with store.transaction() as connection:
        longer = update(feeds_followed).where(_held(held)).values(claimed_until=until)
        return connection.execute(longer).rowcount == 1


def put_back(store: Store, held: Followed, next_at: datetime) -> None:
    """Let go of a feed whose poll has neither ended nor failed."""
    with store.transaction() as connection:
        connection.execute(
            update(feeds_followed).where(_held(held)).values(claim=None, claimed_until=None, next_at=next_at)
        )


def done(
    store: Store,
    held: Followed,
    now: datetime,
    next_at: datetime,
    error: str = "",
) -> None:
    """A poll has ended, or failed. The secretariat is told what was found since it was due, by one that was cut off as well; and
    when it begins to fail, and not again until it has gone well."""
    since = (held.failed_since or now) if error else None
    said = {"next_at": next_at, "failed_since": since, "error": error[:300]}
    with store.transaction() as connection:
        ours = connection.execute(
            update(feeds_followed).where(_held(held)).values(claim=None, claimed_until=None, **said)
        )
        if ours.rowcount == 0:
            return
        told = office(connection, held.workspace, held.partnership, now)
        outbox.put_all(
            connection,
            held.workspace,
            held.partnership,
            tenders_found(held.feed, _found(connection, held), told.name, told.secretariat, now),
            now,
        )
        if error and held.failed_since is None:
            notices = feed_not_read(held.feed, error, held.minutes, told.name, told.secretariat, now)
            outbox.put_all(connection, held.workspace, held.partnership, notices, now)


def _found(connection: Connection, held: Followed) -> int:
    """How many tenders of a feed have been found since its poll was due, and may be what the partnership looks for."""
    return int(
        connection.execute(
            select(func.count())
            .select_from(tenders)
            .where(
                tenders.c.workspace == held.workspace,
                tenders.c.partnership == held.partnership,
                tenders.c.source == held.feed,
                tenders.c.stage == FOUND,
                tenders.c.suits.is_not(False),
                tenders.c.recorded_at >= held.next_at,
            )
        ).scalar_one()
    )


def _held(held: Followed) -> ColumnElement[bool]:
    return and_(
        feeds_followed.c.workspace == held.workspace,
        feeds_followed.c.partnership == held.partnership,
        feeds_followed.c.feed == held.feed,
        feeds_followed.c.claim == held.claim,
    )

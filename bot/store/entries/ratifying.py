"""Provisional decisions as rows: what awaits ratification, and what became of each."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, insert, select, update

from bot.rules.register import Register
from bot.store.entries import following
from bot.store.interests import interests as interest_rows
from bot.store.kinds.particulars import said_in
from bot.store.meetings.invited import register_of
from bot.store.meetings.meeting_tables import ratifications
from bot.store.rows import AnyRow
from bot.store.tables import meetings, motions
from bot.store.writing import Writer, change_motion, key_of, where
from bot.workflows.decisions import Event, Setting
from bot.workflows.entries.correcting import RatificationUndone
from bot.workflows.entries.ratifying import RATIFIED, Awaiting, RatificationDecided, deadlock
from bot.workflows.interests.interests import is_withdrawn
from bot.workflows.votes.motions import ORDINARY, UNDECIDED, Provisional

AWAITING = "awaiting"
_SAME = ("workspace", "partnership")
_BY = motions.alias("decided_by_motion")


def awaiting(connection: Connection, setting: Setting, on: date) -> tuple[Awaiting, ...]:
    """The decisions of a partnership that wait for a quorate meeting, the one that has waited longest first.

    Each with why no meeting could be quorate for it by the register of that day, where that is so (K33).
    """
    rows = connection.execute(
        _provisional(setting)
        .where(ratifications.c.state == AWAITING)
        .order_by(ratifications.c.provisional_since, motions.c.year, motions.c.number)
    ).all()
    if not rows:
        return ()
    register = register_of(connection, setting, "", on)
    under_way = _open(connection, setting)
    return tuple(
        Awaiting(
            motion=row.id,
            reference=f"{row.year}/{row.number}",
            text=row.text,
            kind=row.kind,
            since=row.provisional_since,
            meeting_title=row.meeting_title or "",
            deadlock=deadlock_of(connection, setting, register, row.id, row.about),
            being_ratified=under_way.get(row.id, ""),
            particulars=said_in(connection, setting, row.id) if row.kind != ORDINARY else {},
        )
        for row in rows
    )


def count(connection: Connection, setting: Setting) -> int:
    """How many decisions of a partnership await ratification."""
    waiting = select(func.count()).select_from(ratifications)
    return int(
        connection.execute(
            waiting.where(
                ratifications.c.workspace == setting.workspace,
                ratifications.c.partnership == setting.partnership,
                ratifications.c.state == AWAITING,
            )
        ).scalar_one()
    )


def by_motion(connection: Connection, setting: Setting, motion: str | None) -> Provisional | None:
    """The provisional decision that a motion was, and what became of it; None where it was none."""
    if motion is None:
        return None
    row = connection.execute(_provisional(setting).where(motions.c.id == motion)).one_or_none()
    return _as_provisional(row) if row is not None else None


def open_for(connection: Connection, setting: Setting, motion: str) -> str:
    """The reference of a motion that is open now and would ratify this one; empty where there is none."""
    return _open(connection, setting).get(motion, "")


def deadlock_of(
    connection: Connection, setting: Setting, register: Register, motion: str, about: str | None
) -> str:
    """Why no meeting can be quorate for a motion, by the interests declared in it and in what it is about."""
    bearing = interest_rows.bearing_on(
        connection, setting.workspace, setting.partnership, (motion, None, about, motion)
    )
    withdrawn = {each for each, held in bearing.items() if is_withdrawn(held, setting.terms)}
    return deadlock(setting.terms, register, withdrawn)


def begin(connection: Connection, setting: Setting, motion: str, since: datetime) -> None:
    """A decision was carried without a quorum: it waits."""
    connection.execute(
        insert(ratifications).values(
            **key_of(setting), motion=motion, state=AWAITING, provisional_since=since
        )
    )


def _decided(connection: Connection, setting: Setting, event: RatificationDecided, now: datetime) -> None:
    key = {**key_of(setting), "motion": event.subject}
    connection.execute(
        where(update(ratifications), ratifications, key)
        .where(ratifications.c.state == AWAITING)
        .values(state=event.state, decided_by=event.decided_by, decided_at=event.decided_at)
    )
    if event.state == RATIFIED:
        following.resume(connection, setting, event.subject, now)
    change_motion(connection, setting, event.subject)


def _undone(connection: Connection, setting: Setting, event: RatificationUndone, now: datetime) -> None:
    key = {**key_of(setting), "motion": event.subject}
    connection.execute(
        where(update(ratifications), ratifications, key).values(
            state=AWAITING, decided_by=None, decided_at=None
        )
    )
    following.end(connection, setting, event.subject, now)
    change_motion(connection, setting, event.subject)


def _provisional(setting: Setting) -> Select[Any]:
    return (
        select(
            motions,
            ratifications.c.state.label("ratification"),
            ratifications.c.provisional_since,
            ratifications.c.decided_at,
            meetings.c.title.label("meeting_title"),
            _BY.c.year.label("by_year"),
            _BY.c.number.label("by_number"),
        )
        .select_from(ratifications)
        .join(
            motions,
            and_(
                *(motions.c[each] == ratifications.c[each] for each in _SAME),
                motions.c.id == ratifications.c.motion,
            ),
        )
        .outerjoin(
            meetings,
            and_(
                *(meetings.c[each] == motions.c[each] for each in _SAME), meetings.c.id == motions.c.meeting
            ),
        )
        .outerjoin(
            _BY,
            and_(
                *(_BY.c[each] == ratifications.c[each] for each in _SAME),
                _BY.c.id == ratifications.c.decided_by,
            ),
        )
        .where(
            ratifications.c.workspace == setting.workspace,
            ratifications.c.partnership == setting.partnership,
        )
    )


def _as_provisional(row: AnyRow) -> Provisional:
    return Provisional(
        motion=row.id,
        reference=f"{row.year}/{row.number}",
        text=row.text,
        kind=row.kind,
        about=row.about,
        meeting=row.meeting,
        since=row.provisional_since,
        state=row.ratification,
        decided_by=f"{row.by_year}/{row.by_number}" if row.by_year is not None else "",
        decided_at=row.decided_at,
    )


def _open(connection: Connection, setting: Setting) -> dict[str, str]:
    rows = connection.execute(
        select(motions.c.ratifies, motions.c.year, motions.c.number).where(
            motions.c.workspace == setting.workspace,
            motions.c.partnership == setting.partnership,
            motions.c.ratifies.is_not(None),
            motions.c.state.in_(UNDECIDED),
        )
    )
    return {row.ratifies: f"{row.year}/{row.number}" for row in rows}


WRITERS: Mapping[type[Event], Writer] = {RatificationDecided: _decided, RatificationUndone: _undone}

"""What followed from a decision ends once it stands no longer, and stands again once it is ratified anew."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from bot.rules.register import SECRETARIAT, Role, main_group
from bot.store import outbox
from bot.store.entries.undone import undone
from bot.store.kinds.kind_tables import adopted_amendments, covers
from bot.store.partnership import register as register_rows
from bot.store.partnership.partnerships import today_in
from bot.store.rows import AnyRow
from bot.store.tables import events, organisations, roles
from bot.store.writing import insert_once, key_of, where
from bot.workflows.decisions import Setting, derived_id
from bot.workflows.kinds.co_opting import CoOpted
from bot.workflows.kinds.dissolving import DissolutionNotice

SAID_LATER = (DissolutionNotice.__name__,)


def end(connection: Connection, setting: Setting, motion: str, now: datetime) -> None:
    """Whom the decision co-opted has no vote from now on, whoever covers by it has no office, and its notice is not given."""
    today = today_in(setting.time_zone, now)
    joined = co_opted_by(connection, setting, motion)
    if joined is not None:
        _change(connection, setting, joined, voting=False, left_on=today)
    cover = _cover_by(connection, setting, motion)
    if cover is not None and not _covered_by_another(connection, setting, cover):
        _end_cover(connection, setting, cover, today)
    outbox.withdraw(connection, setting, motion, SAID_LATER)


def end_term(connection: Connection, setting: Setting, election: str, now: datetime) -> None:
    """Whoever was elected holds the office no more; a term that has not begun never does."""
    office = {**key_of(setting), "id": derived_id("role", election)}
    begins = connection.execute(where(select(roles.c.from_on), roles, office)).scalar()
    if begins is not None:
        _end_office(connection, office, begins, today_in(setting.time_zone, now))


def resume(connection: Connection, setting: Setting, motion: str, now: datetime) -> None:
    """What had followed from the decision before it came to wait again is as it was; of cover, from today until its day."""
    joined = co_opted_by(connection, setting, motion)
    if joined is not None:
        _change(connection, setting, joined, voting=joined["voting"], left_on=None)
    cover = _cover_by(connection, setting, motion)
    if cover is not None:
        _resume_cover(connection, setting, cover, today_in(setting.time_zone, now))
    _put_off(connection, setting, motion, today_in(setting.time_zone, now))
    outbox.restore(connection, setting, motion, SAID_LATER)


def co_opted_by(connection: Connection, setting: Setting, motion: str) -> Mapping[str, Any] | None:
    """The organisation or the individual that joined by a motion, as the event had it."""
    key = {**key_of(setting), "subject": motion, "type": CoOpted.__name__}
    return connection.execute(where(select(events.c.data), events, key)).scalar()


def _change(connection: Connection, setting: Setting, joined: Mapping[str, Any], **values: object) -> None:
    key = {**key_of(setting), "id": joined["organisation"]}
    connection.execute(where(update(organisations), organisations, key).values(**values))


def _cover_by(connection: Connection, setting: Setting, motion: str) -> AnyRow | None:
    return connection.execute(
        where(select(covers), covers, {**key_of(setting), "motion": motion})
    ).one_or_none()


def _covered_by_another(connection: Connection, setting: Setting, cover: AnyRow) -> bool:
    same = {"person": cover.person, "from_on": cover.from_on, "until_on": cover.until_on}
    others = where(select(covers.c.motion), covers, {**key_of(setting), **same})
    others = others.where(covers.c.motion != cover.motion, ~undone(covers))
    return connection.execute(others).first() is not None


def _end_cover(connection: Connection, setting: Setting, cover: AnyRow, today: date) -> None:
    office = {**key_of(setting), "id": _office_of(setting, cover)["id"]}
    if cover.until_on >= today:
        _end_office(connection, office, cover.from_on, today)


def _end_office(connection: Connection, office: Mapping[str, Any], begins: date, today: date) -> None:
    """An office ends with the day before; one that began today, or is still to begin, was none."""
    if begins >= today:
        connection.execute(where(delete(roles), roles, office))
    else:
        last = today - timedelta(days=1)
        still = or_(roles.c.to_on.is_(None), roles.c.to_on > last)
        connection.execute(where(update(roles), roles, office).where(still).values(to_on=last))


def _resume_cover(connection: Connection, setting: Setting, cover: AnyRow, today: date) -> None:
    mine = key_of(setting)
    office = _office_of(setting, cover)
    held = connection.execute(where(select(roles.c.to_on), roles, {**mine, "id": office["id"]})).scalar()
    if held == cover.until_on or cover.until_on < today:
        return
    again = max(cover.from_on, today)
    connection.execute(where(update(covers), covers, {**mine, "motion": cover.motion}).values(from_on=again))
    row = register_rows.role_row(_role(setting, cover.person, again, cover.until_on))
    insert_once(connection, roles, {**mine, **row})


def _put_off(connection: Connection, setting: Setting, motion: str, today: date) -> None:
    """An amendment whose text is still to be recorded is in force from today on, or from its later day."""
    table = adopted_amendments
    waits = where(update(table), table, {**key_of(setting), "motion": motion}).where(
        table.c.terms_version.is_(None), table.c.in_force_on < today
    )
    connection.execute(waits.values(in_force_on=today))


def _office_of(setting: Setting, cover: AnyRow) -> Mapping[str, Any]:
    return register_rows.role_row(_role(setting, cover.person, cover.from_on, cover.until_on))


def _role(setting: Setting, person: str, start: date, end: date) -> Role:
    return Role(SECRETARIAT, person, None, main_group(setting.terms), start, end)

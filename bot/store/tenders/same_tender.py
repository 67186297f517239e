"""Tenders that may be the same, and what people have said of that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from bot.store.agenda.standing_items import mine
from bot.store.partnership import partnerships as partnership_rows
from bot.store.tables import organisations
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.tender_tables import tender_likenesses, tenders
from bot.store.tenders.tender_voices import kept_away_from
from bot.store.upsert import inserting
from bot.store.writing import Writer, key_of
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.tenders.same_tender import (
    JudgeLikeness,
    Likeness,
    LikenessFacts,
    LikenessJudged,
    TenderTakenUpAgain,
    Twin,
    matches,
)
from bot.workflows.tenders.tenders import OVER, SetAside, Tender

MOST = 3  # proposed for one tender
A_DAY = timedelta(days=1)


def for_judging(connection: Connection, command: JudgeLikeness, now: datetime) -> LikenessFacts | Refused:
    """What is known when somebody says whether two tenders are one: one at a time, so that neither is set aside for the other."""
    partnership_rows.one_at_a_time(connection, command.workspace, command.partnership)
    asked = {each.name: getattr(command, each.name) for each in fields(command) if each.name in _ASKED}
    known = tender_rows.for_deciding(connection, SetAside(**asked, reason=""), now)
    if isinstance(known, Refused):
        return known
    setting = known.setting
    own = {each.name: getattr(known, each.name) for each in fields(known)}
    other = tender_rows.by_id(connection, setting, command.other, lock=True)
    said = _judged(connection, setting, [command.tender])
    away = kept_away_from(connection, setting, [command.tender, command.other])
    return LikenessFacts(
        **own,
        other=other,
        is_twin=any(each == (command.tender, command.other, True) for each in said),
        kept_away=_names(connection, setting, away[command.tender] - away[command.other]),
    )


def _names(connection: Connection, setting: Setting, several: Collection[str]) -> tuple[str, ...]:
    named = select(organisations.c.name).where(
        *mine(setting, organisations), organisations.c.id.in_(tuple(several))
    )
    return tuple(connection.execute(named.order_by(organisations.c.name)).scalars())


def alike(
    connection: Connection, setting: Setting, several: Sequence[Tender]
) -> Mapping[str, tuple[Likeness, ...]]:
    """For each of these tenders the others that may be the same, unless people have said that they are two."""
    alive = [each for each in several if not each.is_over]
    if not alive:
        return {}
    near = or_(*(_near(each) for each in alive))
    rows = connection.execute(
        select(tenders)
        .where(*mine(setting, tenders), tenders.c.stage.not_in(OVER), near)
        .order_by(tenders.c.year, tenders.c.number)
    )
    others = [tender_rows.as_tender(row) for row in rows]
    said = {frozenset(each[:2]) for each in _judged(connection, setting, [each.id for each in alive])}
    found = {}
    for each in alive:
        pairs = (
            Likeness(other, matches(each, other, setting.time_zone))
            for other in others
            if other.id != each.id and frozenset((each.id, other.id)) not in said
        )
        likely = sorted((pair for pair in pairs if pair.matches), key=lambda pair: -len(pair.matches))
        found[each.id] = tuple(likely[:MOST])
    return found


def twins_of(connection: Connection, setting: Setting, tender: Tender) -> tuple[Twin, ...]:
    """The tenders that people have said are the same as this one."""
    said = [each for each in _judged(connection, setting, [tender.id]) if each[2]]
    pairs = {(other if one == tender.id else one): one == tender.id for one, other, _same in said}
    rows = connection.execute(select(tenders).where(*mine(setting, tenders), tenders.c.id.in_(pairs)))
    return tuple(Twin(tender_rows.as_tender(row), pairs[row.id]) for row in rows)


_ASKED = ("workspace", "team", "user", "delivery", "received_at", "partnership", "tender")


def _near(tender: Tender) -> ColumnElement[bool]:
    """A wide net: what is in it is compared, and what is not in it is not the same."""
    near = [func.lower(tenders.c.title) == func.lower(tender.title)]
    if tender.deadline is not None:
        near.append(tenders.c.deadline.between(tender.deadline - A_DAY, tender.deadline + A_DAY))
    if tender.hundredths is not None:
        near.append(and_(tenders.c.hundredths == tender.hundredths, tenders.c.currency == tender.currency))
    return or_(*near)


def _judged(connection: Connection, setting: Setting, several: Sequence[str]) -> list[tuple[str, str, bool]]:
    table = tender_likenesses
    rows = connection.execute(
        select(table.c.tender, table.c.other, table.c.same).where(
            *mine(setting, table), or_(table.c.tender.in_(several), table.c.other.in_(several))
        )
    )
    return [(row.tender, row.other, row.same) for row in rows]


def _said(connection: Connection, setting: Setting, event: LikenessJudged, now: datetime) -> None:
    said = {"same": event.same, "person": event.person, "judged_at": now}
    put = inserting(connection, tender_likenesses).on_conflict_do_update(
        index_elements=["workspace", "partnership", "tender", "other"], set_=said
    )
    connection.execute(put, {**key_of(setting), "tender": event.subject, "other": event.other, **said})


def _again(connection: Connection, setting: Setting, event: TenderTakenUpAgain, now: datetime) -> None:
    tender_rows.change(connection, setting, event.subject, stage=event.stage, reason="")


WRITERS: Mapping[type[Event], Writer] = {LikenessJudged: _said, TenderTakenUpAgain: _again}

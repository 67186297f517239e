"""What is about a tender: an item of an agenda that names it, as T2026/4, or has a paper that does; a motion that does (C33)."""

import re
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, and_, or_, select

from bot.store.agenda.standing_items import mine
from bot.store.rows import AnyRow
from bot.store.tables import organisations
from bot.store.tenders.bid_tables import tender_steps
from bot.store.tenders.tender_tables import item_tenders, tenders
from bot.store.writing import insert_once, key_of
from bot.workflows.decisions import Setting
from bot.workflows.tenders.awards import AWARDED, Award

_NAMED = re.compile(r"\bT(\d{4})/(\d{1,6})\b", re.IGNORECASE)


def link(connection: Connection, setting: Setting, item: str, *texts: str) -> None:
    """Note which tenders an item is about by what it, or a paper for it, says. It stays about them."""
    for tender in _named(connection, setting, *texts):
        insert_once(connection, item_tenders, {**key_of(setting), "item": item, "tender": tender.id})


def tender_named(connection: Connection, setting: Setting, text: str) -> str | None:
    """The tender that a motion names, and so is about; the first where it names several."""
    found = {(each.year, each.number): each.id for each in _named(connection, setting, text)}
    return next((found[key] for key in _references(text) if key in found), None)


def not_covered(connection: Connection, setting: Setting, text: str, about: str | None) -> tuple[str, ...]:
    """The tenders members were told of that a motion names without being about them: an interest in one would not bear on it."""
    named = {each.id: each for each in _named(connection, setting, text) if each.told_at is not None}
    if not named or about is None:
        return ()
    covered = {about, *tenders_of(connection, setting, [about]).get(about, ())}
    return tuple(sorted(f"T{each.year}/{each.number}" for id, each in named.items() if id not in covered))


def tenders_named(connection: Connection, setting: Setting, text: str) -> tuple[str, ...]:
    """Every tender that a text names, such as the title of a paper for the meeting as a whole."""
    return tuple(each.id for each in _named(connection, setting, text))


def awards_named(connection: Connection, setting: Setting, *texts: str) -> tuple[Award, ...]:
    """The awards of tenders that a text names, and who holds them (N5)."""
    named = {each.id: each for each in _named(connection, setting, *texts)}
    rows = connection.execute(
        select(tender_steps.c.tender, tender_steps.c.organisation, organisations.c.name)
        .join(
            organisations,
            and_(
                organisations.c.workspace == tender_steps.c.workspace,
                organisations.c.partnership == tender_steps.c.partnership,
                organisations.c.id == tender_steps.c.organisation,
            ),
        )
        .where(
            *mine(setting, tender_steps),
            tender_steps.c.step == AWARDED,
            tender_steps.c.tender.in_(tuple(named)),
        )
    )
    return tuple(
        Award(f"T{named[row.tender].year}/{named[row.tender].number}", row.organisation, row.name)
        for row in rows
    )


def _named(connection: Connection, setting: Setting, *texts: str) -> Sequence[AnyRow]:
    named = {each for text in texts for each in _references(text)}
    if not named:
        return ()
    each = (and_(tenders.c.year == year, tenders.c.number == number) for year, number in named)
    return connection.execute(select(tenders).where(*mine(setting, tenders), or_(*each))).all()


def _references(text: str) -> list[tuple[int, int]]:
    return [(int(year), int(number)) for year, number in _NAMED.findall(text)]


def tenders_of(
    connection: Connection, setting: Setting, items: Iterable[str]
) -> Mapping[str, tuple[str, ...]]:
    """The tenders each of these items is about; items that are about none are left out."""
    rows = connection.execute(
        select(item_tenders.c.item, item_tenders.c.tender).where(
            *mine(setting, item_tenders), item_tenders.c.item.in_(tuple(items))
        )
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row.item] = (*found.get(row.item, ()), row.tender)
    return found

"""Which items of an agenda are about a tender: those that name it, as T2026/4, or have a paper that does (C33)."""

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, and_, or_, select

from bot.store.standing_items import mine
from bot.store.tender_tables import item_tenders, tenders
from bot.store.writing import insert_once, key_of
from bot.workflows.decisions import Setting

_NAMED = re.compile(r"\bT(\d{4})/(\d{1,6})\b")


def link(connection: Connection, setting: Setting, item: str, *texts: str) -> None:
    """Note which tenders an item is about by what it, or a paper for it, says. It stays about them."""
    named = {(int(year), int(number)) for text in texts for year, number in _NAMED.findall(text)}
    if not named:
        return
    each = (and_(tenders.c.year == year, tenders.c.number == number) for year, number in named)
    for tender in connection.execute(
        select(tenders.c.id).where(*mine(setting, tenders), or_(*each))
    ).scalars():
        insert_once(connection, item_tenders, {**key_of(setting), "item": item, "tender": tender})


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

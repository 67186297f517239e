"""Partnerships and the versions of their terms: who is bound by what, on which day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.rules.reading import parse_terms
from bot.rules.terms import Adoption, Terms
from bot.store.rows import AnyRow
from bot.store.tables import partnerships, terms_versions
from bot.workflows.decisions import Setting

# Terms are kept by the digest of everything they are made of, so a copy in memory can never be the wrong one.
_READ: dict[str, Terms] = {}
_READ_AT_MOST = 512

_VERSION = (
    select(terms_versions)
    .where(
        terms_versions.c.workspace == bindparam("workspace"),
        terms_versions.c.partnership == bindparam("partnership"),
        terms_versions.c.in_force_from <= bindparam("on"),
    )
    .order_by(terms_versions.c.in_force_from.desc(), terms_versions.c.version.desc())
    .limit(1)
)
_DOCUMENT = select(terms_versions.c.document, terms_versions.c.adoptions).where(
    terms_versions.c.workspace == bindparam("workspace"),
    terms_versions.c.partnership == bindparam("partnership"),
    terms_versions.c.digest == bindparam("digest"),
)


def today_in(zone: str, now: datetime) -> date:
    """The day it is where the partnership is."""
    return now.astimezone(ZoneInfo(zone)).date()


def setting(
    connection: Connection, workspace: str, partnership: str, now: datetime, *, on: date | None = None
) -> Setting | None:
    """The partnership under the terms in force today, or None where there is no such partnership.

    `on` asks for the terms of another day: a meeting is judged by those in force on its own (G1).
    """
    row = connection.execute(
        select(partnerships).where(
            partnerships.c.workspace == workspace, partnerships.c.partnership == partnership
        )
    ).one_or_none()
    if row is None:
        return None
    keys = {"workspace": workspace, "partnership": partnership}
    on = on or today_in(row.time_zone, now)
    version = connection.execute(_VERSION, {**keys, "on": on}).one_or_none()
    if version is None:  # the first terms begin later: they are the only ones there are
        first = _VERSION.with_only_columns(*terms_versions.c).order_by(None)
        version = connection.execute(
            first.order_by(terms_versions.c.in_force_from, terms_versions.c.version.desc()),
            {**keys, "on": date.max},
        ).one()
    return _as_setting(row, version.version, version.digest, _read(version.digest, version))


def settings_on(
    connection: Connection, setting: Setting, days: Iterable[date | None], now: datetime
) -> Mapping[date | None, Setting]:
    """The partnership under the terms in force on each of several days, read once; without a day, under those of today."""
    rows = connection.execute(
        select(terms_versions)
        .where(
            terms_versions.c.workspace == setting.workspace,
            terms_versions.c.partnership == setting.partnership,
        )
        .order_by(terms_versions.c.in_force_from, terms_versions.c.version)
    ).all()
    first = [each for each in rows if each.in_force_from == rows[0].in_force_from][-1]
    today = today_in(setting.time_zone, now)
    found: dict[date | None, Setting] = {}
    for day in days:
        row = next((each for each in reversed(rows) if each.in_force_from <= (day or today)), first)
        terms = _read(row.digest, row)
        found[day] = replace(setting, terms=terms, terms_version=row.version, terms_digest=row.digest)
    return found


def setting_under(connection: Connection, row: AnyRow, version: int, digest: str) -> Setting:
    """The partnership of a row that has its columns, under the terms frozen as that version."""
    terms = _READ.get(digest)
    if terms is None:
        document = connection.execute(
            _DOCUMENT, {"workspace": row.workspace, "partnership": row.partnership, "digest": digest}
        ).first()
        assert document is not None  # versions are never removed
        terms = _read(digest, document)
    return _as_setting(row, version, digest, terms)


def one_at_a_time(connection: Connection, workspace: str, partnership: str) -> None:
    """The declarations, rulings and bookings of a partnership wait for one another, so that each is decided on what stands.

    What is declared or booked for the first time has no row to lock, so the partnership's own is taken: before any other, in the
    mode that lets everything else, votes above all, go on referring to it.
    """
    connection.execute(
        select(partnerships.c.partnership)
        .where(partnerships.c.workspace == workspace, partnerships.c.partnership == partnership)
        .with_for_update(key_share=True)
    )


def kept_in(connection: Connection, workspace: str) -> Mapping[str, str]:
    """The channel of each partnership of a workspace, by its slug."""
    rows = connection.execute(
        select(partnerships.c.partnership, partnerships.c.channel).where(
            partnerships.c.workspace == workspace
        )
    )
    return {row.partnership: row.channel for row in rows}


def kept_where(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """The partnerships that are kept, by their workspace."""
    rows = connection.execute(
        select(partnerships.c.workspace, partnerships.c.partnership).order_by(
            partnerships.c.workspace, partnerships.c.partnership
        )
    ).all()
    return {
        each: tuple(row.partnership for row in rows if row.workspace == each)
        for each in dict.fromkeys(row.workspace for row in rows)
    }


def add_partnership(
    connection: Connection, *, workspace: str, slug: str, terms: Terms, channel: str, now: datetime
) -> None:
    """Bind a workspace's channel to a partnership. Its terms are added with `add_terms`."""
    connection.execute(
        insert(partnerships).values(
            workspace=workspace,
            partnership=slug,
            name=terms.name,
            short_name=terms.short_name,
            channel=channel,
            time_zone=terms.time_zone,
            added_at=now,
        )
    )


def add_terms(
    connection: Connection,
    *,
    workspace: str,
    partnership: str,
    document: str,
    adoptions: Mapping[str, Adoption],
    now: datetime,
) -> int:
    """Record a version of the terms: the document as written, with what has been adopted beside it. Returns its number."""
    terms = parse_terms(document)
    kept = {key: {"by": each.by, "on": each.on.isoformat()} for key, each in sorted(adoptions.items())}
    number = (
        connection.execute(
            select(func.coalesce(func.max(terms_versions.c.version), 0)).where(
                terms_versions.c.workspace == workspace, terms_versions.c.partnership == partnership
            )
        ).scalar_one()
        + 1
    )
    connection.execute(
        insert(terms_versions).values(
            workspace=workspace,
            partnership=partnership,
            version=number,
            in_force_from=terms.in_force_from,
            digest=_digest(document, kept),
            document=document,
            adoptions=kept,
            recorded_at=now,
        )
    )
    return int(number)


def last_document(
    connection: Connection, workspace: str, partnership: str
) -> tuple[Terms, Mapping[str, Adoption]]:
    """The terms that come into force last of all that are recorded, and what has been adopted beside them."""
    row = connection.execute(
        _VERSION, {"workspace": workspace, "partnership": partnership, "on": date.max}
    ).one()
    return _read(row.digest, row), _adoptions(row.adoptions)


def kept_documents(connection: Connection, workspace: str, partnership: str) -> tuple[Terms, ...]:
    """Every version that is recorded, the first first."""
    rows = connection.execute(
        select(terms_versions)
        .where(terms_versions.c.workspace == workspace, terms_versions.c.partnership == partnership)
        .order_by(terms_versions.c.version)
    )
    return tuple(_read(row.digest, row) for row in rows)


def adopt(connection: Connection, setting: Setting, adoptions: Mapping[str, Adoption], now: datetime) -> None:
    """Record adoptions beside the terms in force, and beside later ones already recorded that are still silent. Earlier ones
    stay."""
    mine = (
        terms_versions.c.workspace == setting.workspace,
        terms_versions.c.partnership == setting.partnership,
    )
    rows = connection.execute(
        select(terms_versions)
        .where(*mine, terms_versions.c.in_force_from >= setting.terms.in_force_from)
        .order_by(terms_versions.c.in_force_from, terms_versions.c.version)
    ).all()
    for row in {each.in_force_from: each for each in rows}.values():  # the last of each document
        silent = {rule.key for rule in _read(row.digest, row).suggestions()}
        new = {key: each for key, each in adoptions.items() if key in silent}
        if new:
            add_terms(
                connection,
                workspace=setting.workspace,
                partnership=setting.partnership,
                document=row.document,
                adoptions={**_adoptions(row.adoptions), **new},
                now=now,
            )


def _as_setting(row: AnyRow, version: int, digest: str, terms: Terms) -> Setting:
    return Setting(
        workspace=row.workspace,
        partnership=row.partnership,
        name=row.name,
        short_name=row.short_name,
        channel=row.channel,
        time_zone=row.time_zone,
        terms=terms,
        terms_version=version,
        terms_digest=digest,
    )


def _read(digest: str, row: AnyRow) -> Terms:
    if digest not in _READ:
        if len(_READ) >= _READ_AT_MOST:
            _READ.clear()
        _READ[digest] = parse_terms(row.document).with_adoptions(_adoptions(row.adoptions))
    return _READ[digest]


def _adoptions(kept: Mapping[str, Mapping[str, str]]) -> dict[str, Adoption]:
    return {key: Adoption(each["by"], date.fromisoformat(each["on"])) for key, each in kept.items()}


def _digest(document: str, adoptions: Mapping[str, Any]) -> str:
    return sha256(json.dumps([document, adoptions], sort_keys=True).encode()).hexdigest()

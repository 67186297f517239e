"""Entries of the register of decisions: numbered as they are written, read with what later ones made of them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select

from bot.store.entries import following
from bot.store.entries.entry_tables import decisions
from bot.store.entries.opt_outs import staying_out
from bot.store.entries.undone import UNDONE
from bot.store.interests.interests import bearing_on
from bot.store.meetings.meeting_tables import agenda_items, overrides
from bot.store.partnership.partnerships import today_in
from bot.store.plain import plain
from bot.store.rows import AnyRow
from bot.store.tables import ballots, events, meetings, motions, people
from bot.store.writing import Writer, change_motion, key_of, show_ended, where
from bot.workflows.decisions import Event, Setting
from bot.workflows.entries.entries import (
    BECOMES,
    CHANGES,
    CORRECTED,
    MOTION,
    DecisionEntered,
    Entry,
    StaysOut,
    became_words,
    entry_id,
    standing_now,
)
from bot.workflows.entries.entry_questions import hidden
from bot.workflows.interests.interests import is_withdrawn

_SAME = ("workspace", "partnership")
_COPIED = (
    *(
        "what",
        "kind",
        "text",
        "status",
        "why",
        "clause",
        "clause_words",
        "terms_version",
        "turnout",
        "quorum",
    ),
    *("meeting", "motion", "about", "refers_to", "becomes", "reason", "person", "decided_at"),
)
_LISTS = ("entitled", "present", "withdrawn", "voted", "notes")


def entries_of(connection: Connection, setting: Setting, *which: ColumnElement[bool]) -> tuple[Entry, ...]:
    """Every entry of a partnership in the order in which they were made, with what later ones made of each."""
    joined: Any = decisions
    for table, own in (
        (meetings, "meeting"),
        (motions, "motion"),
        (people, "person"),
        (agenda_items, "about"),
    ):
        joined = joined.outerjoin(table, _of(table, decisions.c[own], table.c.id))
    joined = joined.outerjoin(overrides, _of(overrides, decisions.c.motion, overrides.c.motion))
    rows = connection.execute(
        select(
            decisions,
            meetings.c.title.label("meeting_title"),
            meetings.c.public,
            motions.c.year.label("motion_year"),
            motions.c.number.label("motion_number"),
            people.c.name.label("recorded_by"),
            agenda_items.c.confidential,
            overrides.c.overridden_at,
            overrides.c.reported_at,
        )
        .select_from(joined)
        .where(
            decisions.c.workspace == setting.workspace,
            decisions.c.partnership == setting.partnership,
            *which,
        )
        .order_by(decisions.c.year, decisions.c.number)
    )
    out = staying_out(connection, setting)
    return standing_now(tuple(_as_entry(row, out.get(row.motion, ())) for row in rows))


def entries_around(connection: Connection, setting: Setting, ids: Iterable[str]) -> Mapping[str, Entry]:
    """These entries as they stand, by their ids, with those that say something of them and those of which they say something; the
    rest of the register is not read."""
    mine = where(select(decisions.c.id, decisions.c.refers_to), decisions, key_of(setting))
    asked = set(ids)
    before = {
        row.refers_to for row in connection.execute(mine.where(decisions.c.id.in_(asked))) if row.refers_to
    }
    after = {row.id for row in connection.execute(mine.where(decisions.c.refers_to.in_(asked)))}
    near = or_(decisions.c.id.in_(asked | before | after), decisions.c.refers_to.in_(after))
    return {each.id: each for each in entries_of(connection, setting, near)}


def entry_of(connection: Connection, setting: Setting, id: str) -> Entry | None:
    """One entry, by its id or by its reference."""
    found = (each for each in entries_of(connection, setting) if id in (each.id, each.reference))
    return next(found, None)


def became_of(connection: Connection, setting: Setting, of: str) -> tuple[str, ...]:
    """What later entries say of the decision on a motion or of the result of an election, for its message: of a confidential one
    without the reason (V16)."""
    own = entry_id(of)
    entry = entries_around(connection, setting, (own,)).get(own)
    if entry is None:
        return ()
    read = hidden(entry) if entry.confidential else entry
    changes = tuple(each for each in read.changes if each.becomes not in BECOMES.values())
    instead = (each.text for each in changes if each.becomes == CORRECTED and each.text)
    return (
        *became_words(replace(read, changes=changes)),
        *(f"It should have read: {each}" for each in instead),
    )


def withdrawn_from(
    connection: Connection, setting: Setting, entry: Entry, ratified: str | None = None
) -> frozenset[str]:
    """The organisations that have withdrawn from a decision for an interest, when it was made or by what they declare now."""
    declared = bearing_on(
        connection,
        setting.workspace,
        setting.partnership,
        (entry.motion, entry.meeting, entry.about, ratified),
    )
    now = (each for each, held in declared.items() if is_withdrawn(held, setting.terms))
    return frozenset((*entry.withdrawn, *now))


def with_votes(connection: Connection, setting: Setting, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries with how each organisation voted, where the vote was by name and its organisations are named in the entry."""
    named = {each.motion for each in entries if each.voted and each.motion is not None and not each.hidden}
    if not named:
        return entries
    rows = connection.execute(
        select(ballots.c.motion, ballots.c.organisation, ballots.c.choice)
        .join(
            motions,
            and_(*(motions.c[each] == ballots.c[each] for each in _SAME), motions.c.id == ballots.c.motion),
        )
        .where(
            ballots.c.workspace == setting.workspace,
            ballots.c.partnership == setting.partnership,
            motions.c.ballot == "named",
        )
        .order_by(ballots.c.organisation)
    )
    cast: dict[str, dict[str, str]] = {}
    for row in rows:
        cast.setdefault(row.motion, {})[row.organisation] = row.choice
    return tuple(
        replace(each, votes={org: how for org, how in cast.get(each.motion, {}).items() if org in each.voted})
        if each.motion in named and each.what == MOTION
        else each
        for each in entries
    )


def _entered(connection: Connection, setting: Setting, event: DecisionEntered, now: datetime) -> Event:
    year = today_in(setting.time_zone, event.decided_at).year
    numbered = replace(event, year=year, number=_next_number(connection, setting, year))
    lists = {name: plain(getattr(numbered, name)) for name in _LISTS}
    copied = {name: getattr(numbered, name) for name in _COPIED}
    connection.execute(
        insert(decisions).values(
            **key_of(setting), id=event.subject, year=year, number=numbered.number, **copied, **lists
        )
    )
    if event.what in CHANGES:
        _changed(connection, setting, event, now)
    return numbered


def _changed(connection: Connection, setting: Setting, event: DecisionEntered, now: datetime) -> None:
    """The message of the motion or of the election says so, and what followed from it ends where it stands no longer."""
    key = {**key_of(setting), "id": event.refers_to}
    motion = connection.execute(where(select(decisions.c.motion), decisions, key)).scalar()
    if motion is not None:
        change_motion(connection, setting, motion)
        if event.becomes in UNDONE:
            following.end(connection, setting, motion, now)
    elif election := _election_of(connection, setting, event):
        show_ended(connection, setting, election)
        if event.becomes in UNDONE:
            following.end_term(connection, setting, election, now)


def _election_of(connection: Connection, setting: Setting, event: DecisionEntered) -> str:
    key = {**key_of(setting), "subject": event.refers_to, "type": DecisionEntered.__name__}
    entered = connection.execute(where(select(events.c.data), events, key)).scalar()
    return str(entered["election"] or "") if entered is not None else ""


def _next_number(connection: Connection, setting: Setting, year: int) -> int:
    """The number the next entry of the year takes. Two at once meet at a unique constraint, and the later asks again."""
    highest = connection.execute(
        select(func.max(decisions.c.number)).where(
            decisions.c.workspace == setting.workspace,
            decisions.c.partnership == setting.partnership,
            decisions.c.year == year,
        )
    ).scalar_one()
    return int(highest or 0) + 1


def _as_entry(row: AnyRow, out: tuple[StaysOut, ...]) -> Entry:
    same = ("id", "year", "number", "what", "kind", "text", "why", "clause", "clause_words", "terms_version")
    more = ("decided_at", "turnout", "quorum", "meeting", "motion", "about", "refers_to", "becomes", "reason")
    values: dict[str, Any] = {name: getattr(row, name) for name in (*same, *more)}
    values |= {name: tuple(getattr(row, name)) for name in _LISTS}
    return Entry(
        **values,
        entered_as=row.status,
        out=out,
        meeting_title=row.meeting_title or "",
        meeting_public=bool(row.public),
        motion_reference=f"{row.motion_year}/{row.motion_number}" if row.motion_year is not None else "",
        confidential=bool(row.confidential),
        recorded_by=row.recorded_by or "",
        reported=None if row.overridden_at is None else row.reported_at is not None,
    )


def _of(table: Any, own: Any, other: Any) -> Any:
    return and_(*(table.c[each] == decisions.c[each] for each in _SAME), own == other)


WRITERS: Mapping[type[Event], Writer] = {DecisionEntered: _entered}

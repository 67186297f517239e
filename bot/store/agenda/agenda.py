"""Agendas: what stands on each, by proposal and by rule, and the rows that keep it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select, update

from bot.store.agenda.standing_items import mine, standing_at
from bot.store.meetings.meeting_tables import agenda_items, circulations
from bot.store.partnership.partnerships import today_in
from bot.store.rows import AnyRow
from bot.store.tables import business, organisations, people
from bot.store.upsert import inserting
from bot.workflows.agenda.agenda import (
    ACCEPTED,
    AMENDMENT,
    AWAITING,
    BUSINESS_KINDS,
    FROM_PEOPLE,
    NOT_ADMITTED,
    PROPOSED,
    WITHDRAWN,
    AgendaItem,
    is_out,
    ordered,
)
from bot.workflows.agenda.standing_items import StandingItem, clause_of_kind
from bot.workflows.decisions import Setting
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState

OPEN_STATES = (PROPOSED, ACCEPTED)
_ITEMS = (
    select(
        agenda_items,
        people.c.name.label("proposer_name"),
        organisations.c.name.label("organisation_name"),
    )
    .outerjoin(
        people,
        and_(
            people.c.workspace == agenda_items.c.workspace,
            people.c.partnership == agenda_items.c.partnership,
            people.c.id == agenda_items.c.proposed_by,
        ),
    )
    .outerjoin(
        organisations,
        and_(
            organisations.c.workspace == agenda_items.c.workspace,
            organisations.c.partnership == agenda_items.c.partnership,
            organisations.c.id == agenda_items.c.organisation,
        ),
    )
)


def agenda_of(
    connection: Connection, setting: Setting, meeting: MeetingState, today: date | None = None
) -> tuple[AgendaItem, ...]:
    """The agenda of a meeting in its order, numbered; after it what was proposed, returned, left out or not admitted.

    `setting` has the terms of the meeting's own day. Until the agenda is sent round, what stands on it by rule is worked out anew
    each time, whether or not there are rows for it yet; afterwards it is what the rows say.
    """
    rows = _rows(connection, setting, meeting.id)
    by_rule = standing_at(connection, setting, meeting)
    if _is_settled(connection, setting, meeting, rows, today):
        return ordered(_settled(setting, each, by_rule) for each in rows if each.state != WITHDRAWN)
    kept = {each.id: each for each in rows}
    proposed = [_explained(setting, each) for each in rows if not each.by_rule and each.state != WITHDRAWN]
    standing = [_merged(meeting, kept.get(id), item) for id, item in by_rule.items()]
    return ordered((*standing, *proposed))


def must_stand(
    connection: Connection, setting: Setting, meeting: MeetingState, items: tuple[AgendaItem, ...]
) -> Mapping[str, AgendaItem]:
    """The items, of these, that a rule of the document puts on the agenda, by their ids."""
    asked = {id for id, item in standing_at(connection, setting, meeting).items() if item.must_stand}
    return {each.id: each for each in items if each.id in asked}


def materialise(connection: Connection, setting: Setting, meeting: MeetingState, now: datetime) -> None:
    """Give what stands on an agenda by rule its rows, under ids that never change: twice is once.

    New ones appear, and those that have been dealt with go, until the agenda has been sent round or its meeting has begun; a
    meeting that begins without having been arranged gets its rows then. For use inside a deciding transaction.
    """
    rows = _rows(connection, setting, meeting.id)
    if _is_settled(connection, setting, meeting, rows, today_in(setting.time_zone, now)):
        return
    kept = {each.id: each for each in rows if each.by_rule}
    wanted = standing_at(connection, setting, meeting)
    for id, item in wanted.items():
        _put(connection, setting, meeting, id, item, kept.get(id), now)
    for id, row in kept.items():
        if id not in wanted and row.state != WITHDRAWN:
            _change(connection, setting, id, state=WITHDRAWN, reason="No rule asks for it any more.")


def item_of(connection: Connection, setting: Setting, item: str) -> AgendaItem | None:
    """One item by its id, where it has a row."""
    row = connection.execute(
        _ITEMS.where(*mine(setting, agenda_items), agenda_items.c.id == item)
    ).one_or_none()
    return _explained(setting, _as_item(row)) if row is not None else None


def proposals_at(connection: Connection, setting: Setting, meeting: str) -> int:
    """How many proposals the agenda of a meeting has, accepted or still to be decided on."""
    counted = connection.execute(
        select(func.count()).where(
            *mine(setting, agenda_items),
            agenda_items.c.meeting == meeting,
            agenda_items.c.kind.in_(FROM_PEOPLE),
            agenda_items.c.state.in_(OPEN_STATES),
        )
    ).scalar_one()
    return int(counted)


def circulated_at(connection: Connection, setting: Setting, meeting: str) -> int | None:
    """The sequence a meeting had when its agenda was sent round last; None where it has not been."""
    latest = connection.execute(
        select(func.max(circulations.c.sequence)).where(
            *mine(setting, circulations), circulations.c.meeting == meeting
        )
    ).scalar()
    return int(latest) if latest is not None else None


def sent_for(connection: Connection, setting: Setting) -> Mapping[str, int]:
    """By meeting, the sequence it had when its agenda was sent round last; of those whose agendas have been."""
    rows = connection.execute(
        select(circulations.c.meeting, func.max(circulations.c.sequence).label("sequence"))
        .where(*mine(setting, circulations))
        .group_by(circulations.c.meeting)
    )
    return {row.meeting: int(row.sequence) for row in rows}


def sent_at(connection: Connection, setting: Setting, meeting: MeetingState) -> datetime | None:
    """When the agenda was first sent round for the meeting as it was arranged when it went last; None where it never was."""
    sequence = circulated_at(connection, setting, meeting.id)
    first: datetime | None = connection.execute(
        select(circulations.c.circulated_at)
        .where(
            *mine(setting, circulations),
            circulations.c.meeting == meeting.id,
            circulations.c.sequence == sequence,
        )
        .order_by(circulations.c.number)
        .limit(1)
    ).scalar()
    return first


def is_closed(connection: Connection, setting: Setting, meeting: MeetingState, today: date) -> bool:
    """Whether the agenda has been sent round, so that nothing is added to it."""
    return is_out(setting.terms, meeting, circulated_at(connection, setting, meeting.id), today)


def not_admitted(connection: Connection, setting: Setting, item: str | None) -> str:
    """The title of an urgent item that is not admitted to its meeting; empty for any other item (K37)."""
    if not item:
        return ""
    found = connection.execute(
        select(agenda_items.c.title).where(
            *mine(setting, agenda_items),
            agenda_items.c.id == item,
            agenda_items.c.state.in_((AWAITING, NOT_ADMITTED)),
        )
    ).scalar()
    return str(found) if found is not None else ""


def amends(connection: Connection, setting: Setting, item: str | None) -> str:
    """The title of an item that proposes an amendment of the terms; empty for any other item (K45)."""
    if not item:
        return ""
    found = connection.execute(
        select(agenda_items.c.title).where(
            *mine(setting, agenda_items), agenda_items.c.id == item, agenda_items.c.kind == AMENDMENT
        )
    ).scalar()
    return str(found) if found is not None else ""


def _is_settled(
    connection: Connection,
    setting: Setting,
    meeting: MeetingState,
    rows: tuple[AgendaItem, ...],
    today: date | None,
) -> bool:
    """Whether the agenda is what its rows say: it has been sent round, or its meeting has begun with rows for what is by rule."""
    if is_out(setting.terms, meeting, circulated_at(connection, setting, meeting.id), today):
        return True
    return not meeting.is_to_come and (meeting.state != IN_SESSION or any(each.by_rule for each in rows))


def _rows(connection: Connection, setting: Setting, meeting: str) -> tuple[AgendaItem, ...]:
    rows = connection.execute(
        _ITEMS.where(*mine(setting, agenda_items), agenda_items.c.meeting == meeting).order_by(
            agenda_items.c.id
        )
    )
    return tuple(_as_item(row) for row in rows)


def _as_item(row: AnyRow) -> AgendaItem:
    return AgendaItem(
        id=row.id,
        meeting=row.meeting,
        kind=row.kind,
        title=row.title,
        detail=row.detail,
        state=row.state,
        position=row.position,
        minutes=row.minutes,
        confidential=row.confidential,
        proposed_by=row.proposed_by,
        proposer_name=row.proposer_name or "",
        organisation=row.organisation,
        organisation_name=row.organisation_name or "",
        proposed_at=row.proposed_at,
        late=row.late,
        reason=row.reason,
        decided_by=row.decided_by,
        motion=row.motion,
    )


def _explained(setting: Setting, item: AgendaItem) -> AgendaItem:
    return replace(item, clause=clause_of_kind(setting.terms, item.kind))


def _settled(setting: Setting, row: AgendaItem, by_rule: Mapping[str, StandingItem]) -> AgendaItem:
    """A row as it stands, with why it still does where a rule still asks for it."""
    item = by_rule.get(row.id)
    return replace(
        _explained(setting, row),
        confidential=row.confidential or (item is not None and item.confidential),
        why=item.why if item is not None else "",
    )


def _merged(meeting: MeetingState, row: AgendaItem | None, item: StandingItem) -> AgendaItem:
    """What a rule asks for, with what somebody has made of it where it has a row: its place, its minutes, its title, left out."""
    id = item.id_at(meeting.id)
    if row is None:
        return AgendaItem(
            id=id,
            meeting=meeting.id,
            kind=item.kind,
            title=item.title,
            proposed_at=item.since,
            motion=item.motion,
            confidential=item.confidential,
            clause=item.clause,
            why=item.why,
        )
    return replace(
        row,
        title=row.title if row.decided_by is not None else item.title,
        state=ACCEPTED if row.state == WITHDRAWN else row.state,
        reason="" if row.state == WITHDRAWN else row.reason,
        confidential=row.confidential or item.confidential,
        proposed_at=item.since,
        clause=item.clause,
        why=item.why,
    )


def _put(
    connection: Connection,
    setting: Setting,
    meeting: MeetingState,
    id: str,
    item: StandingItem,
    row: AgendaItem | None,
    now: datetime,
) -> None:
    key = {"workspace": setting.workspace, "partnership": setting.partnership, "id": id}
    stands = _merged(meeting, row, item)
    if row is None:
        connection.execute(
            inserting(connection, agenda_items).on_conflict_do_nothing(),
            {
                **key,
                "meeting": meeting.id,
                "kind": item.kind,
                "title": item.title,
                "detail": "",
                "state": ACCEPTED,
                "position": 0,
                "confidential": item.confidential,
                "proposed_at": item.since or now,
                "late": False,
                "reason": "",
                "motion": item.motion,
            },
        )
    elif (stands.title, stands.state, stands.confidential) != (row.title, row.state, row.confidential):
        _change(
            connection,
            setting,
            id,
            title=stands.title,
            state=stands.state,
            reason=stands.reason,
            confidential=stands.confidential,
        )
    if item.kind in BUSINESS_KINDS:
        put_business(connection, setting, id, stands.title, now)


def put_business(connection: Connection, setting: Setting, item: str, title: str, now: datetime) -> None:
    """Make an item something that an interest is declared in and a motion is about, under its own id and title."""
    connection.execute(
        inserting(connection, business).on_conflict_do_nothing(),
        {
            "workspace": setting.workspace,
            "partnership": setting.partnership,
            "id": item,
            "kind": "item",
            "title": title,
            "raised_at": now,
        },
    )


def _change(connection: Connection, setting: Setting, item: str, **values: Any) -> None:
    connection.execute(
        update(agenda_items).where(*mine(setting, agenda_items), agenda_items.c.id == item).values(**values)
    )

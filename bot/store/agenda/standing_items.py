"""What stands on agendas by rule: the meetings, decisions and offices it follows from, read as they are now."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from bot.rules.register import CHAIR, main_group
from bot.store.meetings.meeting_tables import agenda_items, overrides, ratifications
from bot.store.partnership.partnerships import today_in
from bot.store.rows import AnyRow
from bot.store.tables import events, meetings, motions, roles
from bot.workflows.agenda.reviewing import ReviewRecorded, subject_of
from bot.workflows.agenda.standing_items import (
    REVIEWED,
    LastMeeting,
    Overridden,
    StandingFacts,
    StandingItem,
    ToRatify,
    standing_items,
)
from bot.workflows.decisions import Setting
from bot.workflows.meetings.meetings import BOOKED, CLOSED, IN_SESSION, MeetingState

_BEGUN = func.coalesce(meetings.c.starts_at, meetings.c.opened_at)
_CONFIDENTIAL = exists().where(
    agenda_items.c.workspace == motions.c.workspace,
    agenda_items.c.partnership == motions.c.partnership,
    agenda_items.c.id == motions.c.about,
    agenda_items.c.confidential.is_(True),
)
_MOTION = (motions.c.year, motions.c.number, motions.c.text, _CONFIDENTIAL.label("confidential"))


def standing_at(connection: Connection, setting: Setting, meeting: MeetingState) -> dict[str, StandingItem]:
    """What stands on the agenda of a meeting by rule, in its order, each under the id it has there."""
    facts = _facts(connection, setting, meeting)
    return {each.id_at(meeting.id): each for each in standing_items(setting.terms, meeting, facts)}


def last_reviews(connection: Connection, setting: Setting) -> Mapping[str, date]:
    """The day on which each thing was reviewed last."""
    subjects = {subject_of(what): what for what in REVIEWED}
    rows = connection.execute(
        select(events.c.subject, events.c.data).where(
            *mine(setting, events),
            events.c.subject.in_(subjects),
            events.c.type == ReviewRecorded.__name__,
        )
    )
    found: dict[str, date] = {}
    for row in rows:
        what, day = subjects[row.subject], date.fromisoformat(row.data["held_on"])
        found[what] = max(day, found.get(what, day))
    return found


def reviewed_at(connection: Connection, setting: Setting, what: str) -> frozenset[str]:
    """The meetings that have reviewed something, by what is recorded."""
    rows = connection.execute(
        select(events.c.data).where(
            *mine(setting, events),
            events.c.subject == subject_of(what),
            events.c.type == ReviewRecorded.__name__,
        )
    ).scalars()
    return frozenset(str(each["meeting"]) for each in rows)


def day_of(connection: Connection, setting: Setting, meeting: str) -> date | None:
    """The day a meeting was held, is held or will be: where it was not booked, the day it was opened."""
    row = connection.execute(
        select(meetings.c.held_on, meetings.c.opened_at).where(
            *mine(setting, meetings), meetings.c.id == meeting
        )
    ).one_or_none()
    return _local_day(setting, row) if row is not None else None


def is_of_the_body(setting: Setting, group: str) -> bool:
    """Whether a meeting of this group is one of the body that decides."""
    return group in ("", main_group(setting.terms))


def of_the_same_body(setting: Setting, group: str) -> ColumnElement[bool]:
    """The condition that a meeting is of the same body."""
    if is_of_the_body(setting, group):
        return meetings.c.body.in_(("", main_group(setting.terms)))
    return meetings.c.body == group


def _facts(connection: Connection, setting: Setting, meeting: MeetingState) -> StandingFacts:
    if not is_of_the_body(setting, meeting.group):
        return StandingFacts(decides=False, last_meeting=_last_before(connection, setting, meeting))
    days = other_days(connection, setting, meeting)
    begun, ends = _chair(connection, setting)
    return StandingFacts(
        last_meeting=_last_before(connection, setting, meeting),
        awaiting=_awaiting(connection, setting, meeting),
        overrides=_overrides(connection, setting, meeting.id),
        reviewed=last_reviews(connection, setting),
        other_days=tuple(day for day, _ in days),
        held_days=frozenset(day for day, held in days if held),
        chair_from=begun,
        chair_to=ends,
    )


def _last_before(connection: Connection, setting: Setting, meeting: MeetingState) -> LastMeeting | None:
    own = mine(setting, meetings)
    begun = connection.execute(select(_BEGUN).where(*own, meetings.c.id == meeting.id)).scalar()
    wanted = (
        select(meetings.c.title, meetings.c.state, meetings.c.held_on, meetings.c.opened_at)
        .where(
            *own,
            meetings.c.id != meeting.id,
            meetings.c.state.in_((BOOKED, IN_SESSION, CLOSED)),
            of_the_same_body(setting, meeting.group),
            *((begun > _BEGUN,) if begun is not None else ()),
        )
        .order_by(_BEGUN.desc(), meetings.c.id)
        .limit(1)
    )
    row = connection.execute(wanted).first()
    day = _local_day(setting, row) if row is not None else None
    return LastMeeting(row.title, day, row.state != BOOKED) if row is not None and day is not None else None


def _awaiting(connection: Connection, setting: Setting, meeting: MeetingState) -> tuple[ToRatify, ...]:
    """The provisional decisions of other meetings: a meeting does not ratify its own."""
    rows = connection.execute(
        select(ratifications.c.motion, ratifications.c.provisional_since, *_MOTION)
        .join(motions, _of_motion(ratifications))
        .where(
            *mine(setting, ratifications),
            ratifications.c.state == "awaiting",
            motions.c.meeting.is_distinct_from(meeting.id),
        )
        .order_by(motions.c.year, motions.c.number)
    )
    return tuple(
        ToRatify(
            row.motion,
            f"{row.year}/{row.number}",
            row.text,
            row.provisional_since,
            today_in(setting.time_zone, row.provisional_since),
            confidential=row.confidential,
        )
        for row in rows
    )


def _overrides(connection: Connection, setting: Setting, meeting: str) -> tuple[Overridden, ...]:
    """Those that are not reported yet, and those that were reported to this very meeting."""
    rows = connection.execute(
        select(
            overrides.c.motion,
            overrides.c.cited,
            overrides.c.overridden_at,
            overrides.c.reported_at,
            *_MOTION,
        )
        .join(motions, _of_motion(overrides))
        .where(
            *mine(setting, overrides),
            or_(overrides.c.reported_at.is_(None), overrides.c.reported_to == meeting),
        )
        .order_by(motions.c.year, motions.c.number)
    )
    return tuple(
        Overridden(
            row.motion,
            f"{row.year}/{row.number}",
            row.text,
            row.cited,
            row.overridden_at,
            today_in(setting.time_zone, row.overridden_at),
            row.reported_at is not None,
            row.confidential,
        )
        for row in rows
    )


def _of_motion(table: Any) -> ColumnElement[bool]:
    return and_(
        motions.c.workspace == table.c.workspace,
        motions.c.partnership == table.c.partnership,
        motions.c.id == table.c.motion,
    )


def other_days(
    connection: Connection, setting: Setting, meeting: MeetingState
) -> tuple[tuple[date, bool], ...]:
    """The days of the same body's other meetings, and whether each was held."""
    rows = connection.execute(
        select(meetings.c.state, meetings.c.held_on, meetings.c.opened_at).where(
            *mine(setting, meetings),
            meetings.c.id != meeting.id,
            meetings.c.state.in_((BOOKED, IN_SESSION, CLOSED)),
            of_the_same_body(setting, meeting.group),
        )
    )
    dated = ((_local_day(setting, row), row.state == CLOSED) for row in rows)
    return tuple((day, held) for day, held in dated if day is not None)


def _chair(connection: Connection, setting: Setting) -> tuple[date | None, date | None]:
    """The first and the last day of whoever took the office of chair last."""
    rows = connection.execute(
        select(roles.c.from_on, roles.c.to_on).where(
            *mine(setting, roles),
            roles.c.role == CHAIR,
            roles.c.body.in_(("", main_group(setting.terms))),
        )
    ).all()
    if not rows:
        return None, None
    latest = max(rows, key=lambda row: (row.from_on or date.min, row.to_on or date.max))
    return latest.from_on, latest.to_on


def _local_day(setting: Setting, row: AnyRow) -> date | None:
    if row.held_on is not None:
        day: date = row.held_on
        return day
    return row.opened_at.astimezone(ZoneInfo(setting.time_zone)).date() if row.opened_at is not None else None


def mine(setting: Setting, table: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition that a row is the partnership's own."""
    return table.c.workspace == setting.workspace, table.c.partnership == setting.partnership

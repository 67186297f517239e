"""What is noted of a meeting: what was heard from each organisation, what went on unheard, what was ruled of vacancies."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, or_, select

from bot.rules.register import Register
from bot.store.meetings.meeting_tables import agenda_items, shortfalls
from bot.store.tables import interests, meetings, people
from bot.store.writing import Writer, insert_once, key_of
from bot.workflows.decisions import Event, Setting
from bot.workflows.room.declarations_first import Heard, OutstandingDeclarationsNoted
from bot.workflows.room.vacancies import VacancyRuled, vacant_sectors

_VACANT = "quorum.vacancy:"
_RULE = "interests.declared:"  # one row for each organisation not heard, so that each is noted once


def heard_for(connection: Connection, workspace: str, partnership: str, meeting: str) -> Mapping[str, Heard]:
    """What each organisation has declared on a meeting or on an item of its agenda: an interest in either is one (K31)."""
    items = select(agenda_items.c.id).where(
        agenda_items.c.workspace == workspace,
        agenda_items.c.partnership == partnership,
        agenda_items.c.meeting == meeting,
    )
    rows = connection.execute(
        select(interests.c.organisation, interests.c.nil, interests.c.oral, people.c.name)
        .join(
            people,
            (people.c.workspace == interests.c.workspace)
            & (people.c.partnership == interests.c.partnership)
            & (people.c.id == interests.c.person),
        )
        .where(
            interests.c.workspace == workspace,
            interests.c.partnership == partnership,
            or_(interests.c.subject == meeting, interests.c.subject.in_(items)),
        )
        .order_by(interests.c.nil.desc(), interests.c.declared_at)
    )
    return {row.organisation: Heard(row.organisation, row.nil, row.oral, row.name) for row in rows}


def is_oral(connection: Connection, setting: Setting, interest: str) -> bool:
    """Whether an interest was said aloud, and recorded by somebody else."""
    return bool(
        connection.execute(
            select(interests.c.oral).where(
                interests.c.workspace == setting.workspace,
                interests.c.partnership == setting.partnership,
                interests.c.id == interest,
            )
        ).scalar()
    )


def noted_at(connection: Connection, workspace: str, partnership: str, meeting: str) -> frozenset[str]:
    """The organisations without whose declaration business went on, as has been noted."""
    return _recorded(connection, workspace, partnership, meeting, _RULE)


def excused_at(
    connection: Connection, setting: Setting, meeting: str | None, register: Register
) -> frozenset[str]:
    """The vacant sectors that have been ruled to undo nothing at a meeting; looked for only where there are vacant ones (K21)."""
    if meeting is None or not vacant_sectors(setting.terms, register):
        return frozenset()
    return _recorded(connection, setting.workspace, setting.partnership, meeting, _VACANT)


def _recorded(
    connection: Connection, workspace: str, partnership: str, meeting: str, kind: str
) -> frozenset[str]:
    rows = connection.execute(
        select(shortfalls.c.rule).where(
            shortfalls.c.workspace == workspace,
            shortfalls.c.partnership == partnership,
            shortfalls.c.meeting == meeting,
            shortfalls.c.rule.startswith(kind, autoescape=True),
        )
    ).scalars()
    return frozenset(each.removeprefix(kind) for each in rows)


def _noted(
    connection: Connection, setting: Setting, event: OutstandingDeclarationsNoted, now: datetime
) -> None:
    lines = {f"{_RULE}{organisation}": words for organisation, words in event.lines.items()}
    _minute(connection, setting, event.subject, lines, event.clause, now)


def _minute(
    connection: Connection,
    setting: Setting,
    meeting: str,
    lines: Mapping[str, str],
    clause: str,
    now: datetime,
) -> None:
    sequence = connection.execute(
        select(meetings.c.sequence).where(
            meetings.c.workspace == setting.workspace,
            meetings.c.partnership == setting.partnership,
            meetings.c.id == meeting,
        )
    ).scalar_one()
    for rule, words in lines.items():
        insert_once(
            connection,
            shortfalls,
            {
                **key_of(setting),
                "meeting": meeting,
                "rule": rule,
                "sequence": sequence,
                "words": words,
                "clause": clause,
                "recorded_at": now,
            },
        )


def _vacancy_ruled(connection: Connection, setting: Setting, event: VacancyRuled, now: datetime) -> None:
    lines = {f"{_VACANT}{sector}": event.words for sector in event.sectors}
    _minute(connection, setting, event.subject, lines, event.clause, now)


WRITERS: Mapping[type[Event], Writer] = {
    OutstandingDeclarationsNoted: _noted,
    VacancyRuled: _vacancy_ruled,
}

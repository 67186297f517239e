"""Dissolutions and what has to be arranged before them, as rows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.rules.terms import Clause
from bot.store.entries.undone import undone
from bot.store.kinds.kind_tables import arrangements, dissolutions
from bot.store.kinds.kinds import office, waiting
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.partnership.places import who_asks
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.tables import people
from bot.store.upsert import inserting
from bot.store.writing import Writer, insert_once, key_of, where
from bot.workflows.decisions import Command, Event, Refused, Setting, derived_id
from bot.workflows.kinds.adopting import waiting_words
from bot.workflows.kinds.arrangements import (
    AddArrangement,
    Arrangement,
    ArrangementAdded,
    ArrangementTicked,
    ArrangingFacts,
    DissolutionNears,
    DissolutionPicture,
    ShowDissolution,
    TickArrangement,
    TookEffect,
)
from bot.workflows.kinds.dissolving import Dissolution, DissolutionDecided, countdown
from bot.workflows.standing import Standing


def dissolutions_of(connection: Connection, setting: Setting) -> tuple[Dissolution, ...]:
    """The dissolutions decided in a partnership, the earliest to take effect first."""
    table = dissolutions
    rows = connection.execute(
        select(table)
        .where(*(table.c[name] == value for name, value in key_of(setting).items()), ~undone(table))
        .order_by(table.c.effective_on, table.c.motion)
    )
    return tuple(
        Dissolution(
            motion=row.motion,
            reference=row.reference,
            group=row.body,
            name=row.name,
            given_on=row.given_on,
            effective_on=row.effective_on,
            clause=Clause(row.clause, row.clause_words),
        )
        for row in rows
    )


def arrangements_of(connection: Connection, setting: Setting, motion: str) -> tuple[Arrangement, ...]:
    """What has to be arranged before a dissolution."""
    table = arrangements
    rows = connection.execute(
        select(table, people.c.name.label("who"))
        .outerjoin(
            people,
            (people.c.workspace == table.c.workspace)
            & (people.c.partnership == table.c.partnership)
            & (people.c.id == table.c.done_by),
        )
        .where(*(table.c[name] == value for name, value in key_of(setting).items()), table.c.motion == motion)
        .order_by(table.c.position, table.c.id)
    )
    return tuple(Arrangement(row.id, row.words, row.done_on, row.who or "") for row in rows)


def for_arranging(
    connection: Connection, command: TickArrangement | AddArrangement | DissolutionNears, now: datetime
) -> ArrangingFacts | Refused:
    """What is known when the list changes, or when the day comes nearer."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    motion = command.subject if isinstance(command, DissolutionNears) else command.motion
    today = partnership_rows.today_in(setting.time_zone, now)
    if isinstance(command, Command):
        partnership_rows.one_at_a_time(connection, setting.workspace, setting.partnership)
    return ArrangingFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, today)
        if isinstance(command, Command)
        else None,
        dissolution=_by_motion(connection, setting, motion),
        arrangements=arrangements_of(connection, setting, motion),
        today=today,
        told=office(connection, setting, now),
    )


def show(connection: Connection, question: ShowDissolution, now: datetime) -> DissolutionPicture:
    """One dissolution with its list."""
    setting, who = who_asks(connection, question, question.partnership, now)
    found = _by_motion(connection, setting, question.motion)
    today = partnership_rows.today_in(setting.time_zone, now)
    return DissolutionPicture(
        partnership=setting.partnership,
        name=setting.name,
        dissolution=found,
        countdown=countdown(found, today) if found is not None else "",
        arrangements=arrangements_of(connection, setting, question.motion),
        may_tick=isinstance(who, Standing) and (who.is_secretariat or who.is_chair),
    )


def stands(connection: Connection, setting: Setting, now: datetime) -> tuple[str, ...]:
    """What is so of the terms and the partnership meanwhile: an amendment waits for its text, a dissolution nears (K45, K46)."""
    today = partnership_rows.today_in(setting.time_zone, now)
    amended = waiting_words(waiting(connection, setting))
    counting = (countdown(each, today) for each in dissolutions_of(connection, setting))
    return tuple(each for each in (amended, *counting) if each)


def _by_motion(connection: Connection, setting: Setting, motion: str) -> Dissolution | None:
    return next((each for each in dissolutions_of(connection, setting) if each.motion == motion), None)


def _decided(connection: Connection, setting: Setting, event: DissolutionDecided, now: datetime) -> None:
    key = {**key_of(setting), "motion": event.subject}
    given = {
        "reference": event.reference,
        "body": event.group,
        "name": event.name,
        "given_on": event.given_on,
        "effective_on": event.effective_on,
        "clause": event.clause,
        "clause_words": event.clause_words,
    }
    put = inserting(connection, dissolutions).values(**key, **given)
    connection.execute(put.on_conflict_do_update(index_elements=list(key), set_=given))  # given again
    for position, words in enumerate(event.arrangements, start=1):
        _add(
            connection,
            setting,
            event.subject,
            derived_id("arrangement", event.subject, words),
            words,
            position,
        )


def _ticked(connection: Connection, setting: Setting, event: ArrangementTicked, now: datetime) -> None:
    key = {**key_of(setting), "id": event.arrangement}
    values = (
        {"done_on": event.on, "done_by": event.person} if event.done else {"done_on": None, "done_by": None}
    )
    connection.execute(where(update(arrangements), arrangements, key).values(**values))


def _added(connection: Connection, setting: Setting, event: ArrangementAdded, now: datetime) -> None:
    last = connection.execute(
        where(
            select(func.max(arrangements.c.position)),
            arrangements,
            {**key_of(setting), "motion": event.subject},
        )
    ).scalar()
    _add(connection, setting, event.subject, event.arrangement, event.words, int(last or 0) + 1)


def _add(connection: Connection, setting: Setting, motion: str, id: str, words: str, position: int) -> None:
    row = {**key_of(setting), "id": id, "motion": motion, "position": position, "words": words}
    insert_once(connection, arrangements, row)


def _took_effect(connection: Connection, setting: Setting, event: TookEffect, now: datetime) -> None:
    """Whether it has taken effect follows from its day; the event stands in the register of events."""


WRITERS: Mapping[type[Event], Writer] = {
    DissolutionDecided: _decided,
    ArrangementTicked: _ticked,
    ArrangementAdded: _added,
    TookEffect: _took_effect,
}

ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {ShowDissolution: show}

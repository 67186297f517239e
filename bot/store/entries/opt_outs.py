"""The organisations that do not join in a decision."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.store.entries.undone import has_ended
from bot.store.partnership.partnerships import today_in
from bot.store.partnership.people import standing
from bot.store.upsert import inserting
from bot.store.votes import motions as motion_rows
from bot.store.votes.absence_tables import opt_outs
from bot.store.writing import Writer, change_motion, key_of
from bot.workflows.decisions import Refused, Setting
from bot.workflows.entries.entries import StaysOut
from bot.workflows.entries.opting_out import (
    JoinedIn,
    OptedOut,
    OptOut,
    OptOutFacts,
    OptOutForm,
    OptOutFormFacts,
    form_facts,
)


def out_of(connection: Connection, setting: Setting, motion: str) -> Mapping[str, str]:
    """The organisations that do not join in what was decided, each with the reason it gave."""
    rows = connection.execute(
        select(opt_outs.c.organisation, opt_outs.c.reason).where(
            opt_outs.c.workspace == setting.workspace,
            opt_outs.c.partnership == setting.partnership,
            opt_outs.c.motion == motion,
            opt_outs.c.withdrawn_at.is_(None),
        )
    )
    return {row.organisation: row.reason for row in rows}


def staying_out(connection: Connection, setting: Setting) -> Mapping[str, tuple[StaysOut, ...]]:
    """The organisations that do not join in, by the motion by which it was decided, the one that said so first first."""
    found: dict[str, tuple[StaysOut, ...]] = {}
    rows = connection.execute(
        select(opt_outs)
        .where(
            opt_outs.c.workspace == setting.workspace,
            opt_outs.c.partnership == setting.partnership,
            opt_outs.c.withdrawn_at.is_(None),
        )
        .order_by(opt_outs.c.recorded_at, opt_outs.c.organisation)
    )
    for row in rows:
        one = StaysOut(row.organisation, row.reason, row.recorded_at)
        found[row.motion] = (*found.get(row.motion, ()), one)
    return found


def facts_for_opting(connection: Connection, command: OptOut, now: datetime) -> OptOutFacts | Refused:
    """What is known when an organisation says whether it joins in, under the motion's lock."""
    return _facts(connection, command, now, lock=True) or motion_rows.NO_SUCH_MOTION


def opt_out_form(connection: Connection, question: OptOutForm, now: datetime) -> OptOutFormFacts | None:
    """What the form shows; None where there is no such motion."""
    facts = _facts(connection, question, now, lock=False)
    return form_facts(facts) if facts is not None else None


def _facts(
    connection: Connection, asked: OptOut | OptOutForm, now: datetime, *, lock: bool
) -> OptOutFacts | None:
    row = motion_rows.row_of(connection, asked.workspace, asked.motion, lock=lock)
    if row is None:
        return None
    setting = motion_rows.setting_of(connection, row)
    today = today_in(row.time_zone, now)
    return OptOutFacts(
        setting=setting,
        standing=standing(connection, setting, asked.team, asked.user, today),
        motion=motion_rows.as_motion(row),
        out=out_of(connection, setting, row.id),
        has_ended=has_ended(connection, setting, row.id),
    )


def _opted_out(connection: Connection, setting: Setting, event: OptedOut, now: datetime) -> None:
    key = {**key_of(setting), "motion": event.subject, "organisation": event.organisation}
    said = {
        "person": event.person,
        "reason": event.reason,
        "recorded_at": event.recorded_at,
        "withdrawn_at": None,
    }
    put = inserting(connection, opt_outs).values(**key, **said)
    connection.execute(put.on_conflict_do_update(index_elements=list(key), set_=said))
    change_motion(connection, setting, event.subject)


def _joined_in(connection: Connection, setting: Setting, event: JoinedIn, now: datetime) -> None:
    connection.execute(
        update(opt_outs)
        .where(
            opt_outs.c.workspace == setting.workspace,
            opt_outs.c.partnership == setting.partnership,
            opt_outs.c.motion == event.subject,
            opt_outs.c.organisation == event.organisation,
        )
        .values(withdrawn_at=event.recorded_at)
    )
    change_motion(connection, setting, event.subject)


WRITERS: Mapping[type, Writer] = {OptedOut: _opted_out, JoinedIn: _joined_in}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {OptOutForm: opt_out_form}

"""Decisions that stand no longer: void, rescinded or overridden, or waiting again for a quorum."""

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, or_, select

from bot.store.entries.entry_tables import decisions
from bot.store.meetings.meeting_tables import ratifications
from bot.store.tables import motions
from bot.workflows.decisions import Setting
from bot.workflows.entries.entries import OVERRIDDEN, RESCINDED, VOIDED

_SAME = ("workspace", "partnership")
UNDONE = (VOIDED, RESCINDED, OVERRIDDEN)


def undone(of: Table, motion: str = "motion") -> ColumnElement[bool]:
    """Whether the decision on the motion that a column of a row names stands no longer."""
    waiting = ratifications.alias("waiting")
    waits = [*(waiting.c[each] == of.c[each] for each in _SAME), waiting.c.motion == of.c[motion]]
    return or_(ended(of, motion), exists().where(and_(*waits, waiting.c.state == "awaiting")))


def ended(of: Table, motion: str = "motion") -> ColumnElement[bool]:
    """Whether that decision is void, rescinded or overridden."""
    entry, change = decisions.alias("entry"), decisions.alias("change")
    mine = [*(entry.c[each] == of.c[each] for each in _SAME), entry.c.motion == of.c[motion]]
    theirs = [change.c[each] == entry.c[each] for each in _SAME]
    changes = (change.c.refers_to == entry.c.id, change.c.becomes.in_(UNDONE))
    return exists().where(and_(*mine, *theirs, *changes))


def has_ended(connection: Connection, setting: Setting, motion: str) -> bool:
    """Whether the decision on a motion is void, rescinded or overridden."""
    asked = select(motions.c.id).where(
        motions.c.workspace == setting.workspace,
        motions.c.partnership == setting.partnership,
        motions.c.id == motion,
        ended(motions, "id"),
    )
    return connection.execute(asked).first() is not None

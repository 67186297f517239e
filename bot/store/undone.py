"""Decisions that stand no longer: void, rescinded or overridden, or waiting again for a quorum."""

from sqlalchemy import ColumnElement, Table, and_, exists, or_

from bot.store.entry_tables import decisions
from bot.store.meeting_tables import ratifications
from bot.workflows.entries import OVERRIDDEN, RESCINDED, VOIDED

_SAME = ("workspace", "partnership")
UNDONE = (VOIDED, RESCINDED, OVERRIDDEN)


def undone(of: Table, motion: str = "motion") -> ColumnElement[bool]:
    """Whether the decision on the motion that a column of a row names stands no longer."""
    entry, change = decisions.alias("entry"), decisions.alias("change")
    mine = [*(entry.c[each] == of.c[each] for each in _SAME), entry.c.motion == of.c[motion]]
    theirs = [change.c[each] == entry.c[each] for each in _SAME]
    waiting = ratifications.alias("waiting")
    waits = [*(waiting.c[each] == of.c[each] for each in _SAME), waiting.c.motion == of.c[motion]]
    return or_(
        exists().where(and_(*mine, *theirs, change.c.refers_to == entry.c.id, change.c.becomes.in_(UNDONE))),
        exists().where(and_(*waits, waiting.c.state == "awaiting")),
    )

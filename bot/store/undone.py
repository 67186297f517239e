"""Decisions that stand no longer: void, rescinded or overridden, or waiting again for a quorum."""

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, or_

from bot.store.entry_tables import decisions
from bot.store.meeting_tables import ratifications
from bot.workflows.entries import OVERRIDDEN, RESCINDED, VOIDED

UNDONE = (VOIDED, RESCINDED, OVERRIDDEN)


def undone(of: Table) -> ColumnElement[bool]:
    """Whether the decision on the `motion` of a row stands no longer."""
    entry, change = decisions.alias("entry"), decisions.alias("change")
    mine = [entry.c[each] == of.c[each] for each in ("workspace", "partnership", "motion")]
    theirs = [change.c[each] == entry.c[each] for each in ("workspace", "partnership")]
    waits = [ratifications.c[each] == of.c[each] for each in ("workspace", "partnership", "motion")]
    return or_(
        exists().where(and_(*mine, *theirs, change.c.refers_to == entry.c.id, change.c.becomes.in_(UNDONE))),
        exists().where(and_(*waits, ratifications.c.state == "awaiting")),
    )


def ends_it(event: Any) -> bool:
    """Whether an entry takes the effect from the one it refers to."""
    return event.refers_to is not None and event.becomes in UNDONE

"""What the writers of events share: keys of rows, one row inserted once, and the messages that have to show what changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, exists, or_, update

from bot.store.elections.election_tables import election_rounds
from bot.store.tables import meetings, motions
from bot.store.tenders.tender_tables import item_tenders
from bot.store.upsert import inserting
from bot.workflows.decisions import Event, Setting
from bot.workflows.votes.motions import UNDECIDED

_RATIFIED = motions.alias("ratified")
Key = Mapping[str, str]
# What it gives back, if anything, is the event as it was written: with the number that only the writing gives it.
Writer = Callable[[Connection, Setting, Any, datetime], Event | None]


def key_of(setting: Setting) -> dict[str, str]:
    """The two columns that lead every key."""
    return {"workspace": setting.workspace, "partnership": setting.partnership}


def where(statement: Any, table: Table, key: Mapping[str, Any]) -> Any:
    """The statement for the rows with these values."""
    return statement.where(*(table.c[name] == value for name, value in key.items()))


def bears_on(subject: str) -> ColumnElement[bool]:
    """The motions on which something declared on a subject bears: the motion itself, those put at the meeting or about the item,
    and those that would ratify one of them."""
    return or_(
        motions.c.id == subject,
        motions.c.meeting == subject,
        motions.c.about == subject,
        exists().where(  # the item it is about names a tender
            item_tenders.c.workspace == motions.c.workspace,
            item_tenders.c.partnership == motions.c.partnership,
            item_tenders.c.item == motions.c.about,
            item_tenders.c.tender == subject,
        ),
        motions.c.ratifies == subject,
        exists().where(
            _RATIFIED.c.workspace == motions.c.workspace,
            _RATIFIED.c.partnership == motions.c.partnership,
            _RATIFIED.c.id == motions.c.ratifies,
            _RATIFIED.c.meeting == subject,
        ),
    )


def raise_bearing(connection: Connection, setting: Setting, subject: str) -> None:
    """The messages of all that something bears on show it: of a meeting itself, of a motion, those about it or put at it, and
    those that would ratify it."""
    connection.execute(
        where(update(motions), motions, key_of(setting))
        .where(bears_on(subject), motions.c.state.in_(UNDECIDED))
        .values(revision=motions.c.revision + 1)
    )
    connection.execute(
        where(update(meetings), meetings, {**key_of(setting), "id": subject})
        .where(meetings.c.opened_at.is_not(None))
        .values(revision=meetings.c.revision + 1)
    )
    show_anew(connection, setting, subject)


def show_anew(connection: Connection, setting: Setting, subject: str, **values: Any) -> None:
    """The message of the ballot that is open in an election, or at a meeting, shows what changed."""
    connection.execute(
        where(update(election_rounds), election_rounds, {**key_of(setting), "is_open": True})
        .where(or_(election_rounds.c.election == subject, election_rounds.c.meeting == subject))
        .values(**values, revision=election_rounds.c.revision + 1)
    )


def show_ended(connection: Connection, setting: Setting, election: str) -> None:
    """The messages of an election that is over show what became of its result."""
    connection.execute(
        where(update(election_rounds), election_rounds, {**key_of(setting), "election": election}).values(
            revision=election_rounds.c.revision + 1
        )
    )


def show_ballots_anew(connection: Connection, setting: Setting) -> None:
    """The messages of all ballots that are open show the register as it has become."""
    connection.execute(
        where(update(election_rounds), election_rounds, {**key_of(setting), "is_open": True}).values(
            revision=election_rounds.c.revision + 1
        )
    )


def change_motion(connection: Connection, setting: Setting, motion: str, **values: Any) -> None:
    """Change a motion's row, and have its message shown anew."""
    key = {**key_of(setting), "id": motion}
    connection.execute(where(update(motions), motions, key).values(**values, revision=motions.c.revision + 1))


def insert_once(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert a row unless it is there already."""
    connection.execute(inserting(connection, table).on_conflict_do_nothing(), row)

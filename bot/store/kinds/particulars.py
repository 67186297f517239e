"""What a motion names besides its words, as a row beside it."""

from datetime import date

from sqlalchemy import Connection, insert, select, true

from bot.store.entries import following
from bot.store.kinds.kind_tables import adopted_amendments, covers, dissolutions, motion_particulars
from bot.store.partnership import register as register_rows
from bot.store.rows import AnyRow
from bot.store.writing import key_of, where
from bot.workflows.decisions import Setting
from bot.workflows.kinds.particulars import Named, Particulars
from bot.workflows.votes.motions import ORDINARY


def said_in(connection: Connection, setting: Setting, motion: str | None) -> Particulars:
    """What a motion names; nothing where it names nothing."""
    if motion is None:
        return {}
    table = motion_particulars
    said = connection.execute(
        select(table.c.said).where(
            *(table.c[name] == value for name, value in key_of(setting).items()), table.c.motion == motion
        )
    ).scalar()
    return dict(said or {})


def named_by(connection: Connection, setting: Setting, row: AnyRow, on: date) -> Named:
    """What the motion of a row names, and the decision it would ratify; an ordinary motion names nothing."""
    if row.kind == ORDINARY:
        return Named()
    return Named(
        own=said_in(connection, setting, row.id),
        original=said_in(connection, setting, row.ratifies),
        register=register_rows.load(connection, setting.workspace, setting.partnership),
        stands=has_followed(connection, setting, row.ratifies, on),
    )


def has_followed(connection: Connection, setting: Setting, motion: str | None, on: date) -> bool:
    """Whether what follows from a motion is kept already, so that it only stands again when it is ratified anew; not cover that
    is over by that day, nor a dissolution of which notice has to be given again (K46)."""
    if motion is None:
        return False
    kept = (
        (covers, covers.c.until_on >= on),
        (dissolutions, dissolutions.c.given_on >= on),
        (adopted_amendments, true()),
    )
    key = {**key_of(setting), "motion": motion}
    return following.co_opted_by(connection, setting, motion) is not None or any(
        connection.execute(where(select(table.c.motion), table, key).where(still)).first() is not None
        for table, still in kept
    )


def keep(connection: Connection, setting: Setting, motion: str, said: Particulars) -> None:
    """Keep what a motion names."""
    if said:
        connection.execute(
            insert(motion_particulars).values(**key_of(setting), motion=motion, said=dict(said))
        )

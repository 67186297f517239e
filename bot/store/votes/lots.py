"""The secrets of lots: made before anybody votes, and read when a tie is drawn."""

import secrets

from sqlalchemy import Connection, insert, select

from bot.store.votes.consensus_tables import lots
from bot.store.writing import key_of, where
from bot.workflows.decisions import Setting


def secret_of(connection: Connection, setting: Setting, subject: str) -> str:
    """The secret of the lot on a subject; empty where none was made."""
    key = {**key_of(setting), "subject": subject}
    return str(connection.execute(where(select(lots.c.secret), lots, key)).scalar() or "")


def secret_made(connection: Connection, setting: Setting, subject: str) -> str:
    """The same, made now where there was none. It is kept only if what it is made for is decided in this transaction."""
    held = secret_of(connection, setting, subject)
    if held:
        return held
    made = secrets.token_hex(32)
    connection.execute(insert(lots).values(**key_of(setting), subject=subject, secret=made))
    return made

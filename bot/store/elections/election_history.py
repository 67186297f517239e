"""The ballots of an election as the register of events has them."""

from sqlalchemy import Connection, select

from bot.store.tables import events
from bot.store.writing import key_of, where
from bot.workflows.decisions import Setting
from bot.workflows.elections.election_history import BallotHeld, ballots_held


def ballots_of(connection: Connection, setting: Setting, election: str) -> tuple[BallotHeld, ...]:
    """Every ballot of an election, in their order."""
    rows = connection.execute(
        where(
            select(events.c.type, events.c.data), events, {**key_of(setting), "subject": election}
        ).order_by(events.c.seq)
    )
    return ballots_held((row.type, row.data) for row in rows)

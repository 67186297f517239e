"""The votes cast at a meeting: on which a stay in the room rests."""

from sqlalchemy import Connection, and_, select

from bot.store.tables import ballots, motions
from bot.store.votes.ballot_tables import voted
from bot.store.votes.consensus_tables import positions
from bot.workflows.decisions import Setting
from bot.workflows.room.striking import VotedAt


def votes_at(connection: Connection, setting: Setting, meeting: str | None = None) -> tuple[VotedAt, ...]:
    """What each organisation has voted on at a meeting, or at any, and when; of a secret vote, that it has voted (G10)."""
    found: list[VotedAt] = []
    for table, motion, at in (
        (ballots, ballots.c.motion, ballots.c.cast_at),
        (positions, positions.c.motion, positions.c.taken_at),
        (voted, voted.c.contest, None),
    ):
        times = () if at is None else (at,)
        rows = connection.execute(
            select(motions.c.year, motions.c.number, table.c.organisation, *times)
            .join_from(
                motions,
                table,
                and_(
                    table.c.workspace == motions.c.workspace,
                    table.c.partnership == motions.c.partnership,
                    motion == motions.c.id,
                ),
            )
            .where(
                motions.c.workspace == setting.workspace,
                motions.c.partnership == setting.partnership,
                motions.c.meeting == meeting if meeting is not None else motions.c.meeting.is_not(None),
            )
            .order_by(motions.c.year, motions.c.number)
        )
        found += [
            VotedAt(row.organisation, f"{row.year}/{row.number}", None if at is None else row[3])
            for row in rows
        ]
    return tuple(found)

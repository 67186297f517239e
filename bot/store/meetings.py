"""Meetings and their rolls."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, select

from bot.store.tables import meetings, motions, roll
from bot.workflows.meetings import MeetingState


def in_session(
    connection: Connection, workspace: str, partnership: str, *, lock: bool = False
) -> MeetingState | None:
    """The meeting in session, of which a partnership has at most one; locked against its close for whoever puts a motion at it."""
    return _one(connection, workspace, partnership, meetings.c.state == "in session", lock)


def by_id(
    connection: Connection, workspace: str, partnership: str, meeting: str | None, *, lock: bool = False
) -> MeetingState | None:
    """A meeting by its id."""
    return _one(connection, workspace, partnership, meetings.c.id == meeting, lock) if meeting else None


def roll_of(
    connection: Connection, workspace: str, partnership: str, meeting: str
) -> Mapping[str, str | None]:
    """The organisations marked present, each with the deputy who stands in for its representative, or None."""
    rows = connection.execute(
        select(roll.c.organisation, roll.c.substitute).where(
            roll.c.workspace == workspace, roll.c.partnership == partnership, roll.c.meeting == meeting
        )
    )
    return {row.organisation: row.substitute for row in rows}


def undecided_at(connection: Connection, workspace: str, partnership: str, meeting: str) -> tuple[str, ...]:
    """The references of the motions put at a meeting that have no result yet."""
    rows = connection.execute(
        select(motions.c.year, motions.c.number)
        .where(
            motions.c.workspace == workspace,
            motions.c.partnership == partnership,
            motions.c.meeting == meeting,
            motions.c.state != "closed",
        )
        .order_by(motions.c.year, motions.c.number)
    )
    return tuple(f"{row.year}/{row.number}" for row in rows)


def _one(
    connection: Connection, workspace: str, partnership: str, which: ColumnElement[bool], lock: bool = False
) -> MeetingState | None:
    wanted = select(meetings).where(
        meetings.c.workspace == workspace, meetings.c.partnership == partnership, which
    )
    row = connection.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    if row is None:
        return None
    return MeetingState(row.id, row.title, row.state, row.chaired_by, row.acting)

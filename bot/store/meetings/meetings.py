"""Meetings and their rolls."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, or_, select

from bot.store.elections.election_tables import elections
from bot.store.rows import AnyRow
from bot.store.tables import meetings, motions, roll
from bot.workflows.meetings.meetings import BOOKED, CLOSED, IN_SESSION, TO_BE_ANNOUNCED, MeetingState
from bot.workflows.room.still_open import BALLOT, StillOpen
from bot.workflows.votes.motions import UNDECIDED


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


def row_of(connection: Connection, workspace: str, partnership: str, meeting: str) -> AnyRow | None:
    """The whole row of a meeting."""
    mine = (meetings.c.workspace == workspace, meetings.c.partnership == partnership)
    return connection.execute(select(meetings).where(*mine, meetings.c.id == meeting)).one_or_none()


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


def undecided_at(
    connection: Connection, workspace: str, partnership: str, meeting: str
) -> tuple[StillOpen, ...]:
    """The motions put at a meeting that have no result yet, and elections with a ballot open at it."""
    rows = connection.execute(
        select(motions.c.year, motions.c.number, motions.c.state, motions.c.result)
        .where(
            motions.c.workspace == workspace,
            motions.c.partnership == partnership,
            motions.c.meeting == meeting,
            motions.c.state.in_(UNDECIDED),
        )
        .order_by(motions.c.year, motions.c.number)
    )
    balloting = connection.execute(
        select(elections.c.year, elections.c.number).where(
            elections.c.workspace == workspace,
            elections.c.partnership == partnership,
            elections.c.meeting == meeting,
            elections.c.state == "ballot",
        )
    )
    return (
        *(
            StillOpen(f"{row.year}/{row.number}", row.state, (row.result or {}).get("tie_rule", ""))
            for row in rows
        ),
        *(StillOpen(f"E{row.year}/{row.number}", BALLOT) for row in balloting),
    )


def decided_at(connection: Connection, workspace: str, partnership: str, meeting: str) -> int:
    """How many motions put at a meeting have a result that counts."""
    return int(
        connection.execute(
            select(func.count())
            .select_from(motions)
            .where(
                motions.c.workspace == workspace,
                motions.c.partnership == partnership,
                motions.c.meeting == meeting,
                motions.c.state == "closed",
                motions.c.indicative.is_(False),
            )
        ).scalar_one()
    )


def to_come(
    connection: Connection,
    workspace: str,
    partnership: str,
    *,
    since: date | None = None,
    group: str | None = None,
    most: int = 60,
) -> tuple[MeetingState, ...]:
    """The meetings yet to be held, the next first; those whose day is to be announced come last.

    `since` leaves out those that were booked for an earlier day and never opened: the secretariat may still open, move or
    cancel one, and nobody else is asked about it.
    """
    return _several(
        connection,
        workspace,
        partnership,
        meetings.c.state.in_((TO_BE_ANNOUNCED, BOOKED)),
        *((or_(meetings.c.held_on.is_(None), meetings.c.held_on >= since),) if since is not None else ()),
        *((meetings.c.body == group,) if group is not None else ()),
        most=most,
    )


def never_opened(
    connection: Connection, workspace: str, partnership: str, today: date
) -> tuple[MeetingState, ...]:
    """The meetings booked for a day that has passed which nobody has opened, moved or cancelled, the earliest first."""
    return _several(
        connection, workspace, partnership, meetings.c.state == BOOKED, meetings.c.held_on < today, most=10
    )


def held_between(
    connection: Connection, workspace: str, partnership: str, first: date, last: date
) -> tuple[MeetingState, ...]:
    """The meetings held, in session or booked on days from `first` to `last`, both included, the earliest first."""
    return _several(
        connection,
        workspace,
        partnership,
        meetings.c.state.in_((BOOKED, IN_SESSION, CLOSED)),
        meetings.c.held_on >= first,
        meetings.c.held_on <= last,
        most=1000,
    )


def last_held(connection: Connection, workspace: str, partnership: str, before: date) -> MeetingState | None:
    """The meeting that was closed last before a day."""
    row = connection.execute(
        select(meetings)
        .where(
            meetings.c.workspace == workspace,
            meetings.c.partnership == partnership,
            meetings.c.state == CLOSED,
            or_(meetings.c.held_on.is_(None), meetings.c.held_on <= before),
        )
        .order_by(meetings.c.closed_at.desc())
        .limit(1)
    ).first()
    return as_meeting(row) if row is not None else None


def as_meeting(row: AnyRow) -> MeetingState:
    """A row of meetings as a record."""
    return MeetingState(
        id=row.id,
        title=row.title,
        state=row.state,
        chaired_by=row.chaired_by,
        acting=row.acting,
        group=row.body,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        held_on=row.held_on,
        place=row.place,
        link=row.link,
        catering=row.catering,
        access=row.access,
        public=row.public,
        public_decision=row.public_decision,
        joint_with=row.joint_with,
        expected=row.expected,
        announce_by=row.announce_by,
        adjourned_from=row.adjourned_from,
        sequence=row.sequence,
        booked_by=row.booked_by,
        ended_why=row.ended_why,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def _several(
    connection: Connection, workspace: str, partnership: str, *which: ColumnElement[bool], most: int
) -> tuple[MeetingState, ...]:
    rows = connection.execute(
        select(meetings)
        .where(meetings.c.workspace == workspace, meetings.c.partnership == partnership, *which)
        .order_by(meetings.c.held_on.is_(None), meetings.c.starts_at, meetings.c.announce_by, meetings.c.id)
        .limit(most)
    )
    return tuple(as_meeting(row) for row in rows)


def _one(
    connection: Connection, workspace: str, partnership: str, which: ColumnElement[bool], lock: bool = False
) -> MeetingState | None:
    wanted = select(meetings).where(
        meetings.c.workspace == workspace, meetings.c.partnership == partnership, which
    )
    row = connection.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    if row is None:
        return None
    return as_meeting(row)

"""Messages in Slack that are behind what they show: a motion, a meeting or a ballot, whose revision has risen since.

All times here are real. `shown_at` is when the message was last updated or, while an update is under way or put off, two seconds
before the next may begin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, literal, or_, select, text, true, update

from bot.store import pauses
from bot.store.elections.election_tables import election_rounds
from bot.store.tables import meetings, motions
from bot.workflows.elections.elections import ElectionBallotNotice
from bot.workflows.room.in_the_channel import MeetingInSessionNotice
from bot.workflows.votes.moving import MotionNotice

AT_MOST_EVERY = timedelta(seconds=2)
# What each kind of notice goes on showing: its subject is the row's id. Meetings come first, because they change so seldom.
SHOWN: Mapping[str, Table] = {
    MeetingInSessionNotice.__name__: meetings,
    MotionNotice.__name__: motions,
    ElectionBallotNotice.__name__: election_rounds,
}


@dataclass(frozen=True)
class Behind:
    """A message that shows less than is known."""

    kind: str  # of the notice that began it
    workspace: str
    partnership: str
    subject: str  # the motion, the meeting, or the ballot
    channel: str
    ts: str
    revision: int


def is_anything_behind(connection: Connection, real: datetime, workspace: str | None = None) -> bool:
    """Whether a message could be updated now: a cheap look that takes no lock. With a workspace, only its own messages."""
    return any(
        connection.execute(
            select(literal(1)).select_from(shows).where(*_may_be_updated(shows, real, workspace)).limit(1)
        ).first()
        for shows in SHOWN.values()
    )


def claim(
    connection: Connection, *, real: datetime, until: datetime, workspace: str | None = None
) -> Behind | None:
    """Take the message that has waited longest, within the pace of its workspace; nobody else updates it before `until`."""
    for kind, shows in SHOWN.items():
        row = connection.execute(
            select(shows)
            .where(
                *_may_be_updated(shows, real, workspace),
                ~pauses.waits(shows.c.workspace, pauses.UPDATES, real),
            )
            .order_by(shows.c.shown_at, shows.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None or not pauses.take_pace(connection, row.workspace, pauses.UPDATES, real):
            continue
        behind = Behind(
            kind, row.workspace, row.partnership, row.id, row.channel, row.message_ts, row.revision
        )
        put_off(connection, behind, until)
        return behind
    return None


def mark_posted(
    connection: Connection,
    kind: str,
    workspace: str,
    partnership: str,
    subject: str,
    *,
    channel: str,
    ts: str,
    shown: int,
    real: datetime,
) -> None:
    """The message of the motion, the meeting or the ballot is this one from now on, and shows that revision."""
    shows = SHOWN[kind]
    connection.execute(
        update(shows)
        .where(shows.c.workspace == workspace, shows.c.partnership == partnership, shows.c.id == subject)
        .values(channel=channel, message_ts=ts, shown=shown, shown_at=real)
    )


def mark_shown(connection: Connection, behind: Behind, *, shown: int, real: datetime) -> None:
    """The message shows that revision now, unless a later one was shown meanwhile."""
    not_later = SHOWN[behind.kind].c.shown <= shown
    connection.execute(_change(behind).where(not_later).values(shown=shown, shown_at=real))


def put_off(connection: Connection, behind: Behind, until: datetime) -> None:
    """Do not update the message before `until`."""
    connection.execute(_change(behind).values(shown_at=until - AT_MOST_EVERY))


def forget_message(connection: Connection, behind: Behind) -> bool:
    """The message is gone; False where another has taken its place already."""
    return bool(connection.execute(_change(behind).values(message_ts=None, shown=0)).rowcount == 1)


def _may_be_updated(shows: Table, real: datetime, workspace: str | None) -> tuple[ColumnElement[bool], ...]:
    # The very words of the partial index: SQLite uses it only where the query repeats them.
    behind = text(f"{shows.name}.revision > {shows.name}.shown")
    rested = or_(shows.c.shown_at.is_(None), shows.c.shown_at <= real - AT_MOST_EVERY)
    return (
        and_(behind, shows.c.message_ts.is_not(None), rested),
        true() if workspace is None else shows.c.workspace == workspace,
    )


def _change(behind: Behind) -> Any:
    shows = SHOWN[behind.kind]
    return update(shows).where(
        shows.c.workspace == behind.workspace,
        shows.c.partnership == behind.partnership,
        shows.c.id == behind.subject,
        shows.c.message_ts == behind.ts,
    )

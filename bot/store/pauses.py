"""What has to wait, and until when, in real time: one row a thing, shared by every process.

`chat.postMessage` and its like are methods that Slack answered with 429; `channel:C1` is a channel's own second, or the message
now on its way to it; `pace:chat.update` is how far ahead of its minute a workspace has run.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from bot.store.tables import pauses
from bot.store.upsert import inserting

_KEY = ["workspace", "what"]


@dataclass(frozen=True)
class Pace:
    """At most so many calls of a method in any minute for one workspace, of which so many at once."""

    method: str
    a_minute: int
    at_once: int

    @property
    def interval(self) -> timedelta:
        """Between calls once the burst is spent; burst and steady flow together never pass the limit in any 60 seconds."""
        return timedelta(seconds=60 / (self.a_minute - self.at_once))

    @property
    def ahead(self) -> timedelta:
        """How far ahead of the steady flow the workspace may be and still make a call."""
        return self.interval * (self.at_once - 1)

    @property
    def what(self) -> str:
        """The name of its row."""
        return f"pace:{self.method}"


# Slack: "several hundred messages per minute" for a workspace; chat.update is Tier 3, fifty a minute (SLACK.md section 1).
POSTS = Pace("chat.postMessage", a_minute=200, at_once=20)
UPDATES = Pace("chat.update", a_minute=50, at_once=5)
# Both methods of an upload are Tier 4, and each upload calls each of them once.
UPLOADS = Pace("files.getUploadURLExternal", a_minute=100, at_once=20)


def channel(recipient: str) -> str:
    """The row of a recipient's own second."""
    return f"channel:{recipient}"


def pause(connection: Connection, workspace: str, what: str, until: datetime) -> None:
    """Let nobody do this before `until`; a longer wait that already stands is kept."""
    added = inserting(connection, pauses).values(workspace=workspace, what=what, until=until)
    later = added.on_conflict_do_update(
        index_elements=_KEY, set_={"until": added.excluded.until}, where=pauses.c.until < added.excluded.until
    )
    connection.execute(later)


def free(connection: Connection, workspace: str, what: str, at: datetime) -> None:
    """Whoever took the turn says when the next may be taken."""
    connection.execute(update(pauses).where(_row(workspace, what)).values(until=at))


def take_turn(connection: Connection, workspace: str, what: str, real: datetime, until: datetime) -> bool:
    """Take the only turn, and hold it until `until`; False where it is taken or paused. Two can never both have it."""
    added = inserting(connection, pauses).values(workspace=workspace, what=what, until=until)
    taken = added.on_conflict_do_update(
        index_elements=_KEY, set_={"until": added.excluded.until}, where=pauses.c.until <= real
    )
    return connection.execute(taken.returning(pauses.c.what)).first() is not None


def take_pace(connection: Connection, workspace: str, pace: Pace, real: datetime) -> bool:
    """Count one call against a workspace's pace; False where it would be one too many."""
    connection.execute(
        inserting(connection, pauses)
        .values(workspace=workspace, what=pace.what, until=real)
        .on_conflict_do_nothing(index_elements=_KEY)
    )
    row = select(pauses.c.until).where(_row(workspace, pace.what)).with_for_update()
    reached: datetime = connection.execute(row).scalar_one()
    if reached > real + pace.ahead:
        return False
    free(connection, workspace, pace.what, max(reached, real) + pace.interval)
    return True


def paused_until(connection: Connection, workspace: str, what: str) -> datetime | None:
    """Until when this has to wait or had to, if ever."""
    until: datetime | None = connection.execute(
        select(pauses.c.until).where(_row(workspace, what))
    ).scalar_one_or_none()
    return until


def is_paused(workspace: ColumnElement[str], what: str, real: datetime) -> ColumnElement[bool]:
    """In a query: whether a workspace has been asked to wait with something."""
    return exists().where(pauses.c.workspace == workspace, pauses.c.what == what, pauses.c.until > real)


def waits(
    workspace: ColumnElement[str], pace: Pace, real: datetime, also: ColumnElement[str] | None = None
) -> ColumnElement[bool]:
    """In a query: whether a workspace's method is paused or ahead of its pace, or `also` is paused."""
    names = (
        [pauses.c.what == pace.method]
        if also is None
        else [pauses.c.what == pace.method, pauses.c.what == also]
    )
    return exists().where(
        pauses.c.workspace == workspace,
        or_(
            and_(or_(*names), pauses.c.until > real),
            and_(pauses.c.what == pace.what, pauses.c.until > real + pace.ahead),
        ),
    )


def _row(workspace: str, what: str) -> ColumnElement[bool]:
    return and_(pauses.c.workspace == workspace, pauses.c.what == what)

"""Who is in the room, as rows: each stay of each person, and the roll that the votes read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.meetings.meeting_tables import attendances, replies
from bot.store.tables import meetings, roll
from bot.store.writing import Writer, key_of, raise_bearing, where
from bot.workflows.decisions import Event, Setting
from bot.workflows.meetings.attendance import Departure, Expected, Stay
from bot.workflows.meetings.meetings import CLOSED, IN_SESSION, MeetingClosed, MeetingOpened, RollCalled
from bot.workflows.room.acting import ActingChairOfMeetingChosen
from bot.workflows.room.quorum_watch import QuorumTested

# What a meeting has that was opened without having been booked.
UNBOOKED: Mapping[str, Any] = {
    **dict.fromkeys(
        (
            "body",
            "place",
            "link",
            "catering",
            "access",
            "public_decision",
            "joint_with",
            "expected",
            "ended_why",
        ),
        "",
    ),
    "public": False,
    "sequence": 0,
}


def stays_at(connection: Connection, workspace: str, partnership: str, meeting: str) -> tuple[Stay, ...]:
    """Everybody who has been in the room of a meeting, in the order in which they came."""
    rows = connection.execute(
        select(attendances)
        .where(
            attendances.c.workspace == workspace,
            attendances.c.partnership == partnership,
            attendances.c.meeting == meeting,
        )
        .order_by(
            attendances.c.arrived_at, attendances.c.organisation_name, attendances.c.name, attendances.c.id
        )
    )
    return tuple(
        Stay(
            id=row.id,
            person=row.person,
            name=row.name,
            organisation=row.organisation,
            organisation_name=row.organisation_name,
            capacity=row.capacity,
            mode=row.mode,
            arrived_at=row.arrived_at,
            left_at=row.left_at,
        )
        for row in rows
    )


def expected_at(
    connection: Connection, workspace: str, partnership: str, meeting: str
) -> tuple[Expected, ...]:
    """What was said beforehand on who comes to a meeting."""
    rows = connection.execute(
        select(replies)
        .where(
            replies.c.workspace == workspace,
            replies.c.partnership == partnership,
            replies.c.meeting == meeting,
        )
        .order_by(replies.c.organisation, replies.c.answered_at, replies.c.person)
    )
    return tuple(
        Expected(row.person, row.organisation, row.answer, row.substitute, row.stand_in) for row in rows
    )


def _meeting_opened(connection: Connection, setting: Setting, event: MeetingOpened, now: datetime) -> None:
    opened = {
        "state": IN_SESSION,
        "chaired_by": event.chaired_by,
        "acting": event.acting,
        "opened_at": now,
        "revision": 1,
    }
    key = {**key_of(setting), "id": event.subject}
    if event.booked:
        connection.execute(where(update(meetings), meetings, key).values(**opened))
    else:
        connection.execute(
            insert(meetings).values(**key, title=event.title, **UNBOOKED, held_on=event.held_on, **opened)
        )
    _come(connection, setting, event.subject, event.came)
    _mark(connection, setting, event.subject, event.roll)


def _roll_called(connection: Connection, setting: Setting, event: RollCalled, now: datetime) -> None:
    key = {**key_of(setting), "id": event.subject}
    connection.execute(
        where(update(meetings), meetings, key).values(chaired_by=event.chaired_by, acting=event.acting)
    )
    _strike(connection, setting, event.struck)
    _go(connection, setting, event.went)
    _come(connection, setting, event.subject, event.came)
    connection.execute(where(delete(roll), roll, {**key_of(setting), "meeting": event.subject}))
    _mark(connection, setting, event.subject, event.roll)
    raise_bearing(connection, setting, event.subject)


def _acting_chair_chosen(
    connection: Connection, setting: Setting, event: ActingChairOfMeetingChosen, now: datetime
) -> None:
    key = {**key_of(setting), "id": event.subject}
    connection.execute(
        where(update(meetings), meetings, key).values(chaired_by=event.chosen, acting=event.acting)
    )
    _come(connection, setting, event.subject, event.came)
    raise_bearing(connection, setting, event.subject)


def _meeting_closed(connection: Connection, setting: Setting, event: MeetingClosed, now: datetime) -> None:
    key = {**key_of(setting), "id": event.subject}
    _go(connection, setting, event.went)
    connection.execute(where(update(meetings), meetings, key).values(state=CLOSED, closed_at=event.closed_at))
    raise_bearing(connection, setting, event.subject)


def _come(connection: Connection, setting: Setting, meeting: str, came: Iterable[Stay]) -> None:
    rows = [
        {
            **key_of(setting),
            "meeting": meeting,
            "id": each.id,
            "person": each.person,
            "name": each.name,
            "organisation": each.organisation,
            "organisation_name": each.organisation_name,
            "capacity": each.capacity,
            "mode": each.mode,
            "arrived_at": each.arrived_at,
            "left_at": each.left_at,
        }
        for each in came
    ]
    if rows:
        connection.execute(insert(attendances), rows)


def _go(connection: Connection, setting: Setting, went: Iterable[Departure]) -> None:
    for each in went:
        key = {**key_of(setting), "id": each.stay}
        connection.execute(
            where(update(attendances), attendances, key)
            .where(attendances.c.left_at.is_(None))
            .values(left_at=each.left_at)
        )


def _strike(connection: Connection, setting: Setting, struck: Iterable[Departure]) -> None:
    """The register of events keeps that they were marked, and that it was a mistake."""
    for each in struck:
        connection.execute(where(delete(attendances), attendances, {**key_of(setting), "id": each.stay}))


def _mark(connection: Connection, setting: Setting, meeting: str, marked: Mapping[str, str | None]) -> None:
    rows = [
        {**key_of(setting), "meeting": meeting, "organisation": organisation, "substitute": substitute}
        for organisation, substitute in marked.items()
    ]
    if rows:
        connection.execute(insert(roll), rows)


def _quorum_tested(connection: Connection, setting: Setting, event: QuorumTested, now: datetime) -> None:
    """The register of events has all there is to keep of a test; the messages that show the quorum are drawn anew."""
    raise_bearing(connection, setting, event.motion or event.subject)


WRITERS: Mapping[type[Event], Writer] = {
    QuorumTested: _quorum_tested,
    MeetingOpened: _meeting_opened,
    RollCalled: _roll_called,
    ActingChairOfMeetingChosen: _acting_chair_chosen,
    MeetingClosed: _meeting_closed,
}

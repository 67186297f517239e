"""Boxes of secret votes that were found locked: of which contest, and whom to tell."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from bot.store.elections import elections as election_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.tables import events
from bot.store.votes import motions as motion_rows
from bot.store.writing import Writer, change_motion, key_of, show_anew, where
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.votes.ballots import BallotBoxOpened
from bot.workflows.votes.locked_boxes import BoxFoundLocked, LockedBoxFacts, ReportLockedBox


def for_reporting(
    connection: Connection, command: ReportLockedBox, now: datetime
) -> LockedBoxFacts | Refused:
    """What is known of a contest whose box does not open."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    subject = _subject(command.contest)
    register = motion_rows.register_on(connection, setting, partnership_rows.today_in(setting.time_zone, now))
    return LockedBoxFacts(
        setting=setting,
        subject=subject,
        called=_called(connection, setting, subject),
        told=motion_rows.secretariat_users(register),
        already=found_locked(connection, setting, command.contest),
    )


def found_locked(connection: Connection, setting: Setting, contest: str) -> bool:
    """Whether the box of a contest was found locked, and has not been opened since."""
    last = connection.execute(
        where(select(events.c.type, events.c.data), events, key_of(setting))
        .where(
            or_(
                and_(events.c.subject == _subject(contest), events.c.type == BoxFoundLocked.__name__),
                and_(events.c.subject == contest, events.c.type == BallotBoxOpened.__name__),
            )
        )
        .order_by(events.c.seq.desc())
        .limit(1)
    ).one_or_none()
    return last is not None and last.type == BoxFoundLocked.__name__ and last.data["contest"] == contest


def _subject(contest: str) -> str:
    """The motion or the election of a contest; an election has one for each round."""
    return contest.partition(":")[0]


def _called(connection: Connection, setting: Setting, subject: str) -> str:
    row = motion_rows.row_of(connection, setting.workspace, subject, lock=False)
    if row is not None:
        return f"motion {row.year}/{row.number}"
    known = election_rows.by_id(connection, setting.workspace, subject)
    return f"election {known[1].reference}" if known is not None else subject


def _found(connection: Connection, setting: Setting, event: BoxFoundLocked, now: datetime) -> None:
    change_motion(connection, setting, event.subject)  # where it is a motion: its message says so
    show_anew(connection, setting, event.subject)  # where it is an election: that of its ballot


WRITERS: Mapping[type[Event], Writer] = {BoxFoundLocked: _found}

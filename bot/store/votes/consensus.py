"""Consensus rounds as rows: where each organisation stands, and how a round ends."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.store.tables import ballots
from bot.store.upsert import inserting
from bot.store.votes.consensus_tables import earlier_ballots, positions
from bot.store.writing import Writer, change_motion, key_of, where
from bot.workflows.decisions import Event, Setting
from bot.workflows.votes.consensus import Taken
from bot.workflows.votes.drawing import LotDrawn
from bot.workflows.votes.ending_rounds import MotionWithdrawn, TakenToVote
from bot.workflows.votes.standpoints import PositionTaken
from bot.workflows.votes.ties import AnotherBallotOpened

_KEY = ["workspace", "partnership", "motion", "organisation"]


def taken_on(connection: Connection, workspace: str, partnership: str, motion: str) -> Mapping[str, Taken]:
    """Where each organisation that has spoken stands to a motion."""
    rows = connection.execute(
        select(positions).where(
            positions.c.workspace == workspace,
            positions.c.partnership == partnership,
            positions.c.motion == motion,
        )
    )
    return {row.organisation: Taken(row.position, row.person, row.taken_at, row.reason) for row in rows}


def _position_taken(connection: Connection, setting: Setting, event: PositionTaken, now: datetime) -> None:
    said = {
        "person": event.person,
        "position": event.position,
        "reason": event.reason,
        "taken_at": event.taken_at,
    }
    put = inserting(connection, positions).values(
        **key_of(setting), motion=event.subject, organisation=event.organisation, **said
    )
    connection.execute(put.on_conflict_do_update(index_elements=_KEY, set_=said))
    change_motion(connection, setting, event.subject)


def _taken_to_vote(connection: Connection, setting: Setting, event: TakenToVote, now: datetime) -> None:
    change_motion(connection, setting, event.subject, state="open")


def _withdrawn(connection: Connection, setting: Setting, event: MotionWithdrawn, now: datetime) -> None:
    change_motion(
        connection,
        setting,
        event.subject,
        state="withdrawn",
        outcome="withdrawn",
        result=asdict(event.result),
        closed_at=event.withdrawn_at,
    )


def _balloted_again(
    connection: Connection, setting: Setting, event: AnotherBallotOpened, now: datetime
) -> None:
    key = {**key_of(setting), "motion": event.subject}
    connection.execute(
        insert(earlier_ballots).values(
            **key, ballot=event.ballot - 1, result=asdict(event.result), ended_at=event.opened_at
        )
    )
    connection.execute(where(delete(ballots), ballots, key))
    change_motion(
        connection,
        setting,
        event.subject,
        state="open",
        outcome=None,
        result=None,
        closes_at=event.closes_at,
    )


def _lot_drawn(connection: Connection, setting: Setting, event: LotDrawn, now: datetime) -> None:
    """The event is all there is to it: the result that follows has the rest."""


WRITERS: Mapping[type[Event], Writer] = {
    PositionTaken: _position_taken,
    TakenToVote: _taken_to_vote,
    MotionWithdrawn: _withdrawn,
    AnotherBallotOpened: _balloted_again,
    LotDrawn: _lot_drawn,
}

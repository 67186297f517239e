"""What the events of elections write."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from bot.rules.register import same
from bot.store.elections.election_tables import election_ballots, election_rounds, elections, nominations
from bot.store.tables import roles
from bot.store.upsert import inserting
from bot.store.votes import ballot_box
from bot.store.writing import Writer, key_of, show_anew, where
from bot.workflows.decisions import Event, Setting, derived_id
from bot.workflows.elections.balloting import ElectionBallotCast, ElectionVoteCast
from bot.workflows.elections.calling_off import ElectionCancelled
from bot.workflows.elections.election_events import (
    BallotBegun,
    BallotVoid,
    CandidateLost,
    ElectionDecided,
    ElectionTied,
    NominationsExtended,
)
from bot.workflows.elections.elections import (
    BALLOT,
    BEFORE_THE_FIRST,
    CANCELLED,
    DECIDED,
    NOMINATIONS,
    READY,
    TIED,
)
from bot.workflows.elections.nominating import (
    ElectionOpened,
    Nominated,
    NominationAnswered,
    NominationsClosed,
)
from bot.workflows.elections.settling import LotConsented


def _change(connection: Connection, setting: Setting, election: str, **values: Any) -> None:
    """Change an election's row; where that ends the ballot or the nominations that were open, their message says so."""
    if values.get("state", BALLOT) != BALLOT:
        show_anew(connection, setting, election, is_open=False)
    connection.execute(
        where(update(elections), elections, {**key_of(setting), "id": election}).values(**values)
    )


def _opened(connection: Connection, setting: Setting, event: ElectionOpened, now: datetime) -> None:
    connection.execute(
        insert(elections).values(
            **key_of(setting),
            id=event.subject,
            year=event.year,
            number=event.number,
            office=event.office,
            state=NOMINATIONS,
            ballot=event.ballot,
            at_meeting=event.at_meeting,
            opened_by=event.person,
            opened_at=now,
            nominations_close_at=event.nominations_close_at,
            ballot_closes_at=event.ballot_closes_at,
            round=0,
            candidates=[],
            tied_before=False,
            terms_version=event.terms_version,
            terms_digest=event.terms_digest,
            outcome="",
        )
    )
    _to_be_shown(connection, setting, event.subject, BEFORE_THE_FIRST)


def _to_be_shown(connection: Connection, setting: Setting, election: str, number: int, **values: Any) -> None:
    """The row of a ballot that is open, or of nominations, by which their message is kept as they stand."""
    row = {"election": election, "round": number, "is_open": True, "revision": 1, "shown": 0}
    connection.execute(
        insert(election_rounds).values(**key_of(setting), id=f"{election}:{number}", **row, **values)
    )


def _nominated(connection: Connection, setting: Setting, event: Nominated, now: datetime) -> None:
    row = {
        **key_of(setting),
        "election": event.subject,
        "person": event.nominee,
        "organisation": event.organisation,
        "nominated_by": event.person,
        "state": "accepted" if event.accepted else "asked",
        "lot": False,
    }
    put = inserting(connection, nominations)
    connection.execute(
        put.on_conflict_do_update(
            index_elements=["workspace", "partnership", "election", "person"],
            set_={name: put.excluded[name] for name in ("organisation", "nominated_by", "state")},
        ),
        row,
    )


def _answered(connection: Connection, setting: Setting, event: NominationAnswered, now: datetime) -> None:
    key = {**key_of(setting), "election": event.subject, "person": event.person}
    connection.execute(where(update(nominations), nominations, key).values(state=event.state))
    show_anew(connection, setting, event.subject)


def _extended(connection: Connection, setting: Setting, event: NominationsExtended, now: datetime) -> None:
    _forget_round(connection, setting, event.subject)
    _change(
        connection,
        setting,
        event.subject,
        state=NOMINATIONS,
        nominations_close_at=event.nominations_close_at,
        ballot_opened_at=None,
        ballot_closes_at=event.ballot_closes_at,
        candidates=[],
        meeting=None,
    )
    key = {**key_of(setting), "id": f"{event.subject}:{BEFORE_THE_FIRST}"}
    again = {"is_open": True, "revision": election_rounds.c.revision + 1}
    connection.execute(where(update(election_rounds), election_rounds, key).values(**again))


def _closed(connection: Connection, setting: Setting, event: NominationsClosed, now: datetime) -> None:
    _change(connection, setting, event.subject, state=READY, candidates=list(event.candidates))


def _begun(connection: Connection, setting: Setting, event: BallotBegun, now: datetime) -> None:
    _forget_round(connection, setting, event.subject)
    key = {**key_of(setting), "election": event.subject}
    connection.execute(where(update(nominations), nominations, key).values(lot=False))
    show_anew(connection, setting, event.subject, is_open=False)
    settled = list(event.entitled) or None
    _to_be_shown(connection, setting, event.subject, event.round, meeting=event.meeting, entitled=settled)
    _change(
        connection,
        setting,
        event.subject,
        state=BALLOT,
        round=event.round,
        candidates=list(event.candidates),
        ballot_opened_at=now,
        ballot_closes_at=event.closes_at,
        meeting=event.meeting,
        tied_before=event.after_tie,
    )


def _void(connection: Connection, setting: Setting, event: BallotVoid, now: datetime) -> None:
    _forget_round(connection, setting, event.subject)
    after_tie = or_(elections.c.tied_before, elections.c.state == TIED)
    _change(connection, setting, event.subject, state=READY, meeting=None, tied_before=after_tie)


def _forget_round(connection: Connection, setting: Setting, election: str) -> None:
    """A box that was not opened into the register goes unread: what was in it is void."""
    number = connection.execute(
        where(select(elections.c.round), elections, {**key_of(setting), "id": election})
    ).scalar()
    if number is not None:
        ballot_box.take_away(connection, setting, f"{election}:{number}")


def _ballot_cast(connection: Connection, setting: Setting, event: ElectionBallotCast, now: datetime) -> None:
    put = inserting(connection, election_ballots)
    connection.execute(
        put.on_conflict_do_update(
            index_elements=["workspace", "partnership", "election", "round", "organisation"],
            set_={name: put.excluded[name] for name in ("person", "choice")},
        ),
        {
            **key_of(setting),
            "election": event.subject,
            "round": event.round,
            "organisation": event.organisation,
            "person": event.person,
            "choice": event.choice,
        },
    )
    show_anew(connection, setting, event.subject)


def _vote_cast(connection: Connection, setting: Setting, event: ElectionVoteCast, now: datetime) -> None:
    ballot_box.mark_voted(connection, setting, f"{event.subject}:{event.round}", event.organisation)
    show_anew(connection, setting, event.subject)


def _tied(connection: Connection, setting: Setting, event: ElectionTied, now: datetime) -> None:
    _change(
        connection,
        setting,
        event.subject,
        state=TIED,
        candidates=list(event.tied),
        outcome="tied",
    )


def _consent(connection: Connection, setting: Setting, event: LotConsented, now: datetime) -> None:
    key = {**key_of(setting), "election": event.subject, "person": event.person}
    connection.execute(where(update(nominations), nominations, key).values(lot=True))


def _decided(connection: Connection, setting: Setting, event: ElectionDecided, now: datetime) -> None:
    """The office changes hands in the register: whoever was elected holds it from its day, and whoever held it until the day
    before."""
    _forget_round(connection, setting, event.subject)
    _change(
        connection,
        setting,
        event.subject,
        state=DECIDED,
        outcome=f"{event.name} was elected",
        elected=event.elected,
        decided_at=event.decided_at,
        meeting=event.meeting,
    )
    body = _end_terms(connection, setting, event.office, event.from_on)
    connection.execute(
        insert(roles).values(
            **key_of(setting),
            id=derived_id("role", event.subject),
            role=event.office,
            person=event.elected,
            organisation=event.organisation or None,
            body=body,
            from_on=event.from_on,
            to_on=event.to_on,
        )
    )


def _cancelled(connection: Connection, setting: Setting, event: ElectionCancelled, now: datetime) -> None:
    """Nominations and votes stay as they are; a box of secret votes stays sealed."""
    _change(
        connection,
        setting,
        event.subject,
        state=CANCELLED,
        outcome=event.words,
        decided_at=event.cancelled_at,
    )


def _candidate_lost(connection: Connection, setting: Setting, event: CandidateLost, now: datetime) -> None:
    """What the count says of it stands in the register of events alone."""


def _end_terms(connection: Connection, setting: Setting, office: str, begins: date) -> str:
    """End the terms that run when another begins; the body they were held in."""
    rows = connection.execute(where(select(roles), roles, key_of(setting)).where(roles.c.person.is_not(None)))
    held = [row for row in rows if same(row.role, office)]
    for row in held:
        if (row.to_on is None or row.to_on >= begins) and (row.from_on is None or row.from_on < begins):
            connection.execute(
                where(update(roles), roles, {**key_of(setting), "id": row.id}).values(
                    to_on=begins - timedelta(days=1)
                )
            )
    return str(held[0].body) if held else ""


WRITERS: Mapping[type[Event], Writer] = {
    ElectionOpened: _opened,
    Nominated: _nominated,
    NominationAnswered: _answered,
    NominationsExtended: _extended,
    NominationsClosed: _closed,
    BallotBegun: _begun,
    BallotVoid: _void,
    ElectionBallotCast: _ballot_cast,
    ElectionVoteCast: _vote_cast,
    ElectionTied: _tied,
    LotConsented: _consent,
    ElectionDecided: _decided,
    ElectionCancelled: _cancelled,
    CandidateLost: _candidate_lost,
}

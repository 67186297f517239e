"""Elections as rows: what each is decided on, and what its events write."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.rules.lot import seal
from bot.rules.register import CHAIR, Register
from bot.store.agenda.standing_items import other_days
from bot.store.elections.election_tables import election_ballots, election_rounds, elections, nominations
from bot.store.interests.interests import bearing_on
from bot.store.meetings import meetings as meeting_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.partnerships import setting_under, today_in
from bot.store.partnership.people import standing
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.room.declarations import excused_at
from bot.store.rows import AnyRow
from bot.store.tables import events, partnerships, people
from bot.store.votes import ballot_box
from bot.store.votes.lots import secret_made
from bot.store.votes.motions import register_on
from bot.store.writing import key_of, where
from bot.workflows.decisions import Refused, Setting
from bot.workflows.elections.balloting import BallotEnds, CastElectionVote
from bot.workflows.elections.calling_off import CancelElection
from bot.workflows.elections.election_events import ElectionTied
from bot.workflows.elections.elections import BALLOT, OVER, READY, TIED, Election, ElectionFacts, Nomination
from bot.workflows.elections.nominating import CloseNominations, Nominate, OpenElection
from bot.workflows.elections.settling import ConsentToLot
from bot.workflows.interests.interests import Interest
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.votes.entitled import is_settled_at_opening

NO_SUCH_ELECTION = Refused("I do not know that election.", next="`/election` shows which there are.")


def for_opening(connection: Connection, command: OpenElection, now: datetime) -> ElectionFacts | Refused:
    """What is known when nominations are opened."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    row = _row(connection, command.workspace, command.election, lock=False)
    election = as_election(connection, setting, row) if row is not None else None
    facts = facts_of(connection, setting, election, now)
    under_way = next(
        (each.reference for each in under_way_in(connection, setting) if each.office == command.office), ""
    )
    return replace(
        facts,
        standing=standing(connection, setting, command.team, command.user, facts.today),
        next_number=_next_number(connection, setting, facts.today.year),
        open_already=under_way,
        can_seal=ballot_box.can_seal(connection),
    )


def for_election(connection: Connection, command: Any, now: datetime) -> ElectionFacts | Refused:
    """What is known of an election under its lock, when somebody or the clock asks something of it."""
    clock = isinstance(command, CloseNominations | BallotEnds)
    row = _row(connection, command.workspace, command.subject if clock else command.election, lock=True)
    if row is None:
        return NO_SUCH_ELECTION
    setting = _setting(connection, row)
    election = as_election(connection, setting, row)
    facts = facts_of(connection, setting, election, now)
    who = None if clock else standing(connection, setting, command.team, command.user, facts.today)
    box = (
        ballot_box.opened(connection, setting, election.contest)
        if election.is_secret and election.state == BALLOT
        else None
    )
    tie = _tie(connection, setting, election)
    return replace(
        facts,
        standing=who,
        box=box,
        receipts=frozenset(receipt for receipt, _ in box or ()),
        next_seal=_next_seal(connection, setting, election, command),
        tie=tie,
        lot=f"{secret_made(connection, setting, election.contest)}|{tie.get('cast', '')}" if tie else "",
    )


def _next_seal(connection: Connection, setting: Setting, election: Election, command: object) -> str:
    """The seal of the lot for the ballot that may begin now; a vote or a nomination begins none."""
    if isinstance(command, CastElectionVote | Nominate | ConsentToLot | CancelElection):
        return ""
    return seal(secret_made(connection, setting, f"{election.id}:{election.round + 1}"))


def _tie(connection: Connection, setting: Setting, election: Election) -> Mapping[str, Any]:
    """The count as it was frozen when the election tied; nothing where it is not tied."""
    if election.state != TIED:
        return {}
    key = {**key_of(setting), "subject": election.id, "type": ElectionTied.__name__}
    asked = where(select(events.c.data), events, key).order_by(events.c.seq.desc()).limit(1)
    return dict(connection.execute(asked).scalar() or {})


def facts_of(
    connection: Connection, setting: Setting, election: Election | None, now: datetime
) -> ElectionFacts:
    """An election as it stands, without whoever asks and without its box."""
    today = today_in(setting.time_zone, now)
    register = register_on(connection, setting, today)
    mine = (connection, setting.workspace, setting.partnership)
    meeting = _meeting(connection, setting, election)
    at_meeting = election is not None and election.at_meeting and meeting is not None
    voted: frozenset[str] = frozenset()
    if election is not None and election.is_secret:
        voted = ballot_box.who_voted(connection, setting, election.contest)
    row = _row(connection, setting.workspace, election.id, lock=False) if election is not None else None
    return ElectionFacts(
        setting=setting,
        standing=None,
        election=election,
        whole=register_rows.load(*mine),
        register=register,
        today=today,
        meeting=meeting,
        roll=meeting_rows.roll_of(*mine, meeting.id) if at_meeting and meeting is not None else None,
        ballots=_ballots(connection, setting, election),
        voted=voted,
        interests=_interests(connection, setting, election, meeting),
        voters=_voters(connection, setting, election, today),
        other_days=_other_days(connection, setting, election, meeting),
        users=_users(connection, setting),
        excused=excused_at(connection, setting, meeting.id, register) if meeting is not None else frozenset(),
        consented=_consented(connection, setting, election),
        tied_before=row.tied_before if row is not None else False,
        ballot_opened_at=row.ballot_opened_at if row is not None else None,
    )


def _meeting(connection: Connection, setting: Setting, election: Election | None) -> MeetingState | None:
    """The meeting at which the ballot is held, or is to be; a tie outlives its meeting, and is settled at a later one."""
    mine = (connection, setting.workspace, setting.partnership)
    held = None
    if election is not None and election.meeting is not None:
        held = meeting_rows.by_id(*mine, election.meeting)
    if held is not None and (held.state == IN_SESSION or election is None or election.state != TIED):
        return held
    meeting = meeting_rows.in_session(*mine)
    return meeting if meeting is not None and not meeting.group else held  # not another group's


def under_way_in(connection: Connection, setting: Setting, most: int = 5) -> tuple[Election, ...]:
    """The elections without a result, the earliest first."""
    return _several(
        connection, setting, elections.c.state.not_in(OVER), elections.c.year, elections.c.number, most
    )


def over_in(connection: Connection, setting: Setting, most: int = 3) -> tuple[Election, ...]:
    """The elections decided or cancelled last, the latest first."""
    latest = elections.c.decided_at.desc()
    return _several(connection, setting, elections.c.state.in_(OVER), latest, elections.c.number, most)


def by_id(connection: Connection, workspace: str, election: str) -> tuple[Setting, Election] | None:
    """An election and its partnership, under the terms it was opened under."""
    row = _row(connection, workspace, election, lock=False)
    if row is None:
        return None
    setting = _setting(connection, row)
    return setting, as_election(connection, setting, row)


def locked(connection: Connection, setting: Setting, election: str) -> Election | None:
    """An election of this partnership, under its lock."""
    row = _row(connection, setting.workspace, election, lock=True)
    mine = row is not None and row.partnership == setting.partnership
    return as_election(connection, setting, row) if row is not None and mine else None


def voters_of(connection: Connection, setting: Setting, election: Election) -> frozenset[str]:
    """The organisations that have voted in the ballot that is open, or was last."""
    if election.is_secret:
        return ballot_box.who_voted(connection, setting, election.contest)
    return frozenset(_ballots(connection, setting, election))


def as_election(connection: Connection, setting: Setting, row: AnyRow) -> Election:
    """A row of elections, with its nominations."""
    said = connection.execute(
        where(select(nominations), nominations, {**key_of(setting), "election": row.id}).order_by(
            nominations.c.person
        )
    )
    return Election(
        id=row.id,
        year=row.year,
        number=row.number,
        office=row.office,
        state=row.state,
        ballot=row.ballot,
        at_meeting=row.at_meeting,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        nominations_close_at=row.nominations_close_at,
        ballot_closes_at=row.ballot_closes_at,
        meeting=row.meeting,
        round=row.round,
        candidates=tuple(row.candidates),
        nominations=tuple(
            Nomination(each.person, each.organisation, each.nominated_by, each.state) for each in said
        ),
        outcome=row.outcome,
    )


def _several(
    connection: Connection, setting: Setting, which: Any, *order_and_most: Any
) -> tuple[Election, ...]:
    *order, most = order_and_most
    rows = connection.execute(
        where(select(elections), elections, key_of(setting)).where(which).order_by(*order).limit(most)
    ).all()
    return tuple(as_election(connection, setting, row) for row in rows)


def _row(connection: Connection, workspace: str, election: str, *, lock: bool) -> AnyRow | None:
    asked = (
        select(
            elections,
            partnerships.c.name,
            partnerships.c.short_name,
            partnerships.c.channel,
            partnerships.c.time_zone,
        )
        .join(
            partnerships,
            (partnerships.c.workspace == elections.c.workspace)
            & (partnerships.c.partnership == elections.c.partnership),
        )
        .where(elections.c.workspace == workspace, elections.c.id == election)
    )
    return connection.execute(asked.with_for_update(of=elections) if lock else asked).one_or_none()


def _setting(connection: Connection, row: AnyRow) -> Setting:
    return setting_under(connection, row, row.terms_version, row.terms_digest)


def _ballots(connection: Connection, setting: Setting, election: Election | None) -> Mapping[str, str]:
    if election is None:
        return {}
    rows = connection.execute(
        where(
            select(election_ballots.c.organisation, election_ballots.c.choice),
            election_ballots,
            {**key_of(setting), "election": election.id, "round": election.round},
        )
    )
    return {row.organisation: row.choice for row in rows}


def _interests(
    connection: Connection, setting: Setting, election: Election | None, meeting: MeetingState | None
) -> Mapping[str, tuple[Interest, ...]]:
    """What has been declared on an election, and on the meeting at which it is held (K31)."""
    if election is None:
        return {}
    at = meeting.id if election.at_meeting and meeting is not None else None
    return bearing_on(connection, setting.workspace, setting.partnership, (election.id, at))


def _voters(
    connection: Connection, setting: Setting, election: Election | None, today: date
) -> Register | None:
    """Who has a vote in the ballot that is open or tied, where the terms settled that when it opened."""
    if election is None or not is_settled_at_opening(setting.terms):
        return None
    key = {**key_of(setting), "id": election.contest}
    settled = connection.execute(where(select(election_rounds.c.entitled), election_rounds, key)).scalar()
    return register_on(connection, setting, today, frozenset(settled)) if settled else None


def _other_days(
    connection: Connection, setting: Setting, election: Election | None, meeting: MeetingState | None
) -> tuple[date, ...]:
    """The days of other meetings, where the ballot for the chair may be opened at this one (V30)."""
    if election is None or meeting is None or (election.office, election.state) != (CHAIR, READY):
        return ()
    return tuple(day for day, _ in other_days(connection, setting, meeting))


def _consented(connection: Connection, setting: Setting, election: Election | None) -> frozenset[str]:
    if election is None:
        return frozenset()
    rows = connection.execute(
        where(
            select(nominations.c.person),
            nominations,
            {**key_of(setting), "election": election.id, "lot": True},
        )
    )
    return frozenset(rows.scalars())


def _users(connection: Connection, setting: Setting) -> Mapping[str, str]:
    rows = connection.execute(
        where(select(people.c.id, people.c.slack_user), people, key_of(setting)).where(
            people.c.slack_user.is_not(None), people.c.deactivated.is_(False)
        )
    )
    return {row.id: row.slack_user for row in rows}


def _next_number(connection: Connection, setting: Setting, year: int) -> int:
    highest = where(select(func.max(elections.c.number)), elections, {**key_of(setting), "year": year})
    return int(connection.execute(highest).scalar_one() or 0) + 1

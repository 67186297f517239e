"""The facts of one vote, in one read: the motion locked, the voter's seats, their places on the roll, their votes and interests.

A vote is the busiest thing there is, so what other decisions read table by table is read here at once; see bench/interactions.py.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, or_, select

from bot.rules.register import covers, main_group
from bot.store.interests.interests import as_interest, meeting_of
from bot.store.meetings import meetings as meeting_rows
from bot.store.partnership.partnerships import today_in
from bot.store.partnership.people import name_of, roles_on, seats_of, secretariat_names
from bot.store.rows import AnyRow
from bot.store.tables import (
    appointments,
    ballots,
    interests,
    meetings,
    motions,
    organisations,
    partnerships,
    people,
    roll,
)
from bot.store.tenders.tender_tables import item_tenders
from bot.store.votes import ballot_box
from bot.store.votes.consensus import taken_on
from bot.store.votes.motions import (
    NO_SUCH_MOTION,
    as_motion,
    ballot_number,
    elected_chair,
    register_on,
    setting_of,
    settled_at_opening,
)
from bot.workflows.decisions import Refused, Setting
from bot.workflows.questions import ObjectForm, ObjectFormFacts
from bot.workflows.standing import Standing, Stranger
from bot.workflows.votes.motions import chairing
from bot.workflows.votes.recorded_votes import ConfirmVote, RecordVote
from bot.workflows.votes.secret_votes import (
    BallotForm,
    BallotFormFacts,
    CastSecretVote,
    SecretVoteFacts,
    form_facts,
)
from bot.workflows.votes.standpoints import PositionFacts, TakePosition
from bot.workflows.votes.standpoints import form_facts as position_form
from bot.workflows.votes.votes import CastVote, Position, VoteFacts

Asked = CastVote | CastSecretVote | TakePosition | BallotForm | ObjectForm | RecordVote | ConfirmVote
_SAME = ("workspace", "partnership")
_IS_OF_ITS_TENDER = exists().where(  # the item that a motion is about names a tender (C33)
    *(item_tenders.c[each] == motions.c[each] for each in _SAME),
    item_tenders.c.item == motions.c.about,
    item_tenders.c.tender == interests.c.subject,
)

# Who waits for a motion's lock on PostgreSQL is given the motion as it is now, but everything joined to it as it was when the
# waiting began. This second look at the motion is as old as the rest, so its revision tells whether the rest is out of date.
_BEFORE_WAITING = motions.alias("before_waiting")


def _everything(*whose: ColumnElement[bool]) -> Select[Any]:
    """A motion, and whatever bears on the vote of one person, a row for each of their seats and interests."""
    return (
        select(
            motions,
            partnerships.c.name,
            partnerships.c.short_name,
            partnerships.c.channel.label("home_channel"),
            partnerships.c.time_zone,
            meetings.c.state.label("meeting_state"),
            people.c.id.label("person"),
            people.c.name.label("person_name"),
            people.c.deactivated,
            appointments.c.capacity,
            appointments.c.body,
            appointments.c.from_on,
            appointments.c.to_on,
            organisations.c.id.label("organisation"),
            organisations.c.name.label("organisation_name"),
            organisations.c.voting,
            organisations.c.standing,
            organisations.c.sector,
            organisations.c.joined_on,
            organisations.c.left_on,
            roll.c.meeting.label("on_roll"),
            roll.c.substitute,
            ballots.c.choice,
            ballots.c.person.label("cast_by"),
            ballots.c.recorded_by,
            ballots.c.cast_at,
            ballots.c.confirmed_at,
            interests.c.id.label("interest"),
            interests.c.subject_kind,
            interests.c.subject,
            interests.c.subject_title,
            interests.c.person.label("declared_by"),
            interests.c.nil,
            interests.c.ruling,
            interests.c.declaration,
            interests.c.reopened,
            _BEFORE_WAITING.c.revision.label("revision_before"),
        )
        .select_from(
            motions.join(partnerships, and_(*(partnerships.c[each] == motions.c[each] for each in _SAME)))
            .join(
                _BEFORE_WAITING,
                and_(
                    *(_BEFORE_WAITING.c[each] == motions.c[each] for each in _SAME),
                    _BEFORE_WAITING.c.id == motions.c.id,
                ),
            )
            .outerjoin(
                meetings,
                and_(
                    *(meetings.c[each] == motions.c[each] for each in _SAME),
                    meetings.c.id == motions.c.meeting,
                ),
            )
            .outerjoin(
                people,
                and_(
                    *(people.c[each] == motions.c[each] for each in _SAME),
                    *whose,
                ),
            )
            .outerjoin(
                appointments,
                and_(
                    *(appointments.c[each] == people.c[each] for each in _SAME),
                    appointments.c.person == people.c.id,
                ),
            )
            .outerjoin(
                organisations,
                and_(
                    *(organisations.c[each] == appointments.c[each] for each in _SAME),
                    organisations.c.id == appointments.c.organisation,
                ),
            )
            .outerjoin(
                roll,
                and_(
                    *(roll.c[each] == motions.c[each] for each in _SAME),
                    roll.c.meeting == motions.c.meeting,
                    roll.c.organisation == organisations.c.id,
                ),
            )
            .outerjoin(
                ballots,
                and_(
                    *(ballots.c[each] == motions.c[each] for each in _SAME),
                    ballots.c.motion == motions.c.id,
                    ballots.c.organisation == organisations.c.id,
                ),
            )
            .outerjoin(
                interests,
                and_(
                    *(interests.c[each] == motions.c[each] for each in _SAME),
                    interests.c.organisation == organisations.c.id,
                    or_(
                        interests.c.subject == motions.c.id,
                        interests.c.subject == motions.c.meeting,
                        interests.c.subject == motions.c.about,
                        interests.c.subject == motions.c.ratifies,
                        interests.c.subject
                        == meeting_of(motions.c.workspace, motions.c.partnership, motions.c.ratifies),
                        _IS_OF_ITS_TENDER,
                    ),
                ),
            )
        )
        .where(motions.c.workspace == bindparam("workspace"), motions.c.id == bindparam("motion"))
    )


_ALL = _everything(people.c.slack_team == bindparam("team"), people.c.slack_user == bindparam("user"))
_LOCKED = _ALL.with_for_update(of=motions)
_OF_PERSON_LOCKED = _everything(people.c.id == bindparam("person")).with_for_update(of=motions)


def facts_for_vote(
    connection: Connection, command: CastVote | CastSecretVote | TakePosition | ConfirmVote, now: datetime
) -> VoteFacts | Refused:
    """Everything one vote is decided on, under the motion's lock."""
    rows = _read_locked(connection, command, _LOCKED)
    return _facts(connection, command, rows, now) if rows else NO_SUCH_MOTION


def facts_for_vote_of(connection: Connection, command: RecordVote, now: datetime) -> VoteFacts | Refused:
    """The same for the vote of somebody who rang up, as if they cast it themselves."""
    rows = _read_locked(connection, command, _OF_PERSON_LOCKED)
    return _facts(connection, command, rows, now) if rows else NO_SUCH_MOTION


def facts_for_secret_vote(
    connection: Connection, command: CastSecretVote, now: datetime
) -> SecretVoteFacts | Refused:
    """The same for a secret vote, with who has voted and which receipts are in the box."""
    vote = facts_for_vote(connection, command, now)
    if isinstance(vote, Refused):
        return vote
    box = ballot_box.opened(connection, vote.setting, command.motion) if vote.motion.is_secret else ()
    voted = ballot_box.who_voted(connection, vote.setting, command.motion)
    receipts = frozenset(receipt for receipt, _ in box)
    return SecretVoteFacts(vote, voted, receipts, ballot_number(connection, vote.setting, command.motion))


def ballot_form(connection: Connection, question: BallotForm, now: datetime) -> BallotFormFacts | None:
    """Whether somebody may vote in secret on a motion, and for whom; None where there is no such motion."""
    rows = _read(connection, question, _ALL)
    if not rows:
        return None
    facts = _facts(connection, question, rows, now)
    voted = ballot_box.who_voted(connection, facts.setting, question.motion)
    return form_facts(facts, voted, ballot_number(connection, facts.setting, question.motion), now)


def object_form(connection: Connection, question: ObjectForm, now: datetime) -> ObjectFormFacts:
    """Whether somebody may object to a motion, and for whom."""
    rows = _read(connection, question, _ALL)
    if not rows:
        raise LookupError("no such motion")
    return position_form(_facts(connection, question, rows, now))


def _facts(connection: Connection, command: Asked, rows: Sequence[AnyRow], now: datetime) -> VoteFacts:
    first = rows[0]
    setting = setting_of(connection, first)
    on = today_in(first.time_zone, now)
    settled = settled_at_opening(connection, first, setting.terms)
    seated = _seated(rows, main_group(setting.terms), on, settled)
    return VoteFacts(
        setting=setting,
        standing=_voter(connection, command, setting, first, seated, on),
        motion=as_motion(first),
        meeting_open=first.meeting_state == "in session",
        positions=_positions(connection, setting, seated),
        in_chair=_chair_without_a_vote(connection, setting, first, on),
        settled=settled,
    )


def facts_for_position(
    connection: Connection, command: TakePosition, now: datetime
) -> PositionFacts | Refused:
    """What is known when a position arrives in a consensus round, under the motion's lock: as for a vote, and what was said."""
    known = facts_for_vote(connection, command, now)
    if isinstance(known, Refused):
        return known
    setting = known.setting
    return PositionFacts(known, taken_on(connection, setting.workspace, setting.partnership, known.motion.id))


def _chair_without_a_vote(connection: Connection, setting: Setting, row: AnyRow, on: date) -> str | None:
    rule = setting.terms.chair_votes
    if rule is None or rule.value is not False:
        return None
    meeting = meeting_rows.by_id(connection, setting.workspace, setting.partnership, row.meeting)
    return chairing(meeting, elected_chair(register_on(connection, setting, on)), as_motion(row))


def _read_locked(connection: Connection, command: Asked, statement: Any) -> Sequence[AnyRow]:
    rows = _read(connection, command, statement)
    if rows and rows[0].revision != rows[0].revision_before:
        # The lock is ours now, and nothing that bears on the vote can change.
        rows = _read(connection, command, statement)
    return rows


def _read(connection: Connection, command: Asked, statement: Any) -> Sequence[AnyRow]:
    asked = {"workspace": command.workspace, "motion": command.motion}
    who = (
        {"person": command.person}
        if isinstance(command, RecordVote)
        else {"team": command.team, "user": command.user}
    )
    return connection.execute(statement, asked | who).all()


def _seated(rows: Sequence[AnyRow], body: str, on: date, settled: frozenset[str] | None) -> list[AnyRow]:
    """The rows of appointments to the body that decides, running today, for organisations that belong or were settled to vote."""
    return [
        row
        for row in rows
        if row.organisation is not None
        and row.body in (body, "")
        and covers(row.from_on, row.to_on, on)
        and (covers(row.joined_on, row.left_on, on) or row.organisation in (settled or ()))
    ]


def _voter(
    connection: Connection,
    command: Asked,
    setting: Setting,
    first: AnyRow,
    seated: Sequence[AnyRow],
    on: date,
) -> Standing | Stranger:
    if first.person is None:
        return Stranger(command.user, secretariat_names(connection, setting, on))
    return Standing(
        person=first.person,
        name=first.person_name,
        user=command.user,
        seats=seats_of(seated, setting.terms, _offices(connection, setting, on)),
        deactivated=first.deactivated,
    )


def _offices(connection: Connection, setting: Setting, on: date) -> Sequence[AnyRow]:
    """Who holds what, read only where the terms take the vote of whoever does: most votes need no second look."""
    rule = setting.terms.no_vote
    return roles_on(connection, setting, on) if rule is not None and rule.value else ()


def _positions(connection: Connection, setting: Setting, seated: Sequence[AnyRow]) -> dict[str, Position]:
    positions: dict[str, Position] = {}
    for row in seated:
        mine = [
            each for each in seated if each.organisation == row.organisation and each.interest is not None
        ]
        held = {each.interest: as_interest(each, each.interest, each.declared_by) for each in mine}
        positions[row.organisation] = Position(
            interests=tuple(held.values()),
            present=row.on_roll is not None,
            substitute=row.substitute,
            choice=row.choice,
            cast_by=row.cast_by,
            recorded_by=row.recorded_by,
            cast_at=row.cast_at,
            confirmed=row.confirmed_at is not None,
            who_may=name_of(connection, setting, row.substitute) if row.substitute else (),
        )
    return positions

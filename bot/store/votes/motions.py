"""Motions and the facts that votes and results are decided on."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from bot.rules.eligibility import with_votes
from bot.rules.register import SECRETARIAT, Organisation, Register, main_group
from bot.rules.tally import tie_rule
from bot.rules.terms import Terms
from bot.rules.values import Tie
from bot.store.entries import ratifying
from bot.store.interests import interests as interest_rows
from bot.store.kinds.particulars import named_by
from bot.store.meetings import meetings as meeting_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.partnerships import setting_under, today_in
from bot.store.partnership.people import standing
from bot.store.room.attendance import stays_at
from bot.store.room.declarations import excused_at
from bot.store.rows import AnyRow
from bot.store.tables import ballots, meetings, motions, partnerships
from bot.store.votes import ballot_box
from bot.store.votes import consensus as consensus_rows
from bot.store.votes.absence_tables import entitlements
from bot.store.votes.consensus_tables import earlier_ballots
from bot.store.votes.lots import secret_of
from bot.workflows.decisions import Refused, Setting
from bot.workflows.interests.interests import withdraws
from bot.workflows.standing import Standing, Stranger
from bot.workflows.votes.chairing import ChairFacts, ChooseActingChair, Unruled
from bot.workflows.votes.counting import EarlierBallot
from bot.workflows.votes.entitled import is_settled_at_opening
from bot.workflows.votes.motions import UNDECIDED, Motion, between_meetings, value_of
from bot.workflows.votes.motions import elected_chair as elected_chair
from bot.workflows.votes.results import ClosingFacts, Result

NO_SUCH_MOTION = Refused("I do not know that motion.", next="It may belong to another workspace.")

_MOTION = (
    select(
        motions,
        partnerships.c.name,
        partnerships.c.short_name,
        partnerships.c.channel.label("home_channel"),
        partnerships.c.time_zone,
        meetings.c.state.label("meeting_state"),
    )
    .join(
        partnerships,
        and_(
            partnerships.c.workspace == motions.c.workspace,
            partnerships.c.partnership == motions.c.partnership,
        ),
    )
    .outerjoin(
        meetings,
        and_(
            meetings.c.workspace == motions.c.workspace,
            meetings.c.partnership == motions.c.partnership,
            meetings.c.id == motions.c.meeting,
        ),
    )
    .where(motions.c.workspace == bindparam("workspace"), motions.c.id == bindparam("motion"))
)
_MOTION_LOCKED = _MOTION.with_for_update(of=motions)


def row_of(connection: Connection, workspace: str, motion: str, *, lock: bool) -> AnyRow | None:
    """The row of a motion with its partnership and meeting, locked for whoever decides on it."""
    statement = _MOTION_LOCKED if lock else _MOTION
    return connection.execute(statement, {"workspace": workspace, "motion": motion}).one_or_none()


def setting_of(connection: Connection, row: AnyRow) -> Setting:
    """The partnership of a motion, under the terms frozen when it was put."""
    setting = setting_under(connection, row, row.terms_version, row.terms_digest)
    terms = setting.terms if row.meeting or row.indicative else between_meetings(setting.terms)
    return replace(setting, channel=row.home_channel, terms=terms)


def as_motion(row: AnyRow) -> Motion:
    """A row of motions as a record."""
    return Motion(
        id=row.id,
        number=row.number,
        year=row.year,
        text=row.text,
        kind=row.kind,
        meeting=row.meeting,
        about=row.about,
        indicative=row.indicative,
        show_votes=row.show_votes,
        put_by=row.put_by,
        put_at=row.put_at,
        closes_at=row.closes_at,
        chaired_by=row.chaired_by,
        state=row.state,
        outcome=row.outcome,
        closed_at=row.closed_at,
        ratifies=row.ratifies,
        amended=row.amended,
        ballot=row.ballot,
    )


def facts_for_closing(connection: Connection, command: Any, now: datetime) -> ClosingFacts | Refused:
    """Everything a result rests on, read under the motion's lock. `command` names a motion; the clock's names no user."""
    row = row_of(connection, command.workspace, command.motion, lock=True)
    if row is None:
        return NO_SUCH_MOTION
    setting = setting_of(connection, row)
    user = getattr(command, "user", None)
    today = today_in(row.time_zone, now)
    who = standing(connection, setting, command.team, user, today) if user is not None else None
    # A result declared late, after an outage, is still the result of the day on which the voting ended.
    ended = min(now, row.closes_at) if row.state == "open" and row.closes_at else now
    facts = closing_facts(connection, row, setting, who, today_in(row.time_zone, ended))
    if row.state != "open":
        return facts
    facts = replace(facts, lot_secret=secret_of(connection, setting, row.id))
    if not facts.motion.is_secret:
        return facts
    return replace(facts, box=ballot_box.opened(connection, setting, row.id))


def closing_facts(
    connection: Connection, row: AnyRow, setting: Setting, who: Standing | Stranger | None, on: date
) -> ClosingFacts:
    """The facts of a result, for a motion's row already read."""
    workspace, partnership = row.workspace, row.partnership
    register = register_on(connection, setting, on, settled_at_opening(connection, row, setting.terms))
    users = {each.slug: each.slack_user for each in register.people if each.slack_user}
    return ClosingFacts(
        setting=setting,
        standing=who,
        motion=as_motion(row),
        meeting=meeting_rows.by_id(connection, workspace, partnership, row.meeting),
        elected_chair=elected_chair(register),
        register=register,
        roll=meeting_rows.roll_of(connection, workspace, partnership, row.meeting) if row.meeting else None,
        interests=interest_rows.bearing_on(
            connection, workspace, partnership, (row.id, row.meeting, row.about, row.ratifies)
        ),
        ballots=ballots_of(connection, workspace, partnership, row.id),
        users=users,
        secretariat=secretariat_users(register),
        frozen=result_of(row),
        original=ratifying.by_motion(connection, setting, row.ratifies),
        excused=excused_at(connection, setting, row.meeting, register),
        voted_secretly=ballot_box.who_voted(connection, setting, row.id)
        if row.ballot == "secret"
        else frozenset(),
        named=named_by(connection, setting, row, on),
        earlier=earlier_ballots_of(connection, setting, row.id)
        if value_of(tie_rule(setting.terms, row.kind)) is Tie.ANOTHER_BALLOT
        else (),
        positions=consensus_rows.taken_on(connection, workspace, partnership, row.id)
        if value_of(setting.terms.consensus_first)
        else {},
    )


def with_the_room(connection: Connection, closing: ClosingFacts) -> ClosingFacts:
    """The same facts with who has been in the room, where the motion was put at a meeting."""
    setting, meeting = closing.setting, closing.motion.meeting
    if meeting is None:
        return closing
    return replace(closing, stays=stays_at(connection, setting.workspace, setting.partnership, meeting))


def facts_for_acting_chair(
    connection: Connection, command: ChooseActingChair, now: datetime
) -> ChairFacts | Refused:
    """What is known when an acting chair is chosen for a motion, with the interests that still wait for a ruling."""
    closing = facts_for_closing(connection, command, now)
    if isinstance(closing, Refused):
        return closing
    closing = with_the_room(connection, closing)
    setting = closing.setting
    waiting = [
        each
        for held in closing.interests.values()
        for each in held
        if each.ruling is None and withdraws(each, setting.terms)
    ]
    said = interest_rows.natures(
        connection, setting.workspace, setting.partnership, [each.id for each in waiting]
    )
    unruled = tuple(
        Unruled(
            each.id,
            each.declaration,
            closing.register.person(each.person).name
            if _known(closing.register, each.person)
            else each.person,
            closing.register.organisation(each.organisation).name,
            said.get(each.id, ""),
        )
        for each in waiting
    )
    return ChairFacts(closing, unruled)


def register_on(
    connection: Connection, setting: Setting, on: date, settled: frozenset[str] | None = None
) -> Register:
    """The register as it is on a day for the body that decides: who belongs and votes, who speaks for whom, who holds what.

    Appointments and offices of the partnership's other groups are not in it, and an organisation that the terms give no vote is
    not marked as voting. Those `settled` have a vote whatever became of them, and nobody else has.
    """
    whole = register_rows.load(connection, setting.workspace, setting.partnership)
    group = main_group(setting.terms)
    members = whole.organisations_on(on) if settled is None else _settled(whole, setting, on, settled)
    belonging = {each.slug for each in members}
    register = Register(
        organisations=members,
        people=whole.people,
        appointments=tuple(
            each
            for each in whole.appointments
            if each.is_on(on) and each.organisation in belonging and each.group in (group, "")
        ),
        roles=tuple(each for each in whole.roles if each.is_on(on) and each.group in (group, "")),
    )
    return with_votes(register, setting.terms) if settled is None else register


def settled_at_opening(connection: Connection, row: AnyRow, terms: Terms) -> frozenset[str] | None:
    """The organisations that have a vote on a motion as it was settled when the vote opened; None where it was not."""
    if not is_settled_at_opening(terms):
        return None
    found = connection.execute(
        select(entitlements.c.organisation).where(
            entitlements.c.workspace == row.workspace,
            entitlements.c.partnership == row.partnership,
            entitlements.c.motion == row.id,
        )
    ).scalars()
    return frozenset(found)


def _settled(
    whole: Register, setting: Setting, on: date, settled: frozenset[str]
) -> tuple[Organisation, ...]:
    """Those settled, each with its vote, and of the others those that belong on the day without one."""
    today = with_votes(replace(whole, organisations=whole.organisations_on(on)), setting.terms)
    without = (each for each in today.organisations if each.slug not in settled and not each.voting)
    return (*(replace(each, voting=True) for each in whole.organisations if each.slug in settled), *without)


def secretariat_users(register: Register) -> tuple[str, ...]:
    """The Slack users who serve as secretariat, in their own right or for the body that does."""
    held = [each for each in register.roles if each.role == SECRETARIAT]
    bodies = {each.organisation for each in held if each.person is None}
    persons = {each.person for each in held} | {
        each.person for each in register.appointments if each.organisation in bodies
    }
    return tuple(each.slack_user for each in register.people if each.slug in persons and each.slack_user)


def ballots_of(connection: Connection, workspace: str, partnership: str, motion: str) -> Mapping[str, str]:
    """The vote of each organisation that has cast one."""
    rows = connection.execute(
        select(ballots.c.organisation, ballots.c.choice).where(
            ballots.c.workspace == workspace, ballots.c.partnership == partnership, ballots.c.motion == motion
        )
    )
    return {row.organisation: row.choice for row in rows}


def open_motions(connection: Connection, setting: Setting) -> list[AnyRow]:
    """The motions without a result, the earliest first; at most twenty-five."""
    return list(
        connection.execute(
            select(motions)
            .where(
                motions.c.workspace == setting.workspace,
                motions.c.partnership == setting.partnership,
                motions.c.state.in_(UNDECIDED),
            )
            .order_by(motions.c.year, motions.c.number)
            .limit(25)
        )
    )


def result_of(row: AnyRow) -> Result | None:
    """The result kept with a motion, frozen when it tied or closed."""
    if row.result is None:
        return None
    held: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.result.items()
    }
    return Result(**held)


def ballot_number(connection: Connection, setting: Setting, motion: str) -> int:
    """Which ballot on a motion this is: the second, after a tie that is balloted again, is 2."""
    ended = select(func.count()).select_from(earlier_ballots).where(*_earlier(setting, motion))
    return connection.execute(ended).scalar_one() + 1


def earlier_ballots_of(connection: Connection, setting: Setting, motion: str) -> tuple[EarlierBallot, ...]:
    """The ballots on a motion that tied, and after which it was balloted again, the first first."""
    rows = connection.execute(
        select(earlier_ballots).where(*_earlier(setting, motion)).order_by(earlier_ballots.c.ballot)
    )
    found = ((result_of(row), row.ended_at) for row in rows)
    return tuple(EarlierBallot(result, ended_at) for result, ended_at in found if result is not None)


def _earlier(setting: Setting, motion: str) -> tuple[ColumnElement[bool], ...]:
    return (
        earlier_ballots.c.workspace == setting.workspace,
        earlier_ballots.c.partnership == setting.partnership,
        earlier_ballots.c.motion == motion,
    )


def kept(result: Result) -> dict[str, Any]:
    """A result as it is kept in the motion's row."""
    return asdict(result)


def next_number(connection: Connection, workspace: str, partnership: str, year: int) -> int:
    """The number the next motion of the year takes. Two at once meet at a unique constraint, and the later asks again."""
    highest = connection.execute(
        select(func.max(motions.c.number)).where(
            motions.c.workspace == workspace, motions.c.partnership == partnership, motions.c.year == year
        )
    ).scalar_one()
    return int(highest or 0) + 1


def _known(register: Register, person: str) -> bool:
    return any(each.slug == person for each in register.people)

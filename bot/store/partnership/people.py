"""Who a Slack user is in a partnership on a day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Table, and_, bindparam, or_, select

from bot.rules.eligibility import has_a_vote
from bot.rules.register import SECRETARIAT, Capacity, main_group, own_roles
from bot.rules.terms import Terms
from bot.store.rows import AnyRow
from bot.store.tables import appointments, organisations, people, roles
from bot.workflows.decisions import Setting
from bot.workflows.standing import Seat, Standing, Stranger

_ON: BindParameter[Any] = bindparam("on")


def running(table: Table, first: str, last: str) -> ColumnElement[bool]:
    """The condition that a dated row runs on the day bound as `on`, both ends included."""
    begun, ended = table.c[first], table.c[last]
    return and_(or_(begun.is_(None), begun <= _ON), or_(ended.is_(None), ended >= _ON))


SEATED = people.outerjoin(
    appointments,
    and_(
        appointments.c.workspace == people.c.workspace,
        appointments.c.partnership == people.c.partnership,
        appointments.c.person == people.c.id,
        or_(appointments.c.body == bindparam("body"), appointments.c.body == ""),
        running(appointments, "from_on", "to_on"),
    ),
).outerjoin(
    organisations,
    and_(
        organisations.c.workspace == people.c.workspace,
        organisations.c.partnership == people.c.partnership,
        organisations.c.id == appointments.c.organisation,
        running(organisations, "joined_on", "left_on"),
    ),
)
SEAT_COLUMNS = (
    people.c.id.label("person"),
    people.c.name.label("person_name"),
    people.c.deactivated,
    appointments.c.capacity,
    organisations.c.id.label("organisation"),
    organisations.c.name.label("organisation_name"),
    organisations.c.voting,
    organisations.c.standing,
    organisations.c.sector,
)
IS_USER = and_(
    people.c.workspace == bindparam("workspace"),
    people.c.partnership == bindparam("partnership"),
    people.c.slack_team == bindparam("team"),
    people.c.slack_user == bindparam("user"),
)
_SEATS = select(*SEAT_COLUMNS).select_from(SEATED).where(IS_USER)
_ROLES = select(roles.c.role, roles.c.person, roles.c.organisation).where(
    roles.c.workspace == bindparam("workspace"),
    roles.c.partnership == bindparam("partnership"),
    or_(roles.c.body == bindparam("body"), roles.c.body == ""),
    running(roles, "from_on", "to_on"),
)


def roles_on(connection: Connection, setting: Setting, on: date) -> Sequence[AnyRow]:
    """The offices held on a day in the partnership, or in the body of it that decides: as role, person and organisation.

    Those of its other groups are not among them: the chair of a working group is not the chair.
    """
    return connection.execute(_ROLES, {**_keys(setting, on), "body": main_group(setting.terms)}).all()


def standing(connection: Connection, setting: Setting, team: str, user: str, on: date) -> Standing | Stranger:
    """Who a Slack user is in the partnership on that day, or that the register does not know them."""
    body = main_group(setting.terms)
    asked = {**_keys(setting, on), "body": body, "team": team, "user": user}
    rows = connection.execute(_SEATS, asked).all()
    if not rows:
        return Stranger(user, secretariat_names(connection, setting, on))
    held = roles_on(connection, setting, on)
    seats = seats_of(rows, setting.terms, held)
    mine = {each.organisation for each in seats}
    first = rows[0]
    return Standing(
        person=first.person,
        name=first.person_name,
        user=user,
        seats=seats,
        roles=frozenset(
            each.role
            for each in held
            if each.person == first.person or (each.person is None and each.organisation in mine)
        ),
        deactivated=first.deactivated,
    )


def seats_of(rows: Iterable[AnyRow], terms: Terms, held: Sequence[AnyRow]) -> tuple[Seat, ...]:
    """The organisations in rows of SEAT_COLUMNS, one seat each; a representative's seat goes before a deputy's.

    `held` are the offices of the day, some of which may come without a vote.
    """
    seats: dict[str, Seat] = {}
    for row in rows:
        if row.organisation is None:
            continue
        own = own_roles(held, row.organisation)
        seat = Seat(
            organisation=row.organisation,
            name=row.organisation_name,
            capacity=Capacity(row.capacity),
            voting=has_a_vote(terms, votes=row.voting, standing=row.standing, roles=own),
            standing=row.standing,
            sector=row.sector,
            roles=own,
        )
        if seat.organisation not in seats or seat.capacity is Capacity.REPRESENTATIVE:
            seats[seat.organisation] = seat
    return tuple(seats.values())


def name_of(connection: Connection, setting: Setting, person: str) -> tuple[str, ...]:
    """The name of a person, or nothing where the register no longer has them."""
    return tuple(
        connection.execute(
            select(people.c.name).where(
                people.c.workspace == setting.workspace,
                people.c.partnership == setting.partnership,
                people.c.id == person,
            )
        ).scalars()
    )


def secretariat_names(connection: Connection, setting: Setting, on: date) -> tuple[str, ...]:
    """The names of the people who serve as secretariat, in their own right or for the body that does."""
    return tuple(name for _, name in secretariat(connection, setting, on))


def secretariat(connection: Connection, setting: Setting, on: date) -> tuple[tuple[str | None, str], ...]:
    """The secretariat's people, as (Slack user or None, name)."""
    return holders(connection, setting, on, SECRETARIAT)


def holders(
    connection: Connection, setting: Setting, on: date, role: str
) -> tuple[tuple[str | None, str], ...]:
    """The people who hold a role, in their own right or as representatives of the organisation that does."""
    held = [each for each in roles_on(connection, setting, on) if each.role == role]
    persons = {each.person for each in held if each.person}
    bodies = {each.organisation for each in held if each.organisation and not each.person}
    rows = connection.execute(
        select(people.c.id, people.c.name, people.c.slack_user, organisations.c.id.label("organisation"))
        .select_from(SEATED)
        .where(
            people.c.workspace == bindparam("workspace"),
            people.c.partnership == bindparam("partnership"),
            or_(people.c.id.in_(persons), organisations.c.id.in_(bodies)),
        )
        .order_by(people.c.name),
        {**_keys(setting, on), "body": main_group(setting.terms)},
    ).all()
    return tuple(dict.fromkeys((row.slack_user, row.name) for row in rows))


def _keys(setting: Setting, on: date) -> dict[str, Any]:
    return {"workspace": setting.workspace, "partnership": setting.partnership, "on": on}

"""The register in the database: read as it stands, and replaced by an import."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.rules.register import Appointment, Capacity, Organisation, Person, Register, Role
from bot.store.tables import appointments, organisations, people, roles
from bot.workflows.decisions import Setting, derived_id


def load(connection: Connection, workspace: str, partnership: str) -> Register:
    """The whole register of a partnership, past and future included."""

    def rows(table: Any) -> Any:
        mine = (table.c.workspace == workspace, table.c.partnership == partnership)
        return connection.execute(select(table).where(*mine).order_by(table.c.id))

    return Register(
        organisations=tuple(
            Organisation(
                slug=row.id,
                name=row.name,
                type=row.type,
                sector=row.sector,
                area=row.area,
                voting=row.voting,
                standing=row.standing,
                aliases=tuple(row.aliases),
                joined_on=row.joined_on,
                left_on=row.left_on,
            )
            for row in rows(organisations)
        ),
        people=tuple(
            Person(
                slug=row.id,
                name=row.name,
                email=row.email,
                slack_user=row.slack_user,
                title=row.title,
                pastoral=row.pastoral,
                slack_team=row.slack_team if row.slack_team != workspace else None,
            )
            for row in rows(people)
        ),
        appointments=tuple(
            Appointment(
                row.person, row.organisation, row.body, Capacity(row.capacity), row.from_on, row.to_on
            )
            for row in rows(appointments)
        ),
        roles=tuple(
            Role(row.role, row.person, row.organisation, row.body, row.from_on, row.to_on, row.review_on)
            for row in rows(roles)
        ),
    )


def replace_register(connection: Connection, setting: Setting, register: Register, now: datetime) -> None:
    """Make the register what an import says: appointments and roles anew, organisations and people by their ids.

    Nobody and no organisation is ever deleted, because votes and declarations point at them: who is not in the import any more has
    no appointment and no role, and an organisation's membership ends the day before.
    """
    mine = {"workspace": setting.workspace, "partnership": setting.partnership}
    for table in (appointments, roles):
        connection.execute(
            delete(table).where(
                table.c.workspace == setting.workspace, table.c.partnership == setting.partnership
            )
        )
    for each in register.organisations:
        values = {
            "name": each.name,
            "type": each.type,
            "sector": each.sector,
            "area": each.area,
            "voting": each.voting,
            "standing": each.standing,
            "aliases": list(each.aliases),
            "joined_on": each.joined_on,
            "left_on": each.left_on,
        }
        _put(connection, organisations, {**mine, "id": each.slug}, values)
    _release(connection, setting, register)
    accounts = _accounts(connection, setting)
    for person in register.people:
        values = {
            "name": person.name,
            "email": person.email,
            "title": person.title,
            "pastoral": person.pastoral,
        }
        account = _account(person, setting.workspace)
        if account is not None and accounts.get(person.slug) != account:
            values |= _matched(*account)
        _put(connection, people, {**mine, "id": person.slug}, values, _UNMATCHED)
    _retire(connection, setting, register, now)
    _insert(connection, appointments, [appointment_row(each) | mine for each in register.appointments])
    _insert(connection, roles, [role_row(each) | mine for each in register.roles])


def match_account(
    connection: Connection, workspace: str, partnership: str, person: str, team: str, user: str
) -> None:
    """Match a person of the register to a Slack account; another account than before begins switched on."""
    connection.execute(
        update(people)
        .where(
            people.c.workspace == workspace,
            people.c.partnership == partnership,
            people.c.id == person,
            or_(people.c.slack_team.is_distinct_from(team), people.c.slack_user.is_distinct_from(user)),
        )
        .values(_matched(team, user))
    )


def unmatched(connection: Connection, workspace: str, partnership: str) -> tuple[tuple[str, str | None], ...]:
    """People without a Slack account, as (id, e-mail)."""
    rows = connection.execute(
        select(people.c.id, people.c.email).where(
            people.c.workspace == workspace,
            people.c.partnership == partnership,
            people.c.slack_user.is_(None),
        )
    )
    return tuple((row.id, row.email) for row in rows)


def set_time_zone(connection: Connection, workspace: str, team: str, user: str, time_zone: str) -> None:
    """Keep the time zone Slack has for an account, in every partnership of the workspace; a name that is no zone is left alone."""
    if time_zone not in available_timezones():
        return
    connection.execute(
        update(people)
        .where(
            people.c.workspace == workspace,
            people.c.slack_team == team,
            people.c.slack_user == user,
            people.c.time_zone.is_distinct_from(time_zone),
        )
        .values(time_zone=time_zone)
    )


def has_no_time_zone(connection: Connection, workspace: str, user: str) -> bool:
    """Whether somebody in a register has this account of the workspace's own, and nobody knows yet where they live."""
    row = connection.execute(
        select(people.c.id)
        .where(
            people.c.workspace == workspace,
            people.c.slack_team == workspace,
            people.c.slack_user == user,
            people.c.time_zone.is_(None),
        )
        .limit(1)
    ).first()
    return row is not None


def mark_account(
    connection: Connection, workspace: str, team: str, user: str, *, deactivated: bool, at: datetime
) -> tuple[tuple[str, str], ...]:
    """Mark an account deactivated, or back, in every partnership of the workspace, as Slack tells that it was at that moment.

    What is older than what was heard last is ignored: Slack may deliver late, and twice. Returns the people for whom it changed
    anything, as (partnership, id).
    """
    mine = (people.c.workspace == workspace, people.c.slack_team == team, people.c.slack_user == user)
    columns = (people.c.partnership, people.c.id, people.c.deactivated, people.c.account_updated)
    locked = connection.execute(
        select(*columns).where(*mine).order_by(people.c.partnership).with_for_update()
    ).all()
    newer = or_(people.c.account_updated.is_(None), people.c.account_updated <= at)
    connection.execute(update(people).where(*mine, newer).values(deactivated=deactivated, account_updated=at))
    return tuple(
        (row.partnership, row.id)
        for row in locked
        if row.deactivated != deactivated and (row.account_updated is None or row.account_updated <= at)
    )


def _matched(team: str | None, user: str | None) -> dict[str, Any]:
    """What is known of an account just given to somebody: nothing that was known of the one before."""
    return {
        "slack_team": team,
        "slack_user": user,
        "deactivated": False,
        "account_updated": None,
        "time_zone": None,
    }


_UNMATCHED = _matched(None, None)


def _account(person: Person, workspace: str) -> tuple[str, str] | None:
    """The account an import gives somebody, as (workspace, user), where it gives one."""
    return (person.slack_team or workspace, person.slack_user) if person.slack_user else None


def _accounts(connection: Connection, setting: Setting) -> dict[str, tuple[str, str]]:
    """The account of each person who has one, as (workspace, user)."""
    rows = connection.execute(
        select(people.c.id, people.c.slack_team, people.c.slack_user).where(
            people.c.workspace == setting.workspace,
            people.c.partnership == setting.partnership,
            people.c.slack_user.is_not(None),
        )
    )
    return {row.id: (row.slack_team, row.slack_user) for row in rows}


def _release(connection: Connection, setting: Setting, register: Register) -> None:
    """An account is one person's, and the import says whose: whoever else had it is matched to none."""
    given = {_account(each, setting.workspace): each.slug for each in register.people}
    moved = [
        person
        for person, account in _accounts(connection, setting).items()
        if given.get(account, person) != person
    ]
    if moved:
        connection.execute(
            update(people)
            .where(
                people.c.workspace == setting.workspace,
                people.c.partnership == setting.partnership,
                people.c.id.in_(moved),
            )
            .values(_UNMATCHED)
        )


def _retire(connection: Connection, setting: Setting, register: Register, now: datetime) -> None:
    named = {each.slug for each in register.organisations}
    today = now.astimezone(ZoneInfo(setting.time_zone)).date()
    gone = [
        row.id
        for row in connection.execute(
            select(organisations.c.id).where(
                organisations.c.workspace == setting.workspace,
                organisations.c.partnership == setting.partnership,
                or_(organisations.c.left_on.is_(None), organisations.c.left_on >= today),
            )
        )
        if row.id not in named
    ]
    if gone:
        connection.execute(
            update(organisations)
            .where(
                organisations.c.workspace == setting.workspace,
                organisations.c.partnership == setting.partnership,
                organisations.c.id.in_(gone),
            )
            .values(left_on=today - timedelta(days=1))
        )


def _put(
    connection: Connection,
    table: Any,
    key: dict[str, Any],
    values: dict[str, Any],
    new: dict[str, Any] | None = None,
) -> None:
    where = [table.c[name] == value for name, value in key.items()]
    if connection.execute(update(table).where(*where).values(**values)).rowcount == 0:
        connection.execute(insert(table).values(**key, **{**(new or {}), **values}))


def add_person(connection: Connection, setting: Setting, person: str, name: str) -> None:
    """Somebody new in the register, matched to no account yet."""
    mine = {"workspace": setting.workspace, "partnership": setting.partnership}
    values = {"name": name, "title": "", "pastoral": False}
    connection.execute(insert(people).values(**mine, id=person, **values, **_UNMATCHED))


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def appointment_row(each: Appointment) -> dict[str, Any]:
    """An appointment as its row, whose id follows from what it says."""
    parts = (each.person, each.organisation, each.group, each.capacity, str(each.from_on), str(each.to_on))
    return {
        "id": derived_id("appointment", *parts),
        "person": each.person,
        "organisation": each.organisation,
        "body": each.group,
        "capacity": each.capacity.value,
        "from_on": each.from_on,
        "to_on": each.to_on,
    }


def role_row(each: Role) -> dict[str, Any]:
    """An office as its row, whose id follows from what it says."""
    parts = (
        each.role,
        each.person or "",
        each.organisation or "",
        each.group,
        str(each.from_on),
        str(each.to_on),
    )
    return {
        "id": derived_id("role", *parts),
        "role": each.role,
        "person": each.person,
        "organisation": each.organisation,
        "body": each.group,
        "from_on": each.from_on,
        "to_on": each.to_on,
        "review_on": each.review_on,
    }

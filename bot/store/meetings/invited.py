"""Who is called to a meeting, by the register of its day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from bot.rules.eligibility import with_votes
from bot.rules.register import CHAIR, SECRETARIAT, Capacity, Register, main_group
from bot.store.partnership import register as register_rows
from bot.store.rows import AnyRow
from bot.store.tables import people
from bot.workflows.decisions import Setting
from bot.workflows.meetings.invited import Invited


def invited_to(connection: Connection, setting: Setting, group: str, on: date) -> tuple[Invited, ...]:
    """Everybody who speaks for an organisation in a group on a day, and the people of the secretariat; by organisation and name.

    An empty group is the body that decides.
    """
    whole = register_rows.load(connection, setting.workspace, setting.partnership)
    return called_from(whole, accounts_in(connection, setting), setting, group, on)


def accounts_in(connection: Connection, setting: Setting) -> Sequence[AnyRow]:
    """The people of a partnership as Slack has them: id, time zone, and whether they are deactivated."""
    return connection.execute(
        select(people.c.id, people.c.time_zone, people.c.deactivated).where(
            people.c.workspace == setting.workspace, people.c.partnership == setting.partnership
        )
    ).all()


def called_from(
    whole: Register, accounts: Sequence[AnyRow], setting: Setting, group: str, on: date
) -> tuple[Invited, ...]:
    """The same from a register and accounts read already, for whoever asks about several meetings at once."""
    register = register_from(whole, setting, group, on)
    zones = {row.id: row.time_zone or setting.time_zone for row in accounts}
    gone = {row.id for row in accounts if row.deactivated}
    # Whoever serves the body that decides serves its groups too, unless a group has a secretariat of its own besides.
    groups = {group or main_group(setting.terms), main_group(setting.terms), ""}
    serves = [
        each for each in whole.roles if each.role == SECRETARIAT and each.is_on(on) and each.group in groups
    ]
    serving = {each.person for each in serves if each.person}
    serving_bodies = {each.organisation for each in serves if not each.person}
    chairs = {each.person for each in register.roles if each.role == CHAIR}
    found: list[Invited] = []
    for each in register.appointments:
        person, organisation = register.person(each.person), register.organisation(each.organisation)
        found.append(
            Invited(
                person=each.person,
                name=person.name,
                user=person.slack_user if each.person not in gone else None,
                organisation=organisation.slug,
                organisation_name=organisation.name,
                capacity=Capacity(each.capacity),
                voting=organisation.voting,
                standing=organisation.standing,
                sector=organisation.sector,
                time_zone=zones.get(each.person, setting.time_zone),
                is_secretariat=each.person in serving or organisation.slug in serving_bodies,
                is_chair=each.person in chairs,
            )
        )
    seated = {each.person for each in found}
    for slug in sorted((serving | chairs) - seated - {None}, key=str):
        person = register.person(str(slug))
        found.append(
            Invited(
                person=person.slug,
                name=person.name,
                user=person.slack_user if person.slug not in gone else None,
                organisation="",
                organisation_name="",
                capacity=Capacity.REPRESENTATIVE,
                voting=False,
                standing="in attendance",
                sector=None,
                time_zone=zones.get(person.slug, setting.time_zone),
                is_secretariat=slug in serving,
                is_chair=slug in chairs,
            )
        )
    unique = {(each.person, each.organisation, each.capacity): each for each in found}
    return tuple(sorted(unique.values(), key=lambda each: (each.organisation_name, each.capacity, each.name)))


def register_of(connection: Connection, setting: Setting, group: str, on: date) -> Register:
    """The register as it is on a day for one group; an empty group is the body that decides."""
    whole = register_rows.load(connection, setting.workspace, setting.partnership)
    return register_from(whole, setting, group, on)


def register_from(whole: Register, setting: Setting, group: str, on: date) -> Register:
    """The same from the whole register, read already."""
    asked = group or main_group(setting.terms)
    register = Register(
        organisations=whole.organisations_on(on),
        people=whole.people,
        appointments=tuple(each for each in whole.appointments_on(on) if each.group in (asked, "")),
        roles=tuple(each for each in whole.roles if each.is_on(on) and each.group in (asked, "")),
    )
    return with_votes(register, setting.terms)

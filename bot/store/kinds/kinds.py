"""What motions name besides their words, and the register's rows that follow from a co-option or from cover."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.rules.register import Appointment, Capacity, Role
from bot.store.entries.undone import undone
from bot.store.kinds.kind_tables import adopted_amendments, covers
from bot.store.partnership import register as register_rows
from bot.store.partnership.partnerships import setting as setting_in_force
from bot.store.partnership.partnerships import today_in
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.rows import AnyRow
from bot.store.tables import appointments, organisations, people, roles
from bot.store.votes.motions import elected_chair, register_on, secretariat_users
from bot.store.writing import Writer, insert_once, key_of, where
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.kinds.adopting import Adopted, AmendmentAdopted, AmendmentRecorded, TermsReplaced
from bot.workflows.kinds.co_opting import CoOpted
from bot.workflows.kinds.covering import CoverArranged, CoverFacts, RemindOfCover

NO_COVER = Refused("That cover is not in the register any more.")


def waiting(connection: Connection, setting: Setting) -> tuple[Adopted, ...]:
    """The adopted amendments whose text is still to be recorded, and those that stand no longer and whose text is still to be
    replaced, the first adopted first."""
    table = adopted_amendments
    gone = undone(table)
    rows = connection.execute(
        where(select(table), table, key_of(setting))
        .where(table.c.terms_version.is_(None) != gone)
        .order_by(table.c.adopted_at, table.c.motion)
    )
    return tuple(_adopted_in(row) for row in rows)


def recorded_from(
    connection: Connection, setting: Setting, motions: tuple[str | None, ...]
) -> Adopted | None:
    """The amendment by one of these motions whose text is recorded; None where there is none."""
    table = adopted_amendments
    row = connection.execute(
        where(select(table), table, key_of(setting)).where(
            table.c.motion.in_([each for each in motions if each]), table.c.terms_version.is_not(None)
        )
    ).first()
    return _adopted_in(row) if row is not None else None


def _adopted_in(row: AnyRow) -> Adopted:
    return Adopted(row.motion, row.reference, row.title, row.in_force_on, row.terms_version)


def for_cover(connection: Connection, command: RemindOfCover, now: datetime) -> CoverFacts | Refused:
    """What is known when cover is about to end."""
    setting = setting_in_force(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    row = connection.execute(
        select(covers.c.until_on, people.c.name)
        .join(
            people,
            (people.c.workspace == covers.c.workspace)
            & (people.c.partnership == covers.c.partnership)
            & (people.c.id == covers.c.person),
        )
        .where(
            *(covers.c[name] == value for name, value in key_of(setting).items()),
            covers.c.motion == command.subject,
            ~undone(covers),
        )
    ).one_or_none()
    if row is None:
        return NO_COVER
    today = today_in(setting.time_zone, now)
    return CoverFacts(setting, row.name, row.until_on, today, office(connection, setting, now))


def office(connection: Connection, setting: Setting, now: datetime) -> tuple[str, ...]:
    """The Slack users of the secretariat and of the chair."""
    register = register_on(connection, setting, today_in(setting.time_zone, now))
    users = {each.slug: each.slack_user for each in register.people}
    chair = users.get(elected_chair(register) or "")
    return tuple(dict.fromkeys((*secretariat_users(register), *((chair,) if chair else ()))))


def _co_opted(connection: Connection, setting: Setting, event: CoOpted, now: datetime) -> None:
    mine = key_of(setting)
    connection.execute(
        insert(organisations).values(
            **mine,
            id=event.organisation,
            name=event.name,
            type=event.type,
            area="",
            voting=event.voting,
            standing=event.standing,
            aliases=[],
            joined_on=event.joined_on,
        )
    )
    if event.speaker is None:
        return
    if event.new_speaker:
        register_rows.add_person(connection, setting, event.speaker, event.speaker_name)
    speaks = Appointment(
        event.speaker, event.organisation, event.group, Capacity.REPRESENTATIVE, event.joined_on
    )
    connection.execute(insert(appointments).values(**mine, **register_rows.appointment_row(speaks)))


def _cover_arranged(connection: Connection, setting: Setting, event: CoverArranged, now: datetime) -> None:
    mine = key_of(setting)
    if event.is_new:
        register_rows.add_person(connection, setting, event.covering, event.name)
    held = Role(event.role, event.covering, None, event.group, event.from_on, event.until_on)
    insert_once(
        connection, roles, {**mine, **register_rows.role_row(held)}
    )  # another motion may have said the same
    connection.execute(
        insert(covers).values(
            **mine,
            motion=event.subject,
            reference=event.reference,
            person=event.covering,
            from_on=event.from_on,
            until_on=event.until_on,
            cost=event.cost,
        )
    )


def _adopted(connection: Connection, setting: Setting, event: AmendmentAdopted, now: datetime) -> None:
    connection.execute(
        insert(adopted_amendments).values(
            **key_of(setting),
            motion=event.subject,
            reference=event.reference,
            title=event.title,
            in_force_on=event.in_force_on,
            adopted_at=now,
        )
    )


def _recorded(connection: Connection, setting: Setting, event: AmendmentRecorded, now: datetime) -> None:
    key = {**key_of(setting), "motion": event.subject}
    connection.execute(
        where(update(adopted_amendments), adopted_amendments, key).values(terms_version=event.terms_version)
    )


def _replaced(connection: Connection, setting: Setting, event: TermsReplaced, now: datetime) -> None:
    key = {**key_of(setting), "motion": event.subject}
    connection.execute(where(update(adopted_amendments), adopted_amendments, key).values(terms_version=None))


WRITERS: Mapping[type[Event], Writer] = {
    CoOpted: _co_opted,
    CoverArranged: _cover_arranged,
    AmendmentAdopted: _adopted,
    AmendmentRecorded: _recorded,
    TermsReplaced: _replaced,
}

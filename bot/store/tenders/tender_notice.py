"""Members told that a tender is considered: whom there is to tell, who was told, and what the outbox proves of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.rules.register import Capacity
from bot.store.agenda.standing_items import mine
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.people import standing
from bot.store.partnership.places import setting_for, who_asks
from bot.store.rows import AnyRow
from bot.store.tables import business, outbox, people
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.tender_tables import tender_answers, tender_told
from bot.store.tenders.tender_voices import is_kept_away, members_on
from bot.store.writing import Writer, insert_once, key_of
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.tender_chasing import ChaseAnswers, ChaseFacts
from bot.workflows.tenders.tender_interest import NO_VOICE
from bot.workflows.tenders.tender_notice import (
    Member,
    MembersTold,
    TellingFacts,
    TellMembers,
    may_tell,
    told_key,
    window_ends,
)
from bot.workflows.tenders.tender_proof import ExportTenderProof, TenderProofFacts, Told
from bot.workflows.tenders.tender_questions import Proof, TellForm, TellFormFacts
from bot.workflows.tenders.tenders import Tender


def for_telling(connection: Connection, command: TellMembers, now: datetime) -> TellingFacts | Refused:
    """What is known when members are told of a tender, whose row is locked."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return tender_rows.NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    tender = tender_rows.by_id(connection, setting, command.tender, lock=True)
    return _facts(
        connection, setting, standing(connection, setting, command.team, command.user, on), tender, on
    )


def for_chasing(connection: Connection, command: ChaseAnswers, now: datetime) -> ChaseFacts:
    """What is known when those who are silent are asked again."""
    setting = setting_for(connection, command.workspace, command.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    answered = connection.execute(
        select(tender_answers.c.organisation).where(
            *mine(setting, tender_answers), tender_answers.c.tender == command.subject
        )
    )
    return ChaseFacts(
        setting,
        tender_rows.by_id(connection, setting, command.subject, lock=True),
        members_of(connection, setting, on),
        frozenset(answered.scalars()),
    )


def tell_form(connection: Connection, question: TellForm, now: datetime) -> TellFormFacts:
    """What the form that tells members begins with."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    facts = _facts(connection, setting, who, tender_rows.by_id(connection, setting, question.tender), on)
    tender, window = facts.tender, window_ends(setting.terms, on)
    return TellFormFacts(
        setting.partnership,
        setting.time_zone,
        tender,
        people=len({each.user for each in facts.members if each.user is not None}),
        closes=replace(tender, answers_by=window).closing_day(setting.time_zone) if tender else None,
        window=window,
        last=tender.deadline_day(setting.time_zone) if tender is not None else None,
        refused=may_tell(facts),
    )


def members_of(connection: Connection, setting: Setting, on: date) -> tuple[Member, ...]:
    """Everybody who represents a member organisation on a day, in whichever of its groups; by organisation and name."""
    register = register_rows.load(connection, setting.workspace, setting.partnership)
    gone = set(
        connection.execute(
            select(people.c.id).where(*mine(setting, people), people.c.deactivated.is_(True))
        ).scalars()
    )
    found = {}
    for each in register.appointments_on(on):
        person, organisation = register.person(each.person), register.organisation(each.organisation)
        if each.capacity is not Capacity.REPRESENTATIVE or organisation.standing in NO_VOICE:
            continue
        found[each.person, each.organisation] = Member(
            person.slug,
            person.name,
            (person.slack_user or None) if person.slug not in gone else None,
            organisation.slug,
            organisation.name,
        )
    return tuple(sorted(found.values(), key=lambda each: (each.organisation_name, each.name)))


def proof_of(connection: Connection, setting: Setting, tender: str) -> Proof | None:
    """How many were told of a tender, how many of them provably, and whom the notice has not reached; None: nobody was told."""
    rows = connection.execute(
        select(people.c.name, tender_told.c.notice, outbox.c.state)
        .distinct()
        .select_from(
            tender_told.join(
                people,
                (people.c.workspace == tender_told.c.workspace)
                & (people.c.partnership == tender_told.c.partnership)
                & (people.c.id == tender_told.c.person),
            ).outerjoin(
                outbox,
                (outbox.c.workspace == tender_told.c.workspace)
                & (outbox.c.partnership == tender_told.c.partnership)
                & (outbox.c.key == tender_told.c.notice),
            )
        )
        .where(*mine(setting, tender_told), tender_told.c.tender == tender)
        .order_by(people.c.name)
    ).all()
    if not rows:
        return None
    why = {"failed": "not delivered", "in_doubt": "perhaps not delivered", "withdrawn": "not sent"}
    missing = [
        (row.name, "no account" if row.notice is None else why.get(row.state, ""))
        for row in rows
        if row.state != "sent"
    ]
    return Proof(
        told=len(rows),
        sent=sum(row.state == "sent" for row in rows),
        on_its_way=sum(not reason for _name, reason in missing),
        missing=tuple(f"{name} ({reason})" for name, reason in missing if reason),
    )


def for_proof(
    connection: Connection, command: ExportTenderProof, now: datetime
) -> TenderProofFacts | Refused:
    """What is known when the proof is asked for."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return tender_rows.NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    return TenderProofFacts(
        setting,
        who,
        tender_rows.by_id(connection, setting, command.tender),
        _told_lines(connection, setting, command.tender),
        competes=is_kept_away(connection, setting, command.tender, who, on),
    )


def _told_lines(connection: Connection, setting: Setting, tender: str) -> tuple[Told, ...]:
    """The channel first, then every person and organisation, by name."""
    own = (*mine(setting, outbox), outbox.c.subject == tender, outbox.c.kind == "TenderNotice")
    notices = {row.key: row for row in connection.execute(select(outbox).where(*own))}
    names = register_rows.load(connection, setting.workspace, setting.partnership)
    rows = connection.execute(
        select(tender_told).where(*mine(setting, tender_told), tender_told.c.tender == tender)
    )
    lines = [
        _line(
            names.person(row.person).name, names.organisation(row.organisation).name, notices.get(row.notice)
        )
        for row in rows
    ]
    channel = notices.get(told_key(tender, setting.channel))
    return (
        *([_line("the channel", "", channel)] if channel is not None else []),
        *sorted(lines, key=lambda each: (each.organisation, each.name)),
    )


def _line(name: str, organisation: str, notice: AnyRow | None) -> Told:
    if notice is None:
        return Told(name, organisation, "")
    sent = (notice.sent_at, notice.channel or "", notice.ts or "", notice.text or "")
    return Told(name, organisation, notice.state, *sent)


def _facts(
    connection: Connection, setting: Setting, who: Standing | Stranger, tender: Tender | None, on: date
) -> TellingFacts:
    suggester = (
        tender_rows.account_of(connection, setting, tender.suggested_by) if tender is not None else None
    )
    away = tender is not None and is_kept_away(connection, setting, tender.id, who, on)
    members = members_of(connection, setting, on)
    represented = {each.organisation for each in members}
    every = members_on(connection, setting, on)
    return TellingFacts(
        setting,
        who,
        tender,
        members,
        on,
        vacant=tuple(name for slug, name in every.items() if slug not in represented),
        suggester=suggester.user if suggester is not None else None,
        competes=away,
    )


def _told(connection: Connection, setting: Setting, event: MembersTold, now: datetime) -> None:
    said = {"stage": event.stage, "intends": event.intends, "told_at": now, "answers_by": event.answers_by}
    tender_rows.change(connection, setting, event.subject, **said)
    key = key_of(setting)
    named = {"id": event.subject, "kind": "tender", "title": event.title, "raised_at": now}
    insert_once(connection, business, {**key, **named})
    rows = [
        {
            **key,
            "tender": event.subject,
            "person": each.person,
            "organisation": each.organisation,
            "notice": each.notice,
        }
        for each in event.told
    ]
    if rows:
        connection.execute(insert(tender_told), rows)


WRITERS: Mapping[type[Event], Writer] = {MembersTold: _told}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {TellForm: tell_form}

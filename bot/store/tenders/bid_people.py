"""Who does what in a bid: its project team, its lead, its delivery partners and their place in the register."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.rules.register import Role, main_group, names_group
from bot.store.agenda.standing_items import mine
from bot.store.entries.entries import entry_of
from bot.store.interests import interests as interest_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.places import who_asks
from bot.store.tables import events, organisations, people, roles
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.bid_tables import bid_partners, tender_steps
from bot.store.tenders.bids import decisions_by_id, decisions_in_force, facts_of, in_register, steps_of
from bot.store.tenders.tender_notice import members_of
from bot.store.tenders.tender_voices import answers_of, is_kept_away, kept_away
from bot.store.upsert import inserting
from bot.store.writing import Writer, insert_once, key_of
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.entries.entries import stands_no_longer
from bot.workflows.questions import Choice
from bot.workflows.tenders.bid_people import (
    LEAD_DELIVERS,
    PARTNER,
    YES,
    AppointTeam,
    Partner,
    PartnerSelected,
    PartnerTakenOff,
    PeopleFacts,
    SayWhetherLeadDelivers,
    SelectPartner,
    TeamAppointed,
    choosing_id,
)
from bot.workflows.tenders.bid_questions import PeopleForm, PeopleFormFacts
from bot.workflows.tenders.tender_gates import HOLDER, LEAD
from bot.workflows.tenders.tenders import TenderFacts, not_for_them


def for_people(
    connection: Connection, command: AppointTeam | SayWhetherLeadDelivers | SelectPartner, now: datetime
) -> PeopleFacts | Refused:
    """What is known when it is settled who does what in a bid, whose row is locked."""
    known = facts_of(connection, command, now)
    if isinstance(known, Refused):
        return known
    setting, on = known.setting, known.today
    lead = connection.execute(
        select(tender_steps.c.organisation, tender_steps.c.words).where(
            *mine(setting, tender_steps),
            tender_steps.c.tender == command.tender,
            tender_steps.c.step == LEAD_DELIVERS,
        )
    ).first()
    ids = {each.words: each.id for each in known.organisations}
    named = {each.step: ids.get(each.organisation, "") for each in known.done}
    leading = named.get(LEAD, "")
    asked_of = (
        lead.organisation if lead is not None and lead.organisation == (leading or lead.organisation) else ""
    )
    subject = choosing_id(command.tender)
    declared = interest_rows.bearing_on(connection, setting.workspace, setting.partnership, [subject])
    asked = command.organisation if isinstance(command, SayWhetherLeadDelivers) else ""
    partners = partners_of(connection, setting, command.tender)
    if isinstance(command, SelectPartner) and not command.decision:  # what chose it before chooses it still
        chosen = next((each.decision for each in partners if each.organisation == command.organisation), "")
        known = replace(known, entry=entry_of(connection, setting, chosen) if chosen else None)
    register = register_rows.load(connection, setting.workspace, setting.partnership)
    away = kept_away(connection, setting, command.tender)
    answers = answers_of(connection, setting, command.tender)
    return PeopleFacts(
        **{each.name: getattr(known, each.name) for each in fields(known)},
        group=team_from(connection, setting, on),
        partners=partners,
        lead=leading or asked_of or named.get(HOLDER, ""),
        lead_delivers=asked_of if lead is not None and asked_of and lead.words == YES else None,
        lead_asked=bool(asked_of),
        declared=max((each.declaration for each in declared.get(asked, ())), default=0),
        holds_role=_delivery_partners(connection, setting, on),
        elsewhere=frozenset(each for each, answer in answers.items() if answer.competes),
        kept_away=away | register.people_of(away, on),
        team=_team_until_now(connection, setting, command.tender),
        accounts=_accounts(connection, setting),
        members=members_of(connection, setting, on),
    )


def team_from(connection: Connection, setting: Setting, on: date) -> tuple[Choice, ...]:
    """The people of the group that a project team comes from; anybody who speaks for a member where the terms name none (C6)."""
    register = register_rows.load(connection, setting.workspace, setting.partnership)
    rule = setting.terms.team_from
    group = rule.value if rule is not None else None
    # An appointment that names no group is to the body that decides.
    deciding = group == main_group(setting.terms)
    found = {
        each.person: register.person(each.person).name
        for each in register.appointments_on(on)
        if group is None or names_group(each.group, group, setting.terms) or (deciding and not each.group)
    }
    return tuple(Choice(id, name) for id, name in sorted(found.items(), key=lambda each: each[1]))


def partners_of(connection: Connection, setting: Setting, tender: str) -> tuple[Partner, ...]:
    """Who is to deliver a bid, by name."""
    rows = connection.execute(
        select(bid_partners, organisations.c.name)
        .select_from(bid_partners.join(organisations, _of(organisations, bid_partners.c.organisation)))
        .where(*mine(setting, bid_partners), bid_partners.c.tender == tender)
        .order_by(organisations.c.name)
    ).all()
    register = decisions_by_id(connection, setting) if any(row.decision for row in rows) else {}
    return tuple(
        Partner(
            row.organisation,
            row.name,
            row.status,
            row.selected_on,
            register[row.decision].reference if row.decision else "",
            row.contract_on,
            row.sla_on,
            row.part or "",
            row.on_condition or "",
            stands_no_longer(register[row.decision]) if row.decision else "",
        )
        for row in rows
    )


def people_form(connection: Connection, question: PeopleForm, now: datetime) -> PeopleFormFacts:
    """What the forms begin with that settle who does what in a bid."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    tender = tender_rows.by_id(connection, setting, question.tender)
    away = is_kept_away(connection, setting, question.tender, who, on)
    refused = not_for_them(TenderFacts(setting, who, tender, competes=away))
    facts = PeopleFormFacts(setting.partnership, question.tender, refused=refused)
    if tender is None or refused is not None:
        return facts
    terms, rule = setting.terms, setting.terms.team_from
    group = rule.value if rule is not None and rule.value is not None else ""
    organisations_now = in_register(connection, setting, now)
    done = steps_of(connection, setting, tender)
    agreed = next((each.organisation for each in done if each.step == LEAD), "")
    return PeopleFormFacts(
        setting.partnership,
        tender.id,
        tender.reference,
        tender.title,
        terms.groups.get(group, group),
        team_from(connection, setting, on),
        organisations_now,
        decisions_in_force(connection, setting, who),
        partners_of(connection, setting, tender.id),
        lead=next((each.id for each in organisations_now if agreed and each.words == agreed), ""),
        team=_team_until_now(connection, setting, tender.id),
    )


def _team_until_now(connection: Connection, setting: Setting, tender: str) -> tuple[str, ...]:
    row = connection.execute(
        select(events.c.data)
        .where(*mine(setting, events), events.c.subject == tender, events.c.type == TeamAppointed.__name__)
        .order_by(events.c.seq.desc())
        .limit(1)
    ).first()
    return tuple(row.data["people"]) if row is not None else ()


def _accounts(connection: Connection, setting: Setting) -> Mapping[str, str]:
    reached = (people.c.slack_user.is_not(None), people.c.deactivated.is_(False))
    rows = connection.execute(
        select(people.c.id, people.c.slack_user).where(*mine(setting, people), *reached)
    )
    return {row.id: row.slack_user for row in rows}


def _delivery_partners(connection: Connection, setting: Setting, on: date) -> frozenset[str]:
    rows = connection.execute(
        select(roles).where(*mine(setting, roles), roles.c.role == PARTNER, roles.c.organisation.is_not(None))
    )
    return frozenset(row.organisation for row in rows if row.to_on is None or on <= row.to_on)


def _of(table: Any, own: Any) -> Any:
    return (
        (table.c.workspace == bid_partners.c.workspace)
        & (table.c.partnership == bid_partners.c.partnership)
        & (table.c.id == own)
    )


def _team(connection: Connection, setting: Setting, event: TeamAppointed, now: datetime) -> None:
    """The step that comes with it says who they are; the event keeps their ids."""


def _partner(connection: Connection, setting: Setting, event: PartnerSelected, now: datetime) -> None:
    names = ("status", "selected_on", "decision", "contract_on", "sla_on", "part", "on_condition")
    said = {name: getattr(event, name) for name in names}
    row = {**key_of(setting), "tender": event.subject, "organisation": event.organisation, **said}
    kept = {name: value for name, value in said.items() if name != "decision" or value is not None}
    put = inserting(connection, bid_partners).on_conflict_do_update(
        index_elements=["workspace", "partnership", "tender", "organisation"], set_=kept
    )
    connection.execute(put, row)
    if event.new_role:
        held = Role(PARTNER, None, event.organisation, "", event.since or event.selected_on)
        insert_once(connection, roles, {**key_of(setting), **register_rows.role_row(held)})


def _off(connection: Connection, setting: Setting, event: PartnerTakenOff, now: datetime) -> None:
    of = (bid_partners.c.tender == event.subject, bid_partners.c.organisation == event.organisation)
    connection.execute(delete(bid_partners).where(*mine(setting, bid_partners), *of))


WRITERS: Mapping[type[Event], Writer] = {
    TeamAppointed: _team,
    PartnerSelected: _partner,
    PartnerTakenOff: _off,
}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {PeopleForm: people_form}

"""The honest broker of a bid, and what each partner says of them."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete

from bot.store.agenda.standing_items import mine
from bot.store.partnership import register as register_rows
from bot.store.partnership.partnerships import today_in
from bot.store.tenders.bid_tables import broker_answers, tender_brokers
from bot.store.tenders.bids import facts_of
from bot.store.tenders.tender_notice import members_of
from bot.store.tenders.tender_voices import in_every_group, kept_away
from bot.store.upsert import inserting
from bot.store.writing import Writer, key_of
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing
from bot.workflows.tenders.bid_questions import BrokerForm, BrokerFormFacts
from bot.workflows.tenders.brokers import (
    AnswerBroker,
    BrokerAnswered,
    BrokerFacts,
    BrokerNamed,
    NameBroker,
    may_answer,
    may_name,
)

_KEY = ["workspace", "partnership", "tender"]


def for_broker(
    connection: Connection, command: NameBroker | AnswerBroker | BrokerForm, now: datetime
) -> BrokerFacts | Refused:
    """What is known when a broker is named or answered for."""
    known = facts_of(connection, command, now, lock=not isinstance(command, BrokerForm))
    if isinstance(known, Refused):
        return known
    setting = known.setting
    away = kept_away(connection, setting, command.tender)
    register = register_rows.load(connection, setting.workspace, setting.partnership)
    # Who speaks for one of them speaks for no other here.
    away_too = register.people_of(away, known.today)
    members = members_of(connection, setting, known.today)
    asked = tuple(each for each in members if each.person not in away_too)
    own = {each.name: getattr(known, each.name) for each in fields(known)}
    who = in_every_group(connection, setting, known.standing, known.today)
    if isinstance(who, Standing):
        held = {each.organisation for each in members if each.person == who.person}
        who = replace(who, seats=tuple(each for each in who.seats if each.organisation in held))
    return BrokerFacts(**{**own, "standing": who}, members=asked)


def broker_form(connection: Connection, question: BrokerForm, now: datetime) -> BrokerFormFacts:
    """What the forms begin with that name a broker, and that answer for an organisation."""
    facts = for_broker(connection, question, now)
    if isinstance(facts, Refused):
        return BrokerFormFacts(question.partnership, question.tender, refused=facts)
    refused = may_answer(facts) if question.answering else may_name(facts)
    begun = BrokerFormFacts(question.partnership, question.tender, refused=refused)
    if facts.tender is None or refused is not None:
        return begun
    assert isinstance(facts.standing, Standing)
    return replace(
        begun,
        reference=facts.tender.reference,
        title=facts.tender.title,
        broker=facts.broker.name if facts.broker is not None else "",
        seats=tuple(Choice(each.organisation, each.name) for each in facts.standing.seats),
    )


def _named(connection: Connection, setting: Setting, event: BrokerNamed, now: datetime) -> None:
    said = {"name": event.name, "named_on": today_in(setting.time_zone, now), "person": event.person}
    put = inserting(connection, tender_brokers).on_conflict_do_update(index_elements=_KEY, set_=said)
    connection.execute(put, {**key_of(setting), "tender": event.subject, **said})
    connection.execute(
        delete(broker_answers).where(*mine(setting, broker_answers), broker_answers.c.tender == event.subject)
    )


def _answered(connection: Connection, setting: Setting, event: BrokerAnswered, now: datetime) -> None:
    said = {"accepts": event.accepts, "words": event.words, "person": event.person, "answered_at": now}
    put = inserting(connection, broker_answers).on_conflict_do_update(
        index_elements=[*_KEY, "organisation"], set_=said
    )
    row = {**key_of(setting), "tender": event.subject, "organisation": event.organisation, **said}
    connection.execute(put, row)


WRITERS: Mapping[type[Event], Writer] = {BrokerNamed: _named, BrokerAnswered: _answered}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {BrokerForm: broker_form}

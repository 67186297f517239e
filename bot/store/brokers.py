"""The honest broker of a bid, and what each partner says of them."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete

from bot.store import tenders as tender_rows
from bot.store.bid_tables import broker_answers, tender_brokers
from bot.store.bids import broker_of, facts_of
from bot.store.partnerships import today_in
from bot.store.places import who_asks
from bot.store.standing_items import mine
from bot.store.tender_notice import members_of
from bot.store.upsert import inserting
from bot.store.writing import Writer, key_of
from bot.workflows.bid_questions import BrokerForm, BrokerFormFacts
from bot.workflows.brokers import AnswerBroker, BrokerAnswered, BrokerFacts, BrokerNamed, NameBroker
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.item_words import may_act
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing
from bot.workflows.tenders import UNKNOWN

_KEY = ["workspace", "partnership", "tender"]


def for_broker(
    connection: Connection, command: NameBroker | AnswerBroker, now: datetime
) -> BrokerFacts | Refused:
    """What is known when a broker is named or answered for."""
    known = facts_of(connection, command, now)
    if isinstance(known, Refused):
        return known
    return BrokerFacts(
        **{each.name: getattr(known, each.name) for each in fields(known)},
        members=members_of(connection, known.setting, known.today),
    )


def broker_form(connection: Connection, question: BrokerForm, now: datetime) -> BrokerFormFacts:
    """What the forms begin with that name a broker, and that answer for an organisation."""
    setting, who = who_asks(connection, question, question.partnership, now)
    tender = tender_rows.by_id(connection, setting, question.tender)
    refused = may_act(setting, who) or (UNKNOWN if tender is None else None)
    if tender is None or refused is not None:
        return BrokerFormFacts(setting.partnership, question.tender, refused=refused)
    assert isinstance(who, Standing)
    broker = broker_of(connection, setting, tender.id)
    if broker is None and not (who.is_secretariat or who.is_chair):
        refused = Refused(f"Nobody is named as honest broker of {tender.reference}.")
    return BrokerFormFacts(
        setting.partnership,
        tender.id,
        tender.reference,
        tender.title,
        broker.name if broker is not None else "",
        tuple(Choice(each.organisation, each.name) for each in who.seats),
        refused,
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

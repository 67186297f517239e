"""The options of tenders, with their plus and minus points."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.store.agenda.standing_items import mine
from bot.store.partnership.partnerships import today_in
from bot.store.partnership.places import who_asks
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.bid_tables import tender_options
from bot.store.tenders.tender_voices import is_kept_away
from bot.store.upsert import inserting
from bot.store.writing import Writer, key_of, where
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.tenders.tender_options import (
    Option,
    OptionFacts,
    OptionForm,
    OptionFormFacts,
    OptionRecorded,
    OptionTakenOff,
    RecordOption,
    may_record,
)
from bot.workflows.tenders.tenders import UNKNOWN, SetAside


def for_option(connection: Connection, command: RecordOption, now: datetime) -> OptionFacts | Refused:
    """What is known when an option is recorded; the tender's row is locked until it is."""
    same = {name: getattr(command, name) for name in ("workspace", "team", "user", "delivery", "received_at")}
    about = SetAside(**same, partnership=command.partnership, tender=command.tender, reason="")
    known = tender_rows.for_deciding(connection, about, now)
    if isinstance(known, Refused):
        return known
    of = connection.execute(
        select(tender_options.c.tender).where(
            *mine(known.setting, tender_options), tender_options.c.id == command.option
        )
    ).scalar()
    if of not in (None, command.tender):
        return UNKNOWN
    options = options_of(connection, known.setting, command.tender)
    return OptionFacts(known.setting, known.standing, known.tender, competes=known.competes, options=options)


def options_of(connection: Connection, setting: Setting, tender: str) -> tuple[Option, ...]:
    """The options of a tender, in the order in which they were first recorded."""
    rows = connection.execute(
        select(tender_options)
        .where(*mine(setting, tender_options), tender_options.c.tender == tender)
        .order_by(tender_options.c.recorded_at, tender_options.c.id)
    )
    return tuple(Option(row.id, row.name, row.plus, row.minus) for row in rows)


def option_form(connection: Connection, question: OptionForm, now: datetime) -> OptionFormFacts:
    """What the form begins with that records an option."""
    setting, who = who_asks(connection, question, question.partnership, now)
    tender = tender_rows.by_id(connection, setting, question.tender)
    away = is_kept_away(connection, setting, question.tender, who, today_in(setting.time_zone, now))
    refused = may_record(OptionFacts(setting, who, tender, competes=away))
    facts = OptionFormFacts(setting.partnership, question.tender, refused=refused)
    if tender is None or refused is not None:
        return facts
    options = options_of(connection, setting, tender.id)
    held = next((each for each in options if each.id == question.option), None)
    gone = UNKNOWN if question.option and held is None else None
    return replace(facts, reference=tender.reference, title=tender.title, option=held, refused=gone)


def _recorded(connection: Connection, setting: Setting, event: OptionRecorded, now: datetime) -> None:
    said = {"name": event.name, "plus": event.plus, "minus": event.minus}
    put = inserting(connection, tender_options).on_conflict_do_update(
        index_elements=["workspace", "partnership", "id"], set_=said
    )
    row = {"id": event.option, "tender": event.subject, "recorded_at": now}
    connection.execute(put, {**key_of(setting), **row, **said})


def _taken_off(connection: Connection, setting: Setting, event: OptionTakenOff, now: datetime) -> None:
    key = {**key_of(setting), "id": event.option}
    connection.execute(where(delete(tender_options), tender_options, key))


WRITERS: Mapping[type[Event], Writer] = {OptionRecorded: _recorded, OptionTakenOff: _taken_off}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {OptionForm: option_form}

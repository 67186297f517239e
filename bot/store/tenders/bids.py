"""Bids: the steps taken for a tender, what is known when it moves on, and its moves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select, update

from bot.store.agenda.standing_items import mine
from bot.store.entries import entries as entry_rows
from bot.store.entries.entry_answers import seen_by
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.tables import organisations, people
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.bid_tables import broker_answers, contracts, tender_brokers, tender_steps
from bot.store.tenders.tender_tables import tenders
from bot.store.tenders.tender_voices import is_kept_away, kept_away_from
from bot.store.upsert import inserting
from bot.store.writing import key_of
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.entries.entries import CHANGES, IN_FORCE, Entry, stands_no_longer
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing, Stranger
from bot.workflows.tenders.bid_people import LEAD_DELIVERS
from bot.workflows.tenders.moving_tenders import BidFacts, StepRecorded, TenderMoved, of_another_sort
from bot.workflows.tenders.tender_gates import (
    ACCOUNTABLE_BODY,
    AGREED,
    BROKER,
    LEAD,
    TOLD,
    Broker,
    Done,
    Said,
)
from bot.workflows.tenders.tenders import Tender

_SAID_OF = {AGREED: (ACCOUNTABLE_BODY, "the accountable body"), LEAD_DELIVERS: (LEAD, "the lead")}
"""Steps that say something of an organisation that another step agrees on: they say nothing of the one that takes its place."""


def facts_of(connection: Connection, command: Any, now: datetime, *, lock: bool = True) -> BidFacts | Refused:
    """What is known when a bid goes on; the tender's row is locked until it has, unless somebody only looks."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return tender_rows.NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    tender = tender_rows.by_id(connection, setting, command.tender, lock=lock)
    named = getattr(command, "decision", "").strip()
    entry = entry_rows.entry_of(connection, setting, named) if named else None
    who = standing(connection, setting, command.team, command.user, on)
    return BidFacts(
        setting=setting,
        standing=who,
        competes=is_kept_away(connection, setting, command.tender, who, on),
        tender=tender,
        suggester=tender_rows.account_of(connection, setting, tender.suggested_by)
        if tender is not None
        else None,
        told=tender_rows.told_of(connection, setting, [command.tender]).get(command.tender, ()),
        today=on,
        done=steps_of(connection, setting, tender) if tender is not None else (),
        entry=entry,
        of_another=_other_tender(connection, setting, entry, tender),
        broker=broker_of(connection, setting, tender.id) if tender is not None else None,
        organisations=in_register(connection, setting, now),
        holder=_holder_of(connection, setting, command.tender),
    )


def steps_of(connection: Connection, setting: Setting, tender: Tender) -> tuple[Done, ...]:
    """What has been done for a tender, in the order in which it was; that members were told is known by the notice itself."""
    return steps_of_each(connection, setting, [tender])[tender.id]


def steps_of_each(
    connection: Connection, setting: Setting, several: Sequence[Tender]
) -> Mapping[str, tuple[Done, ...]]:
    """The same for each of many tenders, asked together."""
    found: dict[str, list[Done]] = {each.id: [] for each in several}
    for each in several:
        if each.told_at is not None:
            found[each.id].append(Done(TOLD, partnership_rows.today_in(setting.time_zone, each.told_at)))
    rows = connection.execute(
        select(tender_steps, people.c.name)
        .select_from(tender_steps.outerjoin(people, _by(tender_steps)))
        .where(*mine(setting, tender_steps), tender_steps.c.tender.in_(tuple(found)))
        .order_by(tender_steps.c.taken_on, tender_steps.c.recorded_at, tender_steps.c.step)
    ).all()
    register = decisions_by_id(connection, setting) if any(row.decision for row in rows) else {}
    names = _organisation_names(connection, setting, [row.organisation for row in rows if row.organisation])
    agreed = {
        (row.tender, row.step): row.organisation for row in rows if row.step in (ACCOUNTABLE_BODY, LEAD)
    }
    brokers = _brokers(connection, setting, [row.tender for row in rows if row.step == BROKER])
    for row in rows:
        entry = register.get(row.decision)
        undone = stands_no_longer(entry) if entry is not None else ""
        if row.step == BROKER and row.tender in brokers:
            broker = brokers[row.tender]
            undone = broker.objections or (f"{broker.name} is named now" if broker.name != row.words else "")
        of, called = _SAID_OF.get(row.step, ("", ""))
        now = agreed.get((row.tender, of))
        if now and row.organisation and row.organisation != now:
            undone = f"{names[now]} is {called} now"
        found[row.tender].append(
            Done(
                row.step,
                row.taken_on,
                row.name or "",
                entry.reference if entry is not None else "",
                undone,
                names.get(row.organisation, ""),
                row.words,
            )
        )
    return {each: tuple(done) for each, done in found.items()}


def broker_of(connection: Connection, setting: Setting, tender: str) -> Broker | None:
    """The honest broker of a bid, with what each partner has said, by name."""
    return _brokers(connection, setting, [tender]).get(tender)


def _brokers(connection: Connection, setting: Setting, tenders: Collection[str]) -> Mapping[str, Broker]:
    if not tenders:
        return {}
    named = connection.execute(
        select(tender_brokers).where(*mine(setting, tender_brokers), tender_brokers.c.tender.in_(tenders))
    ).all()
    said = connection.execute(
        select(broker_answers).where(*mine(setting, broker_answers), broker_answers.c.tender.in_(tenders))
    ).all()
    names = _organisation_names(connection, setting, [each.organisation for each in said])
    away = kept_away_from(connection, setting, {each.tender for each in said}) if said else {}
    answers: dict[str, list[Said]] = {}
    for each in said:
        kept = each.organisation in away[each.tender]
        words = Said(names.get(each.organisation, ""), each.accepts, each.words, kept)
        answers.setdefault(each.tender, []).append(words)
    return {
        row.tender: Broker(
            row.name,
            row.named_on,
            tuple(sorted(answers.get(row.tender, ()), key=lambda each: each.organisation)),
        )
        for row in named
    }


def _by(table: Any) -> ColumnElement[bool]:
    return and_(
        people.c.workspace == table.c.workspace,
        people.c.partnership == table.c.partnership,
        people.c.id == table.c.person,
    )


def decisions_in_force(
    connection: Connection, setting: Setting, who: Standing | Stranger, most: int = 100
) -> tuple[Choice, ...]:
    """The decisions that something can rest on, the latest first, in the words that whoever chooses may read (V16)."""
    entries = reversed(seen_by(connection, setting, who)[0])
    found = [
        each
        for each in entries
        if each.status in IN_FORCE and each.what not in CHANGES and not of_another_sort(each)
    ]
    return tuple(Choice(each.reference, f"{each.reference}: {each.text}") for each in found[:most])


def in_register(connection: Connection, setting: Setting, now: datetime) -> tuple[Choice, ...]:
    """The organisations in the register today, by name."""
    on = partnership_rows.today_in(setting.time_zone, now)
    rows = connection.execute(
        select(organisations).where(*mine(setting, organisations)).order_by(organisations.c.name)
    )
    return tuple(
        Choice(row.id, row.name)
        for row in rows
        if (row.joined_on is None or row.joined_on <= on) and (row.left_on is None or on <= row.left_on)
    )


def decisions_by_id(connection: Connection, setting: Setting) -> Mapping[str | None, Entry]:
    """Every entry of the register of decisions."""
    return {each.id: each for each in entry_rows.entries_of(connection, setting)}


def _holder_of(connection: Connection, setting: Setting, tender: str) -> str:
    held = select(contracts.c.holder).where(*mine(setting, contracts), contracts.c.tender == tender)
    holder = connection.execute(held).scalar()
    return _organisation_names(connection, setting, [holder])[holder] if holder is not None else ""


def _organisation_names(
    connection: Connection, setting: Setting, wanted: list[str]
) -> Mapping[str | None, str]:
    rows = connection.execute(
        select(organisations.c.id, organisations.c.name).where(
            *mine(setting, organisations), organisations.c.id.in_(wanted)
        )
    )
    return {row.id: row.name for row in rows}


def _other_tender(
    connection: Connection, setting: Setting, entry: Entry | None, tender: Tender | None
) -> str:
    if entry is None or entry.about is None or tender is None or entry.about == tender.id:
        return ""
    other = tender_rows.by_id(connection, setting, entry.about)
    return other.reference if other is not None else ""


def _step_recorded(connection: Connection, setting: Setting, event: StepRecorded, now: datetime) -> None:
    said: dict[str, Any] = {
        "taken_on": event.on,
        "decision": event.decision,
        "organisation": event.organisation,
        "words": event.words,
        "person": event.person,
        "recorded_at": now,
    }
    row = {**key_of(setting), "tender": event.subject, "step": event.step, **said}
    put = inserting(connection, tender_steps).on_conflict_do_update(
        index_elements=["workspace", "partnership", "tender", "step"], set_=said
    )
    connection.execute(put, row)


def _moved(connection: Connection, setting: Setting, event: TenderMoved, now: datetime) -> None:
    connection.execute(
        update(tenders)
        .where(*mine(setting, tenders), tenders.c.id == event.subject)
        .values(stage=event.stage)
    )


WRITERS: Mapping[type[Event], Any] = {StepRecorded: _step_recorded, TenderMoved: _moved}

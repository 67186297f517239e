"""Contracts of bids, and the returns that delivery partners make on them."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.store.agenda.standing_items import mine
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.places import setting_for, who_asks
from bot.store.tables import organisations
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.bid_people import for_people, partners_of
from bot.store.tenders.bid_tables import contract_returns, contracts
from bot.store.tenders.bids import facts_of, in_register, steps_of
from bot.store.tenders.tender_notice import members_of
from bot.store.tenders.tender_voices import is_kept_away, told_about
from bot.store.upsert import inserting
from bot.store.writing import Writer, insert_once, key_of
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.standing import Stranger
from bot.workflows.tenders.bid_people import PeopleFacts, SelectPartner
from bot.workflows.tenders.contract_questions import ContractForm, ContractFormFacts
from bot.workflows.tenders.contracts import (
    Contract,
    ContractEntered,
    ContractFacts,
    EnterContract,
    stated_reports,
)
from bot.workflows.tenders.returns import (
    AskForReturns,
    LookAtReturns,
    ReceiveReturn,
    Return,
    ReturnFacts,
    ReturnReceived,
    ReturnsAsked,
    ReturnsLate,
)
from bot.workflows.tenders.tender_gates import AGREED, DATED, HOLDER, day_of
from bot.workflows.tenders.tenders import TenderFacts, not_for_them

_COPIED = ("holder", "dated_on", "ends_on", "sla_on", "penalties", "every", "days")


def for_contract(connection: Connection, command: EnterContract, now: datetime) -> ContractFacts | Refused:
    """What is known when a contract is entered; the tender's row is locked."""
    known = facts_of(connection, command, now)
    if isinstance(known, Refused):
        return known
    return ContractFacts(
        **{each.name: getattr(known, each.name) for each in fields(known)},
        contract=contract_of(connection, known.setting, command.tender),
        asked=frozenset(each.period[1] for each in returns_of(connection, known.setting, command.tender)),
    )


def for_partner(connection: Connection, command: SelectPartner, now: datetime) -> PeopleFacts | Refused:
    """What is known when somebody is selected to deliver, and of the returns it was asked for."""
    known = for_people(connection, command, now)
    if isinstance(known, Refused):
        return known
    returns = returns_of(connection, known.setting, command.tender)
    return replace(
        known,
        contract=contract_of(connection, known.setting, command.tender),
        asked=frozenset(each.period[1] for each in returns if each.organisation == command.organisation),
    )


def for_receiving(connection: Connection, command: ReceiveReturn, now: datetime) -> ReturnFacts | Refused:
    """What is known when a return is received."""
    known = facts_of(connection, command, now)
    if isinstance(known, Refused):
        return known
    facts = _facts(connection, known.setting, known.standing, command.tender, known.today)
    return replace(facts, competes=known.competes)


def for_returns(connection: Connection, command: AskForReturns | LookAtReturns, now: datetime) -> ReturnFacts:
    """What is known when the clock asks for returns, or looks at them."""
    setting = setting_for(connection, command.workspace, command.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    return _facts(connection, setting, Stranger(""), command.subject, on)


def _facts(connection: Connection, setting: Setting, who: Any, tender: str, on: date) -> ReturnFacts:
    return ReturnFacts(
        setting=setting,
        standing=who,
        tender=tender_rows.by_id(connection, setting, tender, lock=True),
        today=on,
        contract=contract_of(connection, setting, tender),
        partners=partners_of(connection, setting, tender),
        members=members_of(connection, setting, on),
        returns=returns_of(connection, setting, tender),
        secretariat=told_about(connection, setting, tender, on),
    )


def contract_of(connection: Connection, setting: Setting, tender: str) -> Contract | None:
    """The contract of a bid, with the name of its holder."""
    row = connection.execute(
        select(contracts, organisations.c.name)
        .select_from(contracts.join(organisations, _of(contracts, contracts.c.holder)))
        .where(*mine(setting, contracts), contracts.c.tender == tender)
    ).first()
    if row is None:
        return None
    own = {name: getattr(row, name) for name in _COPIED}
    return Contract(holder_name=row.name, **own)


def returns_of(connection: Connection, setting: Setting, tender: str) -> tuple[Return, ...]:
    """Every return that was asked for on a contract, the latest period first."""
    rows = connection.execute(
        select(contract_returns, organisations.c.name)
        .select_from(
            contract_returns.join(organisations, _of(contract_returns, contract_returns.c.organisation))
        )
        .where(*mine(setting, contract_returns), contract_returns.c.tender == tender)
        .order_by(contract_returns.c.period_end.desc(), organisations.c.name)
    )
    return tuple(
        Return(
            row.organisation,
            row.name,
            (row.period_start, row.period_end),
            row.due_on,
            row.received_on,
            row.late,
        )
        for row in rows
    )


def contract_form(connection: Connection, question: ContractForm, now: datetime) -> ContractFormFacts:
    """What the forms begin with that enter a contract, and that mark a return."""
    setting, who = who_asks(connection, question, question.partnership, now)
    tender = tender_rows.by_id(connection, setting, question.tender)
    on = partnership_rows.today_in(setting.time_zone, now)
    away = is_kept_away(connection, setting, question.tender, who, on)
    refused = not_for_them(TenderFacts(setting, who, tender, competes=away))
    if tender is None or refused is not None:
        return ContractFormFacts(setting.partnership, question.tender, refused=refused)
    contract, done = contract_of(connection, setting, tender.id), steps_of(connection, setting, tender)
    known = in_register(connection, setting, now)
    named = next((each.organisation for each in done if each.step == HOLDER), "")
    return ContractFormFacts(
        setting.partnership,
        tender.id,
        tender.reference,
        tender.title,
        known,
        contract,
        stated_reports(setting.terms),
        tuple(each for each in returns_of(connection, setting, tender.id) if each.received_on is None),
        holder=contract.holder if contract else next((each.id for each in known if each.words == named), ""),
        dated_on=contract.dated_on if contract else day_of(DATED, done),
        sla_on=(contract.sla_on if contract else None) or day_of(AGREED, done),
    )


def _of(table: Any, own: Any) -> Any:
    return (
        (organisations.c.workspace == table.c.workspace)
        & (organisations.c.partnership == table.c.partnership)
        & (organisations.c.id == own)
    )


def _entered(connection: Connection, setting: Setting, event: ContractEntered, now: datetime) -> None:
    said = {name: getattr(event, name) for name in _COPIED}
    put = inserting(connection, contracts).on_conflict_do_update(
        index_elements=["workspace", "partnership", "tender"], set_=said
    )
    connection.execute(put, {**key_of(setting), "tender": event.subject, **said})


def _asked(connection: Connection, setting: Setting, event: ReturnsAsked, now: datetime) -> None:
    for organisation in event.organisations:
        row = {
            **key_of(setting),
            "tender": event.subject,
            "organisation": organisation,
            "period_start": event.period[0],
            "period_end": event.period[1],
            "due_on": event.due_on,
            "late": False,
        }
        insert_once(connection, contract_returns, row)


def _late(connection: Connection, setting: Setting, event: ReturnsLate, now: datetime) -> None:
    connection.execute(
        update(contract_returns)
        .where(
            *mine(setting, contract_returns),
            contract_returns.c.tender == event.subject,
            contract_returns.c.due_on == event.due_on,
            contract_returns.c.organisation.in_(event.organisations),
        )
        .values(late=True)
    )


def _received(connection: Connection, setting: Setting, event: ReturnReceived, now: datetime) -> None:
    connection.execute(
        update(contract_returns)
        .where(
            *mine(setting, contract_returns),
            contract_returns.c.tender == event.subject,
            contract_returns.c.period_end == event.period_end,
            contract_returns.c.organisation == event.organisation,
        )
        .values(received_on=event.on, late=event.late)
    )


WRITERS: Mapping[type[Event], Writer] = {
    ContractEntered: _entered,
    ReturnsAsked: _asked,
    ReturnsLate: _late,
    ReturnReceived: _received,
}
ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {ContractForm: contract_form}

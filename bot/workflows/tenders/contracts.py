"""The contract that a bid has won: its one holder, its dates, and the words of its agreement on penalties (N10, V19, K43, C43)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.terms import Terms
from bot.rules.wording import counted, day_words
from bot.rules.year import Stretch, reporting_periods
from bot.workflows.decisions import Answer, Command, Decision, Due, Event, Outcome, Refused
from bot.workflows.meetings.deadlines import nine
from bot.workflows.standing import Standing
from bot.workflows.tenders.moving_tenders import BidFacts, StepRecorded, not_alive
from bot.workflows.tenders.tender_gates import AGREED, DATED, HOLDER
from bot.workflows.tenders.tenders import WON, not_for_them

ASK = "ask for returns"  # the kind of the clock's work
LONGEST_PENALTIES, MOST_DAYS, MOST_YEARS = 2000, 120, 20
FINANCIAL_YEAR = "1 April"  # where the terms do not say when it begins (V20)


@dataclass(frozen=True)
class Contract:
    """A contract as it was entered."""

    holder: str  # an organisation
    holder_name: str
    dated_on: date
    ends_on: date | None = None
    sla_on: date | None = None
    penalties: str = ""  # the agreement's own words: quoted, never computed
    every: str = ""  # how often returns are due; empty: there are none
    days: int = 0  # after the end of each period


@dataclass(frozen=True)
class ContractFacts(BidFacts):
    """What is known when a contract is entered."""

    contract: Contract | None = None
    asked: frozenset[date] = frozenset()  # the ends of the periods for which returns were asked


@dataclass(frozen=True, kw_only=True)
class EnterContract(Command):
    """Enter the contract of a bid; entered again, it takes the place of what was entered before."""

    partnership: str
    tender: str
    holder: str
    dated_on: date | None
    ends_on: date | None = None
    sla_on: date | None = None
    penalties: str = ""
    every: str = ""
    days: int | None = None


@dataclass(frozen=True, kw_only=True)
class ContractEntered(Event):
    """A contract was entered."""

    holder: str
    dated_on: date
    ends_on: date | None
    sla_on: date | None
    penalties: str
    every: str
    days: int


def enter(command: EnterContract, facts: ContractFacts) -> Outcome:
    """Enter a contract, by the secretariat or the chair. Its holder is one organisation of the register, never all of them."""
    refusal = not_for_them(facts) or not_alive(facts) or _mistake(command, facts)
    if refusal is not None:
        return refusal
    tender = facts.tender
    assert tender is not None
    assert command.dated_on is not None
    assert isinstance(facts.standing, Standing)
    name = next(each.words for each in facts.organisations if each.id == command.holder)
    every = stated_reports(facts.setting.terms) or command.every
    entered = ContractEntered(
        subject=tender.id,
        person=facts.standing.person,
        holder=command.holder,
        dated_on=command.dated_on,
        ends_on=command.ends_on,
        sla_on=command.sla_on,
        penalties=command.penalties.strip(),
        every=every,
        days=command.days or 0,
    )
    dated = ((HOLDER, facts.today), (DATED, command.dated_on), (AGREED, command.sla_on))
    steps = tuple(
        StepRecorded(
            subject=tender.id,
            person=facts.standing.person,
            step=step,
            on=on,
            organisation=_whose(step, command, facts),
        )
        for step, on in dated
        if on is not None
    )
    contract = as_contract(entered, name)
    due = _asks(tender.id, contract, facts, command.received_at)
    when = "the day after each period, or at once where it is over"
    reports = f" Returns are asked for {counted(len(due), 'time')}, {when}." if due else ""
    agreed = command.sla_on or any(each.step == AGREED and not each.undone for each in facts.done)
    incomplete = "" if agreed else " It has no dated service level agreement yet, so it is incomplete."
    said = f"{name} holds the contract of {tender.reference}, dated {day_words(command.dated_on)}.{incomplete}{reports}"
    on = f"“Move it on” moves {tender.reference} to contracted." if tender.stage == WON else ""
    return Decision(Answer(said, next=on), (entered, *steps), (), due)


def _whose(step: str, command: EnterContract, facts: ContractFacts) -> str | None:
    """Of which organisation a step is: an agreement is the accountable body's, where one was agreed on (K43)."""
    if step == DATED:
        return None
    return (facts.accountable_body if step == AGREED else "") or command.holder


def as_contract(event: ContractEntered, name: str) -> Contract:
    """The contract that an event enters."""
    return Contract(
        event.holder,
        name,
        event.dated_on,
        event.ends_on,
        event.sla_on,
        event.penalties,
        event.every,
        event.days,
    )


def stated_reports(terms: Terms) -> str:
    """How often the terms say that returns are due; empty where they do not."""
    rule = terms.contract_reports
    return rule.value if rule is not None and rule.value is not None else ""


def periods_of(contract: Contract, terms: Terms) -> tuple[Stretch, ...]:
    """The periods of a contract for which returns are due: quarters of the financial year, or as the terms say (V20)."""
    if not contract.every or contract.ends_on is None:
        return ()
    rule = terms.financial_year
    begins = rule.value if rule is not None and rule.value is not None else FINANCIAL_YEAR
    return reporting_periods(contract.every, begins, contract.dated_on, contract.ends_on)


def _asks(tender: str, contract: Contract, facts: ContractFacts, at: datetime) -> tuple[Due, ...]:
    """When returns are asked for: the day after each period; at once where it is over, unless they were asked for before."""
    setting = facts.setting
    return tuple(
        Due(f"{ASK}|{tender}|{end}", ASK, tender, max(at, nine(end + timedelta(days=1), setting.time_zone)))
        for _, end in periods_of(contract, setting.terms)
        if end not in facts.asked
    )


def _mistake(command: EnterContract, facts: ContractFacts) -> Refused | None:
    tender, on = facts.tender, command.dated_on
    assert tender is not None
    if not tender.is_won:
        return Refused(f"{tender.reference} is {tender.stage}: there is a contract once a bid is won.")
    if command.holder not in {each.id for each in facts.organisations}:
        return Refused(
            "Choose the one organisation of the register that holds the contract; the partnership itself holds none.",
            field="holder",
        )
    if on is None or on > facts.today:
        return Refused("Give the day it is dated, which is not still to come.", field="dated_on")
    if command.sla_on is not None and command.sla_on > facts.today:
        return Refused("That day is still to come. Enter it once it is dated.", field="sla_on")
    if command.ends_on is not None and not on < command.ends_on <= on + timedelta(days=366 * MOST_YEARS):
        return Refused(f"It ends after the day it is dated, and within {MOST_YEARS} years.", field="ends_on")
    if len(command.penalties.strip()) > LONGEST_PENALTIES:
        return Refused(f"Please keep this to {LONGEST_PENALTIES:,} characters.", field="penalties")
    if command.days is not None and not 0 <= command.days <= MOST_DAYS:
        return Refused(f"Give a whole number of days, at most {MOST_DAYS}.", field="days")
    reports = stated_reports(facts.setting.terms) or command.every
    if reports and command.ends_on is None:
        return Refused("Give the day it ends, until which its returns are asked for.", field="ends_on")
    if reports and command.days is None:
        return Refused("Say how many days after each period its return is due.", field="days")
    return None

"""Returns of delivery partners on a contract: asked for, asked again, received; late ones logged in the agreement's words (C43)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.rules.wording import day_words
from bot.rules.year import Stretch
from bot.workflows.agenda.item_words import Told
from bot.workflows.decisions import (
    Answer,
    ClockCommand,
    Command,
    Decision,
    Due,
    Event,
    Notice,
    Outcome,
    Refused,
    derived_id,
)
from bot.workflows.meetings.deadlines import nine
from bot.workflows.standing import Standing
from bot.workflows.tenders.bid_people import PARTNER, Partner
from bot.workflows.tenders.contracts import Contract, periods_of
from bot.workflows.tenders.tender_notice import Member
from bot.workflows.tenders.tenders import (
    AboutTender,
    Tender,
    TenderFacts,
    about_tender,
    not_for_them,
)

LOOK = "look at returns"  # the kind of the clock's work


@dataclass(frozen=True)
class Return:
    """One return of one delivery partner."""

    organisation: str
    name: str
    period: Stretch
    due_on: date
    received_on: date | None = None
    late: bool = False  # logged as late


@dataclass(frozen=True)
class ReturnFacts(TenderFacts):
    """What is known when returns are asked for, looked at or received."""

    today: date = date.min
    contract: Contract | None = None
    partners: tuple[Partner, ...] = ()
    members: tuple[Member, ...] = ()
    returns: tuple[Return, ...] = ()
    secretariat: tuple[Told, ...] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class AskForReturns(ClockCommand):
    """A period is over: ask every delivery partner for its return."""


@dataclass(frozen=True, kw_only=True)
class LookAtReturns(ClockCommand):
    """A return is due today, or was due yesterday: ask again, or log it as late."""


@dataclass(frozen=True, kw_only=True)
class ReceiveReturn(Command):
    """Mark a return as received. The return itself stays where it belongs: nothing of a learner is kept here."""

    partnership: str
    tender: str
    organisation: str
    period_end: date | None
    on: date | None = None  # none: today


@dataclass(frozen=True, kw_only=True)
class ReturnsAsked(Event):
    """Delivery partners were asked for their returns of a period."""

    period: Stretch
    due_on: date
    organisations: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReturnsLate(Event):
    """Returns had not come by the day they were due; `penalties` are the agreement's own words."""

    due_on: date
    organisations: tuple[str, ...]
    penalties: str


@dataclass(frozen=True, kw_only=True)
class ReturnReceived(Event):
    """A return was received."""

    organisation: str
    period_end: date
    on: date
    late: bool


@dataclass(frozen=True, kw_only=True)
class ReturnAskedNotice(Notice):
    """Asks whoever represents a delivery partner for its return."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    organisation: str
    period: str
    due: str
    again: bool


@dataclass(frozen=True, kw_only=True)
class ReturnLateNotice(Notice):
    """Tells a delivery partner, and the secretariat, that a return is late, with what the agreement says of that."""

    partnership_name: str
    tender: str
    reference: str
    title: str
    organisation: str
    period: str
    due: str
    penalties: str


def ask(command: AskForReturns, facts: ReturnFacts) -> Outcome:
    """Ask every delivery partner of a contract for the return of the period that is over."""
    tender, contract, setting = facts.tender, facts.contract, facts.setting
    if tender is None or contract is None or not tender.is_won:
        return Refused("There is no contract for which returns are due.")
    _, _, end, *alone = command.key.split("|")  # alone: one partner, contracted once the period was over
    period = next((each for each in periods_of(contract, setting.terms) if str(each[1]) == end), None)
    partners = _to_ask(facts, period, alone) if period is not None else ()
    if period is None or not partners:
        return Refused("Nobody has a return to make for that.")
    due_on = period[1] + timedelta(days=contract.days)
    asked = tuple(each.organisation for each in partners)
    event = ReturnsAsked(subject=tender.id, person=None, period=period, due_on=due_on, organisations=asked)
    rows = tuple(Return(each.organisation, each.name, period, due_on) for each in partners)
    look = (due_on, due_on + timedelta(days=1))
    key = "|".join((LOOK, tender.id, *(derived_id("of", each) for each in alone)))
    due = tuple(Due(f"{key}|{day}", LOOK, tender.id, nine(day, setting.time_zone)) for day in look)
    return Decision(Answer("Asked."), (event,), _asking(command, facts, tender, rows, again=False), due)


def look(command: LookAtReturns, facts: ReturnFacts) -> Outcome:
    """Ask again for what is due today; log as late what was due before, once."""
    tender = facts.tender
    waiting = [each for each in facts.returns if each.received_on is None]
    if tender is None or facts.contract is None or not waiting:
        return Refused("Every return has come.")
    late = tuple(each for each in waiting if each.due_on < facts.today and not each.late)
    today = tuple(each for each in waiting if each.due_on == facts.today)
    events = tuple(
        ReturnsLate(
            subject=tender.id,
            person=None,
            due_on=day,
            organisations=tuple(each.organisation for each in late if each.due_on == day),
            penalties=facts.contract.penalties,
        )
        for day in sorted({each.due_on for each in late})
    )
    notices = _telling_late(command, facts, tender, facts.contract, late)
    if not late and not today:
        return Refused("No return is due today.")
    return Decision(
        Answer("Looked at."), events, (*notices, *_asking(command, facts, tender, today, again=True))
    )


def receive(command: ReceiveReturn, facts: ReturnFacts) -> Outcome:
    """Mark a return as received, by the secretariat or the chair."""
    refusal = not_for_them(facts)
    if refusal is not None:
        return refusal
    tender, on = facts.tender, command.on or facts.today
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    wanted = (command.organisation, command.period_end)
    found = next((each for each in facts.returns if (each.organisation, each.period[1]) == wanted), None)
    if found is None:
        return Refused("No such return was asked for.", field="return")
    if found.received_on is not None:
        return Refused(f"That return was received on {day_words(found.received_on)}.", field="return")
    if on > facts.today:
        return Refused("That day is still to come.", field="on")
    if on < found.period[0]:
        return Refused(f"That is before {day_words(found.period[0])}, when its period begins.", field="on")
    late = on > found.due_on
    event = ReturnReceived(
        subject=tender.id,
        person=facts.standing.person,
        organisation=found.organisation,
        period_end=found.period[1],
        on=on,
        late=late,
    )
    so = f", after {day_words(found.due_on)} when it was due" if late else ""
    return Decision(
        Answer(f"Received from {found.name} on {day_words(on)}{so}: {period_words(found.period)}."), (event,)
    )


def period_words(period: Stretch) -> str:
    """A period in words."""
    return f"{day_words(period[0])} to {day_words(period[1])}"


def _to_ask(facts: ReturnFacts, period: Stretch, alone: list[str]) -> tuple[Partner, ...]:
    """Who delivered in a period and was not asked for its return before."""
    asked = {each.organisation for each in facts.returns if each.period[1] == period[1]}
    return tuple(
        each
        for each in facts.partners
        if each.status == PARTNER
        and (each.since is None or each.since <= period[1])
        and each.organisation not in asked
        and (not alone or each.organisation in alone)
    )


def _asking(
    command: ClockCommand, facts: ReturnFacts, tender: Tender, rows: tuple[Return, ...], *, again: bool
) -> tuple[ReturnAskedNotice, ...]:
    return tuple(
        ReturnAskedNotice(
            key=f"{command.key}|{each.organisation}|{user}"[:200],
            recipient=user,
            due_at=command.received_at,
            again=again,
            **_about(facts, tender, each),
        )
        for each in rows
        for user in _speaking(facts, each.organisation)
    )


def _telling_late(
    command: ClockCommand, facts: ReturnFacts, tender: Tender, contract: Contract, rows: tuple[Return, ...]
) -> tuple[ReturnLateNotice, ...]:
    secretariat = tuple(each.user for each in facts.secretariat)
    return tuple(
        ReturnLateNotice(
            key=f"{command.key}|late|{each.organisation}|{each.due_on}|{user}"[:200],
            recipient=user,
            due_at=command.received_at,
            penalties=contract.penalties,
            **_about(facts, tender, each),
        )
        for each in rows
        for user in dict.fromkeys((*_speaking(facts, each.organisation), *secretariat))
    )


class _About(AboutTender):
    """What every notice of a return says of it."""

    organisation: str
    period: str
    due: str


def _about(facts: ReturnFacts, tender: Tender, each: Return) -> _About:
    return {
        **about_tender(facts.setting, tender),
        "organisation": each.name,
        "period": period_words(each.period),
        "due": day_words(each.due_on),
    }


def _speaking(facts: ReturnFacts, organisation: str) -> tuple[str, ...]:
    users = (
        each.user for each in facts.members if each.organisation == organisation and each.user is not None
    )
    return tuple(dict.fromkeys(users))

"""A tender that people recorded put right: its title, its buyer, its value, where its notice is, and its deadline."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.rules.wording import listed
from bot.workflows.agenda.item_words import tidy
from bot.workflows.decisions import Answer, Decision, Event, Outcome, Refused, derived_id
from bot.workflows.standing import Standing
from bot.workflows.tenders.tender_changes import corrected
from bot.workflows.tenders.tender_deadline import ChangeDeadline, change_deadline, everybody_told
from bot.workflows.tenders.tenders import Tender, TenderFacts, mistake_in, not_for_them

NAMES: Mapping[str, str] = {
    "title": "the title",
    "buyer": "the buyer",
    "hundredths": "the value",
    "url": "the address of its notice",
}


@dataclass(frozen=True, kw_only=True)
class CorrectTender(ChangeDeadline):
    """Put right what people recorded of a tender; of one from a portal its publisher says what holds."""

    title: str
    buyer: str = ""
    value: Decimal | None = None  # pounds
    url: str = ""
    was: str = ""  # what was known when the form was opened, as `as_known` has it; empty: it does not say


@dataclass(frozen=True, kw_only=True)
class TenderCorrected(Event):
    """What people recorded of a tender was put right; `changes` are (field, before, after), and the rest how it stands now."""

    changes: tuple[tuple[str, str, str], ...]
    title: str
    buyer: str
    hundredths: int | None
    url: str


def as_known(tender: Tender) -> str:
    """One word for what can be corrected of a tender as it stands, so that a form opened before a change is known by it."""
    said = (getattr(tender, name) for name in (*NAMES, "deadline"))
    return derived_id("known", *(str(each) for each in said))


def correct(command: CorrectTender, facts: TenderFacts) -> Outcome:
    """Put it right, by the secretariat or the chair; everybody who was told of the tender hears what has changed (C24)."""
    refusal = not_for_them(facts) or _mistake(command, facts)
    if refusal is not None:
        return refusal
    tender, setting = facts.tender, facts.setting
    assert tender is not None and isinstance(facts.standing, Standing)
    after = _corrected(command, tender)
    fields = [name for name in NAMES if getattr(tender, name) != getattr(after, name)]
    deadline = change_deadline(command, facts) if command.deadline != tender.deadline else None
    if deadline is None and not fields:
        return Refused("This is what is recorded already: nothing here has changed.", field="title")
    if isinstance(deadline, Refused) or (deadline is not None and not fields):
        return deadline
    event = TenderCorrected(
        subject=tender.id,
        person=facts.standing.person,
        changes=tuple((name, _kept(tender, name), _kept(after, name)) for name in fields),
        title=after.title,
        buyer=after.buyer,
        hundredths=after.hundredths,
        url=after.url,
    )
    changes = [(NAMES[name], _words(tender, name), _words(after, name)) for name in fields]
    said = f"{tender.reference} is corrected: {listed([NAMES[name] for name in fields])}."
    if deadline is not None:
        zone = setting.time_zone
        changes.append(("the deadline", tender.deadline_words(zone), after.deadline_words(zone)))
        said += f" {deadline.answer.words}"
    notices = corrected(command, setting, after, facts.standing.name, everybody_told(facts), tuple(changes))
    return Decision(
        Answer(said, next="Everybody who was told of it hears that. Answers stay." if notices else ""),
        (event, *(deadline.events if deadline is not None else ())),
        notices,
        deadline.due if deadline is not None else (),
    )


def _mistake(command: CorrectTender, facts: TenderFacts) -> Refused | None:
    tender = facts.tender
    assert tender is not None
    if not tender.is_typed:
        return Refused(
            f"{tender.reference} comes from a portal, so its publisher says what it is.",
            next="Its deadline alone is changed here.",
        )
    if tender.is_settled:
        return Refused(f"{tender.reference} is {tender.stage}, so no bid is waited for.", field="title")
    if command.was not in ("", as_known(tender)):
        return Refused(
            f"{tender.reference} has been changed since this form was opened, so nothing was corrected.",
            next="Close the form and look at the tender again.",
            field="title",
        )
    return mistake_in(command.title, command.buyer, command.value, command.url)


def _corrected(command: CorrectTender, tender: Tender) -> Tender:
    return replace(
        tender,
        title=tidy(command.title),
        buyer=tidy(command.buyer),
        hundredths=None if command.value is None else int(command.value * 100),
        url=command.url.strip(),
        deadline=command.deadline,
    )


def _kept(tender: Tender, name: str) -> str:
    value = getattr(tender, name)
    return "" if value is None else str(value)


def _words(tender: Tender, name: str) -> str:
    return tender.value_words if name == "hundredths" else _kept(tender, name)

"""The deadline of a tender entered anew: a typing mistake, an extension told by letter, or what another portal publishes."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused
from bot.workflows.standing import Standing
from bot.workflows.tenders.tender_changes import changed
from bot.workflows.tenders.tender_chases import chases_before
from bot.workflows.tenders.tenders import TenderFacts, not_for_them


@dataclass(frozen=True, kw_only=True)
class ChangeDeadline(Command):
    """Enter by when bids for a tender have to be in, in place of what was known."""

    partnership: str
    tender: str
    deadline: datetime | None


@dataclass(frozen=True, kw_only=True)
class DeadlineChanged(Event):
    """The deadline of a tender was entered anew."""

    before: datetime | None
    deadline: datetime


def change_deadline(command: ChangeDeadline, facts: TenderFacts) -> Outcome:
    """Change it, by the secretariat or the chair; everybody who was told of the tender is told, as of an amendment (C24)."""
    refusal = not_for_them(facts) or _mistake(command, facts)
    if refusal is not None:
        return refusal
    tender, setting = facts.tender, facts.setting
    assert tender is not None and command.deadline is not None and isinstance(facts.standing, Standing)
    after = replace(tender, deadline=command.deadline)
    notices = changed(setting, tender, after, {tender.id: everybody_told(facts)}, command.received_at)
    closes = after.closing_day(setting.time_zone)
    event = DeadlineChanged(
        subject=tender.id, person=facts.standing.person, before=tender.deadline, deadline=command.deadline
    )
    words = f"Bids for {tender.reference} have to be in by {after.deadline_words(setting.time_zone)}."
    return Decision(
        Answer(words, next="Everybody who was told of it hears that. Answers stay." if notices else ""),
        (event,),
        notices,
        chases_before(setting, after, closes, command.received_at) if tender.told_at is not None else (),
    )


def everybody_told(facts: TenderFacts) -> tuple[str, ...]:
    """Who was told of a tender, and whoever suggested it (C5)."""
    suggester = (facts.suggester.user,) if facts.suggester is not None else ()
    return tuple(dict.fromkeys((*facts.told, *suggester)))


def _mistake(command: ChangeDeadline, facts: TenderFacts) -> Refused | None:
    tender = facts.tender
    assert tender is not None
    if tender.is_settled:
        return Refused(f"{tender.reference} is {tender.stage}, so no bid is waited for.", field="deadline")
    if command.deadline is None:
        return Refused("Choose the day and the time by which bids have to be in.", field="deadline")
    if command.deadline <= command.received_at:
        return Refused("That deadline has passed. Choose the one of the tender.", field="deadline")
    if command.deadline == tender.deadline:
        return Refused("That is its deadline already.", field="deadline")
    return None

"""The options of a tender, each with its plus and minus points, recorded for those who decide (N12)."""

from dataclasses import dataclass

from bot.workflows.agenda.item_words import tidy
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused
from bot.workflows.questions import Question
from bot.workflows.standing import Standing
from bot.workflows.tenders.tenders import TenderFacts, not_for_them

LONGEST_NAME, LONGEST_POINTS, MOST_OPTIONS = 200, 1000, 12  # characters, and options of a tender


@dataclass(frozen=True)
class Option:
    """One way to go about a tender."""

    id: str
    name: str
    plus: str = ""
    minus: str = ""


@dataclass(frozen=True)
class OptionFacts(TenderFacts):
    """What is known when an option is recorded."""

    options: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecordOption(Command):
    """Record an option with its points, or change it; with no points left it is taken off."""

    partnership: str
    tender: str
    option: str
    name: str
    plus: str = ""
    minus: str = ""


@dataclass(frozen=True, kw_only=True)
class OptionRecorded(Event):
    """An option stands recorded, as it is now."""

    option: str
    name: str
    plus: str
    minus: str


@dataclass(frozen=True, kw_only=True)
class OptionTakenOff(Event):
    """An option was taken off."""

    option: str
    name: str


@dataclass(frozen=True)
class OptionFormFacts:
    """What the form shows that records an option."""

    partnership: str
    tender: str
    reference: str = ""
    title: str = ""
    option: Option | None = None  # none: a new one
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class OptionForm(Question[OptionFormFacts]):
    """How may somebody record an option, or change one?"""

    partnership: str
    tender: str
    option: str = ""


def may_record(facts: OptionFacts) -> Refused | None:
    """Why somebody records no option now."""
    refusal = not_for_them(facts)
    tender = facts.tender
    if refusal is not None or tender is None:
        return refusal
    return (
        Refused(f"{tender.reference} is {tender.stage}: its options stay as they are.")
        if tender.is_over
        else None
    )


def record(command: RecordOption, facts: OptionFacts) -> Outcome:
    """Record an option, by the secretariat or the chair."""
    refusal = may_record(facts)
    if refusal is not None:
        return refusal
    held = next((each for each in facts.options if each.id == command.option), None)
    mistake = _mistake(command, facts, held)
    if mistake is not None:
        return mistake
    name, plus, minus = tidy(command.name), command.plus.strip(), command.minus.strip()
    assert facts.tender is not None
    assert isinstance(facts.standing, Standing)
    id, person = facts.tender.id, facts.standing.person
    if held is not None and not (plus or minus):
        return Decision(
            Answer(f"“{held.name}” is taken off."),
            (OptionTakenOff(subject=id, person=person, option=held.id, name=held.name),),
        )
    if held == Option(command.option, name, plus, minus):
        return Decision(Answer(f"“{name}” is recorded so already."))
    event = OptionRecorded(
        subject=id, person=person, option=command.option, name=name, plus=plus, minus=minus
    )
    return Decision(Answer(f"“{name}” is recorded as an option for {facts.tender.reference}."), (event,))


def _mistake(command: RecordOption, facts: OptionFacts, held: Option | None) -> Refused | None:
    name = tidy(command.name)
    if not 0 < len(name) <= LONGEST_NAME:
        return Refused(f"Name the option, in at most {LONGEST_NAME} characters.", field="name")
    if any(each.name.casefold() == name.casefold() and each != held for each in facts.options):
        return Refused("An option of that name is recorded already.", field="name")
    for field in ("plus", "minus"):
        if len(getattr(command, field).strip()) > LONGEST_POINTS:
            return Refused(f"Please keep this to {LONGEST_POINTS:,} characters.", field=field)
    if held is None and not (command.plus.strip() or command.minus.strip()):
        return Refused("Give a plus or a minus point.", field="plus")
    if held is None and len(facts.options) >= MOST_OPTIONS:
        return Refused(
            f"There are {MOST_OPTIONS} options already; change one, or take one off.", field="name"
        )
    return None

"""What the partnership itself awards to a partner, who holds it, and their interest in the item that is their report (N5)."""

from dataclasses import dataclass
from datetime import date

from bot.workflows.agenda.agenda import LONGEST_TITLE
from bot.workflows.decisions import Answer, Command, Decision, Outcome, Refused, derived_id
from bot.workflows.interests.interests import InterestDeclared
from bot.workflows.standing import Standing
from bot.workflows.tenders.moving_tenders import BidFacts, StepRecorded, no_decision, not_alive
from bot.workflows.tenders.tenders import not_for_them

AWARDED = "awarded"  # a step with a form of its own
LONGEST_HOLDER, LONGEST_WORDS = 200, 700


@dataclass(frozen=True)
class Award:
    """Who holds what the partnership awarded."""

    reference: str  # of the tender
    organisation: str
    name: str


@dataclass(frozen=True, kw_only=True)
class RecordAward(Command):
    """Record to whom a piece of work was awarded, and who of theirs holds it."""

    partnership: str
    tender: str
    organisation: str
    holder: str = ""  # a person's name
    on: date | None = None  # none: today
    decision: str = ""
    words: str = ""  # what it is for, and when they report back


def award(command: RecordAward, facts: BidFacts) -> Outcome:
    """Record an award, by the secretariat or the chair; recorded again, it takes the place of what was recorded."""
    refusal = not_for_them(facts) or not_alive(facts) or _mistake(command, facts)
    if refusal is not None:
        return refusal
    tender = facts.tender
    assert tender is not None and isinstance(facts.standing, Standing)
    name = next(each.words for each in facts.organisations if each.id == command.organisation)
    holder, words = " ".join(command.holder.split()), command.words.strip()
    step = StepRecorded(
        subject=tender.id,
        person=facts.standing.person,
        step=AWARDED,
        on=command.on or facts.today,
        decision=facts.entry.id if facts.entry is not None else None,
        organisation=command.organisation,
        words=". ".join(each for each in (f"Held by {holder}" if holder else "", words) if each),
    )
    of = f", held by {holder}" if holder else ""
    answer = Answer(
        f"{tender.reference} is awarded to {name}{of}.",
        next=f"Put their report on the agenda as an item that names {tender.reference}: {name}'s interest in it is then declared.",
    )
    return Decision(answer, (step,))


def declared_by_holders(
    awards: tuple[Award, ...], item: str, title: str, person: str
) -> tuple[InterestDeclared, ...]:
    """The interest that each holder of an award has in an item that names it, declared by the item itself (N5)."""
    return tuple(
        InterestDeclared(
            subject=item,
            person=person,
            interest=derived_id("interest", "item", item, each.organisation),
            subject_kind="item",
            subject_title=title[:LONGEST_TITLE],
            new_business=True,
            organisation=each.organisation,
            nil=False,
            nature=f"Holds the award of {each.reference}.",
            declaration=1,
            reopened=False,
            oral=True,
        )
        for each in awards
    )


def _mistake(command: RecordAward, facts: BidFacts) -> Refused | None:
    if command.organisation not in {each.id for each in facts.organisations}:
        return Refused("Choose the organisation, from the register.", field="organisation")
    if len(command.holder) > LONGEST_HOLDER:
        return Refused(f"Give the name in {LONGEST_HOLDER} characters or fewer.", field="holder")
    if len(command.words) > LONGEST_WORDS:
        return Refused(f"Please keep this to {LONGEST_WORDS} characters.", field="words")
    if command.on is not None and command.on > facts.today:
        return Refused("That day is still to come. Record it once it is done.", field="on")
    return no_decision(facts, command.on or facts.today) if command.decision else None

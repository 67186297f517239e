"""An amendment that was adopted: its day, and that the rules stay as they are until its text is recorded (K45)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.citing import clause_of
from bot.rules.terms import Terms
from bot.rules.wording import day_words, listed
from bot.workflows.amendments import AMENDMENT, AmendmentText
from bot.workflows.decisions import Event, Notice, Refused
from bot.workflows.particulars import Carried, Effect, KindFacts, Particulars, day_of

FURTHEST = timedelta(days=366 * 2)


@dataclass(frozen=True)
class Adopted:
    """An amendment that was adopted and whose text is still to be recorded as the next version of the terms."""

    motion: str
    reference: str
    title: str  # of its text
    in_force_on: date


@dataclass(frozen=True, kw_only=True)
class AmendmentAdopted(Event):
    """An amendment of the terms was adopted by the motion that is the subject; in force from a day, once its text is recorded."""

    reference: str
    title: str
    paper: str
    version: str
    in_force_on: date


@dataclass(frozen=True, kw_only=True)
class AmendmentRecorded(Event):
    """The text of an adopted amendment, by the motion that is the subject, was recorded as a version of the terms."""

    reference: str
    terms_version: int
    in_force_from: date


@dataclass(frozen=True, kw_only=True)
class TermsWantedNotice(Notice):
    """Asks the secretariat to record the new terms after an amendment was adopted."""

    partnership_name: str
    slug: str
    motion: str
    reference: str
    title: str
    in_force: str  # the day, in words
    clause: str
    clause_words: str


def is_spoken_of(terms: Terms) -> bool:
    """Whether the terms speak of being amended."""
    return AMENDMENT in terms.majorities or any(
        rule.is_stated for name, rule in terms.notices.items() if name == AMENDMENT
    )


def looked_over(said: Particulars, facts: KindFacts) -> Particulars | Refused:
    """From which day it would be in force: none named is the day of the decision."""
    day = day_of(said, "in_force_on")
    if day is not None and day < facts.today:
        return Refused(
            f"{day_words(day)} has passed. Terms are in force from the day of the decision, or from a later one.",
            clause_of(facts.setting.terms.majorities.get(AMENDMENT)),
            next="Choose a later day, or leave it empty.",
            field="in_force_on",
        )
    if day is not None and day - facts.today > FURTHEST:
        return Refused("That is more than two years away. Choose an earlier day.", field="in_force_on")
    return {"in_force_on": day.isoformat() if day else ""}


def lines(said: Particulars, terms: Terms) -> tuple[str, ...]:
    """From which day it would be in force, for those who vote on it."""
    day = day_of(said, "in_force_on")
    return (f"If it is adopted, in force from {day_words(day) if day else 'the day of the decision'}.",)


def with_text(said: Particulars, text: AmendmentText | None) -> Particulars:
    """What is named, with the text that went to the members."""
    if text is None:
        return said
    return {**said, "paper": text.paper, "version": str(text.version), "title": text.title}


def follows(carried: Carried) -> Effect:
    """The secretariat is asked for the next version of the terms, in force from the day; until then they stay as they are (G1)."""
    said, setting = carried.particulars, carried.facts.setting
    day = max(carried.on, day_of(said, "in_force_on") or carried.on)
    by, notice = setting.terms.majorities.get(AMENDMENT), setting.terms.notices.get(AMENDMENT)
    clause = clause_of(by) if by is not None else clause_of(notice)
    title = said.get("title", "") or f"motion {carried.reference}"
    event = AmendmentAdopted(
        subject=carried.motion,
        person=carried.person,
        reference=carried.reference,
        title=title,
        paper=said.get("paper", ""),
        version=said.get("version", ""),
        in_force_on=day,
    )
    notices = tuple(
        TermsWantedNotice(
            key=f"terms-wanted:{carried.motion}:{recipient}",
            recipient=recipient,
            subject=carried.motion,
            due_at=carried.at,
            partnership_name=setting.name,
            slug=setting.partnership,
            motion=carried.motion,
            reference=carried.reference,
            title=title,
            in_force=day_words(day),
            clause=clause.number,
            clause_words=clause.words,
        )
        for recipient in carried.told
    )
    words = (
        f"The terms are amended with effect from {day_words(day)}, once the secretariat has recorded their new text; until then "
        "the rules stay as they are."
    )
    return Effect(events=(event,), notices=notices, words=(words,))


def waiting_words(waiting: Iterable[Adopted]) -> str:
    """What every screen says that judges by the terms, while an adopted amendment waits for its text; empty where none does."""
    held = tuple(waiting)
    if not held:
        return ""
    which = listed([f"motion {each.reference}, in force from {day_words(each.in_force_on)}" for each in held])
    several = len(held) > 1
    return (
        f"{'Amendments' if several else 'An amendment'} of the terms {'are' if several else 'is'} adopted by {which}, and "
        f"{'wait' if several else 'waits'} for the new text: until the secretariat has recorded it, these are the rules of before."
    )

"""An amendment that was adopted: its day, and that the rules stay as they are until its text is recorded (K45)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.rules.citing import clause_of
from bot.rules.terms import Terms
from bot.rules.wording import day_words, listed
from bot.workflows.decisions import Event, Notice, Refused, Setting
from bot.workflows.kinds.particulars import Carried, Effect, KindFacts, Particulars, day_of
from bot.workflows.papers.amendments import AMENDMENT, AmendmentText

FURTHEST = timedelta(days=366 * 2)


@dataclass(frozen=True)
class Adopted:
    """An amendment that was adopted and whose text is still to be recorded as the next version of the terms; or one that stands
    no longer, and whose text is still the version in force, until the terms that stand instead are recorded."""

    motion: str
    reference: str
    title: str  # of its text
    in_force_on: date
    version: int | None = None  # recorded from it, where it stands no longer


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
class TermsReplaced(Event):
    """The terms that stand instead of an amendment that stands no longer, by the motion that is the subject, were recorded."""

    reference: str
    terms_version: int
    in_force_from: date


@dataclass(frozen=True, kw_only=True)
class TermsToReplaceNotice(Notice):
    """Asks the secretariat to record the terms that stand instead of an amendment that stands no longer."""

    partnership_name: str
    slug: str
    motion: str
    reference: str
    title: str
    version: int
    decision: str  # a reference
    becomes: str
    clause: str
    clause_words: str


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


def to_replace(
    rests: Adopted, decision: str, becomes: str, told: Iterable[str], setting: Setting, at: datetime
) -> tuple[TermsToReplaceNotice, ...]:
    """The secretariat is asked for other terms, because those that were recorded rest on an amendment that stands no longer."""
    clause = clause_of(setting.terms.majorities.get(AMENDMENT))
    assert rests.version is not None
    return tuple(
        TermsToReplaceNotice(
            key=f"terms-to-replace:{decision}:{becomes}:{recipient}",
            recipient=recipient,
            subject=rests.motion,
            due_at=at,
            partnership_name=setting.name,
            slug=setting.partnership,
            motion=rests.motion,
            reference=rests.reference,
            title=rests.title,
            version=rests.version,
            decision=decision,
            becomes=becomes,
            clause=clause.number,
            clause_words=clause.words,
        )
        for recipient in tuple(told) or (setting.channel,)
    )


def waiting_words(waiting: Iterable[Adopted]) -> str:
    """What every screen says that judges by the terms, while an adopted amendment waits for its text, or terms wait to be replaced
    because theirs stands no longer; empty where none does."""
    held = tuple(waiting)
    fresh, void = (
        tuple(each for each in held if each.version is None),
        tuple(each for each in held if each.version is not None),
    )
    return " ".join(each for each in (_without_text(fresh), *(_void_words(each) for each in void)) if each)


def waits_for(each: Adopted) -> str:
    """What the secretariat has to record."""
    if each.version is not None:
        return f"Motion {each.reference} amended the terms and stands no longer: record the terms that stand instead."
    return f"Motion {each.reference} amended the terms, in force from {day_words(each.in_force_on)}: record their new text."


def _void_words(each: Adopted) -> str:
    return (
        f"Version {each.version} of the terms was recorded from motion {each.reference}, which stands no longer: until the "
        "secretariat has recorded the terms that stand instead, its rules are in force."
    )


def _without_text(held: tuple[Adopted, ...]) -> str:
    if not held:
        return ""
    which = listed([f"motion {each.reference}, in force from {day_words(each.in_force_on)}" for each in held])
    several = len(held) > 1
    return (
        f"{'Amendments' if several else 'An amendment'} of the terms {'are' if several else 'is'} adopted by {which}, and "
        f"{'wait' if several else 'waits'} for the new text: until the secretariat has recorded it, these are the rules of before."
    )

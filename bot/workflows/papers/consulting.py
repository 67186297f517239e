"""Whom the terms have consulted on an amendment: sent, answered, and that a missing answer warns and stops nothing (L20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.rules.citing import cited, clause_of
from bot.rules.terms import Clause, Rule
from bot.rules.wording import day_words
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.reminding import ShortfallRecorded
from bot.workflows.questions import Question
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

CONSULT = "consult.amendment"  # the key of the rule
LONGEST = 1000  # characters of an answer


@dataclass(frozen=True)
class Consultation:
    """One body that is to be consulted on a text: when it was sent it, in which version, and what it answered."""

    body: str
    sent_on: date | None = None
    version: int = 0
    answered_on: date | None = None
    answer: str = ""


@dataclass(frozen=True)
class Said:
    """What the secretariat enters for one body; an empty day takes back what was entered."""

    body: str
    sent_on: date | None
    answered_on: date | None
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordConsultations(Command):
    """Record who was sent the text of an amendment and who has answered."""

    partnership: str
    paper: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class ConsultingFacts:
    """What is known of the consultation on a text."""

    setting: Setting
    standing: Standing | Stranger
    title: str  # of the text; empty where it is none
    version: int
    consultations: tuple[Consultation, ...]  # one for each body the terms name
    today: date


@dataclass(frozen=True, kw_only=True)
class ConsultationRecorded(Event):
    """It was recorded when a body was sent the text of an amendment, which is the subject, and when it answered."""

    body: str
    version: int
    sent_on: date | None
    answered_on: date | None
    answer: str


@dataclass(frozen=True)
class ConsultationPicture:
    """The consultation on a text as its form shows it."""

    partnership: str
    paper: str
    title: str
    version: int
    consultations: tuple[Consultation, ...]
    missing: tuple[str, ...]
    clause: Clause
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class ShowConsultation(Question[ConsultationPicture]):
    """Who is to be consulted on a text, and who has answered?"""

    partnership: str
    paper: str


def bodies(rule: Rule[tuple[str, ...]] | None) -> tuple[str, ...]:
    """Whom the terms name."""
    return rule.value or () if rule is not None else ()


def record(command: RecordConsultations, facts: ConsultingFacts) -> Outcome:
    """Record what the secretariat knows of each body: a day in the future, or an answer before the question, is refused."""
    refusal = not_theirs(facts.standing, facts.setting) or _nothing(facts)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    events = []
    for number, said in enumerate(command.said):
        held = next((each for each in facts.consultations if each.body == said.body), None)
        if held is None:
            continue
        wrong = _mistake(said, number, facts.today)
        if wrong is not None:
            return wrong
        version = held.version if said.sent_on == held.sent_on and held.version else facts.version
        event = ConsultationRecorded(
            subject=command.paper,
            person=facts.standing.person,
            body=said.body,
            version=version if said.sent_on else 0,
            sent_on=said.sent_on,
            answered_on=said.answered_on,
            answer=said.answer.strip(),
        )
        if (held.sent_on, held.answered_on, held.answer) != (event.sent_on, event.answered_on, event.answer):
            events.append(event)
    rule = facts.setting.terms.consultations.get("amendment")
    said_now = {each.body: each for each in events}
    stands = tuple(
        Consultation(new.body, new.sent_on, new.version, new.answered_on, new.answer)
        if (new := said_now.get(each.body)) is not None
        else each
        for each in facts.consultations
    )
    left = " ".join(missing(stands, rule, facts.version)) or "Everybody the terms name has answered."
    done = "Recorded." if events else "Nothing was changed."
    return Decision(Answer(f"{done} {left}", clause_of(rule)), tuple(events))


def missing(
    consultations: Iterable[Consultation], rule: Rule[tuple[str, ...]] | None, version: int
) -> tuple[str, ...]:
    """What is missing of the consultation on a text, in a sentence for each body; it warns, and stops nothing."""
    return tuple(said for each in consultations if (said := _missing(each, version, cited(rule))))


def noted(
    words: Iterable[str], rule: Rule[tuple[str, ...]] | None, meeting: MeetingState | None
) -> tuple[ShortfallRecorded, ...]:
    """What the minutes say of an amendment that is put although somebody has not answered."""
    said = " ".join(words)
    if not said or meeting is None:
        return ()
    return (
        ShortfallRecorded(
            subject=meeting.id,
            person=None,
            rule=CONSULT,
            sequence=meeting.sequence,
            words=said,
            clause=clause_of(rule).number,
        ),
    )


def not_theirs(who: Standing | Stranger, setting: Setting) -> Refused | None:
    """Why somebody does not keep these records; None where they do."""
    if isinstance(who, Stranger):
        return unknown(who, setting)
    if who.deactivated:
        return deactivated(who, setting)
    if who.is_secretariat or who.is_chair:
        return None
    return Refused(
        "Only the secretariat and the chair record who was consulted.",
        next="Tell them what you have heard.",
    )


def _nothing(facts: ConsultingFacts) -> Refused | None:
    if facts.title and facts.consultations:
        return None
    rule = facts.setting.terms.consultations.get("amendment")
    return Refused("The terms name nobody to be consulted on this.", clause_of(rule))


def _mistake(said: Said, number: int, today: date) -> Refused | None:
    if said.sent_on is not None and said.sent_on > today:
        return Refused(f"{day_words(said.sent_on)} is still to come.", field=f"sent-{number}")
    if said.answered_on is not None and said.answered_on > today:
        return Refused(f"{day_words(said.answered_on)} is still to come.", field=f"answered-{number}")
    if said.answered_on is not None and (said.sent_on is None or said.answered_on < said.sent_on):
        return Refused("They answer after they were sent it.", field=f"answered-{number}")
    if len(said.answer) > LONGEST:
        return Refused(f"Please put the answer in {LONGEST:,} characters.", field=f"answer-{number}")
    return None


def _missing(each: Consultation, version: int, where: str) -> str:
    name = f"{each.body[:1].upper()}{each.body[1:]}"
    if each.sent_on is None:
        return f"{name} is to be consulted and has not been sent the text{where}."
    if each.version and each.version < version:
        return f"{name} was sent version {each.version} of the text, and it has changed since{where}."
    if each.answered_on is None:
        return f"{name} was sent the text on {day_words(each.sent_on)} and has not answered{where}."
    return ""

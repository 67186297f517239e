"""Recording that a meeting has reviewed the terms and the membership, or the accountable body's appointment (K47, V27)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.rules.citing import clause_of
from bot.rules.terms import Rule
from bot.rules.wording import day_words
from bot.workflows.agenda.agenda import ACCOUNTABLE_BODY, LONGEST_REASON
from bot.workflows.agenda.item_words import may_act
from bot.workflows.agenda.standing_items import REVIEWED, TERMS, review_due_on
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.meetings.meetings import CLOSED, IN_SESSION, MeetingState
from bot.workflows.standing import Standing, Stranger

CALLED: Mapping[str, str] = {
    TERMS: "the terms of reference and the membership",
    ACCOUNTABLE_BODY: "the accountable body's appointment",
}


@dataclass(frozen=True, kw_only=True)
class RecordReview(Command):
    """Record that a meeting has reviewed something."""

    partnership: str
    what: str  # "terms" or "accountable body"
    meeting: str
    outcome: str = ""  # what came of it, in a sentence


@dataclass(frozen=True)
class ReviewFacts:
    """What is known when a review is recorded."""

    setting: Setting
    standing: Standing | Stranger
    meeting: MeetingState | None
    held_on: date | None  # the day it was held, or opened where it was not booked
    decides: bool  # it was a meeting of the body that decides
    last: date | None  # the last review of the same thing
    recorded: bool = False  # for this very meeting already


@dataclass(frozen=True, kw_only=True)
class ReviewRecorded(Event):
    """A meeting reviewed something; its subject is "review:" and what."""

    what: str
    meeting: str
    held_on: date
    outcome: str


def subject_of(what: str) -> str:
    """The subject under which the reviews of something stand in the register of events."""
    return f"review:{what}"


def record_review(command: RecordReview, facts: ReviewFacts) -> Outcome:
    """Record a review on the day of a meeting that is in session or was held; the item then stands on no agenda until the next is
    due (K47)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    standing, meeting, terms = facts.standing, facts.meeting, facts.setting.terms
    assert isinstance(standing, Standing)
    rule: Rule[Any] | None = terms.terms_review if command.what == TERMS else terms.accountable_body_review
    if not (standing.is_secretariat or standing.is_chair):
        return Refused("Only the secretariat or the chair records a review.", clause_of(rule))
    if command.what not in REVIEWED:
        return Refused("Choose what was reviewed.", field="what")
    if meeting is None or facts.held_on is None or meeting.state not in (IN_SESSION, CLOSED):
        return Refused(
            "A review is recorded for a meeting that is in session or was held.",
            clause_of(rule),
            next="Choose one from the list.",
            field="meeting",
        )
    if not facts.decides:
        return Refused(
            "The body that decides reviews this, and that was a meeting of another group.",
            clause_of(rule),
            next="Choose one of its meetings.",
            field="meeting",
        )
    outcome = command.outcome.strip()
    if len(outcome) > LONGEST_REASON:
        return Refused(
            f"That is {len(outcome):,} characters; please say it in {LONGEST_REASON:,} or fewer.",
            field="outcome",
        )
    called = CALLED[command.what]
    if facts.recorded:
        return Decision(
            Answer(f"It is recorded already that this meeting reviewed {called}.", clause_of(rule))
        )
    event = ReviewRecorded(
        subject=subject_of(command.what),
        person=standing.person,
        what=command.what,
        meeting=meeting.id,
        held_on=facts.held_on,
        outcome=outcome,
    )
    latest = max(each for each in (facts.last, facts.held_on) if each is not None)
    due = review_due_on(terms, latest) if command.what == TERMS else None
    follows = f"The next is due on {day_words(due)}." if due is not None else ""
    return Decision(
        Answer(
            f"Recorded: “{meeting.title}” reviewed {called} on {day_words(facts.held_on)}.",
            clause_of(rule),
            next=follows,
        ),
        (event,),
    )

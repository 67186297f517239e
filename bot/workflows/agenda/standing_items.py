"""What stands on an agenda without being proposed: by rule of the terms, by what is waiting, and by custom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.rules.calendar import DaysRefused
from bot.rules.citing import NO_CLAUSE, cited, clause_of, provenance
from bot.rules.days import by
from bot.rules.notice import calendar_of, period_words
from bot.rules.terms import Clause, Rule, Terms
from bot.rules.values import Basis, Period, Unit
from bot.rules.wording import day_words, sentence
from bot.rules.year import financial_year_of
from bot.workflows.agenda.agenda import (
    ACCOUNTABLE_BODY,
    ANY_OTHER_BUSINESS,
    DECLARATIONS,
    ELECTION,
    MATTERS_ARISING,
    MINUTES,
    OVERRIDE,
    RATIFICATION,
    REVIEW,
    URGENT,
)
from bot.workflows.decisions import derived_id
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.year_ahead import is_last_of_the_financial_year

TERMS = "terms"  # what is reviewed under the yearly review
REVIEWED = (TERMS, ACCOUNTABLE_BODY)
LAST_OF_YEAR = "at the last meeting of the financial year"
OF_EACH_MEETING = ("before each meeting", "at the start of each meeting")  # when interests are declared
ELECTION_IS_NEAR = timedelta(days=183)  # six months, when the first reminder of it is due (K25)
BY_CUSTOM = "It stands on every agenda by custom; no rule of the terms is needed for it."


@dataclass(frozen=True)
class StandingItem:
    """An item that stands on an agenda by rule."""

    kind: str
    title: str
    clause: Clause = NO_CLAUSE
    why: str = ""
    motion: str | None = None
    since: datetime | None = None
    must_stand: bool = False  # a rule of the document puts it there, so nobody leaves it out
    confidential: bool = False  # as is the item that its motion is about (V16)

    def id_at(self, meeting: str) -> str:
        """The id it has on the agenda of a meeting: always the same, so that twice is once."""
        return derived_id("item", meeting, self.kind, self.motion or "")


@dataclass(frozen=True)
class LastMeeting:
    """The meeting of the same body before this one."""

    title: str
    day: date
    held: bool  # False: it is booked, and will have been held by then


@dataclass(frozen=True)
class ToRatify:
    """A provisional decision that waits for a quorate meeting (K33)."""

    motion: str
    reference: str
    text: str
    since: datetime
    on: date  # the day it was decided, where the partnership is
    deadlock: str = ""  # why no meeting could be quorate for it as things stand, and the ways out
    confidential: bool = False


@dataclass(frozen=True)
class Overridden:
    """A decision that the accountable body has overridden and that is not reported yet (V25)."""

    motion: str
    reference: str
    text: str
    cited: str  # the funder's term
    at: datetime
    on: date
    reported: bool = False  # to this meeting
    confidential: bool = False


@dataclass(frozen=True)
class StandingFacts:
    """What is known when the standing items of a meeting are worked out."""

    decides: bool = (
        True  # the meeting is of the body that decides; its rules are not those of other groups (K3)
    )
    last_meeting: LastMeeting | None = None
    awaiting: tuple[ToRatify, ...] = ()
    overrides: tuple[Overridden, ...] = ()
    reviewed: Mapping[str, date] = field(default_factory=dict)  # what was reviewed last on which day
    other_days: tuple[date, ...] = ()  # of the same body's other meetings, held or booked
    held_days: frozenset[date] = frozenset()  # those of them that were held
    chair_from: date | None = None  # of whoever has the office of chair, or had it last
    chair_to: date | None = None


def standing_items(terms: Terms, meeting: MeetingState, facts: StandingFacts) -> tuple[StandingItem, ...]:
    """Everything that stands on the agenda of a meeting by rule, in its order: declarations first, any other business last.

    A body whose terms say nothing, and a group whose terms are not those of the body that decides, gets what custom has on every
    agenda and nothing else.
    """
    of_the_body = _by_rule(terms, meeting, facts) if facts.decides else ()
    return (
        *(_declarations(terms) if facts.decides else ()),
        _minutes(facts.last_meeting),
        StandingItem(MATTERS_ARISING, "Matters arising", why=BY_CUSTOM),
        *of_the_body,
        StandingItem(ANY_OTHER_BUSINESS, "Any other business", why=BY_CUSTOM),
    )


def review_due_on(terms: Terms, last: date | None) -> date | None:
    """The day by which terms and membership are next to be reviewed: from the last review, or from the day they began (K47).

    None where the terms ask for no review.
    """
    rule = terms.terms_review
    if rule is None or rule.value is None:
        return None
    try:
        return by(rule.value, last or terms.in_force_from, calendar_of(terms))
    except DaysRefused:
        return None


def chair_until(terms: Terms, begun: date | None, ends: date | None) -> date | None:
    """The last day of the chair's term: as the register has it, else as the terms measure it from its first day (K25)."""
    if ends is not None or begun is None:
        return ends
    term = terms.chair_term
    if term is None or term.value is None:
        return None
    try:
        return by(term.value, begun, calendar_of(terms)) - timedelta(days=1)
    except DaysRefused:
        return None


def clause_of_kind(terms: Terms, kind: str) -> Clause:
    """The clause by which items of a kind stand on an agenda; the empty clause where custom alone puts them there."""
    rules: Mapping[str, Rule[Any] | None] = {
        DECLARATIONS: terms.declarations,
        RATIFICATION: terms.inquorate,
        OVERRIDE: terms.others.get("over-ride-reported"),
        REVIEW: terms.terms_review,
        ACCOUNTABLE_BODY: terms.accountable_body_review,
        ELECTION: terms.chair_elected_at or terms.chair_term,
        URGENT: terms.urgent_items,
    }
    return clause_of(rules.get(kind))


def _declarations(terms: Terms) -> tuple[StandingItem, ...]:
    rule = terms.declarations
    if rule is None or rule.value is None or rule.value == "when the item is reached":
        return ()
    return (
        StandingItem(
            DECLARATIONS,
            "Declarations of interest",
            clause_of_kind(terms, DECLARATIONS),
            provenance(rule),
            must_stand=rule.basis is not Basis.ADOPTED and rule.value in OF_EACH_MEETING,
        ),
    )


def _minutes(last: LastMeeting | None) -> StandingItem:
    if last is None:
        return StandingItem(
            MINUTES, "Minutes of the last meeting", why="No earlier meeting is in the register yet."
        )
    why = "" if last.held else " That meeting is booked and has yet to be held."
    return StandingItem(
        MINUTES,
        f"Minutes of the last meeting: {last.title}, {day_words(last.day)}",
        why=f"{BY_CUSTOM}{why}",
    )


def _by_rule(terms: Terms, meeting: MeetingState, facts: StandingFacts) -> tuple[StandingItem, ...]:
    waiting = (
        *(_ratification(terms, each) for each in facts.awaiting),
        *(_override(terms, each) for each in facts.overrides),
    )
    if meeting.held_on is None:  # what depends on the day cannot be told before there is one
        return waiting
    return (
        *waiting,
        *_review(terms, meeting.held_on, facts),
        *_accountable_body(terms, meeting.held_on, facts),
        *_election(terms, meeting.held_on, facts),
    )


def _ratification(terms: Terms, each: ToRatify) -> StandingItem:
    why = (
        f"Decided provisionally on {day_words(each.on)}, without a quorum. It stands on every agenda until a quorate meeting "
        f"ratifies, amends or rejects it{cited(terms.inquorate)}."
    )
    return StandingItem(
        RATIFICATION,
        f"Ratify {each.reference}: {_start(each.text)}",
        clause_of_kind(terms, RATIFICATION),
        f"{why} {each.deadlock}".strip(),
        each.motion,
        each.since,
        must_stand=True,
        confidential=each.confidential,
    )


def _override(terms: Terms, each: Overridden) -> StandingItem:
    return StandingItem(
        OVERRIDE,
        f"Overridden by the accountable body: {each.reference}: {_start(each.text)}",
        clause_of_kind(terms, OVERRIDE),
        sentence(
            f"Overridden on {day_words(each.on)} and {'reported to this meeting' if each.reported else 'not reported yet'}. "
            f"Cited: {_start(each.cited, 400)}"
        ),
        each.motion,
        each.at,
        must_stand=True,
        confidential=each.confidential,
    )


def _review(terms: Terms, day: date, facts: StandingFacts) -> tuple[StandingItem, ...]:
    last = facts.reviewed.get(TERMS)
    due, rule = review_due_on(terms, last), terms.terms_review
    if rule is None or rule.value is None or due is None or day < due:
        return ()
    since = (
        f"Last reviewed on {day_words(last)}"
        if last is not None
        else f"In force since {day_words(terms.in_force_from)} as {terms.version}, and no review is recorded"
    )
    state = "due on" if day == due else "overdue since"
    why = f"{since}; to be reviewed within {period_words(rule.value)}, so {state} {day_words(due)}. {provenance(rule)}"
    return (
        StandingItem(
            REVIEW, "Yearly review of the terms of reference and the membership", clause_of(rule), why
        ),
    )


def _accountable_body(terms: Terms, day: date, facts: StandingFacts) -> tuple[StandingItem, ...]:
    rule = terms.accountable_body_review
    if rule is None or rule.value is None:
        return ()
    if rule.value == LAST_OF_YEAR:
        if not is_last_of_the_financial_year(terms, facts.other_days, day):
            return ()
        why = _last_words(terms, day, rule)
    else:  # every year
        last = facts.reviewed.get(ACCOUNTABLE_BODY)
        due = _a_year_after(terms, last or terms.in_force_from)
        if due is None or day < due:
            return ()
        since = f"Last reviewed on {day_words(last)}" if last is not None else "No review is recorded"
        why = f"{since}; reviewed every year{cited(rule)}, so due since {day_words(due)}."
    title = "Review of the accountable body's appointment"
    return (StandingItem(ACCOUNTABLE_BODY, title, clause_of(rule), why),)


def _election(terms: Terms, day: date, facts: StandingFacts) -> tuple[StandingItem, ...]:
    rule = terms.chair_elected_at
    title = "Election of the chair"
    if rule is not None and rule.value == LAST_OF_YEAR:
        if not is_last_of_the_financial_year(terms, facts.other_days, day):
            return ()
        return (StandingItem(ELECTION, title, clause_of(rule), _last_words(terms, day, rule)),)
    until = chair_until(terms, facts.chair_from, facts.chair_to)
    if until is None or not _elects(day, until, facts):
        return ()
    ended = "ended" if until < day else "ends"
    why = f"The chair's term {ended} on {day_words(until)}{cited(terms.chair_term)}."
    return (StandingItem(ELECTION, title, clause_of(terms.chair_term), why),)


def _elects(day: date, until: date, facts: StandingFacts) -> bool:
    """Whether the election is at the meeting on a day: the last in the month in which the term ends, by its last day where one is;
    else the last before, once the end is near. Where it was held and nobody was elected, it stands on every agenda after it."""
    days = (*facts.other_days, day)
    in_month = [each for each in days if (each.year, each.month) == (until.year, until.month)]
    in_time = [each for each in in_month if each <= until]
    before = [each for each in days if each < until]
    chosen = max(in_time) if in_time else min(in_month) if in_month else max(before, default=None)
    if day > until and (chosen is None or chosen in facts.held_days):
        return True
    # Years before the end of a term the last meeting that is booked is not the last there will be.
    is_near = any(each > until for each in days) or until - day <= ELECTION_IS_NEAR
    return day == chosen and is_near


def _a_year_after(terms: Terms, day: date) -> date | None:
    try:
        return by(Period(1, Unit.YEARS), day, calendar_of(terms))
    except DaysRefused:
        return None


def _last_words(terms: Terms, day: date, rule: Rule[str] | None) -> str:
    year = terms.financial_year
    until = (
        f" on {day_words(financial_year_of(year.value, day)[1])}" if year is not None and year.value else ""
    )
    return f"No later meeting is booked before the financial year ends{until}{cited(rule)}."


def _start(text: str, most: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"

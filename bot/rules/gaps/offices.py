"""Gaps of office: a chair, a secretariat, an accountable body, their terms (K25, V30) and who may not hold two (V29)."""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.rules.gaps.finding import NOT_IN_THE_TERMS, Facts, Gap, GapKind, kind_of, other
from bot.rules.register import ACCOUNTABLE_BODY, CHAIR, SECRETARIAT, VICE_CHAIR, Role, same
from bot.rules.terms import Clause, Rule
from bot.rules.values import Period, Unit
from bot.rules.wording import day_words, listed

ELECTION_NOTICE = relativedelta(months=6)  # the first reminder before a chair's term ends (K25)


def chair(facts: Facts) -> Iterator[Gap]:
    """Nobody chairs, two people do, or the one who does has come to the end of the term (K25, V30)."""
    rule = facts.terms.chair_term
    clause = rule.clause if rule else NOT_IN_THE_TERMS
    holders = _chairs(facts)
    if not holders:
        last = _last_chair_ended(facts)
        since = f" since {day_words(last)}" if last else ""
        words = f"Nobody is chair{since}. Elect one and add a row with the role chair and the day it begins."
        yield Gap(GapKind.MUST if rule else GapKind.SHOULD, clause, words)
    people = {each.person for each in holders}
    if len(people) > 1:
        words = (
            f"{listed([_holder(facts, each) for each in holders])} are both chair. End one of the two roles."
        )
        yield Gap(GapKind.MUST, clause, words, tuple(each for each in people if each))
    for each in holders:
        yield from _term(facts, rule, each)


def barred_from_the_chair(facts: Facts) -> Iterator[Gap]:
    """A chair from an organisation whose role the terms bar from it, such as the accountable body (V29)."""
    rule = facts.terms.not_chair
    if rule is None or rule.value is None:
        return
    for each in _chairs(facts):
        for barred in rule.value:
            bodies = {holder.organisation for holder in facts.register.holders_of(barred, facts.on)} - {None}
            home = {each.organisation} if each.organisation else _organisations_of(facts, each)
            for slug in sorted(bodies & home, key=str):
                name = facts.register.organisation(str(slug)).name
                words = (
                    f"{_holder(facts, each)} is chair and comes from {name}, the {barred}, whose representative may "
                    "not be elected chair. Elect another member's representative."
                )
                yield Gap(kind_of(rule), rule.clause, words, (each.person or "", str(slug)))


def standing_of_the_chair(facts: Facts) -> Iterator[Gap]:
    """A chair who speaks for no organisation with a vote: no vote of their own to cast, perhaps no right to chair."""
    voting = {each.slug for each in facts.register.voting_organisations(facts.on)}
    rule = facts.terms.chair_term
    for each in _chairs(facts):
        if each.person and not _organisations_of(facts, each) & voting:
            words = (
                f"{_holder(facts, each)} is chair and is named by no organisation with a vote. Is that meant?"
            )
            yield Gap(GapKind.SHOULD, rule.clause if rule else NOT_IN_THE_TERMS, words, (each.person,))


def missing_offices(facts: Facts) -> Iterator[Gap]:
    """No secretariat, and no accountable body where the terms have one (V17, V23, K40)."""
    for office, key in ((SECRETARIAT, "secretariat"), (ACCOUNTABLE_BODY, "accountable body")):
        if facts.register.holders_of(office, facts.on):
            continue
        rule = other(facts.terms, key)
        barred = facts.terms.not_chair
        named = barred is not None and any(same(office, each) for each in barred.value or ())
        expected = office == SECRETARIAT or named
        if expected:
            clause = rule.clause if rule else barred.clause if barred and named else NOT_IN_THE_TERMS
            words = f"There is no {office}. Add a row with the role {office}, and the organisation or person that is."
            yield Gap(GapKind.MUST if rule or named else GapKind.SHOULD, clause, words)


def two_offices(facts: Facts) -> Iterator[Gap]:
    """One person in two offices that check each other."""
    for person in facts.register.people:
        held = {
            each.role for each in facts.register.roles if each.person == person.slug and each.is_on(facts.on)
        }
        for first, second in ((CHAIR, VICE_CHAIR), (CHAIR, SECRETARIAT)):
            if {first, second} <= held:
                words = f"{person.name} is both {first} and {second}. Give one of the two to somebody else."
                yield Gap(GapKind.SHOULD, NOT_IN_THE_TERMS, words, (person.slug,))


def reviews(facts: Facts) -> Iterator[Gap]:
    """A role whose review date has passed (C17)."""
    for each in facts.register.roles:
        if each.review_on and each.review_on < facts.on and each.is_on(facts.on):
            rule = other(facts.terms, each.role)
            words = (
                f"{_holder(facts, each)} as {each.role} was to be reviewed by {day_words(each.review_on)}. "
                "Review it, then give the next date or the day it ends."
            )
            holders = tuple(slug for slug in (each.organisation, each.person) if slug)
            yield Gap(GapKind.SHOULD, rule.clause if rule else NOT_IN_THE_TERMS, words, holders)


OFFICE_CHECKS = (chair, barred_from_the_chair, standing_of_the_chair, missing_offices, two_offices, reviews)


def _term(facts: Facts, rule: Rule[Period] | None, role: Role) -> Iterator[Gap]:
    """The end of a chair's term, once it has passed and from six months before."""
    ends = role.to_on
    if rule is not None and rule.value is not None and role.from_on is not None:
        by_the_terms = last_day_of_term(rule.value, role.from_on)
        ends = min(ends, by_the_terms) if ends else by_the_terms
    clause: Clause = rule.clause if rule else NOT_IN_THE_TERMS
    if ends is None:
        return
    who = _holder(facts, role)
    if ends < facts.on:
        words = f"{who}'s term as chair ended on {day_words(ends)}. Hold the election, or record the one that was held."
        yield Gap(GapKind.MUST, clause, words, (role.person or "",))
    elif ends <= facts.on + ELECTION_NOTICE:
        words = f"{who}'s term as chair ends on {day_words(ends)}: an election is due before then."
        yield Gap(GapKind.NOTE, clause, words, (role.person or "",))


def last_day_of_term(term: Period, begins: date) -> date:
    """The last day of a term of office in years, months, weeks or days."""
    lengths = {
        Unit.YEARS: relativedelta(years=term.amount),
        Unit.MONTHS: relativedelta(months=term.amount),
        Unit.WEEKS: relativedelta(weeks=term.amount),
    }
    length = lengths.get(term.unit, relativedelta(days=term.amount))
    return begins + length - timedelta(days=1)


def _chairs(facts: Facts) -> tuple[Role, ...]:
    return facts.register.holders_of(CHAIR, facts.on, facts.main)


def _last_chair_ended(facts: Facts) -> date | None:
    """The day on which the last chair of the body that decides left office."""
    held = (each for each in facts.register.roles if same(each.role, CHAIR) and same(each.group, facts.main))
    ends = (each.to_on for each in held)
    return max((each for each in ends if each and each < facts.on), default=None)


def _organisations_of(facts: Facts, role: Role) -> set[str | None]:
    return {each.slug for each in facts.register.organisation_of(role.person or "", facts.on)}


def _holder(facts: Facts, role: Role) -> str:
    if role.person:
        return facts.register.person(role.person).name
    return facts.register.organisation(role.organisation or "").name

"""What the calendar of meetings lacks: a quarter without one, a schedule, an election at the last meeting of the year."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.rules.citing import cited, clause_of
from bot.rules.terms import Clause, Terms
from bot.rules.wording import day_words, listed
from bot.rules.year import financial_year_of, next_on, periods_without

Flag = tuple[str, Clause]
WEEKS_BEFORE = (timedelta(weeks=1), timedelta(weeks=4))  # how long before another body's meeting (K24)

NEAR = timedelta(days=183)  # a year that ends later than this may still have meetings that nobody has booked


def flags(
    terms: Terms,
    booked: Iterable[date],
    today: date,
    outside: Iterable[tuple[str, date]] = (),
    new: tuple[date, ...] = (),
) -> tuple[Flag, ...]:
    """What the terms ask of the calendar and it does not have, each with its clause (K23, K24, V30, V34).

    `booked` are the days of meetings held and booked; `new` those just booked, on which K24 and V30 are said.
    """
    days = tuple(sorted(set(booked)))
    return (
        *_too_seldom(terms, days, today),
        *_no_schedule(terms, days, today),
        *(flag for day in new for flag in _last_of_the_year(terms, days, day)),
        *(flag for day in new for flag in _before_others(terms, tuple(outside), day)),
    )


def is_last_of_the_financial_year(terms: Terms, days: Iterable[date], day: date) -> bool:
    """Whether no later meeting is booked before the financial year ends; False where the terms know none (V27, V30)."""
    rule = terms.financial_year
    if rule is None or rule.value is None:
        return False
    _, last = financial_year_of(rule.value, day)
    return not any(day < each <= last for each in days)


def goes_on_after(terms: Terms, days: Iterable[date], day: date) -> str:
    """That a meeting is not the last of the financial year: another is booked, or the year is long; empty where it is the last."""
    rule = terms.financial_year
    if rule is None or rule.value is None:
        return ""
    _, last = financial_year_of(rule.value, day)
    later = [each for each in days if day < each <= last]
    if later:
        return f"another is booked for {day_words(min(later))}"
    return f"the year goes on until {day_words(last)}" if last - day > NEAR else ""


def _too_seldom(terms: Terms, days: tuple[date, ...], today: date) -> tuple[Flag, ...]:
    rule = terms.meeting_frequency
    if rule is None or rule.value is None:
        return ()
    year = terms.financial_year.value if terms.financial_year and terms.financial_year.value else "1 January"
    last = max((*days, today + timedelta(days=92)))
    without = periods_without(rule.value, year, days, today, min(last, today + timedelta(days=400)))
    if not without:
        return ()
    spans = [_span(first, last) for first, last in without[:4]]
    return (
        (
            f"No meeting is booked in {listed(spans)}: the terms ask for one {rule.value}{cited(rule)}.",
            rule.clause,
        ),
    )


def _no_schedule(terms: Terms, days: tuple[date, ...], today: date) -> tuple[Flag, ...]:
    asked = terms.others.get("schedule")
    to_come = [each for each in days if each >= today]
    found: list[Flag] = []
    if not to_come and asked is not None:
        found.append(
            (
                f"No meeting is booked at all; a schedule is to be out well in advance{cited(asked)}.",
                asked.clause,
            )
        )
    rule = terms.schedule_by
    if rule is not None and rule.value is not None and terms.financial_year and terms.financial_year.value:
        due = next_on(rule.value, today - timedelta(days=1))
        _, year_ends = financial_year_of(terms.financial_year.value, due)
        later = [each for each in days if due <= each <= year_ends]
        if not later and due - today <= timedelta(days=62):
            words = f"The schedule of the year that begins on {day_words(due)} is not booked yet"
            source = f", as adopted by {rule.adoption.by}" if rule.adoption else cited(rule)
            found.append((f"{words}; it is to be out by then{source}.", clause_of(rule)))
    return tuple(found)


def _last_of_the_year(terms: Terms, days: tuple[date, ...], day: date) -> tuple[Flag, ...]:
    rule, elected = terms.financial_year, terms.chair_elected_at
    if rule is None or rule.value is None:
        return ()
    first, last = financial_year_of(rule.value, day)
    earlier = [each for each in days if first <= each < day]
    is_last = is_last_of_the_financial_year(terms, days, day)
    elects = elected is not None and elected.value == "at the last meeting of the financial year"
    if not is_last or not elects or elected is None:
        return ()
    words = (
        f"As things are booked, {day_words(day)} is the last meeting of the financial year that ends on {day_words(last)}: "
        "the election of the Chair is on its agenda"
    )
    if earlier and max(earlier) != day:
        words += f", and not on that of {day_words(max(earlier))}"
    return ((f"{words}{cited(elected)}.", elected.clause),)


def _before_others(terms: Terms, outside: tuple[tuple[str, date], ...], day: date) -> tuple[Flag, ...]:
    rule = terms.meets_before
    if rule is None or rule.value is None:
        return ()
    later = sorted((held, name) for name, held in outside if held >= day)
    if not later:
        return ()
    held, name = later[0]
    soonest, longest = held - WEEKS_BEFORE[1], held - WEEKS_BEFORE[0]
    if soonest <= day <= longest:
        return ()
    words = (
        f"Where possible it meets in the weeks before {name}: the next is on {day_words(held)}, "
        f"so between {day_words(soonest)} and {day_words(longest)} would be best{cited(rule)}."
    )
    return ((words, rule.clause),)


def _span(first: date, last: date) -> str:
    if (last - first).days < 32:
        return f"{first:%B %Y}"
    return f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"

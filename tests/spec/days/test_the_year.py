"""Financial years, quarters, and the days that come every year."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar import DaysRefused
from bot.rules.kinds import BY_KEY
from bot.rules.year import financial_year_of, next_on, periods_without, quarter_of

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
LENGTHS = {
    "January": 31,
    "February": 29,
    "March": 31,
    "April": 30,
    "May": 31,
    "June": 30,
    "July": 31,
    "August": 31,
    "September": 30,
    "October": 31,
    "November": 30,
    "December": 31,
}
DAYS_OF_THE_YEAR = st.sampled_from(
    [f"{day} {month}" for month, length in LENGTHS.items() for day in range(1, length + 1)]
)
FREQUENCIES = BY_KEY["meetings.at_least"].choices
ONE_DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def stretch(first: str, last: str) -> tuple[date, date]:
    return day(first), day(last)


def is_the_day(found: date, day_and_month: str) -> bool:
    """Whether a date is this day of the year, or the last of the month where the month lacks it."""
    number, month = day_and_month.split()
    return f"{found:%B}" == month and (
        found.day == int(number) or (found.day < int(number) and (found + ONE_DAY).day == 1)
    )


# ---- the financial year


@pytest.mark.parametrize(
    ("begins", "on", "first", "last"),
    [
        ("1 April", "2027-03-31", "2026-04-01", "2027-03-31"),
        ("1 April", "2027-04-01", "2027-04-01", "2028-03-31"),
        ("1 January", "2027-12-31", "2027-01-01", "2027-12-31"),
        ("6 April", "2027-04-05", "2026-04-06", "2027-04-05"),
        ("31 December", "2027-12-31", "2027-12-31", "2028-12-30"),
        ("1 March", "2028-02-29", "2027-03-01", "2028-02-29"),
        ("29 February", "2027-02-28", "2027-02-28", "2028-02-28"),
        ("29 February", "2028-02-28", "2027-02-28", "2028-02-28"),
        ("29 February", "2028-02-29", "2028-02-29", "2029-02-27"),
    ],
)
def test_a_financial_year_runs_from_its_first_day_to_the_day_before_the_next(
    begins: str, on: str, first: str, last: str
) -> None:
    """V27, V30: the offices of the Agreement run from 1 April to 31 March."""
    assert financial_year_of(begins, day(on)) == stretch(first, last)


@given(DAYS_OF_THE_YEAR, DAYS)
def test_every_day_is_in_one_financial_year_and_they_follow_each_other_without_a_gap(
    begins: str, on: date
) -> None:
    first, last = financial_year_of(begins, on)
    assert first <= on <= last
    assert is_the_day(first, begins)
    assert 363 <= (last - first).days <= 366
    assert financial_year_of(begins, first) == financial_year_of(begins, last) == (first, last)
    assert financial_year_of(begins, last + ONE_DAY)[0] == last + ONE_DAY
    assert financial_year_of(begins, first - ONE_DAY)[1] == first - ONE_DAY


# ---- quarters


@pytest.mark.parametrize(
    ("on", "first_month", "first", "last"),
    [
        ("2027-01-01", 1, "2027-01-01", "2027-03-31"),
        ("2028-02-29", 1, "2028-01-01", "2028-03-31"),
        ("2027-12-31", 1, "2027-10-01", "2027-12-31"),
        ("2027-03-31", 4, "2027-01-01", "2027-03-31"),
        ("2027-01-15", 3, "2026-12-01", "2027-02-28"),
        ("2028-01-15", 3, "2027-12-01", "2028-02-29"),
        ("2027-08-31", 9, "2027-06-01", "2027-08-31"),
    ],
)
def test_a_quarter_is_three_months_of_the_calendar_or_of_a_financial_year(
    on: str, first_month: int, first: str, last: str
) -> None:
    """K23, V20."""
    assert quarter_of(day(on), first_month) == stretch(first, last)


@given(DAYS, st.integers(1, 12))
def test_four_quarters_are_a_year_whatever_month_it_begins_in(on: date, first_month: int) -> None:
    months = list(LENGTHS)
    first, last = financial_year_of(f"1 {months[first_month - 1]}", on)
    quarters = [quarter_of(first, first_month)]
    while quarters[-1][1] < last:
        quarters.append(quarter_of(quarters[-1][1] + ONE_DAY, first_month))
    assert (quarters[0][0], quarters[-1][1], len(quarters)) == (first, last, 4)
    assert quarter_of(on, first_month) in quarters


# ---- meetings that are lacking


def test_a_quarter_without_a_meeting_is_told_whole() -> None:
    """K23: at least quarterly is one meeting in each calendar quarter."""
    meetings = [day("2027-01-12"), day("2027-03-31"), day("2027-07-01")]
    lacking = periods_without("in each calendar quarter", "", meetings, day("2027-02-10"), day("2027-10-01"))
    assert lacking == (stretch("2027-04-01", "2027-06-30"), stretch("2027-10-01", "2027-12-31"))


def test_a_meeting_before_the_first_day_asked_about_counts_in_its_own_quarter() -> None:
    """K23: it was held in the same quarter, whenever one asks."""
    asked = (day("2027-02-10"), day("2027-03-31"))
    assert periods_without("in each calendar quarter", "", [day("2027-01-04")], *asked) == ()


def test_quarters_of_the_financial_year_begin_where_it_begins() -> None:
    """V20: and need not begin on the first day of a month."""
    lacking = periods_without(
        "in each quarter of the financial year",
        "6 April",
        [day("2027-04-05"), day("2027-10-06")],
        day("2027-01-06"),
        day("2027-10-10"),
    )
    assert lacking == (stretch("2027-04-06", "2027-07-05"), stretch("2027-07-06", "2027-10-05"))


def test_a_year_is_the_financial_year_where_the_terms_know_one_and_else_the_calendars() -> None:
    asked = ([day("2027-03-01")], day("2027-01-01"), day("2027-12-31"))
    assert periods_without("every year", "", *asked) == ()
    assert periods_without("every year", "1 April", *asked) == (stretch("2027-04-01", "2028-03-31"),)


def test_months_are_those_of_the_calendar_whenever_the_financial_year_begins() -> None:
    lacking = periods_without(
        "every month", "6 April", [day("2028-01-31"), day("2028-03-01")], day("2028-01-31"), day("2028-03-01")
    )
    assert lacking == (stretch("2028-02-01", "2028-02-29"),)


def test_nothing_lacks_between_days_that_are_the_wrong_way_round() -> None:
    assert periods_without("every month", "", [], day("2027-02-02"), day("2027-02-01")) == ()


def test_how_often_no_terms_can_ask_for_a_meeting_is_refused() -> None:
    with pytest.raises(ValueError, match="fortnightly"):
        periods_without("fortnightly", "", [], day("2027-02-02"), day("2027-02-03"))


@given(
    st.sampled_from(FREQUENCIES),
    DAYS_OF_THE_YEAR,
    st.lists(st.dates(date(2024, 1, 1), date(2030, 12, 31)), max_size=12),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.integers(0, 800),
)
def test_a_stretch_is_lacking_exactly_when_no_meeting_is_in_it(
    frequency: str, financial_year: str, meetings: list[date], first: date, days: int
) -> None:
    """K23."""
    last = first + timedelta(days=days)
    every = periods_without(frequency, financial_year, [], first, last)
    assert every[0][0] <= first <= every[0][1]
    assert every[-1][0] <= last <= every[-1][1]
    assert all(before[1] + ONE_DAY == after[0] for before, after in itertools.pairwise(every))
    lacking = periods_without(frequency, financial_year, iter(meetings), first, last)
    assert lacking == tuple(
        each for each in every if not any(each[0] <= meeting <= each[1] for meeting in meetings)
    )


# ---- the next such day of the year


@pytest.mark.parametrize(
    ("day_and_month", "after", "comes"),
    [
        ("1 April", "2027-03-31", "2027-04-01"),
        ("1 April", "2027-04-01", "2028-04-01"),
        ("1 January", "2027-12-31", "2028-01-01"),
        ("31 December", "2027-12-31", "2028-12-31"),
        ("29 February", "2027-02-27", "2027-02-28"),
        ("29 February", "2027-02-28", "2028-02-29"),
        ("29 February", "2028-02-28", "2028-02-29"),
    ],
)
def test_the_next_such_day_comes_strictly_after(day_and_month: str, after: str, comes: str) -> None:
    """V34: the schedule that is out by 1 April is next due on the 1 April to come."""
    assert next_on(day_and_month, day(after)) == day(comes)


@given(DAYS_OF_THE_YEAR, DAYS)
def test_between_a_day_and_the_next_such_day_there_is_no_other(day_and_month: str, after: date) -> None:
    comes = next_on(day_and_month, after)
    assert after < comes <= after + timedelta(days=367)
    assert is_the_day(comes, day_and_month)
    assert next_on(day_and_month, comes - ONE_DAY) == comes
    first, _last = financial_year_of(day_and_month, comes)
    assert first == comes


@pytest.mark.parametrize("on", ["1700-01-01", "2999-01-01"])
def test_days_outside_the_calendar_are_refused_in_a_sentence(on: str) -> None:
    with pytest.raises(DaysRefused):
        financial_year_of("1 April", day(on))
    with pytest.raises(DaysRefused):
        quarter_of(day(on))
    with pytest.raises(DaysRefused):
        next_on("1 April", day(on))
    with pytest.raises(DaysRefused):
        periods_without("every month", "", [], day(on), day(on))


def test_the_last_days_of_the_calendar_can_still_be_asked_about() -> None:
    assert financial_year_of("1 April", day("2100-12-31")) == stretch("2100-04-01", "2101-03-31")
    assert periods_without("every year", "", [], day("2100-12-31"), day("2100-12-31")) == (
        stretch("2100-01-01", "2100-12-31"),
    )

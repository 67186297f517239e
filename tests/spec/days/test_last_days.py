"""The last day on which notice is in time for a meeting."""

from datetime import date, timedelta

import pytest

from bot.rules.calendar import Calendar, DaysRefused
from bot.rules.days import days_of_notice, first_day, last_day, served_on
from bot.rules.notation import parse_period
from bot.rules.terms import NamedBreak
from bot.rules.uncounted import UnknownBreak
from bot.rules.values import Period, Unit

ENGLAND = Calendar("england-and-wales")

# Meeting, 5 working days, 5 clear working days, a week, 10 days: the worked dates of the clauses, section 0.
WORKED = [
    ("2027-01-04", "2026-12-23", "2026-12-22", "2026-12-28", "2026-12-25"),
    ("2027-03-30", "2027-03-19", "2027-03-18", "2027-03-23", "2027-03-20"),
    ("2027-04-01", "2027-03-23", "2027-03-22", "2027-03-25", "2027-03-22"),
    ("2027-04-06", "2027-03-30", "2027-03-29", "2027-03-30", "2027-03-27"),
    ("2027-05-04", "2027-04-26", "2027-04-25", "2027-04-27", "2027-04-24"),
    ("2027-06-16", "2027-06-09", "2027-06-08", "2027-06-09", "2027-06-06"),
    ("2027-09-01", "2027-08-24", "2027-08-23", "2027-08-25", "2027-08-22"),
]
RULES = ("5 working days", "5 clear working days", "a week", "10 days")


def day(text: str) -> date:
    return date.fromisoformat(text)


def last(rule: str, meeting: str, calendar: Calendar = ENGLAND) -> date:
    return last_day(parse_period(rule), day(meeting), calendar)


@pytest.mark.parametrize(
    ("rule", "meeting", "expected"),
    [(rule, row[0], row[1 + at]) for row in WORKED for at, rule in enumerate(RULES)],
)
def test_the_worked_dates(rule: str, meeting: str, expected: str) -> None:
    """G2, G3, G4: working days, clear working days, a week and days, across Easter, the clocks and the new year."""
    assert last(rule, meeting) == day(expected)


@pytest.mark.parametrize(
    ("rule", "meeting", "expected"),
    [(rule, row[0], row[1 + at]) for row in WORKED for at, rule in enumerate(RULES)],
)
def test_the_day_after_the_last_day_is_too_late_for_that_meeting(
    rule: str, meeting: str, expected: str
) -> None:
    """Sent a day after the last day, the first meeting it would do for is later than this one."""
    period = parse_period(rule)
    assert first_day(period, day(expected), ENGLAND) <= day(meeting)
    assert first_day(period, day(expected) + timedelta(days=1), ENGLAND) > day(meeting)


@pytest.mark.parametrize(
    ("last_day_", "in_practice"),
    [("2027-03-29", "2027-03-25"), ("2027-04-25", "2027-04-23"), ("2026-12-28", "2026-12-24")],
)
def test_a_last_day_nobody_works_has_a_working_day_before_it(last_day_: str, in_practice: str) -> None:
    """G5: 5 clear working days before 6 April and 4 May 2027, and a week before 4 January 2027."""
    assert ENGLAND.last_working_day_on_or_before(day(last_day_)) == day(in_practice)


def test_the_day_of_the_meeting_never_counts() -> None:
    assert last("1 day", "2027-06-16") == day("2027-06-15")
    assert last("1 working day", "2027-06-16") == day("2027-06-15")
    assert last("1 clear day", "2027-06-16") == day("2027-06-14")


def test_scotland_and_england_differ_over_easter_monday() -> None:
    scotland = Calendar("scotland")
    assert last("5 working days", "2027-03-30") == day("2027-03-19")
    assert last("5 working days", "2027-03-30", scotland) == day("2027-03-22")
    assert last("5 days", "2027-03-30", scotland) == last("5 days", "2027-03-30")


def test_a_meeting_on_a_sunday_counts_back_to_the_friday() -> None:
    assert last("1 working day", "2027-06-20") == day("2027-06-18")


def test_leap_days_are_days() -> None:
    assert last("1 day", "2028-03-01") == day("2028-02-29")
    assert last("a week", "2028-03-06") == day("2028-02-28")
    assert last("a week", "2027-03-06") == day("2027-02-27")


def test_a_week_is_seven_days_even_when_the_clocks_change() -> None:
    """G2: seven days across 28 March 2027 are 167 hours, and still a week; so are 169 across 31 October."""
    assert last("a week", "2027-03-30") == day("2027-03-23")
    assert last("a week", "2027-11-02") == day("2027-10-26")


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        ("2027-02-28", "2026-08-31"),  # 31 August and six months is 28 February
        ("2027-02-27", "2026-08-27"),
        ("2028-02-29", "2027-08-31"),
        ("2028-02-28", "2027-08-28"),
        ("2027-03-30", "2026-09-30"),
        ("2027-03-31", "2026-09-30"),
        ("2027-08-31", "2027-02-28"),
    ],
)
def test_months_before_a_meeting_are_the_last_day_from_which_they_fit(meeting: str, expected: str) -> None:
    """K46, read back: the last day from which six months forward come no later than the meeting."""
    assert last("6 months", meeting) == day(expected)


@pytest.mark.parametrize(
    ("given", "effect"),
    [
        ("2026-08-31", "2027-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2026-08-30", "2027-02-28"),
        ("2027-01-15", "2027-07-15"),
    ],
)
def test_six_months_notice_runs_forward_from_the_day_it_is_given(given: str, effect: str) -> None:
    """K46: 31 August and six calendar months is the last day of February."""
    assert first_day(parse_period("6 months"), day(given), ENGLAND) == day(effect)


def test_a_year_before_the_twenty_ninth_of_february() -> None:
    assert last("1 year", "2028-02-29") == day("2027-02-28")
    assert first_day(parse_period("1 year"), day("2028-02-29"), ENGLAND) == day("2029-02-28")


def test_sundays_and_bank_holidays_can_be_left_out_of_a_count_of_days() -> None:
    rule = "3 clear days, not counting Sundays and bank holidays"
    # Before Tuesday 30 March: Saturday 27, Thursday 25 and Wednesday 24 count; Monday, Sunday and Good Friday do not.
    assert last(rule, "2027-03-30") == day("2027-03-23")
    assert last("3 clear days", "2027-03-30") == day("2027-03-26")


def test_the_easter_break_is_the_statutes_unless_the_terms_date_it() -> None:
    """Local Government Act 1972, section 243(4): from the Thursday before to the Tuesday after Easter Day."""
    rule = parse_period("1 day, not counting Sundays, bank holidays, the Easter break")
    assert last_day(rule, day("2027-03-31"), ENGLAND) == day("2027-03-24")
    own = Calendar(breaks=(NamedBreak("Easter break", day("2027-03-22"), day("2027-04-02")),))
    assert last_day(rule, day("2027-03-31"), own) == day("2027-03-20")


def test_the_christmas_break_ends_with_the_first_week_day_that_is_no_bank_holiday() -> None:
    """Local Government Act 1972, section 243(4): Friday 24 to Wednesday 29 December 2027."""
    rule = parse_period("1 day, not counting the Christmas break")
    assert last_day(rule, day("2027-12-31"), ENGLAND) == day("2027-12-30")
    assert last_day(rule, day("2027-12-30"), ENGLAND) == day("2027-12-23")


def test_days_of_mourning_are_named_and_dated_by_the_terms() -> None:
    mourning = Calendar(breaks=(NamedBreak("days of mourning", day("2027-06-14"), day("2027-06-15")),))
    rule = parse_period("2 working days, not counting days of mourning", breaks=["days of mourning"])
    assert last_day(rule, day("2027-06-16"), mourning) == day("2027-06-10")


def test_a_break_nothing_dates_is_refused_by_name() -> None:
    rule = Period(5, Unit.DAYS, excluding=frozenset({"half term"}))
    with pytest.raises(UnknownBreak, match="half term"):
        last_day(rule, day("2027-03-30"), ENGLAND)


def test_days_cannot_be_left_out_of_a_count_of_months() -> None:
    with pytest.raises(DaysRefused, match="months or years"):
        last_day(Period(6, Unit.MONTHS, excluding=frozenset({"sundays"})), day("2027-03-30"), ENGLAND)


def test_deemed_service_comes_before_the_count_and_after_the_sending() -> None:
    rule = parse_period("14 clear days, deemed served after 48 hours")
    assert last_day(rule, day("2027-06-30"), ENGLAND) == day("2027-06-13")
    assert served_on(rule, day("2027-06-13"), ENGLAND) == day("2027-06-15")
    assert first_day(rule, day("2027-06-13"), ENGLAND) == day("2027-06-30")
    assert first_day(rule, day("2027-06-14"), ENGLAND) == day("2027-07-01")


def test_deemed_service_in_working_days_passes_over_easter() -> None:
    rule = parse_period("7 days, deemed served after 2 working days")
    assert served_on(rule, day("2027-03-25"), ENGLAND) == day("2027-03-31")
    # Sent on Thursday 25 March or on any day to Easter Monday, it is served on Wednesday 31 March all the same.
    assert last_day(rule, day("2027-04-07"), ENGLAND) == day("2027-03-29")
    assert served_on(rule, day("2027-03-30"), ENGLAND) == day("2027-04-01")


def test_notice_given_is_counted_as_the_rule_counts() -> None:
    five, clear = parse_period("5 working days"), parse_period("5 clear working days")
    meeting = day("2027-03-30")
    assert days_of_notice(five, day("2027-03-19"), meeting, ENGLAND) == 5
    assert days_of_notice(five, day("2027-03-20"), meeting, ENGLAND) == 4
    assert days_of_notice(clear, day("2027-03-18"), meeting, ENGLAND) == 5
    assert days_of_notice(clear, day("2027-03-19"), meeting, ENGLAND) == 4
    assert days_of_notice(five, meeting, meeting, ENGLAND) == 0


@pytest.mark.parametrize("rule", ["5 working days", "10 days", "6 months", "48 hours", "9 years", "a week"])
@pytest.mark.parametrize("meeting", ["0001-01-01", "0001-01-03", "9999-12-31", "1872-01-02", "2100-12-31"])
def test_the_ends_of_time_are_refused_or_answered_but_never_a_traceback(rule: str, meeting: str) -> None:
    try:
        found = last_day(parse_period(rule), day(meeting), ENGLAND)
    except DaysRefused as refused:
        assert "from 1872 to 2100" in str(refused)
    else:
        assert date(1872, 1, 1) <= found < day(meeting)


@pytest.mark.parametrize("unit", list(Unit))
def test_a_period_longer_than_the_calendar_is_refused_at_once(unit: Unit) -> None:
    with pytest.raises(DaysRefused, match="from 1872 to 2100"):
        last_day(Period(99_999_999, unit), day("2027-03-30"), ENGLAND)


def test_deemed_service_in_working_days_is_never_later_than_the_weekend_it_has_to_be_served_by() -> None:
    """Served by Saturday 14 December: what is sent on Wednesday counts on Friday, what is sent on Thursday only on Monday."""
    rule = parse_period("14 days, deemed served after 2 working days")
    assert last_day(rule, date(2024, 12, 28), Calendar()) == date(2024, 12, 11)

"""Hours between instants, the first day of a meeting after a notice, and the end of a period."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.calendar import Calendar
from bot.rules.days import by, first_day, last_day, last_instant
from bot.rules.notation import parse_period

ENGLAND = Calendar("england-and-wales")
LONDON = ZoneInfo("Europe/London")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ("2027-06-16T14:00", "2027-06-14T14:00"),
        (
            "2027-03-29T14:00",
            "2027-03-27T13:00",
        ),  # the clocks went forward on the 28th: two days were 47 hours
        ("2027-11-01T14:00", "2027-10-30T15:00"),  # and back on 31 October: two days were 49
        ("2028-03-01T09:00", "2028-02-28T09:00"),
    ],
)
def test_forty_eight_hours_are_forty_eight_hours_when_the_clocks_change(starts: str, expected: str) -> None:
    found = last_instant(parse_period("48 hours"), local(starts), ENGLAND)
    assert found == local(expected)
    assert found.tzinfo is UTC
    assert local(starts).astimezone(UTC) - found == timedelta(hours=48)


def test_hours_of_days_that_do_not_count_are_passed_over() -> None:
    rule = parse_period("48 hours, not counting Saturdays and Sundays")
    assert last_instant(rule, local("2027-06-14T14:00"), ENGLAND) == local("2027-06-10T14:00")


def test_hours_and_a_deemed_service_in_hours_add_up() -> None:
    rule = parse_period("24 hours, deemed served after 12 hours")
    assert last_instant(rule, local("2027-06-16T14:00"), ENGLAND) == local("2027-06-15T02:00")


def test_without_an_hour_the_start_of_the_day_is_taken() -> None:
    assert last_day(parse_period("48 hours"), day("2027-06-16"), ENGLAND) == day("2027-06-14")
    assert first_day(parse_period("48 hours"), day("2027-06-14"), ENGLAND) == day("2027-06-16")


@pytest.mark.parametrize(
    ("rule", "sent", "meeting"),
    [
        ("5 working days", "2027-03-19", "2027-03-26"),
        ("5 working days", "2027-03-20", "2027-03-31"),
        ("5 clear working days", "2027-03-18", "2027-03-26"),
        ("10 days", "2027-03-20", "2027-03-30"),
        ("14 clear days", "2027-03-20", "2027-04-04"),
        ("a week", "2027-03-23", "2027-03-30"),
        ("a fortnight", "2027-03-23", "2027-04-06"),
    ],
)
def test_the_first_meeting_is_the_earliest_whose_own_last_day_is_the_day_of_sending_or_later(
    rule: str, sent: str, meeting: str
) -> None:
    period = parse_period(rule)
    assert first_day(period, day(sent), ENGLAND) == day(meeting)
    assert last_day(period, day(meeting), ENGLAND) >= day(sent)
    assert last_day(period, day(meeting) - timedelta(days=1), ENGLAND) < day(sent)


@pytest.mark.parametrize(
    ("rule", "after", "expected"),
    [
        ("10 days", "2027-03-20", "2027-03-30"),
        ("5 working days", "2027-03-25", "2027-04-05"),
        ("10 working days", "2027-12-20", "2028-01-06"),
        ("a week", "2027-03-25", "2027-04-01"),
        ("1 month", "2027-01-31", "2027-02-28"),
        ("12 months", "2028-02-29", "2029-02-28"),
        ("48 hours", "2027-06-14", "2027-06-16"),
        ("36 hours", "2027-06-14", "2027-06-16"),
        ("7 days, deemed served after 48 hours", "2027-06-14", "2027-06-23"),
    ],
)
def test_a_period_begins_the_day_after_and_ends_on_its_last_day(rule: str, after: str, expected: str) -> None:
    assert by(parse_period(rule), day(after), ENGLAND) == day(expected)

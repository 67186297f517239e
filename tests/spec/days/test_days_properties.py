"""What holds of every rule and every day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar import NATIONS, Calendar
from bot.rules.days import by, days_of_notice, first_day, in_days, last_day
from bot.rules.values import Period, Unit

DAYS = st.dates(date(2012, 1, 1), date(2040, 12, 31))
CALENDARS = st.sampled_from(sorted(NATIONS)).map(Calendar)
EXCLUDING = st.frozensets(
    st.sampled_from(["sundays", "saturdays", "bank holidays", "easter break", "christmas break"])
)
COUNTS = st.builds(
    Period,
    amount=st.integers(1, 40),
    unit=st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS]),
    clear=st.booleans(),
    excluding=EXCLUDING,
)
MONTHS = st.builds(
    Period, amount=st.integers(1, 30), unit=st.sampled_from([Unit.MONTHS, Unit.YEARS]), clear=st.booleans()
)
DEEMED = st.none() | st.builds(
    Period, amount=st.integers(1, 5), unit=st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.HOURS])
)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    plain = draw(COUNTS | MONTHS)
    return Period(plain.amount, plain.unit, plain.clear, plain.excluding, draw(DEEMED))


@given(periods(), DAYS, CALENDARS)
def test_a_later_meeting_never_has_an_earlier_last_day(
    period: Period, meeting: date, calendar: Calendar
) -> None:
    later = meeting + timedelta(days=1)
    assert last_day(period, meeting, calendar) <= last_day(period, later, calendar)


@given(periods(), DAYS, CALENDARS)
def test_the_first_meeting_and_the_last_day_are_each_others_inverse(
    period: Period, sent: date, calendar: Calendar
) -> None:
    meeting = first_day(period, sent, calendar)
    assert last_day(period, meeting, calendar) >= sent
    assert last_day(period, meeting - timedelta(days=1), calendar) < sent
    assert first_day(period, last_day(period, meeting, calendar), calendar) <= meeting


@given(periods(), DAYS, CALENDARS)
def test_the_last_day_is_before_the_meeting(period: Period, meeting: date, calendar: Calendar) -> None:
    assert last_day(period, meeting, calendar) < meeting


@given(COUNTS, DAYS, CALENDARS)
def test_clear_asks_for_exactly_one_day_more(period: Period, meeting: date, calendar: Calendar) -> None:
    plain = Period(period.amount, period.unit, False, period.excluding)
    clear = Period(period.amount, period.unit, True, period.excluding)
    assert last_day(clear, meeting, calendar) == last_day(plain, meeting, calendar) - timedelta(days=1)


@given(COUNTS, DAYS, CALENDARS)
def test_notice_on_the_last_day_is_just_enough_and_a_day_later_is_not(
    period: Period, meeting: date, calendar: Calendar
) -> None:
    last = last_day(period, meeting, calendar)
    assert days_of_notice(period, last, meeting, calendar) == in_days(period)
    assert days_of_notice(period, last + timedelta(days=1), meeting, calendar) < in_days(period)


@given(COUNTS, DEEMED, DAYS, CALENDARS)
def test_what_is_sent_on_the_last_day_is_served_in_time_and_what_is_sent_a_day_later_is_not(
    period: Period, deemed: Period | None, meeting: date, calendar: Calendar
) -> None:
    rule = Period(period.amount, period.unit, period.clear, period.excluding, deemed)
    last = last_day(rule, meeting, calendar)
    assert days_of_notice(rule, last, meeting, calendar) >= in_days(rule)
    assert days_of_notice(rule, last + timedelta(days=1), meeting, calendar) < in_days(rule)


@given(COUNTS, DAYS, CALENDARS)
def test_a_longer_period_never_ends_earlier(period: Period, after: date, calendar: Calendar) -> None:
    longer = Period(period.amount + 1, period.unit, period.clear, period.excluding)
    assert after < by(period, after, calendar) < by(longer, after, calendar)

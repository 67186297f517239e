"""The day engine.

Last days before a meeting, first days after a notice, and the end of a period, under any regime of days.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.rules.calendar import Calendar, DaysRefused, outside, shifted, within_reach
from bot.rules.uncounted import does_not_count
from bot.rules.values import Period, Unit

LONDON = ZoneInfo("Europe/London")
_DAYS_A_WEEK = 7
_STEPS = {Unit.MONTHS: "months", Unit.YEARS: "years"}


def last_day(period: Period, meeting: date, calendar: Calendar, zone: ZoneInfo = LONDON) -> date:
    """The last day on which notice is in time for a meeting (G2, G3, G4).

    The day of the meeting never counts; the N-th day that counts before it is the last compliant day, to
    its end. Clear excludes the day of notice as well. Months: the last day from which so many months
    forward come no later than the meeting. Hours are counted from the start of the day of the meeting. A
    deemed service comes before the count. Refuses, with DaysRefused, days outside the calendar.
    """
    within_reach(meeting)
    if period.unit is Unit.HOURS:
        return last_instant(period, start_of(meeting, zone), calendar, zone).astimezone(zone).date()
    served_by = _before(period, meeting, calendar)
    return _sent_by(period, served_by, calendar)


def last_instant(
    period: Period, starts_at: datetime, calendar: Calendar, zone: ZoneInfo = LONDON
) -> datetime:
    """The last instant, in UTC.

    At which notice counted in hours is in time for a meeting that starts at this instant.

    Hours are counted between instants, so 48 hours across a clock change are 48 hours; hours of days that
    do not count are passed over.
    """
    cursor = starts_at.astimezone(UTC)
    left = timedelta(hours=_hours(period.amount))
    try:
        while left:
            day = (cursor - timedelta(microseconds=1)).astimezone(zone).date()
            opens = start_of(within_reach(day), zone)
            if not period.excluding:
                cursor -= left
                break
            if does_not_count(day, period, calendar) is None:
                taken = min(left, cursor - opens)
                cursor, left = cursor - taken, left - taken
            else:
                cursor = opens
    except OverflowError:
        raise outside() from None
    within_reach(cursor.date())
    deemed = period.deemed_served
    if deemed is None:
        return cursor
    if deemed.unit is Unit.HOURS:
        return cursor - timedelta(hours=_hours(deemed.amount))
    sent_by = _sent_by(period, cursor.astimezone(zone).date(), calendar)
    return datetime.combine(sent_by, cursor.astimezone(zone).time(), zone).astimezone(UTC)


def first_instant(period: Period, sent_at: datetime, calendar: Calendar, zone: ZoneInfo = LONDON) -> datetime:
    """The earliest instant, in UTC and to the minute, a meeting may start after notice counted in hours was sent."""

    def in_time(minutes: int) -> bool:
        return last_instant(period, sent_at + timedelta(minutes=minutes), calendar, zone) >= sent_at

    low, high = 0, 60
    try:
        while not in_time(high):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if in_time(middle) else (middle, high)
        return (sent_at + timedelta(minutes=high)).astimezone(UTC)
    except OverflowError:
        raise outside() from None


def first_day(period: Period, sent: date, calendar: Calendar, zone: ZoneInfo = LONDON) -> date:
    """The earliest day of a meeting whose own last day is the day of sending or later."""
    within_reach(sent)

    def in_time(meeting: date) -> bool:
        return last_day(period, meeting, calendar, zone) >= sent

    return _earliest(in_time, sent)


def by(period: Period, after: date, calendar: Calendar, zone: ZoneInfo = LONDON) -> date:
    """The last day of a period that begins the day after a day, to its end.

    "Clear" adds nothing here, for that first day is already left out.
    """
    begins_after = served_on(period, after, calendar)
    if period.unit is not Unit.HOURS or period.excluding:
        return _after(period, begins_after, calendar)
    try:
        begins = start_of(shifted(begins_after, 1), zone)
        ends = begins + timedelta(hours=_hours(period.amount), microseconds=-1)
    except OverflowError:
        raise outside() from None
    return within_reach(ends.astimezone(zone).date())


def served_on(period: Period, sent: date, calendar: Calendar) -> date:
    """The day on which what was sent counts as served: the same day, unless the rule deems it later.

    Hours are whole days, rounded up.
    """
    deemed = period.deemed_served
    return within_reach(sent) if deemed is None else _after(deemed, sent, calendar)


def days_of_notice(period: Period, sent: date, meeting: date, calendar: Calendar) -> int:
    """How many days that count lie between sending and a meeting, as the rule counts them.

    For days, working days and weeks.
    """
    day = served_on(period, sent, calendar)
    if period.clear:
        day = shifted(day, 1)
    counted = 0
    while day < meeting:
        counted += does_not_count(day, period, calendar) is None
        day = shifted(day, 1)
    return counted


def start_of(day: date, zone: ZoneInfo = LONDON) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def in_days(period: Period) -> int:
    """How many days that count a period of days, working days or weeks is.

    Hours are whole days, rounded up.
    """
    if period.unit is Unit.WEEKS:
        return period.amount * _DAYS_A_WEEK
    return ceil(period.amount / 24) if period.unit is Unit.HOURS else period.amount


def _before(period: Period, meeting: date, calendar: Calendar) -> date:
    found = _months_before(period, meeting) if period.unit in _STEPS else _nth(period, meeting, calendar, -1)
    return shifted(found, -1) if period.clear else found


def _after(period: Period, day: date, calendar: Calendar) -> date:
    if period.unit in _STEPS:
        return _forward(period, day)
    return _nth(period, day, calendar, 1)


def _nth(period: Period, day: date, calendar: Calendar, way: int) -> date:
    left = in_days(period)
    if not period.excluding and period.unit is not Unit.WORKING_DAYS:
        return shifted(day, way * left)
    shifted(day, way * left)  # refuses at once what no walk could reach
    while left:
        day = shifted(day, way)
        left -= does_not_count(day, period, calendar) is None
    return day


def _forward(period: Period, day: date) -> date:
    """So many months or years later.

    A day the month lacks is its last day: 31 August and six months is 28 February (K46).
    """
    if period.excluding:
        raise DaysRefused("Days can be left out of a count of days, but not of months or years.")
    try:
        later = day + relativedelta(**{_STEPS[period.unit]: period.amount})  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        raise outside() from None
    return within_reach(later)


def _months_before(period: Period, meeting: date) -> date:
    try:
        near = meeting - relativedelta(**{_STEPS[period.unit]: period.amount})  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        raise outside() from None
    day = within_reach(near)
    while _forward(period, shifted(day, 1)) <= meeting:
        day = shifted(day, 1)
    return day


def _sent_by(period: Period, served_by: date, calendar: Calendar) -> date:
    """The last day of sending that counts as served by a day."""
    deemed = period.deemed_served
    if deemed is None:
        return within_reach(served_by)
    day = _before(Period(deemed.amount, deemed.unit, excluding=deemed.excluding), served_by, calendar)
    while served_on(period, day, calendar) > served_by:  # counted back from a day that does not count itself
        day = shifted(day, -1)
    while served_on(period, shifted(day, 1), calendar) <= served_by:
        day = shifted(day, 1)
    return day


def _earliest(holds: Callable[[date], bool], start: date) -> date:
    """The first day from `start` on for which something holds that, once it holds.

    Holds for every later day.
    """
    step, low = 1, start
    if holds(low):
        return low
    while not holds(shifted(low, step)):
        low, step = shifted(low, step), step * 2
    high = shifted(low, step)
    while (high - low).days > 1:
        middle = shifted(low, (high - low).days // 2)
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _hours(amount: int) -> int:
    if amount > 24 * 366 * 300:
        raise outside()
    return amount

"""Days that do not count: Sundays, bank holidays, and breaks that the terms date or a statute defines."""

from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

from bot.rules.calendar import Calendar, DaysRefused, shifted
from bot.rules.values import Period, Unit

_SATURDAY, _SUNDAY = 5, 6


class UnknownBreak(DaysRefused):
    """Days a rule leaves out of its count, which nothing dates."""


def does_not_count(day: date, period: Period, calendar: Calendar) -> str | None:
    """Why this day is left out of a count of days, in words; None when it counts.

    Working days leave out weekends and bank holidays; any count leaves out what the period names. Breaks
    the terms date come before the usual dates of "easter break" and "christmas break", which are those of
    the Local Government Act 1972, section 243(4). A name nothing dates is refused with UnknownBreak.
    """
    for name in sorted(period.excluding):
        reason = _named(name, day, calendar)
        if reason is not None:
            return reason
    if period.unit is Unit.WORKING_DAYS:
        return "a weekend" if day.weekday() >= _SATURDAY else calendar.bank_holiday(day)
    return None


def easter_break(day: date) -> bool:
    """Whether a day lies between the Thursday before and the Tuesday after Easter Day, both included."""
    sunday = easter(day.year)
    return sunday - timedelta(days=3) <= day <= sunday + timedelta(days=2)


def christmas_break(day: date, calendar: Calendar) -> bool:
    """Whether a day lies between the last week day before Christmas Day and the first after it that is no bank holiday.

    Both ends included; a week day here is any day but Sunday.
    """
    if day.month != 12:
        return False
    christmas = date(day.year, 12, 25)
    first = shifted(christmas, -1)
    while first.weekday() == _SUNDAY:
        first = shifted(first, -1)
    last = shifted(christmas, 1)
    while last.weekday() == _SUNDAY or calendar.bank_holiday(last):
        last = shifted(last, 1)
    return first <= day <= last


_USUAL: dict[str, Callable[[date, Calendar], bool]] = {
    "saturdays": lambda day, _: day.weekday() == _SATURDAY,
    "sundays": lambda day, _: day.weekday() == _SUNDAY,
    "weekends": lambda day, _: day.weekday() >= _SATURDAY,
    "maundy thursday": lambda day, _: day == easter(day.year) - timedelta(days=3),
    "good friday": lambda day, _: day == easter(day.year) - timedelta(days=2),
    "easter monday": lambda day, _: day == easter(day.year) + timedelta(days=1),
    "christmas eve": lambda day, _: (day.month, day.day) == (12, 24),
    "christmas day": lambda day, _: (day.month, day.day) == (12, 25),
    "easter break": lambda day, _: easter_break(day),
    "christmas break": christmas_break,
}
STATUTORY_BREAKS = ("christmas break", "easter break")


def _named(name: str, day: date, calendar: Calendar) -> str | None:
    if name == "bank holidays":
        return calendar.bank_holiday(day)
    dated = [one for one in calendar.breaks if one.name.lower().removeprefix("the ") == name]
    if dated:
        return name if any(one.first <= day <= one.last for one in dated) else None
    if name not in _USUAL:
        raise UnknownBreak(
            f"The rule does not count “{name}”, and the terms do not date it: give its first and last day."
        )
    return name if _USUAL[name](day, calendar) else None


def leans_on_statute(period: Period, calendar: Calendar) -> tuple[str, ...]:
    """The breaks whose dates come from the statute because the terms give none."""
    dated = {one.name.lower().removeprefix("the ") for one in calendar.breaks}
    return tuple(name for name in STATUTORY_BREAKS if name in period.excluding and name not in dated)

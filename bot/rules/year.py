"""The parts of a year that a partnership goes by: its financial year, quarters and months, and days that come every year."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from bot.rules.calendar import within_reach

Stretch = tuple[date, date]
"""The first and the last day of a part of the year."""

_MONTHS = tuple(calendar.month_name)
_MONTH, _QUARTER, _YEAR = 1, 3, 12
_NEW_YEAR = "1 January"


def financial_year_of(begins: str, on: date) -> Stretch:
    """The first and the last day of the financial year that a day is in, by the day it begins: "1 April".

    A day that a month lacks is its last day, so that a year from 29 February begins on 28 February three times
    in four. Here and below, days outside the years of the calendar are refused with DaysRefused.
    """
    return _stretch(within_reach(on), begins, _YEAR)


def quarter_of(on: date, first_month: int = 1) -> Stretch:
    """The first and the last day of the quarter that a day is in.

    It is the calendar quarter, or that of a financial year which begins on the first day of another month.
    """
    return _stretch(within_reach(on), f"1 {_MONTHS[first_month]}", _QUARTER)


def periods_without(
    frequency: str, financial_year: str, meetings: Iterable[date], first: date, last: date
) -> tuple[Stretch, ...]:
    """The quarters, months or years between two days, the broken ones at both ends included, without a meeting (K23).

    `frequency` is a choice of the rule `meetings.at_least`. `financial_year` is the day that year begins, or
    empty where the terms do not say: then a year, and the quarters of it, are those of the calendar.
    """
    begins, months = _counted_by(frequency, financial_year or _NEW_YEAR)
    held = tuple(meetings)
    within_reach(last)
    stretch = _stretch(within_reach(first), begins, months)
    missed: list[Stretch] = []
    while first <= last and stretch[0] <= last:
        if not any(stretch[0] <= meeting <= stretch[1] for meeting in held):
            missed.append(stretch)
        stretch = _stretch(stretch[1] + timedelta(days=1), begins, months)
    return tuple(missed)


def reporting_periods(every: str, financial_year: str, first: date, last: date) -> tuple[Stretch, ...]:
    """The periods between two days for which a contract is reported on (V20), the broken ones at both ends cut to those days.

    `every` is a choice of the rule `bids.reports`; `financial_year` is the day that year begins.
    """
    begins, months = {
        "each quarter of the financial year": (financial_year, _QUARTER),
        "each calendar quarter": (_NEW_YEAR, _QUARTER),
        "each month": (_NEW_YEAR, _MONTH),
    }[every]
    within_reach(last)
    found: list[Stretch] = []
    stretch = _stretch(within_reach(first), begins, months)
    while stretch[0] <= last:
        found.append((max(stretch[0], first), min(stretch[1], last)))
        stretch = _stretch(stretch[1] + timedelta(days=1), begins, months)
    return tuple(found)


def next_on(day_and_month: str, after: date) -> date:
    """The next day of the year such as "1 April" that comes after a day, and is not that day itself."""
    day, month = _read(day_and_month)
    this_year = _day_of(day, within_reach(after).year * _YEAR + month - 1)
    return this_year if this_year > after else _day_of(day, (after.year + 1) * _YEAR + month - 1)


def _counted_by(frequency: str, financial_year: str) -> tuple[str, int]:
    match frequency:
        case "in each calendar quarter":
            return _NEW_YEAR, _QUARTER
        case "in each quarter of the financial year":
            return financial_year, _QUARTER
        case "every month":
            return _NEW_YEAR, _MONTH
        case "every year":
            return financial_year, _YEAR
    raise ValueError(f"“{frequency}” is not how often the terms can ask for a meeting.")


def _stretch(on: date, begins: str, months: int) -> Stretch:
    """The stretch of so many months that a day is in, counted from a day of the year."""
    day, month = _read(begins)
    start = on.year * _YEAR + on.month - 1
    start -= (on.month - month) % months
    if _day_of(day, start) > on:
        start -= months
    return _day_of(day, start), _day_of(day, start + months) - timedelta(days=1)


def _read(day_and_month: str) -> tuple[int, int]:
    day, _space, month = day_and_month.partition(" ")
    return int(day), _MONTHS.index(month)


def _day_of(day: int, month_number: int) -> date:
    """A day of a month, months being numbered through the years; a day the month lacks is its last."""
    year, month = divmod(month_number, _YEAR)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))

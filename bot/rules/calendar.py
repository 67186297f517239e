"""Which days are working days: weekdays less the bank holidays of a nation."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypedDict, cast

import holidays

from bot.rules.terms import NamedBreak

NATIONS: Mapping[str, str] = MappingProxyType(
    {
        "england-and-wales": "ENG",
        "england": "ENG",
        "wales": "WLS",
        "scotland": "SCT",
        "northern-ireland": "NIR",
    }
)
_SATURDAY = 5


class DaysRefused(ValueError):
    """A day that cannot be told; its text says why in one sentence."""


class UnknownNation(DaysRefused):
    """A nation whose bank holidays this calendar does not know."""


class _Dated(TypedDict):
    date: date
    title: str
    nations: list[str]


class _Data(TypedDict, total=False):
    published_until: date
    first_year: int
    last_year: int
    titles: dict[str, str]
    extra: list[_Dated]
    removed: list[_Dated]


@dataclass(frozen=True)
class Calendar:
    """The working days of one nation, with the breaks its terms of reference date themselves.

    `nation` is "england-and-wales" (or "england", "wales"), "scotland" or "northern-ireland"; another is
    refused with UnknownNation. Bank holidays come from the `holidays` library and the dated days of
    bank_holidays.toml, held by tests against GOV.UK's own list.
    """

    nation: str = "england-and-wales"
    breaks: tuple[NamedBreak, ...] = ()

    def __post_init__(self) -> None:
        if self.nation not in NATIONS:
            raise UnknownNation(
                f"“{self.nation}” is not a nation I know bank holidays of: {', '.join(NATIONS)}."
            )

    @property
    def published_until(self) -> date:
        """The last day of the last year whose bank holidays have been published."""
        return _data()["published_until"]

    def bank_holiday(self, day: date) -> str | None:
        """The official title of the bank holiday on this day, or None."""
        return bank_holidays(self.nation, day.year).get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether this is a weekday and no bank holiday (G3)."""
        return day.weekday() < _SATURDAY and self.bank_holiday(day) is None

    def last_working_day_on_or_before(self, day: date) -> date:
        """The nearest working day that is not after this one (G5)."""
        while not self.is_working_day(day):
            day = shifted(day, -1)
        return day

    def is_published(self, *days: date) -> bool:
        """Whether the bank holidays of all these days' years have been published."""
        return all(day <= self.published_until for day in days)

    @property
    def unpublished_words(self) -> str:
        """What every answer says that reaches beyond the published years."""
        year = self.published_until.year
        return f"Bank holidays after {year} have not been proclaimed yet; computed from the usual rules."


def shifted(day: date, by: int) -> date:
    """The day so many days later, or earlier when negative; refused outside the years of the calendar."""
    try:
        moved = day + timedelta(days=by)
    except OverflowError:
        raise outside() from None
    return within_reach(moved)


def within_reach(day: date) -> date:
    """The day itself; refused with DaysRefused outside the years whose bank holidays can be told."""
    if not _data()["first_year"] <= day.year <= _data()["last_year"]:
        raise outside()
    return day


def outside() -> DaysRefused:
    """What is said of days this calendar cannot tell."""
    data = _data()
    return DaysRefused(
        f"This calendar reaches from {data['first_year']} to {data['last_year']}; the count leads outside those years."
    )


@cache
def bank_holidays(nation: str, year: int) -> Mapping[date, str]:
    """The bank holidays of one nation in one year, with their official titles, in order.

    Weekends never stand among them.
    """
    within_reach(date(year, 1, 1))
    known = holidays.country_holidays("GB", subdiv=NATIONS[nation], years=year)
    days = {
        day: _official(title)
        for day, title in known.items()
        if day.weekday() < _SATURDAY and day.year == year
    }
    data = _data()
    days |= {one["date"]: one["title"] for one in data.get("extra", []) if _applies(one, nation, year)}
    removed = {one["date"] for one in data.get("removed", []) if _applies(one, nation, year)}
    return MappingProxyType({day: days[day] for day in sorted(days) if day not in removed})


def _applies(one: _Dated, nation: str, year: int) -> bool:
    return one["date"].year == year and _group(nation) in one["nations"]


def _group(nation: str) -> str:
    return "england-and-wales" if nation in ("england", "wales") else nation


def _official(title: str) -> str:
    first = title.split(";")[0].removesuffix(" (observed)")
    return _data()["titles"].get(first, first)


@cache
def _data() -> _Data:
    return cast(_Data, tomllib.loads((files("bot.rules") / "bank_holidays.toml").read_text("utf-8")))

"""Working days are weekdays less the bank holidays of a nation, held against GOV.UK's own list."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.rules.calendar import Calendar, DaysRefused, UnknownNation, bank_holidays, shifted

OFFICIAL = json.loads(
    (Path(__file__).parents[2] / "reference" / "bank-holidays.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("year", range(2012, 2029))
@pytest.mark.parametrize("nation", ["england-and-wales", "scotland", "northern-ireland"])
def test_every_published_bank_holiday_is_known_by_day_and_title_and_no_other_is(
    nation: str, year: int
) -> None:
    """G3: the official list, 2012 to 2028, exactly."""
    published = {
        date.fromisoformat(event["date"]): event["title"]
        for event in OFFICIAL[nation]["events"]
        if event["date"].startswith(str(year))
    }
    assert dict(bank_holidays(nation, year)) == published


def test_the_calendar_says_it_is_published_as_far_as_the_official_list_goes() -> None:
    last = max(event["date"] for nation in OFFICIAL.values() for event in nation["events"])
    assert Calendar().published_until.year == int(last[:4])


def test_england_and_wales_share_their_bank_holidays() -> None:
    for year in range(2012, 2035):
        both = bank_holidays("england-and-wales", year)
        assert bank_holidays("england", year) == both == bank_holidays("wales", year)


def test_scotland_works_on_easter_monday_and_rests_on_the_second_of_january() -> None:
    scotland, england = Calendar("scotland"), Calendar("england-and-wales")
    assert scotland.is_working_day(date(2027, 3, 29)) and not england.is_working_day(date(2027, 3, 29))
    assert england.is_working_day(date(2026, 1, 2)) and not scotland.is_working_day(date(2026, 1, 2))


def test_northern_ireland_keeps_saint_patricks_day_and_the_twelfth() -> None:
    calendar = Calendar("northern-ireland")
    assert calendar.bank_holiday(date(2027, 3, 17)) == "St Patrick’s Day"
    assert calendar.bank_holiday(date(2027, 7, 12)) == "Battle of the Boyne (Orangemen’s Day)"


def test_a_one_off_day_is_dated_data() -> None:
    assert Calendar("scotland").bank_holiday(date(2026, 6, 15)) == "World Cup bank holiday"
    assert Calendar().bank_holiday(date(2026, 6, 15)) is None


def test_the_usual_rules_go_on_beyond_the_published_years_and_the_calendar_says_so() -> None:
    calendar = Calendar()
    assert calendar.bank_holiday(date(2031, 12, 25)) == "Christmas Day"
    assert calendar.is_published(date(2028, 12, 31)) and not calendar.is_published(date(2029, 1, 1))
    assert "after 2028 have not been proclaimed yet" in calendar.unpublished_words


def test_the_last_working_day_on_or_before_a_day_may_be_the_day_itself() -> None:
    """G5."""
    calendar = Calendar()
    assert calendar.last_working_day_on_or_before(date(2027, 3, 25)) == date(2027, 3, 25)
    assert calendar.last_working_day_on_or_before(date(2027, 3, 29)) == date(2027, 3, 25)


def test_a_nation_without_a_calendar_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownNation, match="scotland"):
        Calendar("jersey")


@pytest.mark.parametrize("day", [date.min, date(1871, 12, 29), date(2101, 1, 3), date.max])
def test_years_nobody_can_tell_the_bank_holidays_of_are_refused_and_never_guessed(day: date) -> None:
    with pytest.raises(DaysRefused, match="from 1872 to 2100"):
        Calendar().is_working_day(day)


def test_a_step_off_the_end_of_time_is_refused() -> None:
    with pytest.raises(DaysRefused):
        shifted(date(2027, 1, 1), 10_000_000)

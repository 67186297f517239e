"""Now and today, as they are handed to whoever needs them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import StoppedClock, SystemClock, TurnedClock, today

LONDON = ZoneInfo("Europe/London")


def test_the_machines_clock_speaks_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_turned_clock_asks_for_its_offset_each_time(clock: StoppedClock) -> None:
    offset = timedelta(days=30)
    turned = TurnedClock(clock, lambda: offset)
    assert turned.now() == clock.now() + timedelta(days=30)
    offset = timedelta(0)
    assert turned.now() == clock.now()
    clock.turn(hours=1)
    assert turned.now() == clock.now()


def test_a_stopped_clock_stands_still_until_it_is_turned(clock: StoppedClock) -> None:
    assert clock.now() == clock.now()
    assert clock.turn(days=1, minutes=-30) == datetime(2025, 4, 25, 10, 30, tzinfo=UTC)
    clock.set(datetime(2025, 5, 1, 9, 0, tzinfo=LONDON))
    assert clock.now() == datetime(2025, 5, 1, 8, 0, tzinfo=UTC)


def test_a_clock_is_not_set_to_an_instant_without_a_zone(clock: StoppedClock) -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.set(datetime(2025, 5, 1, 9, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 3, 30, 23, 30, tzinfo=UTC), date(2025, 3, 31)),  # summer time began that morning
        (datetime(2025, 3, 29, 23, 30, tzinfo=UTC), date(2025, 3, 29)),
        (datetime(2025, 10, 25, 23, 30, tzinfo=UTC), date(2025, 10, 26)),
        (datetime(2025, 10, 26, 23, 30, tzinfo=UTC), date(2025, 10, 26)),  # and ended that one
    ],
)
def test_near_midnight_in_summer_london_is_already_in_tomorrow(instant: datetime, day: date) -> None:
    assert today(StoppedClock(instant), LONDON) == day

"""Now and today, handed to whoever needs them. The only place that asks the machine what time it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Whatever can say what time it is."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)


class TurnedClock:
    """Another clock moved on (or back) by what `offset` says each time it is asked.

    The demo keeps its offset in the database, so that every process, and tomorrow's, sees one time.
    """

    def __init__(self, clock: Clock, offset: Callable[[], timedelta]) -> None:
        self._clock = clock
        self._offset = offset

    def now(self) -> datetime:
        """This instant as turned, aware, in UTC."""
        return self._clock.now() + self._offset()


class StoppedClock:
    """A clock that stands still until it is turned: for tests and rehearsals."""

    def __init__(self, at: datetime) -> None:
        self.set(at)

    def now(self) -> datetime:
        """The instant it stands at, aware, in UTC."""
        return self._at

    def set(self, at: datetime) -> None:
        """Stand at another instant, which must say its time zone."""
        if at.utcoffset() is None:
            raise ValueError(f"A clock must be set to an instant with its time zone: {at!r} has none.")
        self._at = at.astimezone(UTC)

    def turn(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Move on by so much (negative: back), and say what time it is now."""
        self._at += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self._at


def today(clock: Clock, zone: ZoneInfo) -> date:
    """The day it is in `zone`: near midnight in summer London is already in tomorrow while UTC is not."""
    return clock.now().astimezone(zone).date()

"""When a notice says that something happens, and how much of it is our reading."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EARLIEST, LATEST = 2000, 2100  # years outside which a date in a notice is a mistake
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FINER = re.compile(r"(\.\d{6})\d+")  # than a microsecond

_NO_TIME = "The notice gives a day and no time: read as the {} of that day in London."
_NO_ZONE = "The notice gives a time and no zone: read as London time."
_MIDNIGHT = (
    "The notice ends at midnight, as that day begins: what has to be in by then goes in the day before."
)


@dataclass(frozen=True)
class Moment:
    """An instant in UTC, and in a sentence what was taken for granted to get it."""

    at: datetime
    reading: str = ""


class Unreadable(ValueError):
    """What stands in a field is not what the standard asks for there."""


def moment(written: object, *, ends: bool = False) -> Moment:
    """The instant meant by an ISO 8601 date and time.

    Without a zone it is London's, as both British portals mean it; a day alone is its last second where something `ends`, else
    its first. Refuses with Unreadable what is neither, and years before 2000 or after 2100.
    """
    if not isinstance(written, str):
        raise Unreadable("not a date")
    text = written.strip()
    try:
        if _DAY.fullmatch(text):
            hour = time(23, 59, 59) if ends else time(0)
            local = datetime.combine(date.fromisoformat(text), hour, LONDON)
            return _within(local, _NO_TIME.format("end" if ends else "beginning"))
        read = datetime.fromisoformat(_FINER.sub(r"\1", text))
    except ValueError:
        raise Unreadable("not a date") from None
    if read.tzinfo is None:
        read = read.replace(tzinfo=LONDON)
        return _within(read, " ".join(each for each in (_NO_ZONE, _midnight(read, ends)) if each))
    return _within(read, _midnight(read, ends))


def _midnight(read: datetime, ends: bool) -> str:
    if not ends or not 1900 < read.year < 9000:
        return ""
    return _MIDNIGHT if time(0) in (read.time(), read.astimezone(LONDON).time()) else ""


def _within(read: datetime, reading: str) -> Moment:
    if not EARLIEST <= read.year <= LATEST:
        raise Unreadable(f"a date in the year {read.year}")
    return Moment(read.astimezone(UTC), reading)

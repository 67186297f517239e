"""Meetings as a calendar file, which people open in the calendar they already keep.

Nothing here names who is invited: that is nobody else's business, and a file can be passed on. So a meeting is published
(RFC 5546, 3.2.1) and never requested: a request is to somebody, and wants an answer by e-mail, where no apologies are taken.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from bot.presenters.blocks import isolated
from bot.presenters.meetings.calendar_zones import time_zone

LONGEST_FILE_NAME = 80

_PRODUCT = "-//Quorate//Quorate//EN"
_NOBODY = "mailto:noreply@quorate.invalid"  # RFC 2606 keeps .invalid free: it can never be anybody's
_WEB_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_NOT_TEXT = frozenset("\ufeff\ufffe\uffff")
# In the name beside an address, different calendars read these three in different ways.
_IN_A_NAME = str.maketrans({'"': "'", "\\": "/", "^": " "})


@dataclass(frozen=True)
class CalendarEntry:
    """One meeting, as members have last been told of it."""

    uid: str  # the same for the life of a meeting, and no other meeting's anywhere
    sequence: int  # rises with every change that members are told of, and with the cancellation
    stamp: datetime  # when this version was decided, in UTC
    title: str
    starts_at: datetime  # aware, in UTC
    ends_at: datetime
    time_zone: str  # as IANA names it: "Europe/London"
    place: str = ""
    link: str = ""
    description: str = ""
    cancelled: bool = False
    organiser: str = ""  # the partnership's name; without one the file names no organiser


def calendar_file(entries: tuple[CalendarEntry, ...]) -> bytes:
    """The file for one meeting, or for several; the same meetings give the same bytes."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    alone = len(entries) == 1
    if alone and entries[0].cancelled:
        # A cancellation is of one meeting (RFC 5546, 3.2.5); among others, its STATUS has to say it.
        calendar.add("method", "CANCEL")
    else:
        calendar.add("method", "PUBLISH")
        if alone:  # Outlook then shows the meeting; otherwise it may open a second calendar with it in
            calendar.add("x-ms-olk-forceinspectoropen", "TRUE")
    for entry in entries:
        calendar.add_component(_event(entry))
    years = [moment.year for entry in entries for moment in (entry.starts_at, entry.ends_at)]
    for name in sorted(calendar.get_missing_tzids(), reverse=True):
        zone = time_zone(name, range(min(years) - 1, max(years) + 1))
        calendar.subcomponents.insert(0, zone)  # before the meetings that go by it
    content: bytes = calendar.to_ical()
    return content


def file_name(entry: CalendarEntry) -> str:
    """What to call the file of a meeting: its title and its date, in characters that every system takes."""
    letters = unicodedata.normalize("NFKD", entry.title.lower())
    plain = "".join(each for each in letters if not unicodedata.combining(each) and each not in "'’")
    name = "-".join(re.findall("[a-z0-9]+", plain)) or "meeting"
    ending = f"-{entry.starts_at.astimezone(ZoneInfo(entry.time_zone)).date().isoformat()}.ics"
    most = LONGEST_FILE_NAME - len(ending)
    if len(name) > most:
        name = name[: most + 1].rpartition("-")[0] or name[:most]
    return name + ending


class _Typed(vText):
    """Text as it was typed; the library alone takes a typed backslash and capital N for a line break."""

    def to_ical(self) -> bytes:
        return rb"\\".join(vText(piece).to_ical() for piece in self.split("\\"))


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("last-modified", entry.stamp)
    event.add("dtstart", _moment(entry.starts_at, entry.time_zone))
    event.add("dtend", _moment(entry.ends_at, entry.time_zone))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    title = _line(entry.title) or "Meeting"
    # Several calendars pass over STATUS when they import; all of them show the title.
    event.add("summary", _Typed(f"Cancelled: {title}" if entry.cancelled else title))
    if location := _line(entry.place) or _line(entry.link):
        event.add("location", _Typed(location))
    if description := _description(entry):
        event.add("description", _Typed(description))
    if _WEB_ADDRESS.fullmatch(entry.link.strip()):
        event.add("url", entry.link.strip())
    if organiser := _line(entry.organiser).translate(_IN_A_NAME).strip():
        event.add("organizer", vCalAddress(_NOBODY, params={"CN": organiser}))
    return event


def _description(entry: CalendarEntry) -> str:
    """What was typed, and the link where it would otherwise be lost: Google and Outlook do not show a URL."""
    description, link = "\n".join(_lines(entry.description)).strip(), _line(entry.link)
    if not link or not _line(entry.place) or link in description:
        return description
    return f"{description}\n\nLink: {link}".strip()


def _moment(instant: datetime, time_zone: str) -> datetime:
    """The instant by the clocks of the meeting; in UTC in the hour they show twice, whose second time they cannot tell."""
    local = instant.astimezone(ZoneInfo(time_zone))
    return instant.astimezone(UTC) if local.fold else local


def _line(text: str) -> str:
    """The text in one line, which turns nothing that a calendar puts beside it round."""
    return isolated(" ".join(" ".join(_lines(text)).split()))


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, whatever ends them, without the characters that are instructions to a machine."""
    for line in text.splitlines():
        yield "".join(each for each in line.replace("\t", " ") if _is_text(each))


def _is_text(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _NOT_TEXT

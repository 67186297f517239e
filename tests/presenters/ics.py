"""A calendar file judged as strictly as the strictest calendar does: RFC 5545 to the letter, and RFC 5546 for what it publishes."""

import re
from collections.abc import Iterator
from itertools import pairwise

LINE = re.compile(
    r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL
)
UTC_TIME, LOCAL_TIME = re.compile(r"\d{8}T\d{6}Z"), re.compile(r"\d{8}T\d{6}")
OFFSET = re.compile(r"[+-]\d{4}(\d{2})?")
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")  # 3.3.11
TEXTS = ("SUMMARY", "LOCATION", "DESCRIPTION", "UID", "PRODID", "TZNAME")
ONCE = {  # what has to be there just once, by its component
    "VCALENDAR": ("PRODID", "VERSION", "METHOD", "CALSCALE"),
    "VTIMEZONE": ("TZID",),
    "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    "DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    "VEVENT": (
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SEQUENCE",
        "SUMMARY",
        "STATUS",
        "TRANSP",
        "LAST-MODIFIED",
    ),
}
WITHIN = {"": ("VCALENDAR",), "VCALENDAR": ("VTIMEZONE", "VEVENT"), "VTIMEZONE": ("STANDARD", "DAYLIGHT")}


class Component:
    """One component of a file: its properties in their order, and what stands within it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.properties: list[tuple[str, str, str]] = []  # name, parameters, value
        self.within: list[Component] = []

    def values(self, name: str) -> list[str]:
        """What a property is, each time it stands there."""
        return [value for each, _, value in self.properties if each == name]

    def value(self, name: str) -> str:
        """What a property is, which stands there once."""
        [only] = self.values(name)
        return only


def faults(content: bytes) -> list[str]:
    """Everything a strict calendar would find wrong with a file."""
    found = list(_lines_faults(content))
    if found:
        return found
    calendar = parsed(content)
    return [
        *(fault for each in _all(calendar) for fault in _component_faults(each)),
        *_calendar_faults(calendar),
    ]


def parsed(content: bytes) -> Component:
    """The calendar in a file; ValueError where its components are not closed as they were opened."""
    root = Component("")
    open_ = [root]
    for line in content.decode().replace("\r\n ", "").split("\r\n")[:-1]:
        match = LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"no content line: {line!r}")
        name, parameters, value = match.groups()
        if name == "BEGIN":
            if value not in WITHIN.get(open_[-1].name, ()):
                raise ValueError(f"{value} in {open_[-1].name}")
            made = Component(value)
            open_[-1].within.append(made)
            open_.append(made)
        elif name == "END":
            if open_.pop().name != value:
                raise ValueError(f"END:{value} closes something else")
        else:
            if open_[-1].within:
                raise ValueError(f"{name} stands after a component")
            open_[-1].properties.append((name, parameters, value))
    [calendar] = root.within
    return calendar


def _lines_faults(content: bytes) -> Iterator[str]:
    if not content.endswith(b"\r\n"):
        yield "it does not end in CRLF"
    rows = content.split(b"\r\n")[:-1]
    for row in rows:
        if len(row) > 75:
            yield f"{len(row)} octets in a line"
        if not row.strip(b" "):
            yield "an empty line"
        if b"\r" in row or b"\n" in row:
            yield "a line break that is not CRLF"
        try:
            text = row.decode()
        except UnicodeDecodeError:
            yield "a line is folded within a character"
            continue
        if any(ord(each) < 32 or ord(each) == 127 for each in text):
            yield "a control character"
    if rows and rows[0] != b"BEGIN:VCALENDAR":
        yield "it does not begin with the calendar"
    try:
        parsed(content)
    except (ValueError, UnicodeDecodeError) as exc:
        yield str(exc)


def _all(component: Component) -> Iterator[Component]:
    yield component
    for each in component.within:
        yield from _all(each)


def _component_faults(each: Component) -> Iterator[str]:
    for name in ONCE[each.name]:
        if len(each.values(name)) != 1:
            yield f"{each.name} has {name} {len(each.values(name))} times"
    for name, _, value in each.properties:
        if name in TEXTS and TEXT.fullmatch(value) is None:
            yield f"{name} is no text: {value!r}"
        if name in ("DTSTAMP", "LAST-MODIFIED") and UTC_TIME.fullmatch(value) is None:
            yield f"{name} is not in UTC: {value}"
        if name.startswith("TZOFFSET") and OFFSET.fullmatch(value) is None:
            yield f"{name} is no offset: {value}"
    if each.name in ("STANDARD", "DAYLIGHT"):
        if LOCAL_TIME.fullmatch(each.value("DTSTART")) is None:
            yield "an observance begins at no local time"
        if each.values("RRULE") and each.values("RDATE"):
            yield "an observance has both a rule and dates"
    if each.name == "VTIMEZONE" and not each.within:
        yield "a time zone without an observance, which Outlook refuses"


def _calendar_faults(calendar: Component) -> Iterator[str]:
    zones = [each for each in calendar.within if each.name == "VTIMEZONE"]
    events = [each for each in calendar.within if each.name == "VEVENT"]
    if calendar.value("VERSION") != "2.0" or calendar.value("METHOD") not in ("PUBLISH", "CANCEL"):
        yield "a version or a method that calendars do not take"
    if calendar.within != [*zones, *events]:
        yield "a time zone stands after what goes by it"
    named = [each.value("TZID") for each in zones]
    uids = [each.value("UID") for each in events]
    if len(set(uids)) != len(uids) or len(set(named)) != len(named) or not events:
        yield "the same event or zone twice, or none"
    for event in events:
        yield from _event_faults(event, named)
    if calendar.value("METHOD") == "CANCEL":
        if [each.value("STATUS") for each in events] != ["CANCELLED"]:
            yield "a cancellation is of one event, whose status is CANCELLED"
    elif any(each.values("ATTENDEE") for each in events):
        yield "what is published has attendees (RFC 5546, 3.2.1)"


def _event_faults(event: Component, zones: list[str]) -> Iterator[str]:
    if not event.value("SEQUENCE").isdecimal() or not 0 < len(event.value("UID")) <= 255:
        yield "a sequence that is no number, or a UID that some calendars cut"
    if event.value("STATUS") not in ("CONFIRMED", "CANCELLED"):
        yield "a status of no event"
    times = {
        name: (parameters, value)
        for name, parameters, value in event.properties
        if name in ("DTSTART", "DTEND")
    }
    for parameters, value in times.values():
        zone = parameters.removeprefix(";TZID=").strip('"')
        if parameters and (zone not in zones or LOCAL_TIME.fullmatch(value) is None):
            yield f"a time by a zone that is not in the file: {parameters}"
        if not parameters and UTC_TIME.fullmatch(value) is None:
            yield "a time that is in no zone"
    if len({parameters for parameters, _ in times.values()}) == 1:
        yield from (
            "it ends before it begins" for one, two in pairwise(v for _, v in times.values()) if one >= two
        )

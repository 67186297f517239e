"""A calendar file opens in the calendar people keep, at the right hour, and tells nobody who else is invited."""

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.presenters.meetings.calendar_file import CalendarEntry, calendar_file, file_name

LONDON = ZoneInfo("Europe/London")
ZONES = (
    "Europe/London",
    "Europe/Dublin",
    "Europe/Paris",
    "America/New_York",
    "America/Santiago",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Asia/Jerusalem",
    "Atlantic/Azores",
)


def entry(
    day: str = "2026-04-23", time: str = "14:00", zone: str = "Europe/London", **other: Any
) -> CalendarEntry:
    """A meeting of two hours, at a time by the clocks of its place."""
    starts_at = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    meeting = CalendarEntry(
        uid="meeting-7f3a@quorate.invalid",
        sequence=0,
        stamp=datetime(2026, 4, 1, 9, 30, tzinfo=UTC),
        title="Strategy Group",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        time_zone=zone,
        place="County Hall, Exeter",
        link="https://meet.example/strategy",
        description="Papers follow; please read them.",
        organiser="Devon Learning Partnership",
    )
    return replace(meeting, **other)


def read(*entries: CalendarEntry) -> Calendar:
    return Calendar.from_ical(calendar_file(entries))


def event(meeting: CalendarEntry) -> Event:
    [only] = read(meeting).events
    return only


def lines(*entries: CalendarEntry) -> list[str]:
    """The file's own lines, unfolded."""
    return calendar_file(entries).decode().replace("\r\n ", "").split("\r\n")


def test_one_meeting_is_published_with_everything_a_calendar_asks_for() -> None:
    assert lines(entry()) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Quorate//Quorate//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-MS-OLK-FORCEINSPECTOROPEN:TRUE",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:DAYLIGHT",
        "DTSTART:20250330T010000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:BST",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20251026T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Strategy Group",
        "DTSTART;TZID=Europe/London:20260423T140000",
        "DTEND;TZID=Europe/London:20260423T160000",
        "DTSTAMP:20260401T093000Z",
        "UID:meeting-7f3a@quorate.invalid",
        "SEQUENCE:0",
        "DESCRIPTION:Papers follow\\; please read them.\\n\\nLink: https://meet.example/strategy",
        "LAST-MODIFIED:20260401T093000Z",
        "LOCATION:County Hall\\, Exeter",
        'ORGANIZER;CN="Devon Learning Partnership":mailto:noreply@quorate.invalid',
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://meet.example/strategy",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_same_meetings_give_the_same_bytes() -> None:
    schedule = (
        entry(),
        entry("2026-07-23", zone="America/New_York"),
        entry("2026-10-26", zone="Asia/Kolkata"),
    )
    assert calendar_file(schedule) == calendar_file(tuple(replace(each) for each in schedule))


def test_a_file_is_made_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a calendar file asks nobody anything")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert read(entry("2031-04-23", zone="Europe/Paris")).timezones


def test_a_year_of_meetings_is_one_file_with_one_zone() -> None:
    """A calendar imports the schedule (V34) in one go."""
    first = datetime(2026, 4, 23, 14, tzinfo=LONDON)
    days = [(first + timedelta(days=28 * number)).date().isoformat() for number in range(13)]
    schedule = tuple(entry(day, uid=f"meeting-{day}@quorate.invalid") for day in days)
    calendar = read(*schedule)
    assert calendar["METHOD"] == "PUBLISH"
    assert "X-MS-OLK-FORCEINSPECTOROPEN" not in calendar
    assert [zone["TZID"] for zone in calendar.timezones] == ["Europe/London"]
    assert [each["UID"] for each in calendar.events] == [each.uid for each in schedule]
    assert {each["DTSTART"].dt.strftime("%H:%M") for each in calendar.events} == {"14:00"}
    assert [each["DTSTART"].dt.date().isoformat() for each in calendar.events] == days


def test_a_zone_comes_before_the_meetings_that_go_by_it() -> None:
    calendar = read(entry(zone="Europe/Paris"), entry(), entry(zone="America/New_York"))
    names = [each.name for each in calendar.subcomponents]
    assert names == ["VTIMEZONE"] * 3 + ["VEVENT"] * 3
    assert [each["TZID"] for each in calendar.timezones] == [
        "America/New_York",
        "Europe/London",
        "Europe/Paris",
    ]


def test_nobody_who_is_invited_is_named() -> None:
    assert not [line for line in lines(entry(), entry(cancelled=True)) if line.startswith("ATTENDEE")]


def test_the_organiser_is_the_partnership_at_an_address_that_is_nobodys() -> None:
    organiser = event(entry(organiser='The "Link-Up" \\ Consortium; ^n East: Devon\r\nATTENDEE:x'))[
        "ORGANIZER"
    ]
    assert organiser == "mailto:noreply@quorate.invalid"
    assert organiser.params["CN"] == "The 'Link-Up' / Consortium;  n East: Devon ATTENDEE:x"


def test_without_a_name_there_is_no_organiser() -> None:
    assert "ORGANIZER" not in event(entry(organiser=" \x07"))


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ("2026-10-24", "13:00"),
        ("2026-10-25", "14:00"),
        ("2026-10-26", "14:00"),
        ("2027-03-27", "14:00"),
        ("2027-03-28", "13:00"),
        ("2027-03-29", "13:00"),
        ("2090-07-03", "13:00"),
        ("2090-12-06", "14:00"),
    ],
)
def test_two_in_the_afternoon_is_two_in_the_afternoon_on_either_side_of_a_clock_change(
    day: str, utc: str
) -> None:
    meeting = entry(day)
    assert meeting.starts_at.strftime("%H:%M") == utc
    assert f"DTSTART;TZID=Europe/London:{day.replace('-', '')}T140000" in lines(meeting)
    assert event(meeting)["DTSTART"].dt == meeting.starts_at
    assert event(meeting)["DTEND"].dt == meeting.ends_at
    assert by_the_files_own_rules(meeting, datetime.fromisoformat(f"{day}T14:00")) == meeting.starts_at


def by_the_files_own_rules(meeting: CalendarEntry, local: datetime) -> datetime:
    """When a local time is for a calendar that knows no zones but those of the file."""
    [zone] = read(meeting).timezones
    return local.replace(tzinfo=zone.to_tz(lookup_tzid=False)).astimezone(UTC)


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("year", [2026, 2027, 2090])
def test_the_files_rules_are_those_of_the_zone_at_every_hour_of_the_year(name: str, year: int) -> None:
    zone = ZoneInfo(name)
    [written] = read(entry(f"{year}-06-15", zone=name)).timezones
    told = written.to_tz(lookup_tzid=False)
    start = datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    for local in (start + timedelta(hours=hour) for hour in range(365 * 24)):
        earlier, later = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
        if earlier == later:  # the hour that is skipped, and the one that is shown twice, have two answers
            assert local.replace(tzinfo=told).utcoffset() == earlier, local


@pytest.mark.parametrize("name", ZONES)
def test_the_files_clocks_change_at_the_very_moment_they_do(name: str) -> None:
    """RFC 5545, 3.6.5: the onset is told by the clocks as they were before it."""
    zone, second = ZoneInfo(name), timedelta(seconds=1)
    [written] = read(entry(zone=name)).timezones
    for each in written.subcomponents:
        onset = (each.DTSTART - each.TZOFFSETFROM).replace(tzinfo=UTC)
        assert onset.astimezone(zone).utcoffset() == each.TZOFFSETTO
        assert (onset - second).astimezone(zone).utcoffset() == each.TZOFFSETFROM


def test_a_zone_that_changes_its_clocks_every_year_is_one_rule_for_each_time_of_year() -> None:
    """Outlook reads no list of days, and only one rule for standard and one for summer time."""
    [zone] = read(entry("2026-10-22"), entry("2029-04-26")).timezones
    assert [each.name for each in zone.subcomponents] == ["DAYLIGHT", "STANDARD"]
    assert [str(each["TZNAME"]) for each in zone.subcomponents] == ["BST", "GMT"]
    assert all("RRULE" in each and "RDATE" not in each for each in zone.subcomponents)
    assert all(each.DTSTART.year == 2025 for each in zone.subcomponents)


def test_a_zone_that_keeps_one_time_has_one_observance() -> None:
    [zone] = read(entry(zone="Asia/Kolkata")).timezones
    assert [each.name for each in zone.subcomponents] == ["STANDARD"]


def test_a_meeting_in_utc_needs_no_zone() -> None:
    assert "DTSTART:20260423T140000Z" in lines(entry(zone="UTC"))
    assert read(entry(zone="UTC")).timezones == []


def test_a_meeting_may_run_past_midnight() -> None:
    meeting = entry(time="23:00")
    assert "DTSTART;TZID=Europe/London:20260423T230000" in lines(meeting)
    assert "DTEND;TZID=Europe/London:20260424T010000" in lines(meeting)
    assert file_name(meeting) == "strategy-group-2026-04-23.ics"


def test_a_meeting_may_run_into_another_year() -> None:
    meeting = entry("2026-12-31", "23:30")
    assert event(meeting)["DTEND"].dt == datetime(2027, 1, 1, 1, 30, tzinfo=LONDON)
    assert by_the_files_own_rules(meeting, datetime.fromisoformat("2027-01-01T01:30")) == meeting.ends_at


def test_the_hour_that_clocks_show_twice_is_given_in_utc_the_second_time() -> None:
    half_past_one = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    meeting = entry(starts_at=half_past_one, ends_at=half_past_one + timedelta(hours=1))
    assert "DTSTART;TZID=Europe/London:20261025T013000" in lines(meeting)
    assert "DTEND:20261025T013000Z" in lines(meeting)


@given(
    st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2200-01-01")),
    st.timedeltas(timedelta(minutes=1), timedelta(days=2)),
    st.sampled_from(["Europe/London", "Pacific/Kiritimati", "America/St_Johns", "Asia/Beirut", "UTC"]),
)
def test_any_hour_is_read_back_as_the_same_instant(start: datetime, length: timedelta, name: str) -> None:
    starts_at = start.replace(microsecond=0, tzinfo=UTC)
    ends_at = (starts_at + length).replace(microsecond=0)
    shown = event(entry(starts_at=starts_at, ends_at=ends_at, time_zone=name))
    assert shown["DTSTART"].dt.astimezone(UTC) == starts_at
    assert shown["DTEND"].dt.astimezone(UTC) == ends_at


def test_a_change_keeps_its_uid_and_raises_its_sequence() -> None:
    told = entry()
    changed = replace(told, sequence=1, stamp=told.stamp + timedelta(days=2), place="By video")
    before, after = event(told), event(changed)
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt == changed.stamp


def test_one_meeting_that_is_off_is_cancelled_by_its_file() -> None:
    calendar = read(entry(cancelled=True, sequence=2))
    [off] = calendar.events
    assert calendar["METHOD"] == "CANCEL"
    assert (off["STATUS"], off["TRANSP"], off["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 2)
    assert off["UID"] == entry().uid
    assert off["SUMMARY"] == "Cancelled: Strategy Group"


def test_among_others_a_meeting_that_is_off_cancels_only_itself() -> None:
    calendar = read(entry(), entry("2026-05-21", uid="other@quorate.invalid", cancelled=True))
    assert calendar["METHOD"] == "PUBLISH"
    assert [each["STATUS"] for each in calendar.events] == ["CONFIRMED", "CANCELLED"]
    assert [each["SUMMARY"] for each in calendar.events] == ["Strategy Group", "Cancelled: Strategy Group"]


def test_the_link_is_the_place_where_there_is_no_other() -> None:
    shown = event(entry(place=" "))
    assert shown["LOCATION"] == shown["URL"] == "https://meet.example/strategy"
    assert shown["DESCRIPTION"] == "Papers follow; please read them."


def test_where_there_is_a_place_the_link_is_read_in_the_description() -> None:
    """Google Calendar and Outlook show no URL."""
    assert event(entry())["DESCRIPTION"].endswith("\n\nLink: https://meet.example/strategy")
    assert event(entry(description=""))["DESCRIPTION"] == "Link: https://meet.example/strategy"
    already = "Join at https://meet.example/strategy, please."
    assert event(entry(description=already))["DESCRIPTION"] == already


def test_what_is_not_known_is_left_out() -> None:
    shown = event(entry(place="", link="", description="\n", organiser=""))
    assert not {"LOCATION", "URL", "DESCRIPTION", "ORGANIZER"} & set(shown)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "meet.example/strategy",
        "https://",
        "https://meet.example/a b",
        "https://meet.example/\r\nATTENDEE:mailto:ada@example.org",
        "https://meet.example/\u202egro",
    ],
)
def test_only_an_address_on_the_web_is_a_url(link: str) -> None:
    shown = event(entry(link=link))
    assert "URL" not in shown and "ATTENDEE" not in shown


TITLES = (
    "Bids, tenders; and \\ the rest",
    "C:\\New\\next \\N \\n \\, \\;",
    'O\'Brien & Sons "Ltd"',
    "BEGIN:VEVENT",
    "🏛️ 👩🏽‍⚖️ café",
    "مرحبا",
    "%2C &amp; ^n",
    "x" * 3000,
)


@pytest.mark.parametrize("typed", TITLES)
def test_what_was_typed_is_read_back_letter_for_letter(typed: str) -> None:
    shown = event(entry(title=typed, place=typed, description=typed, link=""))
    assert shown["SUMMARY"] == shown["LOCATION"] == shown["DESCRIPTION"] == typed


def test_a_long_description_keeps_its_lines() -> None:
    typed = "\n\n".join(f"{number}. Item: “quotes”, commas; and é — 🏛️" for number in range(80))[:3000]
    assert event(entry(description=typed, link=""))["DESCRIPTION"] == typed.strip()


def test_a_title_and_a_place_are_one_line_each() -> None:
    shown = event(entry(title="Strategy\r\nGroup\u2028\tagain", place="County Hall\n\nExeter"))
    assert (shown["SUMMARY"], shown["LOCATION"]) == ("Strategy Group again", "County Hall Exeter")


def test_a_direction_mark_turns_nothing_beside_a_title_round() -> None:
    shown = event(entry(title="\u202elive", cancelled=True))
    assert shown["SUMMARY"] == "Cancelled: \u2068\u202elive\u2069"


def test_a_meeting_without_a_title_is_a_meeting() -> None:
    assert event(entry(title="\x00 "))["SUMMARY"] == "Meeting"


def test_characters_that_instruct_a_machine_are_dropped() -> None:
    assert event(entry(title="Stra\x00teg\x1by\x7f \ud800Gr\ufeffoup"))["SUMMARY"] == "Strategy Group"


READABLE = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
    | st.just("\n")
    | st.sampled_from("\\nN;,:\"'^%")
)


@given(READABLE)
def test_any_text_is_read_back_as_it_was_typed(typed: str) -> None:
    shown = event(entry(description=typed, place="", link=""))
    assert shown.get("DESCRIPTION", "") == typed.strip()


@given(st.text(st.characters() | st.sampled_from('\r\n\t\x0b\x85\u2028\\;,:"^')))
def test_whatever_is_typed_the_file_is_one_that_a_calendar_can_read(typed: str) -> None:
    """RFC 5545, 3.1: lines end in CRLF and are no longer than 75 octets."""
    meeting = entry(title=typed, place=typed, link=typed, description=typed, organiser=typed)
    made = calendar_file((meeting,))
    assert made.endswith(b"END:VCALENDAR\r\n")
    rows = made.split(b"\r\n")
    assert all(len(row) <= 75 for row in rows)
    assert not any(category(character) in ("Cc", "Zl", "Zp") for row in rows for character in row.decode())
    shown = Calendar.from_ical(made)
    assert [each.name for each in shown.subcomponents] == ["VTIMEZONE", "VEVENT"]
    assert shown.events[0].errors == []
    assert shown.events[0]["UID"] == meeting.uid


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Strategy Group", "strategy-group-2026-04-23.ics"),
        ("Chair’s Briefing 2026–27 & Ada's café", "chairs-briefing-2026-27-adas-cafe-2026-04-23.ics"),
        ("../../etc/passwd", "etc-passwd-2026-04-23.ics"),
        ("C:\\con\x00.exe", "c-con-exe-2026-04-23.ics"),
        ("مرحبا", "meeting-2026-04-23.ics"),
        ("", "meeting-2026-04-23.ics"),
        ("The Community Council " * 9, f"{'-'.join(['the-community-council'] * 3)[:65]}-2026-04-23.ics"),
        ("x" * 300, f"{'x' * 65}-2026-04-23.ics"),
    ],
)
def test_a_file_is_called_after_its_meeting(title: str, name: str) -> None:
    assert file_name(entry(title=title)) == name


def test_a_file_bears_the_date_of_its_meeting_where_it_is_held() -> None:
    late = entry("2026-07-01", "00:30")
    assert late.starts_at.date().isoformat() == "2026-06-30"
    assert file_name(late) == "strategy-group-2026-07-01.ics"


@given(st.text())
def test_any_title_gives_a_name_that_every_system_takes(title: str) -> None:
    name = file_name(entry(title=title))
    assert len(name) <= 80
    assert name.endswith("-2026-04-23.ics")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert name.count(".") == 1 and name[0] not in "-."
    assert not any(pair == ("-", "-") for pair in pairwise(name))

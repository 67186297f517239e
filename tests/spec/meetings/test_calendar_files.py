"""The calendar file in the hands of a member: from the booking to the cancellation it is one entry, in every calendar."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presenters.meetings.calendar_file import calendar_file
from bot.presenters.messages import render
from tests.presenters.ics import Component, faults, parsed
from tests.presenters.test_calendar_file import ZONES, entry
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.spec.meetings.answering import EKC
from tests.spec.meetings.calling import books, cancels, moves, told, turn_to
from tests.spec.meetings.sending import circulates, london, ready

TYPED = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('\r\n\t\x0b\x85\u2028\\;,:"^')
).map(lambda typed: typed * 3)


def files(body: Rehearsal, who: str = EKC) -> list[bytes]:
    """Every calendar file somebody was sent, the first first."""
    rows = [each for kind in ("MeetingNotice", "PapersNotice") for each in told(body, kind, body.user(who))]
    return [
        enclosed.content
        for row in sorted(rows, key=lambda each: each.due_at)
        for enclosed in render(row.kind, row.data, partnership=body.slug).enclosures
        if enclosed.name.endswith(".ics") and enclosed.content is not None
    ]


def events(content: bytes) -> list[Component]:
    """The meetings in a file."""
    return [each for each in parsed(content).within if each.name == "VEVENT"]


@pytest.fixture
def told_of(clpp: Rehearsal) -> Rehearsal:
    """A meeting that was booked, changed, moved over a clock change, whose papers went round, and that was cancelled."""
    answer(books(clpp, "2026-10-22 14:00", place="Canterbury; the Guildhall, upstairs"))
    for day, deed in (
        ("2026-09-01", lambda: moves(clpp, "2026-10-22 14:00", place="Ashford")),
        ("2026-09-02", lambda: moves(clpp, "2026-10-29 14:00", place="Ashford")),
        ("2026-10-01", lambda: circulates(clpp)),
        ("2026-10-05", lambda: cancels(clpp)),
    ):
        if day == "2026-10-01":
            ready(clpp)
        turn_to(clpp, london(day))
        answer(deed())
    return clpp


def test_every_file_of_a_meetings_life_is_one_that_the_strictest_calendar_takes(told_of: Rehearsal) -> None:
    """RFC 5545: lines, components, zones, times; RFC 5546: what is published names nobody."""
    sent = files(told_of)
    assert len(sent) == 5
    assert [faults(each) for each in sent] == [[]] * 5


def test_it_is_one_entry_whose_sequence_and_stamp_only_rise(told_of: Rehearsal) -> None:
    """A calendar replaces what it has by what comes with a higher number, or later under the same."""
    lives = [event for each in files(told_of) for event in events(each)]
    assert len({each.value("UID") for each in lives}) == 1
    assert [int(each.value("SEQUENCE")) for each in lives] == [0, 1, 2, 2, 3]
    stamps = [each.value("DTSTAMP") for each in lives]
    assert stamps == sorted(set(stamps))


def test_it_is_published_and_at_last_cancelled(told_of: Rehearsal) -> None:
    """The title says it too, for calendars that pass over both method and status."""
    sent = files(told_of)
    assert [parsed(each).value("METHOD") for each in sent] == [*["PUBLISH"] * 4, "CANCEL"]
    assert [events(each)[0].value("STATUS") for each in sent] == [*["CONFIRMED"] * 4, "CANCELLED"]
    assert events(sent[-1])[0].value("SUMMARY").startswith("Cancelled: ")
    assert not any(
        each.values("ATTENDEE") or each.values("ORGANIZER") for one in sent for each in events(one)
    )


def test_two_in_the_afternoon_stays_so_over_the_clock_change(told_of: Rehearsal) -> None:
    """G2: moved from British Summer Time to Greenwich Mean Time; each by the clocks of London, whose rules the file has."""
    starts = [
        next((parameters, value) for name, parameters, value in event.properties if name == "DTSTART")
        for each in files(told_of)
        for event in events(each)
    ]
    assert starts[0] == (";TZID=Europe/London", "20261022T140000")
    assert starts[-1] == (";TZID=Europe/London", "20261029T140000")


def test_everybody_and_the_channel_have_the_same_bytes(told_of: Rehearsal) -> None:
    """C24: so that one upload serves all."""
    assert files(told_of) == files(told_of, "marguerite-tolley")
    rows = told(told_of, "MeetingNotice", "C0CLPP")
    first = render("MeetingNotice", rows[0].data, partnership="clpp").enclosures[0]
    assert first.content == files(told_of)[0]


def test_a_schedule_is_one_file_and_one_of_its_meetings_is_cancelled_alone(clpp: Rehearsal) -> None:
    """V34: each meeting has a UID of its own."""
    answer(books(clpp, "2026-06-11 14:00", more=("2026-09-10 14:00", "2026-12-10 14:00")))
    answer(cancels(clpp, meeting=f"{MEETING}-1"))
    whole, off = files(clpp)
    assert faults(whole) == faults(off) == []
    uids = [each.value("UID") for each in events(whole)]
    assert len(set(uids)) == 3
    assert [each.value("UID") for each in events(off)] == [uids[1]]


@given(TYPED, st.sampled_from(ZONES), st.booleans())
def test_whatever_is_typed_and_wherever_it_is_the_file_is_strictly_one(
    typed: str, zone: str, cancelled: bool
) -> None:
    """Folded within 75 octets and never within a character, escaped, with the zone it goes by."""
    made = entry(zone=zone, title=typed, place=typed, description=typed, link=typed, cancelled=cancelled)
    assert faults(calendar_file((made,))) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (b"\r\n", b"\n", "CRLF"),
        (b"DTSTAMP:20260401T093000Z\r\n", b"", "DTSTAMP 0 times"),
        (b"DTSTAMP:20260401T093000Z", b"DTSTAMP:20260401T093000", "not in UTC"),
        (b"TZID=Europe/London", b"TZID=Europe/Paris", "not in the file"),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELED", "status of no event"),
        (b"METHOD:PUBLISH", b"METHOD:INFO", "do not take"),
        (b"SEQUENCE:0", b"SEQUENCE:first", "no number"),
        (b"Exeter", b"Exeter; upstairs", "is no text"),
        (b"END:VEVENT\r\n", b"END:VEVENT\r\n\r\n", "an empty line"),
        (b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nATTENDEE:mailto:a@example.com\r\n", "has attendees"),
        (b"SUMMARY:", b"SUMMARY:" + b"x" * 75, "octets in a line"),
    ],
)
def test_the_judge_is_strict(before: bytes, after: bytes, fault: str) -> None:
    """What Google, Outlook or Apple refuse or misread is found."""
    content = calendar_file((entry(),))
    assert faults(content) == []
    assert before in content
    assert any(fault in each for each in faults(content.replace(before, after))), faults(
        content.replace(before, after)
    )


def test_a_meeting_that_ends_before_it_begins_is_found() -> None:
    made = entry()
    wrong = entry(ends_at=made.starts_at - timedelta(hours=1))
    assert faults(calendar_file((wrong,))) == ["it ends before it begins"]

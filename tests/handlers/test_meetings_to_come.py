"""Meetings through Slack's payloads: the list, booking with what was typed, moving, cancelling."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.handlers.booking import read_start
from bot.presenters.messages import render
from bot.store.session import Store
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM
from tests.spec.meetings.calling import books, cancels, told
from tests.spec.meetings.holding import decide

Workspace = Callable[[Any, StoppedClock], Slack]
SECRETARY = "gwendolen-saxby"


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP."""
    return rehearse(store, clock, "clpp")


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def test_a_meeting_is_booked_from_the_command_and_its_deadlines_are_the_answer(
    slack: Slack, clpp: Rehearsal
) -> None:
    """G5, K35, K45."""
    user = clpp.user(SECRETARY)
    assert slack.command(user, ids.MEETING, channel="C0CLPP").status == 200
    listed = slack.opened()
    assert "No meeting of Care Leaver Progression Partnership is booked." in words(listed["blocks"])
    slack.press_in(user, listed, button(listed["blocks"], "Book a meeting"))
    form = slack.opened()
    booked = slack.submit(user, form, {"day": "2026-06-11", "time": "14:00", "place": "Canterbury"})
    assert "“Strategy Group” is booked for Thursday 11 June 2026 at 14:00." in booked.words
    assert "to reach members by Thursday 4 June 2026" in booked.words
    assert "4.9" in booked.words


def test_what_is_wrong_stands_under_its_field_and_nothing_typed_is_lost(
    slack: Slack, clpp: Rehearsal
) -> None:
    form = _form(slack, clpp)
    user = clpp.user(SECRETARY)
    assert "has passed" in slack.submit(user, form, {"day": "2026-04-01", "time": "14:00"}).errors["day"]
    assert "does not exist" in slack.submit(user, form, {"day": "2027-03-28", "time": "01:30"}).errors["time"]
    more = "Thursday 10 September 2026\n\nsometime soon"
    answered = slack.submit(user, form, {"day": "2026-06-11", "time": "14:00", "more": more})
    assert "line 3, “sometime soon”" in answered.errors["more"]


def test_a_bank_holiday_comes_back_before_anybody_is_told_and_is_booked_all_the_same_with_one_more_press(
    slack: Slack, clpp: Rehearsal
) -> None:
    """G6: nothing typed is lost; another such day chosen then is asked about again."""
    user = clpp.user(SECRETARY)
    typed = {"day": "2026-12-25", "time": "14:00", "place": "Canterbury"}
    asked = slack.submit(user, _form(slack, clpp), typed).view
    assert "is a bank holiday" in words(asked["blocks"])
    assert asked["submit"]["text"] == "Book it all the same"
    assert not clpp.notices("MeetingNotice")
    boxing = slack.submit(user, asked, typed | {"day": "2026-12-28"}, view_id="V1", hash_="h2").view
    assert "Monday 28 December 2026 is a bank holiday" in words(boxing["blocks"])
    assert "is booked for" in slack.submit(user, asked, typed, view_id="V1", hash_="h3").words


@pytest.mark.parametrize(
    ("day", "asked"), [("2028-12-28", False), ("2029-01-02", True), ("2090-06-14", True)]
)
def test_a_day_three_years_off_is_asked_about_first_for_its_year_may_be_mistyped(
    slack: Slack, clpp: Rehearsal, day: str, asked: bool
) -> None:
    """G6: nobody is told before it is booked all the same; the day before that year is booked at once."""
    answered = slack.submit(clpp.user(SECRETARY), _form(slack, clpp), {"day": day, "time": "14:00"})
    assert ("years from now" in answered.words) is asked
    assert bool(clpp.notices("MeetingNotice")) is not asked


def test_every_line_of_a_schedule_that_cannot_be_read_is_named(slack: Slack, clpp: Rehearsal) -> None:
    """N18: all at once, not one after the other."""
    said = {"day": "2026-06-11", "time": "14:00", "more": "10 September 2026\nsoon\nlater"}
    errors = slack.submit(clpp.user(SECRETARY), _form(slack, clpp), said).errors
    assert "line 2, “soon” and line 3, “later”" in errors["more"]


def test_the_form_says_truly_what_it_needs(slack: Slack, clpp: Rehearsal) -> None:
    """N18: a day is needed unless it is still to be announced, and a time always; a day that is known is not taken away."""
    user = clpp.user(SECRETARY)
    form = {each.get("block_id"): each for each in _form(slack, clpp)["blocks"]}
    assert form["day"]["label"]["text"] == "Day"
    assert form["day"]["hint"]["text"].startswith("Needed, unless you say")
    assert not form["time"].get("optional")
    later = {"expected": "early September", "announce_by": "2026-07-31"}
    assert "early September" in slack.submit(user, _form(slack, clpp), later).words
    books(clpp, "2026-06-11 14:00", meeting="meeting-2")
    slack.press(
        user, {"action_id": ids.OPEN_CHANGE_MEETING, "value": '{"p": "clpp", "meeting": "meeting-2"}'}
    )
    form = {each.get("block_id"): each for each in slack.opened()["blocks"]}
    assert form["day"]["label"]["text"] == "Day"
    assert not form["day"].get("optional")


def test_a_meeting_in_public_without_a_decision_is_refused_under_its_tick_or_where_the_motion_is_chosen(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K39."""
    user = clpp.user(SECRETARY)
    typed = {"day": "2026-06-11", "time": "14:00", "public": ["public"]}
    assert "only where members have agreed" in slack.submit(user, _form(slack, clpp), typed).errors["public"]
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.puts(CHAIR, "That we meet in public", kind="meeting in public"))
    assert "carried" in decide(clpp, "motion-1")
    errors = slack.submit(user, _form(slack, clpp), typed).errors
    assert "Choose the motion by which they agreed." in errors["public_decision"]


def test_a_schedule_is_read_line_by_line_and_a_line_without_a_time_takes_the_first_ones(
    slack: Slack, clpp: Rehearsal
) -> None:
    """V34."""
    more = "Thursday 10 September 2026\n10/12/2026 at 10:30"
    form = _form(slack, clpp)
    booked = slack.submit(clpp.user(SECRETARY), form, {"day": "2026-06-11", "time": "14:00", "more": more})
    assert "Thursday 10 September 2026 at 14:00" in booked.words
    assert "Thursday 10 December 2026 at 10:30" in booked.words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("16 September 2027 10:30", "2027-09-16T10:30:00"),
        ("2027-09-16", "2027-09-16T14:00:00"),
        ("2027-09-16 10:30", "2027-09-16T10:30:00"),
        ("3/4/2027", "2027-04-03T14:00:00"),
        ("Thursday 16 September 2027 at 9:00", "2027-09-16T09:00:00"),
        ("16 September 2027 14.30", "2027-09-16T14:30:00"),
        ("16.9.2027 2.30pm", "2027-09-16T14:30:00"),
        ("16 September 2027 · 10:30", "2027-09-16T10:30:00"),
        ("Thursday", None),
        ("16 September", None),
        ("32 September 2027", None),
        ("9" * 400, None),
        ("soon", None),
    ],
)
def test_a_day_is_read_as_people_write_it_and_never_guessed(text: str, read: str | None) -> None:
    found = read_start(text, time(14))
    assert (found.isoformat() if found else None) == read


def test_a_meeting_is_moved_and_cancelled_from_its_own_screen(slack: Slack, clpp: Rehearsal) -> None:
    """G7."""
    user = clpp.user(SECRETARY)
    slack.submit(user, _form(slack, clpp), {"day": "2026-06-11", "time": "14:00"})
    slack.command(user, ids.MEETING, channel="C0CLPP")
    slack.press_in(user, slack.opened(), button(slack.opened()["blocks"], "See this meeting"))
    shown = slack.opened()
    assert "to reach members by Thursday 4 June 2026" in words(shown["blocks"])
    slack.press_in(user, shown, button(shown["blocks"], "Change or move it"))
    moved = slack.submit(user, slack.opened(), {"day": "2026-06-18"}, view_id="V2")
    assert "is moved to Thursday 18 June 2026 at 14:00" in moved.words
    slack.press_in(user, shown, button(shown["blocks"], "Cancel it"))
    cancelled = slack.submit(user, slack.opened(), {"reason": "The room is flooded"}, view_id="V3")
    assert "is cancelled" in cancelled.words


def test_a_cancelled_meetings_window_counts_no_days_and_leads_nowhere(slack: Slack, clpp: Rehearsal) -> None:
    """G5, G7: nothing is owed for it, and nothing can be done with its agenda or its papers."""
    user = clpp.user(SECRETARY)
    books(clpp, "2026-06-11 14:00")
    slack.command(user, ids.MEETING, channel="C0CLPP")
    see = button(slack.opened()["blocks"], "See this meeting")
    slack.press_in(user, slack.opened(), see)
    assert "working days left" in words(slack.opened()["blocks"])
    cancels(clpp)
    slack.press_in(user, slack.opened(), see)
    shown = slack.opened()["blocks"]
    assert "It is cancelled" in words(shown)
    assert "left" not in words(shown)
    assert not [each for each in shown if each["type"] == "actions"]


def test_a_representative_sees_the_list_and_books_nothing(slack: Slack, clpp: Rehearsal) -> None:
    slack.submit(clpp.user(SECRETARY), _form(slack, clpp), {"day": "2026-06-11", "time": "14:00"})
    user = clpp.user("folasade-akande")
    slack.command(user, ids.MEETING, channel="C0CLPP")
    texts = [
        each["text"]["text"]
        for block in slack.opened()["blocks"]
        if block["type"] == "actions"
        for each in block["elements"]
    ]
    assert texts == ["See this meeting"]


def test_the_invitation_has_the_calendar_file_and_its_cancellation_the_same_with_a_higher_number(
    slack: Slack, clpp: Rehearsal
) -> None:
    user = clpp.user(SECRETARY)
    slack.submit(user, _form(slack, clpp), {"day": "2026-06-11", "time": "14:00"})
    slack.command(user, ids.MEETING, channel="C0CLPP")
    slack.press_in(user, slack.opened(), button(slack.opened()["blocks"], "See this meeting"))
    slack.press_in(user, slack.opened(), button(slack.opened()["blocks"], "Cancel it"))
    slack.submit(user, slack.opened(), {"reason": "The room is flooded"}, view_id="V3")
    first, second = (
        render("MeetingNotice", each.data, partnership="clpp").enclosures[0]
        for each in told(clpp, "MeetingNotice", clpp.user("folasade-akande"))
    )
    assert first.name == second.name == "strategy-group-care-leaver-progression-partnership-2026-06-11.ics"
    assert first.content and second.content
    assert (b"SEQUENCE:0" in first.content, b"SEQUENCE:1" in second.content) == (True, True)
    assert b"STATUS:CANCELLED" in second.content
    uid = next(line for line in first.content.splitlines() if line.startswith(b"UID:"))
    assert uid in second.content


def _form(slack: Slack, clpp: Rehearsal) -> dict[str, Any]:
    user = clpp.user(SECRETARY)
    slack.command(user, ids.MEETING, channel="C0CLPP")
    slack.press_in(user, slack.opened(), button(slack.opened()["blocks"], "Book a meeting"))
    return slack.opened()

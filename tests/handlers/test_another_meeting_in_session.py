"""“Open the meeting” while another is in session: that one is named, with the buttons that go to it or close it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.questions import NOT_BOOKED
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import MEETING, Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM
from tests.spec.meetings.calling import books, cancels

Workspace = Callable[[Any, StoppedClock], Slack]
LATER = "meeting-later"


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, whose Operational Group is booked for this afternoon, and whose Strategy Group is in session."""
    body = rehearse(store, clock, "clpp")
    answer(books(body, "2026-04-23 16:00", meeting=LATER, title="Operational Group", group="operational"))
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def opens(slack: Slack, body: Rehearsal, meeting: str = LATER) -> None:
    """The chair presses “Open the meeting”."""
    value = json.dumps({"p": "clpp", "meeting": meeting})
    slack.press(body.user(CHAIR), {"action_id": ids.OPEN_ROLL, "value": value})


def test_the_other_meeting_is_named_and_no_roll_is_opened(slack: Slack, clpp: Rehearsal) -> None:
    """K32: its roll would be marked for the wrong meeting."""
    opens(slack, clpp)
    assert "“Strategy Group” is still in session" in slack.said()
    assert "Go on with it; or close it, and then open “Operational Group”." in slack.said()
    assert not slack.calls
    shown = slack.posted[-1][1]["blocks"]
    slack.press(clpp.user(CHAIR), button(shown, "Who is here"))
    assert "Strategy Group" in words(slack.opened()["blocks"])
    slack.press(clpp.user(CHAIR), button(shown, "Close the meeting"))
    form = slack.opened()
    assert "“Strategy Group” ends now" in words(form["blocks"])
    slack.submit(clpp.user(CHAIR), form, {})
    opens(slack, clpp)
    assert "You are about to open “Operational Group”" in words(slack.opened()["blocks"])


@pytest.mark.parametrize("meeting", ["", NOT_BOOKED, MEETING])
def test_its_own_roll_is_marked_again_as_before(slack: Slack, clpp: Rehearsal, meeting: str) -> None:
    opens(slack, clpp, meeting)
    assert "“Strategy Group” is in session. Mark who is here now." in words(slack.opened()["blocks"])


def test_what_was_cancelled_says_so_first(slack: Slack, clpp: Rehearsal) -> None:
    """Closing the other would not help."""
    answer(cancels(clpp, meeting=LATER))
    opens(slack, clpp)
    assert "“Operational Group” was cancelled" in slack.said()


def test_an_old_roll_sent_in_says_the_same_under_its_first_field(slack: Slack, clpp: Rehearsal) -> None:
    """A form opened before the other meeting began."""
    answer(clpp.closes_meeting(CHAIR))
    opens(slack, clpp)
    form = slack.opened()
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting="meeting-3", title="Extra"))
    errors = slack.submit(clpp.user(CHAIR), form, {"present": ["ekc-group"]}).errors
    assert "“Extra” is still in session" in " ".join(errors.values())

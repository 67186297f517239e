"""Closing a meeting through Slack's payloads alone: what is open at it first, and what ends that."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.decisions import Refused
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, VOICE

Workspace = Callable[[Any, StoppedClock], Slack]


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of the meeting: Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted what its terms suggest on interests."""
    return rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def opened(slack: Slack, who: str) -> dict[str, Any]:
    """Somebody asks who is here."""
    slack.press(who, {"action_id": ids.OPEN_ROOM, "value": '{"p":"clpp"}'})
    return slack.opened()


def test_a_meeting_with_an_open_motion_cannot_be_closed_from_its_form(slack: Slack, clpp: Rehearsal) -> None:
    """G8: it says which, and what to do first."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.puts(CHAIR))
    view = opened(slack, chair)
    slack.press_in(chair, view, button(view["blocks"], "Close the meeting"))
    asked = slack.opened()
    said = words(asked["blocks"])
    assert "Not yet: 2026/1 is still open at this meeting." in said
    assert "2026/1: it is being voted on. Close the vote, under the motion in the channel." in said
    assert "submit" not in asked


def test_with_a_round_open_it_says_how_the_round_is_ended(slack: Slack, clpp: Rehearsal) -> None:
    """G8, K27: there is no vote to close; each thing that is open is told with what ends it."""
    chair = clpp.user(CHAIR)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.seeks(CHAIR))
    answer(clpp.puts(CHAIR, motion="motion-2"))
    answer(clpp.votes(VOICE["ekc-group"], "for", "motion-2"))
    answer(clpp.votes(VOICE["kent-council"], "against", "motion-2"))
    answer(clpp.closes(CHAIR, "motion-2"))
    view = opened(slack, chair)
    slack.press_in(chair, view, button(view["blocks"], "Close the meeting"))
    said = words(slack.opened()["blocks"])
    assert "2026/1 and 2026/2 are still open at this meeting." in said
    assert "2026/1: consensus is being sought. End the round, take it to a vote, or withdraw it" in said
    assert "2026/2: it is tied, and the casting vote lies with whoever is chairing" in said
    assert "Close the vote" not in said
    refused = clpp.closes_meeting(CHAIR)
    assert isinstance(refused, Refused)
    assert "End the round" in refused.next

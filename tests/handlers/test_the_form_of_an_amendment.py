"""The form by which an amendment of the terms is put, read from top to bottom as somebody new to it does."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.store.session import Store
from tests.handlers.slack import Slack
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR
from tests.spec.meetings.calling import books
from tests.spec.meetings.sending import begins, circulates, delivered, item, ready

Workspace = Callable[[Any, StoppedClock], Slack]


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP with a meeting on Thursday 11 June 2026."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    answer(books(body, "2026-06-11 14:00"))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def form(slack: Slack, body: Rehearsal, kind: str = "amendment") -> dict[str, Any]:
    """The form of a motion, with “Amendment” or another kind of decision chosen."""
    chair = body.user(CHAIR)
    slack.command(chair, ids.VOTE, channel="C0CLPP")
    slack.choose(chair, slack.opened(), "kind", kind)
    return slack.changed()


def field(view: dict[str, Any], name: str) -> dict[str, Any]:
    """One field."""
    return next(each for each in view["blocks"] if each.get("block_id") == name)


def test_the_one_text_that_went_to_the_members_is_chosen_and_the_words_may_be_left_out(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K45: the hints say what is below; nothing is offered that would not be taken."""
    item(clpp, "Two chairs", "item-amendment", amendment=True)
    ready(clpp, "gwendolen-saxby", "Two chairs", item="item-amendment", amendment=True)
    answer(circulates(clpp))
    delivered(clpp)
    begins(clpp, "2026-06-11")
    view = form(slack, clpp)
    assert field(view, "text")["optional"]
    assert "to put the text chosen below" in field(view, "text")["hint"]["text"]
    assert not field(view, "paper")["optional"]
    assert field(view, "paper")["element"]["initial_option"]["value"] == "paper-1"
    assert "begins on the same day" in field(view, "in_force_on")["hint"]["text"]
    assert [each["value"] for each in field(view, "how")["element"]["options"]] == [
        "consensus",
        "agreed",
        "meeting",
    ]
    assert "closes_at" not in {each.get("block_id") for each in view["blocks"]}
    done = slack.submit(clpp.user(CHAIR), view, {"kind": "amendment", "how": "consensus"})
    assert "is put to Care Leaver Progression Partnership" in done.words


def test_without_a_text_that_went_to_the_members_it_says_so_and_what_to_do(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K45: the words are then no way round it."""
    begins(clpp, "2026-06-11")
    view = form(slack, clpp)
    assert "No text of an amendment has gone to the members yet, so none can be put." in words(view["blocks"])
    assert not field(view, "text")["optional"]
    assert "below" not in field(view, "text")["hint"]["text"]


def test_a_meeting_in_public_names_nothing_and_its_words_stand_in_the_hint(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K39: left empty, it is put in the words the hint shows."""
    begins(clpp, "2026-06-11")
    view = form(slack, clpp, "meeting in public")
    hint = field(view, "text")["hint"]["text"]
    assert "Leave it empty for “That members agree to meet in public”." in hint
    assert "below" not in hint
    slack.submit(clpp.user(CHAIR), view, {"kind": "meeting in public", "how": "consensus"})
    [notice] = clpp.notices("MotionNotice")
    assert clpp.sees(notice.data["motion"]).motion.text == "That members agree to meet in public"

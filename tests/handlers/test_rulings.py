"""A ruling on an interest through Slack's payloads alone: what becomes of the message that asked for it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.blocks import Block
from bot.presenters.messages import render
from bot.store.session import Store
from tests.handlers.slack import RESPONSE_URL, Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE

Workspace = Callable[[Any, StoppedClock], Slack]
NISHA, LEONTYNE = VOICE["compass-point"], VOICE["medway-council"]
WHAT = "My cousin works there"


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP in session, with an interest in an item that a motion is about, whose acting chair may rule on it as well."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect"])
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(body.declares(NISHA, WHAT, kind="item", subject="item-1", new_title="The grant"))
    answer(body.puts(CHAIR, about="item-1"))
    answer(body.chooses_chair(SECRETARY, LEONTYNE))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def asked(body: Rehearsal, who: str) -> list[Block]:
    """The message that asks somebody to rule."""
    [data] = [
        each.data
        for each in body.notices("DeclarationNotice")
        if each.recipient == body.user(who) and each.data["for_ruling"]
    ]
    return render("DeclarationNotice", data, partnership=body.slug).blocks


def shown(slack: Slack) -> str:
    """What stands now where the message asked, which has no buttons."""
    url, body = slack.posted[-1]
    assert (url, body["replace_original"], "response_type" in body) == (RESPONSE_URL, True, False)
    assert [each["type"] for each in body["blocks"] if each["type"] == "actions"] == []
    return words(body["blocks"])


def test_the_message_that_asks_for_a_ruling_says_once_it_is_made_what_was_ruled_by_whom_and_when(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K31."""
    slack.press(clpp.user(CHAIR), button(asked(clpp, CHAIR), "Leave for this item"))
    ruled = shown(slack)
    assert "Recorded: Compass Point" in ruled and "is to leave on “The grant”" in ruled
    assert "Ruled by Kwabena Ofori on Thursday 23 April 2026 at 10:00, in Care Leaver" in ruled
    assert WHAT in ruled


def test_another_who_was_asked_to_rule_finds_it_ruled_and_changes_nothing(
    slack: Slack, clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K31: whichever button they press."""
    theirs = asked(clpp, LEONTYNE)
    slack.press(clpp.user(CHAIR), button(asked(clpp, CHAIR), "Leave for this item"))
    clock.set(datetime(2026, 4, 23, 9, 30, tzinfo=UTC))
    for pressed in ("Stay and vote", "Leave for this item"):
        slack.press(clpp.user(LEONTYNE), button(theirs, pressed))
        found = shown(slack)
        assert "Already recorded: Compass Point" in found and "is to leave on" in found
        assert "Ruled by Kwabena Ofori on Thursday 23 April 2026 at 10:00" in found
    assert [each.type for each in clpp.happened()].count("InterestRuled") == 1
    assert len(clpp.notices("RulingNotice")) == 1


def test_a_ruling_made_in_app_home_is_answered_and_asked_there_no_more(slack: Slack, clpp: Rehearsal) -> None:
    """K31."""
    slack.event({"type": "app_home_opened", "user": clpp.user(CHAIR), "tab": "home"})
    view = slack.calls[-1][1]["view"]
    assert WHAT in words(view["blocks"])
    slack.press_in(clpp.user(CHAIR), view, button(view["blocks"], "Leave for this item"))
    assert "is to leave on “The grant”" in words(slack.opened()["blocks"])
    method, published = slack.calls[-1]
    assert method == "views.publish"
    assert WHAT not in words(published["view"]["blocks"])


def test_a_refusal_leaves_the_message_and_its_buttons(slack: Slack, clpp: Rehearsal) -> None:
    """K31: nothing is ruled by whoever may not."""
    pressed = button(asked(clpp, CHAIR), "Stay and vote")
    slack.press(
        clpp.user(NISHA), {**pressed, "action_id": ids.variant(ids.RULE_ON_INTEREST, "stay_and_vote")}
    )
    assert "Only whoever is chairing" in slack.said()
    assert slack.posted[-1][1]["replace_original"] is False

"""A secret vote through Slack's payloads: put by the chair, cast in a form, and told with its receipt."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.store.session import Store
from bot.store.votes import ballot_box
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
    """CLPP in session, whose terms leave it to the chair whether a vote is secret."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def message(body: Rehearsal) -> list[dict[str, Any]]:
    """The motion's message as it is now."""
    [notice] = body.notices("MotionNotice")
    return render("MotionNotice", notice.data, body.sees(notice.data["motion"]), partnership="clpp").blocks


def test_from_the_choice_of_a_secret_ballot_to_the_list_of_receipts(slack: Slack, clpp: Rehearsal) -> None:
    chair, voter = clpp.user(CHAIR), clpp.user(VOICE["ekc-group"])
    slack.command(chair, ids.VOTE, "That the bid be submitted", channel="C0CLPP")
    put = slack.opened()
    assert "In secret: only who voted is known" in words(put["blocks"])
    said = {"how": "meeting", "ballot": "secret", "consensus_sought": ["sought"]}
    assert "is put to" in words(slack.submit(chair, put, said).view["blocks"])
    assert "Secret ballot." in words(message(clpp))
    assert not [each for each in message(clpp) if '"vote_for"' in str(each)]

    slack.press(voter, button(message(clpp), "Vote in secret"))
    form = slack.opened()
    shown = words(form["blocks"])
    receipt = shown.partition("Your receipt: ")[2][:9]
    for promised in (
        "final once cast",
        "Slack: this form travels",
        "owner of this workspace",
        "runs this program",
    ):
        assert promised in shown
    told = words(slack.submit(voter, form, {"choice": "against"}, view_id="V2").view["blocks"])
    assert f"Your secret vote is counted. Receipt {receipt}." in told
    again = words(slack.submit(voter, form, {"choice": "against"}, view_id="V2").view["blocks"])
    assert f"Receipt {receipt}." in again
    assert "1 of 6 organisations have voted" in words(message(clpp))

    slack.press(voter, button(message(clpp), "Vote in secret"))
    assert "final once cast" in slack.said()
    slack.press(chair, button(message(clpp), "Close the vote"))
    slack.press(voter, button(message(clpp), "Why?"))
    assert f"{receipt}: Against" in words(slack.opened()["blocks"])


def test_a_box_that_cannot_be_opened_is_told_with_a_reference(
    slack: Slack, clpp: Rehearsal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answer(clpp.puts(CHAIR, ballot="secret"))
    answer(clpp.votes_in_secret(VOICE["ekc-group"], "against"))

    def locked(*_: object) -> None:
        raise ballot_box.BoxLocked("no key")

    monkeypatch.setattr(ballot_box, "opened", locked)
    caplog.set_level(logging.INFO)
    slack.press(clpp.user(CHAIR), button(message(clpp), "Close the vote"))
    assert "cannot be opened" in slack.said()
    assert "The reference is " in slack.said()
    assert "no vote is lost" in slack.said()
    assert "against" not in caplog.text

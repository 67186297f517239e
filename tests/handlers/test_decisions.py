"""The register of decisions through Slack's payloads: looked in, opened, put right, and sent as a file."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.store.session import Store
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
    """CLPP with two decisions."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    for number, text in enumerate(("That the bid be submitted", "That the logo be red"), 1):
        motion = f"motion-{number}"
        answer(body.puts(CHAIR, text, motion=motion))
        answer(body.votes(VOICE["ekc-group"], "for", motion))
        answer(body.closes(CHAIR, motion))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def test_from_the_search_to_a_correction_that_stands_in_the_entry(slack: Slack, clpp: Rehearsal) -> None:
    chair = clpp.user(CHAIR)
    slack.command(chair, ids.DECISIONS, channel="C0CLPP")
    found = slack.submit(chair, slack.opened(), {"text": "logo"}).view
    assert "1 of 2 entries fit" in words(found["blocks"])
    slack.press_in(chair, found, button(found["blocks"], "Open"))
    entry = slack.opened()
    assert "D2026/2: carried" in words(entry["blocks"])
    slack.press_in(chair, entry, button(entry["blocks"], "Void, correct or rescind"))
    form = slack.opened()
    wrong = slack.submit(
        chair, form, {"becomes": "corrected", "text": "That the logo be red", "reason": "Typed wrongly"}
    )
    assert wrong.errors == {"text": "Write it as it should have read."}
    said = {"becomes": "corrected", "text": "That the logo be blue", "reason": "Typed wrongly"}
    after = slack.submit(chair, form, said).view
    assert "D2026/2: carried, corrected" in words(after["blocks"])
    assert "Corrected by D2026/3: Typed wrongly" in words(after["blocks"])
    assert "That the logo be blue" in words(after["blocks"])


def test_a_number_after_the_command_opens_that_entry_and_the_file_comes_by_message(
    slack: Slack, clpp: Rehearsal
) -> None:
    member = clpp.user(VOICE["ekc-group"])
    slack.command(member, ids.DECISIONS, "D2026/1", channel="C0CLPP")
    assert "That the bid be submitted" in words(slack.opened()["blocks"])
    slack.command(member, ids.DECISIONS, channel="C0CLPP")
    listed = slack.opened()
    slack.press_in(member, listed, button(listed["blocks"], "Export as CSV"))
    assert "2 decisions come to you by message" in words(slack.opened()["blocks"])
    assert [each.recipient for each in clpp.notices("DecisionsFileNotice")] == [member]

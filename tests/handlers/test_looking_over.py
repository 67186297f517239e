"""Looking over what would go round: what does not go is put right on the same screen."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.store.session import Store
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import MEETING, Rehearsal, answer, rehearse
from tests.spec.meetings.agendas import proposes
from tests.spec.meetings.calling import books
from tests.spec.meetings.sending import (
    MEMBER,
    fetched,
    item,
    london,
    paper,
    ready,
    submits,
)

Workspace = Callable[[Any, StoppedClock], Slack]
SECRETARY = "gwendolen-saxby"


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP with a meeting on Thursday 11 June 2026."""
    body = rehearse(store, clock, "clpp", adopting=["late_papers"])
    answer(books(body, "2026-06-11 14:00"))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def test_a_paper_that_waits_is_accepted_where_it_is_said_to_wait(slack: Slack, clpp: Rehearsal) -> None:
    """K36, V35: the look-over has the button, and is shown again with the paper in it."""
    item(clpp, "The data report", "item-data")
    answer(submits(clpp, MEMBER, item="item-data"))
    fetched(clpp)
    over = look_over(slack, clpp)
    assert "“The data report” waits to be looked over." in words(over["blocks"])
    assert button(over["blocks"], "Papers") and button(over["blocks"], "See this paper")
    over = pressed(slack, clpp, over, "Accept")
    assert paper(clpp).state == "accepted"
    assert "waits to be looked over" not in words(over["blocks"])
    assert "report.pdf, 2 KB" in words(over["blocks"])
    assert over["submit"]["text"] == "Send it round"


def test_an_item_that_was_only_proposed_is_decided_where_its_paper_is_missed(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K36, V35: it is not “not on the agenda any more”."""
    answer(proposes(clpp, MEMBER, "The data report", MEETING))
    answer(submits(clpp, MEMBER, item="item-report"))
    fetched(clpp)
    over = look_over(slack, clpp)
    assert "The item “The data report” is proposed and not decided on yet." in words(over["blocks"])
    over = pressed(slack, clpp, over, "Accept")
    assert "“The data report” is on the agenda of" in words(over["blocks"])
    over = pressed(slack, clpp, over, "Accept")
    assert "Not ready, so not sent" not in words(over["blocks"])
    assert "report.pdf, 2 KB" in words(over["blocks"])


def test_a_paper_looked_over_for_an_item_that_is_not_says_which_decision_it_waits_for(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K36."""
    answer(proposes(clpp, MEMBER, "The data report", MEETING))
    answer(submits(clpp, SECRETARY, item="item-report"))
    fetched(clpp)
    said = words(look_over(slack, clpp)["blocks"])
    assert "is for the item “The data report”, which is proposed and not decided on yet" in said
    assert "not on the agenda any more" not in said


def test_an_amendment_that_goes_too_late_is_sent_with_a_button_that_says_so(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K45: with the first meeting at which it can be put."""
    answer(books(clpp, "2026-09-17 14:00", meeting="meeting-september", title="September meeting"))
    item(clpp, "Two chairs", "item-amendment", amendment=True)
    ready(clpp, title="Two chairs", item="item-amendment", amendment=True)
    assert look_over(slack, clpp)["submit"]["text"] == "Send it round"
    clpp.clock.set(london("2026-06-02"))
    over = look_over(slack, clpp)
    assert over["submit"]["text"] == "Send, too late to put"
    said = words(over["blocks"])
    assert "Too late to be put at this meeting" in said
    assert "the first booked is “September meeting” on Thursday 17 September 2026" in said
    done = slack.submit(clpp.user(SECRETARY), over, {}, view_id="V2")
    assert "it cannot be put at that meeting" in done.words


def look_over(slack: Slack, body: Rehearsal) -> dict[str, Any]:
    """What is shown to the secretariat before anything goes."""
    officer = body.user(SECRETARY)
    slack.command(officer, ids.PAPERS, channel="C0CLPP")
    listed = slack.opened()
    slack.press_in(officer, listed, button(listed["blocks"], "Look over and circulate"))
    return shown(slack)


def pressed(slack: Slack, body: Rehearsal, view: dict[str, Any], words: str) -> dict[str, Any]:
    """The screen after a button in it was pressed."""
    slack.press_in(body.user(SECRETARY), view, button(view["blocks"], words))
    return shown(slack)


def shown(slack: Slack) -> dict[str, Any]:
    """The screen as it has changed; App Home, which is published again, follows it."""
    (changed,) = [arguments for method, arguments in slack.calls[-2:] if method == "views.update"]
    view: dict[str, Any] = changed["view"]
    return view

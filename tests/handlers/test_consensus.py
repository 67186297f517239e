"""A consensus round through Slack's payloads alone: from the form to the decision, and to the vote where somebody objects."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.store.session import Store
from bot.workflows.questions import ShowMotion
from tests.handlers.slack import WORKSPACE, Slack, button
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
    """CLPP in session, everybody heard."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def message(body: Rehearsal) -> list[dict[str, Any]]:
    """The motion's message as it stands now."""
    [notice] = body.notices("MotionNotice")
    picture = body.secretary.ask(
        ShowMotion(workspace=WORKSPACE, team=WORKSPACE, user="", motion=notice.data["motion"])
    )
    return render("MotionNotice", notice.data, picture, partnership="clpp").blocks


def puts(slack: Slack, body: Rehearsal, **values: Any) -> str:
    """The chair puts a motion with /vote; what the answer says."""
    chair = body.user(CHAIR)
    slack.command(chair, ids.VOTE, "That the bid be submitted", channel="C0CLPP")
    return words(slack.submit(chair, slack.opened(), values).view["blocks"])


def test_from_the_form_to_a_decision_by_consensus(slack: Slack, clpp: Rehearsal) -> None:
    """K27: the first way offered; agree and stand aside with a press; the chair is told who said nothing, and ends it."""
    assert "is put to Care Leaver" in puts(slack, clpp)
    shown = words(message(clpp))
    assert "Consensus is sought first (4.3)" in shown
    assert "0 of 6 organisations have answered" in shown
    slack.press(clpp.user(VOICE["ekc-group"]), button(message(clpp), "Agree"))
    assert "agrees" in slack.said()
    slack.press(clpp.user(VOICE["kent-council"]), button(message(clpp), "Stand aside"))
    assert "1 stands aside: Kent County Council" in words(message(clpp))
    assert "Said nothing yet: " in words(message(clpp))
    end = button(message(clpp), "End the round")
    assert end["confirm"]["text"]["text"].startswith("4 organisations said nothing; nobody objects.")
    slack.press(clpp.user(VOICE["ekc-group"]), end)
    assert "Only whoever is chairing" in slack.said()
    slack.press(clpp.user(CHAIR), end)
    assert "carried by consensus" in slack.said()
    closed = words(message(clpp))
    verdict, counts = (
        closed.index("Carried by consensus."),
        closed.index("1 agreeing, 1 standing aside, 4 saying nothing."),
    )
    assert verdict < closed.index("Agreeing ") < counts
    assert "organisations have voted" not in closed
    assert "Standing aside: Kent County Council." in closed


def test_from_an_objection_to_the_vote_or_a_withdrawal(slack: Slack, clpp: Rehearsal) -> None:
    """K27: the reason is asked for in a form, and not shown in the channel; the same message then has the vote."""
    puts(slack, clpp)
    nisha = clpp.user(VOICE["compass-point"])
    slack.press(nisha, button(message(clpp), "Object"))
    form = slack.opened()
    errors = slack.submit(nisha, form, {"reason": "   "}).errors
    assert "Give the reason" in errors["reason"]
    done = slack.submit(nisha, form, {"reason": "Three years is too long"}, hash_="h2").view
    assert "Members read your reason" in words(done["blocks"])
    shown = words(message(clpp))
    assert "1 objects: Compass Point" in shown
    assert "Three years" not in shown
    slack.press(clpp.user(VOICE["ekc-group"]), button(message(clpp), "Why?"))
    assert "Three years is too long" in words(slack.opened()["blocks"])
    to_the_vote = button(message(clpp), "Take it to a vote")
    assert to_the_vote["confirm"]["text"]["text"].startswith(
        "1 organisation objects: Compass Point Guidance. Said nothing: "
    )
    slack.press(clpp.user(CHAIR), to_the_vote)
    assert "is taken to the vote" in slack.said()
    assert "Consensus was sought and not reached." in words(message(clpp))
    button(message(clpp), "For")
    slack.press(clpp.user(CHAIR), button(message(clpp), "Withdraw it"))
    done = slack.submit(clpp.user(CHAIR), slack.opened(), {"reason": "To be put better"}, view_id="V5").view
    assert "is withdrawn" in words(done["blocks"])
    assert "Withdrawn by Kwabena Ofori: To be put better" in words(message(clpp))


@pytest.mark.parametrize(
    ("how", "ticked", "field"),
    [
        ("consensus", {"consensus_sought": ["sought"]}, "consensus_sought"),
        ("agreed", {"consensus_sought": ["sought"]}, "consensus_sought"),
        ("consensus", {"standing_aside": ["kent-council"]}, "standing_aside"),
        ("meeting", {"consensus_sought": ["sought"], "standing_aside": ["kent-council"]}, "standing_aside"),
    ],
)
def test_what_is_ticked_against_the_way_chosen_is_refused_under_its_field(
    slack: Slack, clpp: Rehearsal, how: str, ticked: dict[str, list[str]], field: str
) -> None:
    """K27: no round is started, and nothing that was ticked is overlooked."""
    chair = clpp.user(CHAIR)
    slack.command(chair, ids.VOTE, "That the bid be submitted", channel="C0CLPP")
    errors = slack.submit(chair, slack.opened(), {"how": how, **ticked}).errors
    assert "take the tick" in errors[field].lower()
    assert clpp.notices("MotionNotice") == []


def test_agreement_reached_aloud_is_recorded_from_the_same_form(slack: Slack, clpp: Rehearsal) -> None:
    """K27: with those who stood aside by name."""
    said = puts(slack, clpp, how="agreed", standing_aside=["kent-council"])
    assert "carried by consensus: no one objecting, 1 standing aside" in said
    assert "Carried by consensus: no one objecting, 1 standing aside." in words(message(clpp))


def test_a_vote_without_consensus_having_been_sought_is_refused_under_its_field(
    slack: Slack, clpp: Rehearsal
) -> None:
    """K27: what was typed stays in the form."""
    chair = clpp.user(CHAIR)
    slack.command(chair, ids.VOTE, "That the bid be submitted", channel="C0CLPP")
    errors = slack.submit(chair, slack.opened(), {"how": "meeting"}).errors
    assert "Consensus comes first" in errors["consensus_sought"]

"""Votes by telephone and organisations that do not join in, through Slack's payloads alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.presenters.votes.motion import motion_message
from bot.store.session import Store
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE, vote

Workspace = Callable[[Any, StoppedClock], Slack]
FOLASADE = VOICE["ekc-group"]


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP in session, with a motion put."""
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(body.puts(CHAIR))
    return body


@pytest.fixture
def slack(clpp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLPP lives in."""
    return workspace(clpp.secretary, clock)


def shown(body: Rehearsal) -> list[dict[str, Any]]:
    """The motion's message."""
    return motion_message(body.sees()).blocks


def recorded(body: Rehearsal) -> list[dict[str, Any]]:
    """The message to whoever rang up."""
    last = body.notices("VoteRecordedNotice")[-1].data
    return render("VoteRecordedNotice", last, partnership=body.slug).blocks


def rings(slack: Slack, body: Rehearsal, choice: str) -> None:
    """The secretariat records a vote by the button under the motion."""
    secretary = body.user(SECRETARY)
    slack.press(secretary, button(shown(body), "Record a vote"))
    form = slack.opened()
    assert form["callback_id"] == ids.FORM_RECORD_VOTE
    chosen = {"whose": f"ekc-group|{FOLASADE}", "choice": choice}
    done = slack.submit(secretary, form, chosen, hash_=f"h-{choice}")
    assert "Recorded for EKC Group, given by Folasade Akande by telephone" in words(done.view["blocks"])


def test_a_vote_by_telephone_from_the_button_to_that_is_right(slack: Slack, clpp: Rehearsal) -> None:
    """V12: recorded, marked, asked, confirmed."""
    rings(slack, clpp, "for")
    assert "Given by telephone, and recorded: 1 of these votes." in words(shown(clpp))
    said = words(recorded(clpp))
    assert "Gwendolen Saxby has recorded the vote of EKC Group" in said.replace("*", "")
    slack.press(clpp.user(FOLASADE), button(recorded(clpp), "That is right"))
    assert "Confirmed: For" in slack.said()


def test_change_it_opens_the_vote_anew_and_takes_the_place_of_what_was_recorded(
    slack: Slack, clpp: Rehearsal
) -> None:
    """G10."""
    rings(slack, clpp, "against")
    slack.press(clpp.user(FOLASADE), button(recorded(clpp), "Change it"))
    form = slack.opened()
    assert form["callback_id"] == ids.FORM_CHANGE_VOTE
    done = slack.submit(clpp.user(FOLASADE), form, {"choice": "abstain"}, hash_="h9")
    assert "Changed for EKC Group: Abstain" in words(done.view["blocks"])
    answer(clpp.closes(CHAIR))
    assert (clpp.result().against, clpp.result().abstain) == (0, 1)


def test_whoever_may_not_record_is_told_and_sees_no_form(slack: Slack, clpp: Rehearsal) -> None:
    """V11."""
    slack.press(clpp.user(FOLASADE), button(shown(clpp), "Record a vote"))
    assert "Only the secretariat or the chair records a vote" in slack.said()


def test_not_joining_in_from_the_button_and_back(slack: Slack, clpp: Rehearsal) -> None:
    """K30."""
    vote(clpp, {"kent-council": "for", "medway-council": "for"})
    answer(clpp.closes(CHAIR))
    who = clpp.user(FOLASADE)
    slack.press(who, button(shown(clpp), "We do not join in this"))
    form = slack.opened()
    assert form["callback_id"] == ids.FORM_OPT_OUT
    assert "Clause 4.4" in words(form["blocks"])
    done = slack.submit(who, form, {"reason": "We bid alone & say so"}, hash_="h1")
    assert "does not join in 2026/1" in words(done.view["blocks"])
    assert "EKC Group: We bid alone" in words(shown(clpp))
    result = render("ResultNotice", clpp.notices("ResultNotice")[0].data, partnership=clpp.slug).blocks
    slack.press(who, button(result, "We do not join in this"))
    again = slack.opened()
    done = slack.submit(who, again, {"joins": "in"}, hash_="h2")
    assert "joins in 2026/1 after all" in words(done.view["blocks"])
    assert "Not joining in" not in words(shown(clpp))


def test_old_or_strange_values_are_answered_in_words(slack: Slack, clpp: Rehearsal) -> None:
    """Ids of what is not there, and buttons of another day."""
    rings(slack, clpp, "for")
    right = button(recorded(clpp), "That is right")
    for value in ("", "{}", '{"at": "yesterday"}', '{"at": "2026-04-23T09:00:00+00:00", "motion": "x"}'):
        slack.press(clpp.user(FOLASADE), {**right, "value": value})
        assert slack.said()
    change = button(recorded(clpp), "Change it")
    slack.press(clpp.user(FOLASADE), {**change, "value": '{"motion": "motion-1", "organisation": "x"}'})
    assert "not in the register" in slack.said()

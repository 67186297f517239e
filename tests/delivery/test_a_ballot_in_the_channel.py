"""The channel has one message for each ballot of an election: kept up to date while it is open, and at last saying how it ended."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import StoppedClock
from bot.delivery import Delivery
from bot.presenters.messages import render
from bot.store.session import Store
from bot.ticking import tick
from bot.workflows.entries.correcting import CorrectDecision
from tests.delivery.conftest import House
from tests.delivery.slack_stub import SlackStub
from tests.electing import Said, answers, cancels, clock_turns, opens, stand, votes, votes_in_secret, window
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import SECRETARY, VOICE
from tests.spec.deciding.test_a_box_that_does_not_open import astray

CHANNEL = "C0CLPP"
WEEK = timedelta(days=7, minutes=1)
FIRST, SECOND, THIRD = VOICE["ekc-group"], VOICE["oast"], VOICE["channel-skills"]
VOTERS = list(VOICE.values())


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted that it is shown who has voted, and that a tie is balloted again."""
    return rehearse(store, clock, "clpp", adopting=["tie.election", "voting.show_votes"])


@pytest.fixture
def around(store: Store, clock: StoppedClock, real: StoppedClock, slack: SlackStub) -> House:
    """What delivers for it."""
    return House(store, clock, real, slack)


def run(around: House) -> Delivery:
    """Whatever is due has gone, and every message is up to date."""
    delivery = around.delivery(render=render)
    around.deliver_for(8, delivery)
    return delivery


def ballots_said(around: House) -> list[str]:
    """The messages of ballots in the channel, as they stand, the buttons apart."""
    run(around)
    return [
        str(each["blocks"])
        for each in around.slack.messages[CHANNEL]
        if "The ballot for chair" in str(each["blocks"]) or "for chair is over" in str(each["blocks"])
    ]


def balloting(body: Rehearsal, ballot: str = "named") -> None:
    """A ballot between three is open."""
    answer(opens(body, SECRETARY, ballot=ballot))
    stand(body, FIRST, SECOND, THIRD)
    clock_turns(body, WEEK)


def test_turnout_and_who_has_not_voted_stand_under_a_ballot_by_name_and_then_the_result(
    clpp: Rehearsal, around: House
) -> None:
    """K25: one message, and its last state is how the ballot ended."""
    balloting(clpp)
    [shown] = ballots_said(around)
    assert "0 of 10 organisations have voted. Not yet: Channel Skills" in shown
    assert "The ballot closes " in shown and "'Vote'" in shown
    for voter in VOTERS[:6]:
        answer(votes(clpp, voter, FIRST if voter != THIRD else SECOND))
    [shown] = ballots_said(around)
    assert "6 of 10 organisations have voted. Not yet: " in shown
    assert "EKC Group" not in shown.partition("Not yet: ")[2]
    clock_turns(clpp, WEEK)
    [shown] = ballots_said(around)
    assert "Ballot 1 for chair is over" in shown
    assert "6 votes for Folasade Akande" in shown and "'Vote'" not in shown
    assert "The ballot closes " not in shown


def test_of_a_secret_ballot_only_numbers_are_shown_while_it_is_open(clpp: Rehearsal, around: House) -> None:
    """K25: who has voted stands nowhere in the channel."""
    balloting(clpp, "secret")
    for voter in VOTERS[:3]:
        answer(votes_in_secret(clpp, voter, FIRST))
    [shown] = ballots_said(around)
    assert "3 of 10 organisations have voted." in shown
    assert "Not yet" not in shown and "EKC Group" not in shown


def nominations_said(around: House) -> str:
    """The message of the nominations in the channel, as it stands."""
    run(around)
    [shown] = [
        str(each["blocks"])
        for each in around.slack.messages[CHANNEL]
        if "Any member may nominate a member" in str(each["blocks"])
        or "“The election” shows who" in str(each["blocks"])
    ]
    return shown


def test_the_message_of_nominations_offers_the_button_only_as_long_as_they_are_open(
    clpp: Rehearsal, around: House
) -> None:
    """K25: also when the clock closes them, and again when they go on because nobody stands."""
    answer(opens(clpp, SECRETARY, how="meeting", ballot_closes_at=None))
    shown = nominations_said(around)
    assert "Nominations are open for chair" in shown and "'Nominate'" in shown
    assert "until Thursday 30 April 2026 at 10:00" in shown
    clock_turns(clpp, WEEK)
    shown = nominations_said(around)
    assert "until Thursday 7 May 2026 at 10:01" in shown and "'Nominate'" in shown
    stand(clpp, FIRST)
    clock_turns(clpp, WEEK)
    shown = nominations_said(around)
    assert (
        "Nominations for chair are closed" in shown
        and "'Nominate'" not in shown
        and "'The election'" in shown
    )
    assert "'Nominate'" not in str(around.slack.messages[CHANNEL])


def test_another_ballot_has_a_message_of_its_own_and_the_one_before_is_over(
    clpp: Rehearsal, around: House
) -> None:
    balloting(clpp)
    run(around)
    for number, voter in enumerate(VOTERS[:4]):
        answer(votes(clpp, voter, (FIRST, SECOND)[number % 2]))
    clock_turns(clpp, WEEK)
    before, after = ballots_said(around)
    assert "Ballot 1 for chair is over" in before and "equally many" in before and "'Vote'" not in before
    assert "This is ballot 2" in after and "0 of 10" in after
    answer(answers(clpp, SECOND, accept=False))
    before, after = ballots_said(around)
    assert "Ballot 2 for chair is over" in after and "Benedict Amankwah has withdrawn." in after


def test_a_ballot_that_was_cancelled_says_so(clpp: Rehearsal, around: House) -> None:
    balloting(clpp)
    run(around)
    answer(cancels(clpp, SECRETARY, "Called too early"))
    [shown] = ballots_said(around)
    assert "for chair is over" in shown and "Called too early" in shown and "'Vote'" not in shown


def test_the_ballot_by_which_somebody_was_elected_says_what_became_of_that(
    clpp: Rehearsal, around: House
) -> None:
    """K27: void, with why, as the message of a motion does; so does the window."""
    balloting(clpp)
    for voter in VOTERS[:4]:
        answer(votes(clpp, voter, FIRST))
    clock_turns(clpp, WEEK)
    run(around)
    answer(makes_void(clpp))
    [shown] = ballots_said(around)
    assert "Void by D2026/2: A member was not told" in shown and "4 votes for Folasade Akande" in shown
    assert "Void by" not in nominations_said(around)
    assert "Void by D2026/2: A member was not told" in window(clpp, SECRETARY)


def test_without_a_ballot_the_message_of_nominations_says_it(clpp: Rehearsal, around: House) -> None:
    """K25: of somebody who stood alone."""
    answer(opens(clpp, SECRETARY))
    stand(clpp, FIRST)
    clock_turns(clpp, WEEK)
    answer(makes_void(clpp))
    assert "Void by D2026/2: A member was not told" in nominations_said(around)


def makes_void(body: Rehearsal) -> Said:
    """The first entry of the year is void."""
    asked = {"decision": "D2026/1", "becomes": "void", "reason": "A member was not told"}
    return body.say(SECRETARY, CorrectDecision, partnership=body.slug, **asked)


def test_the_message_of_a_ballot_says_that_its_box_is_locked_until_it_has_been_opened(
    clpp: Rehearsal, around: House
) -> None:
    """K27: no vote is lost, and no result stands on it."""
    balloting(clpp, "secret")
    answer(votes_in_secret(clpp, VOTERS[0], FIRST))
    run(around)
    for lost in astray(clpp):
        clpp.clock.set(clpp.clock.now() + WEEK)
        tick(lost.store, lost.secretary, clpp.clock)
    locked = "The secret votes cannot be counted yet"
    [shown] = ballots_said(around)
    assert locked in shown and "The ballot for chair is open" in shown
    assert locked in window(clpp, SECRETARY)
    clock_turns(clpp, timedelta(minutes=1))
    [shown] = ballots_said(around)
    assert locked not in shown and "1 vote for Folasade Akande" in shown


def test_the_message_of_a_ballot_that_was_deleted_by_hand_is_posted_anew(
    clpp: Rehearsal, around: House
) -> None:
    balloting(clpp)
    run(around)
    around.slack.messages[CHANNEL].clear()
    answer(votes(clpp, VOTERS[0], FIRST))
    [shown] = ballots_said(around)
    assert "1 of 10 organisations have voted." in shown

"""The channel is told of a meeting in session by one message, kept up to date, and by few others."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.delivery import Delivery
from bot.delivery.road import Picture
from bot.store.session import Store
from tests.delivery.conftest import House, Words, say
from tests.delivery.slack_stub import SlackStub
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, VOICE

CHANNEL = "C0CLPP"
THREE = ("ekc-group", "north-downs", "kent-council")


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of the meeting."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted what its terms suggest on interests."""
    return rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])


@pytest.fixture
def around(store: Store, clock: StoppedClock, real: StoppedClock, slack: SlackStub) -> House:
    """What delivers for it."""
    return House(store, clock, real, slack)


def run(around: House) -> Delivery:
    """Whatever is due has gone."""
    delivery = around.delivery(render=say_or_kind)
    around.deliver_for(8, delivery)
    return delivery


def said(around: House) -> list[str]:
    """What stands in the channel, the welcome apart."""
    return [each for each in around.slack.texts(CHANNEL) if each != "WelcomeNotice"]


def say_or_kind(kind: str, data: Any, picture: Picture | None, *, partnership: str) -> Words:
    """The words of a notice; of one that shows nothing that changes, its kind."""
    return say(kind, data, picture, partnership=partnership) if picture is not None else Words(kind)


def test_one_message_shows_the_meeting_as_it_stands_and_at_last_that_it_is_closed(
    clpp: Rehearsal, around: House
) -> None:
    """K32: an opening is said in the channel, and who comes and goes only changes what that message shows."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=THREE, heard=False))
    run(around)
    (only,) = said(around)
    assert only.startswith("meeting, in session, 3 here")
    for organisation in ("medway-council", "compass-point", "oast"):
        answer(clpp.arrives(CHAIR, organisation))
        answer(clpp.departs(CHAIR, organisation))
    answer(clpp.arrives(CHAIR, "invicta"))
    run(around)
    (only,) = said(around)
    assert only.startswith("meeting, in session, 4 here")
    assert len(around.slack.of("chat.update")) == 1
    answer(clpp.closes_meeting(CHAIR))
    run(around)
    first, last = said(around)
    assert first.startswith("meeting, closed, 0 here")
    assert last == "MeetingClosedNotice"


def test_a_message_of_a_meeting_deleted_by_hand_is_posted_anew(clpp: Rehearsal, around: House) -> None:
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=THREE, heard=False))
    run(around)
    around.slack.messages[CHANNEL].clear()
    answer(clpp.arrives(CHAIR, "medway-council"))
    run(around)
    (anew,) = said(around)
    assert anew.startswith("meeting, in session, 4 here")


def test_a_quorum_lost_and_found_and_lost_again_is_said_once_in_a_quarter_of_an_hour(
    clpp: Rehearsal, around: House, clock: StoppedClock
) -> None:
    """K32, K33: people come and go; the message of the meeting shows each time how it stands."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=THREE, heard=False))
    for _ in range(3):
        answer(clpp.departs(CHAIR, "kent-council"))
        answer(clpp.arrives(CHAIR, "kent-council"))
    run(around)
    assert said(around)[1:] == ["NoQuorumNotice"]
    clock.turn(minutes=16)
    answer(clpp.departs(VOICE["north-downs"], "kent-council"))
    run(around)
    assert said(around)[1:] == ["NoQuorumNotice", "NoQuorumNotice"]

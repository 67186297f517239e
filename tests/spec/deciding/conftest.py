"""The room in which things are decided: partnerships in session, and the people who speak for each organisation in them."""

from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of the meeting: Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Care Leaver Progression Partnership, having adopted what its terms leave open about interests and the quorum."""
    return rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])


@pytest.fixture
def meeting(clpp: Rehearsal) -> Rehearsal:
    """The same, its Strategy Group in session: six organisations, two from each sector of the quorum but one."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    return clpp


@pytest.fixture
def motion(meeting: Rehearsal) -> Rehearsal:
    """The same, with a motion put, consensus having been sought and not reached."""
    answer(meeting.puts(CHAIR))
    return meeting


@pytest.fixture
def works(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Voluntaryworks Consortium, having adopted the values suggested where its Agreement is silent."""
    adopted = ["voting.majority", "voting.on_tie", "quorum.inquorate", "quorum.withdrawn", "interests.effect"]
    return rehearse(store, clock, "voluntaryworks", adopting=adopted)

"""Partnerships whose meetings are booked, prepared for and held."""

from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from tests.rehearsal import Rehearsal, rehearse


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 23 April 2026, British Summer Time."""
    return StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Care Leaver Progression Partnership, having adopted what its terms leave open about interests and the quorum."""
    return rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])


@pytest.fixture
def works(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Voluntaryworks Consortium, having adopted the values suggested where its Agreement is silent."""
    adopted = ["voting.majority", "voting.on_tie", "quorum.inquorate", "quorum.withdrawn", "interests.effect"]
    return rehearse(store, clock, "voluntaryworks", adopting=adopted)


@pytest.fixture
def reminded(store: Store, clock: StoppedClock) -> Rehearsal:
    """Voluntaryworks, having adopted reminders seven days and two days before, and on the morning itself."""
    return rehearse(store, clock, "voluntaryworks", adopting=["meetings.reminders"])

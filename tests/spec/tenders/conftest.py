"""CLESP, whose secretariat hears of tenders, at ten in the morning of Thursday 5 November 2026."""

from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from tests.rehearsal import Rehearsal, rehearse


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 5 November 2026."""
    return StoppedClock(datetime(2026, 11, 5, 10, tzinfo=UTC))


@pytest.fixture
def clesp(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Community Learning, Employment and Skills Partnership."""
    return rehearse(store, clock, "clesp")

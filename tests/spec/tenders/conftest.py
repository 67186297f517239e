"""CLESP, whose secretariat hears of tenders, at ten in the morning of Thursday 5 November 2026."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.feeds import taking_in
from bot.store.session import Store
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.spec.tenders.polling import Portals
from tests.spec.tenders.tendering import OFFICER, TENDER, records, tells

DEADLINE = datetime(2026, 12, 18, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 5 November 2026."""
    return StoppedClock(datetime(2026, 11, 5, 10, tzinfo=UTC))


@pytest.fixture
def clesp(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Community Learning, Employment and Skills Partnership."""
    return rehearse(store, clock, "clesp")


@pytest.fixture
def told(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLESP, whose members were told of a tender this morning and have until 19 November to answer; bids by 18 December."""
    body = rehearse(store, clock, "clesp", adopting=("bids.interest_window", "bids.chased"))
    answer(records(body, OFFICER, tender=TENDER, deadline=DEADLINE))
    answer(tells(body))
    return body


@pytest.fixture
def portals(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portals]:
    """Portals that answer as a test says."""
    found = Portals()
    monkeypatch.setattr(taking_in, "page", found.page)
    yield found

"""More organisations than Slack takes in one row of a menu: each of them can be chosen all the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.blocks import OPTIONS, option, packed, select, ticks
from bot.store.session import Store
from tests.handlers.slack import Slack
from tests.rehearsal import Rehearsal, answer
from tests.rooms import represented, town
from tests.spec.tenders.bidding import TENDER, recorded
from tests.spec.tenders.tendering import tells

CLERK, LAST = represented("org-2"), "org-99"  # by name


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 5 November 2026."""
    return StoppedClock(datetime(2026, 11, 5, 10, tzinfo=UTC))


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum of a hundred and fifty organisations, told of a tender."""
    body = recorded(town(store, clock, 150), CLERK)
    answer(tells(body, CLERK, TENDER))
    return body


@pytest.mark.parametrize(
    ("opens", "typed", "done"),
    [
        (ids.OPEN_AWARD, {"organisation": LAST}, "StepRecorded"),
        (ids.OPEN_PARTNER, {"organisation": LAST}, "PartnerSelected"),
        (ids.OPEN_LEAD_DELIVERS, {"organisation": LAST, "delivers": "no"}, "StepRecorded"),
        (ids.OPEN_TEAM, {"people": [represented(LAST)]}, "StepRecorded"),
    ],
)
def test_the_last_of_many_organisations_can_be_chosen(
    forum: Rehearsal,
    workspace: Callable[[Any, StoppedClock], Slack],
    opens: str,
    typed: dict[str, Any],
    done: str,
) -> None:
    """C6, N5, N13."""
    slack = workspace(forum.secretary, forum.clock)
    value = packed(p=forum.slug, tender=TENDER)
    slack.press(forum.user(CLERK), {"action_id": opens, "value": value, "type": "button"})
    slack.submit(forum.user(CLERK), slack.opened(), typed)
    assert forum.happened()[-1].type == done


@pytest.mark.parametrize(("count", "rows"), [(OPTIONS, 0), (OPTIONS + 1, 2), (OPTIONS * 2, 2)])
def test_a_menu_has_headings_only_where_it_needs_them(count: int, rows: int) -> None:
    every = [option(f"Organisation {number}", str(number)) for number in range(count)]
    last = every[-1]
    for made in (select(every, last["value"]), ticks(every, last["value"])):
        assert len(made.get("option_groups", ())) == rows
        assert last in (made.get("initial_option"), *made.get("initial_options", ()))
    if rows:
        assert select(every)["option_groups"][0]["label"]["text"] == "Organisation 0 to Organisation 99"

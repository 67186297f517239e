"""Policies and evidence through Slack's payloads alone: recorded, looked over, reminded of, put into an interest."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.presenters.messages import render
from bot.store.session import Store
from bot.ticking import tick
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.spec.tenders.tendering import MEMBER, OFFICER, TENDER, own_answer, records, tells

Workspace = Callable[[Any, StoppedClock], Slack]


@pytest.fixture
def clock() -> StoppedClock:
    """Ten in the morning of Thursday 5 November 2026."""
    return StoppedClock(datetime(2026, 11, 5, 10, tzinfo=UTC))


@pytest.fixture
def clesp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLESP, which has adopted reviews and reminders."""
    return rehearse(store, clock, "clesp", adopting=("policies.review", "policies.reminders"))


@pytest.fixture
def slack(clesp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLESP lives in."""
    return workspace(clesp.secretary, clock)


def opens(slack: Slack, body: Rehearsal, who: str) -> dict[str, Any]:
    """Somebody opens the policies from the list of tenders."""
    slack.command(body.user(who), ids.TENDER)
    shown = slack.opened()
    slack.press_in(body.user(who), shown, button(shown["blocks"], "Policies and evidence"))
    return slack.opened()


def records_one(slack: Slack, body: Rehearsal) -> None:
    """The member records its equality policy."""
    shown = opens(slack, body, MEMBER)
    slack.press_in(body.user(MEMBER), shown, button(shown["blocks"], "Record a policy or evidence"))
    form = slack.opened()
    both = {"which": "0", "other": "Lone working policy", "reviewed_on": "2026-03-02"}
    assert "other" in slack.submit(body.user(MEMBER), form, both).errors
    said = slack.submit(body.user(MEMBER), form, {"which": "0", "reviewed_on": "2026-03-02"})
    assert "to be reviewed or renewed by Tuesday 2 March 2027" in words(said.view["blocks"])


def test_a_policy_is_recorded_reviewed_and_taken_off_in_its_window(slack: Slack, clesp: Rehearsal) -> None:
    """C37."""
    records_one(slack, clesp)
    shown = opens(slack, clesp, MEMBER)
    slack.press_in(clesp.user(MEMBER), shown, button(shown["blocks"], "Reviewed or renewed"))
    form = slack.opened()
    assert (
        "until"
        in slack.submit(
            clesp.user(MEMBER), form, {"reviewed_on": "2026-11-02", "until": "2026-11-01"}, view_id="V3"
        ).errors
    )
    slack.submit(clesp.user(MEMBER), form, {"reviewed_on": "2026-11-02"}, view_id="V3")
    shown = opens(slack, clesp, MEMBER)
    assert "Tuesday 2 November 2027" in words(shown["blocks"])
    slack.press_in(clesp.user(MEMBER), shown, button(shown["blocks"], "Take it off"))
    assert "Expected, and not recorded" in words(opens(slack, clesp, MEMBER)["blocks"])


def test_what_is_expected_is_recorded_from_its_own_line_by_the_secretariat(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C27, C37."""
    shown = opens(slack, clesp, OFFICER)
    assert "Page 1 of 2: 11 lines." in words(shown["blocks"])
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "Record it"))
    form = slack.opened()
    which = next(each for each in form["blocks"] if each.get("block_id") == "which")
    assert which["element"]["initial_option"]["text"]["text"] == "Equality and diversity policy"
    slack.submit(clesp.user(OFFICER), form, {"which": "0", "until": "2027-03-02"})
    assert "10 lines" not in words(opens(slack, clesp, OFFICER)["blocks"])
    slack.press_in(clesp.user(OFFICER), shown, button(shown["blocks"], "All"))
    assert "Community Council of Devon" in words(slack.changed()["blocks"])


def test_the_reminder_has_the_button_that_records_the_review(slack: Slack, clesp: Rehearsal) -> None:
    """C37, C44."""
    records_one(slack, clesp)
    clesp.clock.set(datetime(2027, 1, 5, 9, 30, tzinfo=UTC))
    tick(clesp.store, clesp.secretary, clesp.clock)
    row = next(each for each in clesp.notices("PolicyRunsOutNotice") if each.recipient == clesp.user(MEMBER))
    message = render("PolicyRunsOutNotice", row.data, partnership=clesp.slug)
    assert "in 56 days" in words(message.blocks)
    slack.press(clesp.user(MEMBER), button(message.blocks, "Reviewed or renewed"))
    slack.submit(clesp.user(MEMBER), slack.opened(), {"reviewed_on": "2027-01-04"}, view_id="V4")
    assert "Tuesday 4 January 2028" in words(opens(slack, clesp, MEMBER)["blocks"])


def test_an_expression_of_interest_begins_with_the_policies_recorded(slack: Slack, clesp: Rehearsal) -> None:
    """C37, C41, C44: recorded once, and said in each interest with its review dates."""
    records_one(slack, clesp)
    answer(records(clesp, OFFICER, tender=TENDER, deadline=datetime(2026, 12, 18, 12, tzinfo=UTC)))
    answer(tells(clesp))
    slack.command(clesp.user(MEMBER), ids.TENDER)
    shown = slack.opened()
    slack.press_in(clesp.user(MEMBER), shown, button(shown["blocks"], "See it"))
    shown = slack.opened()
    slack.press_in(clesp.user(MEMBER), shown, button(shown["blocks"], "Express an interest"))
    form = slack.opened()
    begins = next(each for each in form["blocks"] if each.get("block_id") == "policies")["element"]
    said = begins["initial_value"]
    assert said.startswith("Equality and diversity policy: reviewed on Monday 2 March 2026")
    slack.submit(
        clesp.user(MEMBER), form, {"competing": "no", "how": "interest", "policies": said}, view_id="V5"
    )
    held = own_answer(clesp, MEMBER)
    assert held is not None
    assert held.details["policies"] == said

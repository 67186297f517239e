"""The register of providers through Slack's payloads alone: entered, shown again, and for each of two organisations."""

from collections.abc import Callable
from typing import Any

import pytest

from bot import ids
from bot.clock import StoppedClock
from bot.store.session import Store
from tests.handlers.slack import Slack, button
from tests.presenters.reading import words
from tests.rehearsal import Rehearsal, rehearse
from tests.spec.tenders.tendering import FOR_TWO, MEMBER

Workspace = Callable[[Any, StoppedClock], Slack]


@pytest.fixture
def clesp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLESP, of which one person speaks for two organisations."""
    return rehearse(store, clock, "clesp")


@pytest.fixture
def slack(clesp: Rehearsal, clock: StoppedClock, workspace: Workspace) -> Slack:
    """The workspace CLESP lives in."""
    return workspace(clesp.secretary, clock)


def opens(slack: Slack, body: Rehearsal, who: str) -> dict[str, Any]:
    """Somebody opens the register from the list of tenders."""
    slack.command(body.user(who), ids.TENDER)
    shown = slack.opened()
    slack.press_in(body.user(who), shown, button(shown["blocks"], "Providers"))
    return {**slack.opened(), "id": "V-PROVIDERS"}


def test_the_register_behind_the_form_shows_what_was_entered(slack: Slack, clesp: Rehearsal) -> None:
    """C20."""
    shown = opens(slack, clesp, MEMBER)
    assert "No organisation has entered" in words(shown["blocks"])
    slack.press_in(clesp.user(MEMBER), shown, button(shown["blocks"], "What we offer"))
    slack.submit(clesp.user(MEMBER), slack.opened(), {"areas": "Gloucestershire", "accreditations": "Matrix"})
    assert "Accreditations: Matrix" in words(slack.changed("V-PROVIDERS")["blocks"])


def test_whoever_speaks_for_two_chooses_first_and_finds_what_each_has_entered(
    slack: Slack, clesp: Rehearsal
) -> None:
    """C20: a form that began empty would take the place of all that was there."""
    user = clesp.user(FOR_TWO)
    for areas in ("Truro", "Truro, Penzance"):
        shown = opens(slack, clesp, FOR_TWO)
        slack.press_in(user, shown, button(shown["blocks"], "What we offer"))
        asked = slack.opened()
        slack.press_in(user, asked, button(asked["blocks"], "For Cornwall Voluntary Sector Forum"))
        form = slack.changed()
        assert "Cornwall Voluntary Sector Forum" in words(form["blocks"])
        if areas != "Truro":
            assert "Truro" in str(form["blocks"])
        slack.submit(user, form, {"areas": areas}, view_id=f"V-{areas}")
    shown = words(opens(slack, clesp, FOR_TWO)["blocks"])
    assert "Where: Truro, Penzance" in shown
    assert shown.count("Where:") == 1

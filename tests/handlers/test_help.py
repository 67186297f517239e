"""“help” after any command tells what can be asked, and begins nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from bot import handlers, ids
from bot.clock import StoppedClock
from bot.store.session import Store
from tests.handlers.slack import Slack
from tests.rehearsal import Rehearsal, rehearse
from tests.rooms import CHAIR

Workspace = Callable[[Any, StoppedClock], Slack]


@pytest.fixture
def clpp(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, on a day on which nothing happens."""
    return rehearse(store, clock, "clpp")


@pytest.mark.parametrize("command", sorted(handlers.COMMANDS))
def test_help_after_a_command_names_every_command_and_opens_no_form(
    clpp: Rehearsal, clock: StoppedClock, workspace: Workspace, command: str
) -> None:
    slack = workspace(clpp.secretary, clock)
    told = slack.command(clpp.user(CHAIR), command, " Help ").words
    assert not slack.calls
    assert all(each in told for each in handlers.COMMANDS)
    assert "`" not in told, "a command is set as code, and its backticks are not shown"
    assert "Put a motion to the vote, if you are chairing." in told


def test_words_that_only_begin_with_help_are_taken_as_they_are(
    clpp: Rehearsal, clock: StoppedClock, workspace: Workspace
) -> None:
    slack = workspace(clpp.secretary, clock)
    slack.command(clpp.user(CHAIR), ids.TENDER, "Help with homework")
    assert "Help with homework" in str(slack.opened())

"""What the tests of the register of decisions ask of it."""

from typing import Any

from bot.store.entries import entries
from bot.store.partnership import partnerships
from bot.workflows.entries.entries import Entry
from tests.rehearsal import Rehearsal


def register(body: Rehearsal) -> tuple[Entry, ...]:
    """Every entry, as whoever looks after the register reads it."""
    with body.store.reading() as connection:
        setting = partnerships.setting(connection, body.workspace, body.slug, body.clock.now())
        assert setting is not None
        return entries.entries_of(connection, setting)


def last(body: Rehearsal) -> Entry:
    """The entry made last."""
    return register(body)[-1]


def statuses(body: Rehearsal) -> dict[str, str]:
    """How each entry stands now, by its reference."""
    return {each.reference: each.status for each in register(body)}


def entered(body: Rehearsal) -> list[Any]:
    """The events by which decisions were entered."""
    return [each for each in body.happened() if each.type == "DecisionEntered"]

"""Whatever becomes of decisions, and in whatever order: no entry is edited, no number is missing, and all can be counted again."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.clock import StoppedClock
from bot.recount import recount
from bot.store.entries.entry_tables import decisions
from bot.store.register_of_events import register_of_events
from bot.store.session import Store
from bot.workflows.decisions import Decision
from bot.workflows.entries.correcting import CorrectDecision
from tests.rehearsal import Rehearsal, answer
from tests.rooms import represented, town
from tests.spec.deciding.registering import register

CHAIR, SECRETARY = represented("org-1"), represented("org-2")
CHANGES = ("void", "corrected", "rescinded")
PRESENT = ["org-1", "org-2", "org-3"]
Forum = Callable[[], Rehearsal]

decided = st.tuples(st.just("decide"), st.sampled_from(["for", "against"]))
changed = st.tuples(st.integers(1, 8), st.sampled_from(CHANGES))
waited = st.tuples(st.just("wait"), st.integers(1, 300))
steps = st.lists(st.one_of(decided, changed, changed, waited), min_size=4, max_size=16)


@pytest.fixture
def forum(store: Store) -> Iterator[Forum]:
    """Founds a fresh Town Forum in session, in a workspace of its own, as often as is asked."""

    def found() -> Rehearsal:
        clock = StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))
        body = town(store, clock, 3, workspace=f"T{uuid4().hex[:12]}")
        answer(body.opens_meeting(CHAIR, chair=CHAIR, present=PRESENT))
        return body

    yield found


def rows(body: Rehearsal) -> list[Any]:
    """The entries as they are kept."""
    with body.store.reading() as connection:
        asked = select(decisions).where(decisions.c.workspace == body.workspace)
        return [
            tuple(row) for row in connection.execute(asked.order_by(decisions.c.year, decisions.c.number))
        ]


def decide(body: Rehearsal, number: int, choice: str) -> None:
    """A motion is put, everybody votes alike, and it is closed."""
    motion = f"motion-{number}"
    answer(body.puts(CHAIR, f"That matter {number} be settled", motion=motion))
    for organisation in PRESENT:
        answer(body.votes(represented(organisation), choice, motion))
    answer(body.closes(CHAIR, motion))


def may_become(status: str, what: str) -> bool:
    """Whether a decision that stands so may become void, corrected or rescinded."""
    return status != "void" and (what != "rescinded" or status == "carried")


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps)
def test_every_entry_stays_as_it_was_made_and_stands_as_the_last_one_about_it_says(
    forum: Forum, taken: list[tuple[Any, Any]]
) -> None:
    """K28, V25: a model of eight lines, and the register beside it; a correction leaves a decision standing as it stood."""
    body = forum()
    stands: list[tuple[str, str]] = []  # of each motion: its reference, and how it stands
    kept: list[Any] = []
    for what, how in taken:
        if what == "decide":
            decide(body, len(stands) + 1, how)
            stands.append((register(body)[-1].reference, "carried" if how == "for" else "not carried"))
        elif what == "wait":
            body.clock.turn(days=how)
        elif what <= len(stands):
            reference, status = stands[what - 1]
            asked = {"partnership": body.slug, "reason": "In error", "text": f"Otherwise, {len(kept)}"}
            said = body.say(SECRETARY, CorrectDecision, decision=reference, becomes=how, **asked)
            assert isinstance(said, Decision) is may_become(status, how)
            if isinstance(said, Decision) and how != "corrected":
                stands[what - 1] = (reference, how)
        now = rows(body)
        assert now[: len(kept)] == kept
        kept = now
    held = {each.reference: each for each in register(body)}
    assert [(each, held[each].status) for each, _ in stands] == stands
    numbers: dict[int, list[int]] = {}
    for each in held.values():
        numbers.setdefault(each.year, []).append(each.number)
    assert all(given_ == list(range(1, len(given_) + 1)) for given_ in numbers.values())
    with body.store.reading() as connection:
        found = recount(register_of_events(connection, body.workspace, body.slug))
    assert [each.differences for each in found] == [()] * len(held)

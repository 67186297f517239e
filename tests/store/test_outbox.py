"""The outbox as the store keeps it: keys, turns, leases and the pace of a workspace."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

import pytest
from sqlalchemy import insert, select, text

from bot.clock import StoppedClock
from bot.store import outbox, pauses
from bot.store.outbox import Claimed, LostRace
from bot.store.plain import plain
from bot.store.session import Store
from bot.store.tables import outbox as table
from bot.store.tables import partnerships
from bot.workflows.decisions import Notice

LEASE = timedelta(seconds=30)
REAL = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Letter(Notice):
    """A notice with some data of its own."""

    words: str = ""
    share: Fraction = Fraction(2, 3)
    on: date = date(2025, 5, 1)


@pytest.fixture(autouse=True)
def a_partnership(store: Store, clock: StoppedClock) -> None:
    """For the outbox to belong to; and its namesake in another workspace."""
    for workspace in ("T1", "T2"):
        with store.transaction() as connection:
            connection.execute(
                insert(partnerships).values(
                    workspace=workspace,
                    partnership="p",
                    name="P",
                    short_name="P",
                    channel="C1",
                    time_zone="Europe/London",
                    added_at=clock.now(),
                )
            )


def put(store: Store, clock: StoppedClock, key: str, recipient: str = "C1", workspace: str = "T1") -> bool:
    """One letter due now."""
    letter = Letter(key=key, recipient=recipient, subject="s", due_at=clock.now(), words=key)
    with store.transaction() as connection:
        return outbox.put(connection, workspace, "p", letter, clock.now())


def claim(store: Store, clock: StoppedClock, after: float = 0) -> Claimed | None:
    """The next letter, so many seconds after REAL."""
    with store.transaction() as connection:
        return outbox.claim(connection, now=clock.now(), real=REAL + timedelta(seconds=after), lease=LEASE)


def test_a_row_is_the_notice_its_kind_and_its_own_fields(store: Store, clock: StoppedClock) -> None:
    put(store, clock, "k")
    with store.reading() as connection:
        row = connection.execute(select(table)).one()
    assert (row.kind, row.data) == ("Letter", {"words": "k", "share": "2/3", "on": "2025-05-01"})
    assert (row.key, row.recipient, row.subject, row.due_at, row.state) == (
        "k",
        "C1",
        "s",
        clock.now(),
        "pending",
    )


def test_a_key_is_kept_once_in_each_partnership(store: Store, clock: StoppedClock) -> None:
    assert [put(store, clock, "k"), put(store, clock, "k"), put(store, clock, "k", workspace="T2")] == [
        True,
        False,
        True,
    ]


def test_a_notice_put_in_a_transaction_that_fails_was_never_there(store: Store, clock: StoppedClock) -> None:
    letter = Letter(key="k", recipient="C1", subject="s", due_at=clock.now())
    with pytest.raises(ZeroDivisionError), store.transaction() as connection:
        outbox.put(connection, "T1", "p", letter, clock.now())
        raise ZeroDivisionError
    assert claim(store, clock) is None


def test_one_notice_at_a_time_is_on_its_way_to_a_recipient_in_the_order_they_were_put(
    store: Store, clock: StoppedClock
) -> None:
    for key in ("a", "b"):
        put(store, clock, key)
    put(store, clock, "elsewhere", workspace="T2")
    first, other = claim(store, clock), claim(store, clock)
    assert first is not None
    assert other is not None
    assert (first.key, other.key, claim(store, clock, 29)) == ("a", "elsewhere", None)
    with store.transaction() as connection:
        outbox.free_recipient(connection, first, REAL + timedelta(seconds=1))
    second = claim(store, clock, 1)
    assert second is not None
    assert second.key == "b"


def test_a_claim_that_ran_out_can_no_longer_be_settled(store: Store, clock: StoppedClock) -> None:
    put(store, clock, "a")
    held = claim(store, clock)
    assert held is not None
    late = REAL + LEASE
    with store.transaction() as connection:
        assert outbox.expire(connection, late - timedelta(seconds=1), late) == 0
        assert outbox.expire(connection, late, late) == 1
        sent = outbox.mark_sent(connection, held, channel="C1", ts="1.0", text="a", sent_at=clock.now())
        assert sent is False
        assert outbox.give_up(connection, held, "no") is False
        doubtful = outbox.claim_doubtful(connection, real=late, lease=LEASE)
        assert doubtful is not None
        assert outbox.claim_doubtful(connection, real=late, lease=LEASE) is None, "one looks at a time"
        assert outbox.mark_sent(connection, doubtful, channel="C1", ts="1.0", text="a", sent_at=clock.now())
        assert connection.execute(select(table.c.state)).scalar_one() == "sent"


def test_two_who_see_the_same_recipient_free_cannot_both_have_its_turn(store: Store) -> None:
    until = REAL + LEASE
    with store.transaction() as connection:
        assert pauses.take_turn(connection, "T1", "channel:C1", REAL, until) is True
        assert pauses.take_turn(connection, "T1", "channel:C1", REAL, until) is False
        assert pauses.take_turn(connection, "T2", "channel:C1", REAL, until) is True
        assert pauses.take_turn(connection, "T1", "channel:C1", until, until + LEASE) is True


def test_a_lost_turn_claims_nothing(
    store: Store, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, clock, "a")
    with monkeypatch.context() as race:
        race.setattr(pauses, "take_turn", lambda *_: False)
        with pytest.raises(LostRace):
            claim(store, clock)
    held = claim(store, clock)
    assert held is not None
    assert held.attempts == 1


@pytest.mark.parametrize("pace", [pauses.POSTS, pauses.UPDATES], ids=lambda pace: pace.method)
def test_a_pace_is_never_more_than_its_number_in_any_minute_and_not_much_less(
    store: Store, pace: pauses.Pace
) -> None:
    """SLACK.md section 1: fifty updates; section 3: about two hundred messages a minute for a workspace."""
    at: list[float] = []
    with store.transaction() as connection:
        for tick in range(800):
            while pauses.take_pace(connection, "T1", pace, REAL + timedelta(seconds=tick / 4)):
                at.append(tick / 4)
    minutes = [sum(1 for each in at if begin <= each < begin + 60) for begin in at if begin < 140]
    assert max(minutes) <= pace.a_minute
    assert min(minutes) >= 0.8 * pace.a_minute


def test_a_longer_pause_is_not_shortened_by_a_shorter(store: Store) -> None:
    with store.transaction() as connection:
        for seconds in (60, 10):
            pauses.pause(connection, "T1", "chat.update", REAL + timedelta(seconds=seconds))
        until = pauses.paused_until(connection, "T1", "chat.update")
    assert until == REAL + timedelta(seconds=60)


def test_what_waits_is_found_by_its_index(store: Store, clock: StoppedClock) -> None:
    """A register of a hundred thousand sent notices costs a look nothing."""
    if store.dialect != "sqlite":
        pytest.skip("with few rows PostgreSQL's planner rightly reads the whole table")
    with store.reading() as connection:
        seen: list[str] = []
        real_execute = connection.execute

        def explained(statement: object) -> object:
            compiled = statement.compile(connection, compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
            seen.extend(str(row[3]) for row in real_execute(text(f"EXPLAIN QUERY PLAN {compiled}")))
            return real_execute(statement)  # type: ignore[call-overload]

        connection.execute = explained  # type: ignore[method-assign,assignment]
        outbox.is_anything_due(connection, clock.now(), REAL)
    assert any("ix_outbox_waiting" in each for each in seen), seen


class Colour(StrEnum):
    """Something to keep as JSON."""

    RED = "red"


def test_what_cannot_be_kept_faithfully_is_refused() -> None:
    assert plain({"a": (Colour.RED, frozenset({2, 1}))}) == {"a": ["red", [1, 2]]}
    with pytest.raises(TypeError):
        plain(object())

"""What has fallen due happens, once, however late and however many clocks there are."""

import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot import ticking as clockwork
from bot.clock import StoppedClock
from bot.secretary import Secretary, SecretaryBusy
from bot.store.health import pulse
from bot.store.session import Store
from bot.store.tables import due_work, partnerships, receipts
from bot.ticking import tick, ticking, told_to_stop
from bot.workflows.decisions import Answer, Decision, Refused
from bot.workflows.votes.results import CloseVoteOnTime


class Recorder(Secretary):
    """A secretary that writes down what the clock asks, and answers as told."""

    def __init__(self, store: Store, clock: StoppedClock, answer: Callable[[CloseVoteOnTime], Any]) -> None:
        super().__init__(store, clock)
        self.asked: list[CloseVoteOnTime] = []
        self._answer = answer

    def perform(self, command: Any) -> Any:
        """What it was told to answer."""
        self.asked.append(command)
        return self._answer(command)


def declared(command: CloseVoteOnTime) -> Decision:
    """The result is declared."""
    return Decision(Answer("Carried."))


@pytest.fixture(autouse=True)
def a_partnership(store: Store, clock: StoppedClock) -> None:
    """For the work to belong to."""
    with store.transaction() as connection:
        connection.execute(
            insert(partnerships).values(
                workspace="T1",
                partnership="p",
                name="P",
                short_name="P",
                channel="C1",
                time_zone="Europe/London",
                added_at=clock.now(),
            )
        )


def leave(
    store: Store, clock: StoppedClock, *motions: str, in_seconds: float = 0, kind: str = "close motion"
) -> None:
    """Work for the clock."""
    rows = [
        {
            "workspace": "T1",
            "partnership": "p",
            "key": f"close:{motion}",
            "kind": kind,
            "subject": motion,
            "due_at": clock.now() + timedelta(seconds=in_seconds),
        }
        for motion in motions
    ]
    with store.transaction() as connection:
        connection.execute(insert(due_work), rows)


def undone(store: Store) -> list[str]:
    """What is still to do."""
    with store.reading() as connection:
        waiting = select(due_work.c.subject).where(due_work.c.done_at.is_(None)).order_by(due_work.c.subject)
        return list(connection.execute(waiting).scalars())


def test_a_motion_is_closed_when_its_time_has_come_and_not_before(store: Store, clock: StoppedClock) -> None:
    leave(store, clock, "m1", in_seconds=60)
    secretary = Recorder(store, clock, declared)
    assert (tick(store, secretary, clock), secretary.asked) == (0, [])
    now = clock.turn(seconds=60)
    assert tick(store, secretary, clock) == 1
    assert secretary.asked == [CloseVoteOnTime(workspace="T1", partnership="p", motion="m1", received_at=now)]
    assert tick(store, secretary, clock) == 0
    assert undone(store) == []


def test_after_two_days_without_a_clock_everything_is_caught_up_each_thing_once(
    store: Store, clock: StoppedClock
) -> None:
    """DESIGN: lateness is a state; due work is due_at <= now, never "this hour"."""
    leave(store, clock, *(f"m{number:03}" for number in range(120)), in_seconds=60)
    clock.turn(days=2)
    secretary = Recorder(store, clock, declared)
    assert tick(store, secretary, clock) == 120
    assert len({each.motion for each in secretary.asked}) == len(secretary.asked) == 120


def test_what_was_already_decided_is_done(store: Store, clock: StoppedClock) -> None:
    """The chair closed it by hand, or another clock was quicker."""
    leave(store, clock, "m1")
    assert tick(store, Recorder(store, clock, lambda _: Refused("It was already declared.")), clock) == 1
    assert undone(store) == []


def test_one_thing_that_fails_keeps_nobody_waiting_and_is_tried_again(
    store: Store, clock: StoppedClock
) -> None:
    def two_fail(command: CloseVoteOnTime) -> Decision:
        if command.motion == "m1":
            raise SecretaryBusy
        if command.motion == "m2":
            raise RuntimeError("a bug")
        return declared(command)

    leave(store, clock, "m1", "m2", "m3")
    leave(store, clock, "m4", kind="nobody knows this")
    assert tick(store, Recorder(store, clock, two_fail), clock) == 1
    assert undone(store) == ["m1", "m2", "m4"]
    assert tick(store, Recorder(store, clock, declared), clock) == 2
    assert undone(store) == ["m4"]


def test_more_failures_than_a_batch_holds_do_not_hide_what_comes_after(
    store: Store, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def early_fail(command: CloseVoteOnTime) -> Decision:
        if command.motion < "m5":
            raise RuntimeError("a bug")
        return declared(command)

    monkeypatch.setattr(clockwork, "A_BATCH", 2)
    leave(store, clock, *(f"m{number}" for number in range(7)))
    assert tick(store, Recorder(store, clock, early_fail), clock) == 2
    assert undone(store) == ["m0", "m1", "m2", "m3", "m4"]


def test_every_tick_says_that_the_clock_is_alive(store: Store, clock: StoppedClock) -> None:
    """In real time: a clock that is turned for a rehearsal neither stops the heart nor hides that it has stopped."""
    real = StoppedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    for _ in range(2):
        real.turn(seconds=5)
        tick(store, Recorder(store, clock, declared), clock, real)
    assert pulse(store).clock_last_ticked_at == real.now()


def test_a_clock_turned_back_between_looking_and_doing_leaves_the_work_for_later(
    store: Store, clock: StoppedClock
) -> None:
    """What was due a moment ago and is not any more stays undone, and is done when its time comes."""
    leave(store, clock, "m0", "m1")

    class TurnsBack(Recorder):
        def perform(self, command):  # type: ignore[no-untyped-def]
            clock.turn(days=-1)
            return super().perform(command)

    assert tick(store, TurnsBack(store, clock, declared), clock) == 1
    assert undone(store) == ["m1"]
    clock.turn(days=2)
    assert tick(store, Recorder(store, clock, declared), clock) == 1
    assert undone(store) == []


def test_receipts_older_than_thirty_days_are_forgotten_a_few_at_a_time(
    store: Store, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clockwork, "RECEIPTS_A_TICK", 2)
    with store.transaction() as connection:
        for age in (29, 31, 32, 33):
            received = clock.now() - timedelta(days=age)
            connection.execute(insert(receipts).values(workspace="T1", key=f"k{age}", received_at=received))
    left = []
    for _ in range(2):
        tick(store, Recorder(store, clock, declared), clock)
        with store.reading() as connection:
            left.append(sorted(connection.execute(select(receipts.c.key)).scalars()))
    assert left == [["k29", "k31"], ["k29"]]


def test_the_clock_begins_at_once_and_ends_what_it_began() -> None:
    ticked, delivered, ended = (threading.Event() for _ in range(3))

    def loop(stopping: threading.Event) -> None:
        delivered.set()
        stopping.wait()
        ended.set()

    with ticking(ticked.set, [loop]):
        assert ticked.wait(5)
        assert delivered.wait(5)
    assert ended.is_set()


def test_a_process_that_is_told_to_stop_stops_cleanly() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with told_to_stop() as asked:
        assert not asked.is_set()
        signal.raise_signal(signal.SIGTERM)
        assert asked.wait(5)
    assert signal.getsignal(signal.SIGTERM) is before

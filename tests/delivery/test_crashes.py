"""Killed at any point, and started again: nothing is lost and nobody hears a thing twice.

SLACK.md section 3, test 1. A crash is a BaseException that nothing in delivery catches: whatever was committed before it stands,
whatever was not is gone, as after kill -9. Every transaction boundary is tried, not a random few.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.clock import SystemClock
from bot.delivery import Delivery
from bot.store.session import Store
from tests.delivery.conftest import CHANNEL, House, say


class Killed(BaseException):
    """The process is gone."""


class Perishable:
    """A store that dies at the nth boundary: as a transaction begins, or after its work but before its commit."""

    def __init__(self, store: Store, dies_at: int) -> None:
        self._store = store
        self._left = dies_at
        self.reading = store.reading

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The store's own, until the end comes."""
        self._boundary()
        with self._store.transaction() as connection:
            yield connection
            self._boundary()

    def _boundary(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise Killed


def everything_arrives_once(house: House, words: list[str]) -> None:
    """After another process has taken over for a minute."""
    house.deliver_for(60, house.delivery(), step=1)
    assert sorted(house.slack.texts(CHANNEL)) == sorted(words)
    assert {row.state for row in house.rows()} == {"sent"}
    proofs = {(row.channel, row.ts) for row in house.rows()}
    assert proofs == {(CHANNEL, message["ts"]) for message in house.slack.messages[CHANNEL]}


@pytest.mark.parametrize("boundary", range(1, 15))
def test_killed_at_any_boundary_of_a_transaction(house: House, boundary: int) -> None:
    words = ["one", "two"]
    for each in words:
        house.put(each)
    dying = house.delivery(store=Perishable(house.store, boundary))
    with pytest.raises(Killed):
        for _ in range(20):
            dying.deliver_once()
            house.real.turn(seconds=1)
    everything_arrives_once(house, words)


def test_killed_while_putting_it_into_words(house: House) -> None:
    def render(*_: Any, **__: Any) -> None:
        raise Killed

    house.put("one")
    with pytest.raises(Killed):
        house.delivery(render=render).deliver_once()
    assert house.row("one").state == "sending"
    everything_arrives_once(house, ["one"])


@pytest.mark.parametrize("sent_first", [False, True], ids=["before it left", "after Slack had it"])
def test_killed_in_the_middle_of_the_request(house: House, sent_first: bool) -> None:
    def clients(workspace: str) -> Any:
        client = house.slack.client()
        post = client.chat_postMessage

        def dying(**arguments: Any) -> None:
            if sent_first:
                post(**arguments)
            raise Killed

        client.chat_postMessage = dying  # type: ignore[method-assign,assignment]
        return client

    house.put("one")
    with pytest.raises(Killed):
        house.delivery(clients=clients).deliver_once()
    assert len(house.slack.messages[CHANNEL]) == int(sent_first)
    everything_arrives_once(house, ["one"])


def test_killed_while_settling_a_doubt(house: House) -> None:
    house.put("one")
    with pytest.raises(Killed):
        house.delivery(store=Perishable(house.store, 6)).deliver_once()  # sent, and never marked
    house.real.turn(seconds=31)
    house.delivery().deliver_once()
    assert house.row("one").state == "in_doubt"
    house.real.turn(seconds=11)
    with pytest.raises(Killed):
        house.delivery(store=Perishable(house.store, 6)).deliver_once()
    everything_arrives_once(house, ["one"])


def test_a_sender_that_slept_through_its_lease_does_not_send(house: House) -> None:
    """Suspended between claim and request, it wakes when another has long done the work."""

    def slow(*arguments: Any, **named: Any) -> Any:
        house.real.turn(seconds=28)
        return say(*arguments, **named)

    house.put("one")
    house.delivery(render=slow).deliver_once()
    assert house.slack.calls == []
    everything_arrives_once(house, ["one"])


def test_a_proof_that_comes_after_the_lease_changes_nothing(house: House) -> None:
    house.put("one")
    other = house.delivery()

    def clients(workspace: str) -> Any:
        client = house.slack.client()
        post = client.chat_postMessage

        def slow(**arguments: Any) -> Any:
            answer = post(**arguments)
            house.real.turn(seconds=31)
            other.deliver_once()
            return answer

        client.chat_postMessage = slow  # type: ignore[method-assign,assignment]
        return client

    house.delivery(clients=clients).deliver_once()
    assert house.row("one").state == "in_doubt"
    everything_arrives_once(house, ["one"])


def test_two_deliveries_at_once_send_each_notice_once(house: House) -> None:
    channels = [f"C{number}" for number in range(12)]
    for channel in channels:
        house.put("hello", to=channel)
        house.put("again", to=channel)
    start = threading.Barrier(3)
    failed: list[BaseException] = []

    def work(delivery: Delivery) -> None:
        start.wait()
        for _ in range(6):
            try:
                delivery.deliver_once()
            except BaseException as exc:
                failed.append(exc)
                raise

    def at_once(count: int, task: Callable[[Delivery], None]) -> None:
        threads = [threading.Thread(target=task, args=(house.delivery(),)) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    at_once(3, work)
    assert [house.slack.texts(channel) for channel in channels] == [["hello"]] * 12, (
        "one a second in a channel"
    )
    house.real.turn(seconds=5)
    at_once(3, work)
    assert [house.slack.texts(channel) for channel in channels] == [["hello", "again"]] * 12
    assert failed == []


def test_a_delivery_thread_sends_when_woken_and_ends_when_told(house: House) -> None:
    delivery = house.delivery(real=SystemClock())
    stop = threading.Event()
    thread = threading.Thread(target=delivery.run, args=(stop,))
    thread.start()
    arrived = threading.Event()
    house.slack.judge = lambda call: arrived.set()
    house.put("one")
    delivery.wake()
    assert arrived.wait(5)
    stop.set()
    delivery.wake()
    thread.join(5)
    assert not thread.is_alive()
    assert house.row("one").state == "sent"

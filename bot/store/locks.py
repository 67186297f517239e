"""The queue in front of SQLite's one writer."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class StoreBusy(Exception):
    """The database could not be had within the time a person will wait for an answer."""


class WriteQueue:
    """A lock that is served strictly in the order of asking.

    SQLite lets a loser of the race for its write lock sleep and try again, so under load the unlucky wait
    for seconds (SLACK.md section 5: 4 s against 0.15 s). Waiting in turn, in the process, costs
    microseconds and nobody is starved.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._holder: int | None = None

    @contextmanager
    def turn(self, timeout_seconds: float) -> Iterator[None]:
        """Hold the only turn; StoreBusy when it does not come within `timeout_seconds`."""
        self._wait(timeout_seconds)
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self, timeout_seconds: float) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._holder == me:
                raise RuntimeError("A transaction was opened inside another one on the same thread.")
            if self._holder is None:
                self._holder = me
                return
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        began = time.monotonic()
        if ticket.acquire(timeout=timeout_seconds):
            self._holder = me
            return
        with self._guard:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                waited = time.monotonic() - began
                raise StoreBusy(f"Another write has held the database for {waited:.1f} seconds.")
            # Our turn came at the very moment we gave up waiting: it is ours.
            self._holder = me

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._holder = -1  # handed over, not free: nobody may slip in before the next in line wakes
                self._waiting.popleft().release()
            else:
                self._holder = None


_QUEUES: dict[str, WriteQueue] = {}
_QUEUES_GUARD = threading.Lock()


def write_queue_for(database: str) -> WriteQueue:
    """The one queue of this process for a database file, however many stores are opened on it."""
    with _QUEUES_GUARD:
        return _QUEUES.setdefault(database, WriteQueue())

"""Tells the page, and whoever waits in a test, that something changed."""

import asyncio
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from bot.local_slack.seed import Json

T = TypeVar("T")


@dataclass(eq=False)
class Listener:
    """One open event stream: who it acts as, and what waits to be sent to it."""

    user: str
    queue: asyncio.Queue[Json | None] = field(default_factory=asyncio.Queue)

    async def next(self, seconds: float) -> Json | None:
        """The next event; an empty one if none came in time, None when the workspace stops."""
        try:
            return await asyncio.wait_for(self.queue.get(), seconds)
        except TimeoutError:
            return {}


class Hub:
    """Sends page events to the streams of the users they concern, and wakes those who wait for a change."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._changed = threading.Condition()
        self._revision = 0

    @property
    def revision(self) -> int:
        """A number that is another after every change."""
        return self._revision

    def listen(self, user: str) -> Listener:
        """Open a stream for somebody."""
        listener = Listener(user)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """End a stream."""
        self._listeners.discard(listener)

    def tell(self, event: Json, users: Iterable[str] | None = None) -> None:
        """Send an event to the streams of `users`, or to all. Called on the workspace's own thread."""
        wanted = None if users is None else set(users)
        for listener in self._listeners:
            if wanted is None or listener.user in wanted:
                listener.queue.put_nowait(event)
        self.touch()

    def close(self) -> None:
        """End every stream."""
        for listener in self._listeners:
            listener.queue.put_nowait(None)

    def touch(self) -> None:
        """Wake whoever waits for a change."""
        with self._changed:
            self._revision += 1
            self._changed.notify_all()

    def wait_for(self, predicate: Callable[[], T | None], timeout: float) -> T:
        """Ask `predicate` again after each change until it answers something true.

        Called from any thread but the workspace's own; raises TimeoutError after `timeout` seconds.
        """
        deadline = monotonic() + timeout
        while True:
            with self._changed:
                seen = self._revision
            if answer := predicate():
                return answer
            with self._changed:
                left = deadline - monotonic()
                if not self._changed.wait_for(lambda seen=seen: self._revision != seen, max(left, 0)):  # type: ignore[misc]
                    raise TimeoutError(f"nothing of the kind happened within {timeout:g} seconds")

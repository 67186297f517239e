"""Delivery: the only way out for notices. Each reaches Slack once, with proof; messages that lag behind are brought up to date.

It is also the way in for files: what people submit is fetched and kept.
"""

import random
import threading
from collections.abc import Callable
from dataclasses import replace

from slack_sdk import WebClient

from bot.clock import Clock, SystemClock
from bot.delivery.doubt import settle_one
from bot.delivery.fetching import fetch_one, fetch_terms
from bot.delivery.posting import post_one
from bot.delivery.road import MOST_ATTEMPTS, SETTLE, Asks, Render, Road, log
from bot.delivery.showing import show_one
from bot.store import displays, outbox
from bot.store.papers import keeping
from bot.store.partnership import terms_files
from bot.store.session import Store

ROUNDS_A_PASS = 20
LOOK_EVERY_SECONDS = 1.0


class Delivery:
    """Takes notices from the outbox to Slack. Any number may run at once, in any number of processes.

    `clients` gives a workspace's WebClient, made with `retry_handlers=[]` and a timeout of five seconds at most: a client that
    repeats a request by itself sends things twice. `clock` is governance time; `real` is the time nobody turns, by which leases,
    back-off and Slack's limits go. `only` tells the workspace whose token this process holds, asked once, at the first pass: on a
    database shared by several workspaces each one's notices are left for whoever may speak there.
    """

    def __init__(
        self,
        store: Store,
        secretary: Asks,
        clients: Callable[[str], WebClient],
        render: Render,
        clock: Clock,
        *,
        real: Clock | None = None,
        jitter: Callable[[], float] = random.random,
        most_attempts: int = MOST_ATTEMPTS,
        only: Callable[[], str] | None = None,
    ) -> None:
        self._road = Road(
            store,
            secretary,
            clients,
            render,
            clock,
            real or SystemClock(),
            jitter,
            most_attempts=most_attempts,
        )
        self._only = only
        self._wake = threading.Event()

    def wake(self) -> None:
        """There may be something to send: look now rather than in a second. Hand it to the secretary as `committed`."""
        self._wake.set()

    def deliver_once(self) -> int:
        """One pass over what is due, without waiting for anything; how many things were done."""
        if self._only is not None and self._road.workspace is None:
            self._road = replace(self._road, workspace=self._only())
        road = self._road
        with road.store.reading() as connection:
            due = outbox.is_anything_due(connection, road.clock.now(), road.real.now(), road.workspace)
            behind = displays.is_anything_behind(connection, road.real.now(), road.workspace)
            waiting = keeping.is_anything_waiting(connection, road.real.now(), road.workspace)
            terms = terms_files.is_anything_waiting(connection, road.real.now(), road.workspace)
        if due:
            with road.store.transaction() as connection:
                outbox.expire(connection, road.real.now(), road.real.now() + SETTLE)
        steps = (
            *((post_one, settle_one) if due else ()),
            *((show_one,) if behind else ()),
            *((fetch_one,) if waiting else ()),
            *((fetch_terms,) if terms else ()),
        )
        done = 0
        for _ in range(ROUNDS_A_PASS):
            did = sum(step(road) for step in steps)
            if not did:
                break
            done += did
        return done

    def run(self, stop: threading.Event) -> None:
        """Deliver until `stop` is set: at once when woken, else every second. Trouble is logged and never ends it."""
        while not stop.is_set():
            self._wake.clear()
            try:
                done = self.deliver_once()
            except Exception:  # noqa: BLE001
                # The database may be away, or we may have a bug: what is in the outbox waits, and is not lost.
                log.exception("a pass over the outbox failed")
                done = 0
            if not done:
                self._wake.wait(LOOK_EVERY_SECONDS)

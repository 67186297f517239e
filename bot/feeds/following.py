"""The feeds that the clock polls: each when its time has come, by one process, and never inside a transaction."""

import logging
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.clock import Clock, SystemClock
from bot.feeds import taking_in
from bot.feeds.addresses import Door, NotAllowed
from bot.feeds.download import NotFetched
from bot.feeds.polling import FEEDS, Feed
from bot.ocds.packages import NotAPackage
from bot.secretary import SecretaryBusy
from bot.store.session import Store
from bot.store.tenders import feeds as feed_rows
from bot.store.tenders.feeds import Followed

LEASE = timedelta(minutes=10)  # longer than a page may take, and what is in it
LOOK_EVERY_SECONDS = 30.0
BUSY = timedelta(minutes=1)

log = logging.getLogger(__name__)


class _Over(Exception):
    """Somebody else polls this feed now, nobody is to any more, or this process stops."""


class Following:
    """Polls what the clock is to poll. Any number may run at once, in any number of processes."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        real: Clock | None = None,
        feeds: Iterable[Feed] = FEEDS,
        door: Door | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._real = real or SystemClock()
        self._feeds = {each.name: each for each in feeds}
        self._door = door
        self._stop = threading.Event()
        self._read = 0  # pages of the poll under way

    def poll_once(self) -> bool:
        """Poll the feed that has waited longest; False where none is due. What fails is kept, and told once."""
        held = feed_rows.claim(self._store, self._clock.now(), self._real.now(), LEASE)
        if held is None:
            return False
        began = self._clock.now()
        try:
            self._poll(held)
        except _Over:
            feed_rows.put_back(self._store, held, held.next_at)
        except SecretaryBusy:
            self._done(held, self._clock.now() + BUSY, held.error)
        except (NotAllowed, NotFetched, NotAPackage) as wrong:
            wait = timedelta(seconds=getattr(wrong, "retry_after", 0))
            if wait and self._read:
                # It gives so many pages at a time, and is not to be told of as one that fails.
                self._done(held, self._clock.now() + wait, held.error)
                return True
            self._done(held, max(_next(held, began), self._clock.now() + wait), str(wrong))
        except Exception:
            # A mistake of ours with one feed must not end the others; it is told like any other failure.
            log.exception("could not be polled: %s", held.feed, extra={"workspace": held.workspace})
            self._done(held, _next(held, began), "something went wrong here; the log has what.")
        else:
            self._done(held, _next(held, began))
        return True

    def run(self, stop: threading.Event) -> None:
        """Poll until `stop` is set. Trouble is logged and never ends it."""
        self._stop = stop
        while not stop.is_set():
            try:
                polled = self.poll_once()
            except Exception:
                log.exception("the feeds could not be looked at")  # the database may be away
                polled = False
            if not polled:
                stop.wait(LOOK_EVERY_SECONDS)

    def _poll(self, held: Followed) -> None:
        self._read = 0

        def go_on() -> None:
            self._read += 1
            if self._stop.is_set() or not feed_rows.hold(self._store, held, self._real.now() + LEASE):
                raise _Over

        of = (self._store, self._clock, held.workspace, held.partnership, self._feeds[held.feed])
        taking_in.poll(*of, lambda line: log.info("%s", line), self._door, go_on)

    def _done(self, held: Followed, next_at: datetime, error: str = "") -> None:
        feed_rows.done(self._store, held, self._clock.now(), next_at, error)


def _next(held: Followed, began: datetime) -> datetime:
    return began + timedelta(minutes=held.minutes)

"""Slack's rate limits, by real time: calls a minute of each method, and one message a second in a channel."""

import math
from collections import defaultdict, deque

from bot.local_slack.pace import Pace

MINUTE = 60.0
CHANNEL_BURST = 4


class TooFast(Exception):
    """A call above the limit; `seconds` is the Retry-After."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"retry after {seconds} seconds")
        self.seconds = seconds


class Rates:
    """Counts calls in the last sixty seconds, per method; and for postMessage keeps a small bucket per channel."""

    def __init__(self, pace: Pace) -> None:
        self._now = pace.monotonic
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, method: str, per_minute: int) -> None:
        """Count one call of a method, or refuse it."""
        now = self._now()
        calls = self._calls[method]
        while calls and now - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) >= per_minute:
            raise TooFast(max(1, math.ceil(calls[0] + MINUTE - now)))
        calls.append(now)

    def take_channel(self, channel: str) -> None:
        """Count one message in a channel: one a second, four at once after a pause."""
        now = self._now()
        tokens, at = self._buckets.get(channel, (float(CHANNEL_BURST), now))
        tokens = min(CHANNEL_BURST, tokens + now - at)
        if tokens < 1:
            self._buckets[channel] = (tokens, now)
            raise TooFast(max(1, math.ceil(1 - tokens)))
        self._buckets[channel] = (tokens - 1, now)

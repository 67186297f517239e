"""The two roads to the app, as one interface."""

import time
from collections import deque
from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from bot.local_slack.seed import Json


@dataclass(frozen=True)
class Retry:
    """Why an event is sent again: `attempt` counts from 1, `reason` is Slack's word (http_timeout …)."""

    attempt: int
    reason: str


@dataclass(frozen=True)
class Reply:
    """What came back from the app. `failure` is Slack's word for why it was no ack; `ms` how long it took."""

    payload: Json | None = None
    failure: str | None = None
    ms: float = 0.0
    no_retry: bool = False

    @property
    def acked(self) -> bool:
        """Whether the bot acknowledged."""
        return self.failure is None


class Transport(Protocol):
    """Carries one payload to the app and its answer back. `kind` is Socket Mode's envelope type."""

    @property
    def connected(self) -> bool:
        """Whether there is a bot to deliver to."""
        ...

    async def send(self, kind: str, payload: Json, retry: Retry | None = None) -> Reply:
        """Deliver one payload and give what the bot answered."""
        ...

    async def close(self) -> None:
        """Let go of what it holds."""
        ...


@dataclass(frozen=True)
class Delivery:
    """A payload that was sent to the app, as it was sent."""

    kind: str
    payload: Json


class Remembering:
    """A transport that remembers its last deliveries, so that any of them can be made again."""

    def __init__(self, transport: Transport, most: int = 200) -> None:
        self._transport = transport
        self.sent: deque[Delivery] = deque(maxlen=most)

    @property
    def connected(self) -> bool:
        """Whether there is a bot to deliver to."""
        return self._transport.connected

    async def send(self, kind: str, payload: Json, retry: Retry | None = None) -> Reply:
        """Deliver one payload and give what the bot answered."""
        self.sent.append(Delivery(kind, deepcopy(payload)))
        return await self._transport.send(kind, payload, retry)

    async def again(self, delivery: Delivery) -> Reply:
        """Deliver once more what was delivered before; an event is marked as a retry, as Slack does."""
        retry = Retry(1, "http_timeout") if delivery.kind == "events_api" else None
        return await self._transport.send(delivery.kind, delivery.payload, retry)

    async def close(self) -> None:
        """Let go of what it holds."""
        await self._transport.close()


def millis_since(started: float) -> float:
    """How many milliseconds have gone by since then."""
    return round((time.perf_counter() - started) * 1000, 2)

"""The two roads to the app, as one interface."""

import time
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
        return self.failure is None


class Transport(Protocol):
    """Carries one payload to the app and its answer back. `kind` is Socket Mode's envelope type."""

    @property
    def connected(self) -> bool: ...

    async def send(self, kind: str, payload: Json, retry: Retry | None = None) -> Reply: ...

    async def close(self) -> None: ...


def millis_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)

"""How real time bears on the workspace; tests hand in their own."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Deadlines in seconds of real time, as Slack documents them. `monotonic` is what they are measured by.

    `ack_seconds` and `trigger_seconds` are Slack's 3; an event not acked is sent again after each of
    `event_retries`; a `response_url` works `response_uses` times within `response_seconds`.
    """

    monotonic: Callable[[], float] = time.monotonic
    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    event_retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    response_seconds: float = 1800.0
    response_uses: int = 5

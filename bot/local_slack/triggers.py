"""Trigger ids: three seconds to open a view, once."""

import secrets
from dataclasses import dataclass

from bot.local_slack.pace import Pace
from bot.local_slack.state import SlackError


@dataclass
class Trigger:
    """Who did something, in which open view if any, and when by the monotonic clock."""

    user: str
    view_id: str | None
    at: float
    used: bool = False


class Triggers:
    """Issues trigger ids and takes each back once."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id, which works once and for three seconds."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**13)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(user, view_id, self._pace.monotonic())
        return trigger_id

    def use(self, trigger_id: str) -> Trigger:
        """Take a trigger. Refuses one that never was, one too old, and one already exchanged."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("trigger_exchanged")
        if self._pace.monotonic() - trigger.at > self._pace.trigger_seconds:
            raise SlackError("trigger_expired")
        trigger.used = True
        return trigger

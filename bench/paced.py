"""A Slack that keeps its own limits, and a clock that skips what is only waited for: a broadcast of ten minutes in seconds."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.clock import SystemClock
from bot.local_slack.api import METHODS
from bot.local_slack.pace import Pace
from bot.local_slack.rates import Rates, TooFast
from bot.store.pauses import POSTS

POST = "chat.postMessage"
LATENCY = 0.12  # seconds, from the bot to Slack and back


class SkippingClock:
    """Real time, and whatever was skipped of it."""

    def __init__(self) -> None:
        self._real = SystemClock()
        self._skipped = timedelta()

    def now(self) -> datetime:
        """The moment it would be had nothing been skipped."""
        return self._real.now() + self._skipped

    def skip(self, seconds: float) -> None:
        """Let so much time have passed."""
        self._skipped += timedelta(seconds=seconds)

    def seconds(self) -> float:
        """For whoever measures."""
        return self.now().timestamp()


class PacedSlack(WebClient):
    """Answers as Slack would, after as long as it would take, and refuses with 429 what comes faster than its limits."""

    def __init__(self, clock: SkippingClock) -> None:
        super().__init__(token="xoxb-bench", retry_handlers=[])
        self.clock = clock
        self.rates = Rates(Pace(monotonic=clock.seconds))
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def api_call(self, api_method: str, **sent: Any) -> SlackResponse:
        """One call, within the limits or not."""
        self.clock.skip(LATENCY)
        said = sent.get("json") or sent.get("params") or sent.get("data") or {}
        try:
            self.rates.take(api_method, a_minute(api_method))
            if api_method == POST:
                self.rates.take_channel(said["channel"])
        except TooFast as refused:
            self.refused[api_method] += 1
            told = _response(self, api_method, 429, {"ok": False, "error": "ratelimited"}, refused.seconds)
            raise SlackApiError("ratelimited", told) from None
        self.done[api_method] += 1
        return _response(self, api_method, 200, self._answer(api_method, said))

    def _answer(self, method: str, said: dict[str, Any]) -> dict[str, Any]:
        if method == "conversations.open":
            return {"ok": True, "channel": {"id": f"D{said['users']}"}}
        if method == "users.info":
            return {"ok": True, "user": {"id": said["user"], "tz": "Europe/London"}}
        return {"ok": True, "channel": said.get("channel", ""), "ts": f"{self.done[method]}.1"}

    def required(self) -> tuple[str, float]:
        """The method whose limit takes longest for what was done, and the seconds that it takes."""
        return max(((each, n * 60 / a_minute(each)) for each, n in self.done.items()), key=lambda one: one[1])


def a_minute(method: str) -> int:
    """How many calls of a method Slack takes in a minute; of messages, what SLACK.md reads “several hundred” as."""
    return POSTS.a_minute if method == POST else METHODS[method].per_minute


def _response(
    client: WebClient, method: str, status: int, said: dict[str, Any], wait: int | None = None
) -> SlackResponse:
    headers = {"Retry-After": str(wait)} if wait is not None else {}
    return SlackResponse(
        client=client,
        http_verb="POST",
        api_url=method,
        req_args={},
        data=said,
        headers=headers,
        status_code=status,
    )

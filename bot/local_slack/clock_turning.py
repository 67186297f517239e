"""Turning governance time from the page."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.local_slack.seed import ClockControl, Json
from bot.local_slack.state import SlackError

LONDON = ZoneInfo("Europe/London")


def turn(clock: ClockControl | None, asked: Json) -> None:
    """Do `{advance: {minutes, hours, days}}`, `{to: ISO instant, London time if without a zone}` or `{reset: true}`."""
    if clock is None:
        raise SlackError("clock_cannot_be_turned", ["This workspace was started without a clock that turns."])
    if asked == {"reset": True}:
        clock.reset()
    elif set(asked) == {"to"}:
        try:
            instant = datetime.fromisoformat(str(asked["to"]))
        except ValueError:
            raise SlackError("invalid_arguments", [f"{asked['to']!r} is not a date and time"]) from None
        local = instant if instant.tzinfo else instant.replace(tzinfo=LONDON)
        clock.turn_to(local.astimezone(UTC))
    elif set(asked) == {"advance"} and set(asked["advance"]) <= {"minutes", "hours", "days"}:
        try:
            clock.turn_to(clock.now() + timedelta(**asked["advance"]))
        except (TypeError, OverflowError):
            raise SlackError(
                "invalid_arguments", ["advance takes numbers of minutes, hours and days"]
            ) from None
    else:
        raise SlackError("invalid_arguments", ["the clock takes advance, to or reset"])

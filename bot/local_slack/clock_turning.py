"""Turning governance time from the page."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

from bot.local_slack.seed import ClockControl, Json
from bot.local_slack.state import SlackError

LONDON = ZoneInfo("Europe/London")


def turn(clock: ClockControl | None, asked: Json) -> None:
    """Do `{advance: {minutes, hours, days}}`, `{to: ISO instant, London time if without a zone}`,
    `{next_working_day: true}` or `{reset: true}`."""
    if clock is None:
        raise SlackError("clock_cannot_be_turned", ["This workspace was started without a clock that turns."])
    if asked == {"reset": True}:
        clock.reset()
    elif asked == {"next_working_day": True}:
        clock.turn_to(_next_working_morning(clock.now()))
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
        raise SlackError("invalid_arguments", ["the clock takes advance, to, next_working_day or reset"])


def _next_working_morning(now: datetime) -> datetime:
    """09:00 in London on the next day that is neither a weekend nor a bank holiday in England."""
    closed = holidays.country_holidays("GB", subdiv="ENG")
    day = now.astimezone(LONDON).date() + timedelta(days=1)
    while day.weekday() >= 5 or day in closed:
        day += timedelta(days=1)
    return datetime.combine(day, time(9), LONDON).astimezone(UTC)

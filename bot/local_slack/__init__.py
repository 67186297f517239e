"""A Slack-compatible workspace on your own machine: Web API, Socket Mode, signed HTTP, and a page in the browser."""

from bot.local_slack.driver import Actor, Answer
from bot.local_slack.local import LocalSlack
from bot.local_slack.pace import Pace
from bot.local_slack.seed import ClockControl, Seed, SeedApp, SeedChannel, SeedTeam, SeedUser
from bot.local_slack.state import SlackError
from bot.local_slack.transport import Delivery

__all__ = [
    "Actor",
    "Answer",
    "ClockControl",
    "Delivery",
    "LocalSlack",
    "Pace",
    "Seed",
    "SeedApp",
    "SeedChannel",
    "SeedTeam",
    "SeedUser",
    "SlackError",
]

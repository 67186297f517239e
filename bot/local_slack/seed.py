"""Who and what a local workspace starts with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Json = dict[str, Any]


@dataclass(frozen=True)
class SeedTeam:
    """A workspace: its `T…` id, the name people read and its domain."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True)
class SeedUser:
    """A person or bot. `team_id` other than the workspace's makes an external (Slack Connect) member;
    `is_restricted` a guest, `is_ultra_restricted` a guest of one channel."""

    id: str
    name: str
    real_name: str
    email: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    team_id: str | None = None
    tz: str = "Europe/London"
    title: str = ""


@dataclass(frozen=True)
class SeedChannel:
    """A channel and the ids of the people in it."""

    id: str
    name: str
    is_private: bool = False
    members: tuple[str, ...] = ()
    topic: str = ""
    bot_is_member: bool = True


@dataclass(frozen=True)
class SeedApp:
    """The one app of the workspace and the bot user it speaks as."""

    app_id: str
    bot_user_id: str
    bot_id: str
    bot_name: str


@dataclass(frozen=True)
class Seed:
    """Everything a workspace starts with; the tokens and the secret are what the bot is given."""

    team: SeedTeam
    users: tuple[SeedUser, ...]
    channels: tuple[SeedChannel, ...]
    app: SeedApp
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)


class ClockControl(Protocol):
    """Governance time, which the page may turn. Instants are aware and in UTC."""

    def now(self) -> datetime:
        """Governance time."""
        ...

    def turn_to(self, instant: datetime) -> None:
        """Make it this instant."""
        ...

    def reset(self) -> None:
        """Back to real time."""
        ...

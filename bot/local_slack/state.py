"""The workspace itself: people, conversations, messages, views and files, held in memory.

Everything here is touched on one thread only, the workspace's own.
"""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.local_slack.hub import Hub
from bot.local_slack.manifest import Manifest
from bot.local_slack.pace import Pace
from bot.local_slack.seed import ClockControl, Json, Seed, SeedUser


class SlackError(Exception):
    """A refusal with Slack's own error code, as the Web API answers it."""

    def __init__(self, code: str, messages: list[str] | None = None, **extra: object) -> None:
        super().__init__(code if not messages else f"{code}: {'; '.join(messages)}")
        self.code = code
        self.messages = messages or []
        self.extra = extra


@dataclass
class Conversation:
    """A channel or direct message. `kind` is public, private, im or mpim; `messages` are oldest first."""

    id: str
    name: str
    kind: str
    members: list[str]
    topic: str = ""
    created: int = 0
    messages: list[Json] = field(default_factory=list)
    ephemerals: list[Json] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)

    def message(self, ts: str) -> Json | None:
        """A message by its timestamp."""
        return next((each for each in self.messages if each["ts"] == ts), None)

    def ephemeral(self, ts: str, user: str) -> Json | None:
        """A message only this person sees."""
        return next((e for e in self.ephemerals if e["ts"] == ts and e["only_for_you"] == user), None)


@dataclass
class OpenView:
    """A view on somebody's screen: Slack's view object and whose it is."""

    view: Json
    user: str


@dataclass
class StoredFile:
    """A file: Slack's file object, its bytes, and where it has been shared."""

    file: Json
    content: bytes | None
    owner: str


class Workspace:
    """The state every other module reads and changes."""

    def __init__(self, seed: Seed, manifest: Manifest, clock: ClockControl | None, pace: Pace) -> None:
        self.seed = seed
        self.manifest = manifest
        self.clock = clock
        self.pace = pace
        self.hub = Hub()
        self.base_url = ""
        self.users: dict[str, SeedUser] = {user.id: user for user in seed.users}
        bot = seed.app.bot_user_id
        if bot not in self.users:
            self.users[bot] = SeedUser(bot, seed.app.bot_name.lower(), seed.app.bot_name, is_bot=True)
        self.conversations: dict[str, Conversation] = {}
        for each in seed.channels:
            members = [m for m in each.members if m != bot] + ([bot] if each.bot_is_member else [])
            kind = "private" if each.is_private else "public"
            self.conversations[each.id] = Conversation(
                each.id, each.name, kind, members, each.topic, int(time.time())
            )
        self.stacks: dict[str, list[OpenView]] = {}
        self.homes: dict[str, Json] = {}
        self.files: dict[str, StoredFile] = {}
        self._last_ts = 0

    # -- names and ids -------------------------------------------------------------------------------

    def new_id(self, prefix: str) -> str:
        """A new id with this prefix, such as `V…`."""
        alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
        return prefix + "".join(secrets.choice(alphabet) for _ in range(10))

    def new_ts(self) -> str:
        """A message timestamp: real time in microseconds, never the same twice."""
        self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def governance_now(self) -> str | None:
        """What the turned clock says, as an ISO instant, for the page to show beside a message."""
        return self.clock.now().isoformat() if self.clock else None

    # -- people --------------------------------------------------------------------------------------

    @property
    def bot(self) -> str:
        """The bot’s own user id."""
        return self.seed.app.bot_user_id

    def user(self, user_id: str) -> SeedUser:
        """Somebody by id; an unknown one is `user_not_found`."""
        if user_id not in self.users:
            raise SlackError("user_not_found")
        return self.users[user_id]

    def team_of(self, user: SeedUser) -> str:
        """The workspace somebody belongs to."""
        return user.team_id or self.seed.team.id

    def is_external(self, user: SeedUser) -> bool:
        """Whether somebody comes from another workspace."""
        return user.is_stranger or self.team_of(user) != self.seed.team.id

    # -- conversations -------------------------------------------------------------------------------

    def conversation(self, channel: str) -> Conversation:
        """A conversation by id; an unknown one is `channel_not_found`."""
        if channel not in self.conversations:
            raise SlackError("channel_not_found")
        return self.conversations[channel]

    def by_name(self, name: str) -> Conversation | None:
        """A channel by name, with or without #."""
        return next((c for c in self.conversations.values() if c.name and c.name == name.lstrip("#")), None)

    def im_with(self, user_id: str) -> Conversation:
        """The direct message between the app and one person, opened if need be."""
        for each in self.conversations.values():
            if each.kind == "im" and user_id in each.members:
                return each
        im = Conversation(self.new_id("D"), "", "im", [user_id, self.bot], created=int(time.time()))
        self.conversations[im.id] = im
        self.hub.tell({"type": "channels"}, im.members)
        return im

    def group_with(self, user_ids: list[str]) -> Conversation:
        """The group direct message of the app and these people, opened if need be."""
        wanted = {*user_ids, self.bot}
        for each in self.conversations.values():
            if each.kind == "mpim" and set(each.members) == wanted:
                return each
        names = "--".join(self.users[u].name for u in sorted(wanted))
        group = Conversation(
            self.new_id("G"), f"mpdm-{names}-1", "mpim", sorted(wanted), "", int(time.time())
        )
        self.conversations[group.id] = group
        self.hub.tell({"type": "channels"}, group.members)
        return group

    def seen_by(self, user_id: str) -> Iterator[Conversation]:
        """The conversations a person can see: those they are in, and public ones unless guest or external."""
        user = self.users[user_id]
        outsider = user.is_restricted or user.is_ultra_restricted or self.is_external(user)
        for each in self.conversations.values():
            if user_id in each.members or (each.kind == "public" and not outsider):
                yield each

    def viewers(self, conversation: Conversation) -> list[str]:
        """Everybody who can see a conversation."""
        return [user_id for user_id in self.users if conversation in self.seen_by(user_id)]

    # -- views ---------------------------------------------------------------------------------------

    def open_view(self, view_id: str) -> OpenView | None:
        """A view on somebody’s screen, by its id."""
        return next((v for stack in self.stacks.values() for v in stack if v.view["id"] == view_id), None)

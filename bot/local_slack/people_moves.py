"""Changes of people: joining and leaving a channel, arriving, being changed or deactivated."""

from dataclasses import replace

from bot.local_slack.describe import user_object
from bot.local_slack.events import Events
from bot.local_slack.seed import Json, SeedUser
from bot.local_slack.state import Workspace


class PeopleMoves:
    """Changes who is where, and tells the app by the events Slack would send."""

    def __init__(self, ws: Workspace, events: Events) -> None:
        self._ws = ws
        self._events = events

    def join(self, user_id: str, channel: str) -> None:
        """Put somebody in a channel."""
        conversation = self._ws.conversation(channel)
        user = self._ws.user(user_id)
        if user_id in conversation.members:
            return
        conversation.members.append(user_id)
        if self._ws.bot in conversation.members:
            event = {"type": "member_joined_channel", "user": user_id, "channel": channel}
            self._membership("member_joined_channel", event, self._ws.team_of(user), conversation.kind)

    def leave(self, user_id: str, channel: str) -> None:
        """Take somebody out of a channel."""
        conversation = self._ws.conversation(channel)
        if user_id not in conversation.members:
            return
        told = self._ws.bot in conversation.members and user_id != self._ws.bot
        conversation.members.remove(user_id)
        if told:
            event = {"type": "member_left_channel", "user": user_id, "channel": channel}
            self._membership(
                "member_left_channel", event, self._ws.team_of(self._ws.user(user_id)), conversation.kind
            )

    def _membership(self, kind: str, event: Json, team: str, channel_kind: str) -> None:
        letter = "C" if channel_kind == "public" else "G"
        self._ws.hub.tell({"type": "channels"})
        self._events.emit(kind, event | {"channel_type": letter, "team": team, "event_ts": self._ws.new_ts()})

    def arrive(self, user: SeedUser) -> None:
        """Add somebody to the workspace."""
        self._ws.users[user.id] = user
        self._tell_user("team_join", user)

    def change(self, user_id: str, **fields: object) -> None:
        """Change fields of a person; `deleted=True` deactivates them."""
        user = replace(self._ws.user(user_id), **fields)  # type: ignore[arg-type]
        self._ws.users[user_id] = user
        self._tell_user("user_change", user)

    def _tell_user(self, kind: str, user: SeedUser) -> None:
        self._ws.hub.tell({"type": "channels"})
        if "users:read" not in self._ws.manifest.scopes:
            return
        shape = user_object(self._ws, user, "users:read.email" in self._ws.manifest.scopes)
        self._events.emit(kind, {"type": kind, "user": shape, "event_ts": self._ws.new_ts()})

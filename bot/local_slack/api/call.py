"""One call of a Web API method, and what a method is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.local_slack.api.arguments import Parse
from bot.local_slack.modals import Modals
from bot.local_slack.posting import Posting
from bot.local_slack.rates import Rates
from bot.local_slack.seed import Json
from bot.local_slack.socket_mode import SocketMode
from bot.local_slack.state import Conversation, SlackError, Workspace
from bot.local_slack.triggers import Triggers


@dataclass(frozen=True)
class Tools:
    """What methods work with. `sockets` is None when payloads go by signed HTTP."""

    ws: Workspace
    posting: Posting
    modals: Modals
    triggers: Triggers
    sockets: SocketMode | None
    rates: Rates | None


@dataclass(frozen=True)
class Call:
    """A call that has passed the door: token, scope, rate and arguments are right."""

    tools: Tools
    args: dict[str, Any]

    @property
    def ws(self) -> Workspace:
        """The workspace called."""
        return self.tools.ws

    def need(self, *scopes: str) -> None:
        """Refuse the call unless the manifest asks for one of these scopes."""
        if not self.ws.manifest.scopes.intersection(scopes):
            provided = ",".join(sorted(self.ws.manifest.scopes))
            raise SlackError("missing_scope", needed=",".join(scopes), provided=provided)

    def channel(self, key: str = "channel") -> Conversation:
        """The conversation named by an argument. A private one the bot is not in does not exist for it."""
        conversation = self.ws.conversation(self.args[key])
        if conversation.kind != "public" and self.ws.bot not in conversation.members:
            raise SlackError("channel_not_found")
        return conversation


SCOPE_PREFIX = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


def scope_for(conversation: Conversation, verb: str) -> str:
    """The scope a kind of conversation needs: channels:read, groups:history and so on."""
    return f"{SCOPE_PREFIX[conversation.kind]}:{verb}"


@dataclass(frozen=True)
class Method:
    """A Web API method: what it does, the scopes any one of which opens it, its calls a minute, its arguments."""

    run: Callable[[Call], Json]
    per_minute: int
    scopes: tuple[str, ...] = ()
    arguments: Mapping[str, Parse] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    app_token: bool = False


# Slack's tiers, in calls a minute (docs.slack.dev/apis/web-api/rate-limits). Tier 1 is "1+, with small bursts".
TIER_1, TIER_2, TIER_3, TIER_4, SPECIAL = 10, 20, 50, 100, 300

"""The Events API: what happened in the workspace, told to the app if its manifest subscribes."""

import asyncio
import time

from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, Workspace
from bot.local_slack.transport import Retry, Transport

MESSAGE_EVENT = {
    "public": ("message.channels", "channels:history", "channel"),
    "private": ("message.groups", "groups:history", "group"),
    "im": ("message.im", "im:history", "im"),
    "mpim": ("message.mpim", "mpim:history", "mpim"),
}


class Events:
    """Sends each event once it is subscribed to, and again (three times at most) until it is acked."""

    def __init__(self, ws: Workspace, transport: Transport) -> None:
        self._ws = ws
        self._transport = transport
        self._tasks: set[asyncio.Task[None]] = set()

    def emit(self, subscription: str, event: Json) -> asyncio.Event | None:
        """Start delivering an event; None if the manifest does not subscribe to it.

        What is answered is set once the first attempt has ended, acked or not.
        """
        if subscription not in self._ws.manifest.bot_events:
            return None
        tried = asyncio.Event()
        task = asyncio.ensure_future(self._deliver(self._wrapped(event), tried))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return tried

    def message(self, conversation: Conversation, event: Json) -> None:
        """A message event, if the bot is in the conversation and may read it; also app_mention."""
        if self._ws.bot not in conversation.members:
            return
        subscription, scope, channel_type = MESSAGE_EVENT[conversation.kind]
        now = self._ws.new_ts()
        event = {"type": "message", "channel": conversation.id, "event_ts": now, **event}
        if scope in self._ws.manifest.scopes:
            self.emit(subscription, event | {"channel_type": channel_type})
        mentioned = f"<@{self._ws.bot}>" in str(event.get("text", ""))
        if mentioned and "subtype" not in event and conversation.kind != "im":
            self.emit("app_mention", event | {"type": "app_mention"})

    async def close(self) -> None:
        """Give up what is still being sent."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _wrapped(self, event: Json) -> Json:
        seed = self._ws.seed
        return {
            "token": "local",
            "team_id": seed.team.id,
            "context_team_id": seed.team.id,
            "context_enterprise_id": None,
            "api_app_id": seed.app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self._ws.new_id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": seed.team.id,
                    "user_id": seed.app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": self._ws.new_id("4-"),
        }

    async def _deliver(self, payload: Json, tried: asyncio.Event) -> None:
        try:
            reply = await self._transport.send("events_api", payload)
        finally:
            tried.set()
            self._ws.hub.touch()
        for attempt, wait in enumerate(self._ws.pace.event_retries, start=1):
            if reply.acked or reply.no_retry:
                break
            await asyncio.sleep(wait)
            retry = Retry(attempt, reply.failure or "unknown_error")
            reply = await self._transport.send("events_api", payload, retry)
            self._ws.hub.touch()
        if not reply.acked:
            kind = payload["event"]["type"]
            text = (
                f"The app did not acknowledge the event {kind} ({reply.failure}), and it has been given up."
            )
            self._ws.hub.tell({"type": "notice", "level": "error", "text": text})

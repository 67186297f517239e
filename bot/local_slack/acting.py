"""Everything a person can do in the workspace besides commands, clicks and forms: say, upload, delete a file, open App Home."""

from bot.local_slack.events import Events
from bot.local_slack.files import LARGEST, delete, described, expect_upload, receive, share
from bot.local_slack.interactions import Interactions
from bot.local_slack.posting import Posting
from bot.local_slack.seed import Json
from bot.local_slack.state import SlackError, Workspace


class Acting:
    """What the page's composer, its Home tab and its file fields do."""

    def __init__(self, ws: Workspace, posting: Posting, events: Events, interactions: Interactions) -> None:
        self._ws = ws
        self._posting = posting
        self._events = events
        self._interactions = interactions

    def say(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, *, is_encoded: bool = False
    ) -> Json:
        """Post what somebody typed; `&`, `<` and `>` are escaped as Slack does.

        `is_encoded` when the composer has done so, since only it knows which names were chosen and which typed.
        """
        self._interactions.acting(user)
        conversation = self._interactions.seen(user, channel)
        if user not in conversation.members:
            raise SlackError("not_in_channel")
        if not text.strip():
            raise SlackError("no_text")
        escaped = text if is_encoded else _escaped(text, self._ws.bot)
        thread = {}
        if thread_ts:
            if conversation.message(thread_ts) is None:
                raise SlackError("thread_not_found")
            thread = {"thread_ts": thread_ts}
        return self._posting.post(conversation, user, {"text": escaped, **thread})

    def upload(self, user: str, channel: str | None, name: str, content: bytes) -> Json:
        """Take a file from somebody: shared in a channel, or kept for a file field of a form. Ten megabytes at most."""
        self._interactions.acting(user)
        if not name or not content:
            raise SlackError("no_file_data", ["That file is empty: there is nothing in it."])
        if len(content) > LARGEST:
            raise SlackError("file_too_large", ["Files here may be up to 10 MB."])
        conversation = self._interactions.seen(user, channel) if channel else None
        if conversation and user not in conversation.members:
            raise SlackError("not_in_channel")
        stored = receive(self._ws, expect_upload(self._ws, name, len(content), user), content)
        if conversation:
            share(self._ws, self._posting, conversation, user, [stored], {"text": ""})
        return described(stored)

    def delete_file(self, user: str, file_id: str) -> None:
        """Delete a file of one's own, wherever it was shared."""
        self._interactions.acting(user)
        delete(self._ws, self._posting, user, file_id)

    async def open_home(self, user: str) -> Json | None:
        """Open the app's Home tab: the app is told, and what it has published is shown, once it has acked."""
        self._interactions.acting(user)
        if not self._ws.manifest.has_home_tab or self._ws.is_external(self._ws.users[user]):
            raise SlackError("not_enabled", ["The App Home of this app is not open to you."])
        im = self._ws.im_with(user)
        event: Json = {"type": "app_home_opened", "user": user, "channel": im.id, "tab": "home"}
        if home := self._ws.homes.get(user):
            event["view"] = home
        if tried := self._events.emit("app_home_opened", event | {"event_ts": self._ws.new_ts()}):
            await tried.wait()
        return self._ws.homes.get(user)


def _escaped(text: str, bot: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace(f"&lt;@{bot}&gt;", f"<@{bot}>")

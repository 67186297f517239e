"""Putting messages into conversations: stored as sent, shown on the page, told to the app."""

from collections.abc import Iterable

from bot.local_slack.describe import web_message
from bot.local_slack.events import Events
from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, Workspace


def with_ids(ws: Workspace, blocks: list[Json]) -> list[Json]:
    """The blocks with a block_id and action_ids made up where the sender left them out, as Slack does."""

    def element(each: Json) -> Json:
        interactive = each.get("type") not in {"image", "mrkdwn", "plain_text"} and "type" in each
        return each if not interactive or "action_id" in each else each | {"action_id": ws.new_id("a")[:6]}

    def block(each: Json) -> Json:
        each = each if "block_id" in each else each | {"block_id": ws.new_id("b")[:6]}
        if each["type"] in {"actions", "context_actions"}:
            return each | {"elements": [element(e) for e in each["elements"]]}
        holder = {"section": "accessory", "input": "element"}.get(each["type"])
        return each | {holder: element(each[holder])} if holder and holder in each else each

    return [block(each) for each in blocks]


class Posting:
    """Every change to a conversation's messages goes through here."""

    def __init__(self, ws: Workspace, events: Events) -> None:
        self._ws = ws
        self._events = events

    def post(self, conversation: Conversation, author: str, content: Json) -> Json:
        """Add a message by `author`. `content` holds text and, as wanted, blocks, metadata, files, thread_ts."""
        ws = self._ws
        message: Json = {
            "type": "message",
            "user": author,
            "ts": ws.new_ts(),
            "team": ws.seed.team.id,
            **content,
        }
        if author == ws.bot:
            app = ws.seed.app
            message |= {
                "bot_id": app.bot_id,
                "app_id": app.app_id,
                "bot_profile": {
                    "id": app.bot_id,
                    "app_id": app.app_id,
                    "name": app.bot_name,
                    "team_id": ws.seed.team.id,
                },
            }
        else:
            message["team"] = ws.team_of(ws.users[author])
        if "blocks" in message:
            message["blocks"] = with_ids(ws, message["blocks"])
        message["posted_at"] = ws.governance_now()
        self._count_reply(conversation, message)
        conversation.messages.append(message)
        conversation.read[author] = message["ts"]
        self._tell("message", conversation, {"message": message})
        self._events.message(conversation, web_message(message, with_metadata=False))
        return message

    def change(self, conversation: Conversation, message: Json, content: Json, author: str) -> Json:
        """Replace parts of a message (a key whose value is None goes) and mark it edited."""
        before = web_message(message, with_metadata=False)
        for key, value in content.items():
            if value is None:
                message.pop(key, None)
            else:
                message[key] = with_ids(self._ws, value) if key == "blocks" else value
        message["edited"] = {"user": author, "ts": self._ws.new_ts()}
        self._tell("message_changed", conversation, {"message": message})
        changed = web_message(message, with_metadata=False)
        event = {"subtype": "message_changed", "message": changed, "previous_message": before, "hidden": True}
        self._events.message(conversation, event | {"ts": message["edited"]["ts"]})
        return message

    def delete(self, conversation: Conversation, message: Json) -> None:
        """Take a message away."""
        conversation.messages.remove(message)
        self._tell("message_deleted", conversation, {"ts": message["ts"]})
        gone = web_message(message, with_metadata=False)
        event = {
            "subtype": "message_deleted",
            "previous_message": gone,
            "deleted_ts": message["ts"],
            "hidden": True,
        }
        self._events.message(conversation, event | {"ts": self._ws.new_ts()})

    def post_ephemeral(self, conversation: Conversation, user: str, content: Json) -> Json:
        """Show one person a message nobody else sees; it is in no history and only its response_url reaches it."""
        ws = self._ws
        app = ws.seed.app
        message: Json = {
            "type": "message",
            "subtype": "bot_message",
            "user": ws.bot,
            "bot_id": app.bot_id,
            "app_id": app.app_id,
            "ts": ws.new_ts(),
            **content,
            "ephemeral": True,
            "only_for_you": user,
            "posted_at": ws.governance_now(),
        }
        if "blocks" in message:
            message["blocks"] = with_ids(ws, message["blocks"])
        conversation.ephemerals.append(message)
        self._tell("ephemeral", conversation, {"message": message}, [user])
        return message

    def change_ephemeral(self, conversation: Conversation, message: Json, content: Json) -> None:
        """Replace what an ephemeral message shows."""
        for key in ("text", "blocks", "metadata"):
            message.pop(key, None)
        message |= content
        if "blocks" in message:
            message["blocks"] = with_ids(self._ws, message["blocks"])
        self._tell("message_changed", conversation, {"message": message}, [message["only_for_you"]])

    def delete_ephemeral(self, conversation: Conversation, message: Json) -> None:
        """Take an ephemeral message away."""
        conversation.ephemerals.remove(message)
        self._tell("message_deleted", conversation, {"ts": message["ts"]}, [message["only_for_you"]])

    def file_shared(self, conversation: Conversation, file_id: str, user: str) -> None:
        """Tell the app that a file was shared where it is."""
        if self._ws.bot in conversation.members and "files:read" in self._ws.manifest.scopes:
            event = {"type": "file_shared", "file_id": file_id, "user_id": user, "file": {"id": file_id}}
            self._events.emit(
                "file_shared", event | {"channel_id": conversation.id, "event_ts": self._ws.new_ts()}
            )

    def show_files(self, conversation: Conversation, message: Json, files: list[Json]) -> None:
        """Show a message with these files: what became of a file is no edit of the message."""
        message["files"] = files
        self._tell("message_changed", conversation, {"message": message})

    def file_deleted(self, file_id: str) -> None:
        """Tell the app that a file is gone."""
        if "files:read" in self._ws.manifest.scopes:
            event = {"type": "file_deleted", "file_id": file_id, "event_ts": self._ws.new_ts()}
            self._events.emit("file_deleted", event)

    def _count_reply(self, conversation: Conversation, message: Json) -> None:
        parent = conversation.message(message.get("thread_ts", ""))
        if parent is None:
            return
        people = parent.get("reply_users", [])
        parent |= {
            "thread_ts": parent["ts"],
            "reply_count": parent.get("reply_count", 0) + 1,
            "reply_users": people if message["user"] in people else [*people, message["user"]],
            "latest_reply": message["ts"],
        }

    def _tell(
        self, kind: str, conversation: Conversation, body: Json, users: Iterable[str] | None = None
    ) -> None:
        event = {"type": kind, "channel": conversation.id, **body}
        self._ws.hub.tell(event, self._ws.viewers(conversation) if users is None else users)

"""response_url: five answers within thirty minutes to one command or one click in a message."""

import secrets
from dataclasses import dataclass

from bot.local_slack.blockkit import check_message_blocks, check_metadata
from bot.local_slack.posting import Posting
from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, SlackError, Workspace

ALLOWED = frozenset(
    {
        "text",
        "blocks",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "metadata",
        "unfurl_links",
        "unfurl_media",
    }
)
LONGEST_TEXT = 40_000


@dataclass
class Grant:
    """What one response_url may answer: a person in a conversation, and the message it came from if any."""

    channel: str
    user: str
    at: float
    original: str | None
    original_is_ephemeral: bool
    uses: int = 0


class ResponseUrls:
    """Issues response_urls and does what is posted to them."""

    def __init__(self, ws: Workspace, posting: Posting) -> None:
        self._ws = ws
        self._posting = posting
        self._grants: dict[str, Grant] = {}

    def issue(self, channel: str, user: str, original: Json | None = None) -> str:
        """A new response_url for an answer to one person in one conversation."""
        key = f"{self._ws.seed.team.id}/{secrets.randbelow(10**13)}/{secrets.token_urlsafe(18)}"
        self._grants[key] = Grant(
            channel,
            user,
            self._ws.pace.monotonic(),
            original["ts"] if original else None,
            bool(original and original.get("ephemeral")),
        )
        return f"{self._ws.base_url}/response/{key}"

    def respond(self, key: str, body: Json) -> None:
        """Do what was posted. Refuses a stale address, one used five times, and a body Slack would not show."""
        grant = self._grants.get(key)
        pace = self._ws.pace
        if grant is None:
            raise SlackError("no_such_response_url")
        if pace.monotonic() - grant.at > pace.response_seconds:
            raise SlackError("expired_url")
        if grant.uses >= pace.response_uses:
            raise SlackError("used_url")
        self.show(grant, body)
        grant.uses += 1

    def answer(self, url: str, body: Json) -> Json | None:
        """Show what a command's ack carried; it does not count against the five."""
        return self.show(self._grants[url.removeprefix(f"{self._ws.base_url}/response/")], body)

    def show(self, grant: Grant, body: Json) -> Json | None:
        """Do what a response says: post, replace or delete."""
        conversation = self._ws.conversation(grant.channel)
        if body.get("delete_original"):
            self._delete(conversation, grant)
            return None
        content = read_content(body)
        if body.get("replace_original") and grant.original is not None:
            return self._replace(conversation, grant, content)
        if body.get("response_type", "ephemeral") == "in_channel":
            return self._posting.post(conversation, self._ws.bot, content)
        return self._posting.post_ephemeral(conversation, grant.user, content)

    def _delete(self, conversation: Conversation, grant: Grant) -> None:
        message = self._original(conversation, grant)
        if grant.original_is_ephemeral:
            self._posting.delete_ephemeral(conversation, message)
        else:
            self._posting.delete(conversation, message)

    def _replace(self, conversation: Conversation, grant: Grant, content: Json) -> Json:
        message = self._original(conversation, grant)
        if grant.original_is_ephemeral:
            self._posting.change_ephemeral(conversation, message, content)
            return message
        whole = {"blocks": None, **content}
        return self._posting.change(conversation, message, whole, self._ws.bot)

    def _original(self, conversation: Conversation, grant: Grant) -> Json:
        ts = grant.original or ""
        found = (
            conversation.ephemeral(ts, grant.user)
            if grant.original_is_ephemeral
            else conversation.message(ts)
        )
        if found is None:
            raise SlackError("message_not_found")
        return found


def read_content(body: Json) -> Json:
    """The message a response carries: text, blocks, metadata, thread_ts. Refuses unknown keys and bad blocks."""
    if unknown := sorted(set(body) - ALLOWED):
        raise SlackError("invalid_payload", [f"[ERROR] unknown argument: {key}" for key in unknown])
    kind = body.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise SlackError("invalid_payload", ["[ERROR] response_type must be ephemeral or in_channel"])
    text = body.get("text", "")
    if not isinstance(text, str):
        raise SlackError("invalid_payload", ["[ERROR] text must be a string"])
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    content: Json = {"text": text}
    if blocks := body.get("blocks"):
        check_message_blocks(blocks)
        content["blocks"] = blocks
    if not text and "blocks" not in content:
        raise SlackError("no_text")
    if metadata := body.get("metadata"):
        check_metadata(metadata)
        content["metadata"] = metadata
    return content | ({"thread_ts": body["thread_ts"]} if body.get("thread_ts") else {})

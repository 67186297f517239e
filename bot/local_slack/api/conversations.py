"""conversations.*: channels and direct messages."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from bot.local_slack.api.arguments import flag, listed, number, words
from bot.local_slack.api.call import SCOPE_PREFIX, TIER_2, TIER_3, TIER_4, Call, Method, scope_for
from bot.local_slack.describe import channel_object, web_message
from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, SlackError

T = TypeVar("T")
TYPE_OF = {"public": "public_channel", "private": "private_channel", "im": "im", "mpim": "mpim"}
READ = tuple(f"{prefix}:read" for prefix in SCOPE_PREFIX.values())
HISTORY = tuple(f"{prefix}:history" for prefix in SCOPE_PREFIX.values())


def page(call: Call, everything: Sequence[T], usual: int, most: int) -> tuple[list[T], str]:
    """One page of a list and the cursor of the next, empty at the end."""
    limit = call.args.get("limit", usual)
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")
    start = 0
    if cursor := call.args.get("cursor"):
        try:
            start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except (binascii.Error, ValueError):
            raise SlackError("invalid_cursor") from None
    end = start + limit
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(everything) else ""
    return list(everything[start:end]), following


def open_(call: Call) -> Json:
    """Open a direct message with one person, or a group one with up to eight."""
    args, ws = call.args, call.ws
    if "channel" in args:
        conversation = call.channel()
    elif not args.get("users"):
        raise SlackError("users_list_not_supplied")
    else:
        people = [each for each in args["users"] if each != ws.bot]
        for each in people:
            if ws.user(each).deleted:
                raise SlackError("user_disabled")
        if not people:
            raise SlackError("cannot_dm_bot")
        if len(people) > 8:
            raise SlackError("too_many_users")
        call.need("im:write" if len(people) == 1 else "mpim:write")
        conversation = ws.im_with(people[0]) if len(people) == 1 else ws.group_with(people)
    whole = args.get("return_im")
    return {"channel": channel_object(ws, conversation) if whole else {"id": conversation.id}}


def info(call: Call) -> Json:
    """What a conversation is, if the bot may know of it."""
    conversation = call.channel()
    call.need(scope_for(conversation, "read"))
    shape = channel_object(call.ws, conversation)
    if not call.args.get("include_num_members"):
        shape.pop("num_members", None)
    return {"channel": shape}


def list_(call: Call) -> Json:
    """The conversations of the kinds asked for, in pages."""
    kinds = call.args.get("types", ["public_channel"])
    if set(kinds) - set(TYPE_OF.values()):
        raise SlackError("invalid_types")
    found: list[Conversation] = []
    for each in call.ws.conversations.values():
        if TYPE_OF[each.kind] in kinds and (each.kind == "public" or call.ws.bot in each.members):
            found.append(each)
    for kind, name in TYPE_OF.items():
        if name in kinds:
            call.need(f"{SCOPE_PREFIX[kind]}:read")
    some, following = page(call, found, 100, 999)
    shapes = [channel_object(call.ws, each) for each in some]
    return {"channels": shapes, "response_metadata": {"next_cursor": following}}


def members(call: Call) -> Json:
    """Who is in a conversation, in pages."""
    conversation = call.channel()
    call.need(scope_for(conversation, "read"))
    some, following = page(call, conversation.members, 100, 999)
    return {"members": some, "response_metadata": {"next_cursor": following}}


def join(call: Call) -> Json:
    """Let the bot into a public channel."""
    conversation = call.channel()
    if conversation.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if call.ws.bot not in conversation.members:
        conversation.members.append(call.ws.bot)
        call.ws.hub.tell({"type": "channels"})
    return {"channel": channel_object(call.ws, conversation)}


def _readable(call: Call) -> Conversation:
    conversation = call.channel()
    call.need(scope_for(conversation, "history"))
    if call.ws.bot not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _instant(args: dict[str, Any], key: str, usual: float) -> float:
    try:
        return float(args.get(key) or usual)
    except ValueError:
        raise SlackError(f"invalid_ts_{key}") from None


def _between(call: Call, messages: list[Json]) -> list[Json]:
    oldest, latest = _instant(call.args, "oldest", 0), _instant(call.args, "latest", 1e12)
    if call.args.get("inclusive"):
        return [m for m in messages if oldest <= float(m["ts"]) <= latest]
    return [m for m in messages if oldest < float(m["ts"]) < latest]


def _messages(call: Call, messages: list[Json], usual: int) -> Json:
    some, following = page(call, messages, usual, 999)
    whole = bool(call.args.get("include_all_metadata"))
    answer: Json = {"messages": [web_message(each, whole) for each in some], "has_more": bool(following)}
    return answer | ({"response_metadata": {"next_cursor": following}} if following else {})


def history(call: Call) -> Json:
    """Messages, newest first, without replies in threads unless they were also sent to the channel."""
    conversation = _readable(call)
    top = [
        m
        for m in conversation.messages
        if m.get("thread_ts", m["ts"]) == m["ts"] or m.get("subtype") == "thread_broadcast"
    ]
    return _messages(call, _between(call, top)[::-1], 100) | {"pin_count": 0}


def replies(call: Call) -> Json:
    """A thread, oldest first, its parent at the head."""
    conversation = _readable(call)
    parent = conversation.message(call.args["ts"])
    if parent is None:
        raise SlackError("thread_not_found")
    root = parent.get("thread_ts", parent["ts"])
    thread = [m for m in conversation.messages if m["ts"] != root and m.get("thread_ts") == root]
    head = [m for m in conversation.messages if m["ts"] == root]
    return _messages(call, head + _between(call, thread), 1000 - 1)


PAGED = {"cursor": words, "limit": number}
SPAN = {"oldest": words, "latest": words, "inclusive": flag, "include_all_metadata": flag, **PAGED}
WRITE = ("channels:manage", "groups:write", "im:write", "mpim:write")

METHODS = {
    "conversations.open": Method(
        open_, TIER_3, WRITE, {"channel": words, "users": listed, "return_im": flag, "prevent_creation": flag}
    ),
    "conversations.info": Method(
        info,
        TIER_3,
        READ,
        {"channel": words, "include_num_members": flag, "include_locale": flag},
        ("channel",),
    ),
    "conversations.list": Method(list_, TIER_2, READ, {"types": listed, "exclude_archived": flag, **PAGED}),
    "conversations.members": Method(members, TIER_4, READ, {"channel": words, **PAGED}, ("channel",)),
    "conversations.join": Method(join, TIER_3, ("channels:join",), {"channel": words}, ("channel",)),
    "conversations.history": Method(history, TIER_3, HISTORY, {"channel": words, **SPAN}, ("channel",)),
    "conversations.replies": Method(
        replies, TIER_3, HISTORY, {"channel": words, "ts": words, **SPAN}, ("channel", "ts")
    ),
}

"""chat.*: messages."""

from typing import Any

from bot.local_slack.api.arguments import flag, structure, words
from bot.local_slack.api.call import SPECIAL, TIER_3, TIER_4, Call, Method
from bot.local_slack.blockkit import check_message_blocks, check_metadata
from bot.local_slack.describe import web_message
from bot.local_slack.files import post_with_links
from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, SlackError

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000


def _content(args: dict[str, Any]) -> Json:
    """The text, blocks and metadata of a message, checked. Neither text nor blocks is `no_text`."""
    if "username" in args or "icon_emoji" in args or "icon_url" in args:
        raise SlackError("missing_scope", needed="chat:write.customize", provided="")
    content: Json = {}
    text = args.get("text", "")
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    if "markdown_text" in args:
        if text or "blocks" in args:
            raise SlackError("markdown_text_conflict")
        if len(args["markdown_text"]) > LONGEST_MARKDOWN:
            raise SlackError("msg_too_long")
        content["blocks"] = [{"type": "markdown", "text": args["markdown_text"]}]
        text = args["markdown_text"]
    if args.get("blocks"):
        check_message_blocks(args["blocks"])
        content["blocks"] = args["blocks"]
    elif "blocks" in args and not isinstance(args["blocks"], list):
        raise SlackError("invalid_blocks_format")
    if args.get("metadata"):
        check_metadata(args["metadata"])
        content["metadata"] = args["metadata"]
    return {"text": text} | content


def _target(call: Call) -> Conversation:
    """Where to post: a conversation the bot is in, or a person's direct message with it."""
    ws, channel = call.ws, call.args["channel"]
    if channel in ws.users:
        return _direct(call, channel)
    named = ws.by_name(channel)
    if named is not None:
        call.args["channel"] = named.id
    conversation = call.channel()
    if ws.bot not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _direct(call: Call, user_id: str) -> Conversation:
    user = call.ws.user(user_id)
    if user.deleted:
        raise SlackError("channel_not_found")
    if user_id == call.ws.bot:
        raise SlackError("cannot_dm_bot")
    return call.ws.im_with(user_id)


def _thread(call: Call, conversation: Conversation) -> Json:
    if "thread_ts" not in call.args:
        return {}
    parent = conversation.message(call.args["thread_ts"])
    if parent is None:
        raise SlackError("thread_not_found")
    thread: Json = {"thread_ts": parent.get("thread_ts", parent["ts"])}
    return thread | ({"subtype": "thread_broadcast"} if call.args.get("reply_broadcast") else {})


def post_message(call: Call) -> Json:
    """Post a message where the bot is, or to a person; one a second in a channel. A link to a file of the bot's shares it."""
    conversation = _target(call)
    content = _content(call.args)
    if not content["text"] and not content.get("blocks"):
        raise SlackError("no_text")
    if call.tools.rates:
        call.tools.rates.take_channel(conversation.id)
    content |= _thread(call, conversation)
    message = post_with_links(call.ws, call.tools.posting, conversation, call.ws.bot, content)
    return {"channel": conversation.id, "ts": message["ts"], "message": web_message(message, True)}


def post_ephemeral(call: Call) -> Json:
    """Show one member of a conversation a message nobody else sees."""
    conversation = _target(call)
    content = _content(call.args)
    if not content["text"] and not content.get("blocks"):
        raise SlackError("no_text")
    user = call.args["user"]
    if user not in conversation.members:
        raise SlackError("user_not_in_channel" if user in call.ws.users else "user_not_found")
    message = call.tools.posting.post_ephemeral(conversation, user, content | _thread(call, conversation))
    return {"message_ts": message["ts"]}


def _mine(call: Call, conversation: Conversation, refusal: str) -> Json:
    message = conversation.message(call.args["ts"])
    if message is None:
        raise SlackError("message_not_found")
    if message["user"] != call.ws.bot:
        raise SlackError(refusal)
    return message


def update(call: Call) -> Json:
    """Change a message of the bot's. What is left out stays as it was; an empty list of blocks removes them."""
    conversation = call.channel()
    message = _mine(call, conversation, "cant_update_message")
    content = _content(call.args)
    if "text" not in call.args and "markdown_text" not in call.args:
        content.pop("text")
    if call.args.get("blocks") == []:
        content["blocks"] = None
    if call.args.get("metadata") == {}:
        content["metadata"] = None
    if not content:
        raise SlackError("no_text")
    if not content.get("text", message["text"]) and not content.get("blocks", message.get("blocks")):
        raise SlackError("no_text")
    changed = call.tools.posting.change(conversation, message, content, call.ws.bot)
    shown = web_message(changed, True)
    return {"channel": conversation.id, "ts": changed["ts"], "text": changed["text"], "message": shown}


def delete(call: Call) -> Json:
    """Take away a message of the bot’s."""
    conversation = call.channel()
    message = _mine(call, conversation, "cant_delete_message")
    call.tools.posting.delete(conversation, message)
    return {"channel": conversation.id, "ts": message["ts"]}


def permalink(call: Call) -> Json:
    """An address for a message that exists."""
    conversation = call.channel()
    ts = call.args["message_ts"]
    if conversation.message(ts) is None:
        raise SlackError("message_not_found")
    link = f"{call.ws.base_url}/archives/{conversation.id}/p{ts.replace('.', '')}"
    return {"channel": conversation.id, "permalink": link}


WHAT = {"text": words, "blocks": structure, "markdown_text": words, "link_names": flag, "parse": words}
LOOK = {"username": words, "icon_emoji": words, "icon_url": words}
THREAD = {"thread_ts": words, "reply_broadcast": flag}

METHODS = {
    "chat.postMessage": Method(
        post_message,
        SPECIAL,
        ("chat:write",),
        {
            "channel": words,
            "metadata": structure,
            "mrkdwn": flag,
            "unfurl_links": flag,
            "unfurl_media": flag,
            **WHAT,
            **LOOK,
            **THREAD,
        },
        ("channel",),
    ),
    "chat.postEphemeral": Method(
        post_ephemeral,
        TIER_4,
        ("chat:write",),
        {"channel": words, "user": words, "thread_ts": words, **WHAT, **LOOK},
        ("channel", "user"),
    ),
    "chat.update": Method(
        update,
        TIER_3,
        ("chat:write",),
        {"channel": words, "ts": words, "metadata": structure, "reply_broadcast": flag, **WHAT},
        ("channel", "ts"),
    ),
    "chat.delete": Method(
        delete, TIER_3, ("chat:write",), {"channel": words, "ts": words}, ("channel", "ts")
    ),
    "chat.getPermalink": Method(
        permalink, SPECIAL, (), {"channel": words, "message_ts": words}, ("channel", "message_ts")
    ),
}

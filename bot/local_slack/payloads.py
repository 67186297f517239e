"""The payloads of interactions, in the shape Slack gives them."""

import time

from bot.local_slack.describe import acting_user, web_message
from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, Workspace


def channel_name(conversation: Conversation) -> str:
    """What Slack calls a channel in a payload: private channels and direct messages keep their names to themselves."""
    return {"private": "privategroup", "im": "directmessage", "mpim": conversation.name}.get(
        conversation.kind, conversation.name
    )


def common(ws: Workspace, kind: str, user: str) -> Json:
    """What every interaction says: whose, of which app, in which workspace."""
    return {
        "type": kind,
        "token": "local",
        "team": {"id": ws.seed.team.id, "domain": ws.seed.team.domain},
        "user": acting_user(ws, user),
        "api_app_id": ws.seed.app.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def slash_command(ws: Workspace, user: str, conversation: Conversation, command: str, text: str) -> Json:
    """A command's fields, all strings; response_url and trigger_id are added by who issues them."""
    return {
        "token": "local",
        "team_id": ws.seed.team.id,
        "team_domain": ws.seed.team.domain,
        "channel_id": conversation.id,
        "channel_name": channel_name(conversation),
        "user_id": user,
        "user_name": ws.users[user].name,
        "command": command,
        "text": text,
        "api_app_id": ws.seed.app.app_id,
        "is_enterprise_install": "false",
    }


def message_container(conversation: Conversation, message: Json) -> Json:
    """Which message was acted in."""
    return {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": conversation.id,
        "is_ephemeral": bool(message.get("ephemeral")),
    } | ({"thread_ts": message["thread_ts"]} if "thread_ts" in message else {})


def in_message(ws: Workspace, conversation: Conversation, message: Json) -> Json:
    """The part of a payload that says which message was acted in; an ephemeral one is not sent back."""
    part: Json = {
        "container": message_container(conversation, message),
        "channel": {"id": conversation.id, "name": channel_name(conversation)},
    }
    if not message.get("ephemeral"):
        part["message"] = web_message(message, with_metadata=True)
    return part


def in_view(view: Json) -> Json:
    """The part of a payload that says which view was acted in."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def action_ts() -> str:
    """The instant of a click, in seconds of real time."""
    return f"{time.time():.6f}"

"""What the page shows: one person's view of the workspace."""

from datetime import UTC, datetime

from bot.local_slack.seed import Json
from bot.local_slack.state import Conversation, SlackError, Workspace
from bot.local_slack.transport import Transport


def clock_state(ws: Workspace) -> Json:
    """Governance time, and how far it has been turned from real time."""
    real = datetime.now(UTC)
    now = ws.clock.now() if ws.clock else real
    offset = round((now - real).total_seconds())
    return {"now": now.isoformat(), "offset_seconds": offset, "can_turn": ws.clock is not None}


def first_person(ws: Workspace) -> str:
    """Whom the page acts as until it is told: the first person who may sign in here."""
    for user in ws.users.values():
        if not (user.is_bot or user.deleted or ws.is_external(user)):
            return user.id
    raise SlackError("user_not_found", ["there is nobody in this workspace to act as"])


def state(ws: Workspace, transport: Transport, user_id: str) -> Json:
    """Everything the page needs to draw itself for one person."""
    me = ws.user(user_id)
    people = [
        {
            "id": user.id,
            "name": user.name,
            "real_name": user.real_name,
            "title": user.title,
            "is_bot": user.is_bot,
            "deleted": user.deleted,
            "is_guest": user.is_restricted or user.is_ultra_restricted,
            "is_external": ws.is_external(user),
        }
        for user in ws.users.values()
    ]
    own = ws.seed.team
    seen = list(ws.seen_by(user_id))
    return {
        "team": {"id": own.id, "name": own.name, "domain": own.domain},
        "me": me.id,
        "app": {
            "name": ws.seed.app.bot_name,
            "bot_user_id": ws.bot,
            "has_home": ws.manifest.has_home_tab and not ws.is_external(me),
        },
        "users": people,
        "channels": [_channel(ws, each, user_id) for each in seen if each.kind != "im"],
        "ims": [
            {"id": each.id, "user": ws.bot, "unread": unread(each, user_id)}
            for each in seen
            if each.kind == "im"
        ],
        "commands": []
        if ws.is_external(me)
        else [
            {"command": each.command, "description": each.description, "usage_hint": each.usage_hint}
            for each in ws.manifest.commands
        ],
        "shortcuts": []
        if ws.is_external(me)
        else [{"callback_id": s.callback_id, "name": s.name, "type": s.type} for s in ws.manifest.shortcuts],
        "clock": clock_state(ws),
        "bot_connected": transport.connected,
    }


def _channel(ws: Workspace, conversation: Conversation, user_id: str) -> Json:
    return {
        "id": conversation.id,
        "name": conversation.name,
        "is_private": conversation.kind != "public",
        "topic": conversation.topic,
        "is_member": user_id in conversation.members,
        "bot_is_member": ws.bot in conversation.members,
        "unread": unread(conversation, user_id),
    }


def unread(conversation: Conversation, user_id: str) -> int:
    """How many messages somebody has not looked at, their own left out."""
    seen = conversation.read.get(user_id, "")
    whole = [*conversation.messages, *(e for e in conversation.ephemerals if e["only_for_you"] == user_id)]
    return sum(m["ts"] > seen and m["user"] != user_id for m in whole)


def messages(ws: Workspace, user_id: str, channel: str, before: str | None, limit: int) -> Json:
    """The last messages of a conversation as one person sees it, oldest first, their ephemeral ones among them."""
    conversation = ws.conversation(channel)
    if conversation not in ws.seen_by(user_id):
        raise SlackError("channel_not_found")
    own = [e for e in conversation.ephemerals if e["only_for_you"] == user_id]
    whole = sorted([*conversation.messages, *own], key=lambda m: str(m["ts"]))
    if before is None and whole:
        conversation.read[user_id] = whole[-1]["ts"]
    earlier = [m for m in whole if before is None or m["ts"] < before]
    return {"messages": earlier[-limit:], "has_more": len(earlier) > limit}

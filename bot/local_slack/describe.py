"""Slack's own shapes for a user, a conversation, a file and a message."""

from bot.local_slack.seed import Json, SeedUser
from bot.local_slack.state import Conversation, Workspace


def user_object(ws: Workspace, user: SeedUser, with_email: bool) -> Json:
    """A user as users.info gives it; e-mail only with users:read.email, and never a locale for externals."""
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "title": user.title,
        "team": ws.team_of(user),
    }
    if with_email and user.email:
        profile["email"] = user.email
    shape: Json = {
        "id": user.id,
        "team_id": ws.team_of(user),
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if user.deleted:
        return shape
    shape |= {
        "real_name": user.real_name,
        "tz": user.tz,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
    }
    if ws.is_external(user):
        shape["is_stranger"] = True
    return shape


def channel_object(ws: Workspace, conversation: Conversation) -> Json:
    """A conversation as conversations.info gives it to the app."""
    kind = conversation.kind
    shape: Json = {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": False,
        "is_channel": kind == "public",
        "is_group": kind == "private",
        "is_im": kind == "im",
        "is_mpim": kind == "mpim",
        "is_private": kind != "public",
        "context_team_id": ws.seed.team.id,
    }
    if kind == "im":
        other = next(m for m in conversation.members if m != ws.bot)
        return shape | {"user": other, "is_user_deleted": ws.users[other].deleted, "is_open": True}
    external = any(ws.is_external(ws.users[m]) for m in conversation.members)
    return shape | {
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_member": ws.bot in conversation.members,
        "is_general": False,
        "is_shared": external,
        "is_ext_shared": external,
        "is_org_shared": False,
        "topic": {"value": conversation.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(conversation.members),
    }


def acting_user(ws: Workspace, user_id: str) -> Json:
    """The `user` of an interaction payload."""
    user = ws.users[user_id]
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": ws.team_of(user)}


def web_message(message: Json, with_metadata: bool) -> Json:
    """A stored message as the Web API shows it: the page's own fields off, metadata only when asked for."""
    shown = {k: v for k, v in message.items() if k not in {"posted_at", "ephemeral", "only_for_you"}}
    if "metadata" in shown and not with_metadata:
        shown["metadata"] = {"event_type": shown["metadata"]["event_type"]}
    return shown

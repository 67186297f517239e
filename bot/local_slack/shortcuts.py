"""Shortcuts of the manifest: global ones, and ones on a message."""

from bot.local_slack import payloads
from bot.local_slack.interactions import Interactions, Outcome
from bot.local_slack.state import SlackError


async def use_shortcut(
    at: Interactions, user: str, callback_id: str, channel: str = "", message_ts: str = ""
) -> Outcome:
    """Use a shortcut; one not in the manifest, or used by somebody of another workspace, is refused."""
    at.acting(user)
    known = next((s for s in at.ws.manifest.shortcuts if s.callback_id == callback_id), None)
    if known is None or at.ws.is_external(at.ws.users[user]):
        return Outcome(False, f"There is no shortcut {callback_id}.")
    kind = "message_action" if known.type == "message" else "shortcut"
    payload = payloads.common(at.ws, kind, user)
    payload |= {
        "callback_id": callback_id,
        "trigger_id": at.triggers.issue(user),
        "action_ts": payloads.action_ts(),
    }
    if kind == "message_action":
        conversation = at.seen(user, channel)
        message = conversation.message(message_ts)
        if message is None:
            raise SlackError("message_not_found", ["that message is no longer there"])
        where = payloads.in_message(at.ws, conversation, message)
        payload |= {"channel": where["channel"], "message": where["message"], "message_ts": message_ts}
        payload["response_url"] = at.urls.issue(conversation.id, user, message)
    reply = await at.transport.send("interactive", payload)
    if reply.failure:
        return at.not_acked(f"the shortcut {callback_id}", reply)
    return Outcome(True, ack_ms=reply.ms)

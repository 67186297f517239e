"""Slash commands."""

from bot.local_slack import payloads
from bot.local_slack.interactions import FAILURE_WORDS, Interactions, Outcome
from bot.local_slack.state import SlackError, Workspace


async def run_command(at: Interactions, user: str, channel: str, command: str, text: str) -> Outcome:
    """Use a command of the manifest in a channel one is in.

    Unknown commands, and every command for people of other workspaces, are no commands at all, as in Slack.
    """
    at.acting(user)
    conversation = at.seen(user, channel)
    known = at.ws.manifest.command(command)
    if known is None or at.ws.is_external(at.ws.users[user]):
        return Outcome(False, f"{command} is not a valid command.")
    if "commands" not in at.ws.manifest.scopes:
        return Outcome(False, f"{command} failed: the manifest does not ask for the scope “commands”.")
    if user not in conversation.members:
        return Outcome(False, f"You are not in #{conversation.name}, so {command} cannot be used there.")
    escaped = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if known.should_escape:
        escaped = _with_references(at.ws, escaped)
    url = at.urls.issue(channel, user)
    payload = payloads.slash_command(at.ws, user, conversation, command, escaped)
    payload |= {"response_url": url, "trigger_id": at.triggers.issue(user)}
    reply = await at.transport.send("slash_commands", payload)
    if reply.failure:
        at.not_acked(command, reply)
        return Outcome(
            False, f"{command} failed with the error “{FAILURE_WORDS[reply.failure]}”", ack_ms=reply.ms
        )
    if not reply.payload:
        return Outcome(True, ack_ms=reply.ms)
    try:
        return Outcome(True, message=at.urls.answer(url, reply.payload), ack_ms=reply.ms)
    except SlackError as refusal:
        words = f"{command} failed with the error “invalid_command_response”"
        return at.badly_answered(words, reply, refusal)


def _with_references(ws: Workspace, text: str) -> str:
    """`@name` and `#channel` as Slack escapes them: <@U…|name>, <#C…|name>, and no name for a private one."""
    people = {f"@{user.name}": f"<@{user.id}|{user.name}>" for user in ws.users.values()}
    channels = {
        f"#{each.name}": f"<#{each.id}|{each.name if each.kind == 'public' else ''}>"
        for each in ws.conversations.values()
        if each.name
    }
    return " ".join((people | channels).get(word, word) for word in text.split(" "))

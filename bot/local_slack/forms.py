"""Forms: submitting a modal, doing what its ack says, and closing it."""

from typing import Any

from bot.local_slack import payloads, values
from bot.local_slack.interactions import NOT_INTERACTIVE, TROUBLE, Interactions, Outcome
from bot.local_slack.seed import Json
from bot.local_slack.state import OpenView, SlackError
from bot.local_slack.transport import Reply


async def submit(at: Interactions, user: str, view_id: str, state: Json) -> Outcome:
    """Send a form. What Slack's client would not let go is answered under the fields without asking the app."""
    at.acting(user)
    if not at.ws.manifest.is_interactive:
        return Outcome(False, NOT_INTERACTIVE)
    held = at.held(user, view_id)
    if held.view["type"] != "modal" or held.view["submit"] is None:
        return Outcome(False, "This view has nothing to submit.")
    blocks = held.view["blocks"]
    filled = values.read_values(at.ws, blocks, state)
    if found := values.faults(blocks, filled):
        return Outcome(False, errors=found, response_action="errors")
    held.view["state"] = {"values": filled}
    payload = payloads.common(at.ws, "view_submission", user)
    payload |= {
        "trigger_id": at.triggers.issue(user, view_id),
        "view": dict(held.view),
        "response_urls": _chosen_urls(at, user, blocks, filled),
    }
    reply = await at.transport.send("interactive", payload)
    if reply.failure:
        return at.not_acked("the form", reply)
    try:
        return _follow(at, held, reply)
    except SlackError as refusal:
        return at.badly_answered(TROUBLE, reply, refusal)


async def close(at: Interactions, user: str, view_id: str, whole_stack: bool = False) -> Outcome:
    """Cancel a form, or with `whole_stack` all of them; the app is told of each that asked to be."""
    at.acting(user)
    held = at.held(user, view_id)
    stack = at.ws.stacks.get(user, [])
    if held not in stack:
        return Outcome(False, "This view cannot be closed.")
    is_cleared = whole_stack or held.view["clear_on_close"]
    for gone in at.modals.close(stack[0].view["id"] if is_cleared else view_id):
        if gone.view["notify_on_close"] and at.ws.manifest.is_interactive:
            payload = payloads.common(at.ws, "view_closed", user)
            payload |= {"view": gone.view, "is_cleared": is_cleared}
            reply = await at.transport.send("interactive", payload)
            if reply.failure:
                at.not_acked("a closed form", reply)
    return Outcome(True)


def _chosen_urls(at: Interactions, user: str, blocks: list[Json], filled: Json) -> list[Json]:
    """A response_url for each conversation chosen in a menu that asked for one."""
    urls = []
    for block, element in values.stateful(blocks):
        held = filled[block["block_id"]][element["action_id"]]
        channel = held[values.STATE_KEYS[element["type"]][0]]
        if element.get("response_url_enabled") and channel:
            place = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel}
            urls.append(place | {"response_url": at.urls.issue(channel, user)})
    return urls


def _follow(at: Interactions, held: OpenView, reply: Reply) -> Outcome:
    """Do what a form's ack says: nothing (close it), errors, update, push or clear."""
    answer = reply.payload or {}
    action = answer.get("response_action")
    if not answer:
        at.modals.close(held.view["id"])
        return Outcome(True, ack_ms=reply.ms)
    if action == "errors" and set(answer) == {"response_action", "errors"}:
        errors = _errors(held.view, answer["errors"])
        return Outcome(False, errors=errors, response_action=action, ack_ms=reply.ms)
    if action == "clear" and set(answer) == {"response_action"}:
        at.modals.close(at.ws.stacks[held.user][0].view["id"])
        return Outcome(True, response_action=action, ack_ms=reply.ms)
    if action in ("update", "push") and set(answer) == {"response_action", "view"}:
        if action == "update":
            shown = at.modals.update(held, answer["view"], None)
        else:
            shown = at.modals.push(held.user, held.view["id"], answer["view"])
        return Outcome(True, response_action=action, view=shown, ack_ms=reply.ms)
    raise SlackError("invalid_response_action", [f"the app answered the form with {sorted(answer)}"])


def _errors(view: Json, errors: Any) -> dict[str, str]:
    """The errors of a form, each under an input block of that form; anything else Slack would not show."""
    inputs = {each["block_id"] for each in view["blocks"] if each["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_errors", ["errors must say which input block is wrong"])
    for block_id, words in errors.items():
        if block_id not in inputs:
            raise SlackError("invalid_errors", [f"{block_id} is not an input block of this view"])
        if not isinstance(words, str) or not words:
            raise SlackError("invalid_errors", [f"the error of {block_id} must be words"])
    return dict(errors)

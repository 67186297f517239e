"""Clicks on buttons, choices in menus, and what an external menu offers."""

from bot.local_slack import payloads, values
from bot.local_slack.blockkit import check_options
from bot.local_slack.interactions import NOT_INTERACTIVE, Interactions, Outcome
from bot.local_slack.seed import Json
from bot.local_slack.state import SlackError, Workspace

BUTTONS = frozenset({"button", "icon_button", "workflow_button"})


async def click(at: Interactions, user: str, container: Json, action: Json, state: Json) -> Outcome:
    """Press a button or choose in a menu, of a message or a view. `action` is block_id, action_id, type and the
    choice; `state` is what the other elements hold. An element not shown, or a choice not offered, is refused."""
    at.acting(user)
    if not at.ws.manifest.is_interactive:
        return Outcome(False, NOT_INTERACTIVE)
    place = at.place(user, container)
    block, element = place.element(str(action.get("action_id")), action.get("block_id"))
    if block["type"] == "input" and not block.get("dispatch_action"):
        return Outcome(False, f"{element['action_id']} is not set to dispatch its action.")
    told = _told(at.ws, block, element, action)
    filled = values.read_values(at.ws, place.blocks, _with_choice(state, block, element, told))
    payload = payloads.common(at.ws, "block_actions", user) | place.payload | {"actions": [told]}
    if place.view:
        place.view.view["state"] = {"values": filled}
        payload["trigger_id"] = at.triggers.issue(user, place.view.view["id"])
    elif place.conversation:
        payload["state"] = {"values": filled}
        payload["trigger_id"] = at.triggers.issue(user)
        payload["response_url"] = at.urls.issue(place.conversation.id, user, place.message)
    reply = await at.transport.send("interactive", payload)
    if reply.failure:
        return at.not_acked(f"the action {element['action_id']}", reply)
    if reply.payload:
        at.notice(
            "warning", f"The app answered {element['action_id']} on its ack; Slack shows nothing of that."
        )
    return Outcome(True, ack_ms=reply.ms)


async def suggest(
    at: Interactions, user: str, container: Json, block_id: str, action_id: str, typed: str
) -> Outcome:
    """Ask the app what an external menu offers for what has been typed."""
    at.acting(user)
    place = at.place(user, container)
    block, element = place.element(action_id, block_id)
    if element["type"] not in ("external_select", "multi_external_select"):
        raise SlackError("action_not_found", [f"{action_id} does not ask the app"])
    if not at.ws.manifest.has_options_url:
        return Outcome(False, "This app has no options load URL in its manifest.")
    payload = payloads.common(at.ws, "block_suggestion", user) | place.payload
    payload |= {"action_id": action_id, "block_id": block["block_id"], "value": typed}
    reply = await at.transport.send("interactive", payload)
    if reply.failure:
        return at.not_acked(f"the question of {action_id}", reply)
    try:
        check_options(reply.payload)
    except SlackError as refusal:
        return at.badly_answered("The choices could not be loaded.", reply, refusal)
    return Outcome(True, options=reply.payload, ack_ms=reply.ms)


def _told(ws: Workspace, block: Json, element: Json, action: Json) -> Json:
    """The entry of `actions` for one click: the element's own words, and the choice made."""
    kind = element["type"]
    told: Json = {"type": kind, "action_id": element["action_id"], "block_id": block["block_id"]}
    if action.get("type", kind) != kind:
        raise SlackError("action_not_found", [f"{element['action_id']} is a {kind}"])
    if kind in BUTTONS:
        told |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    elif kind == "feedback_buttons":
        offered = [element["positive_button"]["value"], element["negative_button"]["value"]]
        if action.get("value") not in offered:
            raise SlackError("invalid_state", ["the value is that of neither button"])
        told["value"] = action["value"]
    elif kind == "overflow":
        told["selected_option"] = values.among(element, action.get("selected_option") or {})
    else:
        key, initial = values.STATE_KEYS[kind]
        told[key] = values.offered(ws, element, action.get(key))
        told |= {k: element[k] for k in ("placeholder", initial) if k in element and k != "initial_value"}
    return told | {"action_ts": payloads.action_ts()}


def _with_choice(state: Json, block: Json, element: Json, told: Json) -> Json:
    """The state with the choice just made in it, since the click and the state travel together."""
    if element["type"] not in values.STATE_KEYS:
        return state
    key = values.STATE_KEYS[element["type"]][0]
    block_id, action_id = block["block_id"], element["action_id"]
    mine = {**state.get(block_id, {}), action_id: {"type": element["type"], key: told[key]}}
    return {**state, block_id: mine}

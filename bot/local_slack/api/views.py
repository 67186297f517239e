"""views.*: modals and App Home."""

from bot.local_slack.api.arguments import structure, words
from bot.local_slack.api.call import TIER_4, Call, Method
from bot.local_slack.blockkit import check_view
from bot.local_slack.seed import Json
from bot.local_slack.state import SlackError


def open_(call: Call) -> Json:
    """Open a modal for whoever’s trigger it is. A view that is not right leaves the trigger unused."""
    check_view(call.args["view"], {"modal"})
    trigger = call.tools.triggers.use(call.args["trigger_id"])
    return {"view": call.tools.modals.open(trigger.user, call.args["view"])}


def push(call: Call) -> Json:
    """Put a view over the one the trigger came from."""
    check_view(call.args["view"], {"modal"})
    trigger = call.tools.triggers.use(call.args["trigger_id"])
    if trigger.view_id is None:
        raise SlackError("invalid_trigger_id")
    return {"view": call.tools.modals.push(trigger.user, trigger.view_id, call.args["view"])}


def update(call: Call) -> Json:
    """Replace a view by its id or external_id, if its hash is still the one given."""
    args = call.args
    if "view_id" in args:
        held = call.ws.open_view(args["view_id"])
    elif "external_id" in args:
        held = call.tools.modals.by_external_id(args["external_id"])
    else:
        raise SlackError("invalid_arguments", ["[ERROR] view_id or external_id is required"])
    if held is None:
        raise SlackError("not_found")
    return {"view": call.tools.modals.update(held, args["view"], args.get("hash"))}


def publish(call: Call) -> Json:
    """Show a view as a person’s App Home; people of other workspaces have none."""
    if not call.ws.manifest.has_home_tab:
        raise SlackError("not_enabled")
    user = call.ws.user(call.args["user_id"])
    if user.deleted or user.is_bot or call.ws.is_external(user):
        raise SlackError("invalid_arguments", ["[ERROR] this user has no App Home [json-pointer:/user_id]"])
    return {"view": call.tools.modals.publish(user.id, call.args["view"], call.args.get("hash"))}


METHODS = {
    "views.open": Method(open_, TIER_4, (), {"trigger_id": words, "view": structure}, ("trigger_id", "view")),
    "views.push": Method(push, TIER_4, (), {"trigger_id": words, "view": structure}, ("trigger_id", "view")),
    "views.update": Method(
        update,
        TIER_4,
        (),
        {"view_id": words, "external_id": words, "hash": words, "view": structure},
        ("view",),
    ),
    "views.publish": Method(
        publish, TIER_4, (), {"user_id": words, "hash": words, "view": structure}, ("user_id", "view")
    ),
}

"""The door: a payload not shaped as Slack shapes it goes no further."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware


class Shaped(Middleware):
    """Answers 400 to an interaction without a person, an action or a form in it, on which Bolt itself would stumble."""

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        """Let it in, or say that it is not shaped as it should be."""
        if is_shaped(req.body):
            next()
            return None
        return BoltResponse(status=400, body={"error": "not shaped as an interaction of Slack's"})


def is_shaped(body: Mapping[str, Any]) -> bool:
    """Whether a payload has what every interaction of its kind has; an event or a command is let through."""
    kind = body.get("type")
    if kind not in ("block_actions", "view_submission"):
        return True
    parts = [body.get(each) or {} for each in ("team", "view", "message", "container", "channel")]
    if not all(isinstance(each, dict) for each in (body.get("user"), *parts)):
        return False
    view = body.get("view") or {}
    if kind == "view_submission":
        return isinstance(view.get("callback_id"), str) and isinstance(view.get("state") or {}, dict)
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions:
        return False
    return all(isinstance(each, dict) and isinstance(each.get("action_id"), str) for each in actions)

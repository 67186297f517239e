"""The door: a payload not shaped as Slack shapes it goes no further."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

_NAMES = ("type", "callback_id", "action_id")


class Shaped(Middleware):
    """Answers 400 to a payload without the person, the action, the form or the event that its kind has, on which Bolt stumbles."""

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        """Let it in, or say that it is not shaped as it should be."""
        if is_shaped(req.body):
            next()
            return None
        return BoltResponse(status=400, body={"error": "not shaped as an interaction of Slack's"})


def is_shaped(body: Mapping[str, Any]) -> bool:
    """Whether a payload has what every one of its kind has; a command, which has no kind, is let through."""
    if not all(isinstance(body[each], str) for each in _NAMES if each in body):
        return False
    match body.get("type"):
        case "event_callback":
            return _is_event(body)
        case "block_actions":
            return _is_interaction(body) and _are_actions(body.get("actions"))
        case "view_submission":
            return _is_interaction(body) and _is_view(body.get("view"))
    return isinstance(body.get("view", {}), dict)


def _is_event(body: Mapping[str, Any]) -> bool:
    event = body.get("event")
    return isinstance(event, dict) and isinstance(event.get("type"), str)


def _is_interaction(body: Mapping[str, Any]) -> bool:
    parts = [body.get(each) or {} for each in ("team", "view", "message", "container", "channel")]
    return all(isinstance(each, dict) for each in (body.get("user"), *parts))


def _is_view(view: Any) -> bool:
    return (
        isinstance(view, dict)
        and isinstance(view.get("callback_id"), str)
        and isinstance(view.get("state") or {}, dict)
    )


def _are_actions(actions: Any) -> bool:
    return (
        isinstance(actions, list)
        and bool(actions)
        and all(isinstance(each, dict) and isinstance(each.get("action_id"), str) for each in actions)
    )

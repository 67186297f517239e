"""Views on people's screens: the stack of a modal, and each person's App Home."""

import secrets
import time

from bot.local_slack.blockkit import check_view
from bot.local_slack.posting import with_ids
from bot.local_slack.seed import Json
from bot.local_slack.state import OpenView, SlackError, Workspace

DEEPEST_STACK = 3


def new_hash() -> str:
    """The state of a view, as a word that changes with every update."""
    return f"{int(time.time())}.{secrets.token_hex(4)}"


class Modals:
    """Opens, pushes, updates and closes views, and tells the page."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws

    def open(self, user: str, view: Json) -> Json:
        """Put a view on somebody's screen, in place of any modal of this app that is there."""
        check_view(view, {"modal"})
        shown = self._built(view, None)
        self._ws.stacks[user] = [OpenView(shown, user)]
        self._tell_opened(user, shown)
        return shown

    def push(self, user: str, over: str, view: Json) -> Json:
        """Put a view over another. The stack holds three."""
        check_view(view, {"modal"})
        stack = self._ws.stacks.get(user, [])
        below = next((each for each in stack if each.view["id"] == over), None)
        if below is None:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST_STACK:
            raise SlackError("push_limit_reached")
        shown = self._built(view, below.view)
        stack.append(OpenView(shown, user))
        self._tell_opened(user, shown)
        return shown

    def update(self, held: OpenView, view: Json, given_hash: str | None) -> Json:
        """Replace what a view shows. Refuses a hash that is no longer the view's (`hash_conflict`)."""
        check_view(view, {held.view["type"]})
        if given_hash is not None and given_hash != held.view["hash"]:
            raise SlackError("hash_conflict")
        kept = {key: held.view[key] for key in ("id", "root_view_id", "previous_view_id", "state")}
        held.view = self._built(view, None, held.view) | kept
        self._ws.hub.tell({"type": "view_updated", "view": held.view}, [held.user])
        return held.view

    def close(self, view_id: str) -> list[OpenView]:
        """Take a view and those above it off the screen; answers what went, topmost first."""
        for user, stack in self._ws.stacks.items():
            for depth, each in enumerate(stack):
                if each.view["id"] == view_id:
                    gone = stack[depth:][::-1]
                    del stack[depth:]
                    for view in gone:
                        self._ws.hub.tell({"type": "view_closed", "view_id": view.view["id"]}, [user])
                    return gone
        return []

    def publish(self, user: str, view: Json, given_hash: str | None) -> Json:
        """Show a view as a person's App Home."""
        check_view(view, {"home"})
        before = self._ws.homes.get(user)
        if given_hash is not None and before is not None and given_hash != before["hash"]:
            raise SlackError("hash_conflict")
        shown = self._built(view, None, before)
        if before is not None:
            shown |= {"id": before["id"], "root_view_id": before["id"]}
        self._ws.homes[user] = shown
        self._ws.hub.tell({"type": "home", "view": shown}, [user])
        return shown

    def by_external_id(self, external_id: str) -> OpenView | None:
        """The view on a screen with this external_id."""
        held = (each for stack in self._ws.stacks.values() for each in stack)
        return next((each for each in held if each.view["external_id"] == external_id), None)

    def _built(self, view: Json, below: Json | None, before: Json | None = None) -> Json:
        """Slack's view object for what the app sent. An external_id already on a screen is refused."""
        ws = self._ws
        external_id = view.get("external_id", "")
        taken = self.by_external_id(external_id) if external_id else None
        if taken and (before is None or taken.view["id"] != before["id"]):
            raise SlackError("duplicate_external_id")
        view_id = ws.new_id("V")
        return {
            "id": view_id,
            "team_id": ws.seed.team.id,
            "type": view["type"],
            "blocks": with_ids(ws, view["blocks"]),
            "private_metadata": view.get("private_metadata", ""),
            "callback_id": view.get("callback_id", ""),
            "state": {"values": {}},
            "hash": new_hash(),
            "title": view.get("title"),
            "close": view.get("close"),
            "submit": view.get("submit"),
            "clear_on_close": view.get("clear_on_close", False),
            "notify_on_close": view.get("notify_on_close", False),
            "previous_view_id": below["id"] if below else None,
            "root_view_id": below["root_view_id"] if below else view_id,
            "external_id": external_id,
            "app_id": ws.seed.app.app_id,
            "app_installed_team_id": ws.seed.team.id,
            "bot_id": ws.seed.app.bot_id,
        }

    def _tell_opened(self, user: str, view: Json) -> None:
        stack = [each.view["id"] for each in self._ws.stacks[user]]
        self._ws.hub.tell({"type": "view_opened", "view": view, "modal_stack": stack}, [user])

"""Every id has its handler, every button and form its id, and the manifest allows what the code does and no more."""

import ast
import json
from collections.abc import Iterator
from typing import Any

from slack_bolt import App

from bot import handlers, ids
from bot.presenters.votes import voting
from tests.architecture.walking import ROOT, modules
from tests.presenters.samples import messages, put_facts, terms_of, views

MANIFEST = json.loads((ROOT / "manifest.json").read_text())

SHOWN_ONLY = {
    ids.FORM_WHY,
    ids.FORM_PARTNERSHIP,
    ids.FORM_MEETINGS,
    ids.FORM_PAPERS,
    ids.FORM_PROOF,
    ids.FORM_AGENDA,
    ids.FORM_DECISION,
    ids.FORM_REPLIES,
    ids.FORM_ROOM,
    ids.FORM_TENDERS,
    ids.FORM_PROVIDERS,
    ids.FORM_ELECTIONS,
    ids.HOME,
}  # views with nothing to send in

# What each method of the Web API needs: docs.slack.dev/reference/methods. Views and auth.test need nothing.
SCOPES: dict[str, set[str]] = {
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.open": {"im:write"},
    # one a kind of conversation the history of which is read
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "users.lookupByEmail": {"users:read", "users:read.email"},
    "users.info": {"users:read"},
    # what goes with a message, and what people submit
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
    "files.info": {"files:read"},
    "auth.test": set(),
    "views.open": set(),
    "views.push": set(),
    "views.update": set(),
    "views.publish": set(),
}
OF_EVENTS: dict[str, set[str]] = {"app_home_opened": set(), "user_change": {"users:read"}}


def all_ids() -> dict[str, str]:
    """Every id by the name it has in bot/ids.py."""
    return {name: value for name, value in vars(ids).items() if name.isupper() and not name.startswith("_")}


def test_every_id_is_handled_and_none_twice() -> None:
    handled = [*handlers.COMMANDS, *handlers.ACTIONS, *handlers.FORMS]
    assert len(handled) == len(set(handled))
    unhandled = [name for name, value in all_ids().items() if value not in {*handled, *SHOWN_ONLY}]
    assert unhandled == []
    assert set(handled) <= set(all_ids().values())


def test_no_two_ids_are_the_same_and_none_looks_like_a_variant() -> None:
    values = list(all_ids().values())
    assert len(values) == len(set(values))
    assert [value for value in values if ids.base(value) != value] == []


def test_every_button_shown_is_handled() -> None:
    stray = {
        action
        for shown in everything_shown()
        for action in buttons(shown)
        if ids.base(action) not in handlers.ACTIONS
    }
    assert stray == set()


def test_every_button_that_is_handled_is_shown_somewhere() -> None:
    shown = {ids.base(action) for each in everything_shown() for action in buttons(each)}
    asked_elsewhere = {ids.CHOOSE_PARTNERSHIP}  # shown by the handler that asks which partnership is meant
    assert set(handlers.ACTIONS) - shown == asked_elsewhere


def test_every_form_that_can_be_sent_in_is_handled_and_every_other_cannot_be() -> None:
    for view in everything_shown():
        if "callback_id" in view:
            known = handlers.FORMS if "submit" in view else SHOWN_ONLY
            assert view["callback_id"] in known, view["callback_id"]


def test_the_metadata_of_a_form_and_the_value_of_a_button_hold_ids_only() -> None:
    """Who somebody is, and what they may do, is looked up when they press; it never travels with the button."""
    allowed = {"p", "m", "how", "then", "meeting", "subject", "key", "tab", "page", "item"}
    allowed |= {"motion", "choice", "organisation", "interest", "ruling", "command", "text"}
    allowed |= {"person"}  # of whom something is recorded: an id; who may record it is looked up
    allowed |= {"booked", "stay"}
    allowed |= {"back"}  # the screen that a button's answer is shown on
    allowed |= {"election", "round"}  # of a ballot: which one the form was opened in
    allowed |= {"receipt"}  # of a secret vote: drawn at random, it says nothing of anybody
    allowed |= {"tender", "decision"}
    allowed |= {"day"}  # the one that was shown, to be refused where the meeting has moved since
    allowed |= {"was"}  # the stage of a tender that was shown, to be refused where it has moved since
    allowed |= {"again"}  # the button by which a screen was shown, and by which it is shown again
    allowed |= {"kind"}  # of decision, chosen in the form of a motion that is shown again
    for view in everything_shown():
        packed = json.loads(view.get("private_metadata", "{}"))
        assert set(packed) <= allowed


def test_the_manifest_has_the_commands_the_code_answers() -> None:
    declared = [each["command"] for each in MANIFEST["features"]["slash_commands"]]
    assert declared == [
        getattr(ids, name)
        for name in (
            "DECLARE_INTEREST",
            "VOTE",
            "PARTNERSHIP",
            "MEETING",
            "AGENDA",
            "PAPERS",
            "APOLOGIES",
            "DECISIONS",
            "TENDER",
            "ELECTION",
        )
    ]
    assert set(declared) == set(handlers.COMMANDS)
    for each in MANIFEST["features"]["slash_commands"]:
        assert len(each["description"]) <= 2000
        page = ROOT / "docs" / "commands" / f"{each['command'].removeprefix('/')}.md"
        assert page.is_file(), f"{each['command']} has no page"


def test_the_manifest_asks_for_the_scopes_the_code_needs_and_no_more() -> None:
    called = set(methods_called())
    assert called - set(SCOPES) == set(), "a method whose scopes nobody has looked up"
    assert called, "the walk found nothing"
    needed = {"commands"}.union(*(SCOPES[method] for method in called))
    needed |= set().union(*(OF_EVENTS[event] for event in subscribed()))
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_the_manifest_subscribes_to_the_events_the_code_listens_to() -> None:
    listened = {
        node.args[0].value
        for path, tree in modules()
        if "handlers" in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "event"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert set(subscribed()) == listened == set(OF_EVENTS)


def test_the_manifest_is_for_socket_mode_with_buttons_home_and_no_rotation() -> None:
    settings = MANIFEST["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"]["is_enabled"] is True
    assert settings["token_rotation_enabled"] is False
    assert MANIFEST["features"]["app_home"]["home_tab_enabled"] is True


def test_listeners_are_registered_by_a_function_and_not_by_importing() -> None:
    app = App(
        token="xoxb-test", token_verification_enabled=False, signing_secret="x", process_before_response=True
    )
    assert app._listeners == []


def everything_shown() -> Iterator[dict[str, Any]]:
    """Every message and every view, as Slack would be given them."""
    for message in messages():
        yield {"blocks": message.blocks}
    yield from views()  # type: ignore[misc]
    yield voting.how_form(put_facts(ways=("indicative",), terms=terms_of("clesp")))


def buttons(shown: dict[str, Any]) -> Iterator[str]:
    """The action ids of what can be pressed."""
    for block in shown["blocks"]:
        if block["type"] == "actions":
            yield from (each["action_id"] for each in block["elements"])
        elif block.get("dispatch_action"):
            yield block["element"]["action_id"]


def subscribed() -> list[str]:
    """The events the manifest asks for."""
    return list(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


def methods_called() -> Iterator[str]:
    """The Web API methods the bot calls, by the client methods its code names; the local workspace is the other side."""
    known = {each.replace(".", "_"): each for each in SCOPES}
    families = (
        "chat_",
        "conversations_",
        "users_",
        "views_",
        "auth_",
        "files_",
        "reactions_",
        "usergroups_",
        "team_",
    )
    for path, tree in modules():
        if "local_slack" in path.parts or "demo" in path.parts or path.name.startswith("demo"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr.startswith(families) and is_a_client(node.value):
                yield known.get(node.attr, node.attr)


def is_a_client(node: ast.expr) -> bool:
    """Whether an expression is Slack's Web API client, by what the code calls it."""
    words = ast.unparse(node)
    return words.removesuffix(")").endswith("client") or "clients(" in words

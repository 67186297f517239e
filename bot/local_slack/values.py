"""What a person has put into the elements of a view or message: Slack's `state.values`, made and checked."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.local_slack.blockkit import placed_elements
from bot.local_slack.blockkit.elements import is_day, is_number, is_time
from bot.local_slack.blockkit.objects import all_options
from bot.local_slack.seed import Json
from bot.local_slack.state import SlackError, Workspace

# element type -> (key of its value in the state, key of its initial value or None)
STATE_KEYS: dict[str, tuple[str, str | None]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", None),
}
LISTS = frozenset(
    {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
)
WORDS = frozenset(
    {
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "users_select",
        "multi_users_select",
    }
    | {f"{many}{what}_select" for many in ("", "multi_") for what in ("conversations", "channels")}
)
RIGHT: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(WORDS, lambda value: isinstance(value, str)),
    **dict.fromkeys(
        ("external_select", "multi_external_select", "rich_text_input"), lambda value: isinstance(value, dict)
    ),
    "datepicker": lambda value: isinstance(value, str) and is_day(value),
    "timepicker": lambda value: isinstance(value, str) and is_time(value),
    "datetimepicker": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
REQUIRED = "Please complete this required field."


def stateful(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each element that holds a value, with its block."""
    return ((block, each) for block, each in placed_elements(blocks) if each["type"] in STATE_KEYS)


def starting_values(blocks: list[Json]) -> Json:
    """The state before anybody touches it: initial values where given, Slack's empty value elsewhere."""
    values: Json = {}
    for block, element in stateful(blocks):
        key, initial = STATE_KEYS[element["type"]]
        empty: Any = [] if key in LISTS else None
        value = element.get(initial, empty) if initial else empty
        values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], key: value}
    return values


def read_values(ws: Workspace, blocks: list[Json], given: Json) -> Json:
    """The state a client sent, in full: what it left out starts as it was drawn. Refuses values for elements
    that are not there, of another type, or that the element does not offer."""
    values = starting_values(blocks)
    elements = {(b["block_id"], e["action_id"]): e for b, e in stateful(blocks)}
    for block_id, actions in given.items():
        for action_id, value in actions.items():
            element = elements.get((block_id, action_id))
            if element is None:
                raise SlackError("invalid_state", [f"there is no input {block_id}/{action_id}"])
            if value.get("type") != element["type"]:
                raise SlackError("invalid_state", [f"{block_id}/{action_id} is a {element['type']}"])
            key = STATE_KEYS[element["type"]][0]
            said = value.get(key)
            kept = offered(ws, element, said)
            values[block_id][action_id] = {"type": element["type"], key: kept}
    return values


def offered(ws: Workspace, element: Json, value: Any) -> Any:
    """The value if the element could have given it; Slack's own empty value for none."""
    kind = element["type"]
    key = STATE_KEYS[kind][0]
    if value in (None, "", []):
        return [] if key in LISTS else None
    if key in LISTS:
        return [_given_one(ws, element, each) for each in value]
    return _given_one(ws, element, value)


def _given_one(ws: Workspace, element: Json, value: Any) -> Any:
    """One choice of an element, checked against what it offers or what exists."""
    kind = element["type"]
    if kind in ("static_select", "radio_buttons", "checkboxes", "multi_static_select"):
        return among(element, value)
    if kind == "file_input":
        return _file(ws, value)
    if RIGHT[kind](value):
        if kind in ("users_select", "multi_users_select"):
            ws.user(value)
        if kind.removeprefix("multi_") in ("conversations_select", "channels_select"):
            ws.conversation(value)
        return value
    raise SlackError("invalid_state", [f"{value!r} is not what a {kind} gives"])


def among(element: Json, value: Json) -> Json:
    """One of these values and no other."""
    for each in all_options(element):
        if each["value"] == value.get("value"):
            return dict(each)
    raise SlackError(
        "invalid_state", [f"{value.get('value')!r} is not among the options of this {element['type']}"]
    )


def _file(ws: Workspace, value: Json) -> Json:
    stored = ws.files.get(value.get("id", ""))
    if stored is None or stored.content is None:
        raise SlackError("invalid_state", ["there is no such file"])
    return stored.file


def faults(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack's own client says under the fields before it lets a form go: block_id to words."""
    found: dict[str, str] = {}
    for block, element in stateful(blocks):
        if block["type"] != "input":
            continue
        held = values[block["block_id"]][element["action_id"]]
        value = held[STATE_KEYS[element["type"]][0]]
        if value in (None, "", []):
            if not block.get("optional", False):
                found[block["block_id"]] = REQUIRED
        elif words := _fault(element, value):
            found[block["block_id"]] = words
    return found


def _fault(element: Json, value: Any) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if len(value) < least:
            return f"Must be at least {least} characters."
        if len(value) > most:
            return f"Must be {most} characters or fewer."
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.match(r"https?://\S+", value):
        return "Please enter a valid URL."
    if kind == "number_input":
        return _number_fault(element, value)
    if kind.startswith("multi_") and len(value) > element.get("max_selected_items", 100):
        return f"Please choose {element['max_selected_items']} or fewer."
    if kind == "file_input":
        return _file_fault(element, value)
    return None


def _number_fault(element: Json, value: str) -> str | None:
    if not is_number(value):
        return "Please enter a number."
    if "." in value and not element["is_decimal_allowed"]:
        return "Please enter a whole number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Must be {element['min_value']} or more."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Must be {element['max_value']} or less."
    return None


def _file_fault(element: Json, value: list[Json]) -> str | None:
    most = element.get("max_files", 10)
    if len(value) > most:
        return f"Please choose {most} or fewer files."
    wanted = element.get("filetypes")
    if wanted and any(each["filetype"] not in wanted for each in value):
        return f"Only these kinds of file: {', '.join(wanted)}."
    return None

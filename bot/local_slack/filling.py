"""Friendly values to Slack's `state.values`: what a person would put into each kind of element."""

from datetime import date, datetime, time
from typing import Any

from bot.local_slack.blockkit.objects import all_options
from bot.local_slack.seed import Json
from bot.local_slack.values import LISTS, STATE_KEYS, starting_values, stateful


def fill(blocks: list[Json], given: dict[str, Any]) -> Json:
    """The whole state of a form: what it was drawn with, then what is given by block_id or action_id.

    A name that is no input of the form raises LookupError.
    """
    values = starting_values(blocks)
    named = set()
    for block, element in stateful(blocks):
        for name in (block["block_id"], element["action_id"]):
            if name in given:
                named.add(name)
                values[block["block_id"]][element["action_id"]] |= pick(element, given[name])
    if unknown := sorted(set(given) - named):
        raise LookupError(f"no input is called {', '.join(unknown)}; there are {sorted(values)}")
    return values


def pick(element: Json, value: Any) -> Json:
    """One choice: `{selected_option: …}` and so on, from what a person would say."""
    kind = element["type"]
    if kind == "overflow":
        return {"selected_option": _option(element, value)}
    key = STATE_KEYS[kind][0]
    if value is None:
        return {key: [] if key in LISTS else None}
    if key in LISTS:
        several = value if isinstance(value, list | tuple) else [value]
        return {key: [_one(element, each) for each in several]}
    return {key: _one(element, value)}


def _one(element: Json, value: Any) -> Any:
    kind = element["type"]
    if kind in ("external_select", "multi_external_select"):
        return value
    if STATE_KEYS[kind][0] in ("selected_option", "selected_options"):
        return _option(element, value)
    if kind == "file_input":
        return {"id": value} if isinstance(value, str) else value
    if kind == "datetimepicker" and isinstance(value, datetime):
        return int(value.timestamp())
    if kind == "timepicker" and isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if kind == "number_input" else value


def _option(element: Json, value: Any) -> Json:
    """An option by its value, else by the words on it."""
    options: list[Json] = all_options(element)
    for each in options:
        if value in (each["value"], each):
            return each
    for each in options:
        if value == each["text"]["text"]:
            return each
    offered = [each["value"] for each in options]
    raise LookupError(f"{value!r} is not offered by {element['action_id']}; it offers {offered}")

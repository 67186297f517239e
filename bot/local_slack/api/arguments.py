"""Reading a method's arguments from a query, a form or JSON, by the method's own list of them."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.local_slack.state import SlackError

Parse = Callable[[Any], Any]


def words(value: Any) -> str:
    """A string, and only a string."""
    if not isinstance(value, str):
        raise ValueError("must be a string")
    return value


def flag(value: Any) -> bool:
    """A boolean, in JSON or as a form writes it."""
    if isinstance(value, bool):
        return value
    if value in ("1", "true", "True", 1):
        return True
    if value in ("0", "false", "False", 0):
        return False
    raise ValueError("must be a boolean")


def number(value: Any) -> int:
    """A whole number, in JSON or as a form writes it."""
    if isinstance(value, bool):
        raise ValueError("must be an integer")
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ValueError("must be an integer") from None


def structure(value: Any) -> Any:
    """A JSON value, or the text of one in a form."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("must be valid JSON") from None


def listed(value: Any) -> list[str]:
    """A comma-separated list."""
    return [each.strip() for each in words(value).split(",") if each.strip()]


def read(given: Mapping[str, Any], known: Mapping[str, Parse], required: tuple[str, ...]) -> dict[str, Any]:
    """The arguments parsed. Refuses what is unknown, missing or of the wrong kind, all faults at once."""
    faults = [f"[ERROR] unknown argument: {key}" for key in given if key not in known]
    parsed: dict[str, Any] = {}
    for key, parse in known.items():
        if given.get(key) is None:
            continue
        try:
            parsed[key] = parse(given[key])
        except ValueError as problem:
            faults.append(f"[ERROR] {problem} [json-pointer:/{key}]")
    faults += [f"[ERROR] missing required field: {key}" for key in required if key not in parsed]
    if faults:
        raise SlackError("invalid_arguments", faults)
    return parsed

"""A small language for saying what a JSON value must be.

A rule takes a value and the JSON pointer where it stands, and yields a message for each thing wrong with it,
in the words Slack uses. Rules are put together from rules; nothing is refused without saying where.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]


def wrong(words: str, at: str) -> str:
    """One fault, with its place, in Slack’s words."""
    return f"[ERROR] {words} [json-pointer:{at or '/'}]"


def text(least: int = 1, most: int = 3000) -> Rule:
    """A string of `least` to `most` characters."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield wrong("must be a string", at)
        elif len(value) < least:
            yield wrong(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            yield wrong(f"must be less than {most + 1} characters", at)

    return rule


def integer(least: int, most: int) -> Rule:
    """A whole number between bounds."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield wrong("must be an integer", at)
        elif value < least:
            yield wrong(f"must be greater than or equal to {least}", at)
        elif value > most:
            yield wrong(f"must be less than or equal to {most}", at)

    return rule


def boolean(value: Any, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield wrong("must be a boolean", at)


def enum(*allowed: str) -> Rule:
    """One of these words."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield wrong(f"must be a valid enum value: {', '.join(allowed)}", at)

    return rule


def matching(is_right: Callable[[str], bool], words: str) -> Rule:
    """A string of which `is_right` holds; `words` say what it must be."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not is_right(value):
            yield wrong(words, at)

    return rule


def array(of: Rule, least: int = 1, most: int = 100) -> Rule:
    """A list of `least` to `most` things that each keep a rule."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield wrong("must be an array", at)
            return
        if len(value) < least:
            yield wrong(f"no fewer than {least} items allowed", at)
        if len(value) > most:
            yield wrong(f"no more than {most} items allowed", at)
        for place, each in enumerate(value):
            yield from of(each, f"{at}/{place}")

    return rule


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Rule) -> Rule:
    """An object with just these keys. `also` are rules on the whole, asked only when its parts are right."""
    known = {**optional, **required}

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield wrong("must provide an object", at)
            return
        faults = [wrong(f"missing required field: {key}", at) for key in required if key not in value]
        for key, each in value.items():
            if key not in known:
                faults.append(wrong(f"invalid additional property: {key}", at))
            else:
                faults.extend(known[key](each, f"{at}/{key}"))
        yield from faults
        if not faults:
            for whole in also:
                yield from whole(value, at)

    return rule


def by_type(table: Mapping[str, Rule]) -> Rule:
    """An object whose `type` names the rule it must keep."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield wrong("must provide an object", at)
        elif "type" not in value:
            yield wrong("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in table:
            yield wrong(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from table[value["type"]](value, at)

    return rule


def anything(value: Any, at: str) -> Iterator[str]:
    """No rule: the key `type`, which by_type has already read."""
    yield from ()


def one_of(*keys: str) -> Rule:
    """Exactly one of these keys must be there."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if sum(key in value for key in keys) != 1:
            yield wrong(f"must define exactly one of: {', '.join(keys)}", at)

    return rule


def at_least_one_of(*keys: str) -> Rule:
    """At least one of these keys must be there."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not any(key in value for key in keys):
            yield wrong(f"must define at least one of: {', '.join(keys)}", at)

    return rule


def not_both(one: str, other: str) -> Rule:
    """These two keys exclude each other."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if one in value and other in value:
            yield wrong(f"must not define both {one} and {other}", at)

    return rule

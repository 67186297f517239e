"""Composition objects: text, options, confirmation dialogs and their kind."""

import re
from collections.abc import Iterator
from typing import Any

from bot.local_slack.blockkit.schema import (
    Rule,
    anything,
    array,
    boolean,
    by_type,
    enum,
    matching,
    not_both,
    one_of,
    record,
    text,
    wrong,
)


def plain(most: int, least: int = 1) -> Rule:
    """A plain_text object of at most so many characters."""
    return by_type({"plain_text": record({"type": anything, "text": text(least, most)}, {"emoji": boolean})})


def any_text(most: int, least: int = 1) -> Rule:
    """A plain_text or mrkdwn object of at most so many characters."""
    return by_type(
        {
            "plain_text": record({"type": anything, "text": text(least, most)}, {"emoji": boolean}),
            "mrkdwn": record({"type": anything, "text": text(least, most)}, {"verbatim": boolean}),
        }
    )


IDENTIFIER = text(1, 255)
URL = matching(
    lambda url: len(url) <= 3000 and bool(re.match(r"(https?|mailto|slack):", url)), "must be a valid URL"
)
IMAGE_URL = matching(
    lambda url: len(url) <= 3000 and bool(re.match(r"https?://", url)), "must be a valid URL"
)
STYLE = enum("primary", "danger")
FILE = record({}, {"id": text(1, 255), "url": URL}, one_of("id", "url"))
CONFIRM = record(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)}, {"style": STYLE}
)
DISPATCH = record(
    {"trigger_actions_on": array(enum("on_enter_pressed", "on_character_entered"), 1, 2)},
    {},
)
FILTER = record(
    {},
    {
        "include": array(enum("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def option(words: Rule, with_url: bool = False, longest_value: int = 150) -> Rule:
    """An option of a menu."""
    more = {"url": URL} if with_url else {}
    return record({"text": words, "value": text(1, longest_value)}, {"description": plain(75)} | more)


MENU_OPTION = option(plain(75))
TICK_OPTION = record(
    {"text": any_text(75), "value": text(1, 150)},
    {"description": any_text(75)},
)
OVERFLOW_OPTION = option(plain(75), with_url=True)
OPTION_GROUP = record({"label": plain(75), "options": array(MENU_OPTION, 1, 100)}, {})


def all_options(element: Any) -> list[Any]:
    """The options of an element, whether grouped or not."""
    groups = [group["options"] for group in element.get("option_groups", [])]
    return [each for options in [element.get("options", []), *groups] for each in options]


def initial_among_options(element: Any, at: str) -> Iterator[str]:
    """What is chosen at first must be among what may be chosen, character for character."""
    options = all_options(element)
    if "initial_option" in element and element["initial_option"] not in options:
        yield wrong("initial_option must exactly match one of the options", f"{at}/initial_option")
    for place, each in enumerate(element.get("initial_options", [])):
        if each not in options:
            yield wrong("initial_options must exactly match options", f"{at}/initial_options/{place}")


def values_differ(element: Any, at: str) -> Iterator[str]:
    """Two options with one value could not be told apart; Slack refuses them."""
    values = [each["value"] for each in all_options(element)]
    if len(set(values)) != len(values):
        yield wrong("options must have unique values", f"{at}/options")


ONE_SOURCE = (one_of("options", "option_groups"), not_both("options", "option_groups"))

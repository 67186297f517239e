"""Blocks, each with the surfaces it may stand on: message, modal, home.

Limits are Slack's: docs.slack.dev/reference/block-kit/blocks. `file` and `call` blocks cannot be made by an app
of this kind, `video` needs links.embed:write and unfurl domains: all three are refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.local_slack.blockkit.elements import BUTTON, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION, table
from bot.local_slack.blockkit.objects import FILE, IDENTIFIER, IMAGE_URL, URL, any_text, plain
from bot.local_slack.blockkit.rich_text import RICH_TEXT, RICH_TEXT_TYPED
from bot.local_slack.blockkit.schema import (
    Rule,
    anything,
    array,
    at_least_one_of,
    boolean,
    by_type,
    enum,
    one_of,
    record,
    text,
    wrong,
)

SURFACES = ("message", "modal", "home")


def block(required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Rule) -> Rule:
    """A block: its type, an optional block_id, and these keys."""
    return record({"type": anything, **required}, {"block_id": IDENTIFIER, **optional}, *also)


def action_ids_differ(value: Any, at: str) -> Iterator[str]:
    """No two elements of one block share an action_id."""
    ids = [each["action_id"] for each in value["elements"] if "action_id" in each]
    for again in sorted({each for each in ids if ids.count(each) > 1}):
        yield wrong(f"`action_id` `{again}` already exists", f"{at}/elements")


def response_url_only_in_input(value: Any, at: str) -> Iterator[str]:
    """A `response_url_enabled` menu stands in an input of a form, nowhere else."""
    parts = value.get("elements", [value["accessory"]] if "accessory" in value else [])
    for each in parts:
        if each.get("response_url_enabled"):
            yield wrong("response_url_enabled is only allowed in an input block of a modal", at)


def collapse_agrees(value: Any, at: str) -> Iterator[str]:
    """Whether collapsing is asked for in a way that agrees with itself."""
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield wrong("default_collapsed needs is_collapsible", at)
    if value.get("is_collapsible") and value.get("has_header_divider"):
        yield wrong("has_header_divider cannot be set when is_collapsible is true", at)


SECTION = block(
    {},
    {
        "text": any_text(3000),
        "fields": array(any_text(2000), 1, 10),
        "accessory": by_type(table(IN_SECTION)),
        "expand": boolean,
    },
    at_least_one_of("text", "fields"),
    response_url_only_in_input,
)
ACTIONS = block(
    {"elements": array(by_type(table(IN_ACTIONS)), 1, 25)}, {}, action_ids_differ, response_url_only_in_input
)
CONTEXT_PART = by_type(
    {
        "image": IMAGE,
        "plain_text": any_text(3000),
        "mrkdwn": any_text(3000),
    }
)
CONTEXT = block({"elements": array(CONTEXT_PART, 1, 10)}, {})
HEADER = block({"text": plain(150)}, {})
DIVIDER = block({}, {})
IMAGE_BLOCK = block(
    {"alt_text": text(1, 2000)},
    {"image_url": IMAGE_URL, "slack_file": FILE, "title": plain(2000)},
    one_of("image_url", "slack_file"),
)
MARKDOWN = block({"text": text(1, 12_000)}, {})
CONTEXT_ACTIONS = block(
    {"elements": array(by_type(table(frozenset({"feedback_buttons", "icon_button"}))), 1, 5)},
    {},
    action_ids_differ,
)
CELL = by_type(
    {
        "raw_text": record({"type": anything, "text": text(1, 3000)}, {}),
        "raw_number": record({"type": anything, "value": anything}, {"text": text(1, 3000)}),
        "rich_text": RICH_TEXT,
    }
)
COLUMN = record({}, {"align": enum("left", "center", "right"), "is_wrapped": boolean})
TABLE = block({"rows": array(array(CELL, 1, 20), 1, 100)}, {"column_settings": array(COLUMN, 0, 20)})
SOURCE = by_type({"url": record({"type": anything, "url": URL, "text": text(1, 3000)}, {})})
TASK_CARD = block(
    {
        "task_id": text(1, 255),
        "title": text(1, 3000),
        "status": enum("pending", "in_progress", "complete", "error"),
    },
    {"details": RICH_TEXT_TYPED, "output": RICH_TEXT_TYPED, "sources": array(SOURCE, 0, 100)},
)
PLAN = block({"title": text(1, 3000)}, {"tasks": array(by_type({"task_card": TASK_CARD}), 0, 50)})
ALERT = block({"text": any_text(3000)}, {"level": enum("default", "info", "warning", "error", "success")})
CARD = block(
    {},
    {
        "hero_image": by_type({"image": IMAGE}),
        "icon": by_type({"image": IMAGE}),
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "actions": array(by_type({"button": BUTTON}), 1, 5),
    },
    at_least_one_of("hero_image", "title", "actions", "body"),
)
CAROUSEL = block({"elements": array(by_type({"card": CARD}), 1, 10)}, {})


def input_block(surface: str) -> Rule:
    """An input block; file fields stand in modals only."""
    allowed = IN_INPUT if surface == "modal" else IN_INPUT - {"file_input"}
    return block(
        {"label": plain(2000), "element": by_type(table(allowed))},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        *(() if surface == "modal" else (_no_response_url,)),
    )


def _no_response_url(value: Any, at: str) -> Iterator[str]:
    if value["element"].get("response_url_enabled"):
        yield wrong("response_url_enabled is only allowed in an input block of a modal", f"{at}/element")


def _everywhere(surface: str) -> dict[str, Rule]:
    return {
        "section": SECTION,
        "actions": ACTIONS,
        "context": CONTEXT,
        "header": HEADER,
        "divider": DIVIDER,
        "image": IMAGE_BLOCK,
        "rich_text": RICH_TEXT,
        "input": input_block(surface),
    }


ONLY_IN_MESSAGES: dict[str, Rule] = {
    "markdown": MARKDOWN,
    "context_actions": CONTEXT_ACTIONS,
    "table": TABLE,
    "task_card": TASK_CARD,
    "plan": PLAN,
    "card": CARD,
    "carousel": CAROUSEL,
}


def _container(children: Mapping[str, Rule]) -> Rule:
    return block(
        {"child_blocks": array(by_type(children), 1, 10)},
        {
            "title": plain(150),
            "rich_text_title": RICH_TEXT_TYPED,
            "subtitle": any_text(150),
            "width": enum("narrow", "standard", "wide", "full"),
            "icon": by_type({"image": IMAGE}),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        at_least_one_of("title", "rich_text_title"),
        collapse_agrees,
    )


def _surface(name: str) -> Mapping[str, Rule]:
    blocks: dict[str, Rule] = (
        _everywhere(name) | {"alert": ALERT} | (ONLY_IN_MESSAGES if name == "message" else {})
    )
    return blocks | ({"container": _container(blocks)} if name == "message" else {})


BLOCKS: Mapping[str, Mapping[str, Rule]] = {name: _surface(name) for name in SURFACES}
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}


def block_list(surface: str) -> Rule:
    """The list of blocks of one surface: 50 in a message, 100 in a modal or App Home."""
    return array(by_type(BLOCKS[surface]), 0 if surface == "home" else 1, MOST_BLOCKS[surface])


def on_the_whole(blocks: list[Any], at: str, surface: str) -> Iterator[str]:
    """What holds across blocks: ids that differ, one focus, no focus in a message, 12,000 of markdown."""
    ids = [each["block_id"] for each in blocks if "block_id" in each]
    for again in sorted({each for each in ids if ids.count(each) > 1}):
        yield wrong(f"`block_id` `{again}` already exists", at)
    focused = sum(bool(each.get("focus_on_load")) for each in elements_of(blocks))
    if focused and surface == "message":
        yield wrong("focus_on_load is only allowed in a view", at)
    if focused > 1:
        yield wrong("only one element may have focus_on_load", at)
    if sum(len(each["text"]) for each in blocks if each["type"] == "markdown") > 12_000:
        yield wrong("markdown blocks must be less than 12001 characters together", at)


def elements_of(blocks: list[Any]) -> Iterator[Any]:
    """Every interactive element in blocks, whichever block holds it."""
    for _, each in placed_elements(blocks):
        yield each


def placed_elements(blocks: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Every interactive element with the block that holds it."""
    for each in blocks:
        inside: list[Any] = []
        if each["type"] in ("actions", "context_actions"):
            inside = each["elements"]
        elif each["type"] == "section" and "accessory" in each:
            inside = [each["accessory"]]
        elif each["type"] == "input":
            inside = [each["element"]]
        elif each["type"] == "card":
            inside = each.get("actions", [])
        elif each["type"] == "carousel":
            yield from placed_elements(each["elements"])
        elif each["type"] == "container":
            yield from placed_elements(each["child_blocks"])
        yield from ((each, element) for element in inside if element["type"] != "image")

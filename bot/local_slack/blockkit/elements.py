"""Block elements: buttons, menus, pickers and inputs, each with the blocks it may stand in.

Limits are Slack's: docs.slack.dev/reference/block-kit/block-elements.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.local_slack.blockkit.objects import (
    CONFIRM,
    DISPATCH,
    FILE,
    FILTER,
    IDENTIFIER,
    IMAGE_URL,
    MENU_OPTION,
    ONE_SOURCE,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    STYLE,
    TICK_OPTION,
    URL,
    initial_among_options,
    plain,
    values_differ,
)
from bot.local_slack.blockkit.rich_text import RICH_TEXT_TYPED
from bot.local_slack.blockkit.schema import (
    Rule,
    anything,
    array,
    boolean,
    enum,
    integer,
    matching,
    one_of,
    record,
    text,
    wrong,
)


def is_day(value: str) -> bool:
    """Whether a string is YYYY-MM-DD and such a day exists."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_time(value: str) -> bool:
    """Whether a string is HH:mm of a day."""
    return bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value))


def is_number(value: str) -> bool:
    """Whether a string is a decimal number."""
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", value))


DAY = matching(is_day, "must be a date in the form YYYY-MM-DD")
TIME = matching(is_time, "must be a time in the form HH:mm")
NUMBER = matching(is_number, "must be a number written as a string")
PERSON = matching(lambda value: bool(re.fullmatch(r"[UW][A-Z0-9]+", value)), "must be a user id")
CONVERSATION = matching(lambda v: bool(re.fullmatch(r"[CDG][A-Z0-9]+", v)), "must be a conversation id")
CHANNEL = matching(lambda value: bool(re.fullmatch(r"[CG][A-Z0-9]+", value)), "must be a channel id")


def element(required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Rule) -> Rule:
    """An element: its type, an optional action_id, and these keys."""
    return record({"type": anything, **required}, {"action_id": IDENTIFIER, **optional}, *also)


def lengths_agree(value: Any, at: str) -> Iterator[str]:
    """A text field’s least, most and first value agree."""
    if value.get("min_length", 0) > value.get("max_length", 3000):
        yield wrong("min_length must not be greater than max_length", at)
    if len(value.get("initial_value", "")) > value.get("max_length", 3000):
        yield wrong("initial_value must not be longer than max_length", f"{at}/initial_value")


def numbers_agree(value: Any, at: str) -> Iterator[str]:
    """A number field’s bounds and first value agree, and are whole where they must be."""
    numbers = {k: float(value[k]) for k in ("min_value", "max_value", "initial_value") if k in value}
    if "min_value" in numbers and numbers.get("max_value", numbers["min_value"]) < numbers["min_value"]:
        yield wrong("max_value must not be less than min_value", at)
    if not value["is_decimal_allowed"]:
        for key in numbers:
            if "." in value[key]:
                yield wrong("must be an integer because is_decimal_allowed is false", f"{at}/{key}")


ASKED = {"confirm": CONFIRM, "focus_on_load": boolean}
MENU = {**ASKED, "placeholder": plain(150)}
MANY = {**MENU, "max_selected_items": integer(1, 100)}
STATIC = {"options": array(MENU_OPTION, 1, 100), "option_groups": array(OPTION_GROUP, 1, 100)}
STATIC_RULES = (*ONE_SOURCE, values_differ, initial_among_options)
TYPED = {"placeholder": plain(150), "dispatch_action_config": DISPATCH, "focus_on_load": boolean}
TICKS = array(TICK_OPTION, 1, 10)
CURRENT = {"default_to_current_conversation": boolean, "filter": FILTER}

BUTTON = element(
    {"text": plain(75)},
    {
        "url": URL,
        "value": text(0, 2000),
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": text(1, 75),
    },
)
IMAGE = record(
    {"type": anything, "alt_text": text(1, 2000)},
    {"image_url": IMAGE_URL, "slack_file": FILE},
    one_of("image_url", "slack_file"),
)
FEEDBACK = record({"text": plain(75), "value": text(1, 2000)}, {"accessibility_label": text(1, 75)})

ELEMENTS: Mapping[str, Rule] = {
    "button": BUTTON,
    "workflow_button": element(
        {
            "text": plain(75),
            "workflow": record(
                {
                    "trigger": record(
                        {"url": URL},
                        {
                            "customizable_input_parameters": array(
                                record({"name": text(1, 255), "value": text(0, 3000)}, {}), 0, 100
                            )
                        },
                    )
                },
                {},
            ),
        },
        {"style": STYLE, "accessibility_label": text(1, 75)},
    ),
    "image": IMAGE,
    "overflow": element({"options": array(OVERFLOW_OPTION, 1, 5)}, {"confirm": CONFIRM}, values_differ),
    "checkboxes": element(
        {"options": TICKS}, {"initial_options": TICKS, **ASKED}, values_differ, initial_among_options
    ),
    "radio_buttons": element(
        {"options": TICKS}, {"initial_option": TICK_OPTION, **ASKED}, values_differ, initial_among_options
    ),
    "static_select": element({}, {**STATIC, "initial_option": MENU_OPTION, **MENU}, *STATIC_RULES),
    "multi_static_select": element(
        {}, {**STATIC, "initial_options": array(MENU_OPTION, 1, 100), **MANY}, *STATIC_RULES
    ),
    "external_select": element(
        {}, {"initial_option": MENU_OPTION, "min_query_length": integer(0, 255), **MENU}
    ),
    "multi_external_select": element(
        {}, {"initial_options": array(MENU_OPTION, 1, 100), "min_query_length": integer(0, 255), **MANY}
    ),
    "users_select": element({}, {"initial_user": PERSON, **MENU}),
    "multi_users_select": element({}, {"initial_users": array(PERSON, 1, 100), **MANY}),
    "conversations_select": element(
        {}, {"initial_conversation": CONVERSATION, "response_url_enabled": boolean, **CURRENT, **MENU}
    ),
    "multi_conversations_select": element(
        {}, {"initial_conversations": array(CONVERSATION, 1, 100), **CURRENT, **MANY}
    ),
    "channels_select": element({}, {"initial_channel": CHANNEL, "response_url_enabled": boolean, **MENU}),
    "multi_channels_select": element({}, {"initial_channels": array(CHANNEL, 1, 100), **MANY}),
    "datepicker": element({}, {"initial_date": DAY, **MENU}),
    "timepicker": element({}, {"initial_time": TIME, "timezone": text(1, 255), **MENU}),
    "datetimepicker": element({}, {"initial_date_time": integer(10**9, 10**10 - 1), **ASKED}),
    "plain_text_input": element(
        {},
        {
            "initial_value": text(0, 3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
            **TYPED,
        },
        lengths_agree,
    ),
    "email_text_input": element({}, {"initial_value": text(1, 3000), **TYPED}),
    "url_text_input": element({}, {"initial_value": text(1, 3000), **TYPED}),
    "number_input": element(
        {"is_decimal_allowed": boolean},
        {"initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER, **TYPED},
        numbers_agree,
    ),
    "rich_text_input": element({}, {"initial_value": RICH_TEXT_TYPED, **TYPED}),
    "file_input": element({}, {"filetypes": array(text(1, 50), 1, 100), "max_files": integer(1, 10)}),
    "feedback_buttons": element({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, {}),
    "icon_button": element(
        {"icon": enum("trash"), "text": plain(75)},
        {
            "value": text(0, 2000),
            "confirm": CONFIRM,
            "accessibility_label": text(1, 75),
            "visible_to_user_ids": array(PERSON, 1, 100),
        },
    ),
}

SELECTS = frozenset(
    {"static_select", "external_select", "users_select", "conversations_select", "channels_select"}
)
MULTI_SELECTS = frozenset(f"multi_{name}" for name in SELECTS)
CHOICES = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
IN_SECTION = SELECTS | MULTI_SELECTS | CHOICES | {"button", "workflow_button", "image", "overflow"}
IN_ACTIONS = SELECTS | CHOICES | {"button", "workflow_button", "overflow", "datetimepicker"}
IN_INPUT = (
    SELECTS
    | MULTI_SELECTS
    | CHOICES
    | {
        "datetimepicker",
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "file_input",
    }
)


def table(names: frozenset[str]) -> dict[str, Rule]:
    """The rules of these elements, by type."""
    return {name: ELEMENTS[name] for name in names}

"""Blocks and views are checked as Slack checks them: every refusal says what and where."""

from typing import Any

import pytest
from slack_sdk.models.blocks import Block, block_elements
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.local_slack import SlackError
from bot.local_slack.blockkit import check_message_blocks, check_metadata, check_options, check_view
from bot.local_slack.blockkit.blocks import BLOCKS
from bot.local_slack.blockkit.elements import ELEMENTS

Json = dict[str, Any]


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


def option(value: str) -> Json:
    return {"text": plain(value), "value": value}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(action_id: str = "go", **more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), "action_id": action_id, **more}


def asked(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Say"), "element": {"action_id": "a", **element}, **more}


def section(accessory: Json) -> Json:
    return {"type": "section", "text": mrkdwn("x"), "accessory": accessory}


MENU = {"type": "static_select", "action_id": "m", "options": [option("a"), option("b")]}
IMAGE = {"type": "image", "image_url": "https://riverside.example/a.png", "alt_text": "A river"}
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "Hello", "style": {"bold": True}}],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}],
        },
    ],
}
GOOD = [
    {"type": "section", "text": mrkdwn("x")},
    {"type": "section", "fields": [plain("a"), mrkdwn("b")]},
    {"type": "header", "text": plain("Papers")},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("10.5"), IMAGE]},
    IMAGE | {"title": plain("A river")},
    {"type": "image", "alt_text": "x", "slack_file": {"id": "F1"}},
    {"type": "markdown", "text": "# Minutes"},
    RICH,
    actions(button(), button("why", style="primary", value="m1", url="https://riverside.example")),
    actions(MENU, {"type": "datepicker", "action_id": "d", "initial_date": "2025-04-24"}),
    actions({"type": "overflow", "action_id": "o", "options": [option("a")]}),
    actions({"type": "datetimepicker", "action_id": "dt", "initial_date_time": 1745499600}),
    section({"type": "multi_users_select", "initial_users": ["U1"]}),
    section({"type": "checkboxes", "options": [option("a") | {"description": mrkdwn("b")}]}),
    section({"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/London"}),
    section({"type": "radio_buttons", "options": [option("a")], "initial_option": option("a")}),
    section({"type": "external_select", "min_query_length": 0}),
    section({"type": "conversations_select", "filter": {"include": ["public"]}}),
    section(
        button(confirm={"title": plain("a"), "text": mrkdwn("b"), "confirm": plain("c"), "deny": plain("d")})
    ),
    asked({"type": "plain_text_input", "multiline": True, "max_length": 300}),
    {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "For"}, RICH]],
        "column_settings": [{"align": "right"}],
    },
    {"type": "alert", "text": plain("Not quorate"), "level": "warning"},
    {"type": "task_card", "task_id": "1", "title": "Papers", "status": "complete"},
    {"type": "plan", "title": "The year", "tasks": []},
    {"type": "card", "title": plain("Item 4"), "actions": [button()]},
    {"type": "carousel", "elements": [{"type": "card", "title": plain("Item 4")}]},
    {"type": "container", "title": plain("Agenda"), "child_blocks": [{"type": "divider"}]},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "positive_button": {"text": plain("Yes"), "value": "y"},
                "negative_button": {"text": plain("No"), "value": "n"},
            }
        ],
    },
]


@pytest.mark.parametrize("block", GOOD, ids=lambda b: str(b["type"]))
def test_blocks_slack_would_post_are_taken(block: Json) -> None:
    check_message_blocks([block])


REFUSED: list[tuple[Json, str]] = [
    ({"type": "section"}, "must define at least one of: text, fields [json-pointer:/blocks/0]"),
    (
        {"type": "section", "text": mrkdwn("x" * 3001)},
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        {"type": "section", "text": mrkdwn("")},
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    ({"type": "section", "text": "x"}, "must provide an object [json-pointer:/blocks/0/text]"),
    ({"type": "section", "text": mrkdwn("x") | {"emoji": True}}, "invalid additional property: emoji"),
    (
        {"type": "section", "fields": [plain("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    ({"type": "section", "fields": [plain("x" * 2001)]}, "must be less than 2001 characters"),
    (
        {"type": "section", "text": mrkdwn("x"), "colour": "red"},
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    (
        {"type": "divider", "block_id": "x" * 256},
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    ({"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
    ({"type": "call"}, "unsupported type: call"),
    ({"type": "file"}, "unsupported type: file"),
    ({}, "missing required field: type [json-pointer:/blocks/0]"),
    ({"type": "context", "elements": [mrkdwn("x")] * 11}, "no more than 10 items allowed"),
    ({"type": "context", "elements": [button()]}, "unsupported type: button"),
    (actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (actions(*[button(f"b{n}") for n in range(26)]), "no more than 25 items allowed"),
    (actions(button(), button()), "`action_id` `go` already exists"),
    (actions(button(text=plain("x" * 76))), "must be less than 76 characters"),
    (actions(button(text=mrkdwn("x"))), "unsupported type: mrkdwn"),
    (
        actions(button(value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (actions(button(url="not a url")), "must be a valid URL"),
    (actions(button(style="default")), "must be a valid enum value"),
    (actions(button(action_id="")), "must be more than 0 characters"),
    (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    (
        actions({"type": "multi_static_select", "options": [option("a")]}),
        "unsupported type: multi_static_select",
    ),
    (section({"type": "datetimepicker"}), "unsupported type: datetimepicker"),
    (section({"type": "static_select", "options": []}), "no fewer than 1 items allowed"),
    (section({"type": "static_select"}), "must define exactly one of: options, option_groups"),
    (
        section({"type": "static_select", "options": [option(str(n)) for n in range(101)]}),
        "no more than 100 items",
    ),
    (
        section({"type": "static_select", "options": [option("a"), option("a")]}),
        "options must have unique values",
    ),
    (section({"type": "static_select", "options": [option("x" * 76)]}), "must be less than 76 characters"),
    (section(MENU | {"initial_option": option("c")}), "initial_option must exactly match one of the options"),
    (
        section({"type": "radio_buttons", "options": [option(str(n)) for n in range(11)]}),
        "no more than 10 items",
    ),
    (section({"type": "overflow", "options": [option(str(n)) for n in range(6)]}), "no more than 5 items"),
    (section({"type": "datepicker", "initial_date": "24/04/2025"}), "must be a date in the form YYYY-MM-DD"),
    (section({"type": "datepicker", "initial_date": "2025-02-30"}), "must be a date"),
    (section({"type": "timepicker", "initial_time": "24:00"}), "must be a time in the form HH:mm"),
    (section({"type": "users_select", "initial_user": "ada"}), "must be a user id"),
    (section({"type": "users_select", "focus_on_load": True}), "focus_on_load is only allowed in a view"),
    (section({"type": "users_select", "placeholder": plain("x" * 151)}), "must be less than 151 characters"),
    (
        section({"type": "conversations_select", "response_url_enabled": True}),
        "response_url_enabled is only allowed",
    ),
    (asked({"type": "plain_text_input", "max_length": 3001}), "must be less than or equal to 3000"),
    (asked({"type": "plain_text_input", "min_length": 5, "max_length": 2}), "min_length must not be greater"),
    (asked({"type": "plain_text_input"}) | {"label": mrkdwn("x")}, "unsupported type: mrkdwn"),
    (asked({"type": "number_input"}), "missing required field: is_decimal_allowed"),
    (
        asked({"type": "number_input", "is_decimal_allowed": False, "min_value": "1.5"}),
        "must be an integer because",
    ),
    (asked({"type": "file_input"}), "unsupported type: file_input"),
    (asked(button()), "unsupported type: button"),
    ({"type": "image", "image_url": "https://a.example/x.png"}, "missing required field: alt_text"),
    (IMAGE | {"slack_file": {"id": "F1"}}, "must define exactly one of: image_url, slack_file"),
    ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters"),
    (
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "bold"}]}]},
        "unsupported type: bold",
    ),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}, "no more than 20 items allowed"),
    ({"type": "alert", "text": plain("x"), "level": "loud"}, "must be a valid enum value"),
    ({"type": "card"}, "must define at least one of"),
    ({"type": "container", "child_blocks": [{"type": "divider"}]}, "must define at least one of: title"),
]


@pytest.mark.parametrize(("block", "words"), REFUSED, ids=[words[:40] for _, words in REFUSED])
def test_blocks_slack_would_refuse_are_refused_with_their_place(block: Json, words: str) -> None:
    with pytest.raises(SlackError) as refusal:
        check_message_blocks([block])
    assert refusal.value.code == "invalid_blocks"
    assert any(words in message for message in refusal.value.messages), refusal.value.messages


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(SlackError) as refusal:
        check_message_blocks([{"type": "banner"}, {"type": "section"}])
    assert len(refusal.value.messages) == 2


def test_a_message_holds_fifty_blocks_and_a_modal_a_hundred() -> None:
    dividers = [{"type": "divider"}] * 51
    with pytest.raises(SlackError, match="no more than 50 items"):
        check_message_blocks(dividers)
    check_message_blocks(dividers[:50])
    check_view(modal(*(dividers[:50] * 2)), {"modal"})
    with pytest.raises(SlackError, match="no more than 100 items"):
        check_view(modal(*(dividers * 2)), {"modal"})


def test_two_blocks_of_one_id_are_refused() -> None:
    with pytest.raises(SlackError, match="`block_id` `b` already exists"):
        check_message_blocks([{"type": "divider", "block_id": "b"}] * 2)


def test_blocks_that_are_no_list_have_an_error_of_their_own() -> None:
    with pytest.raises(SlackError, match="invalid_blocks_format"):
        check_message_blocks({"blocks": []})


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Vote"), "blocks": list(blocks), **more}


SUBMIT = {"submit": plain("Send")}
VIEWS_REFUSED: list[tuple[Json, str]] = [
    (
        modal({"type": "divider"}, title=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/title/text]",
    ),
    (
        modal({"type": "divider"}, submit=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/submit/text]",
    ),
    (modal({"type": "divider"}, close=plain("x" * 25)), "json-pointer:/view/close/text"),
    (modal({"type": "divider"}, private_metadata="x" * 3001), "must be less than 3001 characters"),
    (modal({"type": "divider"}, callback_id="x" * 256), "must be less than 256 characters"),
    (modal({"type": "divider"}, colour="red"), "invalid additional property: colour [json-pointer:/view]"),
    (modal(asked({"type": "plain_text_input"})), "missing required field: submit"),
    (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    (modal(), "no fewer than 1 items allowed"),
    (
        {"type": "modal", "blocks": [{"type": "divider"}]},
        "missing required field: title [json-pointer:/view]",
    ),
    ({"type": "home", "blocks": []}, "unsupported type: home [json-pointer:/view/type]"),
    (
        modal(
            asked({"type": "plain_text_input", "focus_on_load": True}),
            asked({"type": "plain_text_input", "focus_on_load": True}),
            **SUBMIT,
        ),
        "only one element may have focus_on_load",
    ),
]


@pytest.mark.parametrize(("view", "words"), VIEWS_REFUSED, ids=[words[:40] for _, words in VIEWS_REFUSED])
def test_views_slack_would_refuse_are_refused_with_their_place(view: Json, words: str) -> None:
    with pytest.raises(SlackError) as refusal:
        check_view(view, {"modal"})
    assert refusal.value.code == "invalid_arguments"
    assert any(words in message for message in refusal.value.messages), refusal.value.messages


@pytest.mark.parametrize(
    "element",
    [
        {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}},
        {"type": "email_text_input"},
        {"type": "url_text_input"},
        {"type": "number_input", "is_decimal_allowed": True, "min_value": "0.5"},
        {"type": "rich_text_input", "initial_value": RICH},
        {"type": "file_input", "filetypes": ["pdf"], "max_files": 3},
        {"type": "multi_static_select", "option_groups": [{"label": plain("g"), "options": [option("a")]}]},
        {
            "type": "conversations_select",
            "response_url_enabled": True,
            "default_to_current_conversation": True,
        },
        {"type": "multi_channels_select", "max_selected_items": 2},
        {"type": "datepicker", "placeholder": plain("When?"), "focus_on_load": True},
    ],
    ids=lambda e: str(e["type"]),
)
def test_every_input_has_its_place_in_a_modal(element: Json) -> None:
    check_view(modal(asked(element), **SUBMIT), {"modal"})


def test_a_home_has_neither_title_nor_submit_and_may_be_empty() -> None:
    check_view({"type": "home", "blocks": []}, {"home"})
    with pytest.raises(SlackError, match="invalid additional property: title"):
        check_view({"type": "home", "blocks": [], "title": plain("x")}, {"home"})


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    big = {"type": "section", "text": mrkdwn("x" * 3000)}
    with pytest.raises(SlackError, match="view_too_large"):
        check_view(modal(*([big] * 90)), {"modal"})


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ({"event_type": "a"}, "invalid_metadata_format"),
        ({"event_type": "no spaces", "event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "a", "event_payload": {"deep": {"er": 1}}}, "invalid_metadata_format"),
        ({"event_type": "a", "event_payload": {"x": "y" * 9000}}, "metadata_too_large"),
        ("a", "invalid_metadata_format"),
    ],
)
def test_metadata_is_an_event_type_and_a_flat_small_payload(metadata: Any, code: str) -> None:
    with pytest.raises(SlackError, match=code):
        check_metadata(metadata)


def test_options_of_an_external_menu_are_at_most_a_hundred() -> None:
    check_options({"options": [option("a")]})
    check_options({"option_groups": [{"label": plain("g"), "options": [option("a")]}]})
    with pytest.raises(SlackError, match="no more than 100"):
        check_options({"options": [option(str(n)) for n in range(101)]})
    with pytest.raises(SlackError, match="must provide an object"):
        check_options(None)


def test_every_block_and_element_slack_sdk_knows_is_known_here_or_refused_on_purpose() -> None:
    not_for_this_app = {"call", "file", "video", "auth_provider"}
    known = {kind for surface in BLOCKS.values() for kind in surface}
    assert {each.type for each in Block.__subclasses__()} - known == not_for_this_app
    elements = {
        each.type
        for each in vars(block_elements).values()
        if isinstance(each, type)
        and issubclass(each, InteractiveElement)
        and isinstance(vars(each).get("type"), str)
    }
    assert elements - set(ELEMENTS) == set()

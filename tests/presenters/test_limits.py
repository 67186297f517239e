"""Whatever is shown keeps Slack's limits: judged by the strict local workspace and by slack_sdk's own published types."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from bot.local_slack.blockkit import message_block_faults
from bot.local_slack.blockkit.views import view_faults
from tests.presenters.samples import messages, views

AMPERSANDS = "&" * 3000
LONG = "A sentence about the bid, with “quotes” & <angles>. " * 58

SIZES = {
    "as it usually is": {"text": "That the bid be submitted", "name": "Exeter CVS", "count": 9},
    "nothing but ampersands": {"text": AMPERSANDS, "name": "&" * 300, "count": 10},
    "3,000 characters": {"text": LONG[:3000], "name": "The Community Council of Devon " * 9, "count": 11},
    "sixty organisations": {"text": LONG[:3000], "name": "A Partnership Body", "count": 60},
    "more than Slack's menus hold": {"text": "Short", "name": "Body", "count": 130},
    "one organisation": {"text": "x", "name": "y", "count": 1},
}


@pytest.mark.parametrize("size", SIZES)
def test_every_message_is_one_slack_would_post(size: str) -> None:
    for message in messages(**SIZES[size]):
        assert message_block_faults(message.blocks) == []
        assert list(_sdk_faults(message.blocks)) == []
        assert 0 < len(message.text) <= 4000


@pytest.mark.parametrize("size", SIZES)
def test_every_form_is_one_slack_would_show(size: str) -> None:
    for view in views(**SIZES[size]):
        assert view_faults(view, {"modal", "home"}) == []
        assert list(_sdk_faults(view["blocks"])) == []
        assert len(json.dumps(view)) < 250_000
        SdkView(**view).validate_json()


def test_a_text_too_long_for_one_message_says_that_something_is_left_out() -> None:
    longest = [len(message.blocks) for message in messages(text=AMPERSANDS, count=60)]
    assert max(longest) <= 50


def _sdk_faults(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """What Slack's own types find wrong: a block they do not know, or one they refuse."""
    for each in blocks:
        parsed = SdkBlock.parse(each)
        if parsed is None:
            yield f"unknown block: {each['type']}"
            continue
        parsed.validate_json()
        for element in each.get("elements", []) if each["type"] == "actions" else []:
            if element["type"] == "button":
                assert len(element["text"]["text"]) <= 75

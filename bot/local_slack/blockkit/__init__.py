"""Block Kit as strictly as Slack checks it: unknown types, unknown keys and every limit, each with its place."""

import json
from typing import Any

from bot.local_slack.blockkit.blocks import block_list, elements_of, on_the_whole, placed_elements
from bot.local_slack.blockkit.metadata import check_metadata
from bot.local_slack.blockkit.objects import MENU_OPTION, OPTION_GROUP
from bot.local_slack.blockkit.schema import array, record
from bot.local_slack.blockkit.views import view_faults
from bot.local_slack.state import SlackError

LARGEST_VIEW = 250_000

__all__ = [
    "check_message_blocks",
    "check_metadata",
    "check_options",
    "check_view",
    "elements_of",
    "message_block_faults",
    "placed_elements",
]


def message_block_faults(blocks: Any) -> list[str]:
    """What is wrong with the blocks of a message; nothing if Slack would post them."""
    faults = list(block_list("message")(blocks, "/blocks"))
    return faults or list(on_the_whole(blocks, "/blocks", "message"))


def check_message_blocks(blocks: Any) -> None:
    """Refuse blocks Slack would not post: `invalid_blocks_format` if not a list, else `invalid_blocks`."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if faults := message_block_faults(blocks):
        raise SlackError("invalid_blocks", faults, errors=[each.removeprefix("[ERROR] ") for each in faults])


def check_view(view: Any, allowed: set[str]) -> None:
    """Refuse a view Slack would not show: `invalid_arguments`, or `view_too_large` above 250 KB."""
    if faults := view_faults(view, allowed):
        raise SlackError("invalid_arguments", faults)
    if len(json.dumps(view)) > LARGEST_VIEW:
        raise SlackError("view_too_large")


def check_options(payload: Any) -> None:
    """Refuse an answer to an external menu that is not options or option_groups of at most a hundred."""
    options = record({"options": array(MENU_OPTION, 0, 100)}, {})
    groups = record({"option_groups": array(OPTION_GROUP, 0, 100)}, {})
    given_groups = isinstance(payload, dict) and "option_groups" in payload
    if faults := list((groups if given_groups else options)(payload, "")):
        raise SlackError("invalid_options", faults)

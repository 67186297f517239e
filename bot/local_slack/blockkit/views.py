"""Modals and App Home: docs.slack.dev/surfaces/modals."""

from collections.abc import Iterator
from typing import Any

from bot.local_slack.blockkit.blocks import block_list, on_the_whole
from bot.local_slack.blockkit.objects import plain
from bot.local_slack.blockkit.schema import Rule, anything, boolean, by_type, record, text, wrong

COMMON: dict[str, Rule] = {
    "private_metadata": text(0, 3000),
    "callback_id": text(0, 255),
    "external_id": text(0, 255),
}


def inputs_need_submit(view: Any, at: str) -> Iterator[str]:
    """A view with input blocks says what its submit button is called."""
    if "submit" not in view and any(each["type"] == "input" for each in view["blocks"]):
        yield wrong("missing required field: submit (the view has input blocks)", at)


def _whole(surface: str) -> Rule:
    def rule(view: Any, at: str) -> Iterator[str]:
        yield from on_the_whole(view["blocks"], f"{at}/blocks", surface)

    return rule


VIEWS: dict[str, Rule] = {
    "modal": record(
        {"type": anything, "title": plain(24), "blocks": block_list("modal")},
        {
            "close": plain(24),
            "submit": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
            **COMMON,
        },
        inputs_need_submit,
        _whole("modal"),
    ),
    "home": record({"type": anything, "blocks": block_list("home")}, COMMON, _whole("home")),
}


def view_faults(view: Any, allowed: set[str]) -> list[str]:
    """What is wrong with a view of one of the allowed types."""
    return list(by_type({name: VIEWS[name] for name in sorted(allowed)})(view, "/view"))

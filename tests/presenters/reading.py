"""What somebody reads: the words of blocks as Slack shows them, and what in them would ping or link."""

import html
import re
from collections.abc import Iterator
from typing import Any

from bot.presenters.rich import MOMENT

LIVE = {
    "user",
    "usergroup",
    "channel",
    "broadcast",
    "link",
    "date",
    "emoji",
}  # rich text that does more than stand there


def words(blocks: list[dict[str, Any]]) -> str:
    """The words on screen, a line a block."""
    return "\n".join("".join(_said(each)) for each in blocks)


def live(value: Any) -> Iterator[str]:
    """Everything that would ping, link, or be read as markup."""
    if isinstance(value, list):
        for each in value:
            yield from live(each)
    elif isinstance(value, dict):
        if value.get("type") in LIVE and not _is_the_bots_own_moment(value):
            yield str(value)
        if value.get("type") == "mrkdwn":
            yield from pinging(value["text"])
        for each in value.values():
            yield from live(each)


def _is_the_bots_own_moment(value: dict[str, Any]) -> bool:
    """An instant in the bot's one format, with the bot's own words beside it and nothing else: none of it can have been typed."""
    own = re.fullmatch(r"[A-Z][a-z]+ \d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d", str(value.get("fallback")))
    keys = {"type", "timestamp", "format", "fallback"}
    return (
        value.get("type") == "date" and value.keys() == keys and value["format"] == MOMENT and own is not None
    )


def pinging(mrkdwn: str) -> Iterator[str]:
    """What in a text that Slack reads for markup would ping or link."""
    yield from re.findall(r"<[^>]*>?", mrkdwn)


def decoded(mrkdwn: str) -> str:
    """A notification as it reads: the three entities Slack decodes, decoded."""
    return mrkdwn.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def has_stray_entities(text: str) -> bool:
    """Whether any entity is left that Slack would show letter for letter."""
    return bool(re.search(r"&(#\d+|#x[0-9a-f]+|quot|apos);", text)) and html.unescape(text) != text


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _said(each)
    elif isinstance(value, dict):
        for key in (
            "text",
            "title",
            "label",
            "hint",
            "elements",
            "element",
            "options",
            "initial_value",
            "accessory",
        ):
            inner = value.get(key)
            if isinstance(inner, str):
                yield inner
            elif inner is not None:
                yield from _said(inner)
        if value.get("type") in ("button", "plain_text", "rich_text_section"):
            yield " "

"""Turning the pages of a list."""

from collections.abc import Mapping

from bot import ids
from bot.presenters.blocks import Block, actions, button, divider, packed, small


def turning(
    action: str,
    about: Mapping[str, str],
    page: int,
    pages: int,
    of: str,
    words: tuple[str, str] = ("Earlier page", "Next page"),
) -> list[Block]:
    """Which page of how many is shown, "of" how much, and the buttons to the pages before and after; nothing for a single page."""
    if pages < 2:
        return []
    turns = (
        button(label, ids.variant(action, f"page-{to}"), packed(**about, page=str(to)))
        for label, to in zip(words, (page - 1, page + 1), strict=True)
        if 0 <= to < pages
    )
    return [divider(), *small(f"Page {page + 1} of {pages}: {of}."), *actions(*turns)]

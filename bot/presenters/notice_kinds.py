"""What a kind of notice needs to be shown: its folder of words, its heading, its buttons and what it encloses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.presenters.blocks import Block, Enclosure


@dataclass(frozen=True)
class Sent:
    """What a notice is rendered from: its own frozen data and the partnership whose outbox it stands in."""

    data: Mapping[str, Any]
    partnership: str


@dataclass(frozen=True)
class Kind:
    """How one kind of notice is shown: its folder of words, its heading, its buttons, and the files that go with it.

    `blocks` draws what stands between heading and buttons, where that is more than the words of the folder and the clause.
    """

    folder: str
    heading: Callable[[Mapping[str, Any]], str]
    buttons: Callable[[Sent], list[Block]] = lambda sent: []
    enclosures: Callable[[Sent], tuple[Enclosure, ...]] = lambda sent: ()
    blocks: Callable[[Sent], list[Block]] | None = None

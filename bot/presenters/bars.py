"""Numbers as bars one reads at a glance; the words that say the same always stand beside them."""

from collections.abc import Sequence

from bot.presenters.blocks import Block
from bot.presenters.rich import preformatted

LENGTH = 20  # characters: with its name and its number a bar stands in one line of a telephone
FULL, EMPTY = "█", "░"


def compared(rows: Sequence[tuple[str, int]]) -> list[Block]:
    """Each number as a bar beside the greatest of them: how a vote ended."""
    if not rows:
        return []
    most = max(*(number for _, number in rows), 1)
    width = max(len(name) for name, _ in rows) + 1
    lines = (f"{name:<{width}}{FULL * _length(number, most):<{LENGTH + 1}}{number}" for name, number in rows)
    return [preformatted("\n".join(lines))]


def part(name: str, number: int, whole: int) -> list[Block]:
    """How much of a whole is there: how many have voted of those who may."""
    if not whole:
        return []
    full = LENGTH if number >= whole else min(_length(number, whole), LENGTH - 1)
    return [preformatted(f"{name} {FULL * full}{EMPTY * (LENGTH - full)} {number} of {whole}")]


def _length(number: int, most: int) -> int:
    return max(1, number * LENGTH // most) if number else 0

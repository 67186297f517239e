"""Consensus first: where each organisation stands to a motion before any vote on it (K27, V40)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

AGREE, STAND_ASIDE, OBJECT = "agree", "stand aside", "object"
POSITIONS = (AGREE, STAND_ASIDE, OBJECT)
POSITION_WORDS: Mapping[str, str] = {AGREE: "agrees", STAND_ASIDE: "stands aside", OBJECT: "objects"}


@dataclass(frozen=True)
class Taken:
    """Where an organisation stands, and who said so. The reason is read under "Why?" by members, and nowhere else."""

    position: str
    person: str
    taken_at: datetime
    reason: str = field(default="", repr=False)


@dataclass(frozen=True)
class Positions:
    """Who of those asked has said what: organisations, each in one place."""

    agreeing: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    objecting: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def sorted_out(taken: Mapping[str, Taken], asked: frozenset[str]) -> Positions:
    """The positions of those who are asked; whoever has withdrawn or gone is not among them (G9)."""

    def of(position: str | None) -> tuple[str, ...]:
        return tuple(
            sorted(each for each in asked if (taken[each].position if each in taken else None) == position)
        )

    return Positions(of(AGREE), of(STAND_ASIDE), of(OBJECT), of(None))

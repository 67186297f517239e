"""Whom to ask so that a meeting has a quorum: a short way to what is lacking, and who else could help."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.rules.quorum import Lack
from bot.rules.wording import listed, number_words


class Candidate(Protocol):
    """An organisation whose people may still be asked to come."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def sector(self) -> str | None:
        """The slug of its sector, where it has one."""
        ...

    @property
    def roles(self) -> frozenset[str]:
        """The roles held by whoever comes for it."""
        ...

    @property
    def may_be_asked(self) -> tuple[str, ...]:
        """The names of those who may be asked, whoever is best asked first."""
        ...


@dataclass(frozen=True)
class Need:
    """A sector or a role of which more is needed; with neither, anybody with a vote."""

    of_class: str = ""
    role: str = ""

    def is_filled_by(self, each: Candidate) -> bool:
        """Whether its coming helps towards this."""
        if self.of_class:
            return each.sector == self.of_class
        return not self.role or self.role in each.roles


ANYBODY = Need()


def needs_of(lacks: Iterable[Lack]) -> dict[Need, int]:
    """How many of each are needed, the largest number where several parts of a quorum ask for the same."""
    needs: dict[Need, int] = {}
    for lack in lacks:
        need = Need(lack.of_class, lack.role)
        needs[need] = max(lack.count, needs.get(need, 0))
    return needs


@dataclass(frozen=True)
class _Places:
    """Places that the same people could fill: how many there are, and whom to ask."""

    count: int
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        if self.count == len(self.names):
            return listed(self.names)
        if self.count == 1:
            return listed(self.names, "or")
        return f"{number_words(self.count)} of {listed(self.names)}"


@dataclass(frozen=True)
class Asking:
    """Whom to ask, in the order in which asking helps, and for which places."""

    names: tuple[str, ...] = ()
    places: tuple[_Places, ...] = ()
    enough: bool = True  # whether these would be all that are needed

    @property
    def words(self) -> str:
        """ "ask X (Org) or Y (Org)"; "first" where asking these is only a beginning."""
        if not self.enough:
            return f"ask {listed(self.names)} first"
        if all(place.count == len(place.names) for place in self.places):
            return f"ask {listed(self.names)}"
        return f"ask {', and '.join(place.words for place in self.places)}"


def whom_to_ask(free: Sequence[Candidate], lacks: Iterable[Lack], most: int) -> Asking:
    """A short way to what is lacking, then who else could fill each place, as far as `most` allows."""
    way = _way(free, needs_of(lacks))
    names = [_named(each, 0) for each, _ in way]
    if len(way) > most:
        return Asking(tuple(names[: max(most, 0)]), enough=False)
    taken = [each for each, _ in way]
    others = [each for each in free if each not in taken]
    fillers: dict[tuple[Need, ...], list[Candidate]] = {}
    for each, filled in way:
        fillers.setdefault(filled, []).append(each)
    places = {filled: [_named(each, 0) for each in those] for filled, those in fillers.items()}
    spare: dict[tuple[Need, ...], list[str]] = {}
    for filled, those in fillers.items():
        instead = [each for each in others if all(need.is_filled_by(each) for need in filled)]
        others = [each for each in others if each not in instead]
        spare[filled] = [*(_named(each, 0) for each in instead), *_others_of(those, filled)]
    while len(names) < most and any(spare.values()):
        for filled, left in spare.items():
            if left and len(names) < most:
                names.append(left[0])
                places[filled].append(left.pop(0))
    return Asking(
        tuple(names),
        tuple(_Places(len(those), tuple(places[filled])) for filled, those in fillers.items()),
    )


def _others_of(those: Sequence[Candidate], filled: Iterable[Need]) -> list[str]:
    """The other people of the one organisation that fills a place.

    Two people fill only one place between them, and who comes instead of another does not hold their role.
    """
    if len(those) > 1 or any(need.role for need in filled):
        return []
    return [_named(those[0], nth) for nth in range(1, len(those[0].may_be_asked))]


def _way(free: Sequence[Candidate], needs: Mapping[Need, int]) -> list[tuple[Candidate, tuple[Need, ...]]]:
    """Who would make a quorum, with what each fills: always whoever fills most of what is still lacking.

    Whoever is of a lacking sector or holds a lacking role goes before those who only make up the number.
    """
    left, outstanding, in_order = list(free), dict(needs), list(needs)

    def helpfulness(each: Candidate) -> tuple[int, int, int]:
        first = next((nth for nth, need in enumerate(in_order) if _special(need, each)), len(in_order))
        return _fills(each, outstanding), _fills(each, needs), -first

    way: list[tuple[Candidate, tuple[Need, ...]]] = []
    while left and outstanding:
        best = max(left, key=helpfulness)
        filled = tuple(need for need in outstanding if need.is_filled_by(best))
        if not filled:
            break
        way.append((best, filled))
        left.remove(best)
        outstanding = {need: count - (need in filled) for need, count in outstanding.items()}
        outstanding = {need: count for need, count in outstanding.items() if count}
    return way


def _fills(each: Candidate, needs: Iterable[Need]) -> int:
    """How many of the sectors and roles needed it would fill."""
    return sum(_special(need, each) for need in needs)


def _special(need: Need, each: Candidate) -> bool:
    return need != ANYBODY and need.is_filled_by(each)


def _named(each: Candidate, nth: int) -> str:
    return f"{each.may_be_asked[nth]} ({each.name})"

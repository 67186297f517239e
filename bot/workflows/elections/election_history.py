"""The ballots of an election, one after another: who stood in each, how it ended, and who went out in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.rules.wording import listed
from bot.workflows.elections.elections import WITHDRAWN, Election, ElectionFacts

Told = tuple[str, Mapping[str, Any]]  # the type of an event, and its data


@dataclass(frozen=True)
class BallotHeld:
    """One ballot of an election."""

    number: int
    candidates: tuple[str, ...]
    why: str = ""  # it was opened
    ended: str = ""  # how, in words; empty while it is open
    out: tuple[str, ...] = ()  # candidates who had too few votes to stand in the next
    votes: tuple[tuple[str, int], ...] = ()  # as they were counted


def ballots_held(told: Iterable[Told]) -> tuple[BallotHeld, ...]:
    """Every ballot as the events of an election tell of it, in their order."""
    held: list[BallotHeld] = []
    for each in told:
        if held and not held[-1].ended:
            held[-1] = _ended(held[-1], each)
        kind, data = each
        if kind == "BallotBegun":
            held.append(BallotHeld(int(data["round"]), tuple(data["candidates"]), str(data["why"])))
    return tuple(held)


def gone_words(facts: ElectionFacts, election: Election, held: tuple[BallotHeld, ...]) -> tuple[str, ...]:
    """Who stood and stands no more, a sentence for each ballot in which somebody went out, and one for those who withdrew."""
    out = tuple(
        f"Went out in ballot {each.number}: {listed([facts.name(person) for person in each.out])}."
        for each in held
        if each.out
    )
    withdrew = [facts.name(each.person) for each in election.nominations if each.state == WITHDRAWN]
    return (*out, f"Withdrew: {listed(withdrew)}.") if withdrew else out


def _ended(ballot: BallotHeld, told: Told) -> BallotHeld:
    kind, data = told
    still = {"ElectionTied": "tied", "BallotBegun": "candidates"}.get(kind)
    ends = ("BallotVoid", "NominationsExtended", "ElectionDecided", "ElectionCancelled")
    if still is None and kind not in ends:
        return ballot
    by_votes = still is not None and data.get("after_tie", True)
    out = tuple(each for each in ballot.candidates if each not in data[str(still)]) if by_votes else ()
    votes = tuple((str(choice), int(number)) for choice, number in data.get("votes", ()))
    said = str(data.get("why") or data.get("words") or "Nobody was elected.")
    return replace(ballot, ended=said, out=out, votes=votes)

"""What has no result yet at a meeting that is to be closed, and what ends each: a round, a vote, a tie, a ballot of an election."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.values import Tie
from bot.rules.wording import listed

ROUND, VOTE, TIED, BALLOT = "consensus", "open", "tied", "ballot"


@dataclass(frozen=True)
class StillOpen:
    """A motion without a result, or an election with a ballot open."""

    reference: str
    state: str  # of the motion; or "ballot", of an election
    tie_rule: str = ""  # what follows the tie of a tied motion


def open_words(waiting: Sequence[StillOpen]) -> str:
    """Which they are: "2026/1 and 2026/2 are still open"."""
    are = "is" if len(waiting) == 1 else "are"
    return f"Not yet: {listed([each.reference for each in waiting])} {are} still open at this meeting."


def ended_by(waiting: Sequence[StillOpen]) -> tuple[str, ...]:
    """What ends each, a sentence apiece."""
    return tuple(f"{each.reference}: {_by(each)}" for each in waiting)


def _by(each: StillOpen) -> str:
    if each.state == ROUND:
        return "consensus is being sought. End the round, take it to a vote, or withdraw it, under the motion in the channel."
    if each.state == BALLOT:
        return "its ballot is open. Close the ballot, under it in the channel or with `/election`."
    if each.state == TIED and each.tie_rule == Tie.ANOTHER_BALLOT.value:
        return "it is tied. Ballot again, or withdraw it, under the motion in the channel."
    if each.state == TIED:
        return (
            "it is tied, and the casting vote lies with whoever is chairing, who has it by message from me."
        )
    return "it is being voted on. Close the vote, under the motion in the channel."

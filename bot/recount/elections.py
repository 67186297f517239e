"""Each election counted again from its events: the last ballot, who had most votes in it, and what was declared of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from bot.recount.events import Data, Happened

FOR, AGAINST = "for", "against"


@dataclass
class Contest:
    """What happened in one election, as far as it bears on its result."""

    round: int = 0
    candidates: tuple[str, ...] = ()  # of the last ballot
    named: dict[str, str] = field(default_factory=dict)  # organisation -> choice, in the last ballot
    secret: set[str] = field(default_factory=set)  # organisations that voted in secret in it
    boxes: dict[str, list[tuple[str, str]]] = field(
        default_factory=dict
    )  # "election:round" -> receipt, choice
    tied: tuple[str, ...] = ()
    ballot: str = "named"
    decided: Data | None = None


def contests(events: Iterable[Happened]) -> dict[str, Contest]:
    """Every election, by its id."""
    told: dict[str, Contest] = {}
    for each in sorted(events, key=lambda one: one.seq):
        if each.type == "ElectionOpened":
            told[each.subject] = Contest(ballot=str(each.data["ballot"]))
        elif each.type == "BallotBoxOpened" and each.subject.partition(":")[0] in told:
            box = [(str(receipt), str(choice)) for receipt, choice in each.data["ballots"]]
            told[each.subject.partition(":")[0]].boxes[each.subject] = box
        elif each.subject in told:
            _tell(told[each.subject], each)
    return told


def _tell(contest: Contest, each: Happened) -> None:
    match each.type:
        case "BallotBegun":
            contest.round, contest.candidates = int(each.data["round"]), tuple(each.data["candidates"])
            contest.named, contest.secret, contest.tied = {}, set(), ()
        case "NominationsExtended" | "BallotVoid":
            contest.candidates = ()
        case "ElectionBallotCast":
            if each.data["round"] == contest.round and contest.decided is None:
                contest.named[str(each.data["organisation"])] = str(each.data["choice"])
        case "ElectionVoteCast":
            if each.data["round"] == contest.round:
                contest.secret.add(str(each.data["organisation"]))
        case "CandidateLost":
            contest.candidates = tuple(one for one in contest.candidates if one != each.data["candidate"])
        case "ElectionTied":
            contest.tied = tuple(each.data["tied"])
        case "ElectionDecided":
            contest.decided = each.data


def counted_again(election: str, contest: Contest) -> tuple[str, tuple[str, ...]]:
    """What an election comes to in words, and each difference from what was declared."""
    declared = contest.decided
    if declared is None:
        return "", ("No result of this election was declared.",)
    if declared["how"] == "unopposed":
        return "nobody else stood", ()
    box = contest.boxes.get(f"{election}:{contest.round}", [])
    entitled = set(declared["entitled"])
    named = [
        choice for organisation, choice in contest.named.items() if organisation in entitled or not entitled
    ]
    votes = Counter([choice for _, choice in box] if contest.ballot == "secret" else named)
    said = ", ".join(f"{number} for {each}" for each, number in sorted(votes.items())) or "nobody voted"
    return said, tuple(_differences(contest, declared, votes, box))


def _differences(
    contest: Contest, declared: Data, votes: Counter[str], box: list[tuple[str, str]]
) -> Iterator[str]:
    elected, how = str(declared["elected"]), str(declared["how"])
    for each, number in declared["votes"]:
        if votes[each] != number:
            yield f"{each}: {votes[each]} by the votes, {number} declared."
    if contest.ballot == "secret" and len(box) != len(contest.secret):
        yield f"{len(contest.secret)} voted in secret, and {len(box)} votes were in the box."
    if len({receipt for receipt, _ in box}) != len(box):
        yield "A receipt stands twice in the box."
    stood = contest.candidates
    most = max((votes[each] for each in stood), default=0)
    first = [each for each in stood if votes[each] == most]
    if how == "ballot" and len(stood) == 1 and not votes[FOR] > votes[AGAINST]:
        yield f"By the votes {elected} is not elected."
    if how == "ballot" and len(stood) > 1 and first != [elected]:
        yield f"By the votes {' and '.join(first) or 'nobody'} came first; {elected} was declared elected."
    if how in ("lot", "casting vote") and (set(first) != set(contest.tied) or elected not in first):
        yield f"{elected} was elected by {how}, and did not tie for the most votes."
    if how == "lot" and elected != _drawn(str(declared["lot"]), contest.tied):
        yield f"The lot, drawn again, does not fall on {elected}."


def _drawn(seed: str, tied: tuple[str, ...]) -> str:
    return min(tied, key=lambda each: sha256(f"{seed}:{each}".encode()).hexdigest(), default="")

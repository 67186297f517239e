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
    seal: str = ""  # of the lot for the last ballot
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
            contest.seal = str(each.data.get("seal", ""))
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
    named = [each for each in contest.named.items() if each[0] in entitled or not entitled]
    cast = box if contest.ballot == "secret" else named
    votes = Counter(choice for _, choice in cast)
    said = ", ".join(f"{number} for {each}" for each, number in sorted(votes.items())) or "nobody voted"
    tied, by = (
        ("a tie, and ", f" by {declared['how']}") if declared["how"] in ("lot", "casting vote") else ("", "")
    )
    said = f"{said}: {tied}{declared['elected']} elected{by}"
    return said, (*_differences(contest, declared, votes, box), *_lots(contest, declared, cast))


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


def _lots(contest: Contest, declared: Data, cast: list[tuple[str, str]]) -> Iterator[str]:
    """Whether the lot was the one that was sealed when the ballot opened, and fell as the votes have it."""
    if declared["how"] != "lot":
        return
    drawn_with, elected = str(declared["lot"]), str(declared["elected"])
    secret, _, votes = drawn_with.partition("|")
    if contest.seal and _sha256(secret) != contest.seal:
        yield "The lot that was drawn is not the one that was sealed when the ballot opened."
    if contest.seal and votes != _sha256("\n".join(f"{whose}:{choice}" for whose, choice in sorted(cast))):
        yield "The lot was drawn with other votes than were cast."
    if elected != min(contest.tied, key=lambda each: _sha256(f"{drawn_with}:{each}"), default=""):
        yield f"The lot, drawn again, does not fall on {elected}."


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()

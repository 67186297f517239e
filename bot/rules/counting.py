"""Votes held against a majority: exact fractions, and whether only a tie stands in the way."""

from dataclasses import dataclass
from fractions import Fraction

from bot.rules.values import AllMajorities, Body, Majority, MoreForThanAgainst, NoneAgainst, Threshold
from bot.rules.wording import counted, fraction_words, listed


@dataclass(frozen=True)
class Count:
    """The votes of one motion, in organisations, without any casting vote.

    `eligible` are those entitled to vote on this motion, `present` those of them there when it was taken
    (whoever voted was there), `members` the whole membership and `voting_members` those of it with a vote,
    withdrawals included. None where nobody counted.
    """

    votes_for: int
    against: int
    abstain: int = 0
    eligible: int | None = None
    present: int | None = None
    members: int | None = None
    voting_members: int | None = None


class MissingCount(ValueError):
    """The majority is of a body that nobody counted; its text says which number to give."""

    def __init__(self, body: Body) -> None:
        self.body = body
        super().__init__(f"This majority is of {body.value}, so their number has to be given.")


@dataclass(frozen=True)
class Measure:
    """One majority held against the votes.

    Whether it was reached, how many had to be for (None where that is not one number), the sum in words,
    and whether only the equality of votes stands in the way.
    """

    met: bool
    needed: int | None
    sum: str
    hung: bool = False


def measure(majority: Majority, count: Count) -> Measure:
    """Hold a majority against the votes; nobody for is never enough.

    Refuses with MissingCount when its body was not counted.

    Votes are hung when they are equal, neither is nought, and one more would make a majority of more than
    half (G8, K29): a motion that needed two thirds, or half of a body larger than that, is simply not
    carried.
    """
    match majority:
        case MoreForThanAgainst():
            return Measure(
                met=count.votes_for > count.against,
                needed=(count.votes_for + count.against) // 2 + 1,
                sum="more votes for than against are needed",
                hung=count.votes_for == count.against > 0,
            )
        case Threshold():
            return _threshold(majority, count)
        case NoneAgainst():
            broken = count.against > 0 or (majority.abstentions_break and count.abstain > 0)
            met = count.votes_for > 0 and not broken
            return Measure(met, None, f"{majority_in_words(majority)} are needed")
        case AllMajorities():
            parts = [measure(part, count) for part in majority.parts]
            met = all(part.met for part in parts)
            return Measure(
                met=met,
                needed=max((part.needed for part in parts if part.needed is not None), default=None),
                sum="; ".join(part.sum for part in parts),
                hung=not met and all(part.met or part.hung for part in parts),
            )


def majority_in_words(majority: Majority) -> str:
    """What must be reached, in words: "at least two thirds of votes cast"."""
    match majority:
        case MoreForThanAgainst():
            return "more votes for than against"
        case Threshold():
            bound = "more than" if majority.more_than else "at least"
            counting = ", abstentions counted" if majority.abstentions_count else ""
            return f"{bound} {fraction_words(majority.fraction)} of {majority.of.value}{counting}"
        case NoneAgainst():
            return "votes for and none against" + (" or abstaining" if majority.abstentions_break else "")
        case AllMajorities():
            return listed([majority_in_words(part) for part in majority.parts])


def votes_in_words(count: Count) -> str:
    """The votes as minutes have them: "9 for, 4 against, 2 abstaining"."""
    return f"{count.votes_for} for, {count.against} against, {count.abstain} abstaining"


def contradictions(count: Count) -> tuple[str, ...]:
    """Sentences naming what cannot be true of these numbers; none when they agree."""
    bodies = {
        "eligible": count.eligible,
        "present": count.present,
        "members": count.members,
        "voting members": count.voting_members,
    }
    votes = {"votes for": count.votes_for, "votes against": count.against, "abstentions": count.abstain}
    found = [
        f"The number of {name} cannot be {number}: a count is never negative."
        for name, number in {**votes, **bodies}.items()
        if number is not None and number < 0
    ]
    if found:
        return tuple(found)
    voted = sum(votes.values())
    found += [
        f"{voted} voted or abstained, more than the {number} {name}: each organisation has one vote."
        for name, number in bodies.items()
        if number is not None and number < voted
    ]
    for smaller, larger in (
        ("present", "voting members"),
        ("eligible", "members"),
        ("voting members", "members"),
    ):
        few, many = bodies[smaller], bodies[larger]
        if few is not None and many is not None and few > many:
            found.append(f"{few} {smaller} cannot be more than the {many} {larger}.")
    if count.present is not None and count.members is not None and count.present > count.members:
        found.append(f"{count.present} present cannot be more than the {count.members} members.")
    return tuple(found)


def _threshold(majority: Threshold, count: Count) -> Measure:
    body, called = _body(majority, count)
    exact = majority.fraction * body
    whole = exact.numerator // exact.denominator
    needed = max(1, whole if exact == whole and not majority.more_than else whole + 1)
    share = f"{fraction_words(majority.fraction)} of {called}"
    if exact.denominator > 1:
        part, rest = divmod(exact, 1)
        sums = f"{share} is {f'{part} {rest}' if part else rest}, so at least {needed} must be for"
    else:
        sums = f"more than {share} is {needed}" if majority.more_than else f"{share} is {exact}"
    more_than_half = majority.more_than and majority.fraction == Fraction(1, 2)
    equal = count.votes_for == count.against > 0
    return Measure(
        met=count.votes_for >= needed,
        needed=needed,
        sum=sums,
        hung=equal and more_than_half and needed == count.votes_for + 1,
    )


def _body(majority: Threshold, count: Count) -> tuple[int, str]:
    match majority.of:
        case Body.VOTES_CAST:
            cast = count.votes_for + count.against + (count.abstain if majority.abstentions_count else 0)
            return cast, counted(cast, "vote") + (
                " and abstentions" if majority.abstentions_count else " cast"
            )
        case Body.PRESENT:
            number = count.present
        case Body.ELIGIBLE:
            number = count.eligible
        case Body.MEMBERS:
            number = count.members
        case Body.VOTING_MEMBERS:
            number = count.voting_members
    if number is None:
        raise MissingCount(majority.of)
    named = {Body.PRESENT: "present", Body.ELIGIBLE: "eligible to vote"}.get(majority.of, majority.of.value)
    return number, f"{number} {named}"

"""A tie that is balloted again: the same motion, its votes cast anew, and the count so far kept (K25)."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.citing import clause_of
from bot.rules.tally import tie_rule
from bot.rules.values import Tie
from bot.workflows.decisions import Answer, Command, Decision, Due, Event, Outcome, Refused
from bot.workflows.standing import Stranger
from bot.workflows.votes.between_meetings import is_between
from bot.workflows.votes.chasing import reminders_of
from bot.workflows.votes.counting import ClosingFacts, Result
from bot.workflows.votes.motions import CLOSING_GRACE
from bot.workflows.votes.results import not_in_the_chair


@dataclass(frozen=True, kw_only=True)
class BallotAgain(Command):
    """Open another ballot on a motion that is tied."""

    motion: str


@dataclass(frozen=True, kw_only=True)
class AnotherBallotOpened(Event):
    """A tied motion is balloted again: its votes are cast anew, and the count so far is kept."""

    ballot: int  # which this is: the second is 2
    result: Result  # of the one before
    opened_at: datetime
    closes_at: datetime | None


def ballot_again(command: BallotAgain, facts: ClosingFacts) -> Outcome:
    """Open another ballot on the same motion, where the terms answer a tie with one (K25); the count so far is kept."""
    motion = facts.motion
    rule = tie_rule(facts.setting.terms, motion.kind)
    if motion.state != "tied" or facts.frozen is None:
        how = motion.outcome or motion.state
        return Refused(
            f"{motion.reference} is not tied, so it is not balloted again: {how}.", clause_of(rule)
        )
    if rule is None or rule.value is not Tie.ANOTHER_BALLOT:
        return Refused("These terms do not answer a tie with another ballot.", clause_of(rule))
    refusal = not_in_the_chair(command, facts, "opens another ballot", "open it", "opening another ballot")
    if refusal is not None:
        return refusal
    assert facts.standing is not None and not isinstance(facts.standing, Stranger)
    number = len(facts.earlier) + 2
    closes_at = None
    due: tuple[Due, ...] = ()
    if motion.closes_at is not None:  # members have as long again as they had
        began = facts.earlier[-1].ended_at if facts.earlier else motion.put_at
        closes_at = command.received_at + (motion.closes_at - began)
        key = f"close:{motion.id}:{number}"
        due = (Due(key, "close motion", motion.id, closes_at + CLOSING_GRACE),)
        if is_between(motion):
            due += reminders_of(motion.id, command.received_at, closes_at, number)
    event = AnotherBallotOpened(
        subject=motion.id,
        person=facts.standing.person,
        ballot=number,
        result=facts.frozen,
        opened_at=command.received_at,
        closes_at=closes_at,
    )
    answer = Answer(
        f"{motion.reference} is balloted again: everybody who has a vote votes anew.",
        clause_of(rule),
        next="The count of the ballot before is kept, and stands under the motion.",
    )
    return Decision(answer, (event,), due=due)

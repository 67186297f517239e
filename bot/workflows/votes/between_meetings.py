"""A vote between meetings: the terms that judge it, when it closes early, and whether its result can still change."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.rules.citing import cited
from bot.rules.tally import Outcome as TallyOutcome
from bot.rules.terms import Rule, Terms
from bot.rules.wording import day_words
from bot.workflows.decisions import ClockCommand, Due, Outcome, Refused, derived_id
from bot.workflows.votes.counting import ClosingFacts, count_votes, entitlement
from bot.workflows.votes.motions import Motion
from bot.workflows.votes.results import conclude

ALL_VOTED, CERTAIN = "when all have voted", "when the result is certain"
CLOSE_EARLY = "close early"


@dataclass(frozen=True, kw_only=True)
class CloseVoteEarly(ClockCommand):
    """After a vote between meetings: are its voters done, or its result certain, so that the terms close it?"""

    @property
    def motion(self) -> str:
        """The motion it is about."""
        return self.subject


def closes_early(terms: Terms) -> Rule[str] | None:
    """The rule by which a vote between meetings closes before its time; none where the terms do not say that it does."""
    rule = terms.between_meetings_early_close
    return rule if rule is not None and rule.value in (ALL_VOTED, CERTAIN) else None


def is_between(motion: Motion) -> bool:
    """Whether a motion was put between meetings, to be decided there."""
    return motion.meeting is None and not motion.indicative


def _may_close_early(motion: Motion, terms: Terms) -> Rule[str] | None:
    """The rule, where it has a use: a secret vote keeps its time, for a close at the last vote would say when that came."""
    return closes_early(terms) if is_between(motion) and not motion.is_secret else None


def look_again(motion: Motion, terms: Terms, delivery: str, at: datetime) -> tuple[Due, ...]:
    """After a vote, a look at whether the terms close it now."""
    if _may_close_early(motion, terms) is None:
        return ()
    return (Due(derived_id("early", motion.id, delivery), CLOSE_EARLY, motion.id, at),)


def until_then(motion: Motion, terms: Terms) -> str:
    """What ends the time to change a vote besides the closing time, for the middle of a sentence."""
    rule = _may_close_early(motion, terms)
    if rule is None:
        return ""
    then = "all have voted" if rule.value == ALL_VOTED else "the result is certain"
    return f", or until {then}{cited(rule)}"


def close_early(command: CloseVoteEarly, facts: ClosingFacts) -> Outcome:
    """Close a vote between meetings before its time, only where the terms say so and what they wait for has come."""
    motion, rule = facts.motion, _may_close_early(facts.motion, facts.setting.terms)
    if motion.state != "open" or rule is None:
        return Refused("It is not open between meetings under terms that close it early.")
    everybody = _all_have_voted(facts)
    if not everybody and (rule.value != CERTAIN or not is_certain(facts)):
        return Refused("Not everybody has voted, and votes may still change the result.")
    why = (
        "everybody who has a vote had voted" if everybody else "no vote still to come could change the result"
    )
    closing = f" Its closing time was {day_words(motion.closes_at)}." if motion.closes_at else ""
    return conclude(command, facts, (f"Closed early: {why}{cited(rule)}.{closing}",))


def is_certain(facts: ClosingFacts) -> bool:
    """Whether the result is the same however those vote, or do not, who have not voted yet.

    Each majority is a straight line in the votes, so it is enough to look where all who are left do the same thing.
    """
    silent = entitlement(facts).entitled - facts.ballots.keys()
    outcomes = set()
    for choice in (None, "for", "against", "abstain"):
        then = {**facts.ballots, **(dict.fromkeys(silent, choice) if choice else {})}
        _, counted = count_votes(replace(facts, ballots=then))
        outcomes.add(counted.outcome if counted is not None else None)
    return len(outcomes) == 1 and outcomes <= {TallyOutcome.CARRIED, TallyOutcome.NOT_CARRIED}


def _all_have_voted(facts: ClosingFacts) -> bool:
    entitled = entitlement(facts).entitled
    return bool(entitled) and entitled <= facts.ballots.keys()

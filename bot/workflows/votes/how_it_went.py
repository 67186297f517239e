"""What is told of a motion under "Why?" once it is decided: who put it, who voted on it, who withdrew, and its earlier ballots."""

from zoneinfo import ZoneInfo

from bot.rules.wording import counted, instant_words, listed
from bot.workflows.votes.counting import ClosingFacts, Result
from bot.workflows.votes.motions import ORDINARY
from bot.workflows.votes.result_words import votes_in_words


def how_it_went(facts: ClosingFacts, result: Result) -> str:
    """In sentences; who voted stands by name only where the terms show who has."""
    said = (_put(facts), _voted(facts, result), _withdrawn(facts, result), *_earlier(facts))
    return " ".join(each for each in said if each)


def _put(facts: ClosingFacts) -> str:
    motion = facts.motion
    by = next((each.name for each in facts.register.people if each.slug == motion.put_by), "")
    where = f" at “{facts.meeting.title}”" if facts.meeting is not None else ""
    at = instant_words(motion.put_at.astimezone(ZoneInfo(facts.setting.time_zone)))
    kind = "" if motion.kind == ORDINARY else f" Kind of decision: {motion.kind.replace('_', ' ')}."
    return f"Put{f' by {by}' if by else ''}{where}, {at}.{kind}"


def _voted(facts: ClosingFacts, result: Result) -> str:
    if result.by != "vote" or not result.entitled:
        return ""
    who = sorted({*result.voted, *facts.voted_secretly} & {*result.entitled})
    names = f": {_names(facts, who)}" if who and facts.motion.show_votes == "who" else ""
    return f"{len(who)} of {counted(len(result.entitled), 'organisation')} voted{names}."


def _withdrawn(facts: ClosingFacts, result: Result) -> str:
    return f"Withdrawn for an interest: {_names(facts, result.withdrawn)}." if result.withdrawn else ""


def _earlier(facts: ClosingFacts) -> tuple[str, ...]:
    return tuple(
        f"Ballot {number} tied: {votes_in_words(each.result)}."
        for number, each in enumerate(facts.earlier, start=1)
    )


def _names(facts: ClosingFacts, organisations: list[str] | tuple[str, ...]) -> str:
    known = {each.slug: each.name for each in facts.register.organisations}
    return listed([known.get(each, each) for each in organisations])

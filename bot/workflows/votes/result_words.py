"""A result in words: how it ended, the votes, the arithmetic, the casting vote."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules.tally import Outcome as TallyOutcome
from bot.rules.wording import instant_words
from bot.workflows.votes.counting import Result


def votes_in_words(result: Result) -> str:
    """ "3 for, 3 against, 1 abstaining"; of a consensus who agreed and stood aside, and nothing of what was only recorded."""
    if result.by == "consensus":
        return f"{len(result.agreed)} agreeing, {len(result.stood_aside)} standing aside, {len(result.silent)} saying nothing"
    if result.by == "consensus aloud":
        return f"no one objecting, {len(result.stood_aside)} standing aside"
    if result.by == "record":
        return "no vote taken"
    return f"{result.votes_for} for, {result.against} against, {result.abstain} abstaining"


def counts_of(result: Result) -> tuple[tuple[str, int], ...]:
    """The numbers that are shown as bars: the votes, or where those asked stood in a consensus round."""
    if result.by == "vote":
        return (("For", result.votes_for), ("Against", result.against), ("Abstaining", result.abstain))
    if result.by == "consensus":
        return (
            ("Agreeing", len(result.agreed)),
            ("Standing aside", len(result.stood_aside)),
            ("Said nothing", len(result.silent)),
        )
    return ()


def briefly(result: Result) -> str:
    """The arithmetic alone; whole where the result was kept before that stood apart."""
    return result.briefly or result.why


def quorum_briefly(result: Result) -> str:
    """Why there was no quorum; nothing where there was one."""
    return (result.quorum_briefly or result.quorum_why) if result.quorum == "not quorate" else ""


def outcome_words(result: Result) -> str:
    """How a vote ended, with what it still wants: "carried, provisionally"."""
    words = how_decided(result)
    return f"{words}, provisionally" if result.provisional else words


def verdict(outcome: str) -> str:
    """The outcome as it stands first where a result is shown."""
    return "no quorum: nothing is decided" if outcome == TallyOutcome.NO_QUORUM.value else outcome


def how_decided(result: Result) -> str:
    """The outcome with what brought it about, where that was no vote: "carried by consensus"."""
    by_consensus = result.by.startswith("consensus") and result.outcome == TallyOutcome.CARRIED.value
    return f"{result.outcome} by consensus" if by_consensus else result.outcome


def casting_words(result: Result) -> str:
    """Who gave the casting vote, which way, and why; nothing where none was given."""
    if not result.casting:
        return ""
    if result.casting == "declined":
        return f"{result.casting_by}, chairing, declined the casting vote: {result.casting_reason}"
    return f"Casting vote {result.casting}, by {result.casting_by}, chairing: {result.casting_reason}"


def casting_given(result: Result | None, at: datetime | None, zone: str) -> str:
    """That the casting vote was given, by whom, which way and when, without the reason; nothing where none was."""
    if result is None or not result.casting or at is None:
        return ""
    how = (
        "declined the casting vote"
        if result.casting == "declined"
        else f"gave the casting vote {result.casting} the motion"
    )
    return f"{result.casting_by}, chairing, {how} on {instant_words(at.astimezone(ZoneInfo(zone)))}."

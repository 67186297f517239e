"""The warnings that will come before a meeting's deadlines, told when it is booked: those the clock has, and no others."""

from collections.abc import Iterable

from bot.rules.wording import day_words, listed, number_words
from bot.workflows.decisions import Due
from bot.workflows.meetings.booking_facts import BookingFacts
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.watching import PASSED, WARN, Watch
from bot.workflows.papers.amendments import AMENDMENT

Days = dict[tuple[str, str], tuple[int, ...]]  # (meeting, rule): how many working days before its last day
TOO_LATE_TO_WARN = "I warn nobody of the deadline still to come: the days for that have gone."


def promised(states: tuple[MeetingState, ...], facts: BookingFacts, work: Iterable[Due]) -> str:
    """How many working days before its deadlines the secretariat is warned (G5); that of an amendment only where there is one."""
    watches = [Watch.of(each.key) for each in work if each.kind in (WARN, PASSED)]
    watches = [each for each in watches if each.rule != AMENDMENT]
    days: Days = {}
    for each in watches:
        if each.kind == WARN:
            about = (each.meeting, each.rule)
            days[about] = (*days.get(about, ()), each.count)
    if not days:
        return TOO_LATE_TO_WARN if watches else ""
    if states[0].starts_at is None:
        (counts,) = days.values()
        return f"I warn the secretariat {_before(counts)} its day has to be announced."
    return f"I warn the secretariat {_before_each(days, states, facts)}, with what is still missing."


def _before_each(days: Days, states: tuple[MeetingState, ...], facts: BookingFacts) -> str:
    """What is warned of: of one meeting by what is to be sent, of a schedule by its meetings' days."""
    by_id = {each.id: each for each in states}
    if len(states) == 1:
        told = _alike(
            (_what(by_id[meeting], rule, facts), counts) for (meeting, rule), counts in days.items()
        )
        return "; ".join(
            f"{_before(counts)} the last day for {listed(what)}" for counts, what in told.items()
        )
    told = _alike((_day(by_id[meeting]), counts) for (meeting, _), counts in days.items())
    if len(told) == 1 and len({meeting for meeting, _ in days}) == len(states):
        return f"{_before(next(iter(told)))} the deadlines of each meeting"
    return "; ".join(f"{_before(counts)} the deadlines of {listed(on)}" for counts, on in told.items())


def _alike(named: Iterable[tuple[str, tuple[int, ...]]]) -> dict[tuple[int, ...], list[str]]:
    """The names of what is warned of on the same days before, each once."""
    found: dict[tuple[int, ...], list[str]] = {}
    for name, counts in dict.fromkeys(named):
        found.setdefault(counts, []).append(name)
    return found


def _day(state: MeetingState) -> str:
    return day_words(state.held_on) if state.held_on is not None else ""


def _what(state: MeetingState, rule: str, facts: BookingFacts) -> str:
    assert state.held_on is not None
    stated = facts.terms_of(state.held_on).notices[rule].value
    return stated.what if stated is not None else rule


def _before(counts: tuple[int, ...]) -> str:
    days = "working day" if counts == (1,) else "working days"
    return f"{listed([number_words(each) for each in counts])} {days} before"

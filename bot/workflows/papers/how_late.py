"""How late a paper is for its meeting as that now stands: an amendment by its own rule, any other paper by theirs."""

from dataclasses import replace
from datetime import datetime

from bot.rules.terms import Terms
from bot.rules.values import Firmness
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.amendments import AMENDMENT, prospect
from bot.workflows.papers.lateness import IN_TIME, Lateness, lateness
from bot.workflows.papers.papers import NOTED, REFUSED, Paper


def how_late(terms: Terms, meeting: MeetingState, at: datetime, *, amendment: bool) -> Lateness:
    """Whether a paper that comes or goes at a moment is late; an amendment by its own rule, which no other replaces (K45)."""
    rule = terms.notices.get(AMENDMENT)
    if not amendment or rule is None or rule.value is None:
        return lateness(terms, meeting, at)
    found = prospect(terms, meeting, at)
    if found.in_time is not False:
        return IN_TIME
    return Lateness(True, REFUSED if rule.firmness is Firmness.MUST else NOTED, found.words, found.clause)


def as_it_stands(terms: Terms, meeting: MeetingState, paper: Paper) -> Lateness:
    """Whether a paper is late for its meeting on the day it now has, and what became of that (G7).

    What counts is when it went round, or until then when it came. What was decided of it while it was late stands while it is.
    """
    version = paper.stands
    late = how_late(terms, meeting, version.circulated_at or version.submitted_at, amendment=paper.amendment)
    return replace(late, admission=paper.admission) if late.late and paper.admission else late

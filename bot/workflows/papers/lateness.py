"""Whether a paper comes in time for its meeting, and what a late one needs."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules.citing import NO_CLAUSE, provenance, suggestion
from bot.rules.notice import Judgement, calendar_of, deadline, judge
from bot.rules.terms import Clause, Terms
from bot.rules.values import Firmness
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.papers import NEEDED, NOTED, REFUSED

PAPERS = "papers"  # the name of the rule
BY_THOSE_PRESENT, BY_THE_CHAIR = "agreement of those present", "chair decides"
WITH_A_NOTE, NOT_TAKEN = "taken with a note", "not taken"
_NEEDS = {
    BY_THOSE_PRESENT: "Those present at the meeting have to agree before it is taken.",
    BY_THE_CHAIR: "The chair decides whether it is taken.",
    WITH_A_NOTE: "It is taken, and the minutes note that it was late.",
    NOT_TAKEN: "A late paper is not taken at this meeting.",
}
_ADMISSIONS = {BY_THOSE_PRESENT: NEEDED, BY_THE_CHAIR: NEEDED, WITH_A_NOTE: NOTED, NOT_TAKEN: REFUSED}


@dataclass(frozen=True)
class Lateness:
    """Whether something comes late, by how much and what that means, and under which clause."""

    late: bool
    admission: str = ""
    words: str = ""
    clause: Clause = NO_CLAUSE


IN_TIME = Lateness(late=False)


def judged(
    terms: Terms, rule: str, held_on: date | None, starts_at: datetime | None, at: datetime
) -> Judgement | None:
    """Whether something sent at a moment is in time for a meeting by one rule; None where nothing can be counted."""
    stated = terms.notices.get(rule)
    if stated is None or stated.value is None or held_on is None or stated.value.of != "meeting":
        return None
    zone = ZoneInfo(terms.time_zone)
    return judge(deadline(stated, held_on, calendar_of(terms), starts_at=starts_at, zone=zone), at)


def lateness(terms: Terms, meeting: MeetingState, at: datetime) -> Lateness:
    """Whether a paper that comes at a moment is late for a meeting, and what it then needs (K35, V37)."""
    found = judged(terms, PAPERS, meeting.held_on, meeting.starts_at, at)
    if found is None or found.in_time is not False:
        return IN_TIME
    rule = terms.notices[PAPERS]
    what = rule.value.what if rule.value is not None else ""
    words = f"It comes after the last day for {what}. {found.words} {needs(terms)}"
    return Lateness(True, admission(terms), words, rule.clause)


def admission(terms: Terms) -> str:
    """Where a late paper stands from the first, by what the terms say of late papers."""
    rule = terms.late_papers
    if rule is not None and rule.value is not None:
        return _ADMISSIONS[rule.value]
    papers = terms.notices.get(PAPERS)
    return REFUSED if papers is not None and papers.firmness is Firmness.MUST else NOTED


def needs(terms: Terms) -> str:
    """What a late paper needs, in a sentence, and where that comes from."""
    rule = terms.late_papers
    if rule is not None and rule.value is not None:
        return f"{_NEEDS[rule.value]} {provenance(rule)}".strip()
    hint = f" {suggestion(rule)}" if rule is not None and rule.suggested_written else ""
    follows = (
        "and that papers come in time is a “must”, so it is not taken at this meeting."
        if admission(terms) == REFUSED
        else "so that it was late is noted for the minutes."
    )
    return f"The terms do not say what a late paper needs, {follows}{hint}"

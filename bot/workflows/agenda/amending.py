"""What a change of the terms is told when it is proposed: its own notice, and whether it can still be given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.rules.citing import clause_of, silence
from bot.rules.notice import calendar_of, deadline, first_meeting, judge, period_words
from bot.rules.terms import Clause, Terms
from bot.rules.values import Firmness
from bot.rules.wording import counted, day_words
from bot.workflows.agenda.agenda import AMENDMENT
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.amendments import first_of


@dataclass(frozen=True)
class AmendmentAnswer:
    """By when the text of an amendment has to be with the members, whether that can still be met, and under which clause."""

    words: str
    clause: Clause
    can_be_met: bool | None  # None: the terms state no deadline, or the meeting has no day yet


def amendment_words(
    terms: Terms, meeting_day: date | None, today: date, booked: Iterable[MeetingState] = ()
) -> AmendmentAnswer:
    """What a change of the terms is told at once: its own notice, which no other deadline replaces (K45, G6)."""
    rule = terms.notices.get(AMENDMENT)
    if rule is None or rule.value is None:
        said = silence(rule, "how long before a meeting the text of an amendment goes to the members")
        return AmendmentAnswer(f"{said} Ask the secretariat how it is to be sent.", clause_of(rule), None)
    period = period_words(rule.value.period)
    if meeting_day is None:
        return AmendmentAnswer(
            f"Its text has to be with the members {period} before the meeting, whose day is to be announced.",
            rule.clause,
            None,
        )
    calendar, zone = calendar_of(terms), ZoneInfo(terms.time_zone)
    due = deadline(rule, meeting_day, calendar, zone=zone)
    if due.last_day is None:
        return AmendmentAnswer(due.why, rule.clause, None)
    by = f"Its text has to be with the members by {day_words(due.last_day)}, {period} before the meeting"
    if judge(due, today).in_time is not False:
        left = (due.last_day - today).days
        days = "which is today" if left == 0 else f"which leaves {counted(left, 'day')}"
        working = (
            f" The last working day before that is {day_words(due.last_working_day)}."
            if due.last_working_day is not None and due.last_working_day != due.last_day
            else ""
        )
        return AmendmentAnswer(f"{by}, {days}.{working}", rule.clause, True)
    earliest = first_meeting(rule, today, calendar, zone).day
    could = (
        f" Sent out today, it could be put at {first_of(earliest, booked)}" if earliest is not None else ""
    )
    binds = (
        "That day has passed, so it cannot be put at this meeting."
        if due.firmness is Firmness.MUST
        else "That day has passed, so it will be late."
    )
    return AmendmentAnswer(f"{by}. {binds}{could}", rule.clause, False)

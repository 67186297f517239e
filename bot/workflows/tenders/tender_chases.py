"""When those who have not answered a tender are asked again: working days after its notice, and before answers close (C33)."""

from datetime import date, datetime

from bot.rules.calendar import DaysRefused, shifted
from bot.rules.notice import calendar_of
from bot.workflows.decisions import Due, Setting
from bot.workflows.meetings.deadlines import nine, working_days_before
from bot.workflows.tenders.tenders import Tender

CHASE = "chase answers to a tender"  # the kind of the clock's work


def every_chase(
    setting: Setting, tender: Tender, told_on: date, closes: date | None, at: datetime
) -> tuple[Due, ...]:
    """All of them that are still to come, in order, one a day at most."""
    before = chases_before(setting, tender, closes, at)
    due = {each.due_at: each for each in (*before, *_after(setting, tender, told_on, closes, at))}
    return tuple(due[each] for each in sorted(due))


def chases_before(setting: Setting, tender: Tender, closes: date | None, at: datetime) -> tuple[Due, ...]:
    """When they are asked again before answers close, and not on the day they were told; what was meant for another closing day
    has another key."""
    rule, calendar = setting.terms.interests_chased_before, calendar_of(setting.terms)
    if closes is None or rule is None or rule.value is None:
        return ()
    found = []
    for days in rule.value:
        try:
            when = nine(working_days_before(closes, days, calendar), setting.time_zone)
        except DaysRefused:
            continue
        if when.date() > at.astimezone(when.tzinfo).date():
            found.append(Due(f"{CHASE}|{tender.id}|{closes}|{days}", CHASE, tender.id, when))
    return tuple(found)


def _after(
    setting: Setting, tender: Tender, told_on: date, closes: date | None, at: datetime
) -> tuple[Due, ...]:
    rule, calendar = setting.terms.interests_chased, calendar_of(setting.terms)
    found = []
    for days in (rule.value or ()) if rule is not None else ():
        day, left = told_on, days
        while left:
            day = shifted(day, 1)
            left -= calendar.is_working_day(day)
        when = nine(day, setting.time_zone)
        in_time = (closes is None or day <= closes) and (tender.deadline is None or when < tender.deadline)
        if in_time and when > at:
            found.append(Due(f"{CHASE}|{tender.id}|{days}", CHASE, tender.id, when))
    return tuple(found)

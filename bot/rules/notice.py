"""Every deadline of a meeting under its terms, and whether what was sent was in time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, floor
from zoneinfo import ZoneInfo

from bot.rules.calendar import Calendar, DaysRefused
from bot.rules.citing import NO_CLAUSE, provenance
from bot.rules.days import (
    LONDON,
    by,
    days_of_notice,
    first_day,
    first_instant,
    in_days,
    last_day,
    last_instant,
    served_on,
    start_of,
)
from bot.rules.describing import day_words as name_of_days
from bot.rules.terms import Clause, NoticeRule, Rule, Terms
from bot.rules.uncounted import does_not_count, leans_on_statute
from bot.rules.values import Basis, Firmness, Period, Unit
from bot.rules.wording import counted, day_words, instant_words, listed, sentence

GIVEN = "given"  # the key of a rule that somebody gave by hand, which no document backs


@dataclass(frozen=True)
class Deadline:
    """The last day, to its end, on which notice is in time for a meeting.

    `last_instant` (UTC) stands beside it for a rule counted in hours. `last_working_day` is the last working day on or
    before it (G5).
    `last_day` and `last_working_day` are None where the days cannot be told, and `why` then says what is lacking.
    """

    rule: str
    what: str
    clause: Clause
    last_day: date | None
    last_instant: datetime | None
    last_working_day: date | None
    firmness: Firmness
    words: str
    basis: Basis
    why: str
    beyond_published: bool
    period: Period
    meeting: date
    calendar: Calendar
    zone: ZoneInfo
    counts_from: str = "sent"


@dataclass(frozen=True)
class Judgement:
    """Whether notice was in time and by how much, in the rule's own unit; a rule of weeks, months or years is told in days.

    `in_time` is None where only the hour would tell. `amount` is never negative: to spare when in time, short when not.
    """

    in_time: bool | None
    amount: int
    unit: Unit
    words: str


@dataclass(frozen=True)
class DayAnswer:
    """One day worked out from a rule, or None where it cannot be told, and why."""

    day: date | None
    why: str
    beyond_published: bool


def calendar_of(terms: Terms) -> Calendar:
    """The working days of the partnership's nation, with the breaks its terms date."""
    return Calendar(terms.nation, terms.breaks)


def deadlines(terms: Terms, meeting: date, starts_at: datetime | None = None) -> tuple[Deadline, ...]:
    """Every deadline these terms state for a meeting on a day, in the order of the file; what is not stated has none.

    Hours are counted from `starts_at` (timezone-aware); without it the start of the day is assumed, and `why` says so.
    """
    calendar, zone = calendar_of(terms), ZoneInfo(terms.time_zone)
    return tuple(
        deadline(rule, meeting, calendar, starts_at=starts_at, zone=zone)
        for rule in terms.notices.values()
        if rule.is_stated
    )


def unstated(terms: Terms) -> tuple[Rule[NoticeRule], ...]:
    """The notice rules the terms name without stating, suggested values beside them."""
    return tuple(rule for rule in terms.notices.values() if not rule.is_stated)


def given_rule(period: Period) -> Rule[NoticeRule]:
    """A rule made of a period alone, given by whoever asks."""
    return Rule(GIVEN, NoticeRule(period, "notice"), Basis.DOCUMENT, NO_CLAUSE, written=period.words)


def deadline(
    rule: Rule[NoticeRule],
    meeting: date,
    calendar: Calendar,
    *,
    starts_at: datetime | None = None,
    zone: ZoneInfo = LONDON,
) -> Deadline:
    """The last day under one stated rule for one meeting."""
    notice = _value(rule)
    period = notice.period
    try:
        instant = _instant(period, meeting, starts_at, calendar, zone)
        last = instant.astimezone(zone).date() if instant else last_day(period, meeting, calendar, zone)
        working: date | None = calendar.last_working_day_on_or_before(last)
        beyond = not calendar.is_published(meeting, last)
        why = _why(rule, meeting, last, instant, calendar, zone, starts_at is None)
        found: date | None = last
    except DaysRefused as refused:
        instant, found, working, beyond, why = None, None, None, False, str(refused)
    return Deadline(
        rule=rule.key,
        what=notice.what,
        clause=rule.clause,
        last_day=found,
        last_instant=instant,
        last_working_day=working,
        firmness=rule.firmness,
        words=rule.clause.words,
        basis=rule.basis,
        why=f"{why} {calendar.unpublished_words}" if beyond else why,
        beyond_published=beyond,
        period=period,
        meeting=meeting,
        calendar=calendar,
        zone=zone,
        counts_from=notice.counts_from,
    )


def judge(deadline: Deadline, sent: date | datetime) -> Judgement:
    """Whether what was sent (or reached the members, where the rule counts from that) was in time.

    `sent` is a local day, or a timezone-aware instant, which a rule counted in hours needs to be told exactly.
    """
    if deadline.last_day is None:
        return Judgement(None, 0, deadline.period.unit, deadline.why)
    if deadline.last_instant is not None:
        return _judge_hours(deadline, deadline.last_day, deadline.last_instant, sent)
    day = sent.astimezone(deadline.zone).date() if isinstance(sent, datetime) else sent
    in_time = day <= deadline.last_day
    unit = deadline.period.unit
    if unit in (Unit.DAYS, Unit.WORKING_DAYS):
        given = days_of_notice(deadline.period, day, deadline.meeting, deadline.calendar)
        amount = abs(given - in_days(deadline.period))
    else:
        unit, amount = Unit.DAYS, abs((deadline.last_day - day).days)
    return Judgement(in_time, amount, unit, _judged(deadline, in_time, amount, unit, deadline.last_day, day))


def first_meeting(
    rule: Rule[NoticeRule],
    sent: date,
    calendar: Calendar,
    zone: ZoneInfo = LONDON,
    sent_at: datetime | None = None,
) -> DayAnswer:
    """The earliest meeting whose own last day is the day of sending or later.

    For a notice that runs forward from the day it is given, the day it takes effect (K46). A rule in hours is counted
    from `sent_at` (timezone-aware) where the hour is known.
    """
    notice = _value(rule)
    try:
        if notice.period.unit is Unit.HOURS and sent_at is not None:
            return _first_by_the_hour(rule, sent_at, calendar, zone)
        day = first_day(notice.period, sent, calendar, zone)
    except DaysRefused as refused:
        return DayAnswer(None, str(refused), False)
    took = "takes effect on" if notice.of == "notice" else "is in time for a meeting from"
    why = (
        f"Notice on {day_words(sent)} {took} {day_words(day)}{_left_out(notice.period, sent, day, calendar)}."
    )
    if notice.period.unit is Unit.HOURS:
        why += " No hour of the notice was given: on that day the full hours have to have run before the meeting starts."
    return _day_answer(rule, day, why, calendar)


def _first_by_the_hour(
    rule: Rule[NoticeRule], sent_at: datetime, calendar: Calendar, zone: ZoneInfo
) -> DayAnswer:
    starts = first_instant(_value(rule).period, sent_at, calendar, zone).astimezone(zone)
    sent = instant_words(sent_at.astimezone(zone))
    why = f"Notice on {sent} is in time for a meeting that starts on {instant_words(starts)} or later."
    return _day_answer(rule, starts.date(), why, calendar)


def period_ends(
    rule: Rule[NoticeRule], after: date, calendar: Calendar, zone: ZoneInfo = LONDON
) -> DayAnswer:
    """The last day of the rule's period, begun the day after a day (replies, chasers)."""
    period = _value(rule).period
    try:
        day = by(period, after, calendar, zone)
    except DaysRefused as refused:
        return DayAnswer(None, str(refused), False)
    span = f"a period of {period_words(period)} that begins the day after {day_words(after)}"
    why = f"{span} ends on {day_words(day)}"
    return _day_answer(rule, day, f"{sentence(why + _left_out(period, after, day, calendar))}", calendar)


def period_words(period: Period) -> str:
    """A period in words: "5 clear working days", "a week" as it was written."""
    if period.words:
        return period.words
    clear = "clear " if period.clear else ""
    return counted(period.amount, clear + period.unit.value.removesuffix("s"))


def _value(rule: Rule[NoticeRule]) -> NoticeRule:
    if rule.value is None:
        raise ValueError(f"{rule.key} is not stated, so it has no deadline.")
    return rule.value


def _instant(
    period: Period, meeting: date, starts_at: datetime | None, calendar: Calendar, zone: ZoneInfo
) -> datetime | None:
    if period.unit is not Unit.HOURS:
        return None
    return last_instant(period, starts_at or start_of(meeting, zone), calendar, zone)


def _why(
    rule: Rule[NoticeRule],
    meeting: date,
    last: date,
    instant: datetime | None,
    calendar: Calendar,
    zone: ZoneInfo,
    assumed: bool,
) -> str:
    notice = _value(rule)
    period = notice.period
    said = day_words(last) if instant is None else instant_words(instant.astimezone(zone))
    event = "taking effect on" if notice.of == "notice" else "before the meeting on"
    if notice.of == "notice" and not period_words(period).endswith("notice"):
        event = f"of notice, {event}"
    count = f"{period_words(period)} {event} {day_words(meeting)}{_left_out(period, last, meeting, calendar)}: {said}."
    notes = [sentence(count)]
    if instant is not None and assumed:
        notes.append("No hour of the meeting was given, so the start of the day, 00:00, is assumed.")
    if period.deemed_served is not None:
        served = served_on(period, last, calendar)
        notes.append(f"What is sent then counts as served on {day_words(served)}.")
    if notice.counts_from == "reached":
        notes.append("It has to have reached the members by then, not only have been sent.")
    notes += [
        f"The {name.title().replace('Break', 'break')} is dated as in the Local Government Act 1972, section 243(4)."
        for name in leans_on_statute(period, calendar)
    ]
    if rule.key != GIVEN:
        notes.append(provenance(rule))
    return " ".join(notes)


def _left_out(period: Period, first: date, last: date, calendar: Calendar) -> str:
    """The named days between two days that the count passed over; weekends go without saying."""
    if not period.excluding and period.unit is not Unit.WORKING_DAYS:
        return ""
    unnamed = ("a weekend", "saturdays", "sundays", "weekends")
    found: list[str] = []
    day = first + timedelta(days=1)
    while day < last and len(found) < 6:
        reason = does_not_count(day, period, calendar)
        if reason is not None and reason not in unnamed:
            said = name_of_days(reason) if reason in period.excluding else f"{reason} ({day.day} {day:%B})"
            found += [said] if said not in found else []
        day += timedelta(days=1)
    if day < last:
        found.append("others")
    return f", passing over {listed(found)}" if found else ""


def _judge_hours(deadline: Deadline, last: date, instant: datetime, sent: date | datetime) -> Judgement:
    if not isinstance(sent, datetime):
        if sent == last:
            at = f"{instant.astimezone(deadline.zone):%H:%M}"
            return Judgement(
                None, 0, Unit.HOURS, f"In time only if it was before {at} that day: give the hour."
            )
        sent = start_of(sent if sent > last else sent + timedelta(days=1), deadline.zone)
    exact = (instant - sent).total_seconds() / 3600
    in_time = exact >= 0
    amount = floor(exact) if in_time else ceil(-exact)
    words = _judged(deadline, in_time, amount, Unit.HOURS, last, sent.astimezone(deadline.zone).date())
    return Judgement(in_time, amount, Unit.HOURS, words)


def _judged(deadline: Deadline, in_time: bool, amount: int, unit: Unit, last: date, day: date) -> str:
    measured = counted(amount, unit.value.removesuffix("s"))
    if in_time:
        return f"In time, with {measured} to spare." if amount else "In time, on the last day."
    after = " after the meeting itself" if day > deadline.meeting else ""
    if deadline.last_instant is not None:
        until = instant_words(deadline.last_instant.astimezone(deadline.zone))
        return f"Late{after}, {measured} short: it was due by {until}."
    if amount == 0:  # a day that counts for nothing, between two that do
        return f"Late{after}: the last day was {day_words(last)}."
    return f"Late{after}, {measured} short: the last day was {day_words(last)}."


def _day_answer(rule: Rule[NoticeRule], day: date, why: str, calendar: Calendar) -> DayAnswer:
    beyond = not calendar.is_published(day)
    parts = (
        [why]
        + ([provenance(rule)] if rule.key != GIVEN else [])
        + ([calendar.unpublished_words] if beyond else [])
    )
    return DayAnswer(day, " ".join(parts), beyond)

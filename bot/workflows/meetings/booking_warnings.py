"""What to know of a day before a meeting is booked on it or moved to it, and everybody is told."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.rules.calendar import DaysRefused
from bot.rules.citing import cited
from bot.rules.notice import calendar_of, deadline, first_meeting, judge
from bot.rules.terms import Terms
from bot.rules.values import Firmness
from bot.rules.wording import day_words
from bot.workflows.decisions import Refused
from bot.workflows.meetings.booking_facts import BookingFacts
from bot.workflows.meetings.deadlines import Given, cannot_be_met, owed, owed_words, what_follows
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.amendments import AMENDMENT, first_words

ALL_THE_SAME = "all the same"  # names no field: the form comes back with what follows, and books it when it is sent in again
FAR = 3  # years: a later one is asked about, for the year may be mistyped


def asked_first(
    asked: bool,
    states: tuple[MeetingState, ...],
    facts: BookingFacts,
    done: str,
    given: tuple[Given, ...] = (),
) -> Refused | None:
    """What follows from the days chosen where it breaks a notice that must be given, falls on a bank holiday or is years away; None
    where nothing does, or nobody wants to be asked (G6, G7)."""
    found = tuple(words for each in states for words in _against(each, facts, given)) if asked else ()
    if not found:
        return None
    return Refused(" ".join(found), next=f"Nothing is {done} yet, and nobody is told.", field=ALL_THE_SAME)


def about_the_day(day: date, terms: Terms) -> tuple[str, ...]:
    """That a day is a bank holiday or at a weekend, in a sentence."""
    return holiday_words(day, terms) or (
        (f"{day_words(day)} is at a weekend.",) if day.weekday() >= 5 else ()
    )


def holiday_words(day: date, terms: Terms) -> tuple[str, ...]:
    """That a day is a bank holiday, or that nobody can say yet, in a sentence."""
    try:
        holiday = calendar_of(terms).bank_holiday(day)
    except DaysRefused as refused:
        return (str(refused),)
    return (f"{day_words(day)} is a bank holiday: {holiday}.",) if holiday else ()


def _against(meeting: MeetingState, facts: BookingFacts, given: tuple[Given, ...]) -> tuple[str, ...]:
    if meeting.held_on is None:
        return ()
    terms = facts.terms_of(meeting.held_on)
    broken = (
        each
        for each in owed(terms, meeting.held_on, facts.today, given, meeting.starts_at)
        if each.of_every_meeting
        and each.firmness is Firmness.MUST
        and (cannot_be_met(each) or each.in_time is False)
    )
    return (
        *_far(meeting.held_on, facts.today),
        *holiday_words(meeting.held_on, terms),
        *(f"{owed_words(each, terms.time_zone)} {what_follows(each, terms)}" for each in broken),
        *_amendments_lost(meeting, facts, given, terms),
    )


def _amendments_lost(
    meeting: MeetingState, facts: BookingFacts, given: tuple[Given, ...], terms: Terms
) -> tuple[str, ...]:
    """The amendments on the agenda of a meeting that could be put on its day before and cannot on the new one (K45, G7).

    Only of these does the notice of an amendment bind: a meeting booked anew has none on its agenda, and is told of it as of
    whatever else may come.
    """
    rule = terms.notices.get(AMENDMENT)
    before = facts.meeting.held_on if facts.meeting is not None else None
    if rule is None or rule.value is None or rule.firmness is not Firmness.MUST:
        return ()
    if before is None or meeting.held_on is None:
        return ()
    calendar, zone = calendar_of(terms), ZoneInfo(terms.time_zone)
    was = deadline(rule, before, calendar, zone=zone)
    now = deadline(rule, meeting.held_on, calendar, starts_at=meeting.starts_at, zone=zone)

    def lost(on: date) -> bool:
        return judge(was, on).in_time is not False and judge(now, on).in_time is False

    late = [
        f"{each.what}, given on {day_words(each.on)}, is"
        for each in given
        if each.rule == AMENDMENT and lost(each.on)
    ]
    late += [f"{each}, and is" for each in facts.amendments if lost(facts.today)]
    first = first_meeting(rule, facts.today, calendar, zone).day
    others = (each for each in facts.others if each.id != meeting.id and each.is_to_come)
    put = f"It cannot be put at this meeting{cited(rule)}."
    return (
        *(f"{each[:1].upper()}{each[1:]} too late for {day_words(meeting.held_on)}. {put}" for each in late),
        *((f"Sent today, {first_words(first, others)}",) if late and first is not None else ()),
    )


def _far(day: date, today: date) -> tuple[str, ...]:
    """That a day is further off than anybody plans, which a mistyped year would be."""
    years = day.year - today.year
    return (f"{day_words(day)} is {years} years from now.",) if years >= FAR else ()

"""The deadlines of one meeting: by when, under which clause, what has been done, and what can no longer be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.calendar import Calendar, DaysRefused, shifted
from bot.rules.citing import cited
from bot.rules.days import start_of
from bot.rules.notice import Deadline, calendar_of, deadline, deadlines, first_meeting, judge
from bot.rules.terms import Clause, NoticeRule, Rule, Terms
from bot.rules.values import Firmness
from bot.rules.wording import counted, day_words, instant_words

# What every meeting needs; other notices are of one kind of business, and bind where it is on the agenda.
OF_EVERY_MEETING = ("papers", "agenda", "meeting")
WARNED_BEFORE = (10, 5, 2, 1)  # working days before the last working day (G5)


@dataclass(frozen=True)
class Given:
    """A notice that was given: under which rule, and on which day."""

    rule: str  # its name: "papers", "amendment" …
    on: date
    what: str = ""  # the paper, where it is one paper's own


@dataclass(frozen=True)
class Owed:
    """One deadline of a meeting as it stands on a day."""

    rule: str  # its name: "papers", "amendment" …
    what: str  # "agenda and papers"
    deadline: Deadline
    firmness: Firmness
    clause: Clause
    of_every_meeting: bool
    given: Given | None  # the first notice that counts towards it
    in_time: bool | None  # of what was given; None where nothing was, or the day cannot be told
    is_past: bool

    @property
    def last_day(self) -> date | None:
        """The last day on which notice is in time, to its end."""
        return self.deadline.last_day

    @property
    def last_working_day(self) -> date | None:
        """The last working day on or before it (G5)."""
        return self.deadline.last_working_day


def owed(
    terms: Terms,
    meeting: date,
    today: date,
    given: Iterable[Given] = (),
    starts_at: datetime | None = None,
) -> tuple[Owed, ...]:
    """Every deadline the terms state for a meeting on a day, in the order of the file, with what was given towards it (G5, G7)."""
    first: dict[str, Given] = {}
    for one in given:
        if one.rule not in first or one.on < first[one.rule].on:
            first[one.rule] = one
    found = []
    for each in deadlines(terms, meeting, starts_at):
        name = each.rule.removeprefix("notice.")
        rule = terms.notices[name]
        if (
            rule.value is None or rule.value.of != "meeting"
        ):  # it runs forward from the day notice is given (K46)
            continue
        has = first.get(name)
        found.append(
            Owed(
                rule=name,
                what=each.what,
                deadline=each,
                firmness=rule.firmness,
                clause=each.clause,
                of_every_meeting=name in OF_EVERY_MEETING,
                given=has,
                in_time=judge(each, has.on).in_time if has is not None else None,
                is_past=each.last_day is not None and each.last_day < today,
            )
        )
    return tuple(found)


def owed_words(each: Owed, zone: str) -> str:
    """One deadline as the secretariat reads it: what, by when, and where that is no working day the day before it that is."""
    what = _what(each)
    if each.last_day is None:
        return f"{what}: {each.deadline.why}"
    wanted = "" if each.of_every_meeting else "where there is one, "
    working = each.last_working_day
    in_practice = (
        f" In practice {day_words(working)}: the {each.last_day.day}{_th(each.last_day.day)} is no working day."
        if working is not None and working != each.last_day
        else ""
    )
    return f"{what}: {wanted}{_reach(each)} by {_by(each, ZoneInfo(zone))}.{in_practice}{_state(each)}"


def scheduled(owing: Sequence[Owed]) -> tuple[tuple[str, str, Clause], ...]:
    """The deadlines of a schedule's meetings, one sentence a rule: its name, the sentence, its clause.

    Two for a rule whose clause changes between the meetings (G1); and why, where a day cannot be told.
    """
    found = []
    for rule, clause in dict.fromkeys((each.rule, each.clause) for each in owing):
        mine = [each for each in owing if (each.rule, each.clause) == (rule, clause)]
        told = [each for each in mine if each.last_day is not None]
        untold = dict.fromkeys(each.deadline.why for each in mine if each.last_day is None)
        wanted = "" if mine[0].of_every_meeting else "where there is one, "
        lines = ";\n".join(_for_its_meeting(each) for each in told)  # each on its own, to be read on a phone
        days = f"{wanted}{_reach(mine[0])}\n{lines}." if told else ""
        found.append((rule, " ".join(part for part in (f"{_what(mine[0])}:", days, *untold) if part), clause))
    return tuple(found)


def unpublished_words(owing: Iterable[Owed]) -> str:
    """That some of these days rest on bank holidays nobody has proclaimed yet; empty where none do."""
    beyond = next((each.deadline for each in owing if each.deadline.beyond_published), None)
    return beyond.calendar.unpublished_words if beyond is not None else ""


def cannot_be_met(each: Owed) -> bool:
    """Whether nothing was given and it is too late to give it in time (G6)."""
    return each.given is None and each.is_past


def what_follows(each: Owed, terms: Terms) -> str:
    """What a notice that is not in time leads to, by the firmness of its rule."""
    if each.firmness is Firmness.MUST:
        if each.of_every_meeting:
            return f"The terms say must, so business cannot be done on it{cited(terms.notices[each.rule])}."
        return f"It cannot be put at this meeting{cited(terms.notices[each.rule])}."
    return f"The terms say “{each.firmness.value}”: the shortfall is recorded for the minutes, and the meeting carries on."


def first_meeting_for(terms: Terms, rule: str, sent: date) -> date | None:
    """The earliest day of a meeting for which a notice sent on a day is in time; None where that cannot be told."""
    stated = terms.notices.get(rule)
    if stated is None or stated.value is None:
        return None
    return first_meeting(stated, sent, calendar_of(terms), ZoneInfo(terms.time_zone)).day


def retested(
    terms: Terms, before: date, after: date, given: Iterable[Given], starts_at: datetime | None = None
) -> tuple[tuple[str, Clause], ...]:
    """What moving a meeting does to each notice already given: a sentence and its clause, where its standing changed (G7)."""
    calendar, zone = calendar_of(terms), ZoneInfo(terms.time_zone)
    found = []
    for each in given:
        rule = terms.notices.get(each.rule)
        if rule is None or rule.value is None or rule.value.of != "meeting":
            continue
        was = judge(deadline(rule, before, calendar, zone=zone), each.on)
        now = judge(deadline(rule, after, calendar, starts_at=starts_at, zone=zone), each.on)
        what = each.what or rule.value.what
        standing = (
            "no longer in time"
            if was.in_time is not False and now.in_time is False
            else "in time for the new day"
            if was.in_time is False and now.in_time is not False
            else "still in time"
            if now.in_time is not False
            else "still short"
        )
        stands = (
            "still i" + now.words[1:]
            if standing == "still in time" and now.in_time
            else f"{standing}. {now.words}"
        )
        words = f"{what[:1].upper()}{what[1:]}, given on {day_words(each.on)}: {stands}"
        found.append((words, rule.clause))
    return tuple(found)


def warnings_of(each: Owed, zone: str, calendar: Calendar) -> tuple[tuple[int, datetime], ...]:
    """When the secretariat is warned of a deadline: so many working days before its last working day, at nine (G5)."""
    if each.last_working_day is None:
        return ()
    return warned_before(each.last_working_day, zone, calendar)


def warned_before(last: date, zone: str, calendar: Calendar) -> tuple[tuple[int, datetime], ...]:
    """Ten, five, two and one working days before a working day, each at nine in the morning where the partnership is."""
    found = []
    for count in WARNED_BEFORE:
        try:
            found.append((count, nine(working_days_before(last, count, calendar), zone)))
        except DaysRefused:
            continue
    return tuple(found)


def passes_at(each: Owed, zone: str) -> datetime | None:
    """The first instant at which a deadline has passed."""
    if each.last_day is None:
        return None
    if each.deadline.last_instant is not None:
        return each.deadline.last_instant
    return start_of(each.last_day + timedelta(days=1), ZoneInfo(zone))


def working_days_left(today: date, last: date, calendar: Calendar) -> int:
    """How many working days there are from today, itself left out, to a day."""
    count, day = 0, today
    while day < last:
        day = shifted(day, 1)
        count += calendar.is_working_day(day)
    return count


def nine(day: date, zone: str) -> datetime:
    """Nine in the morning of a day in a time zone."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(zone))


def working_days_before(day: date, count: int, calendar: Calendar) -> date:
    """So many working days before a day."""
    while count:
        day = shifted(day, -1)
        count -= calendar.is_working_day(day)
    return day


def _what(each: Owed) -> str:
    what = each.what or each.rule
    return what[:1].upper() + what[1:]


def _reach(each: Owed) -> str:
    return "to reach members" if each.deadline.counts_from == "reached" else "to be with members"


def _for_its_meeting(each: Owed) -> str:
    assert each.last_day is not None
    working = each.last_working_day
    in_practice = working is not None and working != each.last_day and not each.is_past
    besides = f" (in practice {day_words(working)})" if working and in_practice else ""
    passed = " (which has passed)" if each.is_past else ""
    return f"by {_by(each, each.deadline.zone)}{besides}{passed} for {day_words(each.deadline.meeting)}"


def _by(each: Owed, zone: ZoneInfo) -> str:
    """The last day in words, with the hour where the rule counts hours."""
    assert each.last_day is not None
    instant = each.deadline.last_instant
    return instant_words(instant.astimezone(zone)) if instant else day_words(each.last_day)


def _state(each: Owed) -> str:
    if each.given is not None:
        on = day_words(each.given.on)
        return f" Given on {on}: {'in time' if each.in_time is not False else 'late'}."
    if each.is_past and each.last_day is not None:
        return " That can no longer be met." if each.of_every_meeting else " That has passed."
    return ""


def _th(day: int) -> str:
    if 10 <= day % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def shortfall_words(each: Owed, on: date, rule: Rule[NoticeRule]) -> str:
    """How far a notice given on a day, or never given, falls short, in the rule's own unit, for the minutes (V37, K35)."""
    judged = judge(each.deadline, on)
    return (
        f"{_what(each)}: {judged.words} The terms ask for {rule.written or counted(0, 'day')}{cited(rule)}."
    )

"""What the clock does about meetings: warnings before each deadline, its passing, reminders, and a look at the year ahead.

Each is decided when it falls due, on what is so then: what was put right meanwhile, moved or cancelled is passed over, and of
several warnings that an outage has made due together only the latest is given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.rules.citing import clause_of
from bot.rules.notice import calendar_of
from bot.rules.values import Firmness
from bot.rules.wording import day_words
from bot.workflows.decisions import (
    NO_CLAUSE,
    Answer,
    ClockCommand,
    Decision,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.meetings.booked_times import Told
from bot.workflows.meetings.deadlines import (
    Given,
    Owed,
    first_meeting_for,
    owed,
    shortfall_words,
    what_follows,
    working_days_left,
)
from bot.workflows.meetings.invited import Invited
from bot.workflows.meetings.meetings import BOOKED, TO_BE_ANNOUNCED, MeetingState
from bot.workflows.meetings.watching import (
    AGENDA_CLOSES,
    ANNOUNCEMENT,
    BEGINS,
    PASSED,
    REMIND,
    WARN,
    YEAR,
    Watch,
    yearly,
)
from bot.workflows.meetings.year_ahead import Flag


@dataclass(frozen=True, kw_only=True)
class WarnOfDeadline(ClockCommand):
    """So many working days are left before a deadline of a meeting (G5)."""


@dataclass(frozen=True, kw_only=True)
class DeadlinePassed(ClockCommand):
    """The last day of a deadline is over."""


@dataclass(frozen=True, kw_only=True)
class RemindOfMeeting(ClockCommand):
    """Remind those in one time zone who have not answered."""


@dataclass(frozen=True, kw_only=True)
class AgendaCloses(ClockCommand):
    """The last day for items of the agenda is over."""


@dataclass(frozen=True, kw_only=True)
class MeetingBegins(ClockCommand):
    """A meeting is about to begin."""


@dataclass(frozen=True, kw_only=True)
class LookAtTheYear(ClockCommand):
    """Look at the year ahead, on the first of each month (K23, V34)."""


@dataclass(frozen=True)
class WatchFacts:
    """What is known when something about a meeting falls due."""

    setting: Setting  # under the terms in force on the day of the meeting
    watch: Watch
    meeting: MeetingState | None
    today: date
    given: tuple[Given, ...] = ()
    missing: tuple[str, ...] = ()  # what the papers lack, in words
    amendments: tuple[str, ...] = ()  # texts of amendments for this meeting not sent to members yet
    proposed: int = 0  # items that wait for the secretariat's decision
    owing: tuple["Owing", ...] = ()  # who owes an answer or a declaration
    undeclared: tuple[str, ...] = ()  # names of the organisations that have not declared
    secretariat: tuple[str, ...] = ()  # Slack users
    chair: str | None = None  # a Slack user
    forecast: str = ""  # whether those who have answered would be a quorum
    superseded: bool = False  # a later word on the same is due as well
    recorded: bool = False  # the shortfall stands in the record already
    flags: tuple[Flag, ...] = ()  # what the year ahead lacks


@dataclass(frozen=True)
class Owing:
    """Somebody called to a meeting who has still to say something."""

    invited: Invited
    reply: bool  # whether they come
    declaration: bool  # whether they have an interest (K31)


@dataclass(frozen=True, kw_only=True)
class ShortfallRecorded(Event):
    """A notice was not given in time, for the minutes."""

    rule: str
    sequence: int
    words: str
    clause: str


@dataclass(frozen=True, kw_only=True)
class DeadlineNotice(Notice):
    """Warns the secretariat of a deadline, or tells the chair that it has passed, with what is missing."""

    partnership_name: str
    meeting: str
    title: str
    when: str
    rule: str
    what: str
    by: str
    in_practice: str  # the last working day, where the last day is none
    left: int  # working days
    passed: bool
    missing: tuple[str, ...]
    follows: str
    clause: str
    clause_words: str


@dataclass(frozen=True, kw_only=True)
class ReminderNotice(Notice):
    """Reminds somebody who has not answered of a meeting, with the buttons that answer it."""

    partnership_name: str
    told: Told
    organisation: str
    days: int
    needs_reply: bool
    needs_declaration: bool
    clause: str
    clause_words: str


@dataclass(frozen=True, kw_only=True)
class AgendaClosedNotice(Notice):
    """Tells the secretariat that no more items are due, and how many wait."""

    partnership_name: str
    meeting: str
    title: str
    when: str
    proposed: int
    papers_by: str


@dataclass(frozen=True, kw_only=True)
class MeetingBeginsNotice(Notice):
    """Tells whoever opens the meeting that it is about to begin: who is expected, and who has not declared."""

    partnership_name: str
    meeting: str
    title: str
    when: str
    forecast: str
    undeclared: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class YearNotice(Notice):
    """Tells the secretariat what the year ahead lacks."""

    partnership_name: str
    lacking: tuple[str, ...]


def warn(command: WarnOfDeadline, facts: WatchFacts) -> Outcome:
    """Warn the secretariat of a deadline, with what is still missing and the button that puts it right (G5)."""
    stale = _stale(facts) or _superseded(facts)
    if stale is not None:
        return stale
    if facts.watch.rule == ANNOUNCEMENT:
        return _warned(command, facts, _announcement(facts, passed=False), facts.secretariat)
    each = _owed(facts)
    if each is None or _is_done(each, facts):
        return Refused("What was to be sent has been sent, or nothing is to be.")
    if each.is_past:
        return Refused("The day has passed, and that is told by itself.")
    return _warned(command, facts, _deadline(facts, each, passed=False), facts.secretariat)


def passed(command: DeadlinePassed, facts: WatchFacts) -> Outcome:
    """Tell the chair and the secretariat that a deadline has passed; the shortfall is recorded for the minutes (K35, V37)."""
    stale = _stale(facts)
    if stale is not None:
        return stale
    told = tuple(dict.fromkeys((*((facts.chair,) if facts.chair else ()), *facts.secretariat)))
    if facts.watch.rule == ANNOUNCEMENT:
        return _warned(command, facts, _announcement(facts, passed=True), told)
    each = _owed(facts)
    if each is None or _is_done(each, facts):
        return Refused("It was given before its day had passed.")
    if not each.is_past:
        return Refused("Under the terms now in force its day has not passed.")
    decision = _warned(command, facts, _deadline(facts, each, passed=True), told)
    if facts.recorded or not each.of_every_meeting:
        return decision
    rule = facts.setting.terms.notices[each.rule]
    event = ShortfallRecorded(
        subject=command.subject,
        person=None,
        rule=each.rule,
        sequence=facts.watch.sequence,
        words=f"Not given by the last day. {shortfall_words(each, facts.today, rule)}",
        clause=each.clause.number,
    )
    return Decision(decision.answer, (event,), decision.notices)


def remind(command: RemindOfMeeting, facts: WatchFacts) -> Outcome:
    """Remind those who have not answered, and nobody else; never after the meeting has begun."""
    stale = _stale(facts) or _superseded(facts)
    if stale is not None:
        return stale
    assert facts.meeting is not None and facts.meeting.starts_at is not None
    if command.received_at >= facts.meeting.starts_at:
        return Refused("The meeting has begun.")
    rule = facts.setting.terms.declarations
    clause = clause_of(rule)
    told = Told.of(facts.meeting, facts.setting.time_zone)
    notices = tuple(
        ReminderNotice(
            key=_key("remind", facts, each.invited.person),
            recipient=each.invited.user,
            subject=facts.meeting.id,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            told=told,
            organisation=each.invited.organisation_name,
            days=_days_left(facts, facts.meeting),
            not_after=facts.meeting.starts_at,
            needs_reply=each.reply,
            needs_declaration=each.declaration,
            clause=clause.number if each.declaration else "",
            clause_words=clause.words if each.declaration else "",
        )
        for each in _once(facts.owing)
        if each.invited.user is not None
    )
    if not notices:
        return Refused("Everybody has answered.")
    return Decision(Answer(f"{len(notices)} reminded."), notices=notices)


def close_agenda(command: AgendaCloses, facts: WatchFacts) -> Outcome:
    """Tell the secretariat that the day for items is over (V35, K36)."""
    stale = _stale(facts)
    if stale is not None:
        return stale
    assert facts.meeting is not None
    papers = next((each for each in _all_owed(facts) if each.rule == "papers"), None)
    if papers is not None and papers.given is not None:
        return Refused("The agenda has gone round already.")
    by = papers.last_working_day if papers is not None else None
    notices = tuple(
        AgendaClosedNotice(
            key=_key("agenda-closed", facts, user),
            recipient=user,
            partnership_name=facts.setting.name,
            meeting=facts.meeting.id,
            title=facts.meeting.title,
            when=Told.of(facts.meeting, facts.setting.time_zone).when,
            proposed=facts.proposed,
            papers_by=day_words(by) if by is not None else "",
            subject=facts.meeting.id,
            due_at=command.received_at,
        )
        for user in facts.secretariat
    )
    return Decision(Answer("The agenda has closed."), notices=notices)


def begins(command: MeetingBegins, facts: WatchFacts) -> Outcome:
    """Tell the chair and the secretariat that a meeting is about to begin, with the button that opens it."""
    stale = _stale(facts)
    if stale is not None:
        return stale
    assert facts.meeting is not None
    if facts.meeting.ends_at is not None and command.received_at >= facts.meeting.ends_at:
        return Refused("The meeting would be over by now.")
    told = tuple(dict.fromkeys((*((facts.chair,) if facts.chair else ()), *facts.secretariat)))
    notices = tuple(
        MeetingBeginsNotice(
            key=_key("begins", facts, user),
            recipient=user,
            subject=facts.meeting.id,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            meeting=facts.meeting.id,
            title=facts.meeting.title,
            when=Told.of(facts.meeting, facts.setting.time_zone).when,
            forecast=facts.forecast,
            undeclared=facts.undeclared,
            not_after=facts.meeting.ends_at,
        )
        for user in told
    )
    return Decision(Answer("It is about to begin."), notices=notices)


def look_at_the_year(command: LookAtTheYear, facts: WatchFacts) -> Outcome:
    """Tell the secretariat what the year ahead lacks, and look again next month; nothing lacking, nothing said (K23, V34)."""
    notices = tuple(
        YearNotice(
            key=f"year:{facts.watch.meeting}:{user}",
            recipient=user,
            subject=command.subject,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            lacking=tuple(words for words, _ in facts.flags),
        )
        for user in facts.secretariat
        if facts.flags
    )
    return Decision(Answer("Looked at."), notices=notices, due=yearly(facts.setting, command.received_at))


# Each kind of due work about a meeting, and the command it becomes.
KINDS: Mapping[str, type[ClockCommand]] = {
    WARN: WarnOfDeadline,
    PASSED: DeadlinePassed,
    REMIND: RemindOfMeeting,
    AGENDA_CLOSES: AgendaCloses,
    BEGINS: MeetingBegins,
    YEAR: LookAtTheYear,
}


def _stale(facts: WatchFacts) -> Refused | None:
    """What was meant for a meeting since moved, cancelled or held is not said any more."""
    meeting = facts.meeting
    if meeting is None or meeting.state not in (BOOKED, TO_BE_ANNOUNCED):
        return Refused("The meeting was cancelled, or has been held.")
    if meeting.sequence != facts.watch.sequence:
        return Refused("The meeting was changed since; this was meant for it as it was.")
    return None


def _superseded(facts: WatchFacts) -> Refused | None:
    return Refused("A later word on the same is due as well.") if facts.superseded else None


def _all_owed(facts: WatchFacts) -> tuple[Owed, ...]:
    assert facts.meeting is not None and facts.meeting.held_on is not None
    meeting = facts.meeting
    return owed(facts.setting.terms, facts.meeting.held_on, facts.today, facts.given, meeting.starts_at)


def _owed(facts: WatchFacts) -> Owed | None:
    return next((each for each in _all_owed(facts) if each.rule == facts.watch.rule), None)


def _is_done(each: Owed, facts: WatchFacts) -> bool:
    return each.given is not None if each.of_every_meeting else not facts.amendments


def _deadline(facts: WatchFacts, each: Owed, *, passed: bool) -> dict[str, Any]:
    terms = facts.setting.terms
    assert each.last_day is not None
    missing = facts.missing if each.of_every_meeting else facts.amendments
    follows = ""
    if passed:
        follows = what_follows(each, terms)
        first = first_meeting_for(terms, each.rule, facts.today)
        if each.firmness is Firmness.MUST and first is not None:
            follows += f" Sent today it would be in time for a meeting on {day_words(first)} or later."
    working = each.last_working_day
    return {
        "rule": each.rule,
        "what": each.what,
        "by": day_words(each.last_day),
        "in_practice": day_words(working) if working is not None and working != each.last_day else "",
        "left": working_days_left(facts.today, working or each.last_day, calendar_of(terms)),
        "passed": passed,
        "missing": missing,
        "follows": follows,
        "clause": each.clause.number,
        "clause_words": each.clause.words,
    }


def _announcement(facts: WatchFacts, *, passed: bool) -> dict[str, Any]:
    assert facts.meeting is not None and facts.meeting.announce_by is not None
    by = facts.meeting.announce_by
    working = calendar_of(facts.setting.terms).last_working_day_on_or_before(by)
    return {
        "rule": ANNOUNCEMENT,
        "what": "the day and place of the meeting",
        "by": day_words(by),
        "in_practice": day_words(working) if working != by else "",
        "left": working_days_left(facts.today, working, calendar_of(facts.setting.terms)),
        "passed": passed,
        "missing": (),
        "follows": "",
        "clause": NO_CLAUSE.number,
        "clause_words": NO_CLAUSE.words,
    }


def _warned(
    command: ClockCommand, facts: WatchFacts, said: Mapping[str, Any], told: tuple[str, ...]
) -> Decision:
    assert facts.meeting is not None
    meeting = facts.meeting
    kind = "passed" if said["passed"] else "warn"
    notices = tuple(
        DeadlineNotice(
            key=_key(kind, facts, user),
            recipient=user,
            subject=meeting.id,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            meeting=meeting.id,
            title=meeting.title,
            when=Told.of(meeting, facts.setting.time_zone).when,
            not_after=None if said["passed"] else meeting.starts_at,
            **said,
        )
        for user in told
    )
    return Decision(Answer("The secretariat is told."), notices=notices)


def _days_left(facts: WatchFacts, meeting: MeetingState) -> int:
    return (meeting.held_on - facts.today).days if meeting.held_on is not None else facts.watch.count


def _once(owing: tuple[Owing, ...]) -> tuple[Owing, ...]:
    """One reminder to a person, however many organisations they speak for."""
    found: dict[str, Owing] = {}
    for each in owing:
        found.setdefault(each.invited.person, each)
    return tuple(found.values())


def _key(kind: str, facts: WatchFacts, whom: str) -> str:
    watch = facts.watch
    return f"{kind}:{watch.meeting}:{watch.sequence}:{watch.rule}:{watch.count}:{whom}"

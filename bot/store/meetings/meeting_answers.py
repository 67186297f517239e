"""Answers to what is asked about meetings to come."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.rules.citing import clause_of
from bot.rules.notice import calendar_of
from bot.rules.wording import counted, day_words
from bot.store.entries.deciding import in_public
from bot.store.kinds.dissolving import stands
from bot.store.look import Look, look_at
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.booking import A_YEAR, amendments_for, given_for, outside
from bot.store.meetings.invited import invited_to
from bot.store.meetings.meeting_tables import shortfalls
from bot.store.meetings.watching import missing_for, owing_for
from bot.store.papers.service import sent_nothing
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.places import stranger_refused, who_asks
from bot.store.refusals import NO_SUCH_MEETING
from bot.store.replies.replies import outlook_at, said_by
from bot.store.tables import meetings
from bot.workflows.decisions import Detail, Refused, Setting
from bot.workflows.meetings.booked_times import when
from bot.workflows.meetings.deadlines import (
    Owed,
    cannot_be_met,
    owed,
    owed_words,
    unpublished_words,
    what_follows,
    working_days_left,
)
from bot.workflows.meetings.meeting_questions import (
    BookForm,
    BookFormFacts,
    MeetingLine,
    MeetingPicture,
    MeetingsPicture,
    ShowMeeting,
    ShowMeetings,
)
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.year_ahead import flags
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing, Stranger, unknown

NEVER_OPENED = "Its day has passed, and it was not opened: open it if it was held, or move or cancel it"
MOST_SHOWN = 26  # meetings in one list: more than two a month for a year


def show_meetings(connection: Connection, question: ShowMeetings, now: datetime) -> MeetingsPicture:
    """The meetings to come, each with what the reader has said of it; for the secretariat with what is late."""
    setting, who = who_asks(connection, question, question.partnership, now)
    today = partnership_rows.today_in(setting.time_zone, now)
    manages = _manages(who)
    to_come = meeting_rows.to_come(
        connection,
        setting.workspace,
        setting.partnership,
        since=None if manages else today,
        most=MOST_SHOWN,
    )
    stranger = stranger_refused(who, setting)
    if stranger is not None:  # in public anybody may come; for the rest, the meetings are their members' own
        to_come = tuple(each for each in to_come if each.public)
    look = look_at(connection, setting, now)
    lines = []
    for meeting in to_come:
        called, reply = _called(look, meeting, who)
        late: tuple[str, ...] = ()
        if manages and meeting.held_on is not None:
            under = look.under(meeting)
            late = tuple(
                f"{_what(each)} can no longer be in time"
                for each in _owed(connection, under, meeting, now)
                if each.of_every_meeting and cannot_be_met(each)
            )
            if meeting.held_on < today:
                late = (NEVER_OPENED,)
        lines.append(MeetingLine(meeting, when(meeting, setting.time_zone), reply, called, late))
    held = meeting_rows.held_between(
        connection, setting.workspace, setting.partnership, today - A_YEAR, today + A_YEAR
    )
    days = tuple(each.held_on for each in held if each.held_on and not each.group)
    lacking = flags(setting.terms, days, today, outside(connection, setting, today)) if manages else ()
    in_session = (
        meeting_rows.in_session(connection, setting.workspace, setting.partnership)
        if stranger is None
        else None
    )
    return MeetingsPicture(
        partnership=setting.partnership,
        name=setting.name,
        short_name=setting.short_name,
        lines=tuple(lines),
        lacking=tuple(Detail(words, clause) for words, clause in lacking),
        may_book=manages,
        now_in_session=in_session,
        may_mark=manages
        or (in_session is not None and isinstance(who, Standing) and in_session.chaired_by == who.person),
        meets_before=(setting.terms.meets_before.value or "") if setting.terms.meets_before else "",
        outside=tuple(f"{name}, {day_words(day)}" for name, day in outside(connection, setting, today)[:6]),
        refused=stranger if not to_come else None,
    )


def book_form(connection: Connection, question: BookForm, now: datetime) -> BookFormFacts:
    """What the form for booking or changing a meeting shows, and whether it is this person's to fill in."""
    setting, who = who_asks(connection, question, question.partnership, now)
    today = partnership_rows.today_in(setting.time_zone, now)
    meeting = (
        meeting_rows.by_id(connection, setting.workspace, setting.partnership, question.meeting)
        if question.meeting
        else None
    )
    refused = None
    if isinstance(who, Stranger):
        refused = unknown(who, setting)
    elif not _manages(who):
        refused = Refused(
            "Only the secretariat or the chair books a meeting.",
            clause_of(setting.terms.others.get("secretariat")),
            next="Ask one of them; “The partnership and its rules” shows who they are.",
        )
    elif question.meeting and meeting is None:
        refused = NO_SUCH_MEETING
    elif meeting is not None and not meeting.is_to_come:
        refused = Refused(f"“{meeting.title}” is not to come any more.", next="Book another.")
    rule = setting.terms.meets_before
    days = ", ".join(f"{name} on {day_words(day)}" for name, day in outside(connection, setting, today)[:4])
    first_group = next(iter(setting.terms.groups.values()), setting.short_name)
    return BookFormFacts(
        partnership=setting.partnership,
        name=setting.name,
        time_zone=setting.time_zone,
        groups=tuple(
            Choice(slug, words, chosen=bool(meeting and meeting.group == slug))
            for slug, words in setting.terms.groups.items()
        ),
        decisions=_carried(connection, setting, meeting),
        adjourned=_held_lately(connection, setting, today, meeting),
        public_clause=clause_of(setting.terms.public_meetings),
        may_be_public=setting.terms.public_meetings is None or setting.terms.public_meetings.value != "never",
        before=f"Where possible before {rule.value}{': ' + days if days else ''}."
        if rule and rule.value
        else "",
        meeting=meeting,
        title=meeting.title if meeting else first_group,
        refused=refused,
    )


def show_meeting(connection: Connection, question: ShowMeeting, now: datetime) -> MeetingPicture:
    """One meeting: when and where, every deadline as it stands, what is missing, and what the reader owes."""
    setting, who = who_asks(connection, question, question.partnership, now)
    meeting = meeting_rows.by_id(connection, setting.workspace, setting.partnership, question.meeting)
    if meeting is None:
        raise LookupError("no such meeting")
    look = look_at(connection, setting, now)
    under = look.under(meeting)
    called, reply = _called(look, meeting, who)
    manages = _manages(who)
    deadlines = _deadlines(connection, under, meeting, now) if meeting.held_on is not None else ()
    given = any(each.rule == "papers" for each in given_for(connection, under, meeting.id, under.time_zone))
    return MeetingPicture(
        partnership=setting.partnership,
        name=setting.name,
        time_zone=setting.time_zone,
        meeting=meeting,
        when=when(meeting, setting.time_zone),
        is_called=called,
        reply=reply,
        deadlines=deadlines,
        missing=_missing(look, meeting, given=given) if manages and meeting.is_to_come else (),
        shortfalls=_shortfalls(connection, under, meeting),
        declared=_declared(connection, under, meeting, who),
        forecast=_forecast(connection, under, meeting),
        may_manage=manages,
        day=meeting.held_on,
        is_guest=isinstance(who, Stranger),
        has_public_copy=meeting.public and given,
        refused=None if meeting.public else stranger_refused(who, setting),
        stands=stands(connection, setting, now),
    )


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowMeetings: show_meetings,
    BookForm: book_form,
    ShowMeeting: show_meeting,
}


def _missing(look: Look, meeting: MeetingState, *, given: bool) -> tuple[str, ...]:
    """What keeps agenda and papers from being sent; once they have been, who has joined since and has nothing."""
    if given:
        return sent_nothing(look.connection, look.setting, meeting.id, look.called(meeting))
    return missing_for(look.connection, look.under(meeting), meeting.id)


def _forecast(connection: Connection, setting: Setting, meeting: MeetingState) -> str:
    then = outlook_at(connection, setting, meeting) if meeting.is_to_come else None
    return then.words if then is not None else ""


def _owed(connection: Connection, setting: Setting, meeting: MeetingState, now: datetime) -> tuple[Owed, ...]:
    assert meeting.held_on is not None
    today = partnership_rows.today_in(setting.time_zone, now)
    given = given_for(connection, setting, meeting.id, setting.time_zone)
    return owed(setting.terms, meeting.held_on, today, given, meeting.starts_at)


def _deadlines(
    connection: Connection, setting: Setting, meeting: MeetingState, now: datetime
) -> tuple[Detail, ...]:
    today = partnership_rows.today_in(setting.time_zone, now)
    found = []
    owing = _owed(connection, setting, meeting, now)
    for each in owing:
        words = owed_words(each, setting.time_zone)
        if cannot_be_met(each) and (each.of_every_meeting or amendments_for(connection, setting, meeting.id)):
            words += f" {what_follows(each, setting.terms)}"
        elif each.given is None and each.last_working_day is not None and not each.is_past:
            left = working_days_left(today, each.last_working_day, calendar_of(setting.terms))
            words += f" {counted(left, 'working day')} left." if left else " That is today."
        found.append(Detail(words, each.clause))
    beyond = unpublished_words(owing)
    return (*found, *((Detail(beyond),) if beyond else ()))


def _shortfalls(connection: Connection, setting: Setting, meeting: MeetingState) -> tuple[Detail, ...]:
    rows = connection.execute(
        select(shortfalls)
        .where(
            shortfalls.c.workspace == setting.workspace,
            shortfalls.c.partnership == setting.partnership,
            shortfalls.c.meeting == meeting.id,
            shortfalls.c.sequence == meeting.sequence,
        )
        .order_by(shortfalls.c.recorded_at)
    )
    return tuple(Detail(row.words) for row in rows)


def _called(look: Look, meeting: MeetingState, who: Standing | Stranger) -> tuple[bool, str]:
    """Whether somebody is asked to a meeting, and what they have said."""
    if isinstance(who, Stranger):
        return False, ""
    said = said_by(look.connection, look.setting, meeting.id, who.person)
    if said:
        return True, said
    called = look.called(meeting)
    return any(each.person == who.person and each.capacity == "representative" for each in called), ""


def _declared(
    connection: Connection, setting: Setting, meeting: MeetingState, who: Standing | Stranger
) -> str:
    if isinstance(who, Stranger) or meeting.held_on is None or not meeting.is_to_come:
        return ""
    invited = invited_to(connection, setting, meeting.group, meeting.held_on)
    mine = tuple(each for each in invited if each.person == who.person)
    waiting = [
        each.invited.organisation_name
        for each in owing_for(connection, setting, meeting, mine)
        if each.declaration
    ]
    return f"{' and '.join(waiting)} has not said whether it has an interest." if waiting else ""


def _carried(connection: Connection, setting: Setting, meeting: MeetingState | None) -> tuple[Choice, ...]:
    """The decisions by which members agreed to meet in public, the latest first (K39)."""
    chosen = meeting.public_decision if meeting is not None else ""
    return tuple(
        Choice(each.reference, f"{each.reference}: {' '.join(each.text.split())}", each.reference == chosen)
        for each in in_public(connection, setting)
    )


def _held_lately(
    connection: Connection, setting: Setting, today: Any, meeting: MeetingState | None
) -> tuple[Choice, ...]:
    rule = setting.terms.inquorate
    if rule is None or rule.value not in ("adjourn", "whoever comes to the adjourned meeting"):
        return ()
    rows = connection.execute(
        select(meetings)
        .where(
            meetings.c.workspace == setting.workspace,
            meetings.c.partnership == setting.partnership,
            meetings.c.state == "closed",
        )
        .order_by(meetings.c.closed_at.desc())
        .limit(10)
    )
    held = [meeting_rows.as_meeting(row) for row in rows]
    chosen = meeting.adjourned_from if meeting is not None else None
    return tuple(
        Choice(each.id, f"{each.title}, {when(each, setting.time_zone)}", each.id == chosen) for each in held
    )


def _what(each: Owed) -> str:
    return f"{each.what[:1].upper()}{each.what[1:]}" if each.what else each.rule


def _manages(who: Standing | Stranger) -> bool:
    return isinstance(who, Standing) and (who.is_secretariat or who.is_chair) and not who.deactivated

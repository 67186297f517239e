"""Answers about who comes: the form in which somebody answers, and the list the secretariat and the chair see."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.rules.citing import NO_CLAUSE, clause_of
from bot.store.meetings import meetings as meeting_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.refusals import NO_SUCH_MEETING, NO_SUCH_PARTNERSHIP
from bot.store.replies.replies import Known, facts_about, read_once, replies_to, replies_to_each
from bot.workflows.decisions import Refused, Setting
from bot.workflows.meetings.invited import Invited, deputies_of, representatives
from bot.workflows.meetings.meetings import BOOKED, CLOSED, IN_SESSION, MeetingState
from bot.workflows.questions import Choice
from bot.workflows.replies.replies import may_not_record, not_called, not_open, seats_of
from bot.workflows.replies.reply_forecast import outlook_after
from bot.workflows.replies.reply_questions import (
    CANNOT,
    COMES,
    SILENT,
    RepliesPicture,
    ReplyForm,
    ReplyFormFacts,
    ReplyLine,
    ShowReplies,
)
from bot.workflows.replies.reply_state import ReplyFacts, ReplyState, absences, cannot_come, said
from bot.workflows.replies.stand_ins import ANYBODY, NOBODY
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

MOST_MEETINGS = 24  # of those to come; a year's schedule twice over

NO_MEETING_TO_COME = Refused(
    "No meeting to come is booked.", next="Once one is, everybody called to it is asked whether they come."
)
NOT_CALLED = Refused(
    "No meeting to come is booked to which you are called.",
    next="Once one is, you are asked whether you will be there.",
)
NOT_YOURS = Refused(
    "Only the secretariat and the chair see everybody's answers.",
    next="`/apologies` shows and changes your own.",
)

Answerable = tuple[ReplyFacts, tuple[Invited, ...]]


def reply_form(connection: Connection, question: ReplyForm, now: datetime) -> ReplyFormFacts:
    """What somebody may answer about: one meeting, or those to come to which they are called."""
    setting = partnership_rows.setting(connection, question.workspace, question.partnership, now)
    if setting is None:
        return ReplyFormFacts(question.partnership, "", (), refused=NO_SUCH_PARTNERSHIP)
    nothing = ReplyFormFacts(setting.partnership, setting.name, ())
    known = read_once(connection, setting, question.team, question.user, now)
    who = known.who
    if isinstance(who, Stranger):
        return _refusing(nothing, not_called(who, setting))
    if who.deactivated:
        return _refusing(nothing, deactivated(who, setting))
    meetings = _asked_about(connection, setting, question.meeting, known)
    if question.meeting and not meetings:
        return _refusing(nothing, NO_SUCH_MEETING)
    found = _answerable(connection, setting, known, question, meetings, now)
    if isinstance(found, Refused):
        return _refusing(nothing, found)
    form = _form(nothing, found, recording=bool(question.person) and question.person != who.person)
    return replace(form, organisation=question.organisation)


def show_replies(connection: Connection, question: ShowReplies, now: datetime) -> RepliesPicture:
    """Who is coming to a meeting, and what the secretariat and the chair may know of it."""
    setting = partnership_rows.setting(connection, question.workspace, question.partnership, now)
    if setting is None:
        return RepliesPicture(question.partnership, "", "", "", "", refused=NO_SUCH_PARTNERSHIP)
    nothing = RepliesPicture(setting.partnership, setting.name, "", "", "")
    known = read_once(connection, setting, question.team, question.user, now)
    if isinstance(known.who, Stranger):
        return _no_picture(nothing, unknown(known.who, setting))
    meeting = _shown(connection, setting, question.meeting, known)
    if meeting is None:
        return _no_picture(nothing, NO_SUCH_MEETING if question.meeting else NO_MEETING_TO_COME)
    given = replies_to(connection, setting, meeting.id)
    facts = facts_about(connection, setting, known, meeting, known.who.person, given, now)
    if may_not_record(facts) is not None:
        return _no_picture(nothing, NOT_YOURS)
    return _picture(connection, facts, known.who, known)


def _refusing(nothing: ReplyFormFacts, why: Refused) -> ReplyFormFacts:
    return ReplyFormFacts(nothing.partnership, nothing.name, (), refused=why)


def _no_picture(nothing: RepliesPicture, why: Refused) -> RepliesPicture:
    return RepliesPicture(nothing.partnership, nothing.name, "", "", "", refused=why)


def _asked_about(
    connection: Connection, setting: Setting, meeting: str, known: Known
) -> tuple[MeetingState, ...]:
    if meeting:
        one = meeting_rows.by_id(connection, setting.workspace, setting.partnership, meeting)
        return (one,) if one is not None else ()
    return tuple(
        each
        for each in meeting_rows.to_come(connection, setting.workspace, setting.partnership)
        if each.state == BOOKED and each.held_on is not None and each.held_on >= known.today
    )[:MOST_MEETINGS]


def _answerable(
    connection: Connection,
    setting: Setting,
    known: Known,
    question: ReplyForm,
    meetings: tuple[MeetingState, ...],
    now: datetime,
) -> tuple[Answerable, ...] | Refused:
    """The meetings that can be answered about, with the person's organisations; or why none can."""
    assert isinstance(known.who, Standing)
    person = question.person or known.who.person
    given = replies_to_each(connection, setting, [each.id for each in meetings])
    found: list[Answerable] = []
    why: Refused | None = None
    for meeting in meetings:
        facts = facts_about(connection, setting, known, meeting, person, given[meeting.id], now)
        barred = may_not_record(facts) if person != known.who.person else None
        barred = barred or not_open(facts, "Tell whoever is chairing or the secretariat, who marks the roll.")
        seats = seats_of(facts, question.organisation or None) if barred is None else barred
        if isinstance(seats, Refused):
            why = why or seats
        else:
            found.append((facts, seats))
    if found:
        return tuple(found)
    return why if why is not None and (question.meeting or len(meetings) == 1) else NOT_CALLED


def _form(nothing: ReplyFormFacts, found: tuple[Answerable, ...], *, recording: bool) -> ReplyFormFacts:
    facts, seats = found[0]
    rule = facts.setting.terms.substitutes
    represented = {each.organisation: each for _, theirs in found for each in representatives(theirs)}
    mine = [given for each in seats if (given := facts.replies.get((each.person, each.organisation)))]
    settled = len(found) == 1 and bool(mine)
    may_send = bool(represented.keys() - {""}) and (rule is None or rule.value != NOBODY)
    return ReplyFormFacts(
        partnership=nothing.partnership,
        name=nothing.name,
        meetings=tuple(
            Choice(each.meeting.id, f"{each.meeting.title}, {each.when}", number == 0)
            for number, (each, _) in enumerate(found)
        ),
        day=str(facts.meeting.held_on or "") if len(found) == 1 else "",
        person=facts.person if recording else "",
        person_name=facts.name if recording else "",
        seats=tuple(Choice(each.organisation, each.organisation_name) for each in represented.values()),
        deputies=_deputies(found) if may_send else (),
        may_send=may_send,
        rule=rule.value if rule is not None else None,
        clause=clause_of(rule),
        stands=said(mine[0].answer, facts.instead(mine[0])) if settled else "",
        answer=mine[0].answer if settled else "",
        note=mine[0].note if settled else "",
    )


def _deputies(found: tuple[Answerable, ...]) -> tuple[Choice, ...]:
    """The named deputies of the person's organisations, each once, with those they may come for."""
    named: dict[str, tuple[str, list[str]]] = {}
    for facts, seats in found:
        for seat in representatives(seats):
            for each in deputies_of(facts.invited, seat.organisation):
                bodies = named.setdefault(each.person, (each.name, []))[1]
                if each.organisation_name not in bodies:
                    bodies.append(each.organisation_name)
    return tuple(
        Choice(person, f"{name}, {', '.join(bodies)}")
        for person, (name, bodies) in named.items()
        if person != found[0][0].person
    )


def _shown(connection: Connection, setting: Setting, meeting: str, known: Known) -> MeetingState | None:
    """The meeting asked about; else the one in session, else the next."""
    if meeting:
        return meeting_rows.by_id(connection, setting.workspace, setting.partnership, meeting)
    now = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    return now or next(iter(_asked_about(connection, setting, "", known)), None)


def _picture(connection: Connection, facts: ReplyFacts, who: Standing, known: Known) -> RepliesPicture:
    meeting, setting = facts.meeting, facts.setting
    mine = [each for each in facts.invited if each.person == who.person]
    reads_notes = who.is_secretariat or any(each.is_secretariat for each in mine)
    names = {each.slug: each.name for each in known.whole.people}
    then = outlook_after(facts, facts.replies) if meeting.is_to_come else None
    absent: tuple[str, ...] = ()
    if meeting.state in (IN_SESSION, CLOSED):
        here = meeting_rows.roll_of(connection, setting.workspace, setting.partnership, meeting.id)
        _, without = absences(facts.invited, facts.replies, here)
        absent = tuple(dict.fromkeys(each.organisation_name for each in without))
    return RepliesPicture(
        partnership=setting.partnership,
        name=setting.name,
        meeting=meeting.id,
        title=meeting.title,
        when=facts.when,
        lines=tuple(_line(facts, each, names, reads_notes) for each in representatives(facts.invited)),
        outlook=then.words if then is not None else "",
        outlook_clause=then.clause if then is not None else NO_CLAUSE,
        absent=absent,
        may_record=not_open(facts, "") is None,
    )


def _line(facts: ReplyFacts, each: Invited, names: Mapping[str, str], reads_notes: bool) -> ReplyLine:
    reply = facts.replies.get((each.person, each.organisation))
    line = ReplyLine(
        person=each.person,
        name=each.name,
        organisation=each.organisation,
        organisation_name=each.organisation_name,
        voting=each.voting,
        answer="",
    )
    if reply is None:
        return line
    rule = facts.setting.terms.substitutes
    anybody = rule is not None and rule.value == ANYBODY
    return replace(
        line,
        answer=reply.answer,
        instead=facts.instead(reply),
        instead_said=_deputy_said(facts, reply, each.organisation),
        without_vote=each.voting and bool(reply.stand_in) and not anybody,
        note=reply.note if reads_notes else "",
        recorded_by=names.get(reply.recorded_by or "", ""),
        confirmed=reply.confirmed,
    )


def _deputy_said(facts: ReplyFacts, reply: ReplyState, organisation: str) -> str:
    if reply.substitute is None:
        return ""
    if cannot_come(facts.replies, reply.substitute):
        return CANNOT
    own = facts.replies.get((reply.substitute, organisation))
    return COMES if own is not None else SILENT


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ReplyForm: reply_form,
    ShowReplies: show_replies,
}

"""Answers to what the screens of a meeting ask: its roll, who is here, who may chair it, what awaits ratification."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.rules.citing import NO_CLAUSE, clause_of
from bot.rules.register import Capacity, Organisation, Register
from bot.rules.wording import day_words
from bot.store.elections.election_wanted import conducts, election_wanted
from bot.store.entries import ratifying
from bot.store.interests import interests as interest_rows
from bot.store.kinds.dissolving import stands
from bot.store.meetings import meetings as meeting_rows
from bot.store.papers.papers import late_and_waiting
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.places import stranger_refused, who_asks
from bot.store.replies.participation import who_took_part
from bot.store.room.declarations import heard_for
from bot.store.room.room import facts_of, judged_on
from bot.workflows.decisions import Refused, Setting
from bot.workflows.meetings.attendance import (
    NOBODY_NAMED,
    Expected,
    Marks,
    foretold,
    holder,
    is_unnamed,
    marks_of,
    representatives,
    roll_of,
)
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState, locked
from bot.workflows.questions import NOBODY_YET, NOT_BOOKED, Choice, RollForm, RollFormFacts
from bot.workflows.room.acting import may_not_chair_meeting
from bot.workflows.room.declarations_first import heard_words, outstanding
from bot.workflows.room.in_the_channel import SessionPicture, ShowSession
from bot.workflows.room.opening import still_in_session
from bot.workflows.room.quorum_watch import follows_words, quorum_line, quorum_now, quorum_words
from bot.workflows.room.roll import RollFacts, may_not_call_the_roll, never_opens
from bot.workflows.room.room import ADVISES, room_of
from bot.workflows.room.room_questions import (
    AwaitingPicture,
    CloseForm,
    CloseFormFacts,
    MeetingChairForm,
    MeetingChairFormFacts,
    NotHere,
    OralForm,
    OralFormFacts,
    RoomPicture,
    WhatAwaits,
    WhoIsHere,
    WhoTookPart,
)
from bot.workflows.room.vacancies import vacant_sectors
from bot.workflows.standing import Standing, Stranger, unknown
from bot.workflows.votes.motions import chairing, elected_chair

MOST_INSTEAD = 4  # other meetings offered in the form
NO_MEETING = Refused("No meeting is in session.", next="Open the meeting and call its roll first.")


def roll_form(connection: Connection, question: RollForm, now: datetime) -> RollFormFacts:
    """Everybody who may be marked present, stand in, or take the chair, marked as they said they would come or as they are."""
    setting, who = who_asks(connection, question, question.partnership, now)
    meeting = _which(connection, setting, question.meeting, now)
    facts = _room(connection, setting, who, meeting, now)
    register, in_session = facts.register, meeting is not None and meeting.state == IN_SESSION
    unchaired = meeting is None or meeting.chaired_by is None
    marks = marks_of(facts.stays) if in_session else foretold(facts.expected, register)
    in_chair = _expected_chair(facts, in_session)

    other = in_session and meeting is not None and question.meeting not in ("", NOT_BOOKED, meeting.id)
    asked = (
        meeting_rows.by_id(connection, setting.workspace, setting.partnership, question.meeting)
        if other
        else None
    )
    unopened = never_opens(asked or meeting) if meeting is not None else None
    if other and meeting is not None and unopened is None:
        unopened = still_in_session(meeting, asked)
    booked = meeting is not None and not in_session
    other_day = booked and meeting is not None and meeting.held_on not in (None, facts.today)
    return RollFormFacts(
        partnership=setting.partnership,
        name=setting.name,
        meeting=meeting,
        here=_who_may_be_here(register, marks),
        substitutes=_deputies(register, marks),
        chairs=_chairs(register, in_chair, offer_nobody=not in_session or unchaired),
        title=meeting.title
        if meeting is not None
        else f"{setting.short_name} meeting, {facts.today.day} {facts.today:%B %Y}",
        refused=may_not_call_the_roll(facts) or unopened,
        in_the_way=other,
        remote=tuple(
            Choice(each.slug, f"{each.name}{_vote(each)}", each.slug in marks.remote)
            for each in _by_name(register)
        ),
        others=marks.others,
        other_day=day_words(meeting.held_on) if other_day and meeting and meeting.held_on else "",
        instead=() if in_session else _instead(connection, setting, meeting),
        replied=_replied(facts.expected, register) if booked else "",
    )


def who_is_here(connection: Connection, question: WhoIsHere, now: datetime) -> RoomPicture:
    """The room of the meeting in session."""
    setting, who = who_asks(connection, question, question.partnership, now)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    waiting = ratifying.count(connection, setting)
    if meeting is None or isinstance(who, Stranger):
        refused = unknown(who, setting) if isinstance(who, Stranger) else None
        return RoomPicture(
            setting.partnership, setting.name, setting.time_zone, None, "", awaiting=waiting, refused=refused
        )
    facts = _room(connection, setting, who, meeting, now)
    register, roll = facts.register, roll_of(facts.stays)
    here = tuple(each for each in facts.stays if each.is_here)
    held = frozenset(stay.id for each in roll if (stay := holder(here, each)) is not None)
    quorum = quorum_now(room_of(facts, meeting, roll, meeting.chaired_by))
    heard = heard_for(connection, setting.workspace, setting.partnership, meeting.id)
    names = {each.slug: each.name for each in register.organisations}
    shut = locked(meeting, facts.setting.terms)
    people = {each.slug: each.name for each in register.people}
    may_mark = may_not_call_the_roll(facts) is None
    return RoomPicture(
        partnership=setting.partnership,
        name=setting.name,
        time_zone=setting.time_zone,
        stands=stands(connection, setting, now),
        meeting=meeting,
        chair=people.get(meeting.chaired_by or "", ""),
        here=here,
        holds_vote=held,
        gone=tuple(each for each in facts.stays if not each.is_here),
        not_here=_not_here(facts, more=may_mark),
        quorum=quorum_words(quorum) if facts.decides else ADVISES,
        quorum_clause=quorum.answer.clause,
        follows=follows_words(quorum, facts.setting.terms) if facts.decides else "",
        declared=heard_words(facts.setting.terms, register, roll, facts.heard) if facts.decides else "",
        heard=tuple((names[slug], each) for slug, each in sorted(heard.items()) if slug in names),
        locked=f"{shut.reason} {shut.next}" if shut is not None else "",
        awaiting=waiting,
        vacancies=tuple(
            facts.setting.terms.sectors.get(each, each)
            for each in vacant_sectors(facts.setting.terms, register)
            if each not in facts.excused and facts.decides
        ),
        vacancy_clause=clause_of(facts.setting.terms.others.get("vacancies")),
        late_papers=late_and_waiting(connection, facts.setting, meeting),
        may_mark=may_mark,
        chairs=who.person == meeting.chaired_by,
    )


def show_session(connection: Connection, question: ShowSession, now: datetime) -> SessionPicture | None:
    """What the message of a meeting in the channel shows now."""
    setting, who = who_asks(connection, question, question.partnership, now)
    row = meeting_rows.row_of(connection, setting.workspace, setting.partnership, question.meeting)
    if row is None:
        return None
    meeting = meeting_rows.as_meeting(row)
    facts = _room(connection, setting, who, meeting, now)
    roll = roll_of(facts.stays)
    quorum = quorum_now(room_of(facts, meeting, roll, meeting.chaired_by))
    voting = {each.slug for each in facts.register.organisations if each.voting}
    people = {each.slug: each.name for each in facts.register.people}
    shut = locked(meeting, facts.setting.terms)
    return SessionPicture(
        partnership=setting.partnership,
        partnership_name=setting.name,
        time_zone=setting.time_zone,
        meeting=meeting,
        chair=people.get(meeting.chaired_by or "", ""),
        present=len(voting & roll.keys()),
        voting=len(voting),
        quorum=quorum_line(quorum) if facts.decides else ADVISES,
        quorum_clause=quorum.answer.clause if facts.decides else NO_CLAUSE,
        follows=follows_words(quorum, facts.setting.terms) if facts.decides else "",
        revision=row.revision,
        locked=shut.clause if shut is not None else NO_CLAUSE,
    )


def close_form(connection: Connection, question: CloseForm, now: datetime) -> CloseFormFacts:
    """What is open, who is still there, and what waits for a later meeting."""
    setting, who = who_asks(connection, question, question.partnership, now)
    workspace, partnership = setting.workspace, setting.partnership
    meeting = meeting_rows.in_session(connection, workspace, partnership)
    if meeting is None:
        return CloseFormFacts(partnership, None, refused=NO_MEETING)
    facts = _room(connection, setting, who, meeting, now)
    return CloseFormFacts(
        partnership=partnership,
        meeting=meeting,
        undecided=meeting_rows.undecided_at(connection, workspace, partnership, meeting.id),
        decided=meeting_rows.decided_at(connection, workspace, partnership, meeting.id),
        here=tuple(each.name for each in facts.stays if each.is_here),
        awaiting=ratifying.count(connection, setting),
        clause=clause_of(facts.setting.terms.inquorate),
        no_election=election_wanted(connection, facts.setting, meeting, now),
        may_elect=conducts(connection, setting, who, now),
        refused=may_not_call_the_roll(facts),
    )


def oral_form(connection: Connection, question: OralForm, now: datetime) -> OralFormFacts:
    """The organisations in the room, those that have not declared first."""
    setting, who = who_asks(connection, question, question.partnership, now)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    if meeting is None:
        return OralFormFacts(setting.partnership, None, refused=NO_MEETING)
    facts = _room(connection, setting, who, meeting, now)
    roll = roll_of(facts.stays)
    missing = outstanding(facts.register, roll, facts.heard)
    return OralFormFacts(
        partnership=setting.partnership,
        meeting=meeting,
        missing=tuple(Choice(each.slug, each.name) for each in missing),
        present=tuple(
            Choice(each.slug, each.name)
            for each in sorted(facts.register.organisations, key=lambda one: one.name)
            if each.slug in roll
        ),
        items=tuple(
            Choice(each.id, each.title)
            for each in interest_rows.business_at(
                connection, setting.workspace, setting.partnership, meeting.id
            )
        ),
        clause=clause_of(setting.terms.declarations),
        refused=may_not_call_the_roll(facts),
    )


def meeting_chair_form(
    connection: Connection, question: MeetingChairForm, now: datetime
) -> MeetingChairFormFacts:
    """Those in the room who may act as chair of the meeting, and whoever may be the one of theirs that nobody has named."""
    setting, who = who_asks(connection, question, question.partnership, now)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    if meeting is None:
        return MeetingChairFormFacts(setting.partnership, None, refused=NO_MEETING)
    facts = _room(connection, setting, who, meeting, now)
    register = facts.register
    here = [each for each in facts.stays if each.is_here]
    named = {(each.organisation, each.person) for each in here}
    unnamed = {each.organisation for each in here if is_unnamed(each)}
    candidates = {
        each.person: Choice(
            each.person,
            f"{register.person(each.person).name}, {register.organisation(each.organisation).name}",
        )
        for each in register.appointments
        if (each.organisation, each.person) in named
        or (each.organisation in unnamed and each.capacity is Capacity.REPRESENTATIVE)
        if may_not_chair_meeting(facts, each.person) is None
    }
    return MeetingChairFormFacts(
        partnership=setting.partnership,
        meeting=meeting,
        candidates=tuple(sorted(candidates.values(), key=lambda each: each.words)),
        clause=clause_of(facts.setting.terms.acting_chair),
        refused=may_not_call_the_roll(facts),
    )


def what_awaits(connection: Connection, question: WhatAwaits, now: datetime) -> AwaitingPicture:
    """The decisions that await ratification, longest first."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    return AwaitingPicture(
        partnership=setting.partnership,
        name=setting.name,
        time_zone=setting.time_zone,
        awaiting=ratifying.awaiting(connection, setting, on),
        clause=clause_of(setting.terms.inquorate),
        in_session=meeting is not None,
        refused=stranger_refused(who, setting),
    )


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    RollForm: roll_form,
    WhoIsHere: who_is_here,
    ShowSession: show_session,
    CloseForm: close_form,
    OralForm: oral_form,
    MeetingChairForm: meeting_chair_form,
    WhatAwaits: what_awaits,
    WhoTookPart: who_took_part,
}


def _room(
    connection: Connection,
    setting: Setting,
    who: Standing | Stranger,
    meeting: MeetingState | None,
    now: datetime,
) -> RollFacts:
    under, on = judged_on(connection, setting, meeting, now)
    return facts_of(connection, under, meeting, who, on, now)


def _which(connection: Connection, setting: Setting, asked: str, now: datetime) -> MeetingState | None:
    """The meeting whose roll is meant: the one in session before any other, else the one asked for, else today's."""
    in_session = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    if in_session is not None or asked == NOT_BOOKED:
        return in_session
    if asked:
        return meeting_rows.by_id(connection, setting.workspace, setting.partnership, asked)
    today = partnership_rows.today_in(setting.time_zone, now)
    coming = meeting_rows.to_come(connection, setting.workspace, setting.partnership)
    return next((each for each in coming if each.held_on == today), None)


def _instead(connection: Connection, setting: Setting, meeting: MeetingState | None) -> tuple[Choice, ...]:
    coming = meeting_rows.to_come(connection, setting.workspace, setting.partnership, most=MOST_INSTEAD + 1)
    offered = [
        Choice(each.id, f"{each.title}, {day_words(each.held_on)}")
        for each in coming
        if each.held_on is not None and (meeting is None or each.id != meeting.id)
    ]
    unbooked = [Choice(NOT_BOOKED, "A meeting that was not booked")] if meeting is not None else []
    return (*offered[:MOST_INSTEAD], *unbooked)


def _expected_chair(facts: RollFacts, in_session: bool) -> str | None:
    """Whoever is in the chair; before the opening the elected chair, unless they sent apologies."""
    elected = elected_chair(facts.register)
    if in_session:
        return chairing(facts.meeting, elected)
    away = {each.person for each in facts.expected if each.answer in ("apologies", "substitute")}
    return elected if elected not in away else None


def _chairs(register: Register, in_chair: str | None, *, offer_nobody: bool) -> tuple[Choice, ...]:
    named = {each.slug: each.name for each in register.organisations}
    persons = {each.slug: each.name for each in register.people}
    chairs: dict[str, Choice] = {}
    for each in register.appointments:
        label = f"{persons[each.person]}, {named[each.organisation]}"
        chairs.setdefault(each.person, Choice(each.person, label, each.person == in_chair))
    elected = elected_chair(register)
    if elected is not None and elected in persons:  # a chair may speak for no organisation
        chairs.setdefault(elected, Choice(elected, persons[elected], elected == in_chair))
    nobody = Choice(NOBODY_YET, "Nobody yet: those present choose", in_chair is None)
    return (
        *((nobody,) if offer_nobody and chairs else ()),
        *sorted(chairs.values(), key=lambda each: each.words),
    )


def _by_name(register: Register) -> list[Organisation]:
    return sorted(register.organisations, key=lambda one: one.name)


def _vote(organisation: Organisation) -> str:
    return "" if organisation.voting else " (no vote)"


def _who_may_be_here(register: Register, marks: Marks) -> tuple[Choice, ...]:
    """Everybody who represents an organisation; and where nobody does, or nobody has said who does, the organisation."""
    found: list[Choice] = []
    said = {organisation for organisation, _ in (*marks.people, *marks.substitutes)}
    for each in _by_name(register):
        people = sorted((register.person(one).name, one) for one in representatives(register, each.slug))
        found += [
            Choice(
                f"{each.slug}:{one}",
                f"{name}, for {each.name}{_vote(each)}",
                (each.slug, one) in marks.people,
            )
            for name, one in people
        ]
        unsaid = each.slug in marks.present and each.slug not in said
        if unsaid or not people:
            found.append(Choice(each.slug, f"{each.name}, nobody named{_vote(each)}", unsaid))
    return tuple(found)


def _deputies(register: Register, marks: Marks) -> tuple[Choice, ...]:
    named = {each.slug: each.name for each in register.organisations}
    persons = {each.slug: each.name for each in register.people}
    found = {
        f"{each.organisation}:{each.person}": Choice(
            f"{each.organisation}:{each.person}",
            f"{persons[each.person]}, {named[each.organisation]}",
            (each.organisation, each.person) in marks.substitutes,
        )
        for each in register.appointments
        if each.capacity is Capacity.SUBSTITUTE
    }
    return tuple(sorted(found.values(), key=lambda each: each.words))


def _replied(expected: tuple[Expected, ...], register: Register) -> str:
    known = {each.slug for each in register.organisations if each.voting}
    said = {each.organisation for each in expected if each.organisation in known}
    if not said:
        return "Nobody has said yet whether they come."
    return f"{len(said)} of {len(known)} voting organisations have said whether they come; those who come are ticked."


def _not_here(facts: RollFacts, *, more: bool) -> tuple[NotHere, ...]:
    """Whoever may yet come: for each organisation that is absent, then with `more` for those somebody is here for."""
    assert facts.meeting is not None
    roll = roll_of(facts.stays)
    here = {(each.organisation, each.person) for each in facts.stays if each.is_here}
    said = {
        "coming": "said they come",
        "remote": "said they come by video or telephone",
        "apologies": "sent apologies",
        "substitute": "sends somebody else",
    }
    told = {(each.organisation, each.person): said[each.answer] for each in facts.expected}

    def may_come(each: Organisation, person: str | None, *, stands_in: bool = False) -> NotHere:
        name = facts.register.person(person).name if person is not None else NOBODY_NAMED
        return NotHere(
            each.slug, each.name, person, name, told.get((each.slug, person or ""), ""), stands_in=stands_in
        )

    absent: list[NotHere] = []
    besides: list[NotHere] = []  # of organisations that somebody speaks for already
    for each in _by_name(facts.register):
        people = representatives(facts.register, each.slug)
        found = besides if each.slug in roll else absent
        found += [may_come(each, one) for one in people if (each.slug, one) not in here]
        if not people and each.slug not in roll:
            found.append(may_come(each, None))
        found += [
            may_come(each, one.person, stands_in=True)
            for one in facts.register.appointments
            if one.organisation == each.slug
            and one.capacity is Capacity.SUBSTITUTE
            and (each.slug, one.person) not in here
            and roll.get(each.slug) is None
        ]
    return (*absent, *(besides if more else ()))

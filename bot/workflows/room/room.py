"""The room of a meeting: opened from what was said beforehand, marked as people come and go, and closed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.rules.citing import NO_CLAUSE, cited, clause_of
from bot.rules.wording import number_words
from bot.workflows.decisions import Answer, Decision, Event, Notice, Outcome, Refused
from bot.workflows.meetings.attendance import (
    IN_PERSON,
    LONGEST_NAME,
    LONGEST_ORGANISATION,
    MOST_OTHERS,
    REMOTE,
    Difference,
    Marks,
    Stay,
    arriving,
    difference,
    ended,
    marks_of,
    merged,
    named_later,
    roll_of,
    twice,
    with_chair,
    with_difference,
)
from bot.workflows.meetings.closing import AttendanceAtClose, attendance_at_close, closing_words, represented
from bot.workflows.meetings.meetings import (
    IN_SESSION,
    CallRoll,
    CloseMeeting,
    MarkArrival,
    MarkDeparture,
    MeetingClosed,
    MeetingOpened,
    MeetingState,
    OpenMeeting,
    RollCalled,
    StrikeStay,
    locked,
)
from bot.workflows.room.declarations_first import heard_words
from bot.workflows.room.in_the_channel import MeetingClosedNotice, in_session_notice
from bot.workflows.room.left_open import ask_to_close
from bot.workflows.room.new_chair import PassedOn, pass_on
from bot.workflows.room.opening import may_not_open, mistitled, on_another_day, still_in_session, was_opened
from bot.workflows.room.quorum_watch import Room, Tested, follows_words, opening_test, quorum_words, retested
from bot.workflows.room.roll import (
    RollFacts,
    marked,
    may_not_call_the_roll,
    may_not_stand_in,
    moment,
    not_in_session,
    person_of,
)
from bot.workflows.room.still_open import ended_by, open_words
from bot.workflows.room.striking import may_not_strike, new_ticks_struck, struck, unmarked_words

ADVISES = "It is not the body that decides under these terms, so no quorum is counted at it and its votes are indicative."


def open_meeting(command: OpenMeeting, facts: RollFacts) -> Outcome:
    """Open a meeting with its roll, booked or not; one meeting of a partnership is in session at a time."""
    refusal = may_not_call_the_roll(facts)
    if refusal is not None:
        return refusal
    already = facts.meeting
    if already is not None and was_opened(already):  # the same form, sent a second time
        return Decision(
            Answer(f"“{already.title}” has been opened already.", next="“Who is here” shows who is marked.")
        )
    if facts.in_session is not None and facts.in_session.id != command.meeting:
        return still_in_session(facts.in_session, already)
    refusal = may_not_open(already, command, facts) if already is not None else mistitled(command)
    if refusal is not None:
        return refusal
    asked = merged(command.marks, None, Marks())
    roll = _too_many(asked) or marked(facts, command.chaired_by, asked)
    if isinstance(roll, Refused):
        return roll
    title = already.title if already is not None else command.title.strip()
    state = replace(
        already or MeetingState(command.meeting, title, IN_SESSION, None, acting=False),
        state=IN_SESSION,
        chaired_by=command.chaired_by,
        acting=roll.acting,
        opened_at=facts.now,
    )
    book = facts.book(command.meeting, command.chaired_by)
    came = with_chair(difference(roll.marks, (), book, facts.now), (), book, facts.now).came
    opened = MeetingOpened(
        subject=command.meeting,
        person=person_of(facts),
        title=title,
        chaired_by=command.chaired_by,
        acting=roll.acting,
        roll=roll_of(came),
        came=came,
        booked=already is not None,
        held_on=facts.today,
    )
    late = on_another_day(state, facts) if state.held_on is not None else ""
    return _opened(facts, state, opened, late)


def call_roll(command: CallRoll, facts: RollFacts) -> Outcome:
    """Mark the roll again: arrivals, departures, a change in the chair. Votes of organisations no longer present do not count."""
    refusal = may_not_call_the_roll(facts) or not_in_session(facts)
    if refusal is not None:
        return refusal
    assert facts.meeting is not None
    at = moment(command.at, facts)
    if isinstance(at, Refused):
        return at
    asked = merged(command.marks, command.seen, marks_of(facts.stays))
    unchanged = command.seen is not None and command.chaired_by == command.seen.chaired_by
    chaired_by = facts.meeting.chaired_by if unchanged else command.chaired_by
    roll = _too_many(asked) or marked(facts, chaired_by, asked)
    if isinstance(roll, Refused):
        return roll
    book = facts.book(command.meeting, chaired_by)
    found = difference(roll.marks, facts.stays, book, at)
    if not command.at.strip():
        found = new_ticks_struck(found, facts.stays, facts.votes, facts.now)
    return _changed(command, facts, with_chair(found, facts.stays, book, at), at, chaired_by, roll.acting)


def arrive(command: MarkArrival, facts: RollFacts) -> Outcome:
    """Mark that somebody has come, at the time given; two people of one organisation are one vote (G10)."""
    refusal = may_not_call_the_roll(facts) or not_in_session(facts)
    if refusal is not None:
        return refusal
    assert facts.meeting is not None
    register = facts.register
    at = moment(command.at, facts)
    if isinstance(at, Refused):
        return at
    named = {(each.organisation, each.person) for each in register.appointments}
    if command.organisation not in {each.slug for each in register.organisations} or (
        command.person is not None and (command.organisation, command.person) not in named
    ):
        return Refused(
            "The register has them for that organisation no more.", next="Mark the roll again from its form."
        )
    mode = REMOTE if command.remote else IN_PERSON
    book = facts.book(command.meeting, facts.meeting.chaired_by)
    stay = arriving(book, command.organisation, command.person, mode, at, len(facts.stays))
    here = [each for each in facts.stays if each.is_here and each.organisation == stay.organisation]
    if any(each.person == stay.person and each.speaks_for_it for each in here):
        return Decision(Answer(f"{stay.name} is marked as here already."))
    if stay.capacity == "substitute" and stay.person is not None:
        roll = {**roll_of(facts.stays)}
        roll.setdefault(command.organisation, None)
        refusal = may_not_stand_in(facts, roll, command.organisation, stay.person)
        if refusal is not None:
            return refusal
    found = named_later(Difference((stay,)), facts.stays)
    return _changed(command, facts, found, at, facts.meeting.chaired_by, facts.meeting.acting)


def depart(command: MarkDeparture, facts: RollFacts) -> Outcome:
    """Mark that somebody has gone; when whoever is chairing goes, those present choose an acting chair (K26)."""
    refusal = may_not_call_the_roll(facts) or not_in_session(facts)
    if refusal is not None:
        return refusal
    assert facts.meeting is not None
    at = moment(command.at, facts)
    if isinstance(at, Refused):
        return at
    going = [
        each
        for each in facts.stays
        if each.is_here
        and (
            each.id == command.stay
            if command.stay
            else command.organisation is not None and each.organisation == command.organisation
        )
    ]
    if not going:
        return Decision(Answer("They are marked as gone already."))
    return _without(command, facts, Difference((), tuple(ended(each, at) for each in going)), going, at)


def strike(command: StrikeStay, facts: RollFacts) -> Outcome:
    """Strike a stay that was marked by mistake, unless a vote rests on it, and test the quorum again."""
    refusal = may_not_call_the_roll(facts) or not_in_session(facts)
    if refusal is not None:
        return refusal
    stay = next((each for each in facts.stays if each.id == command.stay), None)
    if stay is None:
        return Decision(Answer("That has been put right already: they are not marked as having come."))
    refusal = may_not_strike(stay, facts.votes, facts.now)
    if refusal is not None:
        return refusal
    return _without(command, facts, Difference(struck=(struck(stay, facts.now),)), [stay], facts.now)


def close_meeting(command: CloseMeeting, facts: RollFacts) -> Outcome:
    """Close the meeting, unless a motion put at it still waits for its result; who was there is frozen for the minutes (N2)."""
    refusal = may_not_call_the_roll(facts) or not_in_session(facts)
    if refusal is not None:
        return refusal
    assert facts.meeting is not None
    if facts.undecided:
        return Refused(open_words(facts.undecided), next=" ".join(ended_by(facts.undecided)))
    kept = attendance_at_close(
        facts.stays, facts.expected, facts.register, facts.now, whole_body=facts.decides
    )
    closed = MeetingClosed(
        subject=command.meeting,
        person=person_of(facts),
        closed_at=facts.now,
        attendance=kept,
        went=tuple(ended(each, facts.now) for each in facts.stays if each.is_here),
    )
    answer = Answer(
        f"“{facts.meeting.title}” is closed.", next=_joined(closing_words(kept), facts.no_election)
    )
    return Decision(answer, (closed,), (_closed_notice(facts, facts.meeting, kept),))


def room_of(
    facts: RollFacts, meeting: MeetingState, roll: Mapping[str, str | None], chaired_by: str | None
) -> Room:
    """The room as the quorum of the meeting as a whole rests on it."""
    return Room(facts.setting, meeting, facts.register, roll, facts.interests, chaired_by, facts.excused)


def _closed_notice(facts: RollFacts, meeting: MeetingState, kept: AttendanceAtClose) -> MeetingClosedNotice:
    clause = clause_of(facts.setting.terms.inquorate) if facts.awaiting else NO_CLAUSE
    return MeetingClosedNotice(
        key=f"closed:{meeting.id}",
        recipient=facts.setting.channel,
        subject=meeting.id,
        due_at=facts.now,
        partnership_name=facts.setting.name,
        meeting_title=meeting.title,
        represented=represented(kept),
        decided=facts.decided,
        awaiting=facts.awaiting,
        clause=clause.number,
        clause_words=clause.words,
    )


def _opened(facts: RollFacts, state: MeetingState, opened: MeetingOpened, late: str) -> Decision:
    terms = facts.setting.terms
    words = _called(state.title, facts, opened.came)
    told = (in_session_notice(facts.setting, state.id, facts.now),)
    declared = heard_words(terms, facts.register, opened.roll, facts.heard) if facts.decides else ""
    shut = locked(state, terms)
    waits = f"{shut.reason} {shut.next}" if shut is not None else ""
    if not facts.decides:
        due = ask_to_close(facts.setting, state, facts.now)
        return Decision(Answer(words, why=ADVISES, next=_joined(late, waits)), (opened,), told, due)
    room = room_of(facts, state, opened.roll, opened.chaired_by)
    now, tested = opening_test(room, state.id, opened.person, facts.now)
    return Decision(
        Answer(
            words,
            now.answer.clause,
            why=quorum_words(now),
            next=_joined(late, follows_words(now, terms), waits, declared),
        ),
        (opened, tested),
        told,
        ask_to_close(facts.setting, state, facts.now),
    )


def _without(
    command: MarkDeparture | StrikeStay, facts: RollFacts, found: Difference, going: list[Stay], at: datetime
) -> Outcome:
    """The room without those who go; where whoever is chairing is among them, the chair is empty."""
    assert facts.meeting is not None
    left = with_difference(facts.stays, found)
    chair = facts.meeting.chaired_by
    chaired_by = None if chair is not None and _has_gone(facts, chair, going, left) else chair
    acting = facts.meeting.acting if chaired_by is not None else False
    return _changed(command, facts, found, at, chaired_by, acting)


def _changed(
    command: CallRoll | MarkArrival | MarkDeparture | StrikeStay,
    facts: RollFacts,
    found: Difference,
    at: datetime,
    chaired_by: str | None,
    acting: bool,
) -> Outcome:
    assert facts.meeting is not None
    early = _before_they_came(facts, found, at, bool(command.at.strip()))
    if early is not None:
        return early
    stays = with_difference(facts.stays, found)
    roll = roll_of(stays)
    called = RollCalled(
        subject=command.meeting,
        person=person_of(facts),
        chaired_by=chaired_by,
        acting=acting,
        roll=roll,
        came=found.came,
        went=found.went,
        struck=found.struck,
    )
    passed = pass_on(facts.tied, facts.meeting.chaired_by, chaired_by, command.received_at)
    before = room_of(facts, facts.meeting, roll_of(facts.stays), facts.meeting.chaired_by)
    after = room_of(facts, replace(facts.meeting, chaired_by=chaired_by), roll, chaired_by)
    tested = _retested(command, facts, before, after)
    return _told_of(facts, called, stays, after, passed, tested)


def _retested(
    command: CallRoll | MarkArrival | MarkDeparture | StrikeStay, facts: RollFacts, before: Room, after: Room
) -> Tested:
    if not facts.decides:
        return Tested()
    assert facts.meeting is not None
    chair = facts.users.get(after.in_chair or "")
    told = (*((chair,) if chair is not None else ()), *facts.secretariat)
    return retested(
        before,
        after,
        meeting=facts.meeting,
        person=person_of(facts),
        at=facts.now,
        delivery=command.delivery,
        told=(each for each in told if each != command.user),
    )


def _told_of(
    facts: RollFacts,
    called: RollCalled,
    stays: tuple[Stay, ...],
    after: Room,
    passed: PassedOn,
    tested: Tested,
) -> Decision:
    assert facts.meeting is not None
    terms = facts.setting.terms
    here = tuple(each for each in stays if each.is_here)
    shut = locked(replace(facts.meeting, chaired_by=called.chaired_by), terms)
    newly = shut is not None and facts.meeting.chaired_by is not None
    declared = heard_words(terms, facts.register, called.roll, facts.heard) if facts.decides else ""
    events: tuple[Event, ...] = (called, *tested.events)
    notices: tuple[Notice, ...] = (*passed.notices, *tested.notices)
    return Decision(
        Answer(
            _joined(
                unmarked_words(Difference(went=called.went, struck=called.struck), facts.decided),
                _called(facts.meeting.title, facts, here),
            ),
            why=tested.words,
            next=_joined(
                passed.words,
                f"Whoever was chairing {'was not here' if called.struck else 'is marked as gone'}."
                if newly
                else "",
                f"{shut.reason} {shut.next}" if shut is not None else "",
                declared if called.came else "",
            ),
        ),
        events,
        notices,
    )


def _before_they_came(facts: RollFacts, found: Difference, at: datetime, given: bool) -> Refused | None:
    """A time that cannot be: somebody went before they came, or came back before they went."""
    if not given:
        return None
    came = {each.id: each for each in facts.stays}
    for departure in found.went:
        if came[departure.stay].arrived_at > at:
            return Refused(f"{departure.name} came after that time, so cannot have gone at it.", field="at")
    for stay in found.came:
        last = [
            each.left_at
            for each in facts.stays
            if each.left_at is not None
            and (each.person, each.organisation, each.name) == (stay.person, stay.organisation, stay.name)
        ]
        if last and max(last) > at:
            return Refused(f"{stay.name} was still here at that time, and left later.", field="at")
    return None


def _too_many(marks: Marks) -> Refused | None:
    if len(marks.others) > MOST_OTHERS:
        return Refused(f"Please name {MOST_OTHERS} others or fewer.", field="others")
    if any(len(name) > LONGEST_NAME or len(body) > LONGEST_ORGANISATION for name, body in marks.others):
        return Refused(
            f"One a line, please: a name of {LONGEST_NAME} characters or fewer, a comma, and the organisation.",
            field="others",
        )
    return None


def _called(title: str, facts: RollFacts, here: tuple[Stay, ...]) -> str:
    voting = {each.slug for each in facts.register.organisations if each.voting}
    roll = roll_of(here)
    others = len(roll.keys() - voting) + sum(1 for each in here if not each.speaks_for_it)
    said = f"“{title}” is in session: {len(voting & roll.keys())} of {len(voting)} voting organisations are present."
    if others:
        said += f" {others} {'attends' if others == 1 else 'attend'} without a vote."
    remote = sum(1 for each in here if each.mode == REMOTE)
    if remote:
        said += f" {number_words(remote).capitalize()} by video or telephone."
    where = cited(facts.setting.terms.substitutes)
    for deputy, other in twice(here):
        said += (
            f" Both {deputy.name} and {other.name} are here for {deputy.organisation_name}: it has one vote, and "
            f"{deputy.name}, its deputy, holds it{where}."
        )
    return said


def _has_gone(facts: RollFacts, chair: str, going: list[Stay], left: tuple[Stay, ...]) -> bool:
    theirs = {each.organisation for each in facts.register.appointments if each.person == chair}
    if theirs and not theirs & roll_of(left).keys():
        return True
    here = any(each.is_here and each.person == chair for each in left)
    return not here and any(each.person == chair for each in going)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)

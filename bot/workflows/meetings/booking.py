"""Booking a meeting, moving it, cancelling it: what follows under its terms, and who is told."""

from dataclasses import replace
from typing import Any

from bot.rules.citing import clause_of
from bot.rules.wording import counted, day_words
from bot.workflows.agenda.agenda import agenda_closes_on
from bot.workflows.decisions import Answer, Command, Decision, Detail, Notice, Outcome, Refused
from bot.workflows.meetings.booked_deadlines import days_of, deadlines_of
from bot.workflows.meetings.booked_times import Told, when
from bot.workflows.meetings.booking_checks import (
    LONGEST_REASON,
    mistake_in,
    not_theirs,
    not_to_come,
    person_of,
    too_many,
    twice,
)
from bot.workflows.meetings.booking_checks import made as made_of
from bot.workflows.meetings.booking_facts import (
    BookingFacts,
    BookMeeting,
    CancelMeeting,
    ChangeMeeting,
    MeetingBooked,
    MeetingCancelled,
    MeetingChanged,
    MeetingNotice,
    state_of,
)
from bot.workflows.meetings.booking_warnings import asked_first
from bot.workflows.meetings.deadlines import Given, cannot_be_met, owed, retested, shortfall_words
from bot.workflows.meetings.invited import representatives
from bot.workflows.meetings.meetings import BOOKED, CANCELLED, TO_BE_ANNOUNCED, MeetingState
from bot.workflows.meetings.promised import promised
from bot.workflows.meetings.reminding import ShortfallRecorded
from bot.workflows.meetings.watching import due_for
from bot.workflows.meetings.year_ahead import flags


def book(command: BookMeeting, facts: BookingFacts) -> Outcome:
    """Book one meeting or a schedule; the answer has every deadline with its clause, and what can no longer be met (G6, N18)."""
    refusal = not_theirs(facts, "books")
    if refusal is not None:
        return refusal
    if facts.meeting is not None:
        return Decision(Answer(f"“{facts.meeting.title}” has been booked already, by this same form."))
    wanted = command.wanted
    starts = (*((wanted.starts,) if wanted.starts else ()), *command.more)
    mistake = mistake_in(wanted, facts) or too_many(starts) or twice(starts, facts)
    if mistake is not None:
        return mistake
    events: list[MeetingBooked] = []
    for number, start in enumerate(starts or (None,)):
        made = made_of(f"{command.meeting}-{number}" if number else command.meeting, wanted, start, 0, facts)
        if isinstance(made, Refused):
            field_ = "more" if number else made.field
            return Refused(made.reason, made.clause, made.next, field_)
        events.append(made)
    states = tuple(state_of(each) for each in events)
    asked = asked_first(command.ask_first, states, facts, "booked")
    if asked is not None:
        return asked
    change = "booked" if starts else "to be announced"
    answer = _booked_words(states, facts)
    work = tuple(work for each in states for work in due_for(each, facts, command.received_at))
    return Decision(
        Answer(answer, details=deadlines_of(states, facts), next=promised(states, facts, work)),
        (*events, *(each for state in states for each in _shortfalls(state, facts, ()))),
        _tell(command, facts, change, states, with_replies=len(states) == 1 and bool(starts)),
        work,
    )


def change(command: ChangeMeeting, facts: BookingFacts) -> Outcome:
    """Move a meeting or change it; every notice given is tested again against the new day, and everybody is told (G7)."""
    refusal = not_theirs(facts, "changes") or not_to_come(facts)
    if refusal is not None:
        return refusal
    assert facts.meeting is not None
    before, wanted = facts.meeting, command.wanted
    mistake = mistake_in(wanted, facts) or (
        twice((wanted.starts,), facts, besides=before.id) if wanted.starts else None
    )
    if mistake is not None:
        return mistake
    if before.state == BOOKED and wanted.starts is None:
        return Refused(
            "A meeting whose day is known needs a day.",
            next="Cancel it, and book another whose day is to be announced.",
            field="day",
        )
    made = made_of(before.id, wanted, wanted.starts, before.sequence + 1, facts)
    if isinstance(made, Refused):
        return made
    after = state_of(made)
    if _same(before, after):
        return Decision(Answer("Nothing about it was changed, so nobody is told anything."))
    if after.group != before.group:
        return Refused(
            "A meeting stays that of the group for which it was booked.",
            clause_of(facts.setting.terms.others.get("groups")),
            next="Cancel it, and book another for the other group.",
            field="group",
        )
    moved = before.state == BOOKED and (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)
    announced = before.state == TO_BE_ANNOUNCED and after.state == BOOKED
    asked = asked_first(command.ask_first and moved, (after,), facts, "moved", facts.given)
    if asked is not None:
        return asked
    what = "moved" if moved else "announced" if announced else "changed"
    asks_again = moved and before.held_on != after.held_on
    event = MeetingChanged(
        **{each: getattr(made, each) for each in MeetingBooked.__dataclass_fields__},
        reason=command.reason.strip(),
        moved=moved,
        asks_again=asks_again,
    )
    details: tuple[Detail, ...] = ()
    if moved and before.held_on and after.held_on:
        terms = facts.terms_of(after.held_on)
        tested = retested(terms, before.held_on, after.held_on, facts.given, after.starts_at)
        details = tuple(Detail(words, clause) for words, clause in tested)
    words = {
        "moved": f"“{after.title}” is moved to {when(after, facts.setting.time_zone)}.",
        "announced": f"“{after.title}” is on {when(after, facts.setting.time_zone)}.",
        "changed": f"“{after.title}” is changed.",
    }[what]
    was = when(before, facts.setting.time_zone) if moved else ""
    work = due_for(after, facts, command.received_at)
    return Decision(
        Answer(
            f"{words} Everybody is told again{', and asked again whether they will be there' if asks_again else ''}.",
            details=(*details, *deadlines_of((after,), facts)),
            next=promised((after,), facts, work),
        ),
        (event, *(_shortfalls(after, facts, facts.given) if moved or announced else ())),
        _tell(
            command,
            facts,
            what,
            (after,),
            reason=command.reason.strip(),
            was=was,
            with_replies=bool(after.starts_at),
            asks_again=asks_again,
        ),
        work,
    )


def cancel(command: CancelMeeting, facts: BookingFacts) -> Outcome:
    """Cancel a meeting that has not been held; once, however often it is asked."""
    refusal = not_theirs(facts, "cancels")
    if refusal is not None:
        return refusal
    if facts.meeting is not None and facts.meeting.state == CANCELLED:
        return Decision(Answer(f"“{facts.meeting.title}” was cancelled already; everybody has been told."))
    refusal = not_to_come(facts)
    if refusal is not None:
        return refusal
    reason = command.reason.strip()
    if not reason:
        return Refused("Say why, in a few words: everybody is told.", field="reason")
    if len(reason) > LONGEST_REASON:
        return Refused(f"Please say why in {LONGEST_REASON:,} characters or fewer.", field="reason")
    assert facts.meeting is not None
    meeting = facts.meeting
    sequence = meeting.sequence + 1
    event = MeetingCancelled(subject=meeting.id, person=person_of(facts), reason=reason, sequence=sequence)
    flagged = flags(facts.setting.terms, days_of(facts, without=meeting.id), facts.today, facts.outside)
    return Decision(
        Answer(
            f"“{meeting.title}” on {when(meeting, facts.setting.time_zone)} is cancelled. Everybody is told."
            if meeting.starts_at
            else f"“{meeting.title}” is cancelled. Everybody is told.",
            details=tuple(Detail(words, clause) for words, clause in flagged),
        ),
        (event,),
        _tell(command, facts, "cancelled", (meeting,), reason=reason, sequence=sequence),
    )


def _same(before: MeetingState, after: MeetingState) -> bool:
    """Whether nothing that members are told of has changed."""
    return replace(before, sequence=0, booked_by=None) == replace(after, sequence=0, booked_by=None)


def _booked_words(states: tuple[MeetingState, ...], facts: BookingFacts) -> str:
    zone = facts.setting.time_zone
    first = states[0]
    if len(states) > 1:
        days = ";\n".join(when(each, zone) for each in states)
        return (
            f"{counted(len(states), 'meeting')} of “{first.title}” are booked:\n{days}.\nEverybody is told."
        )
    if first.starts_at is None:
        return f"“{first.title}” is announced for {when(first, zone)}. Everybody is told."
    return f"“{first.title}” is booked for {when(first, zone)}. Everybody is told."


def _shortfalls(
    meeting: MeetingState, facts: BookingFacts, given: tuple[Given, ...]
) -> tuple[ShortfallRecorded, ...]:
    """What can no longer be given in time for the day chosen, recorded for the minutes at once (G6, V37, K35)."""
    if meeting.held_on is None:
        return ()
    terms = facts.terms_of(meeting.held_on)
    found = []
    for each in owed(terms, meeting.held_on, facts.today, given, meeting.starts_at):
        if not each.of_every_meeting or not (cannot_be_met(each) or each.in_time is False):
            continue
        on = each.given.on if each.given is not None else facts.today
        found.append(
            ShortfallRecorded(
                subject=meeting.id,
                person=person_of(facts),
                rule=each.rule,
                sequence=meeting.sequence,
                words=shortfall_words(each, on, terms.notices[each.rule]),
                clause=each.clause.number,
            )
        )
    return tuple(found)


def _tell(
    command: Command,
    facts: BookingFacts,
    change: str,
    states: tuple[MeetingState, ...],
    *,
    reason: str = "",
    was: str = "",
    sequence: int | None = None,
    with_replies: bool = False,
    asks_again: bool = False,
) -> tuple[Notice, ...]:
    """The same words at the same time to all (C24): everybody called, the deputies they named, and the channel."""
    told = tuple(Told.of(each, facts.setting.time_zone, sequence) for each in states)
    number = told[0].sequence
    common: dict[str, Any] = {
        "subject": states[0].id,
        "due_at": command.received_at,
        "partnership_name": facts.setting.name,
        "change": change,
        "meetings": told,
        "reason": reason,
        "was": was,
        "items_by": _items_by(states[0], facts),
        "stamp": command.received_at,
        "asks_again": asks_again,
    }
    called = representatives(facts.invited)
    deputies = tuple(each for each in facts.invited if each.person in facts.deputies and each not in called)
    people = {each.user: each for each in reversed((*called, *deputies)) if each.user}
    notices = [
        MeetingNotice(
            key=f"meeting:{states[0].id}:{number}:{facts.setting.channel}",
            recipient=facts.setting.channel,
            organisation="",
            with_replies=with_replies,
            **common,
        )
    ]
    notices += [
        MeetingNotice(
            key=f"meeting:{states[0].id}:{number}:{user}",
            recipient=str(user),
            organisation=each.organisation_name,
            with_replies=with_replies and each in called,  # a deputy is asked once named
            **common,
        )
        for user, each in sorted(people.items(), key=lambda pair: str(pair[0]))
    ]
    return tuple(notices)


def _items_by(meeting: MeetingState, facts: BookingFacts) -> str:
    """The last day for items of the agenda, which any member may propose (V35, K36)."""
    if meeting.held_on is None or meeting.held_on < facts.today:
        return ""
    closes = agenda_closes_on(facts.terms_of(meeting.held_on), meeting.held_on)
    return day_words(closes.day) if closes.day is not None and closes.day >= facts.today else ""

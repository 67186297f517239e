"""What the secretariat and the chair decide on a proposed item: accept it, return it with a reason, or carry it over."""

from dataclasses import dataclass, replace
from datetime import date

from bot.rules.citing import NO_CLAUSE, cited, clause_of
from bot.workflows.agenda.agenda import (
    ACCEPTED,
    AMENDMENT,
    LONGEST_REASON,
    MOST_ITEMS,
    PROPOSED,
    RETURNED,
    URGENT,
    AgendaItem,
    agenda_closes_on,
)
from bot.workflows.agenda.amending import AmendmentAnswer, amendment_words
from bot.workflows.agenda.item_words import (
    UNKNOWN_ITEM,
    Told,
    decided_notice,
    meeting_words,
    no_meeting_any_more,
    not_theirs,
)
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.standing import Standing, Stranger

ACCEPT, RETURN, CARRY_OVER = "accept", "return", "carry over"
DECISIONS = (ACCEPT, RETURN, CARRY_OVER)


@dataclass(frozen=True, kw_only=True)
class DecideItem(Command):
    """Accept a proposed item, return it with a reason, or carry it over to another meeting."""

    partnership: str
    item: str
    decision: str  # one of the three above
    reason: str = ""
    to_meeting: str = ""


@dataclass(frozen=True)
class DecidingFacts:
    """What is known when an item is decided on."""

    setting: Setting  # under the terms of the day of the item's meeting
    standing: Standing | Stranger
    item: AgendaItem | None
    meeting: MeetingState | None  # the one it was proposed for
    circulated: bool
    today: date
    to: MeetingState | None = None  # the one it is carried over to
    to_setting: Setting | None = None
    to_circulated: bool = False
    to_count: int = 0
    proposer: Told | None = None  # whoever proposed it, where they have an account
    booked: tuple[MeetingState, ...] = ()  # meetings of the same body to come


@dataclass(frozen=True, kw_only=True)
class ItemDecided(Event):
    """The secretariat or the chair decided on a proposed item."""

    meeting: str  # the one it is for now
    before: str  # the one it was for
    title: str
    decision: str
    state: str
    late: bool
    reason: str


def decide(command: DecideItem, facts: DecidingFacts) -> Outcome:
    """Decide on a proposed item; whoever proposed it is told, with the reason (V35, K36)."""
    refusal = not_theirs(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    item, meeting, standing = facts.item, facts.meeting, facts.standing
    assert isinstance(standing, Standing)
    if item is None or item.by_rule or meeting is None:
        return UNKNOWN_ITEM
    if command.decision not in DECISIONS:
        return Refused("Choose whether it is returned or carried over.", field="decision")
    reason = " ".join(command.reason.split())
    if len(reason) > LONGEST_REASON:
        return Refused(
            f"The reason is {len(reason):,} characters long; please use {LONGEST_REASON:,} or fewer.",
            field="reason",
        )
    refusal = _state_refuses(item, command.decision) or {
        ACCEPT: _cannot_accept,
        RETURN: _cannot_return,
        CARRY_OVER: _cannot_carry_over,
    }[command.decision](command, facts, reason)
    if refusal is not None:
        return refusal
    if (item.state, command.decision) in ((ACCEPTED, ACCEPT), (RETURNED, RETURN)):
        return Decision(Answer(f"“{item.title}” has been {item.state} already."))
    event, at = _decided(command, facts, item, meeting, standing.person, reason)
    outcome = {ACCEPT: "accepted", RETURN: "returned", CARRY_OVER: "carried over"}[command.decision]
    told = facts.proposer is not None and facts.proposer.user != command.user
    notices = (
        (
            decided_notice(
                facts.setting,
                item,
                at,
                outcome,
                standing.name,
                facts.proposer.user,
                command,
                NO_CLAUSE,
                reason,
            ),
        )
        if told and facts.proposer is not None
        else ()
    )
    words = {
        ACCEPT: f"“{item.title}” is on the agenda of {meeting_words(at)}.",
        RETURN: f"“{item.title}” is returned.",
        CARRY_OVER: f"“{item.title}” is carried over to {meeting_words(at)}.",
    }[command.decision]
    too_late = _too_late_to_put(command, facts, item)
    if too_late is not None:
        words = f"{words} {too_late.words}"
    follow = f" {facts.proposer.name} is told." if told and facts.proposer is not None else ""
    clause = too_late.clause if too_late is not None else NO_CLAUSE
    answer = Answer(f"{words}{follow}", clause, next="`/agenda` shows the whole agenda.")
    return Decision(answer, (event,), notices)


def _too_late_to_put(command: DecideItem, facts: DecidingFacts, item: AgendaItem) -> AmendmentAnswer | None:
    """What is said of an amendment once its text can no longer be with the members in time for the meeting it is for (K45)."""
    carried = command.decision == CARRY_OVER
    meeting, setting = (facts.to, facts.to_setting) if carried else (facts.meeting, facts.setting)
    if item.kind != AMENDMENT or command.decision == RETURN or meeting is None or setting is None:
        return None
    found = amendment_words(setting.terms, meeting.held_on, facts.today, facts.booked)
    return found if found.can_be_met is False else None


def _state_refuses(item: AgendaItem, decision: str) -> Refused | None:
    open_to = {
        ACCEPT: (PROPOSED, RETURNED, ACCEPTED),
        RETURN: (PROPOSED, ACCEPTED, RETURNED),
        CARRY_OVER: (PROPOSED, ACCEPTED),
    }[decision]
    if item.kind == URGENT:
        return Refused(
            f"“{item.title}” was raised at the meeting, where those present say whether it is taken.",
            next="Whoever is chairing records what they say.",
        )
    if item.state in open_to:
        return None
    return Refused(f"“{item.title}” was {item.state}, so there is nothing to decide on it.")


def _cannot_accept(command: DecideItem, facts: DecidingFacts, reason: str) -> Refused | None:
    item, meeting = facts.item, facts.meeting
    assert item is not None and meeting is not None
    if item.stands:
        return None
    if not meeting.is_to_come:
        refused = _became(item, no_meeting_any_more(meeting, None))
        carried = "Carry the item over to a meeting to come."
        again = "It can be proposed again, for a meeting to come: `/agenda`."
        return replace(refused, next=again if item.state == RETURNED else carried, field="")
    if facts.circulated and item.state == RETURNED:
        rule = facts.setting.terms.urgent_items
        return _became(
            item,
            Refused(
                f"The agenda of “{meeting.title}” has been sent to the members since, so it is too late to add it.",
                clause_of(rule),
                next=f"It can be proposed again for a later meeting, or raised at this one as an urgent matter{cited(rule)}.",
            ),
        )
    if facts.circulated:
        rule = facts.setting.terms.urgent_items
        return Refused(
            f"The agenda of “{meeting.title}” has been sent to the members without “{item.title}”, so it is too late to add it.",
            clause_of(rule),
            next=f"It can be carried over, or raised at the meeting as an urgent matter{cited(rule)}.",
        )
    return None


def _became(item: AgendaItem, why: Refused) -> Refused:
    """A refusal that says first what became of an item that was returned."""
    if item.state != RETURNED:
        return why
    return replace(why, reason=f"“{item.title}” was returned: {item.reason.rstrip('.')}. {why.reason}")


def _cannot_return(command: DecideItem, facts: DecidingFacts, reason: str) -> Refused | None:
    assert facts.item is not None
    if facts.item.state == RETURNED:
        return None
    if not reason:
        return Refused(
            "Say why it is returned; whoever proposed it is told the reason.",
            field="reason",
        )
    return _already_out(facts)


def _cannot_carry_over(command: DecideItem, facts: DecidingFacts, reason: str) -> Refused | None:
    meeting, to = facts.meeting, facts.to
    assert meeting is not None
    if to is None:
        return Refused("Choose the meeting it is carried over to.", field="to_meeting")
    if to.id == meeting.id:
        return Refused(f"It is for “{meeting.title}” already. Choose another meeting.", field="to_meeting")
    if not to.is_to_come:
        return replace(no_meeting_any_more(to, None), next="Choose a meeting to come.", field="to_meeting")
    if facts.to_circulated:
        return Refused(
            f"The agenda of “{to.title}” has been sent to the members already. Choose a later meeting.",
            field="to_meeting",
        )
    if facts.to_count >= MOST_ITEMS:
        return Refused(
            f"The agenda of “{to.title}” is full, with {MOST_ITEMS} items proposed. Choose a later meeting.",
            field="to_meeting",
        )
    return _already_out(facts) if meeting.state == IN_SESSION else None


def _already_out(facts: DecidingFacts) -> Refused | None:
    """What is on an agenda that members have is not taken off it by the secretariat."""
    item = facts.item
    assert item is not None
    if not (item.stands and facts.circulated):
        return None
    return Refused(
        f"The agenda with “{item.title}” has been sent to the members, so it is theirs to say at the meeting that it is not taken.",
        next="It can be carried over to a later meeting once this one has been held.",
    )


def _decided(
    command: DecideItem,
    facts: DecidingFacts,
    item: AgendaItem,
    meeting: MeetingState,
    person: str,
    reason: str,
) -> tuple[ItemDecided, MeetingState]:
    carried = command.decision == CARRY_OVER and facts.to is not None
    at = facts.to if carried and facts.to is not None else meeting
    late = item.late
    if carried:
        terms = (facts.to_setting or facts.setting).terms
        late = at.held_on is not None and agenda_closes_on(terms, at.held_on).is_past(facts.today)
    state = RETURNED if command.decision == RETURN else ACCEPTED
    event = ItemDecided(
        subject=item.id,
        person=person,
        meeting=at.id,
        before=meeting.id,
        title=item.title,
        decision=command.decision,
        state=state,
        late=late,
        reason=reason,
    )
    return event, at

"""Business at a meeting: what has to be so before a motion is put in the room (K26, K31, K33, V39)."""

from dataclasses import replace

from bot.rules.citing import clause_of
from bot.rules.wording import listed
from bot.workflows.decisions import Decision, Notice, Outcome, Refused
from bot.workflows.entries import carried_over
from bot.workflows.entries.ratifying import as_ratification, may_not_ratify
from bot.workflows.interests.interests import is_withdrawn
from bot.workflows.meetings.meetings import locked
from bot.workflows.meetings.noticed import not_known, not_noticed
from bot.workflows.room.declarations_first import not_declared, noted
from bot.workflows.room.quorum_watch import follows_words, quorum_now, undecided_words
from bot.workflows.standing import Standing
from bot.workflows.votes import moving
from bot.workflows.votes.motions import AGREED, AT_A_MEETING, NOTE
from bot.workflows.votes.moving import MotionPut, PutMotion
from bot.workflows.votes.without_a_vote import BusinessFacts as BusinessFacts
from bot.workflows.votes.without_a_vote import agreed_aloud, record_only


def put(command: PutMotion, facts: BusinessFacts) -> Outcome:
    """Put a motion; at a meeting once its chair is chosen, those present have declared, and there are enough of them to decide."""
    standing = facts.putting.standing
    known = isinstance(standing, Standing) and not standing.deactivated
    gated = command.how in AT_A_MEETING
    shut = locked(facts.putting.meeting, facts.setting.terms) if gated and known else None
    if shut is not None:
        return shut
    asked = command
    if command.ratifies is not None and known:
        if facts.original is not None:
            asked = as_ratification(command, facts.original)
        if facts.putting.already is None:
            refusal = may_not_ratify(
                command, facts.original, facts.putting.meeting, facts.setting.terms, facts.open_already
            )
            if refusal is not None:
                return refusal
    outcome = moving.put(asked, facts.putting)
    if isinstance(outcome, Refused) or not outcome.events:
        return outcome
    names = _bids(command, facts)
    if names is not None:
        return names
    if not gated:
        return record_only(asked, facts, outcome) if command.how == NOTE else outcome
    refusal = _advises(facts) or _not_called(facts) or _undeclared(command, facts) or _inquorate(facts)
    if refusal is not None:
        return refusal
    put_and_more = _with_what_follows(asked, outcome, facts)
    return agreed_aloud(asked, facts, put_and_more) if command.how == AGREED else put_and_more


def _bids(command: PutMotion, facts: BusinessFacts) -> Refused | None:
    """Whoever is in another bid has no vote on this one; so a motion is about every tender that it names (C33)."""
    not_about = facts.putting.not_about
    if not not_about or command.how == NOTE or command.ratifies is not None:
        return None
    one = len(not_about) == 1
    return Refused(
        f"The motion names {listed(not_about)} without being about {'it' if one else 'them'}, so whoever is in another bid "
        f"for {'it' if one else 'one of them'} would have a vote.",
        clause_of(facts.setting.terms.competing_bids),
        next="Put a motion for each tender with nothing chosen here, or choose an item of the agenda that names every one.",
        field="about",
    )


def _advises(facts: BusinessFacts) -> Refused | None:
    if facts.decides:
        return None
    return Refused(
        f"The {facts.group or 'group'} that meets is not the body that decides under these terms, so it takes no binding vote.",
        clause_of(facts.setting.terms.others.get("groups")),
        next="An indicative vote is open to it, it can note or recommend, and the body that decides can be asked to decide.",
        field="how",
    )


def _not_called(facts: BusinessFacts) -> Refused | None:
    meeting = facts.putting.meeting
    return not_noticed(meeting, facts.setting.terms, facts.owing) if meeting is not None else None


def _undeclared(command: PutMotion, facts: BusinessFacts) -> Refused | None:
    if not facts.outstanding or command.carry_on:
        return None
    return not_declared(facts.setting.terms, facts.outstanding)


def _inquorate(facts: BusinessFacts) -> Refused | None:
    """Without a quorum a meeting discusses and does not decide, unless the terms let it decide provisionally (V39)."""
    if facts.room is None:
        return None
    now = quorum_now(facts.room)
    if now.may_decide:
        return None
    return Refused(
        f"Not quorate: {now.answer.why} {undecided_words(facts.setting.terms)}",
        now.answer.clause,
        next="When enough have come, mark them on the roll and put it again. An indicative vote is open to you: it binds nobody.",
        field="how",
    )


def _with_what_follows(command: PutMotion, outcome: Decision, facts: BusinessFacts) -> Decision:
    standing, meeting = facts.putting.standing, facts.putting.meeting
    terms = facts.setting.terms
    said = [outcome.answer.next] if not facts.outstanding else []
    events = outcome.events
    if facts.outstanding and meeting is not None and isinstance(standing, Standing):
        event = noted(meeting.id, standing.person, terms, facts.outstanding)
        events = (*events, event)
        said.append(f"Noted for the minutes: {event.words}")
    if facts.room is not None:
        now = quorum_now(facts.room)
        if now.answer.quorate is False:
            said.append(f"Not quorate: {now.answer.why} {follows_words(now, terms)}")
    said.append(facts.deadlock)
    said.append(carried_over.words(facts.carried, terms))
    if meeting is not None:
        said.append(not_known(meeting, terms, facts.owing))
    return replace(
        outcome,
        answer=replace(outcome.answer, next=" ".join(part for part in said if part)),
        events=events,
        notices=(*outcome.notices, *_of_interests(command, outcome, facts)),
    )


def _of_interests(command: PutMotion, outcome: Decision, facts: BusinessFacts) -> tuple[Notice, ...]:
    """Who is told that an interest in what the motion ratifies is one in the motion."""
    [put_] = [each for each in outcome.events if isinstance(each, MotionPut)]
    room = facts.room
    if facts.original is None or room is None:
        return ()
    theirs = {each.organisation for each in room.register.appointments if each.person == room.in_chair}
    users = {each.slug: each.slack_user for each in room.register.people}
    withdrawn = any(
        is_withdrawn(room.interests.get(each, ()), facts.setting.terms) for each in sorted(theirs)
    )
    to_rule = users.get(room.in_chair or "") if command.how != AGREED else None
    return carried_over.told(
        facts.carried,
        carried_over.Chairing(room.in_chair, to_rule, withdrawn),
        facts.secretariat,
        setting=facts.setting,
        motion=put_.subject,
        reference=f"{put_.year}/{put_.number}",
        original=facts.original,
        at=command.received_at,
    )

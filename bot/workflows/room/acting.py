"""The chair of a meeting when the chair is away: whom those present chose, recorded before any business (K26, V31)."""

from dataclasses import dataclass, replace

from bot.rules.citing import cited, clause_of
from bot.rules.eligibility import Facts, Presence, may_act_as_chair
from bot.rules.register import VICE_CHAIR, Capacity, own_roles
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused
from bot.workflows.meetings.attendance import Difference, Stay, roll_of, with_chair
from bot.workflows.room.new_chair import pass_on
from bot.workflows.room.quorum_watch import retested
from bot.workflows.room.roll import (
    RollFacts,
    is_acting,
    may_not_call_the_roll,
    name_of,
    not_in_session,
    person_of,
)
from bot.workflows.room.room import room_of


@dataclass(frozen=True, kw_only=True)
class ChooseActingChairOfMeeting(Command):
    """Record whom those present have chosen to chair the meeting."""

    partnership: str
    meeting: str
    chosen: str  # a person


@dataclass(frozen=True, kw_only=True)
class ActingChairOfMeetingChosen(Event):
    """Those present chose somebody to chair the meeting."""

    chosen: str
    acting: bool  # False: the elected chair has come after all
    came: tuple[Stay, ...] = ()  # themselves, where nobody had marked them as here


def choose_acting_chair(command: ChooseActingChairOfMeeting, facts: RollFacts) -> Outcome:
    """Record the acting chair of a meeting that has none: one of those with a vote who are there (K26, V31)."""
    refusal = may_not_call_the_roll(facts) or not_in_session(facts)
    if refusal is not None:
        return refusal
    assert facts.meeting is not None
    clause = clause_of(facts.setting.terms.acting_chair)
    if facts.meeting.chaired_by == command.chosen:
        return Decision(Answer(f"{name_of(facts.register, command.chosen)} is chairing already.", clause))
    if facts.meeting.chaired_by is not None:
        return Refused(
            f"{name_of(facts.register, facts.meeting.chaired_by)} is chairing this meeting.",
            clause,
            next="If they have gone, mark them as gone first; or mark the roll again, with another chair.",
            field="chosen",
        )
    refusal = may_not_chair_meeting(facts, command.chosen)
    if refusal is not None:
        return refusal
    meeting = replace(facts.meeting, chaired_by=command.chosen)
    book = facts.book(meeting.id, command.chosen)
    came = with_chair(Difference(), facts.stays, book, facts.now).came
    event = ActingChairOfMeetingChosen(
        subject=meeting.id,
        person=person_of(facts),
        chosen=command.chosen,
        acting=is_acting(facts.register, command.chosen),
        came=came,
    )
    passed = pass_on(facts.tied, None, command.chosen, command.received_at)
    roll = roll_of((*facts.stays, *came))
    tested = retested(
        room_of(facts, facts.meeting, roll, None),
        room_of(facts, meeting, roll, command.chosen),
        meeting=meeting,
        person=event.person,
        at=facts.now,
        delivery=command.delivery,
        told=(each for each in facts.secretariat if each != command.user),
    )
    name = name_of(facts.register, command.chosen)
    unmatched = (
        ""
        if command.chosen in facts.users
        else f"{name} is matched to no Slack account, so cannot put a motion or close a vote here."
    )
    return Decision(
        Answer(
            f"{name} is chairing “{meeting.title}”; its agenda is open.",
            clause,
            why=tested.words,
            next=" ".join(part for part in (passed.words, unmatched) if part),
        ),
        (event, *tested.events),
        (*passed.notices, *tested.notices),
    )


def may_not_chair_meeting(facts: RollFacts, person: str) -> Refused | None:
    """Why somebody may not act as chair of the meeting; None where they may.

    One of those present who speaks for a member with a vote, a deputy included who is on the roll; who may not be elected may
    still act (V31).
    """
    terms, roll = facts.setting.terms, roll_of(facts.stays)
    rule = terms.acting_chair
    clause = clause_of(rule)
    theirs = [each for each in facts.register.appointments if each.person == person]
    if not theirs and not is_acting(facts.register, person):
        return None  # an elected chair who speaks for no organisation
    if not theirs:
        return Refused(
            "An acting chair is one of the members' representatives: somebody whose organisation has a vote.",
            clause,
            field="chosen",
        )
    if rule is not None and rule.value == "nobody" and is_acting(facts.register, person):
        return Refused(
            f"Under these terms nobody acts for the chair{cited(rule)}.",
            clause,
            next="The meeting waits for its chair, or is held on another day.",
            field="chosen",
        )
    there = [each for each in theirs if each.organisation in roll]
    if not there:
        return Refused(
            f"{name_of(facts.register, person)} cannot be chosen: their organisation is not on the roll of this meeting.",
            clause,
            next="Mark them as here first.",
            field="chosen",
        )
    asked = [_asked(facts, person, each.organisation, each.capacity, roll) for each in there]
    if all(each is not None for each in asked):
        return asked[0]
    return _for_the_vice_chair(facts, person, roll)


def _asked(
    facts: RollFacts, person: str, organisation: str, capacity: Capacity, roll: dict[str, str | None]
) -> Refused | None:
    known = facts.register.organisation(organisation)
    deputy = roll[organisation]
    if capacity is Capacity.SUBSTITUTE and deputy != person:
        return Refused(
            f"{name_of(facts.register, person)} is not on the roll: {known.name} is here through somebody else.",
            clause_of(facts.setting.terms.substitutes),
            next="Mark them as standing in first.",
            field="chosen",
        )
    answer = may_act_as_chair(
        facts.setting.terms,
        Facts(
            organisation=known.name,
            standing=known.standing,
            votes=known.voting,
            presence=Presence.DEPUTY if capacity is Capacity.SUBSTITUTE else Presence.REPRESENTATIVE,
            deputy_is_here=deputy is not None and deputy != person,
            roles=own_roles(facts.register.roles, organisation),
        ),
    )
    return None if answer.allowed else Refused(answer.reason, answer.clause, field="chosen")


def _for_the_vice_chair(facts: RollFacts, person: str, roll: dict[str, str | None]) -> Refused | None:
    rule = facts.setting.terms.acting_chair
    if rule is None or rule.value != "vice-chair":
        return None
    vice = {each.person for each in facts.register.roles if each.role == VICE_CHAIR and each.person}
    here = {
        each.person
        for each in facts.register.appointments
        if each.person in vice and each.organisation in roll
    }
    if not here or person in here or not is_acting(facts.register, person):
        return None
    return Refused(
        f"{name_of(facts.register, min(here))}, the vice-chair, is here and chairs{cited(rule)}.",
        clause_of(rule),
        field="chosen",
    )

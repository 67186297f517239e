"""A meeting in session: who opened it, who is chairing, and which organisations are present."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.register import CHAIR, Register
from bot.rules.terms import Clause, Rule
from bot.workflows.decisions import NO_CLAUSE, Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

LONGEST_TITLE = 200  # characters


TO_BE_ANNOUNCED, BOOKED, IN_SESSION = "to be announced", "booked", "in session"
CLOSED, CANCELLED = "closed", "cancelled"


@dataclass(frozen=True)
class MeetingState:
    """A meeting as the store has it, from its booking to its close."""

    id: str
    title: str
    state: str  # one of the five above
    chaired_by: str | None  # a person; in session and None: those present have yet to choose (K26)
    acting: bool
    group: str = ""  # the body that meets; empty: the one that decides
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    held_on: date | None = None  # the day it starts on where the partnership is
    place: str = ""
    link: str = ""
    catering: str = ""
    access: str = ""
    public: bool = False
    public_decision: str = ""
    joint_with: str = ""
    expected: str = ""  # "early September", while its day is to be announced
    announce_by: date | None = None
    adjourned_from: str | None = None
    sequence: int = 0  # rises with every change that members are told of
    booked_by: str | None = None
    ended_why: str = ""

    @property
    def is_to_come(self) -> bool:
        """Whether it has yet to be held."""
        return self.state in (TO_BE_ANNOUNCED, BOOKED)


@dataclass(frozen=True, kw_only=True)
class OpenMeeting(Command):
    """Open a meeting and call its roll."""

    partnership: str
    meeting: str
    title: str
    chaired_by: str  # the person in the chair
    present: tuple[str, ...]  # organisations
    substitutes: tuple[tuple[str, str], ...] = ()  # (organisation, the person standing in for it)


@dataclass(frozen=True, kw_only=True)
class CallRoll(Command):
    """Mark again who is present at the meeting in session, and who is chairing."""

    partnership: str
    meeting: str
    chaired_by: str
    present: tuple[str, ...]
    substitutes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CloseMeeting(Command):
    """Close the meeting in session."""

    partnership: str
    meeting: str


@dataclass(frozen=True)
class RollFacts:
    """What is known when the roll is called."""

    setting: Setting
    standing: Standing | Stranger
    meeting: MeetingState | None
    register: Register  # as it is today
    in_session: MeetingState | None = None
    undecided: tuple[str, ...] = ()  # motions still open at this meeting


@dataclass(frozen=True, kw_only=True)
class MeetingOpened(Event):
    """A meeting was opened and its roll called."""

    title: str
    chaired_by: str
    acting: bool
    roll: Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class RollCalled(Event):
    """The roll of a meeting in session was marked again."""

    chaired_by: str
    acting: bool
    roll: Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(Event):
    """A meeting was closed."""


def open_meeting(command: OpenMeeting, facts: RollFacts) -> Outcome:
    """Open a meeting with its roll; one meeting of a partnership is in session at a time."""
    refusal = _may_call_the_roll(facts)
    if refusal is not None:
        return refusal
    if facts.meeting is not None:  # the same form, sent a second time
        return Decision(Answer(f"“{facts.meeting.title}” has been opened already."))
    if facts.in_session is not None and facts.in_session.id != command.meeting:
        return Refused(
            f"“{facts.in_session.title}” is still in session.",
            next="Close it first, or mark its roll again.",
            field="title",
        )
    title = command.title.strip()
    if not title:
        return Refused("Give the meeting a name, such as “Strategy Group, 24 April”.", field="title")
    if len(title) > LONGEST_TITLE:
        return Refused(f"Please name the meeting in {LONGEST_TITLE} characters or fewer.", field="title")
    marked = _marked(facts, command.chaired_by, command.present, command.substitutes)
    if isinstance(marked, Refused):
        return marked
    event = MeetingOpened(
        subject=command.meeting,
        person=_id(facts),
        title=title,
        chaired_by=command.chaired_by,
        acting=marked.acting,
        roll=marked.roll,
    )
    return Decision(_called(title, facts, event.roll), (event,))


def call_roll(command: CallRoll, facts: RollFacts) -> Outcome:
    """Mark the roll again: arrivals, departures, a change in the chair. Votes of organisations no longer present do not count."""
    refusal = _may_call_the_roll(facts) or _in_session(facts)
    if refusal is not None:
        return refusal
    marked = _marked(facts, command.chaired_by, command.present, command.substitutes)
    if isinstance(marked, Refused):
        return marked
    event = RollCalled(
        subject=command.meeting,
        person=_id(facts),
        chaired_by=command.chaired_by,
        acting=marked.acting,
        roll=marked.roll,
    )
    assert facts.meeting is not None
    return Decision(_called(facts.meeting.title, facts, event.roll), (event,))


def close_meeting(command: CloseMeeting, facts: RollFacts) -> Outcome:
    """Close the meeting, unless a motion put at it still waits for its result."""
    refusal = _may_call_the_roll(facts) or _in_session(facts)
    if refusal is not None:
        return refusal
    assert facts.meeting is not None
    if facts.undecided:
        return Refused(
            f"Not yet: {' and '.join(facts.undecided)} {'is' if len(facts.undecided) == 1 else 'are'} still open at this meeting.",
            next="Close the vote, or give the casting vote, then close the meeting.",
        )
    return Decision(
        Answer(f"“{facts.meeting.title}” is closed."),
        (MeetingClosed(subject=command.meeting, person=_id(facts)),),
    )


@dataclass(frozen=True)
class _Marked:
    roll: Mapping[str, str | None]
    acting: bool


def _may_call_the_roll(facts: RollFacts) -> Refused | None:
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    chairs_it = facts.meeting is not None and facts.meeting.chaired_by == facts.standing.person
    if facts.standing.is_chair or facts.standing.is_secretariat or chairs_it:
        return None
    return Refused(
        "Only the chair or the secretariat calls the roll.", next="Ask one of them to mark you present."
    )


def _in_session(facts: RollFacts) -> Refused | None:
    if facts.meeting is None or facts.meeting.state != "in session":
        return Refused("That meeting is not in session.", next="Open a meeting and call its roll first.")
    return None


def _marked(
    facts: RollFacts, chaired_by: str, present: tuple[str, ...], substitutes: tuple[tuple[str, str], ...]
) -> _Marked | Refused:
    known = {each.slug for each in facts.register.organisations}
    if not present:
        return Refused(
            "Nobody is marked present. Mark every organisation that is here: the quorum and the votes are counted from the roll.",
            next="If everybody has gone, close the meeting instead."
            if facts.meeting is not None
            else "Open the meeting once somebody is here.",
            field="present",
        )
    stray = [slug for slug in present if slug not in known]
    if stray:
        return Refused(
            "The register has changed since this form was opened. Please mark the roll again.",
            field="present",
        )
    roll: dict[str, str | None] = dict.fromkeys(present)
    for organisation, person in substitutes:
        refusal = _may_not_stand_in(facts, roll, organisation, person)
        if refusal is not None:
            return refusal
        roll[organisation] = person
    acting = chaired_by not in {role.person for role in facts.register.roles if role.role == CHAIR}
    return _may_not_chair(facts, roll, chaired_by, acting) or _Marked(roll, acting)


def _may_not_stand_in(
    facts: RollFacts, roll: Mapping[str, str | None], organisation: str, person: str
) -> Refused | None:
    name, clause = _name(facts.register, person), _clause_of(facts.setting.terms.substitutes)
    if organisation not in roll or organisation not in _substitute_for(facts.register, person):
        return Refused(
            f"{name} is no named deputy of an organisation marked present.",
            clause,
            next="Mark their organisation present too, or leave them off: they may attend without a vote.",
            field="substitutes",
        )
    other = roll[organisation]
    if other not in (None, person):
        return Refused(
            f"{facts.register.organisation(organisation).name} has two deputies marked: {_name(facts.register, other)} and {name}. "
            "One of them holds its vote.",
            clause,
            next="Mark the one who does; the other may attend without a vote.",
            field="substitutes",
        )
    if any(held == person for slug, held in roll.items() if slug != organisation):
        return Refused(
            f"{name} is marked as standing in for two organisations. One person holds one organisation's vote.",
            clause,
            next="Mark them for one of the two.",
            field="substitutes",
        )
    return None


def _may_not_chair(
    facts: RollFacts, roll: Mapping[str, str | None], chaired_by: str, acting: bool
) -> Refused | None:
    theirs = _organisations_of(facts.register, chaired_by)
    if (
        not theirs and not acting
    ):  # an elected chair who speaks for no organisation has nobody to be marked present
        return None
    clause = _clause_of(facts.setting.terms.acting_chair)
    if not theirs & roll.keys():
        return Refused(
            f"{_name(facts.register, chaired_by)} cannot be chairing: their organisation is not marked present.",
            clause,
            next="Mark their organisation present, or choose somebody who is.",
            field="chaired_by",
        )
    if acting and not any(facts.register.organisation(slug).voting for slug in theirs & roll.keys()):
        return Refused(
            f"{_name(facts.register, chaired_by)} attends without a vote, and an acting chair comes from the members present.",
            clause,
            next="Choose somebody whose organisation has a vote.",
            field="chaired_by",
        )
    return None


def _called(title: str, facts: RollFacts, roll: Mapping[str, str | None]) -> Answer:
    voting = {each.slug for each in facts.register.organisations if each.voting}
    with_vote = len(voting & roll.keys())
    others = len(roll.keys() - voting)
    without = f" {others} attend without a vote." if others else ""
    return Answer(
        f"“{title}” is in session: {with_vote} of {len(voting)} voting organisations are present.{without}"
    )


def _organisations_of(register: Register, person: str) -> set[str]:
    return {each.organisation for each in register.appointments if each.person == person}


def _substitute_for(register: Register, person: str) -> tuple[str, ...]:
    named = (
        each for each in register.appointments if each.person == person and each.capacity == "substitute"
    )
    return tuple(dict.fromkeys(each.organisation for each in named))


def _name(register: Register, person: str | None) -> str:
    return next((each.name for each in register.people if each.slug == person), "That person")


def _id(facts: RollFacts) -> str | None:
    return facts.standing.person if isinstance(facts.standing, Standing) else None


def _clause_of(rule: Rule[str] | None) -> Clause:
    return rule.clause if rule is not None else NO_CLAUSE

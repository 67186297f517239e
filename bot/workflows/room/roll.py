"""The roll: who may call it, and what a roll may say of deputies and of whoever is chairing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.citing import NO_CLAUSE, clause_of
from bot.rules.register import CHAIR, Capacity, Register
from bot.rules.terms import Clause, Rule
from bot.workflows.decisions import Refused, Setting
from bot.workflows.interests.interests import Interest
from bot.workflows.meetings.attendance import Book, Expected, Marks, Stay, marks_of
from bot.workflows.meetings.meetings import CANCELLED, CLOSED, IN_SESSION, TO_BE_ANNOUNCED, MeetingState
from bot.workflows.room.still_open import StillOpen
from bot.workflows.room.striking import VotedAt
from bot.workflows.standing import Standing, Stranger, deactivated, unknown
from bot.workflows.votes.counting import ClosingFacts


@dataclass(frozen=True)
class RollFacts:
    """What is known when a meeting is opened, its roll marked, or closed."""

    setting: Setting  # under the terms in force on the meeting's day
    standing: Standing | Stranger
    meeting: MeetingState | None
    register: Register  # as it is on that day, for the body that meets
    now: datetime
    today: date
    in_session: MeetingState | None = None
    undecided: tuple[StillOpen, ...] = ()  # motions still open at this meeting
    no_election: str = ""  # that the chair was to be elected at this meeting, and nothing was opened (V30)
    decided: int = 0  # motions put at it that have a result, indicative votes apart
    awaiting: int = 0  # provisional decisions of the partnership that wait for a quorate meeting
    votes: tuple[VotedAt, ...] = ()  # cast at this meeting
    stays: tuple[Stay, ...] = ()  # everybody who has been in the room, in the order in which they came
    expected: tuple[Expected, ...] = ()  # what was said beforehand
    interests: Mapping[str, tuple[Interest, ...]] = field(default_factory=dict)  # in the meeting as a whole
    heard: Mapping[str, bool] = field(
        default_factory=dict
    )  # who has declared for it: whether there is nothing to
    users: Mapping[str, str] = field(default_factory=dict)  # person -> Slack user
    secretariat: tuple[str, ...] = ()  # Slack users
    elected_chair: str | None = None
    tied: tuple[ClosingFacts, ...] = ()  # the motions of this meeting that wait for a casting vote
    excused: frozenset[str] = frozenset()  # vacant sectors that the chair has ruled to undo nothing (K21)
    decides: bool = True  # whether it is the body that decides which meets

    def book(self, meeting: str, chaired_by: str | None) -> Book:
        """Whose names the room is filled with."""
        rule = self.setting.terms.substitutes
        anybody = rule is not None and rule.value == "anyone sent"
        return Book(meeting, self.register, self.expected, chaired_by, anybody)


@dataclass(frozen=True)
class Marked:
    """A roll that may stand."""

    marks: Marks
    acting: bool


def may_not_call_the_roll(facts: RollFacts) -> Refused | None:
    """Why this person does not mark the roll of a meeting; None where they do."""
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


def never_opens(meeting: MeetingState) -> Refused | None:
    """Why a meeting is not opened whoever asks and however they fill in its roll; None where it may be, or is open."""
    if meeting.state == CANCELLED:
        why = f": {meeting.ended_why}" if meeting.ended_why else ""
        return Refused(
            f"“{meeting.title}” was cancelled{why}.",
            next="Book it again, or open a meeting that was not booked.",
            field="present",
        )
    if meeting.state == CLOSED:
        return Refused(
            f"“{meeting.title}” has been held and closed.", next="Open another meeting.", field="present"
        )
    if meeting.state == TO_BE_ANNOUNCED:
        return Refused(
            f"The day of “{meeting.title}” is still to be announced, so nobody has been called to it.",
            next="Give it its day first, or open a meeting that was not booked.",
            field="present",
        )
    return None


def not_in_session(facts: RollFacts) -> Refused | None:
    """Why there is no roll to mark; None while the meeting is in session."""
    if facts.meeting is None or facts.meeting.state != IN_SESSION:
        return Refused("That meeting is not in session.", next="Open a meeting and call its roll first.")
    return None


def marked(facts: RollFacts, chaired_by: str | None, marks: Marks) -> Marked | Refused:
    """The roll as it is marked, if it may stand: somebody is there, deputies are named ones, and the chair is among them."""
    known = {each.slug for each in facts.register.organisations}
    if not marks.present:
        return Refused(
            "Nobody is marked as here. Mark everybody who is: the quorum and the votes are counted from the roll.",
            next="If everybody has gone, close the meeting instead."
            if facts.meeting is not None and facts.meeting.state == IN_SESSION
            else "Open the meeting once somebody is here.",
            field="present",
        )
    theirs_to_be = {(each.organisation, each.person) for each in facts.register.appointments}
    here_already = set(
        marks_of(facts.stays).people
    )  # a chair of a joint meeting, or somebody who has left since
    if any(slug not in known for slug in marks.present) or not (
        set(marks.people) <= theirs_to_be | here_already
    ):
        return Refused(
            "The register has changed since this form was opened. Please mark the roll again.",
            field="present",
        )
    roll: dict[str, str | None] = dict.fromkeys(marks.present)
    for organisation, person in marks.substitutes:
        refusal = may_not_stand_in(facts, roll, organisation, person)
        if refusal is not None:
            return refusal
        roll[organisation] = person
    if chaired_by is None:
        return Marked(marks, acting=False)
    acting = is_acting(facts.register, chaired_by)
    refusal = may_not_preside(facts, roll, chaired_by, acting)
    if refusal is not None:
        return refusal
    theirs = [each for each in _only_as_deputy(facts.register, chaired_by) if each in roll]
    if len(theirs) == 1 and roll[theirs[0]] is None and chaired_by not in roll.values():
        roll[theirs[0]] = chaired_by  # a deputy in the room holds the vote (G10)
    deputies = tuple((slug, person) for slug, person in roll.items() if person is not None)
    return Marked(replace(marks, substitutes=deputies), acting)


def is_acting(register: Register, person: str) -> bool:
    """Whether somebody who chairs does so without holding the office."""
    return person not in {role.person for role in register.roles if role.role == CHAIR}


def may_not_stand_in(
    facts: RollFacts, roll: Mapping[str, str | None], organisation: str, person: str
) -> Refused | None:
    """Why somebody does not hold an organisation's vote as its deputy; None where they do (K34, V12, G10)."""
    name, clause = name_of(facts.register, person), _clause_of(facts.setting.terms.substitutes)
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
            f"{facts.register.organisation(organisation).name} has two deputies marked: {name_of(facts.register, other)} and "
            f"{name}. One of them holds its vote.",
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


def may_not_preside(
    facts: RollFacts, roll: Mapping[str, str | None], chaired_by: str, acting: bool
) -> Refused | None:
    """Why somebody is not in the chair of the meeting; None where they may be (K26, V31)."""
    theirs = _organisations_of(facts.register, chaired_by)
    if (
        not theirs and not acting
    ):  # an elected chair who speaks for no organisation has nobody to be marked present
        return None
    clause = _clause_of(facts.setting.terms.acting_chair)
    if not theirs & roll.keys():
        return Refused(
            f"{name_of(facts.register, chaired_by)} cannot be chairing: their organisation is not marked present.",
            clause,
            next="Mark their organisation present, choose somebody who is, or leave the chair to those present.",
            field="chaired_by",
        )
    if acting and not any(facts.register.organisation(slug).voting for slug in theirs & roll.keys()):
        return Refused(
            f"{name_of(facts.register, chaired_by)} attends without a vote, and an acting chair comes from the members present.",
            clause,
            next="Choose somebody whose organisation has a vote.",
            field="chaired_by",
        )
    return None


def moment(at: str, facts: RollFacts) -> datetime | Refused:
    """When something happened that is marked later: "10:40" of this meeting, else now; not before its opening, not to come."""
    given = at.strip()
    if not given:
        return facts.now
    zone = ZoneInfo(facts.setting.time_zone)
    try:
        hour, minute = (int(part) for part in given.split(":"))
        local = [
            datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
            for day in (
                facts.now.astimezone(zone).date(),
                facts.now.astimezone(zone).date() - timedelta(days=1),
            )
        ]
    except ValueError:
        return Refused("Give the time as hours and minutes, such as 10:40.", field="at")
    opened = (facts.meeting.opened_at if facts.meeting is not None else None) or facts.now
    since = opened.replace(second=0, microsecond=0)
    for instant in (each.astimezone(facts.now.tzinfo) for each in local):
        if since <= instant <= facts.now:
            return max(instant, opened)
    if local[0] > facts.now:
        return Refused(
            f"{given} is still to come. A time is given for what is marked later than it happened.",
            field="at",
        )
    return Refused(
        f"The meeting was opened at {opened.astimezone(zone):%H:%M}, so nobody came or went at {given}.",
        field="at",
    )


def name_of(register: Register, person: str | None) -> str:
    """The name of somebody of the register."""
    return next((each.name for each in register.people if each.slug == person), "That person")


def person_of(facts: RollFacts) -> str | None:
    """The id of whoever asks."""
    return facts.standing.person if isinstance(facts.standing, Standing) else None


def _organisations_of(register: Register, person: str) -> set[str]:
    return {each.organisation for each in register.appointments if each.person == person}


def _substitute_for(register: Register, person: str) -> tuple[str, ...]:
    named = (
        each
        for each in register.appointments
        if each.person == person and each.capacity is Capacity.SUBSTITUTE
    )
    return tuple(dict.fromkeys(each.organisation for each in named))


def _only_as_deputy(register: Register, person: str) -> set[str]:
    represents = {
        each.organisation
        for each in register.appointments
        if each.person == person and each.capacity is Capacity.REPRESENTATIVE
    }
    return set(_substitute_for(register, person)) if not represents else set()


def _clause_of(rule: Rule[str] | None) -> Clause:
    return clause_of(rule) if rule is not None else NO_CLAUSE

"""An election to an office: who conducts it, who may stand, when a term begins and ends, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.rules.citing import clause_of
from bot.rules.gaps.offices import last_day_of_term
from bot.rules.register import CHAIR, SECRETARIAT, Capacity, Register, Role, own_roles, same
from bot.rules.terms import Clause, Rule, Terms
from bot.rules.values import Period
from bot.rules.wording import listed
from bot.rules.year import next_on
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import NO_CLAUSE, Notice, Refused, Setting
from bot.workflows.interests.interests import Interest, Subject
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.standing import Standing, Stranger
from bot.workflows.votes.ballots import Ballots
from bot.workflows.votes.motions import chairing

NOMINATIONS, READY, BALLOT, TIED, DECIDED = "nominations", "ready", "ballot", "tied", "decided"
CANCELLED = "cancelled"
OVER = (DECIDED, CANCELLED)
ASKED, ACCEPTED, DECLINED, WITHDRAWN = "asked", "accepted", "declined", "withdrawn"
BEFORE_THE_FIRST = 0  # the round of an election in which people are nominated
AT_LAST_MEETING = "at the last meeting of the financial year"
YES, NO, ABSTAIN = "for", "against", "abstain"  # of somebody who stands alone and is voted on


@dataclass(frozen=True)
class Nomination:
    """Somebody nominated, by whom, and what they answered."""

    person: str
    organisation: str
    nominated_by: str
    state: str


@dataclass(frozen=True)
class Election:
    """An election as the store has it."""

    id: str
    year: int
    number: int
    office: str
    state: str
    ballot: str  # named or secret
    at_meeting: (
        bool  # the ballot is held in the room; else from the close of nominations to its own closing time
    )
    opened_by: str
    opened_at: datetime
    nominations_close_at: datetime
    ballot_closes_at: datetime | None
    meeting: str | None  # at which the ballot is held
    round: int  # of the ballot; 0 before the first
    candidates: tuple[str, ...]  # of this round, people
    nominations: tuple[Nomination, ...] = ()
    outcome: str = ""

    @property
    def reference(self) -> str:
        """How people call it: "E2026/1"."""
        return f"E{self.year}/{self.number}"

    @property
    def contest(self) -> str:
        """The ballot of this round, for the box of its secret votes."""
        return f"{self.id}:{self.round}"

    @property
    def is_secret(self) -> bool:
        """Whether nobody is to know who voted how."""
        return self.ballot == "secret"

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be voted: for one of several, or for or against somebody who stands alone."""
        return (*self.candidates, ABSTAIN) if len(self.candidates) > 1 else (YES, NO, ABSTAIN)

    def nomination(self, person: str) -> Nomination | None:
        """Somebody's nomination."""
        return next((each for each in self.nominations if each.person == person), None)


@dataclass(frozen=True)
class ElectionFacts:
    """Everything an election is decided on."""

    setting: Setting  # of an election that is open under the terms it was opened under
    standing: Standing | Stranger | None  # None: the clock
    election: Election | None
    whole: Register  # as it stands, offices to come included
    register: Register  # of today, for the body that decides
    today: date
    meeting: (
        MeetingState | None
    )  # of the body that decides, in session; or the one at which the ballot is held
    roll: Mapping[str, str | None] | None  # of that meeting, where the ballot is held at one
    ballots: Mapping[str, str] = field(default_factory=dict)  # of this round, by name
    voted: frozenset[str] = frozenset()  # organisations that have voted in this round
    receipts: frozenset[str] = field(default=frozenset(), repr=False)
    box: Ballots | None = field(default=None, repr=False)
    users: Mapping[str, str] = field(default_factory=dict)  # person -> Slack user
    excused: frozenset[str] = frozenset()
    next_number: int = 1
    open_already: str = ""  # the reference of an open election to the same office
    can_seal: bool = False
    next_seal: str = ""  # of the lot for the ballot that may begin now
    tie: Mapping[str, Any] = field(default_factory=dict)  # the count as it was frozen when it tied
    lot: str = field(default="", repr=False)  # what a lot would be drawn with
    consented: frozenset[str] = frozenset()  # candidates who tied and consent to a lot
    tied_before: bool = False  # this round follows a tie
    ballot_opened_at: datetime | None = None
    interests: Mapping[str, tuple[Interest, ...]] = field(default_factory=dict)
    other_days: tuple[date, ...] = ()  # of the body's meetings, where the chair may be elected now
    voters: Register | None = None  # who has a vote, where that was settled when the ballot opened

    @property
    def electorate(self) -> "ElectionFacts":
        """The same with the register that says who has a vote in this ballot."""
        return replace(self, register=self.voters) if self.voters is not None else self

    @property
    def elected_chair(self) -> str | None:
        """Whoever holds the office of chair today, where one person does."""
        held = {each.person for each in self.register.roles if each.role == CHAIR and each.person}
        return next(iter(held)) if len(held) == 1 else None

    @property
    def in_chair(self) -> str | None:
        """The person chairing."""
        return chairing(self.meeting, self.elected_chair)

    def name(self, person: str) -> str:
        """Somebody's name."""
        return self.whole.person(person).name


@dataclass(frozen=True, kw_only=True)
class ElectionNotice(Notice):
    """Tells the channel, or somebody, how an election stands."""

    partnership_name: str
    election: str
    reference: str
    office: str
    stage: str
    headline: str
    words: tuple[str, ...]
    clause: str = ""
    clause_words: str = ""


@dataclass(frozen=True, kw_only=True)
class ElectionBallotNotice(Notice):
    """Says in the channel that nominations or a ballot are open; its message goes on showing how these stand."""

    partnership_name: str
    ballot: str  # the contest, "election:round"; its nominations are round 0


@dataclass(frozen=True, kw_only=True)
class NominationNotice(Notice):
    """Asks somebody who was nominated whether they stand."""

    partnership_name: str
    election: str
    reference: str
    office: str
    nominated_by: str
    until: str
    clause: str = ""
    clause_words: str = ""


def ballot_notice(setting: Setting, ballot: str, at: datetime) -> ElectionBallotNotice:
    """The message of a ballot that has just been opened, or of nominations."""
    return ElectionBallotNotice(
        key=f"ballot:{ballot}",
        recipient=setting.channel,
        subject=ballot,
        due_at=at,
        partnership_name=setting.name,
        ballot=ballot,
    )


def conductors(terms: Terms) -> tuple[str, ...]:
    """The roles that conduct an election: the ones the terms name, else the secretariat (V24)."""
    rule = terms.conducts_elections
    return rule.value if rule is not None and rule.value else (SECRETARIAT,)


def not_conducting(facts: ElectionFacts) -> Refused | None:
    """Why somebody does not conduct this election."""
    if facts.standing is None:
        return None
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    terms = facts.setting.terms
    asked = conductors(terms)
    assert isinstance(facts.standing, Standing)
    if facts.standing.person in conducting(facts):
        return None
    return Refused(
        f"Only the {listed(list(asked), 'or')} conducts an election here.",
        clause_of(terms.conducts_elections),
        next="Ask them to do it.",
    )


def conductor_users(facts: ElectionFacts) -> tuple[str, ...]:
    """The Slack users who conduct elections, in their own right or for the body that does."""
    return tuple(sorted(facts.users[each] for each in conducting(facts) if each in facts.users))


def conducting(facts: ElectionFacts) -> frozenset[str]:
    """The people who conduct elections: in their own right, as representatives of the body that does, or in an office for it."""
    asked = conductors(facts.setting.terms)
    held = [each for each in facts.register.roles if any(same(each.role, role) for role in asked)]
    bodies = {each.organisation for each in held if each.person is None}
    speak = {each.person for each in facts.register.appointments if each.organisation in bodies}
    serve = {each.person for each in facts.register.roles if each.person and each.organisation in bodies}
    return frozenset({each.person for each in held if each.person} | speak | serve)


def election_subject(election: Election) -> Subject:
    """An election as something an interest is declared in."""
    return Subject("election", election.id, f"{election.reference}: {election.office}")


def over(election: Election) -> Refused | None:
    """That an election is over, decided or cancelled."""
    if election.state == CANCELLED:
        return Refused(
            f"{election.reference} is over. {election.outcome}", next="`/election` shows what is under way."
        )
    if election.state == DECIDED:
        return Refused(f"{election.reference} has been decided: {election.outcome}.")
    return None


def may_not_stand(facts: ElectionFacts, office: str, person: str) -> Refused | None:
    """Why somebody may not stand: they represent no member, or one whose role the terms bar from the chair (K25, V29)."""
    terms, register = facts.setting.terms, facts.register
    rule = terms.not_chair if office == CHAIR else None
    voting = {each.slug for each in register.organisations if each.voting}
    theirs = [
        each.organisation
        for each in register.appointments
        if each.person == person and each.capacity is Capacity.REPRESENTATIVE and each.organisation in voting
    ]
    behind: Rule[tuple[str, ...]] | Rule[Period] | None = terms.not_chair or terms.chair_term
    clause = behind.clause if behind is not None else NO_CLAUSE
    if not theirs:
        return Refused(
            "Only a member's representative may stand, and the register has them as none today.",
            clause,
            field="person",
        )
    for barred in (rule.value or ()) if rule is not None else ():
        roles = {each.role for each in register.roles if each.person == person}
        roles |= {role for slug in theirs for role in own_roles(register.roles, slug)}
        if any(same(barred, each) for each in roles):
            return Refused(
                f"{facts.name(person)} may not be elected {office}: they represent the {barred}.",
                clause_of(rule),
                next=f"The {barred}’s representative may still act as chair where those present choose them."
                if terms.acting_chair is not None
                else "Nominate another member's representative.",
                field="person",
            )
    return None


def home_of(facts: ElectionFacts, person: str) -> str:
    """The member somebody represents."""
    voting = {each.slug for each in facts.register.organisations if each.voting}
    found = [
        each.organisation
        for each in facts.register.appointments
        if each.person == person and each.organisation in voting and each.capacity is Capacity.REPRESENTATIVE
    ]
    return found[0] if found else ""


def standing_now(facts: ElectionFacts) -> tuple[str, ...]:
    """Those who have accepted and may stand today, by name: who has left the register meanwhile stands no more."""
    election = facts.election
    assert election is not None
    accepted = [
        each.person
        for each in election.nominations
        if each.state == ACCEPTED and may_not_stand(facts, election.office, each.person) is None
    ]
    return tuple(sorted(accepted, key=facts.name))


def lost_of(facts: ElectionFacts) -> tuple[str, ...]:
    """The candidates of this ballot who stand no more: withdrawn, or no longer such as may stand."""
    assert facts.election is not None
    stand = standing_now(facts)
    return tuple(each for each in facts.election.candidates if each not in stand)


def others_stand(terms: Terms) -> bool:
    """Whether a ballot goes on without a candidate who is lost, instead of being held anew."""
    return terms.candidate_lost is not None and terms.candidate_lost.value == "the others stand"


def term_rule(terms: Terms, office: str) -> Rule[Period] | None:
    """How long an office is held."""
    return terms.chair_term if office == CHAIR else terms.terms_of_office.get(office)


def held_by(facts: ElectionFacts, office: str) -> tuple[Role, ...]:
    """The records of an office that a person holds, or will."""
    return tuple(each for each in facts.whole.roles if same(each.role, office) and each.person)


def term_of(facts: ElectionFacts, office: str) -> tuple[date, date | None]:
    """The first and the last day of whoever is elected now: on the day the terms name, else when the term that runs is over (V30,
    K25)."""
    terms, today = facts.setting.terms, facts.today
    rule, takes = term_rule(terms, office), terms.chair_takes_office if office == CHAIR else None
    if takes is not None and takes.value is not None:
        begins = next_on(takes.value, today - timedelta(days=1))
    else:
        ends = [last_day(each, rule) for each in held_by(facts, office) if each.is_on(today)]
        running = [each for each in ends if each is not None and each >= today]
        begins = max(running) + timedelta(days=1) if running else today
    until = last_day_of_term(rule.value, begins) if rule is not None and rule.value is not None else None
    return begins, until


def last_day(role: Role, rule: Rule[Period] | None) -> date | None:
    """The last day of an office as it is held: by its record, or by the length of its term."""
    if role.to_on is not None or rule is None or rule.value is None or role.from_on is None:
        return role.to_on
    return last_day_of_term(rule.value, role.from_on)


def office_clause(terms: Terms, office: str) -> Clause:
    """The clause behind an election to an office."""
    if office != CHAIR:
        return clause_of(term_rule(terms, office))
    rule = terms.chair_elected_at or terms.chair_term
    return rule.clause if rule is not None else NO_CLAUSE

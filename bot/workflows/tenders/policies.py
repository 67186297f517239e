"""Policies and evidence an organisation holds: recorded once, with the day by which each is reviewed or renewed (C37, C41–C45)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from bot.rules.calendar import DaysRefused
from bot.rules.citing import clause_of
from bot.rules.days import by
from bot.rules.notice import calendar_of
from bot.rules.terms import Clause, Terms
from bot.rules.wording import day_words
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Answer, Command, Decision, Due, Event, Outcome, Refused, Setting
from bot.workflows.meetings.deadlines import nine
from bot.workflows.standing import Seat, Standing, Stranger, speaking_for

RUNS_OUT = "policy runs out"  # the kind of the clock's work
LONGEST_NAME, LONGEST_NOTE, FURTHEST = 100, 300, timedelta(days=366 * 10)
EQUALITY, QUALITY, SAFETY = (
    "Equality and diversity policy",
    "Quality policy",
    "Health and safety policy, checks and risk assessments",
)
STAFF, BRANDING = (
    "Staff: qualifications, supervision and appraisal",
    "Logos of the partnership and the funder on publicity",
)
USUAL = (
    EQUALITY,
    QUALITY,
    SAFETY,
    "Child protection policy",
    "Vulnerable adults policy",
    "Vetting: references and DBS (once CRB) checks",
    STAFF,
    "Insurance",
    BRANDING,
)
PARTNER = "delivery partner"
GONE = Refused("That policy is no longer in the register, or is another organisation's.")
# What the terms expect of every member, and of delivery partners, under the name the terms file has it by.
OF_MEMBERS = {EQUALITY: "policies"}
OF_PARTNERS = {QUALITY: "quality-policy", SAFETY: "health-and-safety", STAFF: "staff", BRANDING: "branding"}


@dataclass(frozen=True)
class Policy:
    """One policy or piece of evidence as it was recorded last."""

    organisation: str
    organisation_name: str
    name: str
    reviewed_on: date | None
    until: date | None  # the day by which it is reviewed or renewed; none: it does not run out
    note: str = ""

    def is_out(self, on: date) -> bool:
        """Whether that day has passed."""
        return self.until is not None and self.until < on

    @property
    def key(self) -> str:
        """What buttons and the clock call it by."""
        return key_of(self.organisation, self.name)


@dataclass(frozen=True, kw_only=True)
class RecordPolicy(Command):
    """Record a policy or piece of evidence of an organisation; recorded again, it takes the place of what was there."""

    partnership: str
    name: str = ""
    policy: str = ""  # the key of the one that was reviewed, in place of a name
    reviewed_on: date | None = None
    until: date | None = None
    note: str = ""
    on_behalf_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class DropPolicy(Command):
    """Take a policy off the register, because it was recorded by mistake or is held no more."""

    partnership: str
    policy: str  # its key


@dataclass(frozen=True)
class PolicyFacts:
    """What is known when a policy is recorded."""

    setting: Setting
    standing: Standing | Stranger  # with the seats of every group
    today: date
    organisations: Mapping[str, str]  # every organisation that is a member today, by its name
    held: tuple[Policy, ...] = ()  # of the organisations whoever asks may record for


@dataclass(frozen=True, kw_only=True)
class PolicyRecorded(Event):
    """A policy or piece of evidence was recorded; the subject is the organisation."""

    name: str
    reviewed_on: date | None
    until: date | None
    note: str


@dataclass(frozen=True, kw_only=True)
class PolicyDropped(Event):
    """A policy was taken off the register; the subject is the organisation."""

    name: str


def record(command: RecordPolicy, facts: PolicyFacts) -> Outcome:
    """Record a policy, by whoever speaks for its organisation or by the secretariat (C27, C37)."""
    known = next((each for each in facts.held if each.key == command.policy), None)
    if command.policy and known is None:
        return GONE
    seat = whose(facts, known.organisation if known is not None else command.on_behalf_of)
    if isinstance(seat, Refused):
        return seat
    name = known.name if known is not None else " ".join(command.name.split())
    note = command.note.strip()
    refusal = _mistake(name, note, command, facts.today)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    organisation, organisation_name = seat
    until = command.until or _next_review(facts.setting.terms, command.reviewed_on)
    event = PolicyRecorded(
        subject=organisation,
        person=facts.standing.person,
        name=_as_known(name, organisation, facts.held),
        reviewed_on=command.reviewed_on,
        until=until,
        note=note,
    )
    policy = Policy(organisation, organisation_name, event.name, event.reviewed_on, until, note)
    due = reminders_of(policy, facts.setting, command.received_at)
    said = f"Recorded for {organisation_name}: {event.name}, {stands(policy, facts.today)}."
    told = " Whoever represents it, and the secretariat, are reminded before then." if due else ""
    return Decision(
        Answer(f"{said}{told}", clause_of(facts.setting.terms.policies_reviewed)), (event,), (), due
    )


def drop(command: DropPolicy, facts: PolicyFacts) -> Outcome:
    """Take a policy off the register."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    found = next((each for each in facts.held if each.key == command.policy), None)
    if found is None:
        return GONE
    event = PolicyDropped(subject=found.organisation, person=facts.standing.person, name=found.name)
    return Decision(Answer(f"Taken off for {found.organisation_name}: {found.name}."), (event,))


def whose(facts: PolicyFacts, asked_for: str | None) -> tuple[str, str] | Refused:
    """The organisation somebody records for, and its name: one they speak for, or for the secretariat any member."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if facts.standing.is_secretariat and asked_for is not None and asked_for in facts.organisations:
        return asked_for, facts.organisations[asked_for]
    seat: Seat | Refused = speaking_for(facts.standing, facts.setting, asked_for)
    return seat if isinstance(seat, Refused) else (seat.organisation, seat.name)


def stands(policy: Policy, on: date) -> str:
    """How a policy stands on a day, in a few words."""
    reviewed = f"reviewed on {day_words(policy.reviewed_on)}" if policy.reviewed_on else "review not dated"
    if policy.until is None:
        return f"{reviewed}, with no day for the next"
    past = "out of date since" if policy.is_out(on) else "to be reviewed or renewed by"
    return f"{reviewed}, {past} {day_words(policy.until)}"


def reminders_of(policy: Policy, setting: Setting, now: datetime) -> tuple[Due, ...]:
    """The reminders still to come, at the offsets the partnership goes by; none where its terms have none."""
    rule = setting.terms.policy_reminders
    if policy.until is None or rule is None or rule.value is None:
        return ()
    work = (
        Due(
            f"{RUNS_OUT}|{policy.key}|{policy.until}|{days}",
            RUNS_OUT,
            policy.organisation,
            nine(policy.until - timedelta(days=days), setting.time_zone),
        )
        for days in rule.value
    )
    return tuple(each for each in work if each.due_at > now)


def lacking(terms: Terms, names: Collection[str], *, partner: bool) -> tuple[tuple[str, Clause], ...]:
    """What the terms expect an organisation to hold and it has not recorded, each with its clause (C37, C41–C45)."""
    expected = {**OF_MEMBERS, **(OF_PARTNERS if partner else {})}
    held = {each.casefold() for each in names}
    return tuple(
        (name, terms.others[rule].clause)
        for name, rule in expected.items()
        if rule in terms.others and name.casefold() not in held
    )


def summed_up(policies: Iterable[Policy], on: date) -> str:
    """Policies as an expression of interest says them, one a line."""
    return "\n".join(f"{each.name}: {stands(each, on)}." for each in policies)


def key_of(organisation: str, name: str) -> str:
    """A short key of a policy, the same however its name is written."""
    return sha256(f"{organisation}\x1f{name.casefold()}".encode()).hexdigest()[:20]


def _as_known(name: str, organisation: str, held: Iterable[Policy]) -> str:
    """The name as it stands already, so that what differs in capitals alone is one policy."""
    known = (*(each.name for each in held if each.organisation == organisation), *USUAL)
    return next((each for each in known if each.casefold() == name.casefold()), name)


def _next_review(terms: Terms, reviewed_on: date | None) -> date | None:
    rule = terms.policies_reviewed
    if reviewed_on is None or rule is None or rule.value is None:
        return None
    try:
        return by(rule.value, reviewed_on, calendar_of(terms))
    except DaysRefused:
        return None


def _mistake(name: str, note: str, command: RecordPolicy, today: date) -> Refused | None:
    if not name:
        return Refused("Choose which policy or evidence it is, or name it.", field="other")
    if len(name) > LONGEST_NAME:
        return Refused(f"Please name it in {LONGEST_NAME} characters or fewer.", field="other")
    if command.reviewed_on is not None and command.reviewed_on > today:
        return Refused("That day is still to come.", field="reviewed_on")
    if command.until is not None and command.until > today + FURTHEST:
        return Refused("That is more than ten years away. Choose an earlier day.", field="until")
    if command.until is not None and command.reviewed_on is not None and command.until <= command.reviewed_on:
        return Refused("That is not after the day it was reviewed.", field="until")
    if command.until is None and command.reviewed_on is None:
        return Refused("Give the day it was reviewed, or the day until which it holds.", field="reviewed_on")
    if len(note) > LONGEST_NOTE:
        return Refused(f"Please keep this to {LONGEST_NOTE} characters; it has {len(note)}.", field="note")
    return None

"""Declarations of interest: what is declared, who is told, and what follows until the chair rules."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.terms import Clause, Terms
from bot.workflows.decisions import (
    NO_CLAUSE,
    Answer,
    Command,
    Decision,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
    derived_id,
)
from bot.workflows.standing import Seat, Standing, Stranger, deactivated, speaking_for, unknown
from bot.workflows.votes.chair_wanted import chair_wanted

LONGEST_TITLE = 200  # characters
LONGEST_NATURE = 2000  # characters; leaves room for escaping inside one Slack section of 3,000


class Ruling(StrEnum):
    """What the chair may rule on an interest (K31)."""

    STAY_AND_VOTE = "stay and vote"
    STAY = "stay"
    SPEAK_ONLY = "speak only"
    LEAVE = "leave"


@dataclass(frozen=True)
class Subject:
    """What an interest is declared on: a meeting, an item, a motion or a tender."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True)
class Interest:
    """An interest on the register of interests."""

    id: str
    subject: Subject
    organisation: str
    person: str
    nil: bool
    ruling: Ruling | None = None
    declaration: int = (
        1  # which declaration of this organisation on this subject it is: the first, the second …
    )
    reopened: bool = False  # the chair had ruled on an earlier one, and rules again before there is a vote


def withdraws(interest: Interest, terms: Terms) -> bool:
    """Whether the organisation has no vote while this interest stands (G9, K31).

    Its vote is off until the chair rules that it stays and votes, unless the terms themselves let it stay and vote. Once the
    chair has ruled, the terms have had their say: what is declared after a ruling waits for the next.
    """
    if interest.nil:
        return False
    if interest.ruling is None and interest.reopened:
        return True
    return (interest.ruling or _by_terms(terms)) != Ruling.STAY_AND_VOTE


def is_withdrawn(interests: tuple[Interest, ...], terms: Terms) -> bool:
    """Whether any of these interests takes the organisation's vote off."""
    return any(withdraws(each, terms) for each in interests)


def known_as(title: str) -> str:
    """The name by which an item or a tender is told from others: the same however it is spaced and capitalised."""
    return " ".join(unicodedata.normalize("NFKC", title).split()).casefold()


@dataclass(frozen=True, kw_only=True)
class DeclareInterest(Command):
    """Declare an interest, or that there is nothing to declare.

    `subject` is the id of a meeting, an item, a motion, a tender or an election; where `new_title` is given, `subject_kind`
    says whether it is a new item or a tender, and `subject` is the id it will have, unless one of that name is known already.
    """

    partnership: str
    subject_kind: str
    subject: str
    new_title: str = ""
    nil: bool = False
    nature: str = ""
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class Told:
    """A person to be told of a declaration, and whether it is theirs to rule on."""

    user: str
    name: str
    rules: bool


@dataclass(frozen=True)
class Undecided:
    """A motion without a result on which an interest bears, and who is chairing it."""

    motion: str
    reference: str
    tied: bool
    in_chair: str | None  # a person
    chairs_for: frozenset[str]  # the organisations they speak for


@dataclass(frozen=True)
class DeclarationFacts:
    """What is known when somebody declares."""

    setting: Setting
    standing: Standing | Stranger
    subject: Subject | None
    held: Mapping[str, Interest]  # what each of the person's organisations has already declared on it
    told: tuple[Told, ...]
    voted: frozenset[str] = (
        frozenset()
    )  # organisations with a ballot on this motion, which the declaration sets aside
    closed: bool = False  # the motion has been decided, or the meeting closed
    counted: bool = False  # voting on the motion is over and its count frozen; it waits for the casting vote
    chairs_for: frozenset[str] = frozenset()  # organisations of whoever is chairing
    undecided: tuple[Undecided, ...] = ()  # the motions it bears on
    secretariat: tuple[str, ...] = ()  # Slack users
    called: str = ""  # the subject, where whoever declares may not know its name (V16)


@dataclass(frozen=True, kw_only=True)
class InterestDeclared(Event):
    """An interest, or a nil return, was declared."""

    interest: str
    subject_kind: str
    subject_title: str
    new_business: bool
    organisation: str
    nil: bool
    nature: str
    declaration: int
    reopened: bool
    oral: bool = False  # said aloud at the meeting, and recorded by whoever `person` is


@dataclass(frozen=True, kw_only=True)
class DeclarationNotice(Notice):
    """Tells the chair and the secretariat that somebody has declared."""

    partnership_name: str
    declarer: str
    organisation: str
    subject_kind: str
    subject_title: str
    nil: bool
    nature: str
    interest: str
    declaration: int
    for_ruling: bool
    ruled: str = ""  # what was ruled on it before this asks again
    vote_off: bool = True  # until the chair rules; else the terms leave the vote on
    oral: bool = False  # said aloud; the declarer is whoever recorded it
    clause: str
    clause_words: str


SUBJECT_WORDS = {
    "meeting": "the meeting",
    "item": "the item",
    "motion": "the motion",
    "tender": "the tender",
    "election": "the election",
}


def declare(command: DeclareInterest, facts: DeclarationFacts) -> Outcome:
    """Record a declaration, tell the chair and the secretariat, and tell the declarer what follows from it (K31, C33, G9)."""
    seat = _seat(command, facts)
    if isinstance(seat, Refused):
        return seat
    mistake = _mistake(command, facts)
    if mistake is not None:
        return mistake
    subject = facts.subject or Subject(command.subject_kind, command.subject, command.new_title.strip())
    already = facts.held.get(seat.organisation)
    if command.nil and already is not None and not already.nil:
        return Refused(
            f"{seat.name} has already declared an interest in “{facts.called or subject.title}”; a nil return cannot take it back.",
            clause_on_interests(facts.setting.terms),
            next="If the interest has ended, declare again and say so: whoever is chairing can then rule that you stay and vote.",
            field="nil",
        )
    interest_id = (
        already.id if already else derived_id("interest", subject.kind, subject.id, seat.organisation)
    )
    event = InterestDeclared(
        subject=subject.id,
        person=_person(facts),
        interest=interest_id,
        subject_kind=subject.kind,
        subject_title=subject.title,
        new_business=facts.subject is None,
        organisation=seat.organisation,
        nil=command.nil,
        nature=command.nature.strip(),
        declaration=already.declaration + 1 if already else 1,
        reopened=already is not None and (already.reopened or already.ruling is not None),
    )
    off = _takes_the_vote_off(event, facts.setting.terms)
    told = (_tell(command, facts, seat, event, each, off) for each in facts.told if each.user != command.user)
    return Decision(
        answer=_answer(command, facts, seat, subject, off),
        events=(event,),
        notices=(*told, *(_chairs_wanted(command, facts, seat) if off else ())),
    )


def _seat(command: DeclareInterest, facts: DeclarationFacts) -> Seat | Refused:
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    return speaking_for(facts.standing, facts.setting, command.on_behalf_of)


def _mistake(command: DeclareInterest, facts: DeclarationFacts) -> Refused | None:
    if facts.closed:
        return Refused(
            "That has already been decided, so a declaration now cannot change who voted.",
            next="Tell whoever is chairing, so that it is minuted.",
            field="subject",
        )
    if facts.subject is None and command.subject_kind not in ("item", "tender"):
        return Refused(
            "I do not know that meeting, motion or election.",
            next="Choose one from the list.",
            field="subject",
        )
    if facts.subject is None and not command.new_title.strip():
        return Refused(
            "Say what the interest is on: choose from the list, or write the item or tender.", field="subject"
        )
    if len(command.new_title.strip()) > LONGEST_TITLE:
        return Refused(
            f"Please name the item or the tender in {LONGEST_TITLE} characters or fewer.", field="new_title"
        )
    if not command.nil and not command.nature.strip():
        return Refused(
            "Say what the interest is, in a sentence; or choose “Nothing to declare”.", field="nature"
        )
    if len(command.nature) > LONGEST_NATURE:
        return Refused(
            f"That is {len(command.nature):,} characters; please say it in {LONGEST_NATURE:,} or fewer.",
            field="nature",
        )
    return None


def _person(facts: DeclarationFacts) -> str:
    assert isinstance(facts.standing, Standing)
    return facts.standing.person


def _by_terms(terms: Terms) -> str | None:
    return terms.interest_effect.value if terms.interest_effect is not None else None


def _takes_the_vote_off(event: InterestDeclared, terms: Terms) -> bool:
    return not event.nil and (event.reopened or _by_terms(terms) != Ruling.STAY_AND_VOTE)


def _chairs_wanted(command: DeclareInterest, facts: DeclarationFacts, seat: Seat) -> tuple[Notice, ...]:
    """Whoever chairs a motion withdraws from it with their organisation, so it wants another chair."""
    return tuple(
        notice
        for each in facts.undecided
        if seat.organisation in each.chairs_for
        for notice in chair_wanted(
            facts.setting,
            motion=each.motion,
            reference=each.reference,
            tied=each.tied,
            in_chair=each.in_chair,
            secretariat=facts.secretariat,
            at=command.received_at,
        )
    )


def _answer(
    command: DeclareInterest, facts: DeclarationFacts, seat: Seat, subject: Subject, off: bool
) -> Answer:
    clause = clause_on_interests(facts.setting.terms)
    on = f"{SUBJECT_WORDS[subject.kind]} “{facts.called or subject.title}”"
    if command.nil:
        return Answer(f"Recorded for {seat.name}: nothing to declare on {on}.", clause)
    tellers = " and ".join(told.name for told in facts.told if told.user != command.user)
    told = f" {tellers} {'has' if ' and ' not in tellers else 'have'} been told." if tellers else ""
    if facts.counted:
        follows = (
            "Voting had ended when you declared, so the count stands as it was; it waits for the casting vote, which nobody may "
            "give whose own organisation has an interest."
        )
    elif not off:
        follows = "Under the terms your organisation keeps its vote, unless the chair rules otherwise."
    elif subject.kind == "tender":
        follows = (
            "Your organisation's vote is off on anything decided about this tender until the chair rules."
        )
    else:
        follows = "Until the chair rules, your organisation's vote is off on it and the quorum is counted without you."
    if off and seat.organisation in facts.voted and not facts.counted:
        follows += " The vote you had already cast is set aside."
    return Answer(
        f"Recorded for {seat.name}: an interest in {on}.{told} {follows}",
        clause,
        why=_why(facts.setting.terms),
        next="It is the chair's own organisation, so those present choose an acting chair, who rules and chairs for it."
        if seat.organisation in facts.chairs_for
        else "The chair may rule: stay and vote, stay, speak only, or leave. You will be told.",
    )


def _tell(
    command: DeclareInterest,
    facts: DeclarationFacts,
    seat: Seat,
    event: InterestDeclared,
    told: Told,
    off: bool,
) -> DeclarationNotice:
    clause = clause_on_interests(facts.setting.terms)
    assert isinstance(facts.standing, Standing)
    return DeclarationNotice(
        key=f"declared:{event.interest}:{command.delivery}:{told.user}",
        recipient=told.user,
        subject=event.subject,
        due_at=command.received_at,
        partnership_name=facts.setting.name,
        declarer=facts.standing.name,
        organisation=seat.name,
        subject_kind=event.subject_kind,
        subject_title=event.subject_title,
        nil=event.nil,
        nature=event.nature,
        interest=event.interest,
        declaration=event.declaration,
        vote_off=off,
        for_ruling=told.rules and not event.nil and event.organisation not in facts.chairs_for,
        clause=clause.number,
        clause_words=clause.words,
    )


def clause_on_interests(terms: Terms) -> Clause:
    """The clause that asks for declarations; none where the terms state nothing of it."""
    rule = terms.declarations
    return rule.clause if rule is not None and rule.is_stated else NO_CLAUSE


def _why(terms: Terms) -> str:
    rule = terms.declarations
    if rule is None or not rule.is_stated:
        return "The document does not ask for declarations; keeping a register of them is good practice."
    return ""

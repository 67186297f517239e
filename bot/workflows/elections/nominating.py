"""Nominations: opened by whoever conducts the election, made by any member, accepted or declined by whoever was nominated."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.rules.citing import cited, clause_of
from bot.rules.register import CHAIR, VICE_CHAIR, same
from bot.rules.wording import listed
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import (
    Answer,
    ClockCommand,
    Command,
    Decision,
    Event,
    Outcome,
    Refused,
)
from bot.workflows.elections.election_steps import (
    LONGEST,
    SHORTEST,
    follows,
    local,
    nominations_due,
    stage_notice,
)
from bot.workflows.elections.elections import (
    ACCEPTED,
    AT_LAST_MEETING,
    BALLOT,
    BEFORE_THE_FIRST,
    DECLINED,
    NOMINATIONS,
    READY,
    WITHDRAWN,
    ElectionFacts,
    ElectionNotice,
    NominationNotice,
    ballot_notice,
    home_of,
    lost_of,
    may_not_stand,
    not_conducting,
    office_clause,
    others_stand,
    over,
    standing_now,
)
from bot.workflows.standing import Standing, speaking_for
from bot.workflows.votes.motions import value_of

AT_MEETING, BY_TIME = "meeting", "time"


@dataclass(frozen=True, kw_only=True)
class OpenElection(Command):
    """Open nominations for an office."""

    partnership: str
    election: str  # the id it will have, derived from the form it came from
    office: str
    nominations_close_at: datetime | None
    how: str  # "meeting" or "time"
    ballot_closes_at: datetime | None = None
    ballot: str = "named"


@dataclass(frozen=True, kw_only=True)
class Nominate(Command):
    """Nominate somebody, oneself included."""

    election: str
    person: str
    on_behalf_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerNomination(Command):
    """Accept a nomination, decline it, or withdraw as a candidate."""

    election: str
    accept: bool


@dataclass(frozen=True, kw_only=True)
class CloseNominations(ClockCommand):
    """The time for nominations is over."""


@dataclass(frozen=True, kw_only=True)
class ElectionOpened(Event):
    """Nominations for an office were opened."""

    number: int
    year: int
    office: str
    ballot: str
    at_meeting: bool
    nominations_close_at: datetime
    ballot_closes_at: datetime | None
    terms_version: int
    terms_digest: str


@dataclass(frozen=True, kw_only=True)
class Nominated(Event):
    """Somebody was nominated by a member."""

    nominee: str
    organisation: str  # the nominee's
    nominated_for: str  # the member that nominated
    accepted: bool  # at once, where they nominated themselves


@dataclass(frozen=True, kw_only=True)
class NominationAnswered(Event):
    """Whoever was nominated accepted, declined, or withdrew."""

    state: str


@dataclass(frozen=True, kw_only=True)
class NominationsClosed(Event):
    """Nominations are closed; the ballot waits for the meeting."""

    candidates: tuple[str, ...]


def open_election(command: OpenElection, facts: ElectionFacts) -> Outcome:
    """Open nominations, by whoever conducts the election (V24, K25)."""
    terms, setting = facts.setting.terms, facts.setting
    refusal = not_conducting(facts)
    if refusal is not None:
        return refusal
    if facts.election is not None:
        return Decision(Answer(f"{facts.election.reference} has been opened already, by this same form."))
    refusal = _office(command, facts) or _times(command, facts) or _secrecy(command, facts)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing) and command.nominations_close_at is not None
    event = ElectionOpened(
        subject=command.election,
        person=facts.standing.person,
        number=facts.next_number,
        year=facts.today.year,
        office=command.office,
        ballot=command.ballot,
        at_meeting=command.how == AT_MEETING,
        nominations_close_at=command.nominations_close_at,
        ballot_closes_at=command.ballot_closes_at if command.how == BY_TIME else None,
        terms_version=setting.terms_version,
        terms_digest=setting.terms_digest,
    )
    until = local(command.nominations_close_at, facts)
    return Decision(
        Answer(
            f"Nominations for {command.office} are open until {until} (E{event.year}/{event.number}).",
            office_clause(terms, command.office),
        ),
        (event,),
        (ballot_notice(setting, f"{command.election}:{BEFORE_THE_FIRST}", command.received_at),),
        (nominations_due(command.election, command.nominations_close_at),),
    )


def nominate(command: Nominate, facts: ElectionFacts) -> Outcome:
    """Nominate somebody who may stand; they are asked, and stand only when they accept (K25, V29)."""
    election, setting = facts.election, facts.setting
    assert election is not None
    refusal = may_act(setting, facts.standing) if facts.standing is not None else None
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    ended = over(election)
    if ended is not None:
        return ended
    if election.state != NOMINATIONS or command.received_at >= election.nominations_close_at:
        return Refused(f"Nominations for {election.office} ({election.reference}) are closed.")
    seat = speaking_for(facts.standing, setting, command.on_behalf_of, voting_only=True)
    if isinstance(seat, Refused):
        return replace(seat, field="on_behalf_of")
    if not seat.voting:
        return Refused(f"Members nominate, and {seat.name} has no vote.", clause_of(setting.terms.chair_term))
    if not command.person or command.person not in {each.slug for each in facts.whole.people}:
        return Refused("Choose whom to nominate.", field="person")
    refusal = may_not_stand(facts, election.office, command.person)
    if refusal is not None:
        return refusal
    name, known = facts.name(command.person), election.nomination(command.person)
    mine = command.person == facts.standing.person
    if known is not None and not (mine and known.state != ACCEPTED):
        return Refused(f"{name} has been nominated already: {known.state}.", field="person")
    if command.person not in facts.users:
        return Refused(
            f"{name} has no Slack account in the register, so they cannot be asked whether they stand.",
            next="Ask the secretariat to match it, then nominate again.",
            field="person",
        )
    event = Nominated(
        subject=election.id,
        person=facts.standing.person,
        nominee=command.person,
        organisation=home_of(facts, command.person),
        nominated_for=seat.organisation,
        accepted=mine,
    )
    if mine:
        return Decision(Answer(f"You stand for {election.office}."), (event,))
    clause = clause_of(setting.terms.chair_term)
    notice = NominationNotice(
        key=f"nomination:{election.id}:{command.person}",
        recipient=facts.users[command.person],
        subject=election.id,
        due_at=command.received_at,
        not_after=election.nominations_close_at,
        partnership_name=setting.name,
        election=election.id,
        reference=election.reference,
        office=election.office,
        nominated_by=f"{facts.standing.name} ({seat.name})",
        until=local(election.nominations_close_at, facts),
        clause=clause.number,
        clause_words=clause.words,
    )
    return Decision(
        Answer(f"{name} is nominated for {election.office}, and is asked whether they stand."),
        (event,),
        (notice,),
    )


def answer_nomination(command: AnswerNomination, facts: ElectionFacts) -> Outcome:
    """Accept or decline; a candidate may withdraw until the result is declared, and the ballot then begins anew without them."""
    election, setting = facts.election, facts.setting
    assert election is not None
    refusal = may_act(setting, facts.standing) if facts.standing is not None else None
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    person = facts.standing.person
    nomination = election.nomination(person)
    if nomination is None:
        return Refused(f"You have not been nominated for {election.office} ({election.reference}).")
    ended = over(election)
    if ended is not None:
        return ended
    if command.accept:
        if nomination.state == ACCEPTED:
            return Decision(Answer(f"You already stand for {election.office}."))
        if election.state != NOMINATIONS or command.received_at >= election.nominations_close_at:
            return Refused(f"Nominations for {election.office} ({election.reference}) are closed.")
        barred = may_not_stand(facts, election.office, person)
        if barred is not None:
            return replace(barred, field="")
        event = NominationAnswered(subject=election.id, person=person, state=ACCEPTED)
        return Decision(
            Answer(f"You stand for {election.office}.", office_clause(setting.terms, election.office)),
            (event,),
        )
    state = WITHDRAWN if nomination.state == ACCEPTED else DECLINED
    if nomination.state in (DECLINED, WITHDRAWN):
        return Decision(Answer("That is recorded already."))
    event = NominationAnswered(subject=election.id, person=person, state=state)
    said = "You no longer stand" if state == WITHDRAWN else "Declined: you do not stand"
    answer = Answer(f"{said} for {election.office}.")
    if state != WITHDRAWN or person not in election.candidates or election.state in (NOMINATIONS, READY):
        return Decision(answer, (event,))
    left = tuple(each for each in election.candidates if each != person and each not in lost_of(facts))
    why = f"{facts.name(person)} has withdrawn."
    if election.state == BALLOT and len(left) > 1 and others_stand(setting.terms):
        return Decision(answer, (event,), (left_notice(facts, person, command.received_at, why),))
    anew = follows(facts, left, command.received_at, why)
    return Decision(answer, (event, *anew.events), anew.notices, anew.due)


def left_notice(facts: ElectionFacts, person: str, at: datetime, why: str) -> ElectionNotice:
    """Says in the channel that a ballot goes on without somebody."""
    rule, name = facts.setting.terms.candidate_lost, facts.name(person)
    changed = (
        ""
        if facts.election is not None and facts.election.is_secret
        else " Who voted for them may vote again."
    )
    said = f"The ballot goes on between the others{cited(rule)}. Votes for {name} count for nobody.{changed}"
    office = facts.election.office if facts.election is not None else ""
    return stage_notice(
        facts,
        at,
        f"left:{facts.election.round if facts.election else 0}:{person}",
        BALLOT,
        f"{name} no longer stands for {office}",
        (why, said),
        rule,
    )


def close_nominations(command: CloseNominations, facts: ElectionFacts) -> Outcome:
    """What follows from how many stand: nobody, one, or several."""
    election = facts.election
    if election is None or election.state != NOMINATIONS:
        return Refused("Nominations are closed already.")
    if command.received_at < election.nominations_close_at:
        return Refused("It is not time yet.")
    stand = standing_now(facts)
    if stand and election.at_meeting:
        return _ready(command, facts, stand)
    return follows(facts, stand, command.received_at, "Nominations are closed.")


def _ready(command: CloseNominations, facts: ElectionFacts, stand: tuple[str, ...]) -> Decision:
    election = facts.election
    assert election is not None
    names = listed([facts.name(each) for each in stand])
    notice = stage_notice(
        facts,
        command.received_at,
        f"ready:{election.nominations_close_at.isoformat()}",
        READY,
        f"Nominations for {election.office} are closed",
        (f"Standing: {names}.", "The election is held at the meeting."),
    )
    event = NominationsClosed(subject=election.id, person=None, candidates=stand)
    return Decision(Answer("Nominations are closed."), (event,), (notice,))


def _office(command: OpenElection, facts: ElectionFacts) -> Refused | None:
    if command.office not in offices(facts):
        return Refused("Choose an office to which somebody is elected here.", field="office")
    if facts.open_already:
        return Refused(
            f"{facts.open_already} is under way for {command.office}.",
            next="It is decided before another is opened.",
            field="office",
        )
    return None


def offices(facts: ElectionFacts) -> tuple[str, ...]:
    """The offices people are elected to: the chair; a vice-chair where the terms or the register know one."""
    known = {each.role for each in facts.whole.roles} | set(facts.setting.terms.terms_of_office)
    vice = (VICE_CHAIR,) if any(same(VICE_CHAIR, each) for each in known) else ()
    return (CHAIR, *vice)


def _times(command: OpenElection, facts: ElectionFacts) -> Refused | None:
    closes, rule = command.nominations_close_at, facts.setting.terms.chair_elected_at
    if closes is None:
        return Refused("Say when nominations close.", field="nominations_close_at")
    for at, field in ((closes, "nominations_close_at"), (command.ballot_closes_at, "ballot_closes_at")):
        if at is not None and not SHORTEST <= at - command.received_at <= LONGEST:
            return Refused("Choose a time from five minutes to 120 days ahead.", field=field)
    if command.how not in (AT_MEETING, BY_TIME):
        return Refused("Choose how the ballot is held.", field="how")
    if command.how == AT_MEETING:
        return None
    if command.office == CHAIR and value_of(rule) == AT_LAST_MEETING:
        return Refused(
            "The chair is elected at a meeting, the last of the financial year.",
            clause_of(rule),
            next="Choose a ballot at the meeting.",
            field="how",
        )
    if command.ballot_closes_at is None or command.ballot_closes_at - closes < SHORTEST:
        return Refused("Say when the ballot closes, after nominations have.", field="ballot_closes_at")
    return None


def _secrecy(command: OpenElection, facts: ElectionFacts) -> Refused | None:
    if command.ballot not in ("named", "secret"):
        return Refused("Choose a ballot by name or in secret.", field="ballot")
    if command.ballot == "secret" and not facts.can_seal:
        return Refused(
            "A secret vote needs a key that seals it, and this installation has none.",
            next="Whoever runs the program sets QUORATE_BALLOT_KEY, once.",
            field="ballot",
        )
    return None

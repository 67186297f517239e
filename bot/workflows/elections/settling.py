"""A tie in an election ended: another ballot, a lot, or the casting vote of whoever is chairing, each where the terms have it."""

from dataclasses import dataclass, replace
from hashlib import sha256

from bot.rules.citing import cited, clause_of
from bot.rules.tally import CASTING_TIES, tie_rule
from bot.rules.values import Tie
from bot.rules.wording import listed
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused
from bot.workflows.elections.balloting import stands_now
from bot.workflows.elections.election_steps import Counted, begun, declared, follows, no_room, stage_notice
from bot.workflows.elections.elections import TIED, ElectionFacts, not_conducting, standing_now
from bot.workflows.standing import Standing
from bot.workflows.votes.counting import has_withdrawn, quorum_of
from bot.workflows.votes.motions import value_of

AGAIN, BY_LOT = "again", "lot"
LONGEST_REASON = 2000  # characters


@dataclass(frozen=True, kw_only=True)
class ConsentToLot(Command):
    """A candidate who tied consents to a lot."""

    election: str


@dataclass(frozen=True, kw_only=True)
class SettleTie(Command):
    """Whoever conducts the election ballots again or draws a lot; whoever is chairing gives a casting vote where the terms have
    one."""

    election: str
    way: str  # "again", "lot", or the candidate of the casting vote
    reason: str = ""  # of a casting vote (K29)


@dataclass(frozen=True, kw_only=True)
class LotConsented(Event):
    """A candidate who tied consented to a lot."""


def consent(command: ConsentToLot, facts: ElectionFacts) -> Outcome:
    """A candidate who tied consents to a lot (V30)."""
    election = facts.election
    assert election is not None
    refusal = may_act(facts.setting, facts.standing) if facts.standing is not None else None
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    if election.state != TIED or facts.standing.person not in election.candidates:
        return Refused(f"There is no tie in {election.reference} that asks for your consent.")
    if facts.standing.person in facts.consented:
        return Decision(Answer("Your consent stands already."))
    event = LotConsented(subject=election.id, person=facts.standing.person)
    left = [each for each in election.candidates if each not in {*facts.consented, facts.standing.person}]
    if left:
        waits = f"Not yet {listed([facts.name(each) for each in left])}."
        return Decision(Answer("You consent to a lot.", next=waits), (event,))
    draws = "Whoever conducts the election draws it now, or ballots again."
    key, headline = (
        f"consented:{election.round}",
        f"Everybody who tied consents to a lot for {election.office}",
    )
    rule = tie_rule(facts.setting.terms, "election")
    notice = stage_notice(facts, command.received_at, key, TIED, headline, (draws,), rule)
    answer = Answer("You consent to a lot, as everybody who tied does.", next=f"The channel is told. {draws}")
    return Decision(answer, (event,), (notice,))


def settle(command: SettleTie, facts: ElectionFacts) -> Outcome:
    """End a tie: another ballot, a lot, or a casting vote where the terms have one and its holder is no candidate (K25, V30)."""
    election, terms = facts.election, facts.setting.terms
    assert election is not None
    if election.state != TIED:
        return Refused(f"{election.reference} is not tied: {stands_now(facts)}.")
    rule = tie_rule(terms, "election")
    if command.way in election.candidates:
        return _casting(command, facts)
    refusal = not_conducting(facts)
    if refusal is not None:
        return refusal
    fewer = _fewer_stand(command, facts)
    if fewer is not None:
        return fewer
    stand = election.candidates
    if command.way == AGAIN and value_of(rule) is Tie.LOT:
        return Refused(
            "These terms decide a tie by lot, and by nothing else.",
            clause_of(rule),
            next="Draw the lot.",
            field="way",
        )
    if command.way == AGAIN:
        room = no_room(facts)
        if room is not None:
            return replace(room, field="way")
        return begun(
            facts, stand, command.received_at, "Balloted again between those who tied.", after_tie=True
        )
    if command.way != BY_LOT:
        return Refused("Choose how the tie is settled.", field="way")
    missing = [facts.name(each) for each in stand if each not in facts.consented]
    if value_of(rule) is not Tie.LOT and missing:
        return Refused(
            f"A lot is drawn with the consent of all who tied; not yet of {listed(missing)}.",
            clause_of(rule),
            next="Wait for them, or ballot again.",
            field="way",
        )
    winner = drawn(facts.lot, stand)
    why = (
        f"Decided by lot between {listed([facts.name(each) for each in stand])}{cited(rule)}. "
        "It was sealed when the ballot opened, and anybody can draw it again from the register of events."
    )
    return declared(
        facts, winner, command.received_at, how="lot", why=why, count=_frozen(facts), lot=facts.lot
    )


def drawn(lot: str, candidates: tuple[str, ...]) -> str:
    """The lot: the candidate whose id, with the secret and the votes that are published, has the lowest digest; anybody can check
    it."""
    return min(candidates, key=lambda each: sha256(f"{lot}:{each}".encode()).hexdigest())


def _frozen(facts: ElectionFacts) -> Counted:
    """The count as it was frozen when it tied."""
    tie = facts.tie
    return Counted(
        votes=tuple((str(each), int(number)) for each, number in tie.get("votes", ())),
        entitled=tuple(tie.get("entitled", ())),
        voted=tuple(tie.get("voted", ())),
        withdrawn=tuple(tie.get("withdrawn", ())),
        quorum=str(tie.get("quorum", "")),
    )


def _fewer_stand(command: SettleTie, facts: ElectionFacts) -> Outcome | None:
    """What follows where somebody who tied stands no more, so that there is no tie to settle."""
    election = facts.election
    assert election is not None
    stand = tuple(each for each in election.candidates if each in standing_now(facts))
    if stand == election.candidates:
        return None
    return follows(facts, stand, command.received_at, "Not all who tied still stand.")


def _casting(command: SettleTie, facts: ElectionFacts) -> Outcome:
    election, rule = facts.election, tie_rule(facts.setting.terms, "election")
    assert election is not None
    refusal = may_act(facts.setting, facts.standing) if facts.standing is not None else None
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    person = facts.standing.person
    value = value_of(rule)
    if value is None or value not in CASTING_TIES:
        return Refused("These terms give nobody a casting vote in an election.", clause_of(rule), field="way")
    if person != facts.in_chair:
        return Refused("The casting vote is for whoever is chairing.", clause_of(rule), field="way")
    if any(each.person == person and each.state == "accepted" for each in election.nominations):
        return Refused(
            "You are a candidate yourself, so you have no casting vote in this election.",
            clause_of(rule),
            next="It is balloted again between those who tied.",
            field="way",
        )
    barred = _no_casting_vote(facts, person, value)
    if barred is not None:
        return barred
    fewer = _fewer_stand(command, facts)
    if fewer is not None:
        return fewer
    reason = command.reason.strip()
    if not reason:
        return Refused(
            "Give the reason, which is recorded with the casting vote.", clause_of(rule), field="reason"
        )
    if len(reason) > LONGEST_REASON:
        return Refused(f"Please give the reason in {LONGEST_REASON:,} characters or fewer.", field="reason")
    why = f"Elected by the casting vote of {facts.standing.name}, who is chairing{cited(rule)}: {reason}"
    return declared(
        facts, command.way, command.received_at, how="casting vote", why=why, count=_frozen(facts)
    )


def _no_casting_vote(facts: ElectionFacts, person: str, tie: Tie) -> Refused | None:
    """What keeps whoever is chairing from the casting vote: the chair's own where they only act, an interest, no quorum (K29, K31,
    K33)."""
    rule, quorum = tie_rule(facts.setting.terms, "election"), facts.setting.terms.quorum
    if not any(number for _, number in facts.tie.get("votes", ())):
        return Refused(
            "Nobody voted, which is no tie that a casting vote could break.",
            clause_of(rule),
            next="Whoever conducts the election ballots again.",
            field="way",
        )
    if tie is Tie.CASTING_OF_CHAIR and person != facts.elected_chair:
        return Refused(
            "The casting vote is the elected chair's; an acting chair does not inherit it.",
            clause_of(rule),
            next="Whoever conducts the election ballots again.",
            field="way",
        )
    if has_withdrawn(facts, person):
        return Refused(
            "You have withdrawn from this election for an interest, so the casting vote is not yours.",
            clause_of(facts.setting.terms.interest_effect),
            next="Those present choose an acting chair, who then has it.",
            field="way",
        )
    answer = quorum_of(facts)[0] if facts.roll is not None else None
    if answer is not None and answer.quorate is False:
        return Refused(f"Not quorate, so nobody is elected: {answer.why}", clause_of(quorum), field="way")
    return None

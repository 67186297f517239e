"""An election cancelled: by whoever conducts it where the terms name them, else by the chair or the secretariat, with a reason."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.citing import clause_of
from bot.rules.wording import listed
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Answer, Command, Decision, Event, Notice, Outcome, Refused
from bot.workflows.elections.election_steps import stage_notice
from bot.workflows.elections.elections import (
    ACCEPTED,
    ASKED,
    BALLOT,
    CANCELLED,
    ElectionFacts,
    conducting,
    conductors,
    over,
)
from bot.workflows.standing import Standing

LONGEST_REASON = 2000  # characters


@dataclass(frozen=True, kw_only=True)
class CancelElection(Command):
    """Cancel an election that is under way."""

    election: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ElectionCancelled(Event):
    """An election was cancelled: nobody is elected by it, and another may be called."""

    reference: str
    office: str
    reason: str
    words: str
    during: str  # what it was in: nominations, a ballot, a tie …
    told: tuple[str, ...]  # people who had been asked to stand, or stood
    cancelled_at: datetime


def cancel(command: CancelElection, facts: ElectionFacts) -> Outcome:
    """End an election without a result; what was cast is kept and not counted, and everybody who was asked is told (V24)."""
    election = facts.election
    assert election is not None
    refusal = over(election) or may_not_cancel(facts)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    reason = command.reason.strip()
    if not reason:
        return Refused("Give the reason, which is recorded.", field="reason")
    if len(reason) > LONGEST_REASON:
        return Refused(f"Please give the reason in {LONGEST_REASON:,} characters or fewer.", field="reason")
    asked = tuple(each.person for each in election.nominations if each.state in (ASKED, ACCEPTED))
    event = ElectionCancelled(
        subject=election.id,
        person=facts.standing.person,
        reference=election.reference,
        office=election.office,
        reason=reason,
        words=f"Cancelled by {facts.standing.name}: {reason}",
        during=election.state,
        told=asked,
        cancelled_at=command.received_at,
    )
    again = f"Nobody is elected {election.office} by it. Another may be called."
    return Decision(
        Answer(f"{election.reference} is cancelled. {again}", next="Everybody who was asked is told."),
        (event,),
        _notices(command, facts, event, again),
    )


def may_not_cancel(facts: ElectionFacts) -> Refused | None:
    """Why somebody does not cancel this election; nobody cancels one in which they stand themselves."""
    if facts.standing is None:
        return Refused("Nobody asked for it.")
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing) and facts.election is not None
    rule = facts.setting.terms.conducts_elections
    named = rule is not None and bool(rule.value)
    may = facts.standing.person in conducting(facts) or (facts.standing.is_chair and not named)
    if not may:
        who = listed(list(conductors(facts.setting.terms)) if named else ["chair", "secretariat"], "or")
        return Refused(
            f"Only the {who} cancels an election here.", clause_of(rule), next="Ask them to do it."
        )
    mine = facts.election.nomination(facts.standing.person)
    if mine is not None and mine.state == ACCEPTED:
        return Refused(
            "You stand in this election yourself, so it is not yours to cancel.",
            clause_of(rule),
            next="Ask somebody else who may; or withdraw first.",
        )
    return None


def _notices(
    command: CancelElection, facts: ElectionFacts, event: ElectionCancelled, again: str
) -> tuple[Notice, ...]:
    rule, headline = (
        facts.setting.terms.conducts_elections,
        f"The election of the {event.office} is cancelled",
    )
    votes = ""
    if event.during == BALLOT:
        sealed = " The box stays sealed." if facts.election is not None and facts.election.is_secret else ""
        votes = f" Votes cast in its ballot are kept and are not counted.{sealed}"
    said = (event.words, f"{again}{votes}")
    stood = (
        {each.person for each in facts.election.nominations if each.state == ACCEPTED}
        if facts.election
        else set()
    )
    at = command.received_at
    return (
        stage_notice(facts, at, "cancelled", CANCELLED, headline, said, rule),
        *(
            stage_notice(
                facts,
                at,
                f"cancelled:{each}",
                CANCELLED,
                headline,
                (
                    event.words,
                    f"You {'stood in it' if each in stood else 'had been asked to stand'}. "
                    f"Nothing more is asked of you. {again}",
                ),
                rule,
                to=facts.users[each],
            )
            for each in event.told
            if each in facts.users
        ),
    )

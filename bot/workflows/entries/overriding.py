"""Decisions overridden by the accountable body, where the terms give it that power, until they have been reported (V25)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.citing import cited, clause_of
from bot.rules.register import ACCOUNTABLE_BODY
from bot.rules.terms import Rule, Terms
from bot.rules.values import Basis
from bot.workflows.agenda.item_words import may_act
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused
from bot.workflows.entries.correcting import (
    UNKNOWN,
    EntryFacts,
    change_of,
    in_other_words,
    only_ratified,
    other_terms,
    reason_mistake,
    told,
    withdrawn_from,
)
from bot.workflows.entries.entries import IN_FORCE, OVERRIDDEN, OVERRIDE, PROVISIONAL
from bot.workflows.standing import Standing


@dataclass(frozen=True, kw_only=True)
class OverrideDecision(Command):
    """The accountable body overrides a decision, and cites the funder's term it would break."""

    partnership: str
    decision: str
    cited: str


@dataclass(frozen=True, kw_only=True)
class ReportOverride(Command):
    """Record that an override has been reported to the meeting in session."""

    partnership: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class DecisionOverridden(Event):
    """The accountable body overrode a decision; the subject is the motion by which it was made."""

    cited: str
    overridden_at: datetime


@dataclass(frozen=True, kw_only=True)
class OverrideReported(Event):
    """An override was reported to a meeting; the subject is the motion that was overridden."""

    meeting: str
    reported_at: datetime


def power_to_override(terms: Terms) -> Rule[Any] | None:
    """The rule by which the accountable body may override a decision; None where the terms give nobody that power."""
    rule = terms.others.get("over-ride")
    return rule if rule is not None and rule.basis is not Basis.NOT_STATED else None


def override(command: OverrideDecision, facts: EntryFacts) -> Outcome:
    """Enter that a decision is overridden, by whoever speaks for the accountable body as the register has it (V25)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    standing, entry = facts.standing, facts.entry
    assert isinstance(standing, Standing)
    rule = power_to_override(facts.setting.terms)
    if rule is None:
        return Refused(
            f"The terms of {facts.setting.name} give nobody the power to override a decision.",
            clause_of(facts.setting.terms.others.get("over-ride")),
            next="The body that decided it can decide again.",
        )
    clause = clause_of(rule)
    if ACCOUNTABLE_BODY not in standing.roles:
        return Refused(
            "Only somebody who speaks for the accountable body, as the register has it, overrides a decision.",
            clause,
        )
    if entry is None:
        return UNKNOWN
    refusal = withdrawn_from(standing, facts)
    if refusal is not None:
        return refusal
    if entry.motion is None:
        return Refused(f"{entry.reference} is no decision on a motion, so it is not overridden here.", clause)
    if entry.status == PROVISIONAL:
        return Refused(
            f"{entry.reference} is provisional, and has no effect yet that could be overridden.", clause
        )
    if entry.status not in IN_FORCE:
        return Refused(f"{entry.reference} is {entry.status}: there is nothing in force to override.", clause)
    refusal = (
        only_ratified(entry)
        or in_other_words(entry)
        or reason_mistake(
            command.cited,
            "cited",
            "Cite the term of the grant, the guidance or the contract that it is contrary to.",
        )
    )
    if refusal is not None:
        return refusal
    term = command.cited.strip()
    entered = change_of(
        entry,
        OVERRIDE,
        OVERRIDDEN,
        f"{entry.reference} is overridden by the accountable body.",
        term,
        command,
        facts,
        clause,
    )
    happened = DecisionOverridden(
        subject=entry.motion, person=standing.person, cited=term, overridden_at=command.received_at
    )
    return Decision(
        Answer(
            f"Entered: {entry.reference} is overridden{cited(rule)}.",
            clause,
            next="It stands on every agenda until it has been reported to a meeting. The channel is told.",
        ),
        (happened, entered),
        (
            told(entry, OVERRIDDEN, entered, command, facts, clause),
            *other_terms(entry, OVERRIDDEN, command, facts),
        ),
    )


def report(command: ReportOverride, facts: EntryFacts) -> Outcome:
    """Record that an override was reported at the meeting in session; until then it stands on every agenda (V25)."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    standing, entry, meeting = facts.standing, facts.entry, facts.meeting
    assert isinstance(standing, Standing)
    clause = clause_of(facts.setting.terms.others.get("over-ride-reported"))
    chairs = meeting is not None and meeting.chaired_by == standing.person
    if not (standing.is_secretariat or standing.is_chair or chairs):
        return Refused("The chair or the secretariat records that an override was reported.", clause)
    if entry is None or entry.motion is None:
        return UNKNOWN
    if entry.reported is None:
        return Refused(f"{entry.reference} has not been overridden, so there is nothing to report.", clause)
    if entry.reported:
        return Refused(f"The override of {entry.reference} has been reported already.", clause)
    if meeting is None or not facts.decides:
        return Refused(
            "An override is reported at a meeting of the body that decided, while it is in session.",
            clause,
            next="It stands on the next agenda until then.",
        )
    event = OverrideReported(
        subject=entry.motion, person=standing.person, meeting=meeting.id, reported_at=command.received_at
    )
    return Decision(
        Answer(f"Recorded: the override of {entry.reference} was reported to “{meeting.title}”.", clause),
        (event,),
    )

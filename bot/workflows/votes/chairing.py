"""Choosing an acting chair for one motion, when the chair has withdrawn from it or has gone."""

from dataclasses import dataclass
from typing import Any

from bot.rules.citing import clause_of
from bot.rules.eligibility import Presence, may_act_as_chair
from bot.rules.register import Appointment, Capacity
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.interests.interests import DeclarationNotice
from bot.workflows.standing import Stranger, deactivated, unknown
from bot.workflows.votes.counting import eligibility_of, has_withdrawn
from bot.workflows.votes.results import ClosingFacts, casting_notice, waits_for_casting


@dataclass(frozen=True, kw_only=True)
class ChooseActingChair(Command):
    """Record whom those present have chosen to chair one motion."""

    motion: str
    chosen: str  # a person


@dataclass(frozen=True, kw_only=True)
class ActingChairChosen(Event):
    """Those present chose somebody to chair one motion."""

    chosen: str


@dataclass(frozen=True)
class Unruled:
    """An interest in the motion that still waits for a ruling."""

    interest: str
    declaration: int
    declarer: str
    organisation: str
    nature: str


@dataclass(frozen=True)
class ChairFacts:
    """What is known when an acting chair is chosen."""

    closing: ClosingFacts
    unruled: tuple[Unruled, ...] = ()

    @property
    def setting(self) -> Setting:
        """The partnership it happens in."""
        return self.closing.setting


def choose_acting_chair(command: ChooseActingChair, facts: ChairFacts) -> Outcome:
    """Record the acting chair for one motion: a representative who is there and has not withdrawn from it (K26, K29, V31)."""
    closing = facts.closing
    motion, register, standing = closing.motion, closing.register, closing.standing
    clause = clause_of(closing.setting.terms.acting_chair)
    if standing is None or isinstance(standing, Stranger):
        return unknown(standing or Stranger(command.user), closing.setting)
    if standing.deactivated:
        return deactivated(standing, closing.setting)
    if not (standing.is_secretariat or standing.is_chair or standing.person == closing.in_chair):
        return Refused("Only the chair or the secretariat records who was chosen to chair.", clause)
    if motion.state == "closed":
        return Refused(f"{motion.reference} has been decided; it needs no chair now.", clause)
    refusal = may_not_chair(closing, command.chosen)
    if refusal is not None:
        return refusal
    user = closing.users[command.chosen]
    name = register.person(command.chosen).name
    event = ActingChairChosen(subject=motion.id, person=standing.person, chosen=command.chosen)
    return Decision(
        Answer(f"{name} is chairing {motion.reference}, and has been told what waits for them.", clause),
        (event,),
        _handed_over(command, facts, user),
    )


def may_not_chair(closing: ClosingFacts, person: str) -> Refused | None:
    """Why somebody cannot chair this motion instead of the chair; None where they can.

    They speak for a member that has a vote, and is there; no organisation they speak for has withdrawn from it (K26, K29).
    """
    terms, roll = closing.setting.terms, closing.roll
    clause = clause_of(terms.acting_chair)
    theirs = [each for each in closing.register.appointments if each.person == person]
    if not theirs:
        return Refused(
            "An acting chair is one of the members' representatives: somebody whose organisation has a vote.",
            clause,
            field="chosen",
        )
    if has_withdrawn(closing, person):
        return Refused(
            "That person's organisation has withdrawn from this motion, so they cannot chair it.",
            clause,
            next="Choose somebody whose organisation has declared no interest in it.",
            field="chosen",
        )
    there = [each for each in theirs if roll is None or each.organisation in roll]
    in_the_room = [each for each in there if _is_here(closing, each)]
    asked = [
        may_act_as_chair(terms, eligibility_of(closing, each.organisation, _presence(each.capacity)))
        for each in in_the_room or there or theirs
    ]
    if not any(each.allowed for each in asked):
        return Refused(asked[0].reason, asked[0].clause, field="chosen")
    if not there:
        return Refused(
            "That person's organisation is not on the roll of this meeting.", clause, field="chosen"
        )
    if not in_the_room:
        return Refused(
            "That person is not marked as here, and an acting chair is chosen among those present.",
            clause,
            next="If they are here, mark them under “Who is here”.",
            field="chosen",
        )
    if person not in closing.users:
        return Refused(
            "That person is not matched to a Slack account, so they could not act here.", field="chosen"
        )
    return None


def _is_here(closing: ClosingFacts, spoken: Appointment) -> bool:
    """Whether somebody is in the room for an organisation; a representative also where one is marked whom nobody named."""
    if closing.roll is None or closing.stays is None:
        return True
    here = [each for each in closing.stays if each.is_here and each.organisation == spoken.organisation]
    unnamed = spoken.capacity is Capacity.REPRESENTATIVE and any(each.person is None for each in here)
    return unnamed or any(each.person == spoken.person for each in here)


def _presence(capacity: Capacity) -> Presence:
    return Presence.DEPUTY if capacity is Capacity.SUBSTITUTE else Presence.REPRESENTATIVE


def _handed_over(command: ChooseActingChair, facts: ChairFacts, user: str) -> tuple[Notice, ...]:
    closing = facts.closing
    common: dict[str, Any] = {"recipient": user, "subject": closing.motion.id, "due_at": command.received_at}
    clause = clause_of(closing.setting.terms.declarations)
    rulings: tuple[Notice, ...] = tuple(
        DeclarationNotice(
            key=f"declared:{each.interest}:{command.delivery}:{user}",
            partnership_name=closing.setting.name,
            declarer=each.declarer,
            organisation=each.organisation,
            subject_kind="motion",
            subject_title=closing.motion.reference,
            nil=False,
            nature=each.nature,
            interest=each.interest,
            declaration=each.declaration,
            for_ruling=True,
            clause=clause.number,
            clause_words=clause.words,
            **common,
        )
        for each in facts.unruled
    )
    if closing.motion.state == "tied" and closing.frozen is not None and waits_for_casting(closing.frozen):
        return (*rulings, casting_notice(closing, closing.frozen, user, command.received_at))
    return rulings

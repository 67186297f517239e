"""Choosing an acting chair for one motion, when the chair has withdrawn from it or has gone."""

from dataclasses import dataclass
from typing import Any

from bot.rules.terms import Clause, Rule
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
)
from bot.workflows.interests import DeclarationNotice, is_withdrawn
from bot.workflows.motions import chairing
from bot.workflows.results import ClosingFacts, casting_notice
from bot.workflows.standing import Stranger, deactivated, unknown


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
    clause = _clause_of(closing.setting.terms.acting_chair)
    if standing is None or isinstance(standing, Stranger):
        return unknown(standing or Stranger(command.user), closing.setting)
    if standing.deactivated:
        return deactivated(standing, closing.setting)
    in_chair = chairing(closing.meeting, closing.elected_chair, motion)
    if not (standing.is_secretariat or standing.is_chair or standing.person == in_chair):
        return Refused("Only the chair or the secretariat records who was chosen to chair.", clause)
    if motion.state == "closed":
        return Refused(f"{motion.reference} has been decided; it needs no chair now.", clause)
    theirs = {each.organisation for each in register.appointments if each.person == command.chosen}
    organisations = {slug for slug in theirs if register.organisation(slug).voting}
    if not organisations:
        return Refused(
            "An acting chair is one of the members' representatives: somebody whose organisation has a vote.",
            clause,
            field="chosen",
        )
    if any(is_withdrawn(closing.interests.get(org, ()), closing.setting.terms) for org in organisations):
        return Refused(
            "That person's organisation has withdrawn from this motion, so they cannot chair it.",
            clause,
            next="Choose somebody whose organisation has declared no interest in it.",
            field="chosen",
        )
    if closing.roll is not None and not organisations & closing.roll.keys():
        return Refused(
            "That person's organisation is not on the roll of this meeting.", clause, field="chosen"
        )
    user = closing.users.get(command.chosen)
    if user is None:
        return Refused(
            "That person is not matched to a Slack account, so they could not act here.", field="chosen"
        )
    name = register.person(command.chosen).name
    event = ActingChairChosen(subject=motion.id, person=standing.person, chosen=command.chosen)
    return Decision(
        Answer(f"{name} is chairing {motion.reference}, and has been told what waits for them.", clause),
        (event,),
        _handed_over(command, facts, user),
    )


def _handed_over(command: ChooseActingChair, facts: ChairFacts, user: str) -> tuple[Notice, ...]:
    closing = facts.closing
    common: dict[str, Any] = {"recipient": user, "subject": closing.motion.id, "due_at": command.received_at}
    clause = _clause_of(closing.setting.terms.declarations)
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
            for_ruling=True,
            clause=clause.number,
            clause_words=clause.words,
            **common,
        )
        for each in facts.unruled
    )
    if closing.motion.state == "tied" and closing.frozen is not None:
        return (*rulings, casting_notice(closing, closing.frozen, user, command.received_at))
    return rulings


def _clause_of(rule: Rule[str] | None) -> Clause:
    return rule.clause if rule is not None else NO_CLAUSE

"""A decision that binds no organisation against its wish: one may say that it does not join in (K30, V41)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.rules.citing import clause_of
from bot.rules.register import Capacity
from bot.rules.terms import Clause
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.questions import Choice, Question
from bot.workflows.standing import Seat, Standing, Stranger, deactivated, speaking_for, unknown
from bot.workflows.votes.counting import binds_nobody
from bot.workflows.votes.motions import Motion

LONGEST_REASON = 2000  # characters


@dataclass(frozen=True, kw_only=True)
class OptOut(Command):
    """Record that an organisation does not join in what was decided, or that it joins in after all."""

    motion: str
    joins: bool = False
    reason: str = ""
    on_behalf_of: str | None = None


@dataclass(frozen=True)
class OptOutFacts:
    """What is known when an organisation says whether it joins in."""

    setting: Setting  # under the terms frozen when the motion was put
    standing: Standing | Stranger
    motion: Motion
    out: Mapping[str, str]  # organisations that do not join in -> the reason they gave
    has_ended: bool = False  # it is void, rescinded or overridden


@dataclass(frozen=True, kw_only=True)
class OptedOut(Event):
    """An organisation does not join in a decision."""

    organisation: str
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class JoinedIn(Event):
    """An organisation that did not join in a decision does after all."""

    organisation: str
    recorded_at: datetime


@dataclass(frozen=True)
class OptOutFormFacts:
    """What the form shows: for whom, whether they are out already, and the clause that lets them be."""

    motion: str
    reference: str
    text: str
    seats: tuple[Choice, ...]  # chosen: it does not join in as it stands
    reason: str  # the one given before, where one organisation is asked for
    clause: Clause
    refused: Refused | None = None


@dataclass(frozen=True, kw_only=True)
class OptOutForm(Question["OptOutFormFacts | None"]):
    """May this person say that an organisation does not join in, and for which?"""

    motion: str


def may_opt_out(motion: Motion, setting: Setting, *, has_ended: bool = False) -> Refused | None:
    """Why nobody can stay out of what became of a motion, where nobody can."""
    rule = binds_nobody(setting.terms)
    if motion.indicative:
        return Refused(
            f"{motion.reference} is indicative: it binds nobody, so there is nothing to stay out of."
        )
    if rule is None:
        bound = setting.terms.binds_members
        said = "bind" if bound is not None and bound.is_stated else "do not say that they do not bind"
        return Refused(
            f"The terms of {setting.name} {said} the organisations that are members, so none can record that it stays out.",
            clause_of(bound),
            next="Have it put on the agenda: `/agenda`.",
        )
    if motion.state != "closed" or not (motion.outcome or "").startswith("carried"):
        return Refused(
            f"{motion.reference} has not been carried, so there is nothing to join in.", clause_of(rule)
        )
    if has_ended:
        return Refused(
            f"{motion.reference} was carried and stands no longer, so there is nothing to join in.",
            clause_of(rule),
            next="`/decisions` says what became of it.",
        )
    return None


def decide(command: OptOut, facts: OptOutFacts) -> Outcome:
    """Record whether an organisation joins in; as often as it changes its mind (K30, V41)."""
    seat = _seat(command, facts)
    if isinstance(seat, Refused):
        return seat
    reason = command.reason.strip()
    if len(reason) > LONGEST_REASON:
        return Refused(f"Please give the reason in {LONGEST_REASON:,} characters or fewer.", field="reason")
    motion, clause = facts.motion, clause_of(binds_nobody(facts.setting.terms))
    is_out = seat.organisation in facts.out
    person = facts.standing.person if isinstance(facts.standing, Standing) else None
    if command.joins:
        if not is_out:
            return Decision(Answer(f"{seat.name} joins in {motion.reference} as it stands."))
        joined = JoinedIn(
            subject=motion.id, person=person, organisation=seat.organisation, recorded_at=command.received_at
        )
        return Decision(Answer(f"Recorded: {seat.name} joins in {motion.reference} after all."), (joined,))
    if is_out and facts.out[seat.organisation] == reason:
        return Decision(
            Answer(f"That stands already: {seat.name} does not join in {motion.reference}.", clause)
        )
    event = OptedOut(
        subject=motion.id,
        person=person,
        organisation=seat.organisation,
        reason=reason,
        recorded_at=command.received_at,
    )
    return Decision(
        Answer(
            f"Recorded: {seat.name} does not join in {motion.reference}. It stands beside the result.",
            clause,
            next="The same button takes it back.",
        ),
        (event,),
    )


def out_words(names: Mapping[str, str], out: Mapping[str, str]) -> tuple[str, ...]:
    """Each organisation that does not join in, with its reason where it gave one, by name."""
    lines = ((names.get(slug, slug), reason) for slug, reason in out.items())
    return tuple(f"{name}: {reason}" if reason else name for name, reason in sorted(lines))


def form_facts(facts: OptOutFacts) -> OptOutFormFacts:
    """For which organisations somebody may say whether they join in; or why for none."""
    held = facts.standing.seats if isinstance(facts.standing, Standing) else ()
    seats = tuple(
        Choice(each.organisation, each.name, each.organisation in facts.out)
        for each in held
        if each.capacity is Capacity.REPRESENTATIVE
    )
    refused = _not_known(facts) or may_opt_out(facts.motion, facts.setting, has_ended=facts.has_ended)
    if refused is None and not seats:
        refused = _no_representative()
    return OptOutFormFacts(
        motion=facts.motion.id,
        reference=facts.motion.reference,
        text=facts.motion.text,
        seats=seats,
        reason=facts.out.get(seats[0].id, "") if len(seats) == 1 else "",
        clause=clause_of(binds_nobody(facts.setting.terms)),
        refused=refused,
    )


def _not_known(facts: OptOutFacts) -> Refused | None:
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    return deactivated(facts.standing, facts.setting) if facts.standing.deactivated else None


def _no_representative() -> Refused:
    return Refused(
        "Whether an organisation joins in is for its representative to say.",
        next="Its representative has the same button under the result.",
    )


def _seat(command: OptOut, facts: OptOutFacts) -> Seat | Refused:
    refusal = _not_known(facts) or may_opt_out(facts.motion, facts.setting, has_ended=facts.has_ended)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)  # whoever is not is refused
    seat = speaking_for(facts.standing, facts.setting, command.on_behalf_of)
    if isinstance(seat, Seat) and seat.capacity is not Capacity.REPRESENTATIVE:
        return _no_representative()
    return seat

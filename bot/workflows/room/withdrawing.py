"""A declaration or a ruling at a meeting: what it does to the quorum of the meeting, or of a motion at it (G9, K31, K32)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bot.workflows.decisions import Command, Decision, Outcome, Setting
from bot.workflows.interests import interests, ruling
from bot.workflows.interests.interests import (
    DeclarationFacts,
    DeclareInterest,
    Interest,
    InterestDeclared,
    Ruling,
)
from bot.workflows.interests.ruling import InterestRuled, RuleOnInterest, RulingFacts
from bot.workflows.room import declarations_first
from bot.workflows.room.declarations_first import OralFacts, RecordOralDeclarations, as_interest
from bot.workflows.room.quorum_watch import Room, Tested, retested
from bot.workflows.votes.counting import ClosingFacts


@dataclass(frozen=True)
class Bearing:
    """The meeting in session and the open motions at it, as a declaration bears on them."""

    room: Room | None = None
    motions: tuple[ClosingFacts, ...] = ()  # put at it, open, and the declaration bears on them
    told: tuple[str, ...] = ()  # Slack users: whoever is chairing, and the secretariat


class _Known(Protocol):
    @property
    def setting(self) -> Setting:
        """The partnership it happens in."""


Facts = TypeVar("Facts", bound=_Known, covariant=True)


@dataclass(frozen=True)
class AtMeeting(Generic[Facts]):
    """What is known when somebody declares or rules, and the meeting it may happen at."""

    known: Facts
    bearing: Bearing

    @property
    def setting(self) -> Setting:
        """The partnership it happens in."""
        return self.known.setting


def declare(command: DeclareInterest, facts: AtMeeting[DeclarationFacts]) -> Outcome:
    """Record a declaration, and test the quorum again where the organisation is no longer counted."""
    outcome = interests.declare(command, facts.known)
    return _declared(outcome, facts.bearing, command)


def record_oral(command: RecordOralDeclarations, facts: AtMeeting[OralFacts]) -> Outcome:
    """Record what was said aloud, and test the quorum again where an organisation is no longer counted."""
    return _declared(declarations_first.record_oral(command, facts.known), facts.bearing, command)


def _declared(outcome: Outcome, bearing: Bearing, command: Command) -> Outcome:
    """The quorum tested after a declaration; a nil return that is the first of its organisation changes nothing."""
    declared = [each for each in _events(outcome) if isinstance(each, InterestDeclared)]
    if not declared:
        return outcome
    changed = as_interest(declared[-1])  # of what was said aloud the interest comes after the nil returns
    return _with_tests(outcome, bearing, changed, command.user, command.delivery, command.received_at)


def rule(command: RuleOnInterest, facts: AtMeeting[RulingFacts]) -> Outcome:
    """Record a ruling, and test the quorum again where the organisation is counted again, or no longer."""
    outcome = ruling.rule(command, facts.known)
    ruled = [each for each in _events(outcome) if isinstance(each, InterestRuled)]
    if not ruled or facts.known.interest is None:
        return outcome
    changed = replace(facts.known.interest, ruling=Ruling(ruled[0].ruling))
    return _with_tests(outcome, facts.bearing, changed, command.user, command.delivery, command.received_at)


def _events(outcome: Outcome) -> Iterable[object]:
    return outcome.events if isinstance(outcome, Decision) else ()


def _with_tests(
    outcome: Outcome, bearing: Bearing, changed: Interest, user: str, delivery: str, at: datetime
) -> Outcome:
    assert isinstance(outcome, Decision)
    tests = list(_tests(bearing, changed, user, delivery, at, outcome.events[0].person))
    words = " ".join((outcome.answer.words, *(each.words for each in tests if each.words)))
    return replace(
        outcome,
        answer=replace(outcome.answer, words=words),
        events=(*outcome.events, *(event for each in tests for event in each.events)),
        notices=(*outcome.notices, *(notice for each in tests for notice in each.notices)),
    )


def _tests(
    bearing: Bearing, changed: Interest, user: str, delivery: str, at: datetime, person: str | None
) -> Iterable[Tested]:
    room = bearing.room
    if room is None or room.meeting is None:
        return
    told = tuple(each for each in bearing.told if each != user)
    if changed.subject.id == room.meeting.id:
        after = replace(room, interests=_instead(room.interests, changed))
        yield retested(room, after, meeting=room.meeting, person=person, at=at, delivery=delivery, told=told)
        return
    for each in bearing.motions:
        yield retested(
            each,
            replace(each, interests=_instead(each.interests, changed)),
            meeting=room.meeting,
            person=person,
            at=at,
            delivery=delivery,
            told=told,
            motion=each.motion.id,
            reference=each.motion.reference,
        )


def _instead(
    held: Mapping[str, tuple[Interest, ...]], changed: Interest
) -> Mapping[str, tuple[Interest, ...]]:
    others = (each for each in held.get(changed.organisation, ()) if each.id != changed.id)
    return {**held, changed.organisation: (*others, changed)}

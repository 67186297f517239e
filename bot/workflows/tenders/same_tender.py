"""One notice that two portals publish is two tenders: they are proposed as the same by what matches, and people decide."""

import re
from dataclasses import dataclass, replace

from bot.rules.wording import listed
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused
from bot.workflows.standing import Standing
from bot.workflows.tenders.tenders import (
    CONSIDERING,
    FOUND,
    NOT_PURSUED,
    STAGES,
    SUGGESTED,
    UNDECIDED,
    UNKNOWN,
    SetAside,
    Tender,
    TenderFacts,
    not_for_them,
    set_aside,
)

TITLE, BUYER, DEADLINE, VALUE = "the title", "the buyer", "the day of the deadline", "the value"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Likeness:
    """Another tender that may be the same, and what matches."""

    tender: Tender
    matches: tuple[str, ...]

    @property
    def words(self) -> str:
        """ "The title and the buyer match"."""
        said = listed(list(self.matches))
        return f"{said[:1].upper()}{said[1:]} match"


@dataclass(frozen=True)
class Twin:
    """Another tender that somebody said is the same; `kept`: it is the one that goes on."""

    tender: Tender
    kept: bool


@dataclass(frozen=True, kw_only=True)
class JudgeLikeness(Command):
    """Say that a tender is the same as another, so that it is set aside, or that they are two."""

    partnership: str
    tender: str
    other: str
    same: bool


@dataclass(frozen=True)
class LikenessFacts(TenderFacts):
    """What is known when somebody says whether two tenders are one."""

    other: Tender | None = None
    is_twin: bool = False  # it was set aside as the same as the other
    kept_away: tuple[str, ...] = ()  # names: organisations kept away from it, and not from the other


@dataclass(frozen=True, kw_only=True)
class LikenessJudged(Event):
    """Somebody said whether a tender is the same as another."""

    other: str
    reference: str  # of the other
    same: bool


@dataclass(frozen=True, kw_only=True)
class TenderTakenUpAgain(Event):
    """A tender set aside as the same as another is one of its own after all."""

    stage: str


def matches(one: Tender, other: Tender, time_zone: str) -> tuple[str, ...]:
    """What two tenders have in common, where that is enough to ask whether they are the same; else nothing.

    Enough is the title and one thing more, or everything but the title. What one of them does not say matches nothing.
    """
    found = [
        *([TITLE] if _plain(one.title) == _plain(other.title) != "" else ()),
        *([BUYER] if _plain(one.buyer) == _plain(other.buyer) != "" else ()),
        *([DEADLINE] if _same_day(one, other, time_zone) else ()),
        *([VALUE] if one.hundredths is not None and _money(one) == _money(other) else ()),
    ]
    enough = len(found) > 1 if TITLE in found else len(found) == 3
    return tuple(found) if enough else ()


def judge(command: JudgeLikeness, facts: LikenessFacts) -> Outcome:
    """Set a tender aside as the same as another, or say that they are two; the secretariat or the chair."""
    refusal = not_for_them(facts)
    if refusal is not None:
        return refusal
    tender, other = facts.tender, facts.other
    assert tender is not None
    assert isinstance(facts.standing, Standing)
    if other is None or other.id == tender.id:
        return UNKNOWN
    event = LikenessJudged(
        subject=tender.id,
        person=facts.standing.person,
        other=other.id,
        reference=other.reference,
        same=command.same,
    )
    return _one(command, facts, tender, other, event) if command.same else _two(facts, tender, other, event)


def _one(
    command: JudgeLikeness, facts: LikenessFacts, tender: Tender, other: Tender, event: LikenessJudged
) -> Outcome:
    if other.is_over:
        return Refused(f"{other.reference} is {other.stage}, so nothing would be left of either.")
    if not tender.is_over and _rank(tender) > _rank(other):
        return Refused(
            f"{tender.reference} is {tender.stage} and {other.reference} only {other.stage}, so this one goes on.",
            next=f"The window of {other.reference} sets that one aside as the same.",
        )
    if facts.kept_away:
        kept, each = listed(facts.kept_away), "is" if len(facts.kept_away) == 1 else "are"
        return Refused(
            f"{kept} {each} kept away from {tender.reference}, for another bid or an interest, and not from {other.reference}.",
            next=f"Keep {tender.reference}, or have the same declared about {other.reference} first.",
        )
    outcome = set_aside(
        SetAside(
            workspace=command.workspace,
            team=command.team,
            user=command.user,
            delivery=command.delivery,
            received_at=command.received_at,
            partnership=command.partnership,
            tender=tender.id,
            reason=f"It is the same as {other.reference}, which goes on.",
        ),
        facts,
    )
    if isinstance(outcome, Refused):
        return outcome
    words = f"{tender.reference} is set aside as the same as {other.reference}."
    answer = Answer(words, next="“They are two” in its window takes that back.")
    return replace(outcome, answer=answer, events=(*outcome.events, event))


def _two(facts: LikenessFacts, tender: Tender, other: Tender, event: LikenessJudged) -> Outcome:
    words = f"{tender.reference} and {other.reference} are kept as two."
    if not facts.is_twin or tender.stage != NOT_PURSUED:
        return Decision(Answer(words), (event,))
    stage = CONSIDERING if tender.told_at is not None else SUGGESTED if tender.suggested_by else FOUND
    again = TenderTakenUpAgain(subject=tender.id, person=event.person, stage=stage)
    told = "Those who were told that it is set aside are not told of this." if tender.told_at else ""
    return Decision(Answer(f"{words} {tender.reference} is {stage} again.", next=told), (event, again))


def _rank(tender: Tender) -> int:
    return 0 if tender.stage in UNDECIDED else STAGES.index(tender.stage)


def _same_day(one: Tender, other: Tender, time_zone: str) -> bool:
    day = one.deadline_day(time_zone)
    return day is not None and day == other.deadline_day(time_zone)


def _money(tender: Tender) -> tuple[int | None, str]:
    return tender.hundredths, tender.currency


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))

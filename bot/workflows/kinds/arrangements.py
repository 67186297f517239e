"""What has to be arranged before a dissolution takes effect: ticked off, added to, and reminded of (K46)."""

from dataclasses import dataclass
from datetime import date

from bot.rules.wording import day_words
from bot.workflows.decisions import (
    Answer,
    ClockCommand,
    Command,
    Decision,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
    derived_id,
)
from bot.workflows.kinds.dissolving import ON_THE_DAY, Dissolution, countdown, open_words
from bot.workflows.questions import Question
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

LONGEST = 300  # characters
MOST = 40  # in one list


@dataclass(frozen=True)
class Arrangement:
    """One thing to arrange: what, and by whom it was ticked off and when."""

    id: str
    words: str
    done_on: date | None = None
    done_by: str = ""  # a name


@dataclass(frozen=True, kw_only=True)
class TickArrangement(Command):
    """Tick something off, or say that it is not done after all."""

    partnership: str
    motion: str
    arrangement: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class AddArrangement(Command):
    """Add something that has to be arranged."""

    partnership: str
    motion: str
    words: str


@dataclass(frozen=True, kw_only=True)
class DissolutionNears(ClockCommand):
    """A dissolution is so far away, or takes effect today."""


@dataclass(frozen=True)
class ArrangingFacts:
    """What is known of a dissolution when its arrangements change or its day comes nearer."""

    setting: Setting
    standing: Standing | Stranger | None  # None: the clock
    dissolution: Dissolution | None
    arrangements: tuple[Arrangement, ...]
    today: date
    told: tuple[str, ...] = ()  # Slack users: the secretariat and the chair


@dataclass(frozen=True, kw_only=True)
class ArrangementTicked(Event):
    """Something to arrange before a dissolution was ticked off, or found not to be done; the subject is the motion."""

    arrangement: str
    words: str
    done: bool
    on: date


@dataclass(frozen=True, kw_only=True)
class ArrangementAdded(Event):
    """Something more has to be arranged before a dissolution; the subject is the motion."""

    arrangement: str
    words: str


@dataclass(frozen=True, kw_only=True)
class TookEffect(Event):
    """The day came on which a dissolution, decided by the motion that is the subject, takes effect."""

    group: str
    name: str
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class DissolutionNearsNotice(Notice):
    """Tells how far a dissolution is away and what is still to be arranged; on its day, that it has taken effect."""

    partnership_name: str
    motion: str
    words: str
    arranged: str
    in_effect: bool
    clause: str
    clause_words: str


@dataclass(frozen=True)
class DissolutionPicture:
    """A dissolution as its window shows it."""

    partnership: str
    name: str
    dissolution: Dissolution | None
    countdown: str
    arrangements: tuple[Arrangement, ...]
    may_tick: bool


@dataclass(frozen=True, kw_only=True)
class ShowDissolution(Question[DissolutionPicture]):
    """How far away is it, and what is still to be arranged?"""

    partnership: str
    motion: str


def tick(command: TickArrangement, facts: ArrangingFacts) -> Outcome:
    """Tick something off; the secretariat and the chair may, once, however often it is pressed."""
    refusal = _not_theirs(facts)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    found = next((each for each in facts.arrangements if each.id == command.arrangement), None)
    if found is None:
        return Refused("That is not on the list.", next="Open the list again.")
    if (found.done_on is not None) == command.done:
        return Decision(Answer(f"“{found.words}” {'is ticked off' if command.done else 'is open'} already."))
    event = ArrangementTicked(
        subject=command.motion,
        person=facts.standing.person,
        arrangement=found.id,
        words=found.words,
        done=command.done,
        on=facts.today,
    )
    said = "is ticked off" if command.done else "is open again"
    return Decision(Answer(f"“{found.words}” {said}."), (event,))


def add(command: AddArrangement, facts: ArrangingFacts) -> Outcome:
    """Add something to the list."""
    refusal = _not_theirs(facts)
    if refusal is not None:
        return refusal
    assert isinstance(facts.standing, Standing)
    words = " ".join(command.words.split())
    if not words:
        return Refused("Say what has to be arranged.", field="arrangement")
    if len(words) > LONGEST:
        return Refused(f"Please say it in {LONGEST} characters or fewer.", field="arrangement")
    if len(facts.arrangements) >= MOST:
        return Refused(f"There are {MOST} things on the list, as many as it holds.", field="arrangement")
    if any(each.words == words for each in facts.arrangements):
        return Refused("That is on the list already.", field="arrangement")
    event = ArrangementAdded(
        subject=command.motion,
        person=facts.standing.person,
        arrangement=derived_id("arrangement", command.motion, words),
        words=words,
    )
    return Decision(Answer(f"“{words}” is on the list."), (event,))


def nears(command: DissolutionNears, facts: ArrangingFacts) -> Outcome:
    """Tell the secretariat and the chair how far away it is; on the day it takes effect the channel as well."""
    found = facts.dissolution
    if found is None:
        return Refused("There is no such dissolution.")
    if not _is_of(command.key, found):
        return Refused("Notice of it was given again since, and takes effect on another day.")
    on_the_day = command.key.rpartition("|")[2] == ON_THE_DAY
    if not on_the_day and found.has_taken_effect(facts.today):
        return Refused("It has taken effect, which is told by itself.")  # after an outage
    said = countdown(found, facts.today)
    left = open_words(each.words for each in facts.arrangements if each.done_on is None)
    channel = (facts.setting.channel,) if on_the_day or not facts.told else ()
    notices = tuple(
        DissolutionNearsNotice(
            key=f"{command.key}|{recipient}",
            recipient=recipient,
            subject=command.subject,
            due_at=command.due_at,
            partnership_name=facts.setting.name,
            motion=command.subject,
            words=said,
            arranged=left,
            in_effect=on_the_day,
            clause=found.clause.number,
            clause_words=found.clause.words,
        )
        for recipient in (*facts.told, *channel)
    )
    effect = TookEffect(
        subject=found.motion,
        person=None,
        group=found.group,
        name=found.name,
        effective_on=found.effective_on,
    )
    return Decision(Answer(said, found.clause, next=left), (effect,) if on_the_day else (), notices)


def _is_of(key: str, found: Dissolution) -> bool:
    """Whether work for the clock was laid for the day on which the dissolution takes effect now."""
    days = key.split("|")[2:-1]
    return not days or days[0] == found.effective_on.isoformat()


def done_words(each: Arrangement) -> str:
    """By whom it was ticked off and when; empty while it is open."""
    return f"done, {day_words(each.done_on)}, by {each.done_by}" if each.done_on is not None else ""


def _not_theirs(facts: ArrangingFacts) -> Refused | None:
    if isinstance(facts.standing, Stranger) or facts.standing is None:
        return unknown(facts.standing or Stranger(""), facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if facts.dissolution is None:
        return Refused("I do not know that dissolution.")
    if not (facts.standing.is_secretariat or facts.standing.is_chair):
        return Refused(
            "Only the secretariat and the chair keep the list of what has to be arranged.",
            next="Tell them what you have arranged.",
        )
    return None

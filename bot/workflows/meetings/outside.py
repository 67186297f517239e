"""Days of other bodies' meetings, before which this one meets where possible (K24)."""

from dataclasses import dataclass
from datetime import date

from bot.rules.citing import clause_of
from bot.rules.wording import day_words
from bot.workflows.decisions import Answer, Command, Decision, Event, Outcome, Refused, Setting
from bot.workflows.standing import Standing, Stranger, deactivated, unknown

LONGEST_NAME = 200  # characters


@dataclass(frozen=True, kw_only=True)
class NoteOutsideMeeting(Command):
    """Note the day on which another body meets."""

    partnership: str
    name: str
    day: date | None


@dataclass(frozen=True)
class OutsideFacts:
    """What is known when such a day is noted."""

    setting: Setting
    standing: Standing | Stranger
    today: date


@dataclass(frozen=True, kw_only=True)
class OutsideMeetingNoted(Event):
    """The day on which another body meets was noted."""

    name: str
    held_on: date


def note(command: NoteOutsideMeeting, facts: OutsideFacts) -> Outcome:
    """Note it; bookings are held against it from then on, and told where another day would be better."""
    if isinstance(facts.standing, Stranger):
        return unknown(facts.standing, facts.setting)
    if facts.standing.deactivated:
        return deactivated(facts.standing, facts.setting)
    if not (facts.standing.is_secretariat or facts.standing.is_chair):
        return Refused(
            "Only the secretariat or the chair notes the days of other bodies' meetings.", field="day"
        )
    if not command.name.strip():
        return Refused("Say which meeting it is.", field="name")
    if len(command.name.strip()) > LONGEST_NAME:
        return Refused(f"Please name it in {LONGEST_NAME} characters or fewer.", field="name")
    if command.day is None:
        return Refused("Choose its day.", field="day")
    if command.day < facts.today:
        return Refused(f"{day_words(command.day)} has passed. Choose a later day.", field="day")
    event = OutsideMeetingNoted(
        subject=facts.setting.partnership,
        person=facts.standing.person,
        name=command.name.strip(),
        held_on=command.day,
    )
    return Decision(
        Answer(
            f"Noted: {command.name.strip()} on {day_words(command.day)}.",
            clause_of(facts.setting.terms.meets_before),
            next="A booking that is not in the weeks before it says so.",
        ),
        (event,),
    )

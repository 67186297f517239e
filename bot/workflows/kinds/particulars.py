"""What a kind of decision names besides its words, and what is known when that is looked over and when it takes effect."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.rules.register import Register
from bot.workflows.decisions import Due, Event, Notice, Setting

Particulars = Mapping[str, str]  # by the name of the field; days as ISO text
YES = "yes"
NOBODY = Register()


@dataclass(frozen=True)
class KindFacts:
    """What the particulars of a motion are looked over with."""

    setting: Setting
    register: Register  # whole: past and future included
    today: date


@dataclass(frozen=True)
class Named:
    """What a motion names besides its words, and the decision it would ratify; with the register as it stands."""

    own: Particulars = field(default_factory=dict)
    original: Particulars = field(default_factory=dict)
    register: Register = NOBODY
    stands: bool = False  # what follows from the decision it would ratify has followed already


NOTHING_NAMED = Named()


@dataclass(frozen=True)
class Carried:
    """A decision that stands from a day: carried with a quorum, or ratified."""

    motion: str
    reference: str
    particulars: Particulars
    facts: KindFacts  # `today` is the day from which it stands
    at: datetime
    person: str | None
    secretariat: tuple[str, ...]  # Slack users

    @property
    def on(self) -> date:
        """The day from which it stands."""
        return self.facts.today

    @property
    def told(self) -> tuple[str, ...]:
        """Whom to ask for what follows: the secretariat, or the channel where none of it has an account."""
        return self.secretariat or (self.facts.setting.channel,)


@dataclass(frozen=True)
class Effect:
    """What follows from a decision: events, notices, work for the clock, and what is said of it."""

    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    due: tuple[Due, ...] = ()
    words: tuple[str, ...] = ()


def day_of(particulars: Particulars, name: str) -> date | None:
    """A day that was named; None where none was."""
    said = particulars.get(name, "")
    return date.fromisoformat(said) if said else None

"""Who somebody is in a partnership today: the facts every decision about a person begins with."""

from dataclasses import dataclass, field

from bot.rules.register import CHAIR, SECRETARIAT, Capacity
from bot.workflows.decisions import Refused, Setting


@dataclass(frozen=True)
class Seat:
    """One organisation somebody speaks for, and how."""

    organisation: str
    name: str
    capacity: Capacity
    voting: bool  # whether it has a vote, by the register and by the terms
    standing: str  # member, co-opted, observer …
    sector: str | None = None
    roles: frozenset[str] = frozenset()  # that the organisation holds itself


@dataclass(frozen=True)
class Standing:
    """A person as the register has them today."""

    person: str
    name: str
    user: str
    seats: tuple[Seat, ...] = ()
    roles: frozenset[str] = field(default_factory=frozenset)
    deactivated: bool = False

    @property
    def is_chair(self) -> bool:
        """Whether they hold the office of chair."""
        return CHAIR in self.roles

    @property
    def is_secretariat(self) -> bool:
        """Whether they, or the organisation they speak for, serve as secretariat."""
        return SECRETARIAT in self.roles


@dataclass(frozen=True)
class Stranger:
    """Somebody the register does not know, with the people who could put that right."""

    user: str
    secretariat: tuple[str, ...] = ()  # names


def whom_of(stranger: Stranger) -> str:
    """Whom somebody who is in no register asks."""
    return " or ".join(stranger.secretariat) or "the secretariat"


def unknown(stranger: Stranger, setting: Setting) -> Refused:
    """What somebody is told who is in no register."""
    whom = whom_of(stranger)
    return Refused(
        f"You are not in the register of {setting.name}, so I cannot act on this for you.",
        next=f"Ask {whom} to add you or to match your Slack account; “The partnership and its rules” shows who is in it.",
    )


def deactivated(standing: Standing, setting: Setting) -> Refused:
    """What somebody is told whose account was switched off."""
    return Refused(
        f"{standing.name}'s account is deactivated, so nothing can be done in its name in {setting.name}.",
        next="The organisation can name another representative through the secretariat.",
    )


def speaking_for(
    standing: Standing, setting: Setting, asked_for: str | None, *, voting_only: bool = False
) -> Seat | Refused:
    """The one organisation somebody acts for here: the one they chose, or the only one they have.

    Refuses with the choices when there are several, and teaches the way in when there is none (V11, K34).
    """
    seats = {each.organisation: each for each in standing.seats}
    if asked_for is not None:
        if asked_for in seats:
            return seats[asked_for]
        return Refused(
            "You do not represent that organisation today.",
            next="The organisation can name you through the secretariat.",
        )
    usable = {slug: seat for slug, seat in seats.items() if seat.voting} if voting_only else seats
    usable = usable or seats
    if not usable:
        return Refused(
            f"You are in the register of {setting.name} but represent no organisation in it today, so there is no vote and no "
            "declaration for you to make on anybody's behalf.",
            next="An organisation can name you as its representative through the secretariat.",
        )
    if len(usable) > 1:
        return Refused(
            "You represent more than one organisation. For which of them is this?",
            choices={seat.organisation: seat.name for seat in usable.values()},
        )
    return next(iter(usable.values()))

"""Who is called to a meeting: everybody who speaks for an organisation in the body that meets, and who observes it."""

from dataclasses import dataclass

from bot.rules.register import Capacity


@dataclass(frozen=True)
class Invited:
    """One person called to a meeting, for one organisation; somebody who speaks for two stands here twice."""

    person: str
    name: str
    user: str | None  # their Slack account; None: matched to none, so they are told another way
    organisation: str  # empty: somebody with an office who speaks for none
    organisation_name: str
    capacity: Capacity
    voting: bool  # whether the organisation has a vote
    standing: str  # of the organisation: member, co-opted, observer …
    sector: str | None
    time_zone: str  # their own, else the partnership's
    is_secretariat: bool = False
    is_chair: bool = False


def representatives(invited: tuple[Invited, ...]) -> tuple[Invited, ...]:
    """Those who are asked whether they come: everybody but the named deputies, who come when they are named."""
    return tuple(each for each in invited if each.capacity is Capacity.REPRESENTATIVE)


def deputies_of(invited: tuple[Invited, ...], organisation: str) -> tuple[Invited, ...]:
    """The people an organisation has named who may stand in for its representative (K34, V12)."""
    return tuple(
        each for each in invited if each.organisation == organisation and each.capacity is Capacity.SUBSTITUTE
    )

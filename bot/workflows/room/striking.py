"""Stays that were marked by mistake, and so are struck: whoever was marked was never here."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules.wording import listed
from bot.workflows.decisions import Refused
from bot.workflows.meetings.attendance import Departure, Difference, Stay, ended

NEW_FOR = timedelta(minutes=10)  # how long a tick that is taken away again is taken for a mistake


@dataclass(frozen=True)
class VotedAt:
    """A vote cast for an organisation at a meeting; of a secret one nobody knows when."""

    organisation: str
    reference: str
    cast_at: datetime | None = None


def vote_during(stay: Stay, votes: tuple[VotedAt, ...], now: datetime) -> VotedAt | None:
    """The first vote cast for the organisation of a stay while it lasted."""
    until = stay.left_at or now
    return next(
        (
            each
            for each in votes
            if stay.organisation == each.organisation
            and (each.cast_at is None or stay.arrived_at <= each.cast_at <= until)
        ),
        None,
    )


def may_not_strike(stay: Stay, votes: tuple[VotedAt, ...], now: datetime) -> Refused | None:
    """Why a stay is not struck: a vote rests on it."""
    vote = vote_during(stay, votes, now)
    if vote is None:
        return None
    return Refused(
        f"A vote on {vote.reference} was cast for {stay.organisation_name} while {stay.name} was marked as here, so the roll has "
        "to keep that they were.",
        next="Mark them as gone instead." if stay.is_here else "",
    )


def new_ticks_struck(
    found: Difference, stays: tuple[Stay, ...], votes: tuple[VotedAt, ...], now: datetime
) -> Difference:
    """The same difference, where a tick that is new and on which no vote rests is struck instead of ended."""
    by_id = {each.id: each for each in stays}
    again = {(each.person, each.name, each.organisation) for each in found.came}
    named = {(each.organisation, each.arrived_at) for each in found.came}

    def is_mistake(each: Departure) -> bool:
        stay = by_id[each.stay]
        return (
            now - stay.arrived_at < NEW_FOR
            and (stay.person, stay.name, stay.organisation) not in again
            and not (each.left_at == stay.arrived_at and (stay.organisation, stay.arrived_at) in named)
            and vote_during(stay, votes, now) is None
        )

    struck = tuple(each for each in found.went if is_mistake(each))
    return replace(found, went=tuple(each for each in found.went if each not in struck), struck=struck)


def struck(stay: Stay, at: datetime) -> Departure:
    """The stay that never was, with the time at which it is struck where it had not ended."""
    return ended(stay, stay.left_at or at)


def unmarked_words(found: Difference, decided: int) -> str:
    """Who is struck as marked by mistake, and who is marked as gone."""
    said = []
    if found.struck:
        does = "does" if len(found.struck) == 1 else "do"
        said.append(
            f"Struck, as marked by mistake: {_names(found.struck)}, who {does} not count as having come."
        )
        if decided:
            said.append("What was decided at the meeting stays as it was recorded.")
    if found.went:
        said.append(f"Marked as gone: {_names(found.went)}.")
    return " ".join(said)


def _names(went: tuple[Departure, ...]) -> str:
    return listed(
        [f"{each.name} ({each.organisation_name})" if each.organisation_name else each.name for each in went]
    )

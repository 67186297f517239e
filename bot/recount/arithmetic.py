"""The sum itself: votes held against a majority, in exact fractions."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Votes:
    """The votes, and how many each majority may be measured against."""

    votes_for: int
    against: int
    abstain: int
    bodies: Mapping[str, int]  # "those present", "those eligible", "members", "voting members"


def verdict(majority: Mapping[str, Any], votes: Votes) -> str:
    """ "carried", "not carried", or "hung": equal votes are all that stands between it and a majority."""
    if "parts" in majority:
        found = {verdict(each, votes) for each in majority["parts"]}
        return "not carried" if "not carried" in found else "hung" if "hung" in found else "carried"
    if "abstentions_break" in majority:
        broken = votes.against or (majority["abstentions_break"] and votes.abstain)
        return "carried" if votes.votes_for and not broken else "not carried"
    if "fraction" in majority:
        return _of_a_body(majority, votes)
    if votes.votes_for == votes.against:
        return "hung" if votes.votes_for else "not carried"
    return "carried" if votes.votes_for > votes.against else "not carried"


def _of_a_body(majority: Mapping[str, Any], votes: Votes) -> str:
    cast = votes.votes_for + votes.against + (votes.abstain if majority["abstentions_count"] else 0)
    body = cast if majority["of"] == "votes cast" else votes.bodies[majority["of"]]
    share = Fraction(majority["fraction"]) * body

    def reached(number: int) -> bool:
        return number > share if majority["more_than"] else number >= share

    if votes.votes_for and reached(votes.votes_for):
        return "carried"
    half = majority["more_than"] and Fraction(majority["fraction"]) == Fraction(1, 2)
    equal = votes.votes_for == votes.against > 0
    return "hung" if half and equal and reached(votes.votes_for + 1) else "not carried"

"""What a rule can say, once its words have been read: periods, quorums, majorities and ties."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """What a period counts."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Period:
    """A length of time as a clause states it, such as "5 clear working days".

    `clear` excludes both the day of notice and the day of the meeting. `excluding` names the days that do not count
    ("sundays", "saturdays", "bank holidays", "easter break", "christmas break", or a break the terms file dates).
    `deemed_served` is added between sending and the start of the count; nothing is added when it is None.
    """

    amount: int
    unit: Unit
    clear: bool = False
    excluding: frozenset[str] = frozenset()
    deemed_served: "Period | None" = None
    words: str = field(default="", compare=False)


class Rounding(StrEnum):
    """How a share of a body that is not a whole number becomes one."""

    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"
    MORE_THAN = "more than"  # the first whole number above the exact share


class Body(StrEnum):
    """Whom a share is a share of."""

    VOTES_CAST = "votes cast"  # for and against; abstentions too where the rule counts them
    PRESENT = "those present"  # entitled to vote and present, voting or not
    ELIGIBLE = "those eligible"  # entitled to vote on this motion, present or not
    MEMBERS = "members"  # the whole membership, vacancies and withdrawals included
    VOTING_MEMBERS = "voting members"


@dataclass(frozen=True)
class Number:
    """A fixed number of members, such as "3"."""

    count: int


@dataclass(frozen=True)
class Share:
    """An exact fraction of a body, such as "nearest to 1/3 of voting members"."""

    fraction: Fraction
    of: Body
    rounding: Rounding = Rounding.UP


@dataclass(frozen=True)
class OneOfEach:
    """At least `count` members from every one of these classes."""

    classes: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True)
class RolesPresent:
    """People holding each of these roles must be there, such as "the chair"."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class GreaterOf:
    """The largest of several requirements on numbers."""

    parts: tuple["Number | Share", ...]


@dataclass(frozen=True)
class LesserOf:
    """The smallest of several requirements on numbers."""

    parts: tuple["Number | Share", ...]


@dataclass(frozen=True)
class AllOf:
    """Every one of several requirements."""

    parts: tuple["Number | Share | OneOfEach | RolesPresent | GreaterOf | LesserOf", ...]


QuorumFormula = Number | Share | OneOfEach | RolesPresent | GreaterOf | LesserOf | AllOf


@dataclass(frozen=True)
class MoreForThanAgainst:
    """The simple majority: more votes for than against (G8)."""


@dataclass(frozen=True)
class Threshold:
    """At least, or more than, an exact fraction of a body must vote for."""

    fraction: Fraction
    of: Body
    more_than: bool = False
    abstentions_count: bool = False  # only for votes cast: do abstentions stand in the denominator?


@dataclass(frozen=True)
class NoneAgainst:
    """Unanimity: at least one vote for and none against."""

    abstentions_break: bool = False


@dataclass(frozen=True)
class AllMajorities:
    """Every one of several majorities, such as two thirds of votes cast and half of all members."""

    parts: tuple["MoreForThanAgainst | Threshold | NoneAgainst", ...]


Majority = MoreForThanAgainst | Threshold | NoneAgainst | AllMajorities


class Tie(StrEnum):
    """What follows when votes for and against are equal and neither is nought."""

    LOST = "not carried"
    CASTING = "casting vote of whoever is chairing"
    CASTING_OF_CHAIR = "casting vote of the chair only"  # an acting chair does not inherit it
    SECOND_VOTE = "second vote"
    LOT = "lot"
    ANOTHER_BALLOT = "another ballot"


class Firmness(StrEnum):
    """What a rule that is not kept leads to: `must` refuses; `should` and `strive` warn, record and carry on."""

    MUST = "must"
    SHOULD = "should"
    STRIVE = "strive"


class Basis(StrEnum):
    """Where a value comes from."""

    DOCUMENT = "document"
    INTERPRETATION = "interpretation"
    ADOPTED = "adopted"
    NOT_STATED = "not_stated"

"""A partnership nobody has heard of: the rules of these chapters come from its terms, never from its name."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.rules.reading import parse_terms
from bot.rules.register import Appointment, Capacity, Organisation, Person, Register, Role
from bot.rules.terms import Terms

TERMS = """
[partnership]
slug = "harvest"
name = "Harvest Food Partnership"
short_name = "Harvest"
version = "2026"
in_force_from = 2026-01-01
source = "the Harvest constitution"

[sectors]
grow = "growers"
sell = "sellers"
feed = "food banks"

[groups]
council = "Council"
kitchen = "Kitchen Group"

[quorum]
rule = "at least one of each: grow, sell"
clause = "6"
words = "one from growers and one from sellers"

[voting.unit]
value = "organisation"
clause = "7"
words = "each organisation has one vote"

[chair.term]
value = "3 years"
clause = "8"
words = "The chair serves three years"

[chair.not_eligible]
value = ["accountable body"]
clause = "9"
words = "other than the accountable body"

[people.substitutes]
value = "named deputies only"
clause = "10"
words = "named deputies"

[people.no_vote]
value = ["co-opted"]
clause = "11"
words = "co-opted organisations have no vote"

[membership.size]
fewest = 2
most = 3
clause = "3"
words = "no fewer than two and no more than three representatives"

[size.kitchen]
fewest = 1
most = 2
clause = "4"
words = "one or two"

[membership.required_sectors]
value = ["grow", "sell"]
clause = "3"
words = "growers and sellers as a minimum"

[membership.named_in_groups]
value = { council = 1, kitchen = 1 }
clause = "5"
words = "each names one to the Council and one to the Kitchen Group"

[other.kitchen-pastoral-role]
clause = "4"
words = "someone with a pastoral role"

[other.secretariat]
clause = "12"
words = "There is a secretariat"
"""

DAY = date(2026, 6, 16)


@pytest.fixture(scope="session")
def terms() -> Terms:
    """The terms of the partnership nobody has heard of."""
    return parse_terms(TERMS)


@pytest.fixture
def day() -> date:
    """An ordinary day in the life of the partnership."""
    return DAY


@pytest.fixture
def complete() -> Register:
    """A register that lacks nothing: two members, named in both groups, with deputies, a chair and the offices."""
    organisations = (
        Organisation("farm", "High Farm", sector="grow"),
        Organisation("shop", "Low Shop", sector="sell"),
    )
    people = tuple(
        Person(name.lower(), name, email=f"{name.lower()}@harvest.example", pastoral=name == "Dara")
        for name in ("Ada", "Bran", "Cleo", "Dara", "Eli")
    )
    appointments = (
        Appointment("ada", "farm", "council"),
        Appointment("cleo", "farm", "council", Capacity.SUBSTITUTE),
        Appointment("cleo", "farm", "kitchen"),
        Appointment("bran", "shop", "council"),
        Appointment("dara", "shop", "council", Capacity.SUBSTITUTE),
        Appointment("dara", "shop", "kitchen"),
    )
    roles = (
        Role("chair", "ada", "farm", "council", date(2025, 1, 1)),
        Role("secretariat", "eli", "shop"),
        Role("accountable body", organisation="shop"),
    )
    return Register(organisations, people, appointments, roles)


@pytest.fixture
def words_of(terms: Terms) -> Callable[..., list[str]]:
    """The gaps of a register as lines: "must 3: There is no member from growers …"."""
    from bot.rules.gaps import gaps

    def lines(register: Register, on: date = DAY, by: Terms = terms) -> list[str]:
        return [f"{gap.kind.value} {gap.clause.number}: {gap.words}" for gap in gaps(register, by, on)]

    return lines

"""What a register lacks, measured by the terms: every gap with its clause and what to do about it."""

from datetime import date

from bot.rules.gaps.finding import Facts, Gap, GapKind
from bot.rules.gaps.membership import MEMBERSHIP_CHECKS, no_room_for_another
from bot.rules.gaps.naming import NAMING_CHECKS
from bot.rules.gaps.offices import OFFICE_CHECKS
from bot.rules.register import Register
from bot.rules.terms import Terms

__all__ = ["Gap", "GapKind", "gaps", "no_room_for_another"]

CHECKS = (*MEMBERSHIP_CHECKS, *NAMING_CHECKS, *OFFICE_CHECKS)


def gaps(register: Register, terms: Terms, on: date) -> tuple[Gap, ...]:
    """Every gap of a register on a day, what the terms insist on first."""
    facts = Facts(register.settled(terms), terms, on)
    found = [gap for check in CHECKS for gap in check(facts)]
    order = list(GapKind)
    return tuple(sorted(found, key=lambda gap: order.index(gap.kind)))

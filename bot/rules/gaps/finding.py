"""What a gap is, and what every check of a register looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.register import MEMBER, Appointment, Capacity, Organisation, Register, main_group
from bot.rules.terms import Clause, Rule, T, Terms
from bot.rules.values import Firmness
from bot.rules.wording import listed

NOT_IN_THE_TERMS = Clause("")


class GapKind(StrEnum):
    """How much a gap matters: what the terms insist on, what they ask for, and what is worth knowing."""

    MUST = "must"
    SHOULD = "should"
    NOTE = "note"


@dataclass(frozen=True)
class Gap:
    """One thing that a register lacks, in words that say what to do about it."""

    kind: GapKind
    clause: Clause  # an empty number where no clause is behind it
    words: str
    about: tuple[str, ...] = ()  # the slugs of the organisations and people concerned


@dataclass(frozen=True)
class Facts:
    """A settled register, the terms it is measured by, and the day."""

    register: Register
    terms: Terms
    on: date

    @property
    def main(self) -> str:
        """The body that decides, or "" when the terms name no groups."""
        return main_group(self.terms)

    @property
    def main_words(self) -> str:
        """The body that decides, for a sentence."""
        return self.group_words(self.main) if self.main else "the partnership"

    def group_words(self, group: str) -> str:
        """A group for the middle of a sentence."""
        words = self.terms.groups.get(group, group)
        return words if words.casefold().startswith("the ") else f"the {words}"

    @property
    def members(self) -> tuple[Organisation, ...]:
        """The organisations that are full members on the day."""
        return tuple(each for each in self.register.organisations_on(self.on) if each.standing == MEMBER)

    def representatives(self, group: str) -> tuple[Appointment, ...]:
        """The appointments of representatives to a group on the day, of every organisation but mere observers."""
        belonging = {each.slug for each in self.register.organisations_on(self.on) if not watches(each)}
        return tuple(
            each
            for each in self.register.appointments_on(self.on, group or None)
            if each.capacity is Capacity.REPRESENTATIVE and each.organisation in belonging
        )


def watches(organisation: Organisation) -> bool:
    """Whether an organisation only watches, and so takes none of a body's places."""
    return organisation.standing in ("observer", "in attendance")


def kind_of(rule: Rule[T]) -> GapKind:
    """How much a gap under this rule matters: as much as the rule's own word."""
    return GapKind.MUST if rule.firmness is Firmness.MUST else GapKind.SHOULD


def names(organisations: Iterable[Organisation]) -> str:
    """Organisations in a sentence."""
    return listed([each.name for each in organisations])


def slugs(organisations: Iterable[Organisation]) -> tuple[str, ...]:
    """The slugs of organisations."""
    return tuple(each.slug for each in organisations)


def other(terms: Terms, *words: str) -> Rule[str] | None:
    """A rule of the terms' other sections whose key holds all of these words, when it is stated."""
    for name, rule in terms.others.items():
        plain = name.replace("_", " ").replace("-", " ").casefold()
        if rule.is_stated and all(word in plain for word in words):
            return rule
    return None

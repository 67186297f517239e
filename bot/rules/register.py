"""The register of a partnership: organisations, who speaks for each, and who holds which role, on any day."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from bot.rules.terms import Terms


class Capacity(StrEnum):
    """How a person speaks for an organisation in a group."""

    REPRESENTATIVE = "representative"
    SUBSTITUTE = "substitute"  # the named deputy, where the terms say so (K34)


MEMBER = "member"
STANDINGS = (MEMBER, "temporary", "co-opted", "observer", "in attendance")
CHAIR, VICE_CHAIR, ACTING_CHAIR = "chair", "vice-chair", "acting chair"
SECRETARIAT, ACCOUNTABLE_BODY = "secretariat", "accountable body"
ROLES = (
    CHAIR,
    VICE_CHAIR,
    ACTING_CHAIR,
    SECRETARIAT,
    ACCOUNTABLE_BODY,
    "observer",
    "co-opted",
    "lead contractor",
    "host",
    "delivery partner",
)

WORKSPACE_ID = re.compile("[TE][A-Z0-9]{2,30}")  # a Slack workspace, or an organisation of several


@dataclass(frozen=True)
class Organisation:
    """An organisation in the partnership. Both dates are included; no date is no bound."""

    slug: str
    name: str
    type: str = ""  # in the partnership's own words: "further education college", "charity" …
    sector: str | None = (
        None  # a class slug of the terms: "fe"; None when the terms name no sectors or nobody said
    )
    area: str = ""
    voting: bool = True
    standing: str = MEMBER  # one of STANDINGS, or the partnership's own word
    aliases: tuple[str, ...] = ()
    joined_on: date | None = None
    left_on: date | None = None

    def is_in(self, on: date) -> bool:
        """Whether it belongs to the partnership on that day, whatever its standing."""
        return covers(self.joined_on, self.left_on, on)


@dataclass(frozen=True)
class Person:
    """One person. Slack finds them by e-mail, or by the user id a secretary entered by hand."""

    slug: str
    name: str
    email: str | None = None
    slack_user: str | None = None
    title: str = ""  # "Designated Member of Staff" …
    pastoral: bool = (
        False  # supports care-experienced people, or whatever the terms ask of a pastoral role (K15)
    )
    slack_team: str | None = None  # the workspace their account is of; None: the partnership's own


@dataclass(frozen=True)
class Appointment:
    """A person named by an organisation to speak for it in a group; an empty group is the main body."""

    person: str
    organisation: str
    group: str = ""
    capacity: Capacity = Capacity.REPRESENTATIVE
    from_on: date | None = None
    to_on: date | None = None

    def is_on(self, on: date) -> bool:
        """Whether it runs on that day, both ends included."""
        return covers(self.from_on, self.to_on, on)


@dataclass(frozen=True)
class Role:
    """An office held by a person, by an organisation, or by a person on behalf of an organisation."""

    role: str  # one of ROLES, or the partnership's own word
    person: str | None = None
    organisation: str | None = None
    group: str = ""
    from_on: date | None = None
    to_on: date | None = None
    review_on: date | None = None

    def is_on(self, on: date) -> bool:
        """Whether it is held on that day, both ends included."""
        return covers(self.from_on, self.to_on, on)


@dataclass(frozen=True)
class Register:
    """Who is who in one partnership.

    Every slug that an appointment or a role names stands in the register: the readers see to that.
    """

    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    roles: tuple[Role, ...] = ()

    def organisation(self, slug: str) -> Organisation:
        """The organisation of that slug."""
        return self._organisation_by_slug[slug]

    def person(self, slug: str) -> Person:
        """The person of that slug."""
        return self._person_by_slug[slug]

    def organisations_on(self, on: date) -> tuple[Organisation, ...]:
        """Every organisation that belongs on that day, co-opted ones and observers included."""
        return tuple(each for each in self.organisations if each.is_in(on))

    def voting_organisations(self, on: date) -> tuple[Organisation, ...]:
        """The organisations with a vote on that day, one each however many people they name (K11, V7)."""
        return tuple(each for each in self.organisations_on(on) if each.voting)

    def appointments_on(self, on: date, group: str | None = None) -> tuple[Appointment, ...]:
        """The appointments of that day, of organisations that belong on it; of one group when given."""
        return tuple(each for each in self.appointments if self._runs(each, on, group))

    def people_of(self, organisations: Collection[str], on: date) -> frozenset[str]:
        """The people who speak for any of these organisations on that day, in whichever group."""
        return frozenset(
            each.person for each in self.appointments_on(on) if each.organisation in organisations
        )

    def representatives_of(self, organisation: str, on: date, group: str | None = None) -> tuple[Person, ...]:
        """The people who represent an organisation on that day, in one group when it is given."""
        return self._named(organisation, Capacity.REPRESENTATIVE, on, group)

    def substitutes_of(self, organisation: str, on: date, group: str | None = None) -> tuple[Person, ...]:
        """The named substitutes of an organisation on that day, in one group when it is given (K34, V12)."""
        return self._named(organisation, Capacity.SUBSTITUTE, on, group)

    def organisation_of(self, person: str, on: date, group: str | None = None) -> tuple[Organisation, ...]:
        """The organisations a person speaks for on that day: one, several or none."""
        theirs = (
            each for each in self._appointments_by_person.get(person, ()) if self._runs(each, on, group)
        )
        return tuple(self.organisation(slug) for slug in _once(each.organisation for each in theirs))

    def holders_of(self, role: str, on: date, group: str | None = None) -> tuple[Role, ...]:
        """The records of a role held that day, since a person, an organisation or both may hold it."""
        held = (each for each in self.roles if same(each.role, role) and each.is_on(on))
        return tuple(each for each in held if group is None or same(each.group, group))

    def settled(self, terms: Terms) -> "Register":
        """The same register as the terms put it: sectors by slug, and the main body where no group is named."""

        def group(text: str) -> str:
            known = (slug for slug in group_slugs(terms) if names_group(text, slug, terms))
            return next(known, text) if text else main_group(terms)

        def sector(text: str | None) -> str | None:
            known = terms.sectors.items()
            return next(
                (slug for slug, words in known if text and (same(slug, text) or same(words, text))), text
            )

        return replace(
            self,
            organisations=tuple(replace(each, sector=sector(each.sector)) for each in self.organisations),
            appointments=tuple(replace(each, group=group(each.group)) for each in self.appointments),
            roles=tuple(replace(each, group=group(each.group)) for each in self.roles),
        )

    def _named(
        self, organisation: str, capacity: Capacity, on: date, group: str | None
    ) -> tuple[Person, ...]:
        theirs = (
            each
            for each in self._appointments_by_organisation.get(organisation, ())
            if each.capacity is capacity
        )
        people = _once(each.person for each in theirs if self._runs(each, on, group))
        return tuple(self.person(slug) for slug in people)

    def _runs(self, appointment: Appointment, on: date, group: str | None) -> bool:
        return (
            appointment.is_on(on)
            and self.organisation(appointment.organisation).is_in(on)
            and (group is None or same(appointment.group, group))
        )

    @cached_property
    def _organisation_by_slug(self) -> Mapping[str, Organisation]:
        return {each.slug: each for each in self.organisations}

    @cached_property
    def _person_by_slug(self) -> Mapping[str, Person]:
        return {each.slug: each for each in self.people}

    @cached_property
    def _appointments_by_organisation(self) -> Mapping[str, list[Appointment]]:
        found: dict[str, list[Appointment]] = {}
        for each in self.appointments:
            found.setdefault(each.organisation, []).append(each)
        return found

    @cached_property
    def _appointments_by_person(self) -> Mapping[str, list[Appointment]]:
        found: dict[str, list[Appointment]] = {}
        for each in self.appointments:
            found.setdefault(each.person, []).append(each)
        return found


class Held(Protocol):
    """A role that somebody holds, wherever it is read from."""

    @property
    def role(self) -> str:
        """Which role it is."""
        ...

    @property
    def person(self) -> str | None:
        """Who holds it, where a person does."""
        ...

    @property
    def organisation(self) -> str | None:
        """Which organisation holds it, or for which the person does."""
        ...


def own_roles(roles: Iterable[Held], organisation: str) -> frozenset[str]:
    """The roles, of these, that an organisation holds itself rather than one of its people."""
    return frozenset(each.role for each in roles if each.organisation == organisation and not each.person)


def main_group(terms: Terms) -> str:
    """The slug of the body that decides: the first group that the terms name, or "" when they name none."""
    return next(iter(group_slugs(terms)), "")


def group_slugs(terms: Terms) -> tuple[str, ...]:
    """The groups of the terms: those in which each organisation names somebody first."""
    named = terms.named_in_groups.value or {} if terms.named_in_groups else {}
    return _once((*named, *terms.groups))


def names_group(text: str, slug: str, terms: Terms) -> bool:
    """Whether a text means a group: its slug, its words, or its slug with "group" after it."""
    plain = slug.replace("-", " ")
    return any(same(text, known) for known in (slug, plain, f"{plain} group", terms.groups.get(slug, slug)))


def covers(from_on: date | None, to_on: date | None, on: date) -> bool:
    """Whether a day lies within two dates, both included; a missing date is no bound."""
    return (from_on is None or from_on <= on) and (to_on is None or on <= to_on)


def same(one: str, other: str) -> bool:
    """Whether two names are the same but for capitals, spacing and a leading "the"."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    words = text.casefold().split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))

"""From entries to records: every value read, every name an appointment or a role uses found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.register_files.cells import Row, meant, slug_of
from bot.register_files.mistakes import Mistake, RegisterFileError
from bot.rules.register import (
    MEMBER,
    ROLES,
    STANDINGS,
    Appointment,
    Capacity,
    Organisation,
    Person,
    Register,
    Role,
)

ROLE_ALIASES: Mapping[str, str] = {
    **dict.fromkeys(("chairperson", "chairman", "chairwoman", "the chair", "convenor"), "chair"),
    **dict.fromkeys(("vice chair", "deputy chair", "vice-chairperson", "vice chairperson"), "vice-chair"),
    **dict.fromkeys(("secretary", "secretariat officer", "clerk"), "secretariat"),
    **dict.fromkeys(("ab", "accountable organisation"), "accountable body"),
    **dict.fromkeys(("co-optee", "coopted", "co-opted member"), "co-opted"),
}
STANDING_ALIASES: Mapping[str, str] = {
    **dict.fromkeys(("full", "full member", "members", "partner"), MEMBER),
    **dict.fromkeys(("temporary member", "temp"), "temporary"),
    **dict.fromkeys(("coopted", "co-opted member", "co-optee"), "co-opted"),
    **dict.fromkeys(("observers", "observing"), "observer"),
    **dict.fromkeys(("attending", "attendee", "non-member"), "in attendance"),
}


MOST_SUGGESTIONS, MOST_NAMES_COMPARED = 10, 2_000  # comparing every name with every other takes minutes


@dataclass
class Entries:
    """What a file says, entry by entry, before its names are matched."""

    organisations: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    appointments: list[Row] = field(default_factory=list)
    roles: list[Row] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


@dataclass
class _Names:
    """The slugs that names lead to; a name that leads to two leads nowhere."""

    kind: str
    slugs: dict[str, str | None] = field(default_factory=dict)

    def add(self, slug: str, *names: str) -> None:
        self.slugs[slug] = slug
        for name in names:
            key = name.casefold()
            self.slugs[key] = slug if self.slugs.get(key, slug) == slug else None

    def find(self, row: Row, column: str) -> str | None:
        text = row.text(column)
        if not text:
            return None
        found = self.slugs.get(text.casefold())
        if found is None:
            twice = text.casefold() in self.slugs
            reason = (
                "is a name of two of them: make the two names differ"
                if twice
                else f"is not a known {self.kind}"
            )
            few = len(row.mistakes) <= MOST_SUGGESTIONS and len(self.slugs) <= MOST_NAMES_COMPARED
            row.wrong(column, f'"{text}" {reason}{meant(text, self.slugs) if few and not twice else ""}.')
        return found


def build(entries: Entries) -> Register:
    """The register of these entries. RegisterFileError lists every mistake in them."""
    organisations, by_organisation = _organisations(entries)
    people, by_person = _people(entries)
    appointments = _appointments(entries, by_person, by_organisation)
    roles = _roles(entries, by_person, by_organisation)
    if entries.mistakes:
        raise RegisterFileError(tuple(sorted(dict.fromkeys(entries.mistakes), key=lambda each: each.row)))
    return Register(organisations, people, appointments, roles)


def _organisations(entries: Entries) -> tuple[tuple[Organisation, ...], _Names]:
    found: dict[str, Organisation] = {}
    names = _Names("organisation")
    for row in entries.organisations:
        name = row.text("organisation")
        if not name:
            row.wrong("organisation", "an organisation without a name.")
            continue
        slug = _slug(row, name)
        standing = row.word("standing", STANDINGS, STANDING_ALIASES) or MEMBER
        voting = row.yes_or_no("voting")
        if voting is None and standing not in STANDINGS and not row.has("voting"):
            row.wrong(
                "standing",
                f'does an organisation that is "{standing}" vote? Say so under voting.',
                "yes or no",
            )
        if slug in found:
            row.wrong("organisation", _twice(name, found[slug].name))
        found[slug] = Organisation(
            slug=slug,
            name=name,
            type=row.text("type"),
            sector=row.text("sector") or None,
            area=row.text("area"),
            voting=standing == MEMBER if voting is None else voting,
            standing=standing,
            aliases=row.texts("aliases"),
            joined_on=row.day("joined_on"),
            left_on=row.day("left_on"),
        )
        _in_order(row, "joined_on", "left_on")
        names.add(slug, name, *found[slug].aliases)
    return tuple(found.values()), names


def _people(entries: Entries) -> tuple[tuple[Person, ...], _Names]:
    found: dict[str, Person] = {}
    names = _Names("person")
    emails: dict[str, str] = {}
    slack_users: dict[str, str] = {}
    for row in entries.people:
        name = row.text("person")
        if not name:
            row.wrong("person", "a person without a name.")
            continue
        slug = _slug(row, name)
        if slug in found:
            row.wrong("person", _twice(name, found[slug].name))
        person = Person(
            slug=slug,
            name=name,
            email=row.email("email"),
            slack_user=row.slack_user("slack_user"),
            title=row.text("title"),
            pastoral=row.yes_or_no("pastoral") or False,
            slack_team=row.slack_team("slack_team"),
        )
        if row.has("slack_team") and not row.has("slack_user"):
            row.wrong("slack_team", f"whose account there is {name}'s? Give their Slack member ID as well.")
        account = " of ".join(each for each in (person.slack_user, person.slack_team) if each)
        _one_owner(row, "email", person.email, name, emails)
        _one_owner(row, "slack_user", account or None, name, slack_users)
        found[slug] = person
        names.add(slug, name)
    return tuple(found.values()), names


def _one_owner(row: Row, column: str, value: str | None, name: str, owners: dict[str, str]) -> None:
    """Nobody shares an address or a Slack account: the bot tells people apart by them."""
    if value is None:
        return
    owner = owners.setdefault(value, name)
    if owner != name:
        row.wrong(column, f'"{value}" already belongs to {owner}; {name} needs their own, or leave it empty.')


def _appointments(entries: Entries, people: _Names, organisations: _Names) -> tuple[Appointment, ...]:
    found: dict[Appointment, Row] = {}
    for row in entries.appointments:
        for column in ("person", "organisation"):
            if not row.has(column):
                row.wrong(
                    column, f"an appointment without a {column if column == 'person' else 'n organisation'}."
                )
        person, organisation = people.find(row, "person"), organisations.find(row, "organisation")
        capacity = row.capacity("capacity") or Capacity.REPRESENTATIVE
        _in_order(row, "from_on", "to_on")
        if person is None or organisation is None:
            continue
        appointment = Appointment(
            person, organisation, row.text("group"), capacity, row.day("from_on"), row.day("to_on")
        )
        if appointment in found:
            row.wrong(
                "person", f"{row.text('person')} is named here as in {found[appointment].place} already."
            )
        found.setdefault(appointment, row)
    return tuple(found)


def _roles(entries: Entries, people: _Names, organisations: _Names) -> tuple[Role, ...]:
    found: dict[Role, Row] = {}
    for row in entries.roles:
        role = row.word("role", ROLES, ROLE_ALIASES)
        if not role:
            row.wrong("role", "a role without a name.", ", ".join(ROLES))
        if not row.has("person") and not row.has("organisation"):
            row.wrong("role", f'nobody holds the role "{role}": name a person, an organisation or both.')
        person, organisation = people.find(row, "person"), organisations.find(row, "organisation")
        _in_order(row, "from_on", "to_on")
        record = Role(
            role,
            person,
            organisation,
            row.text("group"),
            row.day("from_on"),
            row.day("to_on"),
            row.day("review_on"),
        )
        if record in found:
            row.wrong("role", f"this role stands in {found[record].place} already.")
        found.setdefault(record, row)
    return tuple(found)


def _twice(name: str, earlier: str) -> str:
    if name == earlier:
        return f'"{name}" is in the file twice.'
    return f'"{name}" and "{earlier}" look like one and the same: write them alike, or tell them apart.'


def _slug(row: Row, name: str) -> str:
    slug = row.text("slug")
    if slug and slug != slug_of(slug):
        row.wrong(
            "slug",
            f'"{slug}" will not do as a slug.',
            f'lower-case letters, digits and hyphens: "{slug_of(slug)}"',
        )
    return slug or slug_of(name)


def _in_order(row: Row, first: str, last: str) -> None:
    """A period that ends before it begins is a mistake, told once however often the days are read."""
    before = len(row.mistakes)
    start, end = row.day(first), row.day(last)
    if len(row.mistakes) == before and start and end and end < start:
        row.wrong(last, f"this ends on {end.isoformat()}, before it begins on {start.isoformat()}.")

"""A partnership's first day: a workspace, a channel, terms and a register bound together, and what was adopted, by whom."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.clock import Clock
from bot.rules.gaps import Gap, gaps
from bot.rules.reading import parse_terms
from bot.rules.register import Person, Register
from bot.rules.terms import Adoption, Rule, Terms
from bot.store import outbox, record
from bot.store.elections.terms_of_office import reminders_of
from bot.store.kinds.kinds import waiting
from bot.store.meetings.relaying import lay_anew
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.session import Connection, Store, is_lost_race
from bot.store.tenders.digests import lay_digests_anew
from bot.store.writing import show_ballots_anew
from bot.workflows.decisions import Event, Setting
from bot.workflows.partnership import members
from bot.workflows.partnership.members import PersonMatched, WelcomeNotice
from bot.workflows.partnership.recording import Recording, doubtful, may_not_be_recorded
from bot.workflows.partnership.recording import recorded as amendment_recorded


class CannotFound(Exception):
    """What was asked cannot be bound together; the text says why, and what to do."""


@dataclass(frozen=True, kw_only=True)
class PartnershipAdded(Event):
    """A partnership was bound to a channel under its terms."""

    channel: str
    terms_version: int
    adopted: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TermsRecorded(Event):
    """A later version of the terms was recorded, with what was adopted before and is still not stated."""

    terms_version: int
    in_force_from: date
    carried: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterImported(Event):
    """The register was replaced by an import."""

    organisations: int
    people: int


@dataclass(frozen=True)
class Founded:
    """A partnership as it stands after it was added or changed."""

    terms: Terms
    open_suggestions: tuple[Rule[object], ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class LaterTerms:
    """A later version of the terms as it was recorded, beside the one it follows."""

    founded: Founded  # as the partnership stands on its first day
    before: Terms
    carried: Mapping[str, Adoption]
    stated: tuple[str, ...]  # adopted before, and now the document's own business


@dataclass(frozen=True)
class Kept:
    """What is kept of one partnership, at a glance."""

    slug: str
    name: str
    channel: str
    terms: Terms  # in force today
    later: Terms | None  # the last recorded, where it is in force from a later day
    people: int
    unmatched: int


def add_partnership(
    store: Store,
    clock: Clock,
    *,
    workspace: str,
    channel: str,
    document: str,
    register: Register | None = None,
    adoptions: Mapping[str, Adoption] | None = None,
    slug: str | None = None,
) -> Founded:
    """Bind a channel of a workspace to terms and a register. Refuses a channel or a name already taken, and an adoption of what the
    terms do not suggest."""
    terms = parse_terms(document)
    name = slug or terms.slug
    adopted = dict(adoptions or {})
    offered = {rule.key for rule in terms.suggestions()}
    stray = sorted(set(adopted) - offered)
    if stray:
        raise CannotFound(
            f"These terms suggest no value for {', '.join(stray)}, so there is nothing to adopt."
        )
    try:
        with store.transaction() as connection:
            return _added(connection, clock, workspace, name, terms, channel, document, adopted, register)
    except Exception as exc:
        if is_lost_race(exc):
            raise CannotFound("Somebody has just added that partnership, or taken that channel.") from exc
        raise


def import_register(store: Store, clock: Clock, *, workspace: str, slug: str, register: Register) -> Founded:
    """Replace the register of a partnership by an import."""
    with store.transaction() as connection:
        setting = _setting(connection, workspace, slug, clock)
        _import(connection, setting, register, clock)
        return _founded(connection, setting, clock)


def adopt(
    store: Store, clock: Clock, *, workspace: str, slug: str, adoptions: Mapping[str, Adoption]
) -> Founded:
    """Record more adoptions beside the terms in force, and later ones recorded already; earlier adoptions stay."""
    now = clock.now()
    with store.transaction() as connection:
        setting = _setting(connection, workspace, slug, clock)
        stray = sorted(set(adoptions) - {rule.key for rule in setting.terms.suggestions()})
        if stray:
            raise CannotFound(
                f"{', '.join(stray)}: the terms suggest no value for this, or it is adopted already."
            )
        record.record(connection, setting, (members.adopted(setting, None, adoptions),), (), now)
        return _founded(connection, _setting(connection, workspace, slug, clock), clock)


def record_terms(
    store: Store,
    clock: Clock,
    *,
    workspace: str,
    slug: str,
    document: str,
    motions: tuple[str, ...] = (),
    anyway: bool = True,
) -> LaterTerms:
    """Record a later version of a partnership's terms. Refuses one that is not in force from a later day than the last, and one
    of another time zone. What was adopted is carried over where the document still does not state it; what was put and opened
    before keeps the terms it was put under (G1). `motions` are the references of those that adopted it: while an adopted amendment
    waits for its text, that is cited, and the version begins on the day from which it is in force (K45). Unless it is
    to be recorded `anyway`, one that looks like a mistake is refused: no rule changed, or a name or a day that is kept already."""
    try:
        with store.transaction() as connection:
            return recorded(connection, clock, workspace, slug, document, motions, anyway=anyway)
    except Exception as exc:
        if is_lost_race(exc):
            raise CannotFound("Somebody has just recorded terms for that partnership: look again.") from exc
        raise


def kept(store: Store, clock: Clock, *, workspace: str) -> tuple[Kept, ...]:
    """The partnerships kept for a workspace, by their short names."""
    with store.reading() as connection:
        return tuple(
            _kept(connection, _setting(connection, workspace, slug, clock))
            for slug in sorted(partnership_rows.kept_in(connection, workspace))
        )


def terms_in_force(store: Store, clock: Clock, *, workspace: str, slug: str) -> Terms:
    """The terms a partnership goes by today."""
    with store.reading() as connection:
        return _setting(connection, workspace, slug, clock).terms


def match_by_email(
    store: Store, clock: Clock, *, workspace: str, slug: str, accounts: Mapping[str, str]
) -> int:
    """Match people to Slack accounts by e-mail (lower case), where they are not matched yet. Returns how many were."""
    now = clock.now()
    with store.transaction() as connection:
        setting = _setting(connection, workspace, slug, clock)
        register = register_rows.load(connection, workspace, slug)
        taken = {each.slack_user for each in register.people if each.slack_team is None}
        addresses = Counter((each.email or "").casefold() for each in register.people)
        matched = []
        for person, email in register_rows.unmatched(connection, workspace, slug):
            address = (email or "").casefold()
            account = accounts.get(address)
            # One account is one person's: where an address is shared, or its account taken, somebody has to say who it is.
            if account and account not in taken and addresses[address] == 1:
                taken.add(account)
                matched.append(
                    PersonMatched(subject=person, person=None, account_team=workspace, account_user=account)
                )
        record.record(connection, setting, matched, (), now)
        return len(matched)


def _added(
    connection: Connection,
    clock: Clock,
    workspace: str,
    name: str,
    terms: Terms,
    channel: str,
    document: str,
    adopted: Mapping[str, Adoption],
    register: Register | None,
) -> Founded:
    now = clock.now()
    _refuse_taken(connection, workspace, name, channel)
    partnership_rows.add_partnership(
        connection, workspace=workspace, slug=name, terms=terms, channel=channel, now=now
    )
    version = partnership_rows.add_terms(
        connection, workspace=workspace, partnership=name, document=document, adoptions=adopted, now=now
    )
    setting = _setting(connection, workspace, name, clock)
    added = PartnershipAdded(
        subject=name, person=None, channel=channel, terms_version=version, adopted=tuple(sorted(adopted))
    )
    record.append(connection, setting, added, now)
    welcome = WelcomeNotice(
        key="welcome",
        recipient=channel,
        subject=name,
        due_at=now,
        partnership_name=setting.name,
        source=terms.source,
    )
    outbox.put(connection, workspace, name, welcome, now)
    lay_digests_anew(connection, setting, now)
    if register is not None:
        _import(connection, setting, register, clock)
    return _founded(connection, setting, clock)


def recorded(
    connection: Connection,
    clock: Clock,
    workspace: str,
    slug: str,
    document: str,
    motions: tuple[str, ...] = (),
    person: str | None = None,
    *,
    anyway: bool = True,
) -> LaterTerms:
    """The same within a transaction that is open already; `person` is whoever handed it in, none on the command line."""
    now = clock.now()
    setting = _setting(connection, workspace, slug, clock)
    before, held = partnership_rows.last_document(connection, workspace, slug)
    terms = parse_terms(document)
    asked = Recording(
        terms,
        before,
        setting.name,
        setting.time_zone,
        waiting(connection, setting),
        motions,
        held,
        partnership_rows.kept_documents(connection, workspace, slug),
    )
    refusal = may_not_be_recorded(asked) or ("" if anyway else doubtful(asked))
    if refusal:
        raise CannotFound(refusal)
    silent = {rule.key for rule in terms.suggestions()}
    carried = {key: adoption for key, adoption in held.items() if key in silent}
    version = partnership_rows.add_terms(
        connection, workspace=workspace, partnership=slug, document=document, adoptions=carried, now=now
    )
    happened = TermsRecorded(
        subject=slug,
        person=person,
        terms_version=version,
        in_force_from=terms.in_force_from,
        carried=tuple(sorted(carried)),
    )
    record.append(connection, setting, happened, now)
    adopted = amendment_recorded(asked.adopted, version, terms.in_force_from, person)
    record.record(connection, setting, adopted, (), now)
    lay_anew(connection, workspace, slug, now)
    with_carried = terms.with_adoptions(carried)
    register = register_rows.load(connection, workspace, slug)
    on = max(terms.in_force_from, partnership_rows.today_in(setting.time_zone, now))
    founded = Founded(with_carried, with_carried.suggestions(), gaps(register, with_carried, on))
    return LaterTerms(founded, before, carried, tuple(sorted(held.keys() - carried.keys())))


def _kept(connection: Connection, setting: Setting) -> Kept:
    last, _ = partnership_rows.last_document(connection, setting.workspace, setting.partnership)
    people = register_rows.load(connection, setting.workspace, setting.partnership).people
    return Kept(
        slug=setting.partnership,
        name=setting.name,
        channel=setting.channel,
        terms=setting.terms,
        later=last if last.in_force_from > setting.terms.in_force_from else None,
        people=len(people),
        unmatched=sum(not each.slack_user for each in people),
    )


def _import(connection: Connection, setting: Setting, register: Register, clock: Clock) -> None:
    now = clock.now()
    settled = register.settled(setting.terms)
    _refuse_shared_accounts(settled, setting.workspace)
    register_rows.replace_register(connection, setting, settled, now)
    show_ballots_anew(connection, setting)
    imported = RegisterImported(
        subject=setting.partnership,
        person=None,
        organisations=len(settled.organisations),
        people=len(settled.people),
    )
    record.append(connection, setting, imported, now)
    record.record(connection, setting, (), reminders_of(connection, setting, now), now)


def _refuse_shared_accounts(register: Register, workspace: str) -> None:
    """An account of the partnership's own workspace is the same with the workspace's id written beside it and without."""
    owners: dict[tuple[str, str], Person] = {}
    for person in register.people:
        if person.slack_user:
            owner = owners.setdefault((person.slack_team or workspace, person.slack_user), person)
            if owner.slug != person.slug:
                raise CannotFound(
                    f"{owner.name} and {person.name} are given one Slack account, {person.slack_user}: one account is one person."
                )


def _founded(connection: Connection, setting: Setting, clock: Clock) -> Founded:
    register = register_rows.load(connection, setting.workspace, setting.partnership)
    on = partnership_rows.today_in(setting.time_zone, clock.now())
    return Founded(setting.terms, setting.terms.suggestions(), gaps(register, setting.terms, on))


def _setting(connection: Connection, workspace: str, slug: str, clock: Clock) -> Setting:
    setting = partnership_rows.setting(connection, workspace, slug, clock.now())
    if setting is None:
        raise CannotFound(f"No partnership called {slug} is kept for workspace {workspace}.")
    return setting


def _refuse_taken(connection: Connection, workspace: str, slug: str, channel: str) -> None:
    taken = partnership_rows.kept_in(connection, workspace)
    for kept, its_channel in taken.items():
        if kept == slug:
            raise CannotFound(
                f"A partnership called {slug} is already kept for this workspace; give another name with --slug."
            )
        if its_channel == channel:
            raise CannotFound(f"That channel already belongs to {kept}.")

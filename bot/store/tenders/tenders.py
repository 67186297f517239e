"""Tenders: their rows, what is known when one is decided on, and what has happened to them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from bot.store.agenda.agenda_facts import deciders
from bot.store.agenda.standing_items import mine
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.partnership.places import setting_for
from bot.store.rows import AnyRow
from bot.store.tables import business, events, people
from bot.store.tenders.offers import looked_for
from bot.store.tenders.tender_tables import (
    notices_over,
    tender_likenesses,
    tender_releases,
    tender_told,
    tenders,
)
from bot.store.tenders.tender_voices import is_kept_away
from bot.store.upsert import inserting
from bot.store.writing import key_of
from bot.workflows.agenda.item_words import Told
from bot.workflows.decisions import Refused, Setting
from bot.workflows.tenders.correcting_tenders import TenderCorrected
from bot.workflows.tenders.importing import ImportFacts, ImportNotices, NoticesOver, TenderRepublished
from bot.workflows.tenders.tender_deadline import ChangeDeadline, DeadlineChanged
from bot.workflows.tenders.tender_questions import Republished
from bot.workflows.tenders.tenders import (
    NOT_PURSUED,
    SUGGESTED,
    UNDECIDED,
    RecordFacts,
    RecordTender,
    SetAside,
    Tender,
    TenderFacts,
    TenderRecorded,
    TenderSetAside,
    business_title,
)

LOOKED_AT, MOST_SHOWN = 50, 5  # releases of one tender
NO_PARTNERSHIP = Refused("I do not know that partnership.", next="It may belong to another workspace.")


def for_recording(connection: Connection, command: RecordTender, now: datetime) -> RecordFacts | Refused:
    """What is known when a tender is recorded."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    return RecordFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        next_number=next_number(connection, setting, on.year),
        year=on.year,
        told=deciders(connection, setting, on),
        already=by_id(connection, setting, command.tender),
    )


def for_deciding(
    connection: Connection, command: SetAside | ChangeDeadline, now: datetime
) -> TenderFacts | Refused:
    """What is known when something is decided about a tender, whose row is locked until it is."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    tender = by_id(connection, setting, command.tender, lock=True)
    who = standing(connection, setting, command.team, command.user, on)
    return TenderFacts(
        setting=setting,
        standing=who,
        tender=tender,
        suggester=account_of(connection, setting, tender.suggested_by) if tender is not None else None,
        told=told_of(connection, setting, [command.tender]).get(command.tender, ()),
        competes=is_kept_away(connection, setting, command.tender, who, on),
    )


def for_importing(connection: Connection, command: ImportNotices, now: datetime) -> ImportFacts:
    """What is known of the tenders of a package; two that take in at once wait for one another, for numbers are given in turn."""
    partnership_rows.one_at_a_time(connection, command.workspace, command.partnership)
    setting = setting_for(connection, command.workspace, command.partnership, now)
    wanted = [each.latest.ocid for each in command.notices]
    rows = connection.execute(
        select(tenders).where(*mine(setting, tenders), tenders.c.ocid.in_(wanted)).with_for_update()
    ).all()
    known = {row.ocid: as_tender(row) for row in rows}
    seen: dict[str, set[str]] = {}
    ids = {each.id: ocid for ocid, each in known.items()}
    for row in connection.execute(
        select(tender_releases.c.tender, tender_releases.c.release).where(
            *mine(setting, tender_releases), tender_releases.c.tender.in_(ids)
        )
    ):
        seen.setdefault(ids[row.tender], set()).add(row.release)
    on = partnership_rows.today_in(setting.time_zone, now)
    kept = _kept(connection, setting, [each.id for each in known.values() if each.stage == NOT_PURSUED])
    return ImportFacts(
        setting=setting,
        known=known,
        seen={ocid: frozenset(releases) for ocid, releases in seen.items()},
        next_number=next_number(connection, setting, on.year),
        year=on.year,
        told=told_of(connection, setting, [each.id for each in known.values() if each.told_at is not None]),
        looked_for=looked_for(connection, setting),
        kept=kept,
        secretariat=deciders(connection, setting, on) if kept else (),
        over=_over(connection, setting, [each for each in wanted if each not in known]),
    )


def _over(connection: Connection, setting: Setting, unknown: Sequence[str]) -> Mapping[str, datetime]:
    rows = connection.execute(
        select(notices_over.c.ocid, notices_over.c.published_at).where(
            *mine(setting, notices_over), notices_over.c.ocid.in_(unknown)
        )
    )
    return {row.ocid: row.published_at for row in rows}


def _kept(connection: Connection, setting: Setting, set_aside: Sequence[str]) -> Mapping[str, Tender]:
    """The tender that goes on for each that was set aside as the same."""
    if not set_aside:
        return {}
    twins = tender_likenesses
    rows = connection.execute(
        select(twins.c.tender.label("twin"), tenders)
        .join(
            tenders,
            (tenders.c.workspace == twins.c.workspace)
            & (tenders.c.partnership == twins.c.partnership)
            & (tenders.c.id == twins.c.other),
        )
        .where(*mine(setting, twins), twins.c.tender.in_(set_aside), twins.c.same.is_(True))
    )
    return {row.twin: as_tender(row) for row in rows}


def told_of(
    connection: Connection, setting: Setting, tenders: Iterable[str]
) -> Mapping[str, tuple[str, ...]]:
    """The Slack users who were told of each of these tenders, where they still have their account."""
    rows = connection.execute(
        select(tender_told.c.tender, people.c.slack_user)
        .distinct()
        .join(
            people,
            (people.c.workspace == tender_told.c.workspace)
            & (people.c.partnership == tender_told.c.partnership)
            & (people.c.id == tender_told.c.person),
        )
        .where(
            *mine(setting, tender_told),
            tender_told.c.tender.in_(tuple(tenders)),
            tender_told.c.notice.is_not(None),
            people.c.slack_user.is_not(None),
            people.c.deactivated.is_(False),
        )
        .order_by(people.c.slack_user)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row.tender] = (*found.get(row.tender, ()), row.slack_user)
    return found


def by_id(connection: Connection, setting: Setting, tender: str, *, lock: bool = False) -> Tender | None:
    """One tender of a partnership."""
    asked = select(tenders).where(*mine(setting, tenders), tenders.c.id == tender)
    row = connection.execute(asked.with_for_update() if lock else asked).first()
    return as_tender(row) if row is not None else None


def page_of(
    connection: Connection,
    setting: Setting,
    stages: Iterable[str],
    page: int,
    size: int,
    *,
    by: str = "",
    suits: bool | None = None,
    passed_last: datetime | None = None,
) -> tuple[tuple[Tender, ...], int]:
    """A page of the tenders at these stages, or suggested `by` somebody, or that do or do not suit
    what is looked for; the earliest deadline first, or of those still to come; and how many there are."""
    which = [*mine(setting, tenders), tenders.c.stage.in_(tuple(stages))]
    if by:
        which.append(tenders.c.suggested_by == by)
    if suits is not None:  # where nobody has said what is looked for, everything may be it
        which.append(tenders.c.suits.is_(False) if not suits else tenders.c.suits.is_not(False))
    count = connection.execute(select(func.count()).select_from(tenders).where(*which)).scalar_one()
    # Where one has none, it is neither before nor after: it comes after those still to come.
    passed = [] if passed_last is None else [func.coalesce(tenders.c.deadline <= passed_last, False)]
    rows = connection.execute(
        select(tenders)
        .where(*which)
        .order_by(*passed, tenders.c.deadline.is_(None), tenders.c.deadline, tenders.c.year, tenders.c.number)
        .limit(size)
        .offset(page * size)
    )
    return tuple(as_tender(row) for row in rows), int(count)


def waiting(connection: Connection, setting: Setting, at: datetime) -> int:
    """How many tenders wait to be looked at: undecided, not said to suit nobody, and their deadline not passed."""
    still_open = or_(tenders.c.deadline.is_(None), tenders.c.deadline >= at)
    which = (tenders.c.stage.in_(UNDECIDED), tenders.c.suits.is_not(False), still_open)
    counting = select(func.count()).select_from(tenders).where(*mine(setting, tenders), *which)
    return int(connection.execute(counting).scalar_one())


def next_number(connection: Connection, setting: Setting, year: int) -> int:
    """The number the next tender of the year takes. Two at once meet at a unique constraint, and the later asks again."""
    highest = connection.execute(
        select(func.max(tenders.c.number)).where(*mine(setting, tenders), tenders.c.year == year)
    ).scalar_one()
    return int(highest or 0) + 1


def as_tender(row: AnyRow) -> Tender:
    """A tender from its row."""
    values: dict[str, Any] = {name: getattr(row, name) for name in Tender.__dataclass_fields__}
    return Tender(**values | {"cpv": tuple(row.cpv), "areas": tuple(row.areas)})


def account_of(connection: Connection, setting: Setting, person: str | None) -> Told | None:
    """Somebody's account and name, where they have one."""
    row = connection.execute(
        select(people.c.slack_user, people.c.name).where(*mine(setting, people), people.c.id == person)
    ).first()
    return Told(row.slack_user, row.name) if row is not None and row.slack_user else None


def history_of(connection: Connection, setting: Setting, tender: Tender) -> tuple[Republished, ...]:
    """What has changed in a tender, by its publisher or, where people recorded it, by them; the latest first, so much as anybody
    looks at."""
    by = (TenderCorrected, DeadlineChanged) if tender.is_typed else (TenderRepublished,)
    of = (events.c.subject == tender.id, events.c.type.in_([each.__name__ for each in by]))
    rows = connection.execute(
        select(events.c.at, events.c.data)
        .where(*mine(setting, events), *of)
        .order_by(events.c.seq.desc())
        .limit(LOOKED_AT)
    )
    said = (Republished(row.at, _changes_in(row.data)) for row in rows)
    return tuple(each for each in said if each.changes)[:MOST_SHOWN]


def _changes_in(data: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    if "changes" not in data:
        return (("deadline", data["before"] or "", data["deadline"]),)
    return tuple((name, before, after) for name, before, after in data["changes"])


_COPIED = (
    "stage",
    "title",
    "description",
    "buyer",
    "hundredths",
    "currency",
    "deadline",
    "deadline_reading",
    "questions_by",
    "voluntary",
    "url",
    "published_stage",
    "published_at",
)


def _said(event: TenderRecorded | TenderRepublished) -> dict[str, Any]:
    lists = {"cpv": list(event.cpv), "areas": list(event.areas)}
    return {name: getattr(event, name) for name in _COPIED} | lists


def record_all(
    connection: Connection, setting: Setting, events: Sequence[TenderRecorded], now: datetime
) -> None:
    """Write the rows of tenders that were recorded, and of the releases they were found in."""
    connection.execute(insert(tenders), [_new(setting, each, now) for each in events])
    taken = [(event.subject, release) for event in events for release in event.releases]
    _taken_in(connection, setting, taken, now)


def _new(setting: Setting, event: TenderRecorded, now: datetime) -> dict[str, Any]:
    return {
        **key_of(setting),
        "id": event.subject,
        "number": event.number,
        "year": event.year,
        "source": event.source,
        "ocid": event.ocid,
        "intends": "",
        "suggested_by": event.person if event.stage == SUGGESTED else None,
        "organisation": event.organisation,
        "recorded_at": now,
        "reason": "",
        "suits": event.suits,
        **_said(event),
    }


def _recorded(connection: Connection, setting: Setting, event: TenderRecorded, now: datetime) -> None:
    record_all(connection, setting, (event,), now)


def _republished(connection: Connection, setting: Setting, event: TenderRepublished, now: datetime) -> None:
    change(connection, setting, event.subject, suits=event.suits, **_said(event))
    _taken_in(connection, setting, [(event.subject, each) for each in event.releases], now)


def _were_over(connection: Connection, setting: Setting, event: NoticesOver, now: datetime) -> None:
    put = inserting(connection, notices_over)
    later = put.on_conflict_do_update(
        index_elements=["workspace", "partnership", "ocid"], set_={"published_at": put.excluded.published_at}
    )
    rows = [{**key_of(setting), "ocid": ocid, "published_at": at} for ocid, at in event.ocids]
    connection.execute(later, rows)


def _set_aside(connection: Connection, setting: Setting, event: TenderSetAside, now: datetime) -> None:
    change(connection, setting, event.subject, stage=NOT_PURSUED, reason=event.reason)


def _deadline_changed(
    connection: Connection, setting: Setting, event: DeadlineChanged, now: datetime
) -> None:
    change(connection, setting, event.subject, deadline=event.deadline, deadline_reading="")


def _corrected(connection: Connection, setting: Setting, event: TenderCorrected, now: datetime) -> None:
    """Where motions and interests are about it, it is called by its title as well."""
    said = {name: getattr(event, name) for name in ("title", "buyer", "hundredths", "url")}
    change(connection, setting, event.subject, **said)
    tender = by_id(connection, setting, event.subject)
    assert tender is not None
    named = update(business).where(*mine(setting, business), business.c.id == event.subject)
    connection.execute(named.values(title=business_title(tender)))


def change(connection: Connection, setting: Setting, tender: str, **values: Any) -> None:
    """Change columns of one tender."""
    connection.execute(
        update(tenders).where(*mine(setting, tenders), tenders.c.id == tender).values(**values)
    )


def _taken_in(
    connection: Connection, setting: Setting, releases: Sequence[tuple[str, str]], now: datetime
) -> None:
    rows = [
        {**key_of(setting), "tender": tender, "release": release, "taken_in_at": now}
        for tender, release in releases
    ]
    if rows:
        connection.execute(inserting(connection, tender_releases).on_conflict_do_nothing(), rows)


WRITERS: Mapping[type, Any] = {
    TenderRecorded: _recorded,
    TenderRepublished: _republished,
    NoticesOver: _were_over,
    TenderSetAside: _set_aside,
    DeadlineChanged: _deadline_changed,
    TenderCorrected: _corrected,
}
OF_MANY: Mapping[type, Any] = {TenderRecorded: record_all}

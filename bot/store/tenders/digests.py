"""What a digest tells members: the meetings to come, tenders in hand, what was decided lately, and new providers."""

from datetime import date, datetime

from sqlalchemy import Connection, delete, func, select

from bot.store.agenda.standing_items import mine
from bot.store.entries.entries import entries_of
from bot.store.meetings import meetings as meeting_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import secretariat
from bot.store.partnership.places import setting_for
from bot.store.tables import due_work, outbox
from bot.store.tenders.offer_tables import offers
from bot.store.tenders.offers import WHOLE
from bot.store.tenders.tender_tables import tenders
from bot.store.tenders.tender_voices import members_on
from bot.store.tenders.tenders import as_tender
from bot.store.writing import insert_once, key_of
from bot.workflows.decisions import Setting
from bot.workflows.entries.entries import standing_words
from bot.workflows.meetings.booked_times import when
from bot.workflows.tenders.digests import (
    DIGEST,
    SILENCE,
    DigestFacts,
    SendDigest,
    WatchSilence,
    first_watch,
    lately,
    lines,
    next_digest,
)
from bot.workflows.tenders.tenders import CONSIDERING, PREPARING, SUBMITTED, WORKING_UP, Tender

BID_FOR = (CONSIDERING, WORKING_UP, PREPARING, SUBMITTED)  # in hand, and not won yet


def for_digest(connection: Connection, command: SendDigest | WatchSilence, now: datetime) -> DigestFacts:
    """What there is to tell, and when something was told last."""
    setting = setting_for(connection, command.workspace, command.partnership, now)
    on, zone = partnership_rows.today_in(setting.time_zone, now), setting.time_zone
    rule = setting.terms.digest_every
    since = lately(on, rule.value if rule is not None else None)
    told = connection.execute(
        select(func.max(outbox.c.due_at)).where(
            *mine(setting, outbox),
            outbox.c.recipient == setting.channel,
            outbox.c.state != "withdrawn",
            outbox.c.due_at <= now,
        )
    ).scalar()
    to_come = meeting_rows.to_come(connection, setting.workspace, setting.partnership, since=on)
    return DigestFacts(
        setting,
        on,
        meetings=lines([f"{when(each, zone)}: {each.title}" for each in to_come]),
        tenders=lines([_tender(each, zone) for each in _in_hand(connection, setting)]),
        decided=lines(
            [
                f"{each.reference}, {standing_words(each)}: {each.text}"
                for each in entries_of(connection, setting)
                if not each.confidential and partnership_rows.today_in(zone, each.decided_at) >= since
            ]
        ),
        providers=lines(_providers(connection, setting, on, since)),
        last_told=partnership_rows.today_in(zone, told) if told is not None else None,
        secretariat=tuple(
            dict.fromkeys(user for user, _name in secretariat(connection, setting, on) if user)
        ),
    )


def lay_digests_anew(connection: Connection, setting: Setting, now: datetime) -> None:
    """Make the digest that comes next, and the watch for silence, what the terms now ask."""
    connection.execute(
        delete(due_work).where(
            *mine(setting, due_work),
            due_work.c.kind.in_((DIGEST, SILENCE)),
            due_work.c.done_at.is_(None),
            due_work.c.due_at > now,
        )
    )
    for each in (*next_digest(setting, now), *first_watch(setting, now)):
        work = {"key": each.key, "kind": each.kind, "subject": each.subject, "due_at": each.due_at}
        insert_once(connection, due_work, {**key_of(setting), **work})


def _in_hand(connection: Connection, setting: Setting) -> list[Tender]:
    """What members have been told of, and is not over: the earliest deadline first."""
    rows = connection.execute(
        select(tenders)
        .where(*mine(setting, tenders), tenders.c.told_at.is_not(None), tenders.c.stage.in_(BID_FOR))
        .order_by(tenders.c.deadline.is_(None), tenders.c.deadline, tenders.c.year, tenders.c.number)
    )
    return [as_tender(row) for row in rows]


def _tender(tender: Tender, zone: str) -> str:
    deadline = tender.deadline_words(zone)
    return f"{tender.reference}, {tender.stage}: {tender.title}{f', bids by {deadline}' if deadline else ''}"


def _providers(connection: Connection, setting: Setting, on: date, since: date) -> list[str]:
    names = members_on(connection, setting, on)
    rows = connection.execute(select(offers).where(*mine(setting, offers), offers.c.organisation != WHOLE))
    return sorted(
        names[row.organisation]
        for row in rows
        if row.organisation in names and partnership_rows.today_in(setting.time_zone, row.set_at) >= since
    )

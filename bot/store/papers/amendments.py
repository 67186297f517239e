"""Amendments of the terms: the text of each as it now stands, and the proof that it went to every member."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, and_, exists, select

from bot.rules.wording import day_words
from bot.store.agenda.agenda_facts import later_meetings
from bot.store.agenda.standing_items import mine
from bot.store.entries import ratifying
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.invited import invited_to
from bot.store.meetings.meeting_tables import circulated_papers, papers
from bot.store.papers import papers as paper_rows
from bot.store.papers.consulting import missing_on
from bot.store.papers.service import services_of
from bot.store.partnership import partnerships as partnership_rows
from bot.store.room import room as room_rows
from bot.store.tables import meetings
from bot.workflows.agenda.agenda import ACCEPTED as ON_AGENDA
from bot.workflows.agenda.agenda import PROPOSED, AgendaItem
from bot.workflows.decisions import Refused, Setting
from bot.workflows.meetings.booked_times import local_day
from bot.workflows.meetings.meetings import BOOKED, IN_SESSION, TO_BE_ANNOUNCED, MeetingState
from bot.workflows.papers.amendments import AMENDMENT, AmendmentText, Reached, too_late
from bot.workflows.papers.papers import ACCEPTED, SUBMITTED, Paper
from bot.workflows.questions import Choice
from bot.workflows.room.putting import BusinessFacts
from bot.workflows.votes.moving import PutMotion

MOST_OFFERED = 25


def for_putting(connection: Connection, command: PutMotion, now: datetime) -> BusinessFacts | Refused:
    """What is known when a motion is put; of an amendment also its text, and to whom that was sent."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None or _kind(connection, setting, command) != AMENDMENT:
        return room_rows.for_putting(connection, command, now)
    text = text_of(connection, setting, command.paper, command.about, now)
    about = command.about or (text.item if text is not None else None)
    known = room_rows.for_putting(connection, replace(command, about=about), now)
    if isinstance(known, Refused):
        return known
    putting = replace(
        known.putting,
        amendment=text,
        booked=later_meetings(connection, setting, ""),
        texts_to_choose=text is None and bool(offered(connection, setting)),
    )
    return replace(known, putting=putting)


def _kind(connection: Connection, setting: Setting, command: PutMotion) -> str:
    """The kind of a motion; that which ratifies in other words is of the kind of what it ratifies."""
    original = ratifying.by_motion(connection, setting, command.ratifies) if command.amended else None
    return original.kind if original is not None else command.kind


def text_of(
    connection: Connection, setting: Setting, paper: str | None, about: str | None, now: datetime
) -> AmendmentText | None:
    """The text chosen, or that of the item the motion is about, as it now stands."""
    found = paper_rows.paper_of(connection, setting, paper or _for_item(connection, setting, about))
    if found is None or not found.amendment or found.state not in (ACCEPTED, SUBMITTED):
        return None
    meeting = meeting_rows.by_id(connection, setting.workspace, setting.partnership, found.meeting)
    assert meeting is not None  # a paper is for a meeting
    return AmendmentText(
        paper=found.id,
        title=found.title,
        version=found.version,
        item=found.item,
        meeting=meeting,
        sent_at=found.stands.circulated_at if found.state == ACCEPTED else None,
        reached=_reached(connection, setting, found, now),
        unheard=missing_on(connection, setting, found.id, found.version),
    )


def with_lateness(
    connection: Connection,
    setting: Setting,
    meeting: MeetingState,
    items: tuple[AgendaItem, ...],
    now: datetime,
) -> tuple[AgendaItem, ...]:
    """The items of an agenda, and of each amendment that it is too late for this meeting where it is (K45)."""
    if not (meeting.is_to_come or meeting.state == IN_SESSION):
        return items
    amending = [each for each in items if each.kind == AMENDMENT and each.state in (ON_AGENDA, PROPOSED)]
    booked = later_meetings(connection, setting, meeting.group) if amending else ()
    found = {
        each.id: too_late(
            text_of(connection, setting, None, each.id, now), setting.terms, meeting, now, booked
        )
        for each in amending
    }
    return tuple(replace(each, too_late=found.get(each.id, "")) for each in items)


def offered(connection: Connection, setting: Setting) -> tuple[Choice, ...]:
    """The amendments that have gone to the members as they now stand, the latest first."""
    rows = connection.execute(
        select(papers.c.id)
        .where(
            *mine(setting, papers),
            papers.c.amendment.is_(True),
            papers.c.state == ACCEPTED,
            exists().where(
                and_(
                    *mine(setting, circulated_papers),
                    circulated_papers.c.paper == papers.c.id,
                    circulated_papers.c.version == papers.c.version,
                )
            ),
        )
        .order_by(papers.c.submitted_at.desc(), papers.c.id)
        .limit(MOST_OFFERED)
    ).scalars()
    found = []
    for each in rows.all():
        paper = paper_rows.paper_of(connection, setting, each)
        if paper is not None and paper.stands.circulated_at is not None:
            sent = day_words(local_day(paper.stands.circulated_at, setting.time_zone))
            waits = (
                ", consultation not complete" if missing_on(connection, setting, each, paper.version) else ""
            )
            found.append(Choice(paper.id, f"{paper.title}, sent on {sent}{waits}"))
    return tuple(found)


def to_consult(connection: Connection, setting: Setting) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The amendments for meetings to come on which somebody has not answered: each text, its title, what is missing (L20)."""
    if not setting.terms.consultations:
        return ()
    rows = connection.execute(
        select(papers.c.id, papers.c.title, papers.c.version)
        .join(
            meetings,
            and_(
                meetings.c.workspace == papers.c.workspace,
                meetings.c.partnership == papers.c.partnership,
                meetings.c.id == papers.c.meeting,
            ),
        )
        .where(
            *mine(setting, papers),
            papers.c.amendment.is_(True),
            papers.c.state.in_((ACCEPTED, SUBMITTED)),
            meetings.c.state.in_((BOOKED, TO_BE_ANNOUNCED, IN_SESSION)),
        )
        .order_by(papers.c.submitted_at, papers.c.id)
        .limit(MOST_OFFERED)
    ).all()
    found = ((row.id, row.title, missing_on(connection, setting, row.id, row.version)) for row in rows)
    return tuple(each for each in found if each[2])


def _for_item(connection: Connection, setting: Setting, item: str | None) -> str | None:
    if not item:
        return None
    return connection.execute(
        select(papers.c.id)
        .where(
            *mine(setting, papers),
            papers.c.item == item,
            papers.c.amendment.is_(True),
            papers.c.state.in_((ACCEPTED, SUBMITTED)),
        )
        .order_by(papers.c.submitted_at.desc())
        .limit(1)
    ).scalar()


def _reached(connection: Connection, setting: Setting, paper: Paper, now: datetime) -> tuple[Reached, ...]:
    """When the text went to each organisation that has a vote now and was a member when it first went round.

    A member is an organisation: that one of its people was sent the text, whoever speaks for it today, is enough.
    """
    text = (paper.id, paper.version)
    services = [each for each in services_of(connection, setting, text=text) if text in each.texts]
    if not services:
        return ()
    invited = invited_to(connection, setting, "", partnership_rows.today_in(setting.time_zone, now))
    voting = {each.organisation: each.organisation_name for each in invited if each.voting}
    speaks_for: dict[str, set[str]] = {}
    for each in invited:
        speaks_for.setdefault(each.person, set()).add(each.organisation)
    first = min(each.number for each in services)
    found = []
    for organisation, name in sorted(voting.items(), key=lambda pair: pair[1]):
        theirs = [
            each
            for each in services
            if each.organisation == organisation or organisation in speaks_for.get(each.person, ())
        ]
        if not any(each.number == first for each in theirs):
            continue  # it was no member then, or had nobody to send it to
        times = [each.served_at for each in theirs if each.served_at is not None]
        why = next((each.why_not for each in theirs if each.why_not), "")
        found.append(Reached(organisation, name, min(times, default=None), "" if times else why))
    return tuple(found)

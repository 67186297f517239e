"""The rounds of agenda and papers: what each is decided on, the rows it leaves, and the proof of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from bot.store import agenda as agenda_rows
from bot.store import amendments as amendment_rows
from bot.store import interests as interest_rows
from bot.store import meetings as meeting_rows
from bot.store import papers as paper_rows
from bot.store import partnerships as partnership_rows
from bot.store.agenda_facts import at_meeting, later_meetings
from bot.store.invited import invited_to
from bot.store.item_tenders import tenders_of
from bot.store.meeting_tables import circulated_papers, circulations, served
from bot.store.people import standing
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.replies import deputies_named
from bot.store.service import services_of
from bot.store.standing_items import mine
from bot.store.tables import interests, motions, outbox
from bot.store.tender_voices import kept_away
from bot.workflows.agenda import AgendaItem
from bot.workflows.circulation import AgendaCirculated, CirculatePapers
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.interests import Interest, is_withdrawn
from bot.workflows.meetings import MeetingState
from bot.workflows.rounds import RoundFacts, Text
from bot.workflows.service import (
    AcknowledgePapers,
    ExportProof,
    MarkServedByHand,
    PapersAcknowledged,
    ServedByHand,
    ServiceFacts,
)
from bot.workflows.standing import Standing, Stranger

Writer = Callable[[Connection, Setting, Any, datetime], None]


def for_circulating(connection: Connection, command: CirculatePapers, now: datetime) -> RoundFacts | Refused:
    """What a round is decided on, once what stands on the agenda by rule has its rows; the meeting's row is locked."""
    found = at_meeting(connection, command.workspace, command.partnership, command.meeting, now)
    if isinstance(found, Refused):
        return found
    setting, meeting = found
    if meeting is not None:
        agenda_rows.materialise(connection, setting, meeting, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    return round_facts(connection, setting, meeting, who, now)


def round_facts(
    connection: Connection,
    setting: Setting,
    meeting: MeetingState | None,
    who: Standing | Stranger,
    now: datetime,
) -> RoundFacts:
    """What a round would be made of now."""
    on = partnership_rows.today_in(setting.time_zone, now)
    if meeting is None or meeting.held_on is None:
        return RoundFacts(setting, who, on, meeting)
    kept = paper_rows.papers_of(connection, setting, meeting.id)
    has, listed = _sent(connection, setting, meeting.id)
    last = connection.execute(
        select(circulations.c.number, circulations.c.agenda)
        .where(*mine(setting, circulations), circulations.c.meeting == meeting.id)
        .order_by(circulations.c.number.desc())
        .limit(1)
    ).first()
    agenda = agenda_rows.agenda_of(connection, setting, meeting, on)
    return RoundFacts(
        setting=setting,
        standing=who,
        today=on,
        meeting=meeting,
        agenda=amendment_rows.with_lateness(connection, setting, meeting, agenda, now),
        papers=kept,
        invited=invited_to(connection, setting, meeting.group, meeting.held_on),
        deputies=deputies_named(connection, setting, meeting.id),
        withdrawn=withdrawn_from(
            connection,
            setting,
            meeting.id,
            {each.item for each in kept if each.item} | {each.id for each in agenda if each.confidential},
            settled_by(agenda),
        ),
        number=last.number + 1 if last is not None else 1,
        has=has,
        listed=listed,
        agenda_before=tuple(last.agenda) if last is not None else None,
        closed=agenda_rows.is_closed(connection, setting, meeting, on),
        booked=later_meetings(connection, setting, meeting.group),
    )


def for_acknowledging(
    connection: Connection, command: AcknowledgePapers, now: datetime
) -> ServiceFacts | Refused:
    """What is known when somebody says that they have what was sent round; their row is locked, so that it is recorded once."""
    return _of_round(connection, command, command.circulation, now, lock=True)


def for_serving_by_hand(
    connection: Connection, command: MarkServedByHand, now: datetime
) -> ServiceFacts | Refused:
    """What is known when it is recorded that somebody was given them another way."""
    return _of_round(connection, command, command.circulation, now)


def for_exporting(connection: Connection, command: ExportProof, now: datetime) -> ServiceFacts | Refused:
    """What is known when the proof is asked for as a file."""
    found = at_meeting(connection, command.workspace, command.partnership, command.meeting, now)
    if isinstance(found, Refused):
        return found
    setting, meeting = found
    on = partnership_rows.today_in(setting.time_zone, now)
    return ServiceFacts(
        setting,
        standing(connection, setting, command.team, command.user, on),
        meeting,
        on,
        services_of(connection, setting, meeting=meeting.id) if meeting is not None else (),
    )


def _of_round(
    connection: Connection,
    command: AcknowledgePapers | MarkServedByHand,
    circulation: str,
    now: datetime,
    *,
    lock: bool = False,
) -> ServiceFacts | Refused:
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    meeting = connection.execute(
        select(circulations.c.meeting).where(*mine(setting, circulations), circulations.c.id == circulation)
    ).scalar()
    who = standing(connection, setting, command.team, command.user, on)
    if lock and isinstance(who, Standing):
        connection.execute(
            select(served.c.person)
            .where(*mine(setting, served), served.c.circulation == circulation, served.c.person == who.person)
            .with_for_update()
        ).all()
    return ServiceFacts(
        setting,
        who,
        meeting_rows.by_id(connection, setting.workspace, setting.partnership, meeting),
        on,
        services_of(connection, setting, circulation=circulation),
    )


def withdrawn_from(
    connection: Connection,
    setting: Setting,
    meeting: str,
    items: set[str],
    settles: Mapping[str, str] | None = None,
) -> Mapping[str, frozenset[str]]:
    """By item, the organisations that have withdrawn from it, or from the meeting, for an interest; under "" from the meeting.

    `settles` is by item the decision that it ratifies or reports: what was declared on that bears on the item too (K33).
    """
    bears = {
        item: {meeting, item} | _of_decision(connection, setting, (settles or {}).get(item)) for item in items
    }
    bears[""] = {meeting}  # what is for no item is for the meeting as a whole
    away = {
        item: frozenset().union(*(kept_away(connection, setting, each) for each in about))
        for item, about in tenders_of(connection, setting, items).items()
    }
    declared: dict[str, list[tuple[str, Interest]]] = {}
    for row in connection.execute(
        select(interests).where(
            *mine(setting, interests), interests.c.subject.in_(set().union(*bears.values()))
        )
    ):
        declared.setdefault(row.subject, []).append((row.organisation, interest_rows.as_interest(row)))
    found = {}
    for item, subjects in bears.items():
        held: dict[str, list[Interest]] = {}
        for subject in subjects:
            for organisation, interest in declared.get(subject, ()):
                held.setdefault(organisation, []).append(interest)
        found[item] = away.get(
            item, frozenset()
        ) | frozenset(  # from a bid, by another for the same tender (C33)
            each for each, theirs in held.items() if is_withdrawn(tuple(theirs), setting.terms)
        )
    return found


def settled_by(agenda: Iterable[AgendaItem]) -> Mapping[str, str]:
    """By item of an agenda, the decision that it ratifies or reports."""
    return {each.id: each.motion for each in agenda if each.motion}


def _of_decision(connection: Connection, setting: Setting, motion: str | None) -> set[str]:
    """A decision, what it is about, and the meeting at which it was taken."""
    if motion is None:
        return set()
    row = connection.execute(
        select(motions.c.about, motions.c.meeting).where(*mine(setting, motions), motions.c.id == motion)
    ).first()
    return {motion, *(each for each in (row or ()) if each)}


def _sent(
    connection: Connection, setting: Setting, meeting: str
) -> tuple[Mapping[str, frozenset[Text]], Mapping[str, frozenset[Text]]]:
    """What each person has been sent for a meeting; and what they were to be sent, whether or not it arrived.

    What is in doubt counts as sent here, because nothing is sent twice.
    """
    rows = connection.execute(
        select(served.c.person, served.c.papers, served.c.notice, served.c.by_hand_at, outbox.c.state)
        .join(
            circulations,
            and_(
                circulations.c.workspace == served.c.workspace,
                circulations.c.partnership == served.c.partnership,
                circulations.c.id == served.c.circulation,
            ),
        )
        .outerjoin(
            outbox,
            and_(
                outbox.c.workspace == served.c.workspace,
                outbox.c.partnership == served.c.partnership,
                outbox.c.key == served.c.notice,
            ),
        )
        .where(*mine(setting, served), circulations.c.meeting == meeting)
    )
    has: dict[str, frozenset[Text]] = {}
    listed: dict[str, frozenset[Text]] = {}
    for row in rows:
        texts = frozenset((paper, version) for paper, version in row.papers)
        listed[row.person] = listed.get(row.person, frozenset()) | texts
        if row.by_hand_at is not None or (row.notice is not None and row.state != "failed"):
            has[row.person] = has.get(row.person, frozenset()) | texts
    return has, listed


def _circulated(connection: Connection, setting: Setting, event: AgendaCirculated, now: datetime) -> None:
    key = {"workspace": setting.workspace, "partnership": setting.partnership}
    connection.execute(
        insert(circulations).values(
            **key,
            id=event.circulation,
            meeting=event.subject,
            sequence=event.sequence,
            number=event.number,
            circulated_by=event.person,
            circulated_at=now,
            agenda=[dict(each) for each in event.agenda],
        )
    )
    of_round = {**key, "circulation": event.circulation}
    texts = [{**of_round, "paper": paper, "version": version} for paper, version in event.papers]
    if texts:
        connection.execute(insert(circulated_papers), texts)
    rows = [
        {
            **of_round,
            "person": each.person,
            "organisation": each.organisation,
            "notice": each.notice,
            "papers": [list(text) for text in each.papers],
            "withheld": [list(one) for one in each.withheld],
        }
        for each in event.served
    ]
    if rows:
        connection.execute(insert(served), rows)
    for paper, admission in event.late.items():
        paper_rows.change(connection, setting, paper, late=True, admission=admission)
    for paper in event.in_time:
        paper_rows.change(connection, setting, paper, late=False, admission="")


def _acknowledged(connection: Connection, setting: Setting, event: PapersAcknowledged, now: datetime) -> None:
    connection.execute(
        update(served)
        .where(
            *mine(setting, served),
            served.c.circulation == event.circulation,
            served.c.person == event.person,
            served.c.acknowledged_at.is_(None),
        )
        .values(acknowledged_at=now)
    )


def _served_by_hand(connection: Connection, setting: Setting, event: ServedByHand, now: datetime) -> None:
    connection.execute(
        update(served)
        .where(
            *mine(setting, served),
            served.c.circulation == event.circulation,
            served.c.person == event.served,
        )
        .values(by_hand_at=event.at, by_hand_by=event.person)
    )


WRITERS: Mapping[type[Event], Writer] = {
    AgendaCirculated: _circulated,
    PapersAcknowledged: _acknowledged,
    ServedByHand: _served_by_hand,
}

"""The rounds of agenda and papers: what each is decided on, the rows it leaves, and the proof of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from bot.store.agenda import agenda as agenda_rows
from bot.store.agenda.agenda_facts import at_meeting, later_meetings
from bot.store.agenda.standing_items import mine
from bot.store.interests.withdrawals import settled_by, withdrawn_from
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.invited import invited_to
from bot.store.meetings.meeting_tables import circulated_papers, circulations, served
from bot.store.papers import amendments as amendment_rows
from bot.store.papers import papers as paper_rows
from bot.store.papers.service import services_of
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.replies.replies import deputies_named
from bot.store.tables import outbox
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.circulation import AgendaCirculated, CirculatePapers
from bot.workflows.papers.rounds import RoundFacts, Text
from bot.workflows.papers.service import (
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
            kept,
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

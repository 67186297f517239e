"""What has happened to agendas, into rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.store.agenda.agenda import put_business
from bot.store.agenda.item_tenders import link
from bot.store.agenda.standing_items import mine
from bot.store.meetings.meeting_tables import agenda_items, papers
from bot.workflows.agenda.agenda import ACCEPTED, AWAITING, URGENT, WITHDRAWN
from bot.workflows.agenda.arranging import AgendaArranged, ItemChanged
from bot.workflows.agenda.deciding_items import ItemDecided
from bot.workflows.agenda.proposing import ItemProposed, ItemWithdrawn
from bot.workflows.agenda.reviewing import ReviewRecorded
from bot.workflows.agenda.urgent import UrgentItemAdmitted, UrgentItemNotAdmitted, UrgentItemRaised
from bot.workflows.decisions import Setting


def _item_proposed(connection: Connection, setting: Setting, event: ItemProposed, now: datetime) -> None:
    _insert(
        connection,
        setting,
        event,
        now,
        kind=event.kind,
        state=event.state,
        minutes=event.minutes,
        late=event.late,
        decided_by=event.person if event.state == ACCEPTED else None,
    )
    if event.state == ACCEPTED:
        put_business(connection, setting, event.subject, event.title, now)


def _item_withdrawn(connection: Connection, setting: Setting, event: ItemWithdrawn, now: datetime) -> None:
    _change(connection, setting, event.subject, state=WITHDRAWN)


def _item_decided(connection: Connection, setting: Setting, event: ItemDecided, now: datetime) -> None:
    moved = {"meeting": event.meeting, "position": 0} if event.meeting != event.before else {}
    _change(
        connection,
        setting,
        event.subject,
        state=event.state,
        reason=event.reason,
        late=event.late,
        decided_by=event.person,
        **moved,
    )
    if moved:  # what was submitted for an item goes where it goes
        connection.execute(
            update(papers)
            .where(*mine(setting, papers), papers.c.item == event.subject)
            .values(meeting=event.meeting)
        )
    if event.state == ACCEPTED:
        put_business(connection, setting, event.subject, event.title, now)


def _agenda_arranged(connection: Connection, setting: Setting, event: AgendaArranged, now: datetime) -> None:
    for item, minutes in event.minutes.items():
        _change(connection, setting, item, position=event.places.get(item, 0), minutes=minutes)


def _item_changed(connection: Connection, setting: Setting, event: ItemChanged, now: datetime) -> None:
    before = connection.execute(
        select(agenda_items.c.title).where(*mine(setting, agenda_items), agenda_items.c.id == event.subject)
    ).scalar()
    retitled = {"title": event.title, "decided_by": event.person} if event.title != before else {}
    _change(
        connection,
        setting,
        event.subject,
        minutes=event.minutes,
        state=event.state,
        reason=event.reason,
        **retitled,
    )


def _urgent_raised(connection: Connection, setting: Setting, event: UrgentItemRaised, now: datetime) -> None:
    _insert(connection, setting, event, now, kind=URGENT, state=AWAITING, late=False)


def _urgent_decided(
    connection: Connection,
    setting: Setting,
    event: UrgentItemAdmitted | UrgentItemNotAdmitted,
    now: datetime,
) -> None:
    _change(connection, setting, event.subject, state=event.state, decided_by=event.person)
    if event.state == ACCEPTED:
        put_business(connection, setting, event.subject, event.title, now)


def _review_recorded(connection: Connection, setting: Setting, event: ReviewRecorded, now: datetime) -> None:
    """The event is the record: it is read from the register of events."""


WRITERS: Mapping[type, Any] = {
    ItemProposed: _item_proposed,
    ItemWithdrawn: _item_withdrawn,
    ItemDecided: _item_decided,
    AgendaArranged: _agenda_arranged,
    ItemChanged: _item_changed,
    UrgentItemRaised: _urgent_raised,
    UrgentItemAdmitted: _urgent_decided,
    UrgentItemNotAdmitted: _urgent_decided,
    ReviewRecorded: _review_recorded,
}


def _insert(
    connection: Connection,
    setting: Setting,
    event: ItemProposed | UrgentItemRaised,
    now: datetime,
    **values: Any,
) -> None:
    connection.execute(
        insert(agenda_items).values(
            workspace=setting.workspace,
            partnership=setting.partnership,
            id=event.subject,
            meeting=event.meeting,
            title=event.title,
            detail=event.detail,
            confidential=event.confidential,
            position=0,
            proposed_by=event.person,
            organisation=event.organisation,
            proposed_at=now,
            reason="",
            **values,
        )
    )
    link(connection, setting, event.subject, event.title, event.detail)


def _change(connection: Connection, setting: Setting, item: str, **values: Any) -> None:
    connection.execute(
        update(agenda_items).where(*mine(setting, agenda_items), agenda_items.c.id == item).values(**values)
    )

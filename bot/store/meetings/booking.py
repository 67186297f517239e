"""The facts of a booking, and the rows that follow from one."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, update

from bot.rules.register import main_group
from bot.rules.terms import Terms
from bot.store import outbox
from bot.store.entries.deciding import in_public
from bot.store.kinds.dissolving import dissolutions_of
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.invited import invited_to
from bot.store.meetings.meeting_tables import (
    agenda_items,
    circulated_papers,
    circulations,
    outside_meetings,
    papers,
    shortfalls,
)
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.replies import replies as reply_rows
from bot.store.tables import due_work, meetings
from bot.store.upsert import inserting
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.meetings.booking_facts import (
    BookingFacts,
    BookMeeting,
    CancelMeeting,
    ChangeMeeting,
    MeetingBooked,
    MeetingCancelled,
    MeetingChanged,
)
from bot.workflows.meetings.deadlines import Given
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.outside import NoteOutsideMeeting, OutsideFacts, OutsideMeetingNoted
from bot.workflows.meetings.reminding import ShortfallRecorded
from bot.workflows.meetings.watching import YEAR

A_YEAR = timedelta(days=400)
# What is said of a meeting as it was, and is not true of it any more once it is moved or cancelled.
OF_THE_DAY = ("ReminderNotice", "DeadlineNotice", "AgendaClosedNotice", "MeetingBeginsNotice")
Writer = Callable[[Connection, Setting, Any, datetime], None]


def facts_for_booking(
    connection: Connection, command: BookMeeting | ChangeMeeting | CancelMeeting, now: datetime
) -> BookingFacts | Refused:
    """What is known when a meeting is booked, changed or cancelled; the meeting's row is locked."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    workspace, partnership = setting.workspace, setting.partnership
    # Bookings wait for one another: an hour not taken yet has no row to lock.
    partnership_rows.one_at_a_time(connection, workspace, partnership)
    today = partnership_rows.today_in(setting.time_zone, now)
    meeting = meeting_rows.by_id(connection, workspace, partnership, command.meeting, lock=True)
    days = _days_asked(command, meeting)
    terms = _terms_on(connection, setting, days, now)
    first, last = min((today, *days)), max((today, *days))
    group = meeting.group if meeting is not None else _group_asked(command, setting.terms)
    invited = invited_to(connection, setting, group, max(days, default=today))
    return BookingFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, today),
        today=today,
        meeting=meeting,
        terms_on=terms,
        others=tuple(
            each
            for each in meeting_rows.held_between(
                connection, workspace, partnership, _shifted(first, -A_YEAR), _shifted(last, A_YEAR)
            )
            if each.group == group
        ),
        outside=outside(connection, setting, today),
        invited=invited,
        deputies=reply_rows.deputies_named(connection, setting, meeting.id)
        if meeting is not None
        else frozenset(),
        given=given_for(connection, setting, meeting.id, setting.time_zone) if meeting is not None else (),
        amendments=amendments_for(connection, setting, meeting.id) if meeting is not None else (),
        carried={each.reference: "carried" for each in in_public(connection, setting)},
        dissolutions=dissolutions_of(connection, setting),
        zones=frozenset(each.time_zone for each in invited) or frozenset({setting.time_zone}),
        yearly_watch=bool(
            connection.execute(
                select(
                    exists().where(
                        due_work.c.workspace == workspace,
                        due_work.c.partnership == partnership,
                        due_work.c.kind == YEAR,
                        due_work.c.done_at.is_(None),
                    )
                )
            ).scalar()
        ),
    )


def given_for(connection: Connection, setting: Setting, meeting: str, zone: str) -> tuple[Given, ...]:
    """The notices given for a meeting: its booking, its agenda and papers, and each amendment's text as it now stands (K45, G7)."""
    mine = (circulations.c.workspace == setting.workspace, circulations.c.partnership == setting.partnership)
    found: list[Given] = []
    first = connection.execute(
        select(func.min(circulations.c.circulated_at)).where(*mine, circulations.c.meeting == meeting)
    ).scalar()
    if first is not None:
        on = partnership_rows.today_in(zone, first)
        found += [Given("papers", on), Given("agenda", on)]
    booked_at = connection.execute(
        select(meetings.c.booked_at).where(
            meetings.c.workspace == setting.workspace,
            meetings.c.partnership == setting.partnership,
            meetings.c.id == meeting,
        )
    ).scalar()
    if booked_at is not None:
        found.append(Given("meeting", partnership_rows.today_in(zone, booked_at)))
    texts = connection.execute(
        select(papers.c.title, func.min(circulations.c.circulated_at).label("at"))
        .select_from(
            papers.join(
                circulated_papers,
                (circulated_papers.c.workspace == papers.c.workspace)
                & (circulated_papers.c.partnership == papers.c.partnership)
                & (circulated_papers.c.paper == papers.c.id)
                & (circulated_papers.c.version == papers.c.version),
            ).join(
                circulations,
                (circulations.c.workspace == papers.c.workspace)
                & (circulations.c.partnership == papers.c.partnership)
                & (circulations.c.id == circulated_papers.c.circulation),
            )
        )
        .where(
            papers.c.workspace == setting.workspace,
            papers.c.partnership == setting.partnership,
            papers.c.meeting == meeting,
            papers.c.amendment.is_(True),
            papers.c.state == "accepted",
        )
        .group_by(papers.c.id, papers.c.title)
    )
    found += [
        Given("amendment", partnership_rows.today_in(zone, row.at), f"the text of “{row.title}”")
        for row in texts
    ]
    return tuple(found)


def outside(connection: Connection, setting: Setting, today: date) -> tuple[tuple[str, date], ...]:
    """The meetings of other bodies, from a day on, before which this one meets where possible (K24)."""
    rows = connection.execute(
        select(outside_meetings.c.name, outside_meetings.c.held_on)
        .where(
            outside_meetings.c.workspace == setting.workspace,
            outside_meetings.c.partnership == setting.partnership,
            outside_meetings.c.held_on >= today,
        )
        .order_by(outside_meetings.c.held_on)
        .limit(24)
    )
    return tuple((row.name, row.held_on) for row in rows)


def amendments_for(connection: Connection, setting: Setting, meeting: str) -> tuple[str, ...]:
    """The titles of amendments on the agenda of a meeting, or submitted for it, whose text as it stands has not gone round."""
    sent = select(circulated_papers.c.paper).where(
        circulated_papers.c.workspace == papers.c.workspace,
        circulated_papers.c.partnership == papers.c.partnership,
        circulated_papers.c.paper == papers.c.id,
        circulated_papers.c.version == papers.c.version,
    )
    waiting = connection.execute(
        select(papers.c.title).where(
            papers.c.workspace == setting.workspace,
            papers.c.partnership == setting.partnership,
            papers.c.meeting == meeting,
            papers.c.amendment.is_(True),
            papers.c.state.in_(("submitted", "accepted")),
            ~exists(sent),
        )
    ).scalars()
    with_text = select(papers.c.id).where(
        papers.c.workspace == agenda_items.c.workspace,
        papers.c.partnership == agenda_items.c.partnership,
        papers.c.item == agenda_items.c.id,
        papers.c.state.in_(("submitted", "accepted")),
    )
    without = connection.execute(
        select(agenda_items.c.title).where(
            agenda_items.c.workspace == setting.workspace,
            agenda_items.c.partnership == setting.partnership,
            agenda_items.c.meeting == meeting,
            agenda_items.c.kind == "amendment",
            agenda_items.c.state.in_(("proposed", "accepted")),
            ~exists(with_text),
        )
    ).scalars()
    return (
        *(f"the text of “{title}” has not gone round" for title in waiting),
        *(f"“{title}” has no text yet" for title in without),
    )


def _terms_on(
    connection: Connection, setting: Setting, days: tuple[date, ...], now: datetime
) -> dict[date, Terms]:
    found: dict[date, Terms] = {}
    for day in days:
        under = partnership_rows.setting(connection, setting.workspace, setting.partnership, now, on=day)
        assert under is not None
        found[day] = under.terms
    return found


def _days_asked(
    command: BookMeeting | ChangeMeeting | CancelMeeting, meeting: MeetingState | None
) -> tuple[date, ...]:
    asked: set[date] = set()
    if isinstance(command, BookMeeting):
        asked |= {each.date() for each in command.more}
    if not isinstance(command, CancelMeeting):
        asked |= {command.wanted.starts.date()} if command.wanted.starts else set()
        asked |= {command.wanted.announce_by} if command.wanted.announce_by else set()
    if meeting is not None and meeting.held_on is not None:
        asked.add(meeting.held_on)
    return tuple(sorted(asked))


def _group_asked(command: BookMeeting | ChangeMeeting | CancelMeeting, terms: Terms) -> str:
    """The group that is to meet; the body that decides goes without a name."""
    asked = "" if isinstance(command, CancelMeeting) else command.wanted.group
    return "" if asked == main_group(terms) else asked


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


_OWN: tuple[str, ...] = (
    *("title", "state", "starts_at", "ends_at", "held_on", "place", "link", "catering", "access", "public"),
    *("public_decision", "joint_with", "expected", "announce_by", "adjourned_from", "sequence"),
)


def _values(event: MeetingBooked) -> dict[str, Any]:
    return {"body": event.group, **{each: getattr(event, each) for each in _OWN}}


def _booked(connection: Connection, setting: Setting, event: MeetingBooked, now: datetime) -> None:
    connection.execute(
        insert(meetings).values(
            workspace=setting.workspace,
            partnership=setting.partnership,
            id=event.subject,
            acting=False,
            booked_by=event.person,
            booked_at=now,
            ended_why="",
            **_values(event),
        )
    )


def _changed(connection: Connection, setting: Setting, event: MeetingChanged, now: datetime) -> None:
    connection.execute(_this(setting, event.subject).values(**_values(event)))
    outbox.withdraw(connection, setting, event.subject, OF_THE_DAY)
    if event.asks_again:
        reply_rows.forget(connection, setting, event.subject)
    if not event.moved:  # what was not given in time for this day still was not
        connection.execute(
            update(shortfalls)
            .where(
                shortfalls.c.workspace == setting.workspace,
                shortfalls.c.partnership == setting.partnership,
                shortfalls.c.meeting == event.subject,
                shortfalls.c.sequence == event.sequence - 1,
            )
            .values(sequence=event.sequence)
        )


def _cancelled(connection: Connection, setting: Setting, event: MeetingCancelled, now: datetime) -> None:
    connection.execute(
        _this(setting, event.subject).values(
            state="cancelled", ended_why=event.reason, closed_at=now, sequence=event.sequence
        )
    )
    outbox.withdraw(connection, setting, event.subject, OF_THE_DAY)


def _shortfall(connection: Connection, setting: Setting, event: ShortfallRecorded, now: datetime) -> None:
    row = {
        "workspace": setting.workspace,
        "partnership": setting.partnership,
        "meeting": event.subject,
        "rule": event.rule,
        "sequence": event.sequence,
        "words": event.words,
        "clause": event.clause,
        "recorded_at": now,
    }
    added = inserting(connection, shortfalls).values(row)
    keys = ["workspace", "partnership", "meeting", "rule", "sequence"]
    # What was sent late says more than that the day has passed: the last word stands in the minutes.
    connection.execute(
        added.on_conflict_do_update(
            index_elements=keys,
            set_={each: added.excluded[each] for each in ("words", "clause", "recorded_at")},
        )
    )


def _this(setting: Setting, meeting: str) -> Any:
    return update(meetings).where(
        meetings.c.workspace == setting.workspace,
        meetings.c.partnership == setting.partnership,
        meetings.c.id == meeting,
    )


def facts_for_noting(
    connection: Connection, command: NoteOutsideMeeting, now: datetime
) -> OutsideFacts | Refused:
    """What is known when the day of another body's meeting is noted."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    today = partnership_rows.today_in(setting.time_zone, now)
    return OutsideFacts(setting, standing(connection, setting, command.team, command.user, today), today)


def _noted(connection: Connection, setting: Setting, event: OutsideMeetingNoted, now: datetime) -> None:
    row = {
        "workspace": setting.workspace,
        "partnership": setting.partnership,
        "name": event.name,
        "held_on": event.held_on,
    }
    added = inserting(connection, outside_meetings).values(row)
    keys = ["workspace", "partnership", "held_on"]
    connection.execute(
        added.on_conflict_do_update(index_elements=keys, set_={"name": added.excluded["name"]})
    )


WRITERS: Mapping[type[Event], Writer] = {
    MeetingBooked: _booked,
    MeetingChanged: _changed,
    MeetingCancelled: _cancelled,
    ShortfallRecorded: _shortfall,
    OutsideMeetingNoted: _noted,
}

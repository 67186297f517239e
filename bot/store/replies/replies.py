"""Who comes to a meeting: the facts of every answer, the answers as they stand, and their rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.rules.forecast import Expected, Forecast
from bot.rules.register import Register, main_group
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.invited import accounts_in, called_from, register_from
from bot.store.meetings.meeting_tables import replies
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.people import secretariat, standing
from bot.store.refusals import NO_SUCH_MEETING, NO_SUCH_PARTNERSHIP
from bot.store.rows import AnyRow
from bot.store.upsert import inserting
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.meetings.invited import Invited
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.replies.replies import (
    ConfirmReply,
    RecordReply,
    ReplyConfirmed,
    ReplyFacts,
    ReplyGiven,
    ReplyState,
    ReplyToMeeting,
)
from bot.workflows.replies.reply_forecast import expected, outlook
from bot.workflows.replies.reply_state import SUBSTITUTE, Replies
from bot.workflows.standing import Standing, Stranger


@dataclass(frozen=True)
class Known:
    """What is read once, for as many meetings as are asked about."""

    who: Standing | Stranger
    today: date
    whole: Register
    accounts: Sequence[AnyRow]
    secretariat: tuple[str, ...]  # Slack users


def for_replying(
    connection: Connection, command: ReplyToMeeting | ConfirmReply, now: datetime
) -> ReplyFacts | Refused:
    """What is known when somebody answers, records an answer or confirms one.

    The meeting's row is locked, so that two who name the same deputy at one moment are decided one after the other.
    """
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    meeting = meeting_rows.by_id(
        connection, command.workspace, command.partnership, command.meeting, lock=True
    )
    if meeting is None:
        return NO_SUCH_MEETING
    known = read_once(connection, setting, command.team, command.user, now)
    person = known.who.person if isinstance(known.who, Standing) else ""
    if isinstance(command, RecordReply):
        person = command.person
    given = replies_to(connection, setting, meeting.id)
    return facts_about(connection, setting, known, meeting, person, given, now)


def read_once(connection: Connection, setting: Setting, team: str, user: str, now: datetime) -> Known:
    """Who asks, the register and the accounts."""
    today = partnership_rows.today_in(setting.time_zone, now)
    return Known(
        who=standing(connection, setting, team, user, today),
        today=today,
        whole=register_rows.load(connection, setting.workspace, setting.partnership),
        accounts=accounts_in(connection, setting),
        secretariat=tuple(each for each, _ in secretariat(connection, setting, today) if each is not None),
    )


def facts_about(
    connection: Connection,
    setting: Setting,
    known: Known,
    meeting: MeetingState,
    person: str,
    given: Replies,
    now: datetime,
) -> ReplyFacts:
    """What is known of one person and one meeting, under the terms in force on its own day."""
    on = meeting.held_on or known.today
    then = partnership_rows.setting(connection, setting.workspace, setting.partnership, now, on=on) or setting
    names = {each.slug: each.name for each in known.whole.people}
    return ReplyFacts(
        setting=then,
        standing=known.who,
        meeting=meeting,
        today=known.today,
        person=person,
        name=names.get(person, ""),
        register=register_from(known.whole, then, meeting.group, on),
        invited=called_from(known.whole, known.accounts, then, meeting.group, on),
        replies=given,
        spoke_for=_spoke_for(known.whole, then, meeting.group, on, person),
        secretariat=known.secretariat,
    )


def replies_to(connection: Connection, setting: Setting, meeting: str) -> Replies:
    """Every answer to a meeting by person and organisation, those of people replaced since included."""
    return replies_to_each(connection, setting, (meeting,))[meeting]


def replies_to_each(
    connection: Connection, setting: Setting, meetings: Iterable[str]
) -> Mapping[str, Replies]:
    """The answers to each of several meetings."""
    asked = tuple(meetings)
    rows = connection.execute(
        select(replies).where(
            replies.c.workspace == setting.workspace,
            replies.c.partnership == setting.partnership,
            replies.c.meeting.in_(asked),
        )
    )
    found: dict[str, dict[tuple[str, str], ReplyState]] = {each: {} for each in asked}
    for row in rows:
        found[row.meeting][row.person, row.organisation] = ReplyState(
            person=row.person,
            organisation=row.organisation,
            answer=row.answer,
            note=row.note,
            substitute=row.substitute,
            stand_in=row.stand_in,
            recorded_by=row.recorded_by,
            confirmed=row.confirmed,
            answered_at=row.answered_at,
        )
    return found


def said_by(connection: Connection, setting: Setting, meeting: str, person: str) -> str:
    """What somebody has answered about a meeting; empty where they have not."""
    said = connection.execute(
        select(replies.c.answer)
        .where(*_at(setting, meeting), replies.c.person == person)
        .order_by(replies.c.organisation)
        .limit(1)
    ).scalar()
    return str(said) if said is not None else ""


def deputies_named(connection: Connection, setting: Setting, meeting: str) -> frozenset[str]:
    """The people who have been named to stand in at a meeting."""
    rows = connection.execute(
        select(replies.c.substitute).where(
            *_at(setting, meeting), replies.c.answer == SUBSTITUTE, replies.c.substitute.is_not(None)
        )
    )
    return frozenset(rows.scalars())


def forget(connection: Connection, setting: Setting, meeting: str) -> None:
    """Nobody has answered about a meeting any more: it is on another day. What was said before stays in the events."""
    connection.execute(delete(replies).where(*_at(setting, meeting)))


def _at(setting: Setting, meeting: str) -> tuple[ColumnElement[bool], ...]:
    return (
        replies.c.workspace == setting.workspace,
        replies.c.partnership == setting.partnership,
        replies.c.meeting == meeting,
    )


def expected_at(connection: Connection, setting: Setting, meeting: MeetingState) -> tuple[Expected, ...]:
    """Every organisation with a vote and what is known of its coming, as the forecast of the quorum asks for it.

    `setting` is under the terms of the meeting's own day.
    """
    if meeting.held_on is None:
        return ()
    register, invited = _called(connection, setting, meeting, meeting.held_on)
    return expected(setting.terms, register, invited, replies_to(connection, setting, meeting.id))


def outlook_at(connection: Connection, setting: Setting, meeting: MeetingState) -> Forecast | None:
    """The quorum there will be by the answers so far; none before the day is known, and none for a group that decides nothing."""
    if meeting.held_on is None:
        return None
    register, invited = _called(connection, setting, meeting, meeting.held_on)
    return outlook(setting.terms, meeting, register, invited, replies_to(connection, setting, meeting.id))


def _called(
    connection: Connection, setting: Setting, meeting: MeetingState, on: date
) -> tuple[Register, tuple[Invited, ...]]:
    whole = register_rows.load(connection, setting.workspace, setting.partnership)
    invited = called_from(whole, accounts_in(connection, setting), setting, meeting.group, on)
    return register_from(whole, setting, meeting.group, on), invited


def _spoke_for(
    whole: Register, setting: Setting, group: str, on: date, person: str
) -> tuple[tuple[str, str], ...]:
    asked = group or main_group(setting.terms)
    theirs = (
        each.organisation
        for each in whole.appointments
        if each.person == person and each.group in (asked, "") and not each.is_on(on)
    )
    return tuple((slug, whole.organisation(slug).name) for slug in dict.fromkeys(theirs))


def _reply_given(connection: Connection, setting: Setting, event: ReplyGiven, now: datetime) -> None:
    said = {
        "answer": event.answer,
        "note": event.note,
        "substitute": event.substitute,
        "stand_in": event.stand_in,
        "recorded_by": event.recorded_by,
        "confirmed": event.confirmed,
        "answered_at": event.answered_at,
    }
    key = ("workspace", "partnership", "meeting", "person", "organisation")
    put = inserting(connection, replies)
    connection.execute(
        put.on_conflict_do_update(index_elements=list(key), set_={name: put.excluded[name] for name in said}),
        [
            {
                "workspace": setting.workspace,
                "partnership": setting.partnership,
                "meeting": event.subject,
                "person": event.replier,
                "organisation": organisation,
                **said,
            }
            for organisation in event.organisations
        ],
    )


def _reply_confirmed(connection: Connection, setting: Setting, event: ReplyConfirmed, now: datetime) -> None:
    connection.execute(
        update(replies)
        .where(
            *_at(setting, event.subject),
            replies.c.person == event.person,
            replies.c.organisation.in_(event.organisations),
        )
        .values(confirmed=True)
    )


WRITERS: Mapping[type[Event], Callable[[Connection, Setting, Any, datetime], None]] = {
    ReplyGiven: _reply_given,
    ReplyConfirmed: _reply_confirmed,
}

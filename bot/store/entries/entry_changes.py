"""What becomes of entries: the facts it is decided on, and the rows of overrides."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, update

from bot.store.agenda.standing_items import is_of_the_body
from bot.store.entries.entries import entries_of, withdrawn_from
from bot.store.entries.undone import UNDONE
from bot.store.kinds.kinds import recorded_from
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.meeting_tables import overrides
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.votes.motions import register_on, secretariat_users
from bot.store.writing import Writer, change_motion, key_of, where
from bot.workflows.decisions import Event, Refused, Setting
from bot.workflows.entries.correcting import CorrectDecision, EntryFacts
from bot.workflows.entries.overriding import (
    DecisionOverridden,
    OverrideDecision,
    OverrideReported,
    ReportOverride,
)


def for_changing(
    connection: Connection, command: CorrectDecision | OverrideDecision | ReportOverride, now: datetime
) -> EntryFacts | Refused:
    """The entry as it stands, whoever asks, and the meeting in session. One change at a time in a partnership."""
    partnership_rows.one_at_a_time(connection, command.workspace, command.partnership)
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    today = partnership_rows.today_in(setting.time_zone, now)
    entries = {each.id: each for each in entries_of(connection, setting)}
    named = (each for each in entries.values() if command.decision in (each.id, each.reference, each.motion))
    entry = next(named, None)
    original = entries.get(entry.refers_to) if entry is not None and entry.refers_to is not None else None
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    settled = original.motion if original is not None else None
    return EntryFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, today),
        entry=entry,
        settled=settled if not any(each and each.status in UNDONE for each in (entry, original)) else None,
        meeting=meeting,
        decides=meeting is not None and is_of_the_body(setting, meeting.group),
        withdrawn=withdrawn_from(connection, setting, entry, settled) if entry is not None else frozenset(),
        rests=recorded_from(connection, setting, (entry.motion, settled)) if entry is not None else None,
        secretariat=secretariat_users(register_on(connection, setting, today)),
    )


def _overridden(connection: Connection, setting: Setting, event: DecisionOverridden, now: datetime) -> None:
    connection.execute(
        insert(overrides).values(
            **key_of(setting),
            motion=event.subject,
            person=event.person,
            cited=event.cited,
            overridden_at=event.overridden_at,
        )
    )
    change_motion(connection, setting, event.subject)


def _reported(connection: Connection, setting: Setting, event: OverrideReported, now: datetime) -> None:
    key = {**key_of(setting), "motion": event.subject}
    connection.execute(
        where(update(overrides), overrides, key).values(
            reported_at=event.reported_at, reported_to=event.meeting
        )
    )


WRITERS: Mapping[type[Event], Writer] = {DecisionOverridden: _overridden, OverrideReported: _reported}

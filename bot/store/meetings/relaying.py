"""The clock's work laid anew when the terms change: a meeting is judged by the terms in force on its own day (G1)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete

from bot.rules.terms import Terms
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.invited import accounts_in
from bot.store.partnership import partnerships as partnership_rows
from bot.store.tables import due_work
from bot.store.tenders.digests import lay_digests_anew
from bot.store.tenders.policies import lay_reminders_anew
from bot.store.upsert import inserting
from bot.workflows.decisions import Setting
from bot.workflows.meetings.watching import YEAR, due_for

MOST = 1000  # meetings to come, far more than anybody books


@dataclass(frozen=True)
class Known:
    """What the work of a meeting depends on."""

    setting: Setting
    terms: Terms
    zones: frozenset[str]
    yearly_watch: bool = True

    def terms_of(self, day: date) -> Terms:
        """The terms in force on the day of the meeting."""
        return self.terms


def lay_anew(connection: Connection, workspace: str, partnership: str, now: datetime) -> None:
    """Make the work waiting for every meeting to come what the terms in force on its day now ask, and the reminders of policies.

    A warning given under the terms before is not given a second time; a day that has moved is watched where it now is.
    """
    setting = partnership_rows.setting(connection, workspace, partnership, now)
    if setting is None:
        return
    lay_reminders_anew(connection, setting, now)
    lay_digests_anew(connection, setting, now)
    zones = frozenset(row.time_zone or setting.time_zone for row in accounts_in(connection, setting))
    for meeting in meeting_rows.to_come(connection, workspace, partnership, most=MOST):
        on = meeting.held_on or meeting.announce_by
        under = partnership_rows.setting(connection, workspace, partnership, now, on=on)
        assert under is not None
        work = due_for(meeting, Known(under, under.terms, zones), now)
        connection.execute(
            delete(due_work).where(
                due_work.c.workspace == workspace,
                due_work.c.partnership == partnership,
                due_work.c.subject == meeting.id,
                due_work.c.done_at.is_(None),
                due_work.c.due_at > now,
                due_work.c.kind != YEAR,
            )
        )
        rows = [
            {
                "workspace": workspace,
                "partnership": partnership,
                "key": each.key,
                "kind": each.kind,
                "subject": each.subject,
                "due_at": each.due_at,
            }
            for each in work
        ]
        if not rows:
            continue
        added = inserting(connection, due_work)
        keys = ["workspace", "partnership", "key"]
        changed = {"due_at": added.excluded.due_at, "done_at": None}
        connection.execute(added.on_conflict_do_update(index_elements=keys, set_=changed), rows)

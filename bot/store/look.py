"""One look at several meetings of a partnership: what they are all read from is read once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection

from bot.rules.register import Register
from bot.store.meetings.invited import accounts_in, called_from
from bot.store.meetings.watching import owing_for
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.rows import AnyRow
from bot.workflows.decisions import Setting
from bot.workflows.meetings.invited import Invited
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.reminding import Owing


@dataclass
class Look:
    """One look at a partnership: what every meeting on the page is read from is read once."""

    connection: Connection
    setting: Setting
    moment: datetime
    whole: Register
    accounts: Sequence[AnyRow]
    _owing: dict[str, tuple[Owing, ...]] = field(default_factory=dict)
    _under: dict[date, Setting] = field(default_factory=dict)

    def under(self, meeting: MeetingState) -> Setting:
        """The partnership under the terms in force on the day of a meeting (G1)."""
        on = meeting.held_on or meeting.announce_by
        if on is None:
            return self.setting
        if on not in self._under:
            workspace, partnership = self.setting.workspace, self.setting.partnership
            found = partnership_rows.setting(self.connection, workspace, partnership, self.moment, on=on)
            self._under[on] = found or self.setting
        return self._under[on]

    def called(self, meeting: MeetingState) -> tuple[Invited, ...]:
        """Who is called to a meeting, or will be once its day is known."""
        on = meeting.held_on or meeting.announce_by
        if on is None:
            return ()
        return called_from(self.whole, self.accounts, self.under(meeting), meeting.group, on)

    def owing(self, meeting: MeetingState) -> tuple[Owing, ...]:
        """Who has still to answer for a meeting; nobody while its day is to be announced."""
        if meeting.held_on is None:
            return ()
        if meeting.id not in self._owing:
            called = self.called(meeting)
            self._owing[meeting.id] = owing_for(self.connection, self.under(meeting), meeting, called)
        return self._owing[meeting.id]


def look_at(connection: Connection, setting: Setting, now: datetime) -> Look:
    """A look at a partnership as it is now."""
    whole = register_rows.load(connection, setting.workspace, setting.partnership)
    return Look(connection, setting, now, whole, accounts_in(connection, setting))

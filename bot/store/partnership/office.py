"""Who answers for a partnership when a notice cannot reach somebody, and what that somebody is called."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.rules.register import SECRETARIAT
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import holders
from bot.store.tables import people


@dataclass(frozen=True)
class Office:
    """A partnership's name, and the Slack users of its secretariat today."""

    name: str
    secretariat: tuple[str, ...] = ()


def office(connection: Connection, workspace: str, partnership: str, now: datetime) -> Office:
    """The secretariat as the register has it on the day of `now`."""
    setting = partnership_rows.setting(connection, workspace, partnership, now)
    if setting is None:
        return Office(partnership)
    on = partnership_rows.today_in(setting.time_zone, now)
    users = {user for user, _ in holders(connection, setting, on, SECRETARIAT) if user is not None}
    return Office(setting.name, tuple(sorted(users)))


def called(connection: Connection, workspace: str, partnership: str, recipient: str) -> str:
    """A recipient as people know them: somebody's name from the register, or the channel."""
    if recipient[:1] not in ("U", "W"):
        return f"the channel {recipient}"
    found = select(people.c.name).where(
        people.c.workspace == workspace,
        people.c.partnership == partnership,
        people.c.slack_user == recipient,
    )
    name = connection.execute(found).scalars().first()
    return str(name) if name is not None else f"the Slack user {recipient}"

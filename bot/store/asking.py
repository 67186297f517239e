"""What every question begins with: the partnership under its terms of today, and who asks."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.store import partnerships as partnership_rows
from bot.store.people import standing
from bot.workflows.decisions import Setting
from bot.workflows.questions import Question
from bot.workflows.standing import Standing, Stranger


class UnknownPartnership(LookupError):
    """No such partnership is kept in this workspace."""


def who_asks(
    connection: Connection, question: Question[Any], partnership: str, now: datetime
) -> tuple[Setting, Standing | Stranger]:
    """The partnership of a question, and who the person who asks is in it today."""
    setting = setting_for(connection, question.workspace, partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    return setting, standing(connection, setting, question.team, question.user, on)


def setting_for(connection: Connection, workspace: str, partnership: str, now: datetime) -> Setting:
    """The partnership under its terms of today. Raises UnknownPartnership where the workspace keeps none of that name."""
    setting = partnership_rows.setting(connection, workspace, partnership, now)
    if setting is None:
        raise UnknownPartnership(partnership)
    return setting

"""Which partnerships there are, and who asks in which of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.tables import partnerships, people
from bot.workflows.decisions import Refused, Setting
from bot.workflows.questions import Place, Places, Question, WhichPartnerships
from bot.workflows.standing import Standing, Stranger, unknown


class UnknownPartnership(LookupError):
    """No such partnership is kept in this workspace."""


def which_partnerships(connection: Connection, question: WhichPartnerships, now: datetime) -> Places:
    """The partnership of the channel, and those in whose register the person stands."""
    mine = set(
        connection.execute(
            select(people.c.partnership).where(
                people.c.workspace == question.workspace,
                people.c.slack_team == question.team,
                people.c.slack_user == question.user,
            )
        ).scalars()
    )
    rows = connection.execute(
        select(partnerships)
        .where(partnerships.c.workspace == question.workspace)
        .order_by(partnerships.c.short_name)
    )
    places = tuple(
        Place(row.partnership, row.name, row.short_name, row.channel, row.partnership in mine) for row in rows
    )
    here = next((each for each in places if each.channel == question.channel), None)
    return Places(here, tuple(each for each in places if each.is_mine), places)


def who_asks(
    connection: Connection, question: Question[Any], partnership: str, now: datetime
) -> tuple[Setting, Standing | Stranger]:
    """The partnership a question is about, under the terms in force today, and who asks. Raises UnknownPartnership."""
    setting = setting_for(connection, question.workspace, partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    return setting, standing(connection, setting, question.team, question.user, on)


def setting_for(connection: Connection, workspace: str, partnership: str, now: datetime) -> Setting:
    """The partnership of that name under the terms in force today. Raises UnknownPartnership where there is none."""
    setting = partnership_rows.setting(connection, workspace, partnership, now)
    if setting is None:
        raise UnknownPartnership(partnership)
    return setting


def stranger_refused(who: Standing | Stranger, setting: Setting) -> Refused | None:
    """Why somebody who is in no register of a partnership is not told about its meetings, which are private (K39)."""
    return unknown(who, setting) if isinstance(who, Stranger) else None

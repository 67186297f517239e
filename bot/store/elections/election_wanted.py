"""The last meeting of the financial year without an election of the chair, where the terms have the chair elected at it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, or_

from bot.rules.citing import cited
from bot.rules.register import CHAIR
from bot.rules.wording import day_words
from bot.rules.year import financial_year_of
from bot.store.agenda.standing_items import mine, other_days
from bot.store.elections.election_tables import elections
from bot.store.elections.elections import facts_of
from bot.workflows.decisions import Setting
from bot.workflows.elections.elections import AT_LAST_MEETING, OVER, not_conducting
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.year_ahead import NEAR, is_last_of_the_financial_year
from bot.workflows.standing import Standing, Stranger

LATELY = timedelta(days=120)  # an election longer ago was to a term that has begun


def election_wanted(connection: Connection, setting: Setting, meeting: MeetingState, now: datetime) -> str:
    """That the chair is to be elected at a meeting and no election was held or opened, with what follows; empty where it is not
    (V30)."""
    rule, year, day = setting.terms.chair_elected_at, setting.terms.financial_year, meeting.held_on
    if rule is None or rule.value != AT_LAST_MEETING or year is None or year.value is None:
        return ""
    if day is None:
        return ""
    ends = financial_year_of(year.value, day)[1]
    if ends - day > NEAR or meeting.group or _is_opened(connection, setting, now):
        return ""
    days = [each for each, _ in other_days(connection, setting, meeting)]
    if not is_last_of_the_financial_year(setting.terms, days, day):
        return ""
    return (
        "No election of the chair was held or opened, and the chair is elected at this meeting, the last that is booked of the "
        f"financial year{cited(rule)}. Without one nobody is elected for the year that begins on "
        f"{day_words(ends + timedelta(days=1))}: open nominations, and book another meeting before then at which it is held."
    )


def conducts(connection: Connection, setting: Setting, who: Standing | Stranger, now: datetime) -> bool:
    """Whether somebody conducts elections."""
    return not_conducting(replace(facts_of(connection, setting, None, now), standing=who)) is None


def _is_opened(connection: Connection, setting: Setting, now: datetime) -> bool:
    """Whether an election of the chair is under way, or somebody was elected lately."""
    elected = elections.c.elected.is_not(None) & (elections.c.decided_at > now - LATELY)
    held = exists().where(
        *mine(setting, elections), elections.c.office == CHAIR, or_(elections.c.state.not_in(OVER), elected)
    )
    return bool(connection.execute(held.select()).scalar())

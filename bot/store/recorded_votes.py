"""What is known of those who have not voted, and of votes recorded for somebody who rang up."""

from datetime import datetime

from sqlalchemy import Connection

from bot.store.invited import invited_to
from bot.store.motions import facts_for_closing
from bot.store.partnerships import today_in
from bot.workflows.chasing import ChasingFacts, RemindToVote
from bot.workflows.decisions import Refused


def for_chasing(connection: Connection, command: RemindToVote, now: datetime) -> ChasingFacts | Refused:
    """Who has not voted, and who speaks for whom today."""
    closing = facts_for_closing(connection, command, now)
    if isinstance(closing, Refused):
        return closing
    today = today_in(closing.setting.time_zone, now)
    return ChasingFacts(closing, invited_to(connection, closing.setting, "", today))

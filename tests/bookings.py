"""A meeting as it stands in the store once it is booked, for tests that begin there."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.store.record import UNBOOKED
from bot.store.session import Store
from bot.store.tables import meetings
from bot.workflows.meetings.meetings import BOOKED
from tests.rehearsal import WORKSPACE

LONDON = ZoneInfo("Europe/London")


def booked(
    store: Store,
    partnership: str,
    starts_at: datetime,
    meeting: str = "meeting-1",
    title: str = "Strategy Group",
    workspace: str = WORKSPACE,
    **values: Any,
) -> str:
    """A booked meeting of two hours that begins at this instant; returns its id."""
    row = {
        **UNBOOKED,
        "state": BOOKED,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "held_on": starts_at.astimezone(LONDON).date(),
        "acting": False,
        **values,
    }
    with store.transaction() as connection:
        connection.execute(
            insert(meetings).values(
                workspace=workspace, partnership=partnership, id=meeting, title=title, **row
            )
        )
    return meeting

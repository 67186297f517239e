"""What the store knows of its own health."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.store.session import Store
from bot.store.tables import heartbeats, outbox

CLOCK = "clock"


@dataclass(frozen=True)
class Pulse:
    """When the clock last ticked (governance time, None if never), and what stands in the outbox."""

    clock_last_ticked_at: datetime | None
    outbox_waiting: int
    outbox_in_doubt: int
    outbox_failed: int


def pulse(store: Store) -> Pulse:
    """Asked of every workspace at once: this is the machine's health, not a partnership's."""
    with store.reading() as connection:
        ticked = connection.execute(select(heartbeats.c.at).where(heartbeats.c.name == CLOCK)).scalar()
        counted = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state)).all()
    by_state = {str(state): int(number) for state, number in counted}
    return Pulse(
        clock_last_ticked_at=ticked,
        outbox_waiting=by_state.get("pending", 0) + by_state.get("sending", 0),
        outbox_in_doubt=by_state.get("in_doubt", 0),
        outbox_failed=by_state.get("failed", 0),
    )

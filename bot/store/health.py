"""What the store knows of its own health."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from bot.store.session import Store
from bot.store.tables import heartbeats, outbox

CLOCK = "clock"
# The very words of the partial indexes: what was sent, which only grows, is never read here.
_WAITING = text("outbox.state IN ('pending', 'sending', 'in_doubt')")
_FAILED = text("outbox.state = 'failed'")


@dataclass(frozen=True)
class Pulse:
    """When the clock last ticked (real time, None if never), and what stands in the outbox."""

    clock_last_ticked_at: datetime | None
    outbox_waiting: int
    outbox_in_doubt: int
    outbox_failed: int


def pulse(store: Store) -> Pulse:
    """Asked of every workspace at once: this is the machine's health, not a partnership's."""
    with store.reading() as connection:
        ticked = connection.execute(select(heartbeats.c.at).where(heartbeats.c.name == CLOCK)).scalar()
        counted = connection.execute(
            select(outbox.c.state, func.count()).where(_WAITING).group_by(outbox.c.state)
        ).all()
        failed = connection.execute(select(func.count()).select_from(outbox).where(_FAILED)).scalar_one()
    by_state = {str(state): int(number) for state, number in counted}
    return Pulse(
        clock_last_ticked_at=ticked,
        outbox_waiting=by_state.get("pending", 0) + by_state.get("sending", 0),
        outbox_in_doubt=by_state.get("in_doubt", 0),
        outbox_failed=failed,
    )

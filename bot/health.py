"""What /healthz says: whether the database answers, when the clock last ticked, how much waits in the outbox."""

from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.store.health import pulse
from bot.store.session import Store

# DESIGN, the local workspace: /healthz says when the process and the database disagree by more than this.
MOST_SKEW_SECONDS = 2.0
# The clock ticks every few seconds; after this long it has stopped.
LONGEST_SILENCE = timedelta(minutes=2)


def health(store: Store, real: Clock) -> dict[str, Any]:
    """One flat object. `status` is "ok" or says in words what is wrong; `database` is "ok" or why it does not
    answer. `real` is the time that nobody turns.

    Notices given up are counted and told to the secretary elsewhere: one wrong address is not an outage.
    """
    try:
        skew = store.check()
        known = pulse(store)
    except Exception as away:  # noqa: BLE001  whatever stops the database answering is the answer
        return {"status": "the database does not answer", "database": type(away).__name__}
    silent = known.clock_last_ticked_at is None or real.now() - known.clock_last_ticked_at > LONGEST_SILENCE
    faults = [
        sentence
        for wrong, sentence in (
            (abs(skew) > MOST_SKEW_SECONDS, "the clocks of this process and its database disagree"),
            (silent, "the clock has not ticked for two minutes"),
        )
        if wrong
    ]
    ticked = known.clock_last_ticked_at
    return {
        "status": "; ".join(faults) or "ok",
        "database": "ok",
        "skew_seconds": round(skew, 3),
        "clock_last_ticked_at": ticked.isoformat() if ticked else None,
        "outbox_waiting": known.outbox_waiting,
        "outbox_in_doubt": known.outbox_in_doubt,
        "outbox_failed": known.outbox_failed,
    }

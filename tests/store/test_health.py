"""Whether the database answers, when the clock last ticked and how much waits."""

from sqlalchemy import insert

from bot.clock import StoppedClock
from bot.health import health
from bot.store.session import Store
from bot.store.tables import heartbeats, outbox, partnerships


def test_a_clock_that_has_just_ticked_is_well(store: Store, clock: StoppedClock) -> None:
    with store.transaction() as connection:
        connection.execute(insert(heartbeats), {"name": "clock", "at": clock.now()})
    clock.turn(minutes=2)
    told = health(store, clock)
    assert told["status"] == told["database"] == "ok"
    assert told["clock_last_ticked_at"] == "2025-04-24T11:00:00+00:00"
    assert abs(told["skew_seconds"]) < 2


def test_a_clock_that_stopped_or_never_started_is_told(store: Store, clock: StoppedClock) -> None:
    never = health(store, clock)
    assert never["status"] == "the clock has not ticked for two minutes"
    assert (never["database"], never["clock_last_ticked_at"]) == ("ok", None)
    with store.transaction() as connection:
        connection.execute(insert(heartbeats), {"name": "clock", "at": clock.now()})
    clock.turn(minutes=2, seconds=1)
    assert health(store, clock)["status"] == "the clock has not ticked for two minutes"


def test_what_waits_what_is_in_doubt_and_what_was_given_up_are_counted_apart(
    store: Store, clock: StoppedClock
) -> None:
    states = ["pending", "pending", "sending", "sent", "in_doubt", "failed"]
    home = {"workspace": "T1", "partnership": "clpp"}
    at = clock.now()
    with store.transaction() as connection:
        connection.execute(
            insert(partnerships),
            {
                **home,
                "name": "CLPP",
                "short_name": "CLPP",
                "channel": "C1",
                "time_zone": "Europe/London",
                "added_at": at,
            },
        )
        for number, state in enumerate(states):
            notice = {
                "id": f"N{number}",
                "key": f"K{number}",
                "kind": "result",
                "recipient": "C1",
                "subject": "M1",
            }
            times = {"due_at": at, "not_before": at}
            connection.execute(
                insert(outbox), {**home, **notice, **times, "data": {}, "state": state, "attempts": 0}
            )
    told = health(store, clock)
    assert (told["outbox_waiting"], told["outbox_in_doubt"], told["outbox_failed"]) == (3, 1, 1)


def test_a_database_that_is_away_is_an_answer_not_an_error(clock: StoppedClock) -> None:
    told = health(Store("postgresql://nobody:hunter2@127.0.0.1:1/nothing"), clock)
    assert told == {"status": "the database does not answer", "database": "OperationalError"}

"""What has fallen due is found by its index: neither years of work done nor a long future slows the clock."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, insert, text

from bot.clock import StoppedClock
from bot.store import due as work
from bot.store.session import Store
from bot.store.tables import due_work, partnerships, receipts
from tests.plans import plans

A_LOOK = 50
WORKSPACES = [f"T{number}" for number in range(20)]
WAITING = "ix_due_work_waiting"
# What the plans say of a table read from end to end, and of a sort that is not by the index's own order first.
READ_WHOLE = {"sqlite": "SCAN due_work", "postgresql": "Seq Scan on due_work"}
PRESORTED = {"sqlite": "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY", "postgresql": "Presorted Key: due_at"}


def leave(connection: Connection, name: str, moments: list[datetime], done_at: datetime | None) -> None:
    """Work due at those moments, in turn for each workspace."""
    rows = [
        {
            "workspace": WORKSPACES[number % len(WORKSPACES)],
            "partnership": "p",
            "key": f"close:{name}-{number}",
            "kind": "close motion",
            "subject": f"{name}-{number}",
            "due_at": moment,
            "done_at": done_at,
        }
        for number, moment in enumerate(moments)
    ]
    connection.execute(insert(due_work), rows)


@pytest.fixture
def busy_years(store: Store, clock: StoppedClock) -> Store:
    """Four thousand things done, two thousand to come, a hundred and twenty due, and the database has taken stock."""
    now = clock.now()
    with store.transaction() as connection:
        connection.execute(
            insert(partnerships),
            [
                {
                    "workspace": workspace,
                    "partnership": "p",
                    "name": "P",
                    "short_name": "P",
                    "channel": "C1",
                    "time_zone": "Europe/London",
                    "added_at": now,
                }
                for workspace in WORKSPACES
            ],
        )
        leave(connection, "done", [now - timedelta(hours=number) for number in range(4000)], now)
        leave(connection, "later", [now + timedelta(hours=number + 1) for number in range(2000)], None)
        leave(connection, "due", [now - timedelta(minutes=number) for number in range(120)], None)
        connection.execute(
            insert(receipts),
            [
                {
                    "workspace": WORKSPACES[number % len(WORKSPACES)],
                    "key": f"press-{number}",
                    "received_at": now - timedelta(minutes=number),
                }
                for number in range(4000)
            ],
        )
        connection.execute(text("ANALYZE"))
    return store


@pytest.mark.parametrize("page", ["the longest overdue", "what follows"])
def test_what_has_fallen_due_is_found_and_put_in_order_by_the_index_of_what_waits(
    busy_years: Store, clock: StoppedClock, page: str
) -> None:
    """DESIGN: due work is due_at <= now. Nothing but what fell due at one and the same moment has still to be sorted."""
    dialect = busy_years.dialect
    with busy_years.reading() as connection:
        first = work.due(connection, clock.now(), None, A_LOOK)
        after = first[-1] if page == "what follows" else None
        [plan] = plans(connection, lambda asked: work.due(asked, clock.now(), after, A_LOOK))
    assert WAITING in plan, plan
    assert READ_WHOLE[dialect] not in plan, plan
    assert PRESORTED[dialect] in plan, plan


def test_page_by_page_everything_due_is_found_once_the_longest_overdue_first(
    busy_years: Store, clock: StoppedClock
) -> None:
    """And nothing that is done, or still to come."""
    seen: list[work.DueWork] = []
    with busy_years.reading() as connection:
        while page := work.due(connection, clock.now(), seen[-1] if seen else None, A_LOOK):
            seen.extend(page)
    assert [each.subject for each in seen] == [f"due-{number}" for number in reversed(range(120))]


def test_a_look_that_finds_nothing_due_reads_no_more_than_the_beginning_of_the_index(
    busy_years: Store, clock: StoppedClock
) -> None:
    """Which is what the clock finds at nearly every tick."""
    long_ago = clock.now() - timedelta(days=365)
    with busy_years.reading() as connection:
        [plan] = plans(connection, lambda asked: work.due(asked, long_ago, None, A_LOOK))
    assert WAITING in plan, plan
    assert READ_WHOLE[busy_years.dialect] not in plan, plan


def test_nothing_else_in_a_tick_reads_a_table_from_end_to_end(busy_years: Store, clock: StoppedClock) -> None:
    """What is done is marked by its key; the receipts to forget are found by when they came, and forgotten by theirs."""
    now = clock.now()
    with busy_years.transaction() as connection:
        [one] = work.due(connection, now, None, 1)
        marking = plans(connection, partial(work.mark_done, work=one, now=now))
        beating = plans(connection, partial(work.beat, name="clock", now=now))
        [forgetting] = plans(
            connection, lambda asked: work.forget_receipts(asked, now - timedelta(days=1), 5)
        )
    whole = ("Seq Scan", "SCAN due_work", "SCAN receipts", "SCAN heartbeats")
    for plan in (*marking, *beating, forgetting):
        assert not any(each in plan for each in whole), plan
    assert "ix_receipts_received_at" in forgetting, forgetting

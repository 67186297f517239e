"""Two ways into one database."""

import threading
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, delete, insert, select, text, update

from bot.store.locks import StoreBusy, WriteQueue
from bot.store.session import Store, is_lost_race, is_unreachable
from bot.store.tables import events, heartbeats, partnerships
from bot.store.url import UnusableUrl, normalised_url

NOON = datetime(2025, 4, 24, 11, 0, tzinfo=UTC)


def beat(name: str) -> dict[str, object]:
    return {"name": name, "at": NOON}


def test_what_a_transaction_wrote_is_there_for_the_next_reader(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute(insert(heartbeats), beat("clock"))
    with store.reading() as connection:
        assert connection.execute(select(heartbeats.c.name)).scalars().all() == ["clock"]


def test_a_transaction_that_raises_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(KeyError), store.transaction() as connection:
        connection.execute(insert(heartbeats), beat("clock"))
        raise KeyError
    with store.reading() as connection:
        assert connection.execute(select(heartbeats.c.name)).all() == []


def test_nothing_can_be_written_while_reading(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"), store.reading() as connection:
        connection.execute(insert(heartbeats), beat("clock"))


def test_a_reader_waits_for_no_writer_and_sees_one_moment(store: Store) -> None:
    with store.reading() as reader:
        assert reader.execute(select(heartbeats.c.name)).all() == []
        with store.transaction() as writer:
            writer.execute(insert(heartbeats), beat("clock"))
        assert reader.execute(select(heartbeats.c.name)).all() == []


def test_an_instant_comes_back_in_utc_whatever_zone_it_was_said_in(store: Store) -> None:
    in_summer_london = NOON.astimezone(timezone(timedelta(hours=1)))
    with store.transaction() as connection:
        connection.execute(insert(heartbeats), {"name": "clock", "at": in_summer_london})
        kept = connection.execute(select(heartbeats.c.at)).scalar_one()
    assert kept == NOON
    assert kept.tzinfo is UTC


def test_instants_keep_their_microseconds_and_compare_as_moments_do(store: Store) -> None:
    moments = [NOON + timedelta(microseconds=n) for n in (-1, 0, 1)]
    with store.transaction() as connection:
        for moment in moments:
            connection.execute(insert(heartbeats), {"name": moment.isoformat(), "at": moment})
        later = select(heartbeats.c.at).where(heartbeats.c.at >= NOON).order_by(heartbeats.c.at)
        assert connection.execute(later).scalars().all() == moments[1:]


def test_an_instant_that_does_not_say_its_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="must say its time zone"), store.transaction() as connection:
        connection.execute(insert(heartbeats), {"name": "clock", "at": NOON.replace(tzinfo=None)})


def test_a_second_row_under_one_key_is_a_lost_race_and_the_database_is_not_away(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute(insert(heartbeats), beat("clock"))
    with pytest.raises(Exception) as lost, store.transaction() as connection:
        connection.execute(insert(heartbeats), beat("clock"))
    assert is_lost_race(lost.value)
    assert not is_unreachable(lost.value)


def test_a_row_that_points_at_nothing_is_a_bug_not_a_lost_race(store: Store) -> None:
    with pytest.raises(Exception) as orphan, store.transaction() as connection:
        connection.execute(insert(events), an_event())
    assert not is_lost_race(orphan.value)
    assert not is_unreachable(orphan.value)


def test_a_database_that_is_not_there_is_unreachable() -> None:
    nowhere = Store("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(Exception) as away:
        nowhere.check()
    assert is_unreachable(away.value)
    assert not is_lost_race(away.value)


def test_what_another_process_has_locked_is_waited_for_no_longer_than_a_person_would(store: Store) -> None:
    """SLACK.md section 4, 14: an answer within two and a half seconds, and the next write goes through."""
    other = create_engine(
        store.url, connect_args={"isolation_level": None} if store.dialect == "sqlite" else {}
    )
    with other.connect() as connection:
        locking = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE heartbeats"}
        connection.exec_driver_sql(locking[store.dialect])
        began = time.monotonic()
        with pytest.raises(Exception) as busy, store.transaction() as ours:
            ours.execute(insert(heartbeats), beat("clock"))
        assert time.monotonic() - began < 2.5
        assert is_unreachable(busy.value)
        connection.exec_driver_sql("ROLLBACK")
    other.dispose()
    with store.transaction() as ours:
        ours.execute(insert(heartbeats), beat("clock"))


def test_the_clocks_of_the_process_and_its_database_agree_on_one_machine(store: Store) -> None:
    assert abs(store.check()) < 2


def test_a_transaction_inside_another_on_sqlite_is_a_bug_that_says_so(tmp_path: object) -> None:
    store = Store(f"sqlite:///{tmp_path}/quorate.db")
    with store.transaction(), pytest.raises(RuntimeError, match="inside another"), store.transaction():
        pass
    store.close()


def test_twenty_writers_at_once_all_get_their_turn(store: Store) -> None:
    def write(number: int) -> None:
        with store.transaction() as connection:
            connection.execute(insert(heartbeats), beat(f"writer {number}"))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with store.reading() as connection:
        assert len(connection.execute(select(heartbeats)).all()) == 20


def test_writers_are_served_in_the_order_they_asked() -> None:
    queue, served, asking = WriteQueue(), list[int](), list[threading.Thread]()

    def ask(number: int) -> None:
        with queue.turn(5):
            served.append(number)

    with queue.turn(5):
        for number in range(8):
            asking.append(threading.Thread(target=ask, args=(number,)))
            asking[-1].start()
            while len(queue._waiting) <= number:
                pass
    for thread in asking:
        thread.join()
    assert served == list(range(8))


def test_a_writer_who_has_waited_long_enough_is_told_so_and_the_queue_goes_on() -> None:
    queue, told = WriteQueue(), list[StoreBusy]()

    def ask() -> None:
        try:
            with queue.turn(0.01):
                raise AssertionError("The turn was taken.")
        except StoreBusy as busy:
            told.append(busy)

    with queue.turn(1):
        impatient = threading.Thread(target=ask)
        impatient.start()
        impatient.join()
    assert is_unreachable(told[0])
    with queue.turn(0.01):
        pass


def an_event() -> dict[str, object]:
    return {
        "workspace": "T1",
        "partnership": "clpp",
        "type": "MotionPut",
        "at": NOON,
        "person": None,
        "subject": "M1",
        "data": {"text": "That the budget be approved"},
    }


@pytest.mark.parametrize("rewrite", [update(events).values(subject="M2"), delete(events)])
def test_the_register_of_events_cannot_be_rewritten(store: Store, rewrite: object) -> None:
    with store.transaction() as connection:
        home = {
            "workspace": "T1",
            "partnership": "clpp",
            "name": "CLPP",
            "short_name": "CLPP",
            "channel": "C1",
        }
        connection.execute(insert(partnerships), home | {"time_zone": "Europe/London", "added_at": NOON})
        connection.execute(insert(events), an_event())
    with pytest.raises(Exception, match="only ever appended to"), store.transaction() as connection:
        connection.execute(rewrite)  # type: ignore[call-overload]
    with store.reading() as connection:
        assert connection.execute(select(events.c.subject)).scalars().all() == ["M1"]


def test_sqlite_is_durable_and_minds_its_keys(tmp_path: object) -> None:
    store = Store(f"sqlite:///{tmp_path}/a/folder/made/for/it/quorate.db")
    with store.reading() as connection:
        told = [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in PRAGMAS]
    store.close()
    assert dict(zip(PRAGMAS, told, strict=True)) == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    "said", ["postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"]
)
def test_every_way_to_say_postgresql_means_psycopg_3(said: str) -> None:
    assert normalised_url(said).drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("nonsense", "not a URL"),
        ("mysql://u:hunter2@h/d", "must be SQLite or PostgreSQL, not mysql"),
        ("sqlite://", "must be given a file"),
        ("sqlite:///:memory:", "must be given a file"),
        ("postgresql://u:hunter2@h", "does not name a database"),
    ],
)
def test_an_address_we_cannot_use_is_refused_without_repeating_its_password(said: str, answer: str) -> None:
    with pytest.raises(UnusableUrl, match=answer) as refused:
        normalised_url(said)
    assert "hunter2" not in str(refused.value)

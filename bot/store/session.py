"""One database, two ways in: `transaction()` to decide and record, `reading()` to answer a question."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy import Connection as Connection  # what a transaction hands out, for others to name
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.store.locks import StoreBusy, WriteQueue, write_queue_for
from bot.store.url import normalised_url
from bot.store.votes.ballot_key import BallotKey

# Slack shows an error after three seconds, and whoever waits for the database must hear "try again" before that. One
# may wait twice: for a turn or a connection, and then for what another process has locked.
WAIT_SECONDS = 1.2

_UNIQUE_SQLITE = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
_AWAY_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL")
# A unique key taken, a serialization failure, a deadlock.
_RACE_SQLSTATES = {"23505", "40001", "40P01"}
# Connection lost, out of resources, stopped by an operator, lock not available.
_AWAY_SQLSTATES = ("08", "53", "57", "55P03")


class Store:
    """The database behind the secretary, SQLite or PostgreSQL, by `url` (see `bot.store.url`).

    `ballot_key`, in hexadecimal digits, seals secret votes (see `bot.store.ballot_key`). Connections are made when first
    needed. One store serves every thread of a process; a process that forks opens its store after, not before.
    """

    def __init__(self, url: str, ballot_key: str = "") -> None:
        self.url: URL = normalised_url(url)
        self._queue: WriteQueue | None = None
        if self.url.get_backend_name() == "sqlite":
            Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            self._queue = write_queue_for(str(self.url.database))
            writer = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", query_only=False)
            self._reader = _sqlite_engine(self.url, begin="BEGIN", query_only=True)
        else:
            writer = _postgresql_engine(self.url)
            # One snapshot for all the questions of one page; psycopg says so in its BEGIN, at no extra cost.
            self._reader = writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        # Only what decides may open a box of secret votes, so only what writes has the key.
        self._writer = writer.execution_options(ballot_key=BallotKey(ballot_key, self.url))

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.url.get_backend_name()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction, committed when the block ends and rolled back when it raises.

        On SQLite it takes the write lock at once, in turn; on PostgreSQL it is READ COMMITTED and callers
        lock the rows they decide on. Do not open one inside another, and make no network call while it is
        open.
        """
        if self._queue is None:
            with self._writer.begin() as connection:
                yield connection
            return
        with self._queue.turn(WAIT_SECONDS), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only transaction that sees one moment of the database and waits for no writer.

        Writing in it is refused.
        """
        with self._reader.begin() as connection:
            yield connection

    def check(self) -> float:
        """How many seconds the database's clock is ahead of this process's.

        Raises when the database does not answer.
        """
        with self.reading() as connection:
            if self.dialect == "sqlite":
                told = connection.execute(text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")).scalar_one()
                theirs = datetime.fromisoformat(told).replace(tzinfo=UTC)
            else:
                theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            ours = datetime.now(UTC)
        return float((theirs - ours).total_seconds())

    def close(self) -> None:
        """Close every connection."""
        self._writer.dispose()
        self._reader.dispose()


def is_lost_race(exc: BaseException) -> bool:
    """Whether somebody else got there first:

    a unique key taken, a serialization failure or a deadlock. Worth asking again.
    """
    if not isinstance(exc, DBAPIError):
        return False
    if isinstance(exc, IntegrityError) and _sqlite_code(exc) in _UNIQUE_SQLITE:
        return True
    return _sqlstate(exc) in _RACE_SQLSTATES


def is_unreachable(exc: BaseException) -> bool:
    """Whether the database is away, full, or busy beyond waiting.

    Nothing was recorded, and later may well do.
    """
    if isinstance(exc, StoreBusy | PoolTimeout):
        return True
    if not isinstance(exc, DBAPIError):
        return False
    if exc.connection_invalidated or _sqlite_code(exc).startswith(_AWAY_SQLITE):
        return True
    state = _sqlstate(exc)
    if state is not None:
        return state.startswith(_AWAY_SQLSTATES)
    # A connection that could never be made has no SQLSTATE: psycopg raises its plain OperationalError.
    return type(exc.orig).__module__.startswith("psycopg") and type(exc.orig).__name__ in {
        "OperationalError",
        "ConnectionTimeout",
    }


def _sqlite_code(exc: DBAPIError) -> str:
    return str(getattr(exc.orig, "sqlite_errorname", ""))


def _sqlstate(exc: DBAPIError) -> str | None:
    state = getattr(exc.orig, "sqlstate", None)
    return str(state) if state else None


def _sqlite_engine(url: URL, *, begin: str, query_only: bool) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": WAIT_SECONDS}, pool_timeout=WAIT_SECONDS
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own habit of guessing when to BEGIN is switched off: we say when, and of which kind.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        if query_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,  # an error in the log tells the statement, never what people said
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=WAIT_SECONDS,
        pool_recycle=1800,
        connect_args={"connect_timeout": 2, "application_name": "quorate"},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute(f"SET lock_timeout = '{int(WAIT_SECONDS * 1000)}ms'")
            cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
        connection.commit()

    return engine

"""What any test may ask for: a store on both databases, and a clock that stands still until it is turned."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from bot.clock import StoppedClock
from bot.store.session import Store
from tests.databases import PostgreSQL, SQLite, store_at

# A slow machine is not a failing test; and what fails in one place must fail the same way in another.
settings.register_profile("quorate", deadline=None, derandomize=True)
settings.load_profile("quorate")

DATABASES = ["sqlite", "postgresql"]
BALLOT_KEY = "5e" * 32  # seals secret votes


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The one embedded PostgreSQL of this run, shared by its parallel processes.

    Not in pytest's own temporary folder: each new run shuts that to everyone else, and where the tests run as root the
    server runs as somebody else.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    server = PostgreSQL(Path(tempfile.gettempdir()) / f"quorate-{run}")
    yield server
    server.close()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """The migrated SQLite file that tests get copies of."""
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated database with no rows; the test runs once on each kind."""
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        return server.empty()
    template: SQLite = request.getfixturevalue("sqlite")
    return template.empty()


@pytest.fixture(params=DATABASES)
def unmigrated_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with nothing in it, not even tables; once on each kind."""
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        return server.new_database()
    template: SQLite = request.getfixturevalue("sqlite")
    return template.new_database()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A migrated store with no rows; the test runs on SQLite and on PostgreSQL."""
    opened = store_at(database_url, BALLOT_KEY)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> StoppedClock:
    """A clock at noon in London on Thursday 24 April 2025 (11:00 UTC, summer time), until it is turned."""
    return StoppedClock(datetime(2025, 4, 24, 11, 0, tzinfo=UTC))

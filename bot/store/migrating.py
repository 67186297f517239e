"""Bring a database to today's shape, from Python, with the scripts that travel in the package."""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, create_engine, event, text
from sqlalchemy.pool import NullPool

from bot.store.types import Instant
from bot.store.url import normalised_url

_SCRIPTS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 7_827_283  # any number will do, so long as every release of Quorate takes the same one
_PATIENCE_SECONDS = 60
_TIMES_ASKED = (
    100  # each after a wait for the writer, so long before the last the others have all had their turn
)


def migrate(url: str) -> list[str]:
    """Apply every step the database lacks and name those applied; all of them, or on any error none.

    Safe to start in two places at once: the second waits for the first and finds nothing to do.
    """
    with _alone(url) as connection:
        before = _revision(connection)
        command.upgrade(_config(connection), "head")
        _no_orphans(connection)
        scripts = ScriptDirectory.from_config(_config(connection))
        steps = scripts.iterate_revisions("head", before) if before else scripts.walk_revisions()
        return [step.revision for step in steps][::-1]


def is_current(url: str) -> bool:
    """Whether the database has every step. False for an empty one; raises when it does not answer."""
    with _connected(url) as connection:
        return _revision(connection) == ScriptDirectory.from_config(_config(connection)).get_current_head()


def draft(message: str) -> Path:
    """Write the next numbered step by comparing `tables.py` with the steps so far, and say where it is.

    Read what it wrote, then `make fix`: Alembic sees tables, columns, keys and indexes, but neither CHECK
    constraints on a table that exists already nor triggers. There is no way back: a step that was wrong is
    followed by one that is right.
    """
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/draft.db"
        migrate(url)
        with _alone(url) as connection:
            config = _config(connection)
            config.attributes["render_item"] = _render
            number = f"{len(list((_SCRIPTS / 'versions').glob('[0-9]*.py'))) + 1:04}"
            written = command.revision(config, message, autogenerate=True, rev_id=number)
            assert written is not None and not isinstance(written, list)
            return Path(written.path)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """One connection of our own: migrating wants neither a pool, nor foreign keys, nor a short patience."""
    address = normalised_url(url)
    if address.get_backend_name() == "postgresql":
        engine = create_engine(address, poolclass=NullPool, connect_args={"connect_timeout": 5})
    else:
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": _PATIENCE_SECONDS})

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            _write_ahead(connection)
            connection.execute("PRAGMA foreign_keys = OFF")

        @event.listens_for(engine, "begin")
        def start(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        yield connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep a write-ahead log, which the database then remembers.

    SQLite does not wait for a writer before this one change, whatever its patience: so wait for the writer's lock,
    where it does, and ask again. Whoever loses to another who asked the same finds it done.
    """
    for _ in range(_TIMES_ASKED):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if (
                error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY
            ):  # the rest of the number says why it is busy
                raise
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """A transaction nobody else migrates in: SQLite's write lock, or a lock PostgreSQL frees at commit."""
    with _connected(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        yield connection


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _no_orphans(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        raise RuntimeError(f"{len(orphans)} rows would point at nothing, the first in {orphans[0][0]}.")


def _render(kind: str, item: object, context: Any) -> str | Literal[False]:
    """Column types by names a script can import."""
    if kind == "type" and isinstance(item, Instant):
        context.imports.add("from bot.store.types import Instant")
        return "Instant()"
    if kind == "type" and isinstance(item, JSON):
        context.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


if __name__ == "__main__":
    sys.stdout.write(f"{draft(' '.join(sys.argv[1:]) or 'A change of shape')}\n")

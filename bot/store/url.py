"""What DATABASE_URL may say, and what it becomes."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}


class UnusableUrl(ValueError):
    """A database address we cannot use, said in one sentence that never repeats a password."""


def normalised_url(url: str) -> URL:
    """The address with the driver we use named: psycopg 3 for PostgreSQL, the standard library's for SQLite.

    `postgres://` and `postgresql://` mean the same. SQLite must name a file: a database in memory would
    forget every vote.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UnusableUrl("The database address is not a URL such as sqlite:///var/quorate.db.") from None
    if parsed.drivername in _POSTGRESQL:
        if not parsed.database:
            raise UnusableUrl("The PostgreSQL address does not name a database after the host.")
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in _SQLITE:
        if not parsed.database or parsed.database == ":memory:":
            raise UnusableUrl("SQLite must be given a file, such as sqlite:///var/quorate.db.")
        return parsed.set(drivername="sqlite+pysqlite", database=str(Path(parsed.database).absolute()))
    raise UnusableUrl(f"The database must be SQLite or PostgreSQL, not {parsed.drivername}.")

"""INSERT … ON CONFLICT, in the words of whichever database this is."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def inserting(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert into the table that can say what to do on conflict."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)

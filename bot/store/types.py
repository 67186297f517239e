"""Column types that mean the same thing on both databases."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

_WIDTH = len("2026-05-14T16:00:00.000000Z")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond. Refuses a datetime that does not say its time zone.

    PostgreSQL keeps `timestamp with time zone`. SQLite has no such type, so it keeps ISO text of one fixed
    width, always UTC: it sorts and compares as the moments do, and anybody who opens the file can read it,
    which the equally exact integer of microseconds would not allow. What comes back is always an aware
    datetime in UTC.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """Fixed-width text on SQLite, a real timestamp elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(_WIDTH))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Into the database: an aware datetime, brought to UTC."""
        if value is None:
            return None
        if not isinstance(value, datetime):
            raise TypeError(f"An instant is a datetime, not {type(value).__name__}.")
        if value.utcoffset() is None:
            raise ValueError(f"An instant must say its time zone: {value!r} does not.")
        moment = value.astimezone(UTC)
        if dialect.name == "sqlite":
            return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
        return moment

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        """Out of the database: an aware datetime in UTC, whatever the server's own time zone."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)

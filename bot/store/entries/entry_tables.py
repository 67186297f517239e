"""The register of decisions: an entry a decision, never changed; what became of it is said by later entries that refer to it."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.shape import Json, belongs, metadata, of_partnership, partnership, workspace
from bot.store.types import Instant

decisions = Table(
    "decisions",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),  # within the year, without gaps
    Column("what", String(20), nullable=False),  # how it came about
    Column("kind", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String(40), nullable=False),  # as it was entered
    Column("why", Text, nullable=False),  # the arithmetic
    Column("clause", Text, nullable=False),
    Column("clause_words", Text, nullable=False),
    Column("terms_version", Integer, nullable=False),
    Column("entitled", Json, nullable=False),  # organisations
    Column("present", Json, nullable=False),
    Column("withdrawn", Json, nullable=False),
    Column("voted", Json, nullable=False),  # none where it was secret, or only how many is shown
    Column("turnout", Integer),
    Column("quorum", Text, nullable=False),
    Column("notes", Json, nullable=False),
    Column("meeting", String(64)),
    Column("motion", String(64)),
    Column("about", String(64)),  # an item or a tender
    Column("refers_to", String(64)),  # an earlier entry …
    Column("becomes", String(40), nullable=False),  # … and what that is from now on
    Column("reason", Text, nullable=False),
    Column("person", String(64)),  # who recorded it; none: the clock
    Column("decided_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "partnership", "year", "number"),
    of_partnership(),
    belongs("meeting", to="meetings"),
    belongs("motion", to="motions"),
    belongs("refers_to", to="decisions"),
    belongs("person", to="people"),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("becomes = '' OR refers_to IS NOT NULL", name="becomes_of_another"),
    Index(None, "workspace", "partnership", "refers_to"),
)

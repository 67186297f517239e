"""The table of policies and evidence: what each organisation holds, and until when. Nothing of a learner stands in it."""

from sqlalchemy import Column, Date, PrimaryKeyConstraint, String, Table, Text

from bot.store.shape import belongs, metadata, partnership, workspace
from bot.store.types import Instant

policies = Table(
    "policies",
    metadata,
    workspace(),
    partnership(),
    Column("organisation", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("reviewed_on", Date),
    Column("until", Date),
    Column("note", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "organisation", "name"),
    belongs("organisation", to="organisations"),
)

"""The table of what organisations offer, and of what the partnership as a whole looks for."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, PrimaryKeyConstraint, String, Table, Text

from bot.store.shape import Json, metadata, of_partnership, partnership, workspace
from bot.store.types import Instant

offers = Table(
    "offers",
    metadata,
    workspace(),
    partnership(),
    Column("organisation", String(64), nullable=False),  # empty: the partnership as a whole
    Column("areas", Json, nullable=False),
    Column("themes", Json, nullable=False),
    Column("accreditations", Json, nullable=False),
    Column("least", BigInteger),  # pence
    Column("most", BigInteger),
    Column("voluntary_only", Boolean(create_constraint=True, name="voluntary_only"), nullable=False),
    Column("about", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "organisation"),
    of_partnership(),
    CheckConstraint("least IS NULL OR most IS NULL OR least <= most", name="range"),
)

"""The tables of bids: the steps taken for each tender."""

from sqlalchemy import Column, Date, PrimaryKeyConstraint, String, Table, Text

from bot.store.shape import belongs, metadata, partnership, workspace
from bot.store.types import Instant

tender_steps = Table(
    "tender_steps",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("step", String(60), nullable=False),
    Column("taken_on", Date, nullable=False),
    Column("decision", String(64)),  # an entry of the register of decisions
    Column("organisation", String(64)),  # the one that was agreed on
    Column("words", Text, nullable=False),
    Column("person", String(64)),  # who recorded it
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "tender", "step"),
    belongs("tender", to="tenders"),
    belongs("decision", to="decisions"),
    belongs("organisation", to="organisations"),
    belongs("person", to="people"),
)

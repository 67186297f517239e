"""The tables of what members are asked, and what each answers."""

from sqlalchemy import Boolean, Column, Date, PrimaryKeyConstraint, String, Table, Text

from bot.store.shape import belongs, metadata, of_partnership, partnership, workspace
from bot.store.types import Instant

member_asks = Table(
    "member_asks",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("tender", String(64)),  # none: about no tender
    Column("words", Text, nullable=False),
    Column("wanted_by", Date),
    Column("person", String(64)),  # who asked
    Column("asked_at", Instant, nullable=False),
    Column("closed_at", Instant),  # none: answers are waited for
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    of_partnership(),
    belongs("tender", to="tenders"),
    belongs("person", to="people"),
)

ask_replies = Table(  # a row for each organisation that was asked, from the moment it was
    "ask_replies",
    metadata,
    workspace(),
    partnership(),
    Column("ask", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("helps", Boolean(create_constraint=True, name="helps"), nullable=False),
    Column("words", Text, nullable=False),
    Column("late", Boolean(create_constraint=True, name="late"), nullable=False),
    Column("person", String(64)),  # who answered
    Column("answered_at", Instant),  # none: silent
    PrimaryKeyConstraint("workspace", "partnership", "ask", "organisation"),
    belongs("ask", to="member_asks"),
    belongs("organisation", to="organisations"),
    belongs("person", to="people"),
)

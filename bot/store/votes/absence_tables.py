"""The tables of who has a vote whatever happens to the register, and of who does not join in what was decided."""

from sqlalchemy import Column, PrimaryKeyConstraint, String, Table, Text

from bot.store.shape import belongs, metadata, partnership, workspace
from bot.store.types import Instant

entitlements = Table(  # who has a vote on a motion, where the terms settle it when the vote opens
    "entitlements",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "motion", "organisation"),
    belongs("motion", to="motions"),
    belongs("organisation", to="organisations"),
)

opt_outs = Table(  # organisations that do not join in a decision, which does not bind them (K30, V41)
    "opt_outs",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("reason", Text, nullable=False),  # empty where none was given
    Column("recorded_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),  # it joins in after all
    PrimaryKeyConstraint("workspace", "partnership", "motion", "organisation"),
    belongs("motion", to="motions"),
    belongs("organisation", to="organisations"),
    belongs("person", to="people"),
)

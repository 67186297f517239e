"""Feeds polled by the clock, and where a poll goes on that took all it may."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Feeds polled by the clock, and where a poll goes on that took all it may."""
    with op.batch_alter_table("feed_positions") as positions:
        positions.add_column(sa.Column("page", sa.String(length=2000), nullable=False, server_default=""))
        positions.add_column(sa.Column("reads_to", Instant(), nullable=True))
    with op.batch_alter_table("feed_positions") as positions:
        positions.alter_column("page", server_default=None)
    op.create_table(
        "feeds_followed",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("feed", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("claimed_until", Instant(), nullable=True),
        sa.Column("failed_since", Instant(), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_feeds_followed_minutes")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_feeds_followed_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "feed", name=op.f("pk_feeds_followed")),
    )
    op.create_index(op.f("ix_feeds_followed_next_at"), "feeds_followed", ["next_at"])

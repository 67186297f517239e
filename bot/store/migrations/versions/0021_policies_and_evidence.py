"""Policies and evidence that organisations hold."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Policies and evidence that organisations hold."""
    op.create_table(
        "policies",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_policies_workspace_partnership_organisation"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "organisation", "name", name=op.f("pk_policies")),
    )

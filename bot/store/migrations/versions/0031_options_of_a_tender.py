"""The options of a tender, with their plus and minus points."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The options of a tender, with their plus and minus points."""
    op.create_table(
        "tender_options",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("plus", sa.Text(), nullable=False),
        sa.Column("minus", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "tender"],
            ["tenders.workspace", "tenders.partnership", "tenders.id"],
            name=op.f("fk_tender_options_workspace_partnership_tender"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_tender_options")),
    )

"""What was over before anybody here heard of it, and when the latest release of a tender was published."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was over before anybody here heard of it, and when the latest release of a tender was published."""
    op.add_column("tenders", sa.Column("published_at", Instant(), nullable=True))
    op.create_table(
        "notices_over",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("ocid", sa.String(length=200), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_notices_over_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "ocid", name=op.f("pk_notices_over")),
    )

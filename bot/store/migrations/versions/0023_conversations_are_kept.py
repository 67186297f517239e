"""The channel of each person's direct messages."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The channel of each person's direct messages."""
    op.create_table(
        "conversations",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("slack_user", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "slack_user", name=op.f("pk_conversations")),
    )

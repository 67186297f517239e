"""A meeting has a message in the channel, kept as it changes."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A meeting has a message in the channel, kept as it changes."""
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        for name in ("revision", "shown"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.add_column(sa.Column("channel", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("message_ts", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("shown_at", Instant(), nullable=True))
        batch_op.create_index(
            "ix_meetings_to_show",
            ["workspace", "shown_at"],
            unique=False,
            sqlite_where=sa.text("revision > shown"),
            postgresql_where=sa.text("revision > shown"),
        )

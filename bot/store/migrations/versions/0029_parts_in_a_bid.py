"""The part of each delivery partner in a bid, and what it rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The part of each delivery partner in a bid, and what it rests on."""
    op.add_column("bid_partners", sa.Column("part", sa.String(length=100), nullable=True))
    op.add_column("bid_partners", sa.Column("on_condition", sa.String(length=300), nullable=True))

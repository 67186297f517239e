"""Who has a vote in a ballot of an election, where the terms settle that when it opens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column; a ballot that is open already settles at its close."""
    with op.batch_alter_table("election_rounds", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("entitled", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True)
        )

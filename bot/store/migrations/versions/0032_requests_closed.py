"""When what members were asked was closed."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """When what members were asked was closed."""
    with op.batch_alter_table("member_asks") as batch_op:
        batch_op.add_column(sa.Column("closed_at", Instant(), nullable=True))

"""An election may be cancelled, and another called to the same office."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_STATES = "state IN ('nominations', 'ready', 'ballot', 'tied', 'decided', 'cancelled')"
_UNDER_WAY = "state NOT IN ('decided', 'cancelled')"


def upgrade() -> None:
    """One more state, in which an election is no longer under way."""
    op.drop_index("ix_elections_under_way", table_name="elections")
    with op.batch_alter_table("elections", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_elections_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_elections_state"), _STATES)
    op.create_index(
        "ix_elections_under_way",
        "elections",
        ["workspace", "partnership", "office"],
        unique=True,
        sqlite_where=sa.text(_UNDER_WAY),
        postgresql_where=sa.text(_UNDER_WAY),
    )

"""Each ballot of an election has a message in the channel that shows how it stands."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; a ballot that is open already goes without."""
    op.create_table(
        "election_rounds",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("election", sa.String(length=48), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=True),
        sa.Column("is_open", sa.Boolean(create_constraint=True, name="is_open"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("shown_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "election"],
            ["elections.workspace", "elections.partnership", "elections.id"],
            name=op.f("fk_election_rounds_workspace_partnership_election"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_election_rounds_workspace_partnership_meeting"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_election_rounds")),
    )
    op.create_index(
        "ix_election_rounds_to_show",
        "election_rounds",
        ["workspace", "shown_at"],
        sqlite_where=sa.text("revision > shown"),
        postgresql_where=sa.text("revision > shown"),
    )

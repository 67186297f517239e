"""New terms handed in as files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.types import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New terms handed in as files."""
    op.create_table(
        "terms_files",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("slack_file", sa.String(length=32), nullable=False),
        sa.Column("slack_url", sa.String(length=1000), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("slack_user", sa.String(length=32), nullable=False),
        sa.Column("motions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("handed_in_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'kept', 'lost', 'recorded', 'refused')", name=op.f("ck_terms_files_state")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_terms_files_workspace_partnership_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_terms_files")),
    )
    with op.batch_alter_table("terms_files", schema=None) as batch_op:
        batch_op.create_index(
            "ix_terms_files_waiting",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

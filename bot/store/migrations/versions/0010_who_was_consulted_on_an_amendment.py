"""Who was consulted on an amendment."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who was consulted on an amendment."""
    op.create_table(
        "consultations",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "answered_on IS NULL OR answered_on >= sent_on",
            name=op.f("ck_consultations_answered_after_it_was_sent"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "paper"],
            ["papers.workspace", "papers.partnership", "papers.id"],
            name=op.f("fk_consultations_workspace_partnership_paper"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "paper", "body", name=op.f("pk_consultations")),
    )

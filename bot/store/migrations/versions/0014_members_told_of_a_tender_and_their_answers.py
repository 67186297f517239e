"""Members told of a tender, and their answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.types import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Members told of a tender, and their answers."""
    with op.batch_alter_table("tenders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answers_by", sa.Date(), nullable=True))
    op.create_table(
        "tender_told",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.String(length=200), nullable=True),
        *_belongs("tender_told", tender="tenders", person="people", organisation="organisations"),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "tender", "person", "organisation", name=op.f("pk_tender_told")
        ),
    )
    op.create_table(
        "tender_answers",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("competing", sa.Boolean(create_constraint=True, name="competing"), nullable=True),
        sa.Column("late", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("answered_at", Instant(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('interest', 'alone', 'competing', 'not for us', 'withdrawn')",
            name=op.f("ck_tender_answers_kind"),
        ),
        *_belongs("tender_answers", tender="tenders", organisation="organisations", person="people"),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "tender", "organisation", name=op.f("pk_tender_answers")
        ),
    )


def _belongs(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", column],
            [f"{to}.workspace", f"{to}.partnership", f"{to}.id"],
            name=op.f(f"fk_{table}_workspace_partnership_{column}"),
        )
        for column, to in columns.items()
    ]

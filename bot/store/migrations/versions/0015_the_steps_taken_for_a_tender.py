"""The steps taken for a tender."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The steps taken for a tender."""
    op.create_table(
        "tender_steps",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=64), nullable=True),
        sa.Column("organisation", sa.String(length=64), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["workspace", "partnership", own],
                [f"{to}.workspace", f"{to}.partnership", f"{to}.id"],
                name=op.f(f"fk_tender_steps_workspace_partnership_{own}"),
            )
            for own, to in (
                ("tender", "tenders"),
                ("decision", "decisions"),
                ("organisation", "organisations"),
                ("person", "people"),
            )
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "tender", "step", name=op.f("pk_tender_steps")),
    )

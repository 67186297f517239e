"""Which tenders people have said are the same, and which are two."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Which tenders people have said are the same, and which are two."""
    keys = (("tender", "tenders"), ("other", "tenders"), ("person", "people"))
    op.create_table(
        "tender_likenesses",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.Column(
            "same", sa.Boolean(create_constraint=True, name=op.f("ck_tender_likenesses_same")), nullable=False
        ),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("judged_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["workspace", "partnership", own],
                [f"{to}.workspace", f"{to}.partnership", f"{to}.id"],
                name=op.f(f"fk_tender_likenesses_workspace_partnership_{own}"),
            )
            for own, to in keys
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "tender", "other", name=op.f("pk_tender_likenesses")
        ),
    )

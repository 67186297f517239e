"""Items of an agenda that are about a tender."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Items of an agenda that are about a tender."""
    op.create_table(
        "item_tenders",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "item"],
            ["agenda_items.workspace", "agenda_items.partnership", "agenda_items.id"],
            name=op.f("fk_item_tenders_workspace_partnership_item"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "tender"],
            ["tenders.workspace", "tenders.partnership", "tenders.id"],
            name=op.f("fk_item_tenders_workspace_partnership_tender"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "item", "tender", name=op.f("pk_item_tenders")),
    )

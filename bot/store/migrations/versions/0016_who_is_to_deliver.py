"""Who is to deliver what a bid has won."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who is to deliver what a bid has won."""
    op.create_table(
        "bid_partners",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("selected_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=64), nullable=True),
        sa.Column("contract_on", sa.Date(), nullable=True),
        sa.Column("sla_on", sa.Date(), nullable=True),
        sa.CheckConstraint("status IN ('selected', 'delivery partner')", name=op.f("ck_bid_partners_status")),
        *(
            sa.ForeignKeyConstraint(
                ["workspace", "partnership", own],
                [f"{to}.workspace", f"{to}.partnership", f"{to}.id"],
                name=op.f(f"fk_bid_partners_workspace_partnership_{own}"),
            )
            for own, to in (
                ("tender", "tenders"),
                ("organisation", "organisations"),
                ("decision", "decisions"),
            )
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "tender", "organisation", name=op.f("pk_bid_partners")
        ),
    )

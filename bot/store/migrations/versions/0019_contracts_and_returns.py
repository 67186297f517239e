"""Contracts of bids, and the returns on them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Contracts of bids, and the returns on them."""
    op.create_table(
        "contracts",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("sla_on", sa.Date(), nullable=True),
        sa.Column("penalties", sa.Text(), nullable=False),
        sa.Column("every", sa.String(length=60), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        *_keys("contracts", ("tender", "tenders"), ("holder", "organisations")),
        sa.PrimaryKeyConstraint("workspace", "partnership", "tender", name=op.f("pk_contracts")),
    )
    op.create_table(
        "contract_returns",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column(
            "late", sa.Boolean(create_constraint=True, name=op.f("ck_contract_returns_late")), nullable=False
        ),
        *_keys("contract_returns", ("tender", "tenders"), ("organisation", "organisations")),
        sa.PrimaryKeyConstraint(
            "workspace",
            "partnership",
            "tender",
            "organisation",
            "period_end",
            name=op.f("pk_contract_returns"),
        ),
    )


def _keys(table: str, *columns: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", own],
            [f"{to}.workspace", f"{to}.partnership", f"{to}.id"],
            name=op.f(f"fk_{table}_workspace_partnership_{own}"),
        )
        for own, to in columns
    ]

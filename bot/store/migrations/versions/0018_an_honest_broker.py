"""The honest broker of a bid, and what each partner says."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The honest broker of a bid, and what each partner says."""
    op.create_table(
        "tender_brokers",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("named_on", sa.Date(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        *_keys("tender_brokers", ("tender", "tenders"), ("person", "people")),
        sa.PrimaryKeyConstraint("workspace", "partnership", "tender", name=op.f("pk_tender_brokers")),
    )
    op.create_table(
        "broker_answers",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column(
            "accepts",
            sa.Boolean(create_constraint=True, name=op.f("ck_broker_answers_accepts")),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("answered_at", Instant(), nullable=False),
        *_keys(
            "broker_answers", ("tender", "tenders"), ("organisation", "organisations"), ("person", "people")
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "tender", "organisation", name=op.f("pk_broker_answers")
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

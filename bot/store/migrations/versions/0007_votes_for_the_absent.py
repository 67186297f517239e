"""Votes recorded for the absent, who has a vote as it was settled, and organisations that do not join in."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Votes recorded for the absent, who has a vote as it was settled, and organisations that do not join in."""
    op.create_table(
        "entitlements",
        *_names("workspace:32", "partnership:64", "motion:64", "organisation:64"),
        *_keys("entitlements", motion="motions", organisation="organisations"),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "motion", "organisation", name=op.f("pk_entitlements")
        ),
    )
    op.create_table(
        "opt_outs",
        *_names("workspace:32", "partnership:64", "motion:64", "organisation:64", "person:64"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        *_keys("opt_outs", motion="motions", organisation="organisations", person="people"),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "motion", "organisation", name=op.f("pk_opt_outs")
        ),
    )
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recorded_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("confirmed_at", Instant(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_ballots_workspace_partnership_recorded_by"),
            "people",
            ["workspace", "partnership", "recorded_by"],
            ["workspace", "partnership", "id"],
        )


def _names(*columns: str) -> tuple[sa.Column[str], ...]:
    split = (each.split(":") for each in columns)
    return tuple(sa.Column(name, sa.String(length=int(length)), nullable=False) for name, length in split)


def _keys(table: str, **to: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", column],
            [f"{other}.workspace", f"{other}.partnership", f"{other}.id"],
            name=op.f(f"fk_{table}_workspace_partnership_{column}"),
        )
        for column, other in to.items()
    )

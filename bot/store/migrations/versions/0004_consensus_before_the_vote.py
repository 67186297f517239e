"""Consensus before the vote, another ballot and the lot after it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.types import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATES = "state IN ('consensus', 'open', 'tied', 'closed', 'withdrawn')"


def upgrade() -> None:
    """Consensus before the vote, another ballot and the lot after it."""
    op.create_table(
        "positions",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("position", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "position IN ('agree', 'stand aside', 'object')", name=op.f("ck_positions_position")
        ),
        sa.CheckConstraint(
            "(position = 'object') = (reason <> '')", name=op.f("ck_positions_an_objection_has_a_reason")
        ),
        *_keys("positions", motion="motions", organisation="organisations", person="people"),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "motion", "organisation", name=op.f("pk_positions")
        ),
    )
    op.create_table(
        "earlier_ballots",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("ended_at", Instant(), nullable=False),
        *_keys("earlier_ballots", motion="motions"),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "motion", "ballot", name=op.f("pk_earlier_ballots")
        ),
    )
    op.create_table(
        "lots",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_lots_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "subject", name=op.f("pk_lots")),
    )
    _states()


def _states() -> None:
    """A motion begins in a consensus round where the terms put consensus first, and may be withdrawn."""
    with op.batch_alter_table("motions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_motions_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_motions_state"), _STATES)


def _keys(table: str, **to: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", column],
            [f"{other}.workspace", f"{other}.partnership", f"{other}.id"],
            name=op.f(f"fk_{table}_workspace_partnership_{column}"),
        )
        for column, other in to.items()
    )

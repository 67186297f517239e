"""Secret votes: a motion says whether its votes are named or secret; who voted in secret, and the sealed box of what was voted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was put before this was voted on by name."""
    op.create_table(
        "voted",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("contest", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_voted_workspace_partnership_organisation"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "contest", "organisation", name=op.f("pk_voted")),
    )
    op.create_table(
        "ballot_boxes",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("contest", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_ballot_boxes_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "contest", name=op.f("pk_ballot_boxes")),
    )
    with op.batch_alter_table("motions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("ballot", sa.String(length=10), nullable=False, server_default=sa.text("'named'"))
        )
        batch_op.create_check_constraint(op.f("ck_motions_ballot"), "ballot IN ('named', 'secret')")

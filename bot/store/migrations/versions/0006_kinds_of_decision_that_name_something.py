"""Kinds of decision that name something and what follows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.types import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Kinds of decision that name something and what follows."""
    op.create_table(
        "adopted_amendments",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=False),
        sa.Column("adopted_at", Instant(), nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_adopted_amendments_workspace_partnership_motion"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "terms_version"],
            ["terms_versions.workspace", "terms_versions.partnership", "terms_versions.version"],
            name=op.f("fk_adopted_amendments_workspace_partnership_terms_version"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "motion", name=op.f("pk_adopted_amendments")),
    )
    op.create_table(
        "covers",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("cost", sa.String(length=400), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_covers_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_covers_workspace_partnership_motion"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_covers_workspace_partnership_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "motion", name=op.f("pk_covers")),
    )
    op.create_table(
        "dissolutions",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("body", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("clause_words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "effective_on >= given_on", name=op.f("ck_dissolutions_takes_effect_after_notice")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_dissolutions_workspace_partnership_motion"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "motion", name=op.f("pk_dissolutions")),
    )
    op.create_table(
        "motion_particulars",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("said", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_motion_particulars_workspace_partnership_motion"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "motion", name=op.f("pk_motion_particulars")),
    )
    op.create_table(
        "arrangements",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(done_on IS NULL) = (done_by IS NULL)", name=op.f("ck_arrangements_done_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "done_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_arrangements_workspace_partnership_done_by"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["dissolutions.workspace", "dissolutions.partnership", "dissolutions.motion"],
            name=op.f("fk_arrangements_workspace_partnership_motion"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_arrangements")),
    )
    with op.batch_alter_table("arrangements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_arrangements_workspace_partnership_motion"),
            ["workspace", "partnership", "motion"],
            unique=False,
        )

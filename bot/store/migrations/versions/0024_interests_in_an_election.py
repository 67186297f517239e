"""An interest may be declared in an election."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_KINDS = "subject_kind IN ('meeting', 'item', 'motion', 'tender', 'election')"


def upgrade() -> None:
    """One more kind of subject."""
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_interests_subject_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_interests_subject_kind"), _KINDS)

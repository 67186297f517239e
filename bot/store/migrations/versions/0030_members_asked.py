"""What members are asked, and what each answers."""

import sqlalchemy as sa
from alembic import op

from bot.store.types import Instant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What members are asked, and what each answers."""
    op.create_table(
        "member_asks",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("tender", sa.String(length=64), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_member_asks_workspace_partnership"),
        ),
        *_keys("member_asks", ("tender", "tenders"), ("person", "people")),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_member_asks")),
    )
    op.create_table(
        "ask_replies",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("ask", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column(
            "helps", sa.Boolean(create_constraint=True, name=op.f("ck_ask_replies_helps")), nullable=False
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "late", sa.Boolean(create_constraint=True, name=op.f("ck_ask_replies_late")), nullable=False
        ),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        *_keys(
            "ask_replies", ("ask", "member_asks"), ("organisation", "organisations"), ("person", "people")
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "ask", "organisation", name=op.f("pk_ask_replies")
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

"""Elections: each with its nominations, and the votes of its ballots that are by name."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.types import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables, and one election to an office at a time."""
    op.create_table(
        "elections",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=48), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("ballot", sa.String(length=10), nullable=False),
        sa.Column("at_meeting", sa.Boolean(create_constraint=True, name="at_meeting"), nullable=False),
        sa.Column("opened_by", sa.String(length=64), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("nominations_close_at", Instant(), nullable=False),
        sa.Column("ballot_opened_at", Instant(), nullable=True),
        sa.Column("ballot_closes_at", Instant(), nullable=True),
        sa.Column("meeting", sa.String(length=64), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("tied_before", sa.Boolean(create_constraint=True, name="tied_before"), nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column("terms_digest", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("elected", sa.String(length=64), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_elections_workspace_partnership"),
        ),
        sa.UniqueConstraint("workspace", "id", name=op.f("uq_elections_workspace_id")),
        sa.UniqueConstraint(
            "workspace",
            "partnership",
            "year",
            "number",
            name=op.f("uq_elections_workspace_partnership_year_number"),
        ),
        sa.CheckConstraint(
            "state IN ('nominations', 'ready', 'ballot', 'tied', 'decided')", name=op.f("ck_elections_state")
        ),
        sa.CheckConstraint("ballot IN ('named', 'secret')", name=op.f("ck_elections_ballot")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "opened_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_elections_workspace_partnership_opened_by"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "elected"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_elections_workspace_partnership_elected"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_elections_workspace_partnership_meeting"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_elections")),
    )
    op.create_table(
        "nominations",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("election", sa.String(length=48), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("nominated_by", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("lot", sa.Boolean(create_constraint=True, name="lot"), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_nominations_state")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "election"],
            ["elections.workspace", "elections.partnership", "elections.id"],
            name=op.f("fk_nominations_workspace_partnership_election"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_nominations_workspace_partnership_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_nominations_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "nominated_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_nominations_workspace_partnership_nominated_by"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "election", "person", name=op.f("pk_nominations")
        ),
    )
    op.create_table(
        "election_ballots",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("election", sa.String(length=48), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "election"],
            ["elections.workspace", "elections.partnership", "elections.id"],
            name=op.f("fk_election_ballots_workspace_partnership_election"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_election_ballots_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_election_ballots_workspace_partnership_person"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "election", "round", "organisation", name=op.f("pk_election_ballots")
        ),
    )
    op.create_index(
        "ix_elections_under_way",
        "elections",
        ["workspace", "partnership", "office"],
        unique=True,
        sqlite_where=sa.text("state <> 'decided'"),
        postgresql_where=sa.text("state <> 'decided'"),
    )

"""The tables of the first day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.types import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of the first day."""
    op.create_table(
        "clock_offset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_offset_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_offset")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "partnerships",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("short_name", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "partnership", name=op.f("pk_partnerships")),
        sa.UniqueConstraint("workspace", "channel", name=op.f("uq_partnerships_workspace_channel")),
    )
    op.create_table(
        "pauses",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "what", name=op.f("pk_pauses")),
    )
    op.create_table(
        "receipts",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_receipts")),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipts_received_at"), ["received_at"], unique=False)

    op.create_table(
        "due_work",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_due_work_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "key", name=op.f("pk_due_work")),
    )
    with op.batch_alter_table("due_work", schema=None) as batch_op:
        batch_op.create_index(
            "ix_due_work_waiting",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "events",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_events_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_events_workspace_partnership_subject"),
            ["workspace", "partnership", "subject"],
            unique=False,
        )

    op.create_table(
        "organisations",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("sector", sa.String(length=64), nullable=True),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("voting", sa.Boolean(create_constraint=True, name="voting"), nullable=False),
        sa.Column("standing", sa.String(length=32), nullable=False),
        sa.Column("aliases", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_organisations_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_organisations")),
    )
    op.create_table(
        "outbox",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'in_doubt', 'failed')", name=op.f("ck_outbox_state")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_outbox_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "workspace", "partnership", "key", name=op.f("uq_outbox_workspace_partnership_key")
        ),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_failed",
            ["workspace"],
            unique=False,
            sqlite_where=sa.text("state = 'failed'"),
            postgresql_where=sa.text("state = 'failed'"),
        )
        batch_op.create_index("ix_outbox_recipient_state", ["workspace", "recipient", "state"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'sending', 'in_doubt')"),
            postgresql_where=sa.text("state IN ('pending', 'sending', 'in_doubt')"),
        )

    op.create_table(
        "people",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("slack_team", sa.String(length=32), nullable=True),
        sa.Column("slack_user", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("pastoral", sa.Boolean(create_constraint=True, name="pastoral"), nullable=False),
        sa.Column("deactivated", sa.Boolean(create_constraint=True, name="deactivated"), nullable=False),
        sa.Column("account_updated", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_people_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_people")),
        sa.UniqueConstraint(
            "workspace",
            "slack_team",
            "slack_user",
            "partnership",
            name=op.f("uq_people_workspace_slack_team_slack_user_partnership"),
        ),
    )
    op.create_table(
        "terms_versions",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("adoptions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_terms_versions_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "version", name=op.f("pk_terms_versions")),
    )
    op.create_table(
        "appointments",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=100), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "capacity IN ('representative', 'substitute')", name=op.f("ck_appointments_capacity")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_appointments_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_appointments_workspace_partnership_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appointments_workspace_partnership_organisation"),
            ["workspace", "partnership", "organisation"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_appointments_workspace_partnership_person"),
            ["workspace", "partnership", "person"],
            unique=False,
        )

    op.create_table(
        "interests",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("subject_title", sa.String(length=300), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("nil", sa.Boolean(create_constraint=True, name="nil"), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("declared_at", Instant(), nullable=False),
        sa.Column("declaration", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Boolean(create_constraint=True, name="reopened"), nullable=False),
        sa.Column("ruling", sa.String(length=20), nullable=True),
        sa.Column("ruled_by", sa.String(length=64), nullable=True),
        sa.Column("ruled_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "ruling IN ('stay and vote', 'stay', 'speak only', 'leave')", name=op.f("ck_interests_ruling")
        ),
        sa.CheckConstraint(
            "subject_kind IN ('meeting', 'item', 'motion', 'tender')", name=op.f("ck_interests_subject_kind")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_interests_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_interests_workspace_partnership_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "ruled_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_interests_workspace_partnership_ruled_by"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_interests")),
        sa.UniqueConstraint(
            "workspace",
            "partnership",
            "subject_kind",
            "subject",
            "organisation",
            name=op.f("uq_interests_workspace_partnership_subject_kind_subject_organisation"),
        ),
    )
    op.create_table(
        "meetings",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("chaired_by", sa.String(length=64), nullable=True),
        sa.Column("acting", sa.Boolean(create_constraint=True, name="acting"), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('in session', 'closed')", name=op.f("ck_meetings_state")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "chaired_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_meetings_workspace_partnership_chaired_by"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_meetings_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(
            "uq_meetings_one_in_session",
            ["workspace", "partnership"],
            unique=True,
            sqlite_where=sa.text("state = 'in session'"),
            postgresql_where=sa.text("state = 'in session'"),
        )

    op.create_table(
        "roles",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("organisation", sa.String(length=64), nullable=True),
        sa.Column("body", sa.String(length=100), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "person IS NOT NULL OR organisation IS NOT NULL", name=op.f("ck_roles_held_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_roles_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_roles_workspace_partnership_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_roles")),
    )
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roles_workspace_partnership_person"),
            ["workspace", "partnership", "person"],
            unique=False,
        )

    op.create_table(
        "business",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('item', 'tender')", name=op.f("ck_business_kind")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_business_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_business")),
    )
    op.create_table(
        "roll",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("substitute", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_roll_workspace_partnership_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_roll_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "substitute"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_roll_workspace_partnership_substitute"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "meeting", "organisation", name=op.f("pk_roll")),
    )
    op.create_table(
        "motions",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=True),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("indicative", sa.Boolean(create_constraint=True, name="indicative"), nullable=False),
        sa.Column("show_votes", sa.String(length=10), nullable=False),
        sa.Column("put_by", sa.String(length=64), nullable=False),
        sa.Column("put_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=True),
        sa.Column("chaired_by", sa.String(length=64), nullable=True),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column("terms_digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("result", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("shown_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'tied', 'closed')", name=op.f("ck_motions_state")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "about"],
            ["business.workspace", "business.partnership", "business.id"],
            name=op.f("fk_motions_workspace_partnership_about"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "chaired_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_motions_workspace_partnership_chaired_by"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_motions_workspace_partnership_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "put_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_motions_workspace_partnership_put_by"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_motions_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_motions")),
        sa.UniqueConstraint("workspace", "id", name=op.f("uq_motions_workspace_id")),
        sa.UniqueConstraint(
            "workspace",
            "partnership",
            "year",
            "number",
            name=op.f("uq_motions_workspace_partnership_year_number"),
        ),
    )
    with op.batch_alter_table("motions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_motions_to_show",
            ["workspace", "shown_at"],
            unique=False,
            sqlite_where=sa.text("revision > shown"),
            postgresql_where=sa.text("revision > shown"),
        )

    op.create_table(
        "ballots",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("cast_at", Instant(), nullable=False),
        sa.CheckConstraint("choice IN ('for', 'against', 'abstain')", name=op.f("ck_ballots_choice")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_ballots_workspace_partnership_motion"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_ballots_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_ballots_workspace_partnership_person"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "motion", "organisation", name=op.f("pk_ballots")
        ),
    )
    op.create_table(
        "casting_votes",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.CheckConstraint("choice IN ('for', 'against', 'declined')", name=op.f("ck_casting_votes_choice")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_casting_votes_workspace_partnership_motion"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_casting_votes_workspace_partnership_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "motion", name=op.f("pk_casting_votes")),
    )

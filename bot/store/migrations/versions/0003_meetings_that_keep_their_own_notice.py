"""Meetings that keep their own notice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.types import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Meetings that keep their own notice."""
    op.create_table(
        "uploads",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("permalink", sa.String(length=1000), nullable=False),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "key", name=op.f("pk_uploads")),
    )
    op.create_table(
        "outside_meetings",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_outside_meetings_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "held_on", name=op.f("pk_outside_meetings")),
    )
    op.create_table(
        "attendances",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=True),
        sa.Column("organisation_name", sa.String(length=300), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("arrived_at", Instant(), nullable=False),
        sa.Column("left_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "capacity IN ('representative', 'substitute', 'stand-in', 'co-opted', 'observer', 'in attendance')",
            name=op.f("ck_attendances_capacity"),
        ),
        sa.CheckConstraint("mode IN ('in person', 'remote')", name=op.f("ck_attendances_mode")),
        sa.CheckConstraint(
            "left_at IS NULL OR left_at >= arrived_at", name=op.f("ck_attendances_leaves_after_arriving")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_attendances_workspace_partnership_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_attendances_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_attendances_workspace_partnership_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_attendances")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendances_workspace_partnership_meeting"),
            ["workspace", "partnership", "meeting"],
            unique=False,
        )
        batch_op.create_index(
            "uq_attendances_once_in_the_room",
            ["workspace", "partnership", "meeting", "person", "organisation"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "circulations",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("circulated_by", sa.String(length=64), nullable=True),
        sa.Column("circulated_at", Instant(), nullable=False),
        sa.Column("agenda", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_circulations_workspace_partnership_meeting"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_circulations")),
        sa.UniqueConstraint(
            "workspace",
            "partnership",
            "meeting",
            "number",
            name=op.f("uq_circulations_workspace_partnership_meeting_number"),
        ),
    )
    with op.batch_alter_table("circulations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_circulations_workspace_partnership_meeting"),
            ["workspace", "partnership", "meeting"],
            unique=False,
        )

    op.create_table(
        "replies",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("substitute", sa.String(length=64), nullable=True),
        sa.Column("stand_in", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=True),
        sa.Column("confirmed", sa.Boolean(create_constraint=True, name="confirmed"), nullable=False),
        sa.Column("answered_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('coming', 'remote', 'apologies', 'substitute')", name=op.f("ck_replies_answer")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_replies_workspace_partnership_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_replies_workspace_partnership_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "substitute"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_replies_workspace_partnership_substitute"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "meeting", "person", "organisation", name=op.f("pk_replies")
        ),
    )
    op.create_table(
        "shortfalls",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=100), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_shortfalls_workspace_partnership_meeting"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "meeting", "rule", "sequence", name=op.f("pk_shortfalls")
        ),
    )
    op.create_table(
        "agenda_items",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("confidential", sa.Boolean(create_constraint=True, name="confidential"), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=True),
        sa.Column("organisation", sa.String(length=64), nullable=True),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("late", sa.Boolean(create_constraint=True, name="late"), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("motion", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "kind IN ('item', 'urgent', 'amendment', 'declarations', 'minutes', 'matters arising', 'ratification', 'override', 'review', 'accountable body', 'election', 'any other business')",
            name=op.f("ck_agenda_items_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'accepted', 'returned', 'withdrawn', 'left out', 'awaiting agreement', 'not admitted')",
            name=op.f("ck_agenda_items_state"),
        ),
        sa.CheckConstraint(
            "minutes IS NULL OR minutes BETWEEN 1 AND 600", name=op.f("ck_agenda_items_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_agenda_items_workspace_partnership_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_agenda_items_workspace_partnership_motion"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_agenda_items_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "proposed_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_agenda_items_workspace_partnership_proposed_by"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_agenda_items")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agenda_items_workspace_partnership_meeting"),
            ["workspace", "partnership", "meeting"],
            unique=False,
        )

    op.create_table(
        "overrides",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("cited", sa.Text(), nullable=False),
        sa.Column("overridden_at", Instant(), nullable=False),
        sa.Column("reported_at", Instant(), nullable=True),
        sa.Column("reported_to", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_overrides_workspace_partnership_motion"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_overrides_workspace_partnership_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "reported_to"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_overrides_workspace_partnership_reported_to"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "motion", name=op.f("pk_overrides")),
    )
    op.create_table(
        "ratifications",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("provisional_since", Instant(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('awaiting', 'ratified', 'amended', 'rejected')", name=op.f("ck_ratifications_state")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "decided_by"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_ratifications_workspace_partnership_decided_by"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_ratifications_workspace_partnership_motion"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "motion", name=op.f("pk_ratifications")),
    )
    with op.batch_alter_table("ratifications", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ratifications_awaiting",
            ["workspace", "partnership"],
            unique=False,
            sqlite_where=sa.text("state = 'awaiting'"),
            postgresql_where=sa.text("state = 'awaiting'"),
        )

    op.create_table(
        "served",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("circulation", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.String(length=200), nullable=True),
        sa.Column("papers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("withheld", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("acknowledged_at", Instant(), nullable=True),
        sa.Column("by_hand_at", Instant(), nullable=True),
        sa.Column("by_hand_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "circulation"],
            ["circulations.workspace", "circulations.partnership", "circulations.id"],
            name=op.f("fk_served_workspace_partnership_circulation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_served_workspace_partnership_person"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "circulation", "person", name=op.f("pk_served")),
    )
    op.create_table(
        "papers",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("amendment", sa.Boolean(create_constraint=True, name="amendment"), nullable=False),
        sa.Column("confidential", sa.Boolean(create_constraint=True, name="confidential"), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("submitted_by", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=64), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(create_constraint=True, name="late"), nullable=False),
        sa.Column("admission", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "admission IN ('', 'needed', 'agreed', 'refused', 'noted')", name=op.f("ck_papers_admission")
        ),
        sa.CheckConstraint("kind IN ('file', 'link')", name=op.f("ck_papers_kind")),
        sa.CheckConstraint(
            "state IN ('submitted', 'accepted', 'returned', 'withdrawn')", name=op.f("ck_papers_state")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "item"],
            ["agenda_items.workspace", "agenda_items.partnership", "agenda_items.id"],
            name=op.f("fk_papers_workspace_partnership_item"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_papers_workspace_partnership_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "organisation"],
            ["organisations.workspace", "organisations.partnership", "organisations.id"],
            name=op.f("fk_papers_workspace_partnership_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "submitted_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_papers_workspace_partnership_submitted_by"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_papers")),
    )
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_papers_workspace_partnership_meeting"),
            ["workspace", "partnership", "meeting"],
            unique=False,
        )

    op.create_table(
        "paper_versions",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("link", sa.String(length=3000), nullable=False),
        sa.Column("slack_file", sa.String(length=32), nullable=False),
        sa.Column("slack_url", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("submitted_by", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", Instant(), nullable=False),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state <> 'kept' OR content IS NOT NULL OR link <> ''",
            name=op.f("ck_paper_versions_kept_is_here"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'kept', 'lost')", name=op.f("ck_paper_versions_state")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "paper"],
            ["papers.workspace", "papers.partnership", "papers.id"],
            name=op.f("fk_paper_versions_workspace_partnership_paper"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "submitted_by"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_paper_versions_workspace_partnership_submitted_by"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "paper", "version", name=op.f("pk_paper_versions")
        ),
    )
    with op.batch_alter_table("paper_versions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_paper_versions_waiting",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "circulated_papers",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("circulation", sa.String(length=64), nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "circulation"],
            ["circulations.workspace", "circulations.partnership", "circulations.id"],
            name=op.f("fk_circulated_papers_workspace_partnership_circulation"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "paper", "version"],
            [
                "paper_versions.workspace",
                "paper_versions.partnership",
                "paper_versions.paper",
                "paper_versions.version",
            ],
            name=op.f("fk_circulated_papers_workspace_partnership_paper_version"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace", "partnership", "circulation", "paper", name=op.f("pk_circulated_papers")
        ),
    )
    _meetings()
    _motions()
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_outbox_state"), type_="check")
        batch_op.add_column(sa.Column("not_after", Instant(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_outbox_state"),
            "state IN ('pending', 'sending', 'sent', 'in_doubt', 'failed', 'withdrawn')",
        )
    _interests()
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("time_zone", sa.String(length=64), nullable=True))


def _meetings() -> None:
    """Meetings are booked before they are in session, and may be cancelled, moved, or wait for their day."""
    empty = sa.text("''")
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        if not sqlite:
            batch_op.drop_constraint(op.f("ck_meetings_state"), type_="check")
        batch_op.add_column(sa.Column("starts_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("ends_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        for name, kind in (
            ("place", sa.String(length=500)),
            ("link", sa.String(length=1000)),
            ("catering", sa.Text()),
            ("access", sa.Text()),
            ("public_decision", sa.String(length=300)),
            ("joint_with", sa.String(length=300)),
            ("expected", sa.String(length=200)),
            ("ended_why", sa.String(length=1000)),
        ):
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=empty))
        batch_op.add_column(sa.Column("public", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("announce_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("adjourned_from", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.add_column(sa.Column("booked_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("booked_at", Instant(), nullable=True))
        for name, condition in (
            ("state", "state IN ('to be announced', 'booked', 'in session', 'closed', 'cancelled')"),
            ("public", _BOOLEAN.format("public")),
            ("has_a_day", "state <> 'booked' OR (starts_at IS NOT NULL AND held_on IS NOT NULL)"),
            ("is_to_be_announced", "state <> 'to be announced' OR announce_by IS NOT NULL"),
            ("ends_after_it_starts", "ends_at IS NULL OR ends_at > starts_at"),
        ):
            if name != "public" or sqlite:  # PostgreSQL has a type for what is true or false
                batch_op.create_check_constraint(op.f(f"ck_meetings_{name}"), condition)
        batch_op.create_index(
            op.f("ix_meetings_workspace_partnership_held_on"), ["workspace", "partnership", "held_on"]
        )
        batch_op.create_foreign_key(
            op.f("fk_meetings_workspace_partnership_adjourned_from"),
            "meetings",
            ["workspace", "partnership", "adjourned_from"],
            ["workspace", "partnership", "id"],
        )


def _motions() -> None:
    """A motion may ratify a provisional decision, in its own words or in others."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("motions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ratifies", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("amended", sa.Boolean(), nullable=False, server_default=sa.false()))
        if sqlite:
            batch_op.create_check_constraint(op.f("ck_motions_amended"), _BOOLEAN.format("amended"))
            batch_op.create_check_constraint(op.f("ck_motions_state"), "state IN ('open', 'tied', 'closed')")
        batch_op.create_foreign_key(
            op.f("fk_motions_workspace_partnership_ratifies"),
            "motions",
            ["workspace", "partnership", "ratifies"],
            ["workspace", "partnership", "id"],
        )


def _interests() -> None:
    """What is said aloud at a meeting is recorded by somebody else, and shown as such."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("oral", sa.Boolean(), nullable=False, server_default=sa.false()))
        if sqlite:
            for name, condition in (
                ("oral", _BOOLEAN.format("oral")),
                ("nil", _BOOLEAN.format("nil")),
                ("reopened", _BOOLEAN.format("reopened")),
                ("subject_kind", "subject_kind IN ('meeting', 'item', 'motion', 'tender')"),
                ("ruling", "ruling IN ('stay and vote', 'stay', 'speak only', 'leave')"),
            ):
                batch_op.create_check_constraint(op.f(f"ck_interests_{name}"), condition)


_BOOLEAN = "{} IN (0, 1)"

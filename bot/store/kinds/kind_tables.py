"""The tables of what kinds of decision name and of what follows from them, on the same metadata as `tables`."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from bot.store.meetings.meeting_tables import papers as papers  # an amendment's text is one
from bot.store.shape import Json, belongs, metadata, partnership, workspace
from bot.store.tables import motions as motions  # what follows belongs to a motion
from bot.store.types import Instant

motion_particulars = Table(
    "motion_particulars",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("said", Json, nullable=False),  # by the name of the field: words, or a day as ISO text
    PrimaryKeyConstraint("workspace", "partnership", "motion"),
    belongs("motion", to="motions"),
)

adopted_amendments = Table(
    "adopted_amendments",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("reference", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("in_force_on", Date, nullable=False),
    Column("adopted_at", Instant, nullable=False),
    Column("terms_version", Integer),  # none: its text is still to be recorded
    PrimaryKeyConstraint("workspace", "partnership", "motion"),
    belongs("motion", to="motions"),
    ForeignKeyConstraint(
        ("workspace", "partnership", "terms_version"),
        ["terms_versions.workspace", "terms_versions.partnership", "terms_versions.version"],
    ),
)

dissolutions = Table(
    "dissolutions",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("reference", String(20), nullable=False),
    Column("body", String(100), nullable=False),  # a group; empty: the whole partnership
    Column("name", String(300), nullable=False),
    Column("given_on", Date, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("clause", String(40), nullable=False),
    Column("clause_words", Text, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "motion"),
    belongs("motion", to="motions"),
    CheckConstraint("effective_on >= given_on", name="takes_effect_after_notice"),
)

arrangements = Table(
    "arrangements",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("motion", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("words", String(400), nullable=False),
    Column("done_on", Date),
    Column("done_by", String(64)),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    ForeignKeyConstraint(
        ("workspace", "partnership", "motion"),
        ["dissolutions.workspace", "dissolutions.partnership", "dissolutions.motion"],
    ),
    belongs("done_by", to="people"),
    CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
    Index(None, "workspace", "partnership", "motion"),
)

covers = Table(
    "covers",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("reference", String(20), nullable=False),
    Column("person", String(64), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("cost", String(400), nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "motion"),
    belongs("motion", to="motions"),
    belongs("person", to="people"),
    CheckConstraint("until_on >= from_on", name="ends_after_it_begins"),
)

consultations = Table(
    "consultations",
    metadata,
    workspace(),
    partnership(),
    Column("paper", String(64), nullable=False),
    Column("body", String(300), nullable=False),  # as the terms name it
    Column("version", Integer, nullable=False),  # of the text that it was sent
    Column("sent_on", Date),
    Column("answered_on", Date),
    Column("answer", Text, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "paper", "body"),
    belongs("paper", to="papers"),
    CheckConstraint("answered_on IS NULL OR answered_on >= sent_on", name="answered_after_it_was_sent"),
)

terms_files = Table(  # handed in as files in Slack, fetched and read
    "terms_files",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("name", String(300), nullable=False),
    Column("media_type", String(200), nullable=False),
    Column("size", Integer, nullable=False),
    Column("slack_file", String(32), nullable=False),
    Column("slack_url", String(1000), nullable=False),
    Column("person", String(64), nullable=False),
    Column("slack_user", String(32), nullable=False),
    Column("motions", Json, nullable=False),  # the references of those whose text it is
    Column("state", String(10), nullable=False),
    Column("content", LargeBinary),
    Column("error", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),  # real time, as for everything between us and Slack
    Column("handed_in_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    belongs("person", to="people"),
    CheckConstraint("state IN ('waiting', 'kept', 'lost', 'recorded', 'refused')", name="state"),
    Index(
        "ix_terms_files_waiting",
        "not_before",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

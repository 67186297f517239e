"""Every table, with every constraint named. Each row belongs to a workspace and, but for the machinery, to a partnership."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.types import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Json = JSON().with_variant(JSONB(), "postgresql")
_Serial = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only for INTEGER


def _workspace() -> Column[str]:
    return Column("workspace", String(32), nullable=False)


def _partnership() -> Column[str]:
    return Column("partnership", String(64), nullable=False)


def _belongs(*columns: str, to: str) -> ForeignKeyConstraint:
    """A key into another table of the same partnership: a tenant's row can never point at another's."""
    own = ("workspace", "partnership", *columns)
    return ForeignKeyConstraint(own, [f"{to}.workspace", f"{to}.partnership", *(f"{to}.id" for _ in columns)])


def _of_partnership() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ("workspace", "partnership"), ["partnerships.workspace", "partnerships.partnership"]
    )


partnerships = Table(
    "partnerships",
    metadata,
    _workspace(),
    _partnership(),
    Column("name", String(300), nullable=False),
    Column("short_name", String(100), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("added_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership"),
    UniqueConstraint("workspace", "channel"),
)

terms_versions = Table(
    "terms_versions",
    metadata,
    _workspace(),
    _partnership(),
    Column("version", Integer, nullable=False),
    Column("in_force_from", Date, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("document", Text, nullable=False),
    Column("adoptions", _Json, nullable=False),  # {rule key: {"by": name, "on": date}}
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "version"),
    _of_partnership(),
)

organisations = Table(
    "organisations",
    metadata,
    _workspace(),
    _partnership(),
    Column("id", String(64), nullable=False),
    Column("name", String(300), nullable=False),
    Column("type", String(100), nullable=False),
    Column("sector", String(64)),
    Column("area", String(200), nullable=False),
    Column("voting", Boolean(create_constraint=True, name="voting"), nullable=False),
    Column("standing", String(32), nullable=False),
    Column("aliases", _Json, nullable=False),
    Column("joined_on", Date),
    Column("left_on", Date),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    _of_partnership(),
)

people = Table(
    "people",
    metadata,
    _workspace(),
    _partnership(),
    Column("id", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(320)),
    Column("slack_team", String(32)),
    Column("slack_user", String(32)),
    Column("title", String(200), nullable=False),
    Column("pastoral", Boolean(create_constraint=True, name="pastoral"), nullable=False),
    Column("deactivated", Boolean(create_constraint=True, name="deactivated"), nullable=False),
    Column("account_updated", Instant),  # when Slack last switched the account off or on, by its own clock
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "slack_team", "slack_user", "partnership"),
    _of_partnership(),
)

appointments = Table(
    "appointments",
    metadata,
    _workspace(),
    _partnership(),
    Column("id", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("body", String(100), nullable=False),  # the group: Strategy Group, Operational Group …
    Column("capacity", String(20), nullable=False),
    Column("from_on", Date),
    Column("to_on", Date),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    _belongs("person", to="people"),
    _belongs("organisation", to="organisations"),
    CheckConstraint("capacity IN ('representative', 'substitute')", name="capacity"),
    Index(None, "workspace", "partnership", "person"),
    Index(None, "workspace", "partnership", "organisation"),
)

roles = Table(
    "roles",
    metadata,
    _workspace(),
    _partnership(),
    Column("id", String(64), nullable=False),
    Column("role", String(64), nullable=False),
    Column("person", String(64)),
    Column("organisation", String(64)),
    Column("body", String(100), nullable=False),
    Column("from_on", Date),
    Column("to_on", Date),
    Column("review_on", Date),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    _belongs("person", to="people"),
    _belongs("organisation", to="organisations"),
    CheckConstraint("person IS NOT NULL OR organisation IS NOT NULL", name="held_by_somebody"),
    Index(None, "workspace", "partnership", "person"),
)

meetings = Table(
    "meetings",
    metadata,
    _workspace(),
    _partnership(),
    Column("id", String(64), nullable=False),
    Column("title", String(300), nullable=False),
    Column("body", String(100), nullable=False),
    Column("state", String(20), nullable=False),
    Column("chaired_by", String(64)),
    Column("acting", Boolean(create_constraint=True, name="acting"), nullable=False),
    Column("opened_at", Instant),
    Column("closed_at", Instant),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    _of_partnership(),
    _belongs("chaired_by", to="people"),
    CheckConstraint("state IN ('in session', 'closed')", name="state"),
    Index(
        "uq_meetings_one_in_session",
        "workspace",
        "partnership",
        unique=True,
        sqlite_where=text("state = 'in session'"),
        postgresql_where=text("state = 'in session'"),
    ),
)

roll = Table(
    "roll",
    metadata,
    _workspace(),
    _partnership(),
    Column("meeting", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("substitute", String(64)),  # the named deputy in the room, who then holds the vote (G10)
    PrimaryKeyConstraint("workspace", "partnership", "meeting", "organisation"),
    _belongs("meeting", to="meetings"),
    _belongs("organisation", to="organisations"),
    _belongs("substitute", to="people"),
)

business = Table(
    "business",
    metadata,
    _workspace(),
    _partnership(),
    Column("id", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title", String(300), nullable=False),
    Column("raised_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    _of_partnership(),
    CheckConstraint("kind IN ('item', 'tender')", name="kind"),
)

interests = Table(
    "interests",
    metadata,
    _workspace(),
    _partnership(),
    Column("id", String(64), nullable=False),
    Column("subject_kind", String(20), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("subject_title", String(300), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("nil", Boolean(create_constraint=True, name="nil"), nullable=False),
    Column("nature", Text, nullable=False),
    Column("declared_at", Instant, nullable=False),
    Column("declaration", Integer, nullable=False),
    Column("reopened", Boolean(create_constraint=True, name="reopened"), nullable=False),
    Column("ruling", String(20)),
    Column("ruled_by", String(64)),
    Column("ruled_at", Instant),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "partnership", "subject_kind", "subject", "organisation"),
    _belongs("organisation", to="organisations"),
    _belongs("person", to="people"),
    _belongs("ruled_by", to="people"),
    CheckConstraint("subject_kind IN ('meeting', 'item', 'motion', 'tender')", name="subject_kind"),
    CheckConstraint("ruling IN ('stay and vote', 'stay', 'speak only', 'leave')", name="ruling"),
)

motions = Table(
    "motions",
    metadata,
    _workspace(),
    _partnership(),
    Column("id", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("meeting", String(64)),
    Column("about", String(64)),
    Column("indicative", Boolean(create_constraint=True, name="indicative"), nullable=False),
    Column("show_votes", String(10), nullable=False),
    Column("put_by", String(64), nullable=False),
    Column("put_at", Instant, nullable=False),
    Column("closes_at", Instant),
    Column("chaired_by", String(64)),  # an acting chair for this motion alone, where the chair has withdrawn
    Column("terms_version", Integer, nullable=False),
    Column("terms_digest", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("closed_at", Instant),
    Column("outcome", String(40)),
    Column(
        "result", _Json
    ),  # frozen at close: who was entitled, present, withdrawn; the count; the arithmetic
    Column("revision", Integer, nullable=False),  # rises with everything the motion's message shows
    Column("shown", Integer, nullable=False),  # the revision that the message in Slack shows
    Column("channel", String(32)),
    Column("message_ts", String(32)),
    Column("shown_at", Instant),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "id"),
    UniqueConstraint("workspace", "partnership", "year", "number"),
    _of_partnership(),
    _belongs("meeting", to="meetings"),
    _belongs("about", to="business"),
    _belongs("put_by", to="people"),
    _belongs("chaired_by", to="people"),
    CheckConstraint("state IN ('open', 'tied', 'closed')", name="state"),
    Index(
        "ix_motions_to_show",
        "workspace",
        "shown_at",
        sqlite_where=text("revision > shown"),
        postgresql_where=text("revision > shown"),
    ),
)

ballots = Table(
    "ballots",
    metadata,
    _workspace(),
    _partnership(),
    Column("motion", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("choice", String(10), nullable=False),
    Column("cast_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "motion", "organisation"),
    _belongs("motion", to="motions"),
    _belongs("organisation", to="organisations"),
    _belongs("person", to="people"),
    CheckConstraint("choice IN ('for', 'against', 'abstain')", name="choice"),
)

casting_votes = Table(
    "casting_votes",
    metadata,
    _workspace(),
    _partnership(),
    Column("motion", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("choice", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
    PrimaryKeyConstraint(
        "workspace", "partnership", "motion"
    ),  # one casting vote a motion, however often pressed
    _belongs("motion", to="motions"),
    _belongs("person", to="people"),
    CheckConstraint("choice IN ('for', 'against', 'declined')", name="choice"),
)

events = Table(
    "events",
    metadata,
    Column("seq", _Serial, autoincrement=True, nullable=False),
    _workspace(),
    _partnership(),
    Column("type", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("person", String(64)),
    Column("subject", String(64), nullable=False),
    Column("data", _Json, nullable=False),
    PrimaryKeyConstraint("seq"),
    _of_partnership(),
    Index(None, "workspace", "partnership", "subject"),
)

due_work = Table(
    "due_work",
    metadata,
    _workspace(),
    _partnership(),
    Column("key", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    PrimaryKeyConstraint("workspace", "partnership", "key"),
    _of_partnership(),
    Index(
        "ix_due_work_waiting",
        "due_at",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)

outbox = Table(
    "outbox",
    metadata,
    _workspace(),
    _partnership(),
    Column("id", String(64), nullable=False),
    Column("key", String(200), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("recipient", String(32), nullable=False),  # a channel (C…, G…) or a person's user id (U…, W…)
    Column("subject", String(64), nullable=False),
    Column("data", _Json, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("claim", String(64)),
    Column("lease_until", Instant),
    Column("started_at", Instant),
    Column("channel", String(32)),  # proof of service: where, when and what
    Column("ts", String(32)),
    Column("text", Text),
    Column("sent_at", Instant),
    Column("error", String(200)),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "partnership", "key"),
    _of_partnership(),
    CheckConstraint("state IN ('pending', 'sending', 'sent', 'in_doubt', 'failed')", name="state"),
    Index(
        "ix_outbox_waiting",
        "not_before",
        sqlite_where=text("state IN ('pending', 'sending', 'in_doubt')"),
        postgresql_where=text("state IN ('pending', 'sending', 'in_doubt')"),
    ),
    Index(
        "ix_outbox_failed",
        "workspace",
        sqlite_where=text("state = 'failed'"),
        postgresql_where=text("state = 'failed'"),
    ),
    Index("ix_outbox_recipient_state", "workspace", "recipient", "state"),
)

pauses = Table(  # what Slack asked us to wait for: 429 affects one method in one workspace, a channel its own second
    "pauses",
    metadata,
    _workspace(),
    Column("what", String(100), nullable=False),
    Column("until", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "what"),
)

receipts = Table(  # the key of every delivery from Slack, so that the second time is harmless
    "receipts",
    metadata,
    _workspace(),
    Column("key", String(200), nullable=False),
    Column("received_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "key"),
    Index(None, "received_at"),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("name"),
)

clock_offset = Table(  # the demo's clock; absent everywhere else
    "clock_offset",
    metadata,
    Column("id", Integer, nullable=False),
    Column("seconds", Integer, nullable=False),
    PrimaryKeyConstraint("id"),
    CheckConstraint("id = 1", name="one_row"),
)

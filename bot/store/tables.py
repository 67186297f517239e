"""The tables of who is who, decisions and delivery, every constraint named; those of meetings are in `meeting_tables`.

Each row belongs to a workspace and, but for the machinery, to a partnership.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.shape import Json, Serial, belongs, metadata, of_partnership, partnership, workspace
from bot.store.types import Instant

partnerships = Table(
    "partnerships",
    metadata,
    workspace(),
    partnership(),
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
    workspace(),
    partnership(),
    Column("version", Integer, nullable=False),
    Column("in_force_from", Date, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("document", Text, nullable=False),
    Column("adoptions", Json, nullable=False),  # {rule key: {"by": name, "on": date}}
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "version"),
    of_partnership(),
)

organisations = Table(
    "organisations",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("name", String(300), nullable=False),
    Column("type", String(100), nullable=False),
    Column("sector", String(64)),
    Column("area", String(200), nullable=False),
    Column("voting", Boolean(create_constraint=True, name="voting"), nullable=False),
    Column("standing", String(32), nullable=False),
    Column("aliases", Json, nullable=False),
    Column("joined_on", Date),
    Column("left_on", Date),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    of_partnership(),
)

people = Table(
    "people",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(320)),
    Column("slack_team", String(32)),
    Column("slack_user", String(32)),
    Column("title", String(200), nullable=False),
    Column("pastoral", Boolean(create_constraint=True, name="pastoral"), nullable=False),
    Column("deactivated", Boolean(create_constraint=True, name="deactivated"), nullable=False),
    Column("account_updated", Instant),  # when Slack last switched the account off or on, by its own clock
    Column("time_zone", String(64)),  # their own, as Slack has it; none: the partnership's
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "slack_team", "slack_user", "partnership"),
    of_partnership(),
)

appointments = Table(
    "appointments",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("body", String(100), nullable=False),  # the group: Strategy Group, Operational Group …
    Column("capacity", String(20), nullable=False),
    Column("from_on", Date),
    Column("to_on", Date),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    belongs("person", to="people"),
    belongs("organisation", to="organisations"),
    CheckConstraint("capacity IN ('representative', 'substitute')", name="capacity"),
    Index(None, "workspace", "partnership", "person"),
    Index(None, "workspace", "partnership", "organisation"),
)

roles = Table(
    "roles",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("role", String(64), nullable=False),
    Column("person", String(64)),
    Column("organisation", String(64)),
    Column("body", String(100), nullable=False),
    Column("from_on", Date),
    Column("to_on", Date),
    Column("review_on", Date),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    belongs("person", to="people"),
    belongs("organisation", to="organisations"),
    CheckConstraint("person IS NOT NULL OR organisation IS NOT NULL", name="held_by_somebody"),
    Index(None, "workspace", "partnership", "person"),
)

meetings = Table(
    "meetings",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("title", String(300), nullable=False),
    Column("body", String(100), nullable=False),  # the group that meets; empty: the body that decides
    Column("state", String(20), nullable=False),
    Column("chaired_by", String(64)),  # none while it is in session: those present have yet to choose (K26)
    Column("acting", Boolean(create_constraint=True, name="acting"), nullable=False),
    Column("opened_at", Instant),
    Column("closed_at", Instant),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column(
        "held_on", Date
    ),  # the day it starts on where the partnership is: what every notice is counted from
    Column("place", String(500), nullable=False),
    Column("link", String(1000), nullable=False),
    Column("catering", Text, nullable=False),
    Column("access", Text, nullable=False),
    Column("public_decision", String(300), nullable=False),  # the recorded decision to meet in public (K39)
    Column("joint_with", String(300), nullable=False),  # the other body of a joint meeting (L19)
    Column(
        "expected", String(200), nullable=False
    ),  # "early September", while its day is to be announced (N18)
    Column("ended_why", String(1000), nullable=False),  # why it was cancelled
    Column("public", Boolean(create_constraint=True, name="public"), nullable=False),
    Column("announce_by", Date),
    Column("adjourned_from", String(64)),  # the meeting without a quorum of which this is the adjourned one
    Column("sequence", Integer, nullable=False),  # rises with every change that members are told of
    Column("booked_by", String(64)),
    Column("booked_at", Instant),
    Column(
        "revision", Integer, nullable=False, default=0
    ),  # rises with everything its message in the channel shows
    Column("shown", Integer, nullable=False, default=0),
    Column("channel", String(32)),
    Column("message_ts", String(32)),
    Column("shown_at", Instant),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    of_partnership(),
    belongs("chaired_by", to="people"),
    belongs("adjourned_from", to="meetings"),
    CheckConstraint(
        "state IN ('to be announced', 'booked', 'in session', 'closed', 'cancelled')", name="state"
    ),
    CheckConstraint("state <> 'booked' OR (starts_at IS NOT NULL AND held_on IS NOT NULL)", name="has_a_day"),
    CheckConstraint("state <> 'to be announced' OR announce_by IS NOT NULL", name="is_to_be_announced"),
    CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_it_starts"),
    Index(
        "uq_meetings_one_in_session",
        "workspace",
        "partnership",
        unique=True,
        sqlite_where=text("state = 'in session'"),
        postgresql_where=text("state = 'in session'"),
    ),
    Index(None, "workspace", "partnership", "held_on"),
    Index(
        "ix_meetings_to_show",
        "workspace",
        "shown_at",
        sqlite_where=text("revision > shown"),
        postgresql_where=text("revision > shown"),
    ),
)

roll = Table(
    "roll",
    metadata,
    workspace(),
    partnership(),
    Column("meeting", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("substitute", String(64)),  # the named deputy in the room, who then holds the vote (G10)
    PrimaryKeyConstraint("workspace", "partnership", "meeting", "organisation"),
    belongs("meeting", to="meetings"),
    belongs("organisation", to="organisations"),
    belongs("substitute", to="people"),
)

business = Table(
    "business",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title", String(300), nullable=False),
    Column("raised_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    of_partnership(),
    CheckConstraint("kind IN ('item', 'tender')", name="kind"),
)

interests = Table(
    "interests",
    metadata,
    workspace(),
    partnership(),
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
    Column(
        "oral", Boolean(create_constraint=True, name="oral"), nullable=False
    ),  # said aloud at the meeting, and recorded by the person
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "partnership", "subject_kind", "subject", "organisation"),
    belongs("organisation", to="organisations"),
    belongs("person", to="people"),
    belongs("ruled_by", to="people"),
    CheckConstraint(
        "subject_kind IN ('meeting', 'item', 'motion', 'tender', 'election')", name="subject_kind"
    ),
    CheckConstraint("ruling IN ('stay and vote', 'stay', 'speak only', 'leave')", name="ruling"),
)

motions = Table(
    "motions",
    metadata,
    workspace(),
    partnership(),
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
        "result", Json
    ),  # frozen at close: who was entitled, present, withdrawn; the count; the arithmetic
    Column("revision", Integer, nullable=False),  # rises with everything the motion's message shows
    Column("shown", Integer, nullable=False),  # the revision that the message in Slack shows
    Column("channel", String(32)),
    Column("message_ts", String(32)),
    Column("shown_at", Instant),
    Column("ratifies", String(64)),  # the provisional decision it is to ratify (K33)
    Column(
        "amended", Boolean(create_constraint=True, name="amended"), nullable=False
    ),  # in other words than its own
    Column("ballot", String(10), nullable=False),  # whether its votes are named or secret
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "id"),
    UniqueConstraint("workspace", "partnership", "year", "number"),
    of_partnership(),
    belongs("meeting", to="meetings"),
    belongs("about", to="business"),
    belongs("ratifies", to="motions"),
    belongs("put_by", to="people"),
    belongs("chaired_by", to="people"),
    CheckConstraint("state IN ('consensus', 'open', 'tied', 'closed', 'withdrawn')", name="state"),
    CheckConstraint("ballot IN ('named', 'secret')", name="ballot"),
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
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("choice", String(10), nullable=False),
    Column("cast_at", Instant, nullable=False),
    Column("recorded_by", String(64)),  # who recorded it for the person, who had rung up
    Column("confirmed_at", Instant),  # when the person said that what was recorded is right
    PrimaryKeyConstraint("workspace", "partnership", "motion", "organisation"),
    belongs("motion", to="motions"),
    belongs("organisation", to="organisations"),
    belongs("person", to="people"),
    belongs("recorded_by", to="people"),
    CheckConstraint("choice IN ('for', 'against', 'abstain')", name="choice"),
)

casting_votes = Table(
    "casting_votes",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("choice", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
    PrimaryKeyConstraint(
        "workspace", "partnership", "motion"
    ),  # one casting vote a motion, however often pressed
    belongs("motion", to="motions"),
    belongs("person", to="people"),
    CheckConstraint("choice IN ('for', 'against', 'declined')", name="choice"),
)

events = Table(
    "events",
    metadata,
    Column("seq", Serial, autoincrement=True, nullable=False),
    workspace(),
    partnership(),
    Column("type", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("person", String(64)),
    Column("subject", String(64), nullable=False),
    Column("data", Json, nullable=False),
    PrimaryKeyConstraint("seq"),
    of_partnership(),
    Index(None, "workspace", "partnership", "subject"),
)

due_work = Table(
    "due_work",
    metadata,
    workspace(),
    partnership(),
    Column("key", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    PrimaryKeyConstraint("workspace", "partnership", "key"),
    of_partnership(),
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
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("key", String(200), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("recipient", String(32), nullable=False),  # a channel (C…, G…) or a person's user id (U…, W…)
    Column("subject", String(64), nullable=False),
    Column("data", Json, nullable=False),
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
    Column("not_after", Instant),  # governance time from which it would be stale, and is not sent
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "partnership", "key"),
    of_partnership(),
    CheckConstraint(
        "state IN ('pending', 'sending', 'sent', 'in_doubt', 'failed', 'withdrawn')", name="state"
    ),
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
    workspace(),
    Column("what", String(100), nullable=False),
    Column("until", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "what"),
)

conversations = (
    Table(  # the direct messages with somebody, opened once: Slack lets fifty be opened in a minute
        "conversations",
        metadata,
        workspace(),
        Column("slack_user", String(32), nullable=False),
        Column("channel", String(32), nullable=False),
        PrimaryKeyConstraint("workspace", "slack_user"),
    )
)

receipts = Table(  # the key of every delivery from Slack, so that the second time is harmless
    "receipts",
    metadata,
    workspace(),
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

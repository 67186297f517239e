"""The tables of meetings: who answered, who came, the agenda, its papers and the proof that they were sent."""

from sqlalchemy import (
    Boolean,
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
    UniqueConstraint,
    text,
)

from bot.store.shape import Json, belongs, metadata, of_partnership, partnership, workspace
from bot.store.types import Instant

replies = Table(  # whether somebody comes, for each organisation they speak for
    "replies",
    metadata,
    workspace(),
    partnership(),
    Column("meeting", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),  # empty: somebody invited who speaks for none
    Column("answer", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("substitute", String(64)),  # who stands in, where the organisation has named them (K34)
    Column("stand_in", String(200), nullable=False),  # or the name of somebody it has not: without a vote
    Column("recorded_by", String(64)),  # a person; another than `person` where they rang up
    Column("confirmed", Boolean(create_constraint=True, name="confirmed"), nullable=False),
    Column("answered_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "meeting", "person", "organisation"),
    belongs("meeting", to="meetings"),
    belongs("person", to="people"),
    belongs("substitute", to="people"),
    CheckConstraint("answer IN ('coming', 'remote', 'apologies', 'substitute')", name="answer"),
)

attendances = Table(  # each stay of each person in the room; `roll` is what follows from it for the votes
    "attendances",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("meeting", String(64), nullable=False),
    Column("person", String(64)),  # none: somebody who is in no register
    Column("name", String(200), nullable=False),
    Column("organisation", String(64)),
    Column("organisation_name", String(300), nullable=False),
    Column("capacity", String(20), nullable=False),
    Column("mode", String(10), nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("left_at", Instant),
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    belongs("meeting", to="meetings"),
    belongs("person", to="people"),
    belongs("organisation", to="organisations"),
    CheckConstraint(
        "capacity IN ('representative', 'substitute', 'stand-in', 'co-opted', 'observer', 'in attendance')",
        name="capacity",
    ),
    CheckConstraint("mode IN ('in person', 'remote')", name="mode"),
    CheckConstraint("left_at IS NULL OR left_at >= arrived_at", name="leaves_after_arriving"),
    Index(None, "workspace", "partnership", "meeting"),
    Index(
        "uq_attendances_once_in_the_room",
        "workspace",
        "partnership",
        "meeting",
        "person",
        "organisation",
        unique=True,
        sqlite_where=text("left_at IS NULL"),
        postgresql_where=text("left_at IS NULL"),
    ),
)

agenda_items = Table(  # an item of business at one meeting; interests are declared on it under the same id
    "agenda_items",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("meeting", String(64), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("title", String(300), nullable=False),
    Column("detail", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("minutes", Integer),  # how long it is given
    Column("confidential", Boolean(create_constraint=True, name="confidential"), nullable=False),
    Column("proposed_by", String(64)),  # none: it stands there by rule
    Column("organisation", String(64)),
    Column("proposed_at", Instant, nullable=False),
    Column(
        "late", Boolean(create_constraint=True, name="late"), nullable=False
    ),  # raised after the agenda closed
    Column("reason", String(1000), nullable=False),  # why it was returned, left out or not admitted
    Column("decided_by", String(64)),
    Column(
        "motion", String(64)
    ),  # the provisional decision that awaits ratification, or the override reported
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    belongs("meeting", to="meetings"),
    belongs("proposed_by", to="people"),
    belongs("organisation", to="organisations"),
    belongs("motion", to="motions"),
    CheckConstraint(
        "kind IN ('item', 'urgent', 'amendment', 'declarations', 'minutes', 'matters arising', 'ratification', "
        "'override', 'review', 'accountable body', 'election', 'any other business')",
        name="kind",
    ),
    CheckConstraint(
        "state IN ('proposed', 'accepted', 'returned', 'withdrawn', 'left out', 'awaiting agreement', "
        "'not admitted')",
        name="state",
    ),
    CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 600", name="minutes"),
    Index(None, "workspace", "partnership", "meeting"),
)

papers = Table(
    "papers",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("meeting", String(64), nullable=False),
    Column("item", String(64)),
    Column("title", String(300), nullable=False),
    Column("kind", String(10), nullable=False),
    Column(
        "amendment", Boolean(create_constraint=True, name="amendment"), nullable=False
    ),  # of the terms (K45)
    Column("confidential", Boolean(create_constraint=True, name="confidential"), nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", String(1000), nullable=False),
    Column("submitted_by", String(64), nullable=False),
    Column("organisation", String(64)),
    Column("submitted_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),  # the latest
    Column("late", Boolean(create_constraint=True, name="late"), nullable=False),
    Column("admission", String(20), nullable=False),  # of a late paper, as the terms ask for it
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    belongs("meeting", to="meetings"),
    belongs("item", to="agenda_items"),
    belongs("submitted_by", to="people"),
    belongs("organisation", to="organisations"),
    CheckConstraint("kind IN ('file', 'link')", name="kind"),
    CheckConstraint("state IN ('submitted', 'accepted', 'returned', 'withdrawn')", name="state"),
    CheckConstraint("admission IN ('', 'needed', 'agreed', 'refused', 'noted')", name="admission"),
    Index(None, "workspace", "partnership", "meeting"),
)

paper_versions = Table(  # every version is kept, and its bytes from the moment it was submitted
    "paper_versions",
    metadata,
    workspace(),
    partnership(),
    Column("paper", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("file_name", String(300), nullable=False),
    Column("media_type", String(200), nullable=False),
    Column("size", Integer, nullable=False),
    Column(
        "digest", String(64), nullable=False
    ),  # SHA-256 of the bytes or of the link; empty until they are here
    Column("content", LargeBinary),
    Column("link", String(3000), nullable=False),
    Column("slack_file", String(32), nullable=False),
    Column("slack_url", String(1000), nullable=False),
    Column("state", String(10), nullable=False),
    Column("error", String(200), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),  # real time, as for everything between us and Slack
    Column("submitted_by", String(64), nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("accepted_at", Instant),  # looked over: where a later version is returned, this one stands again
    PrimaryKeyConstraint("workspace", "partnership", "paper", "version"),
    belongs("paper", to="papers"),
    belongs("submitted_by", to="people"),
    CheckConstraint("state IN ('waiting', 'kept', 'lost')", name="state"),
    CheckConstraint("state <> 'kept' OR content IS NOT NULL OR link <> ''", name="kept_is_here"),
    Index(
        "ix_paper_versions_waiting",
        "not_before",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

circulations = Table(  # agenda and papers sent round in one act
    "circulations",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("meeting", String(64), nullable=False),
    Column("sequence", Integer, nullable=False),  # of the meeting, as it was then
    Column("number", Integer, nullable=False),  # the first, the second … of this meeting
    Column("circulated_by", String(64)),
    Column("circulated_at", Instant, nullable=False),
    Column("agenda", Json, nullable=False),  # as it was sent
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "partnership", "meeting", "number"),
    belongs("meeting", to="meetings"),
    Index(None, "workspace", "partnership", "meeting"),
)

circulated_papers = (
    Table(  # which text went round when: a changed text of an amendment begins its days again (K45)
        "circulated_papers",
        metadata,
        workspace(),
        partnership(),
        Column("circulation", String(64), nullable=False),
        Column("paper", String(64), nullable=False),
        Column("version", Integer, nullable=False),
        PrimaryKeyConstraint("workspace", "partnership", "circulation", "paper"),
        belongs("circulation", to="circulations"),
        ForeignKeyConstraint(
            ("workspace", "partnership", "paper", "version"),
            [f"paper_versions.{each}" for each in ("workspace", "partnership", "paper", "version")],
        ),
    )
)

served = Table(  # to whom a circulation went; the outbox has when, where and what, or why it did not arrive
    "served",
    metadata,
    workspace(),
    partnership(),
    Column("circulation", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("notice", String(200)),  # the key of the notice in the outbox; none: no account to send it to
    Column("papers", Json, nullable=False),  # which went to them, each with its version
    Column("withheld", Json, nullable=False),  # ids of papers kept from them, for an interest
    Column("acknowledged_at", Instant),  # "I have these"
    Column("by_hand_at", Instant),  # sent another way, as the secretariat says
    Column("by_hand_by", String(64)),
    PrimaryKeyConstraint("workspace", "partnership", "circulation", "person"),
    belongs("circulation", to="circulations"),
    belongs("person", to="people"),
)

shortfalls = Table(  # what was not done in time, for the minutes (V37, K35)
    "shortfalls",
    metadata,
    workspace(),
    partnership(),
    Column("meeting", String(64), nullable=False),
    Column("rule", String(100), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "meeting", "rule", "sequence"),
    belongs("meeting", to="meetings"),
)

ratifications = Table(  # provisional decisions, until a quorate meeting has dealt with them (K33)
    "ratifications",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("provisional_since", Instant, nullable=False),
    Column("decided_by", String(64)),  # the motion that ratified, amended or rejected it
    Column("decided_at", Instant),
    PrimaryKeyConstraint("workspace", "partnership", "motion"),
    belongs("motion", to="motions"),
    belongs("decided_by", to="motions"),
    CheckConstraint("state IN ('awaiting', 'ratified', 'amended', 'rejected')", name="state"),
    Index(
        "ix_ratifications_awaiting",
        "workspace",
        "partnership",
        sqlite_where=text("state = 'awaiting'"),
        postgresql_where=text("state = 'awaiting'"),
    ),
)

overrides = Table(  # decisions the accountable body has overridden, until they are reported (V25)
    "overrides",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("cited", Text, nullable=False),  # the funder's term it would have broken
    Column("overridden_at", Instant, nullable=False),
    Column("reported_at", Instant),
    Column("reported_to", String(64)),  # the meeting
    PrimaryKeyConstraint("workspace", "partnership", "motion"),
    belongs("motion", to="motions"),
    belongs("person", to="people"),
    belongs("reported_to", to="meetings"),
)

outside_meetings = Table(  # days of other bodies' meetings before which this one meets where possible (K24)
    "outside_meetings",
    metadata,
    workspace(),
    partnership(),
    Column("name", String(200), nullable=False),
    Column("held_on", Date, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "held_on"),
    of_partnership(),
)

uploads = Table(  # files already with Slack, by what is in them: uploaded once, shared in as many messages as need be
    "uploads",
    metadata,
    workspace(),
    Column("key", String(200), nullable=False),
    Column("file", String(32), nullable=False),
    Column("permalink", String(1000), nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "key"),
)

"""The tables of elections: each with its nominations, its ballots, and the votes of those that are by name."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.shape import Json, belongs, metadata, of_partnership, partnership, workspace
from bot.store.types import Instant

elections = Table(
    "elections",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(48), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("office", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("ballot", String(10), nullable=False),
    Column("at_meeting", Boolean(create_constraint=True, name="at_meeting"), nullable=False),
    Column("opened_by", String(64), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("nominations_close_at", Instant, nullable=False),
    Column("ballot_opened_at", Instant),
    Column("ballot_closes_at", Instant),
    Column("meeting", String(64)),  # at which the ballot is held
    Column("round", Integer, nullable=False),  # of the ballot; 0 before the first
    Column("candidates", Json, nullable=False),  # people: of this round, or those who tied
    Column("tied_before", Boolean(create_constraint=True, name="tied_before"), nullable=False),
    Column("terms_version", Integer, nullable=False),
    Column("terms_digest", String(64), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("elected", String(64)),
    Column("decided_at", Instant),  # or cancelled
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "id"),
    UniqueConstraint("workspace", "partnership", "year", "number"),
    of_partnership(),
    belongs("opened_by", to="people"),
    belongs("elected", to="people"),
    belongs("meeting", to="meetings"),
    CheckConstraint(
        "state IN ('nominations', 'ready', 'ballot', 'tied', 'decided', 'cancelled')", name="state"
    ),
    CheckConstraint("ballot IN ('named', 'secret')", name="ballot"),
    Index(  # one election to an office at a time, however often opened
        "ix_elections_under_way",
        "workspace",
        "partnership",
        "office",
        unique=True,
        sqlite_where=text("state NOT IN ('decided', 'cancelled')"),
        postgresql_where=text("state NOT IN ('decided', 'cancelled')"),
    ),
)

nominations = Table(
    "nominations",
    metadata,
    workspace(),
    partnership(),
    Column("election", String(48), nullable=False),
    Column("person", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("nominated_by", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("lot", Boolean(create_constraint=True, name="lot"), nullable=False),  # consents to one
    PrimaryKeyConstraint("workspace", "partnership", "election", "person"),
    belongs("election", to="elections"),
    belongs("person", to="people"),
    belongs("organisation", to="organisations"),
    belongs("nominated_by", to="people"),
    CheckConstraint("state IN ('asked', 'accepted', 'declined', 'withdrawn')", name="state"),
)

election_ballots = Table(  # by name; the last before the close stands (G10)
    "election_ballots",
    metadata,
    workspace(),
    partnership(),
    Column("election", String(48), nullable=False),
    Column("round", Integer, nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("choice", String(64), nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "election", "round", "organisation"),
    belongs("election", to="elections"),
    belongs("organisation", to="organisations"),
    belongs("person", to="people"),
)

election_rounds = (
    Table(  # each ballot, and the nominations as round 0: the message in the channel that shows them
        "election_rounds",
        metadata,
        workspace(),
        partnership(),
        Column("id", String(64), nullable=False),  # the contest, "election:round"
        Column("election", String(48), nullable=False),
        Column("round", Integer, nullable=False),
        Column("meeting", String(64)),  # at which it is held
        Column("is_open", Boolean(create_constraint=True, name="is_open"), nullable=False),
        Column("revision", Integer, nullable=False),  # rises with everything its message shows
        Column("shown", Integer, nullable=False),  # the revision that the message in Slack shows
        Column("channel", String(32)),
        Column("message_ts", String(32)),
        Column("shown_at", Instant),
        Column("entitled", Json),  # organisations, where it was settled at its opening who has a vote
        PrimaryKeyConstraint("workspace", "partnership", "id"),
        belongs("election", to="elections"),
        belongs("meeting", to="meetings"),
        Index(
            "ix_election_rounds_to_show",
            "workspace",
            "shown_at",
            sqlite_where=text("revision > shown"),
            postgresql_where=text("revision > shown"),
        ),
    )
)

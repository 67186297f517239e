"""The tables of tenders: what is published and recorded of each, which releases were taken in, and how far a feed was read."""

from sqlalchemy import (
    BigInteger,
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
)

from bot.store.shape import Json, belongs, metadata, of_partnership, partnership, workspace
from bot.store.types import Instant

tenders = Table(
    "tenders",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("source", String(40), nullable=False),
    Column("ocid", String(200)),  # of the contracting process, where a portal published it
    Column("title", String(300), nullable=False),
    Column("description", Text, nullable=False),
    Column("buyer", String(300), nullable=False),
    Column("hundredths", BigInteger),  # its value, in pence
    Column("currency", String(3), nullable=False),
    Column("deadline", Instant),
    Column("deadline_reading", String(300), nullable=False),
    Column("questions_by", Instant),
    Column("cpv", Json, nullable=False),
    Column("areas", Json, nullable=False),
    Column("voluntary", Boolean(create_constraint=True, name="voluntary")),
    Column("url", String(2000), nullable=False),
    Column("published_stage", String(20), nullable=False),
    Column("intends", Text, nullable=False),  # what the partnership intends
    Column("suggested_by", String(64)),
    Column("organisation", String(64)),
    Column("recorded_at", Instant, nullable=False),
    Column("told_at", Instant),  # when members were told that it is considered (C18)
    Column("reason", String(1000), nullable=False),
    Column("answers_by", Date),  # until which day they were asked to answer
    # Whether it is what the partnership looks for; none: nobody has said.
    Column("suits", Boolean(create_constraint=True, name="suits")),
    Column("published_at", Instant),  # the latest of its releases
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    UniqueConstraint("workspace", "partnership", "year", "number"),
    UniqueConstraint("workspace", "partnership", "ocid"),
    of_partnership(),
    belongs("suggested_by", to="people"),
    belongs("organisation", to="organisations"),
    CheckConstraint(
        "stage IN ('found', 'suggested', 'considering', 'working up', 'preparing', 'submitted', 'won', "
        "'contracted', 'lost', 'not pursued', 'closed')",
        name="stage",
    ),
    CheckConstraint("hundredths IS NULL OR hundredths > 0", name="value"),
    Index(None, "workspace", "partnership", "stage", "deadline"),
)

tender_releases = Table(  # those taken in, so that each is taken in once
    "tender_releases",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("release", String(200), nullable=False),
    Column("taken_in_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "tender", "release"),
    belongs("tender", to="tenders"),
)

notices_over = Table(  # what was over before anybody here heard of it; a portal gives the award first, and then the tender
    "notices_over",
    metadata,
    workspace(),
    partnership(),
    Column("ocid", String(200), nullable=False),
    Column("published_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "ocid"),
    of_partnership(),
)

feed_positions = Table(  # how far a portal's feed was read for a partnership
    "feed_positions",
    metadata,
    workspace(),
    partnership(),
    Column("feed", String(40), nullable=False),
    Column("read_to", Instant, nullable=False),
    Column("page", String(2000), nullable=False),  # where a poll that took all it may goes on; empty: nowhere
    Column("reads_to", Instant),  # how far it was read once that is done
    PrimaryKeyConstraint("workspace", "partnership", "feed"),
    of_partnership(),
)

feeds_followed = Table(  # the feeds that the clock polls for a partnership, and how that goes
    "feeds_followed",
    metadata,
    workspace(),
    partnership(),
    Column("feed", String(40), nullable=False),
    Column("minutes", Integer, nullable=False),  # from one poll to the next
    Column("next_at", Instant, nullable=False),
    Column("claim", String(32)),  # of the process that polls it now
    Column("claimed_until", Instant),  # real time
    Column("failed_since", Instant),
    Column("error", String(300), nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "feed"),
    of_partnership(),
    CheckConstraint("minutes > 0", name="minutes"),
    Index(None, "next_at"),
)

tender_likenesses = Table(  # which tenders people have said are the same, and which are two
    "tender_likenesses",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("other", String(64), nullable=False),  # the one that goes on, where they are the same
    Column("same", Boolean(create_constraint=True, name="same"), nullable=False),
    Column("person", String(64)),
    Column("judged_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "tender", "other"),
    belongs("tender", to="tenders"),
    belongs("other", to="tenders"),
    belongs("person", to="people"),
)

tender_told = Table(  # to whom the notice of a tender went; the outbox has the proof
    "tender_told",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("notice", String(200)),  # the key of the notice; none: they have no account
    PrimaryKeyConstraint("workspace", "partnership", "tender", "person", "organisation"),
    belongs("tender", to="tenders"),
    belongs("person", to="people"),
    belongs("organisation", to="organisations"),
)

tender_answers = (
    Table(  # what each organisation answered last; the register of events has what it answered before
        "tender_answers",
        metadata,
        workspace(),
        partnership(),
        Column("tender", String(64), nullable=False),
        Column("organisation", String(64), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("competing", Boolean(create_constraint=True, name="competing")),  # none: not asked (C33)
        Column("late", String(20), nullable=False),  # after which day it came; empty: in time
        Column("words", Text, nullable=False),  # about the competing bid
        Column("details", Json, nullable=False),  # of an expression of interest, by the name of the field
        Column("person", String(64), nullable=False),
        Column("answered_at", Instant, nullable=False),
        Column("revision", Integer, nullable=False),
        PrimaryKeyConstraint("workspace", "partnership", "tender", "organisation"),
        belongs("tender", to="tenders"),
        belongs("organisation", to="organisations"),
        belongs("person", to="people"),
        CheckConstraint("kind IN ('interest', 'alone', 'competing', 'not for us', 'withdrawn')", name="kind"),
    )
)

item_tenders = Table(  # items of an agenda that name a tender, and so are about it
    "item_tenders",
    metadata,
    workspace(),
    partnership(),
    Column("item", String(64), nullable=False),
    Column("tender", String(64), nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "item", "tender"),
    belongs("item", to="agenda_items"),
    belongs("tender", to="tenders"),
)

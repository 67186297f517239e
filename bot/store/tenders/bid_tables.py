"""The tables of bids: the steps taken for each tender, who is to deliver it, its options, its broker and its contract."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from bot.store.shape import belongs, metadata, partnership, workspace
from bot.store.types import Instant

tender_steps = Table(
    "tender_steps",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("step", String(60), nullable=False),
    Column("taken_on", Date, nullable=False),
    Column("decision", String(64)),  # an entry of the register of decisions
    Column("organisation", String(64)),  # the one that was agreed on
    Column("words", Text, nullable=False),
    Column("person", String(64)),  # who recorded it
    Column("recorded_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "tender", "step"),
    belongs("tender", to="tenders"),
    belongs("decision", to="decisions"),
    belongs("organisation", to="organisations"),
    belongs("person", to="people"),
)

bid_partners = Table(  # who is to deliver what a bid has won
    "bid_partners",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("status", String(20), nullable=False),
    Column("selected_on", Date, nullable=False),
    Column("decision", String(64)),
    Column("contract_on", Date),
    Column("sla_on", Date),
    Column("part", String(100)),  # "quality core", "hub for Devon" … (N8)
    Column("on_condition", String(300)),  # that the part rests on (N9)
    PrimaryKeyConstraint("workspace", "partnership", "tender", "organisation"),
    belongs("tender", to="tenders"),
    belongs("organisation", to="organisations"),
    belongs("decision", to="decisions"),
    CheckConstraint("status IN ('selected', 'delivery partner')", name="status"),
)

tender_brokers = Table(
    "tender_brokers",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("named_on", Date, nullable=False),
    Column("person", String(64)),
    PrimaryKeyConstraint("workspace", "partnership", "tender"),
    belongs("tender", to="tenders"),
    belongs("person", to="people"),
)

broker_answers = Table(
    "broker_answers",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("accepts", Boolean(create_constraint=True, name="accepts"), nullable=False),
    Column("words", Text, nullable=False),
    Column("person", String(64)),
    Column("answered_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "tender", "organisation"),
    belongs("tender", to="tenders"),
    belongs("organisation", to="organisations"),
    belongs("person", to="people"),
)

contracts = Table(
    "contracts",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("holder", String(64), nullable=False),  # one organisation, never the partnership (N10)
    Column("dated_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("sla_on", Date),
    Column("penalties", Text, nullable=False),  # the agreement's own words (C43)
    Column("every", String(60), nullable=False),
    Column("days", Integer, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "tender"),
    belongs("tender", to="tenders"),
    belongs("holder", to="organisations"),
)

contract_returns = Table(
    "contract_returns",
    metadata,
    workspace(),
    partnership(),
    Column("tender", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("period_start", Date, nullable=False),
    Column("period_end", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("received_on", Date),
    Column("late", Boolean(create_constraint=True, name="late"), nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "tender", "organisation", "period_end"),
    belongs("tender", to="tenders"),
    belongs("organisation", to="organisations"),
)

tender_options = Table(  # ways to go about a tender, with their points (N12)
    "tender_options",
    metadata,
    workspace(),
    partnership(),
    Column("id", String(64), nullable=False),
    Column("tender", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("plus", Text, nullable=False),
    Column("minus", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),  # first
    PrimaryKeyConstraint("workspace", "partnership", "id"),
    belongs("tender", to="tenders"),
)

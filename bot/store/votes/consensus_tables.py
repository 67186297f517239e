"""The tables of what comes before and after one count: consensus rounds, earlier ballots on the same motion, and lots."""

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint, String, Table, Text

from bot.store.shape import Json, belongs, metadata, of_partnership, partnership, workspace
from bot.store.types import Instant

positions = Table(  # one for each organisation, the last before the round ends (K27)
    "positions",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("organisation", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("position", String(20), nullable=False),
    Column("reason", Text, nullable=False),  # of an objection; read under “Why?” by members
    Column("taken_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "motion", "organisation"),
    belongs("motion", to="motions"),
    belongs("organisation", to="organisations"),
    belongs("person", to="people"),
    CheckConstraint("position IN ('agree', 'stand aside', 'object')", name="position"),
    CheckConstraint("(position = 'object') = (reason <> '')", name="an_objection_has_a_reason"),
)

earlier_ballots = Table(  # the counts of a motion that tied and was balloted again
    "earlier_ballots",
    metadata,
    workspace(),
    partnership(),
    Column("motion", String(64), nullable=False),
    Column("ballot", Integer, nullable=False),  # the first is 1
    Column("result", Json, nullable=False),
    Column("ended_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "motion", "ballot"),
    belongs("motion", to="motions"),
)

lots = Table(  # the secret of a lot, made before anybody votes: its digest is published then, and it itself with the draw
    "lots",
    metadata,
    workspace(),
    partnership(),
    Column("subject", String(64), nullable=False),  # what may have to be decided by lot, such as a motion
    Column("secret", String(64), nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "subject"),
    of_partnership(),
)

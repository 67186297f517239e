"""The tables of secret votes: who has voted, and the sealed box that holds what was voted. Nothing joins the two."""

from sqlalchemy import Column, LargeBinary, PrimaryKeyConstraint, String, Table

from bot.store.shape import belongs, metadata, of_partnership, partnership, workspace

voted = Table(  # without a time and without a choice
    "voted",
    metadata,
    workspace(),
    partnership(),
    Column("contest", String(64), nullable=False),  # a motion, or one ballot of an election
    Column("organisation", String(64), nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "contest", "organisation"),
    belongs("organisation", to="organisations"),
)

ballot_boxes = Table(  # one row a contest, sealed anew as a whole at every vote; gone when it has been opened
    "ballot_boxes",
    metadata,
    workspace(),
    partnership(),
    Column("contest", String(64), nullable=False),
    Column("key_id", String(16), nullable=False),  # which key sealed it, without telling the key
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("workspace", "partnership", "contest"),
    of_partnership(),
)

"""What every table is made with: the names of constraints, the two columns that lead each key, and keys between tenants' rows."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKeyConstraint, Integer, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Json = JSON().with_variant(JSONB(), "postgresql")
Serial = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only for INTEGER


def workspace() -> Column[str]:
    """The workspace, which leads every key."""
    return Column("workspace", String(32), nullable=False)


def partnership() -> Column[str]:
    """The partnership within it."""
    return Column("partnership", String(64), nullable=False)


def belongs(*columns: str, to: str) -> ForeignKeyConstraint:
    """A key into another table of the same partnership: a tenant's row can never point at another's."""
    own = ("workspace", "partnership", *columns)
    return ForeignKeyConstraint(own, [f"{to}.workspace", f"{to}.partnership", *(f"{to}.id" for _ in columns)])


def of_partnership() -> ForeignKeyConstraint:
    """A key into the partnership itself."""
    return ForeignKeyConstraint(
        ("workspace", "partnership"), ["partnerships.workspace", "partnerships.partnership"]
    )

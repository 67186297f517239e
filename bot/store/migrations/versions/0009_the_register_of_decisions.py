"""The register of decisions: an entry a decision, never changed; what was decided before it began is entered in its order."""

from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.types import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The register of decisions."""
    op.create_table(
        "decisions",
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("partnership", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("clause_words", sa.Text(), nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("present", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("withdrawn", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("voted", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("turnout", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Text(), nullable=False),
        sa.Column("notes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=True),
        sa.Column("motion", sa.String(length=64), nullable=True),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("refers_to", sa.String(length=64), nullable=True),
        sa.Column("becomes", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "becomes = '' OR refers_to IS NOT NULL", name=op.f("ck_decisions_becomes_of_another")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_decisions_number")),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "meeting"],
            ["meetings.workspace", "meetings.partnership", "meetings.id"],
            name=op.f("fk_decisions_workspace_partnership_meeting"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "motion"],
            ["motions.workspace", "motions.partnership", "motions.id"],
            name=op.f("fk_decisions_workspace_partnership_motion"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "person"],
            ["people.workspace", "people.partnership", "people.id"],
            name=op.f("fk_decisions_workspace_partnership_person"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership", "refers_to"],
            ["decisions.workspace", "decisions.partnership", "decisions.id"],
            name=op.f("fk_decisions_workspace_partnership_refers_to"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "partnership"],
            ["partnerships.workspace", "partnerships.partnership"],
            name=op.f("fk_decisions_workspace_partnership"),
        ),
        sa.PrimaryKeyConstraint("workspace", "partnership", "id", name=op.f("pk_decisions")),
        sa.UniqueConstraint(
            "workspace",
            "partnership",
            "year",
            "number",
            name=op.f("uq_decisions_workspace_partnership_year_number"),
        ),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decisions_workspace_partnership_refers_to"),
            ["workspace", "partnership", "refers_to"],
            unique=False,
        )

    _only_ever_appended_to()
    _enter_what_was_decided()


def _only_ever_appended_to() -> None:
    """Refuse to change or to delete an entry, whoever asks and by whatever road."""
    refusal = "The register of decisions is only ever appended to."
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER tr_decisions_no_{verb.lower()} BEFORE {verb} ON decisions "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_to_rewrite_decisions() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER tr_decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_decisions()"
    )


def _enter_what_was_decided() -> None:
    """Every motion with a binding result, in the order in which they were closed, each year numbered by itself."""
    connection = op.get_bind()
    known = sa.MetaData()
    tables = ("motions", "partnerships", "ratifications", "decisions", "events")
    known.reflect(connection, only=tables)
    motions, partnerships, ratifications, decisions, events = (known.tables[each] for each in tables)
    for column in (motions.c.closed_at, decisions.c.decided_at, events.c.at):
        column.type = Instant()
    closed = (
        sa.select(motions, partnerships.c.time_zone, ratifications.c.state.label("settled"))
        .join(partnerships)
        .outerjoin(
            ratifications,
            sa.and_(
                ratifications.c.workspace == motions.c.workspace,
                ratifications.c.partnership == motions.c.partnership,
                ratifications.c.motion == motions.c.ratifies,
                ratifications.c.decided_by == motions.c.id,
            ),
        )
        .where(motions.c.state == "closed", motions.c.indicative.is_(False))
        .order_by(motions.c.closed_at, motions.c.year, motions.c.number)
    )
    given: dict[tuple[str, str, int], int] = {}
    for row in connection.execute(closed).all():
        year = row.closed_at.astimezone(ZoneInfo(row.time_zone)).year
        key = (row.workspace, row.partnership, year)
        given[key] = given.get(key, 0) + 1
        entry = _entry(row, row.result)
        connection.execute(sa.insert(decisions), entry | {"year": year, "number": given[key]})
        told = {
            k: v
            for k, v in entry.items()
            if k not in ("workspace", "partnership", "id", "person", "decided_at")
        }
        told |= {"year": year, "number": given[key], "decided_at": row.closed_at.isoformat()}
        happened = {
            "workspace": row.workspace,
            "partnership": row.partnership,
            "type": "DecisionEntered",
            "at": row.closed_at,  # when it would have been entered
            "person": None,
            "subject": entry["id"],
            "data": told,
        }
        connection.execute(sa.insert(events), happened)


def _entry(row: Any, result: dict[str, Any]) -> dict[str, Any]:
    status = result["outcome"]
    if result["provisional"]:
        status = "no quorum" if row.ratifies else "provisional"
    settled = {"ratified": "ratified", "amended": "ratified as amended", "rejected": "not ratified"}
    secret = row.ballot == "secret" or row.show_votes != "who"
    return {
        "workspace": row.workspace,
        "partnership": row.partnership,
        "id": _id(row.id),
        "what": "motion",
        "kind": row.kind,
        "text": row.text,
        "status": status,
        "why": result["why"],
        "clause": result["clause"],
        "clause_words": result["clause_words"],
        "terms_version": result["terms_version"],
        "entitled": result["entitled"],
        "present": result["present"],
        "withdrawn": result["withdrawn"],
        "voted": [] if secret else result["voted"],
        "turnout": len(result["voted"]),
        "quorum": result["quorum_why"],
        "notes": result.get("notes", []),
        "meeting": row.meeting,
        "motion": row.id,
        "about": row.about,
        "refers_to": _id(row.ratifies) if row.ratifies else None,
        "becomes": settled.get(row.settled or "", ""),
        "reason": "",
        "person": None,
        "decided_at": row.closed_at,
    }


def _id(motion: str) -> str:
    return f"decision-{sha256(motion.encode()).hexdigest()[:20]}"

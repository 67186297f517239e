"""Decisions that stand: carried with a quorum, or ratified since (K33)."""

from sqlalchemy import Connection, and_, or_, select

from bot.store.entries.undone import undone
from bot.store.meetings.meeting_tables import ratifications
from bot.store.tables import motions
from bot.store.votes.motions import as_motion
from bot.store.writing import key_of
from bot.workflows.decisions import Setting
from bot.workflows.kinds.kinds import IN_PUBLIC
from bot.workflows.votes.motions import Motion

MOST = 50
STANDS = ("ratified", "amended")


def in_public(connection: Connection, setting: Setting) -> tuple[Motion, ...]:
    """The decisions by which members agreed to meet in public, the latest first (K39)."""
    rows = connection.execute(
        select(motions)
        .outerjoin(
            ratifications,
            and_(
                ratifications.c.workspace == motions.c.workspace,
                ratifications.c.partnership == motions.c.partnership,
                ratifications.c.motion == motions.c.id,
            ),
        )
        .where(
            *(motions.c[name] == value for name, value in key_of(setting).items()),
            motions.c.kind == IN_PUBLIC,
            motions.c.state == "closed",
            motions.c.indicative.is_(False),
            motions.c.ratifies.is_(None),
            ~undone(motions, "id"),
            or_(motions.c.outcome == "carried", ratifications.c.state.in_(STANDS)),
        )
        .order_by(motions.c.year.desc(), motions.c.number.desc())
        .limit(MOST)
    )
    return tuple(as_motion(row) for row in rows)

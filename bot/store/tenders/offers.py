"""What the partnership looks for, as its row has it."""

from sqlalchemy import Connection, select

from bot.store.agenda.standing_items import mine
from bot.store.rows import AnyRow
from bot.store.tenders.offer_tables import offers
from bot.workflows.decisions import Setting
from bot.workflows.tenders.fitting import Offer

WHOLE = ""  # the organisation of the row that is the partnership's own


def looked_for(connection: Connection, setting: Setting) -> Offer | None:
    """What the partnership looks for; None where nobody has said."""
    row = connection.execute(
        select(offers).where(*mine(setting, offers), offers.c.organisation == WHOLE)
    ).first()
    return as_offer(row) if row is not None else None


def as_offer(row: AnyRow) -> Offer:
    """What somebody looks for, from a row of offers."""
    return Offer(tuple(row.areas), tuple(row.themes), row.least, row.most, row.voluntary_only)

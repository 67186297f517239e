"""The tenders in hand, each with what it waits for."""

from datetime import datetime

from sqlalchemy import Connection

from bot.store import partnerships as partnership_rows
from bot.store import tenders as tender_rows
from bot.store.bid_answers import way_of
from bot.store.people import standing
from bot.store.tenders import NO_PARTNERSHIP
from bot.workflows.decisions import Refused
from bot.workflows.pipeline import MOST_ROWS, ExportPipeline, PipelineFacts, ShareTimeline, Waiting
from bot.workflows.tenders import OVER, STAGES, UNDECIDED

IN_HAND = tuple(each for each in STAGES if each not in (*OVER, *UNDECIDED))


def for_pipeline(
    connection: Connection, command: ExportPipeline | ShareTimeline, now: datetime
) -> PipelineFacts | Refused:
    """What is known of the pipeline."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    found, _count = tender_rows.page_of(connection, setting, IN_HAND, 0, MOST_ROWS)
    export = isinstance(command, ExportPipeline)
    return PipelineFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        today=on,
        waiting=tuple(
            Waiting(
                each, tuple(one.step for one in way_of(connection, setting, each).missing) if export else ()
            )
            for each in found
        ),
    )

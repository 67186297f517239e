"""The tenders in hand, each with what it waits for."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.store import partnerships as partnership_rows
from bot.store import tenders as tender_rows
from bot.store.bids import decisions_by_id, steps_of
from bot.store.people import standing
from bot.store.tender_voices import competes, in_every_group
from bot.store.tenders import NO_PARTNERSHIP
from bot.workflows.decisions import Refused, Setting
from bot.workflows.entries import Entry
from bot.workflows.moving_tenders import next_stage
from bot.workflows.pipeline import MOST_ROWS, ExportPipeline, PipelineFacts, ShareTimeline, Waiting
from bot.workflows.tender_gates import missing_for
from bot.workflows.tenders import OVER, STAGES, UNDECIDED, Tender

IN_HAND = tuple(each for each in STAGES if each not in (*OVER, *UNDECIDED))


def for_pipeline(
    connection: Connection, command: ExportPipeline | ShareTimeline, now: datetime
) -> PipelineFacts | Refused:
    """What is known of the pipeline, without the tenders that whoever asks is kept away from (C33)."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    found, _count = tender_rows.page_of(connection, setting, IN_HAND, 0, MOST_ROWS)
    who = standing(connection, setting, command.team, command.user, on)
    everywhere = in_every_group(connection, setting, who, on)
    shown = [each for each in found if not competes(connection, setting, each.id, everywhere)]
    if isinstance(command, ShareTimeline):
        return PipelineFacts(setting, who, on, tuple(Waiting(each) for each in shown))
    register = decisions_by_id(connection, setting)
    return PipelineFacts(
        setting,
        who,
        on,
        tuple(Waiting(each, _missing(connection, setting, each, register)) for each in shown),
    )


def _missing(
    connection: Connection, setting: Setting, tender: Tender, register: Mapping[str | None, Entry]
) -> tuple[str, ...]:
    ahead = next_stage(tender)
    done = steps_of(connection, setting, tender, register)
    return tuple(each.step for each in missing_for(setting.terms, ahead, done)) if ahead else ()

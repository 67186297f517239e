"""The tenders in hand, each with what it waits for."""

from datetime import datetime

from sqlalchemy import Connection

from bot.store import partnerships as partnership_rows
from bot.store import tenders as tender_rows
from bot.store.bids import steps_of_each
from bot.store.people import standing
from bot.store.tender_voices import in_every_group, kept_away_from
from bot.store.tenders import NO_PARTNERSHIP
from bot.workflows.decisions import Refused, Setting
from bot.workflows.moving_tenders import next_stage
from bot.workflows.pipeline import MOST_ROWS, ExportPipeline, PipelineFacts, ShareTimeline, Waiting
from bot.workflows.standing import Standing
from bot.workflows.tender_gates import Done, missing_for
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
    own = {each.organisation for each in everywhere.seats} if isinstance(everywhere, Standing) else set()
    away = kept_away_from(connection, setting, [each.id for each in found])
    shown = [each for each in found if own.isdisjoint(away[each.id])]
    if isinstance(command, ShareTimeline):
        return PipelineFacts(setting, who, on, tuple(Waiting(each) for each in shown))
    done = steps_of_each(connection, setting, shown)
    waiting = tuple(Waiting(each, _missing(setting, each, done[each.id])) for each in shown)
    return PipelineFacts(setting, who, on, waiting)


def _missing(setting: Setting, tender: Tender, done: tuple[Done, ...]) -> tuple[str, ...]:
    ahead = next_stage(tender)
    return tuple(each.step for each in missing_for(setting.terms, ahead, done)) if ahead else ()

"""The tenders in hand, each with what it waits for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from bot.store.agenda.standing_items import mine
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.people import standing
from bot.store.tenders import tenders as tender_rows
from bot.store.tenders.bids import steps_of_each
from bot.store.tenders.tender_notice import members_of
from bot.store.tenders.tender_tables import tenders
from bot.store.tenders.tender_voices import kept_away_from, kinds_of_each, theirs_to_see
from bot.store.tenders.tenders import NO_PARTNERSHIP
from bot.workflows.decisions import Refused, Setting
from bot.workflows.standing import Seat
from bot.workflows.tenders.moving_tenders import next_stage
from bot.workflows.tenders.pipeline import MOST_ROWS, ExportPipeline, PipelineFacts, ShareTimeline, Waiting
from bot.workflows.tenders.tender_gates import Done, missing_for
from bot.workflows.tenders.tender_interest import INTEREST, NO_VOICE
from bot.workflows.tenders.tenders import IN_HAND, Tender


def for_pipeline(
    connection: Connection, command: ExportPipeline | ShareTimeline, now: datetime
) -> PipelineFacts | Refused:
    """What is known of the pipeline, without the tenders that whoever asks is kept away from (C33)."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    found, _count = tender_rows.page_of(connection, setting, IN_HAND, 0, MOST_ROWS, passed_last=now)
    who = standing(connection, setting, command.team, command.user, on)
    seen = theirs_to_see(connection, setting, who, on, [each.id for each in found])
    shown = [each for each in found if each.id in seen]
    if isinstance(command, ShareTimeline):
        return PipelineFacts(setting, who, on, tuple(Waiting(each) for each in shown))
    return PipelineFacts(setting, who, on, waiting_of(connection, setting, shown, on))


def waiting_of(
    connection: Connection, setting: Setting, found: Sequence[Tender], on: date
) -> tuple[Waiting, ...]:
    """What each of these tenders waits for, who is in, who has declared, and how many have not answered; asked together."""
    ids = [each.id for each in found]
    done = steps_of_each(connection, setting, found)
    said, away = kinds_of_each(connection, setting, ids), kept_away_from(connection, setting, ids)
    members = {each.organisation for each in members_of(connection, setting, on)}
    register = register_rows.load(connection, setting.workspace, setting.partnership)

    def named(organisations: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(register.organisation(each).name for each in organisations))

    return tuple(
        Waiting(
            each,
            _missing(setting, each, done[each.id]),
            named(slug for slug, kind in said[each.id].items() if kind == INTEREST),
            named(away[each.id]),
            len(members - said[each.id].keys()) if each.told_at is not None else 0,
        )
        for each in found
    )


def own_of(
    connection: Connection, setting: Setting, found: Sequence[Tender], seats: Iterable[Seat]
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What kind of answer each of somebody's organisations gave to each of these tenders; empty where it gave none."""
    own = [each for each in seats if each.standing not in NO_VOICE]
    said = kinds_of_each(connection, setting, [each.id for each in found if each.told_at is not None])
    return {
        id: tuple((each.name, kinds.get(each.organisation, "")) for each in own) for id, kinds in said.items()
    }


def stages_of(connection: Connection, setting: Setting) -> tuple[tuple[str, int], ...]:
    """How many tenders in hand there are at each stage, in the order of the stages."""
    wanted = select(tenders.c.stage, func.count()).where(*mine(setting, tenders)).group_by(tenders.c.stage)
    counts = {row[0]: int(row[1]) for row in connection.execute(wanted)}
    return tuple((each, counts[each]) for each in IN_HAND if each in counts)


def _missing(setting: Setting, tender: Tender, done: tuple[Done, ...]) -> tuple[str, ...]:
    ahead = next_stage(tender)
    return tuple(each.step for each in missing_for(setting.terms, ahead, done)) if ahead else ()

"""Who took part: how often each organisation came to meetings, and voted between them (C39)."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.store.meetings.invited import register_of
from bot.store.meetings.meeting_tables import attendances
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.places import stranger_refused, who_asks
from bot.store.room.votes_cast import votes_at
from bot.store.tables import ballots, meetings, motions
from bot.workflows.room.room_questions import Participation, ParticipationPicture, WhoTookPart


def who_took_part(connection: Connection, question: WhoTookPart, now: datetime) -> ParticipationPicture:
    """How often each organisation came, either way, and voted between meetings (C39): counted, and judged by nobody."""
    setting, who = who_asks(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    register = register_of(connection, setting, "", on)
    mine = (meetings.c.workspace == setting.workspace, meetings.c.partnership == setting.partnership)
    held, since = connection.execute(
        select(func.count(), func.min(meetings.c.opened_at)).where(*mine, meetings.c.opened_at.is_not(None))
    ).one()
    came: dict[tuple[str, str], set[str]] = {}
    rows = connection.execute(
        select(attendances.c.organisation, attendances.c.mode, attendances.c.meeting)
        .where(
            attendances.c.workspace == setting.workspace,
            attendances.c.partnership == setting.partnership,
            attendances.c.organisation.is_not(None),
            attendances.c.capacity != "stand-in",
        )
        .distinct()
    )
    for row in rows:
        came.setdefault((row.organisation, row.mode), set()).add(row.meeting)
    between = (
        motions.c.workspace == setting.workspace,
        motions.c.partnership == setting.partnership,
        motions.c.meeting.is_(None),
    )
    votes = connection.execute(select(func.count()).select_from(motions).where(*between)).scalar_one()
    cast = connection.execute(
        select(ballots.c.organisation, func.count().label("times"))
        .join(
            motions,
            (motions.c.workspace == ballots.c.workspace)
            & (motions.c.partnership == ballots.c.partnership)
            & (motions.c.id == ballots.c.motion),
        )
        .where(*between)
        .group_by(ballots.c.organisation)
    )
    voted = {row.organisation: row.times for row in cast}
    at_meetings = Counter(
        each for each, _ in {(one.organisation, one.reference) for one in votes_at(connection, setting)}
    )
    return ParticipationPicture(
        name=setting.name,
        since=since,
        meetings=held,
        votes=votes,
        lines=tuple(
            Participation(
                each.name,
                len(came.get((each.slug, "in person"), set())),
                len(came.get((each.slug, "remote"), set()) - came.get((each.slug, "in person"), set())),
                voted.get(each.slug, 0),
                at_meetings[each.slug],
            )
            for each in sorted(register.organisations, key=lambda one: one.name)
        ),
        refused=stranger_refused(who, setting),
    )

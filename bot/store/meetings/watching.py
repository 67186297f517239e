"""What is known when something about a meeting falls due."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.store.interests import interests as interest_rows
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.booking import A_YEAR, amendments_for, given_for, outside
from bot.store.meetings.invited import invited_to
from bot.store.meetings.meeting_tables import agenda_items, paper_versions, papers, shortfalls
from bot.store.partnership import partnerships as partnership_rows
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.replies.replies import outlook_at, replies_to
from bot.store.tables import due_work
from bot.workflows.decisions import ClockCommand, Refused, Setting
from bot.workflows.meetings.deadlines import WARNED_BEFORE
from bot.workflows.meetings.invited import Invited, representatives
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.reminding import Owing, WatchFacts
from bot.workflows.meetings.watching import BEGINS, LEFT_OPEN, PASSED, REMIND, WARN, YEAR, Watch
from bot.workflows.meetings.year_ahead import flags
from bot.workflows.replies.replies import unanswered


def facts_for_watch(connection: Connection, command: ClockCommand, now: datetime) -> WatchFacts | Refused:
    """Everything a piece of work about a meeting is decided on; the meeting's row is locked against being moved meanwhile."""
    watch = Watch.of(command.key)
    workspace, partnership = command.workspace, command.partnership
    meeting = (
        meeting_rows.by_id(connection, workspace, partnership, watch.meeting, lock=True)
        if watch.kind != YEAR
        else None
    )
    on = (meeting.held_on or meeting.announce_by) if meeting is not None else None
    setting = partnership_rows.setting(connection, workspace, partnership, now, on=on)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    today = partnership_rows.today_in(setting.time_zone, now)
    invited = invited_to(connection, setting, meeting.group if meeting else "", on or today)
    secretariat = tuple(dict.fromkeys(each.user for each in invited if each.is_secretariat and each.user))
    chair = next((each.user for each in invited if each.is_chair and each.user), None)
    if meeting is not None and watch.kind == LEFT_OPEN:
        chair = next((each.user for each in invited if each.person == meeting.chaired_by and each.user), None)
    if meeting is None:
        booked = meeting_rows.held_between(connection, workspace, partnership, today - A_YEAR, today + A_YEAR)
        days = tuple(each.held_on for each in booked if each.held_on and not each.group)
        lacking = flags(setting.terms, days, today, outside(connection, setting, today))
        return WatchFacts(setting, watch, None, today, secretariat=secretariat, chair=chair, flags=lacking)
    owing = owing_for(connection, setting, meeting, invited)
    then = outlook_at(connection, setting, meeting) if watch.kind == BEGINS else None
    return WatchFacts(
        setting=setting,
        watch=watch,
        meeting=meeting,
        today=today,
        given=given_for(connection, setting, meeting.id, setting.time_zone),
        missing=missing_for(connection, setting, meeting.id),
        amendments=amendments_for(connection, setting, meeting.id),
        proposed=_proposed(connection, setting, meeting.id),
        owing=_in_zone(connection, setting, watch, owing) if watch.kind == REMIND else owing,
        undeclared=tuple(
            dict.fromkeys(
                each.invited.organisation_name for each in owing if each.declaration and each.invited.voting
            )
        ),
        secretariat=secretariat,
        chair=chair,
        forecast=then.words if then is not None else "",
        superseded=_is_superseded(connection, setting, watch, now),
        recorded=_is_recorded(connection, setting, watch),
    )


def owing_for(
    connection: Connection, setting: Setting, meeting: MeetingState, invited: tuple[Invited, ...]
) -> tuple[Owing, ...]:
    """Those called to a meeting who have not said whether they come, or whether they have an interest where the terms ask (K31)."""
    answers = replies_to(connection, setting, meeting.id)
    silent = set(unanswered(invited, answers))
    rule = setting.terms.declarations
    asks = rule is not None and rule.value in ("before each meeting", "at the start of each meeting")
    heard = (
        interest_rows.bearing_on(connection, setting.workspace, setting.partnership, (meeting.id, None, None))
        if asks
        else {}
    )
    found = []
    for each in representatives(invited):
        said = answers.get((each.person, each.organisation))
        reply = each in silent
        declares = (
            asks
            and bool(each.organisation)
            and each.voting
            and each.organisation not in heard
            and (said is None or said.is_coming)
        )
        if reply or declares:
            found.append(Owing(each, reply=reply, declaration=declares))
    return tuple(found)


def missing_for(connection: Connection, setting: Setting, meeting: str) -> tuple[str, ...]:
    """What stands between the agenda and papers of a meeting and their being sent, in words."""
    mine = (papers.c.workspace == setting.workspace, papers.c.partnership == setting.partnership)
    found: list[str] = []
    proposed = _proposed(connection, setting, meeting)
    if proposed:
        found.append(
            f"{proposed} proposed {'item waits' if proposed == 1 else 'items wait'} for your decision"
        )
    rows = connection.execute(
        select(papers.c.title, papers.c.state, paper_versions.c.state.label("kept"))
        .select_from(
            papers.join(
                paper_versions,
                (paper_versions.c.workspace == papers.c.workspace)
                & (paper_versions.c.partnership == papers.c.partnership)
                & (paper_versions.c.paper == papers.c.id)
                & (paper_versions.c.version == papers.c.version),
            )
        )
        .where(*mine, papers.c.meeting == meeting, papers.c.state.in_(("submitted", "accepted")))
        .order_by(papers.c.submitted_at)
    )
    for row in rows:
        if row.kept == "lost":
            found.append(f"“{row.title}” could not be kept: ask for it again")
        elif row.kept == "waiting":
            found.append(f"“{row.title}” is still being fetched from Slack")
        elif row.state == "submitted":
            found.append(f"“{row.title}” waits to be looked over")
    found.append("agenda and papers have not gone round")
    return tuple(found)


def _proposed(connection: Connection, setting: Setting, meeting: str) -> int:
    return int(
        connection.execute(
            select(func.count())
            .select_from(agenda_items)
            .where(
                agenda_items.c.workspace == setting.workspace,
                agenda_items.c.partnership == setting.partnership,
                agenda_items.c.meeting == meeting,
                agenda_items.c.state == "proposed",
            )
        ).scalar_one()
    )


def _in_zone(
    connection: Connection, setting: Setting, watch: Watch, owing: tuple[Owing, ...]
) -> tuple[Owing, ...]:
    """Those whose morning it is; whoever has moved to a zone nobody was in when it was booked is reminded with the partnership."""
    asked = {setting.time_zone, watch.zone, *(each.invited.time_zone for each in owing)}
    work = _work(connection, setting, (replace(watch, zone=zone) for zone in asked))
    zones = {each.zone for each, _ in work}
    home = setting.time_zone if setting.time_zone in zones else min(zones, default=watch.zone)
    return tuple(
        each
        for each in owing
        if watch.zone == (each.invited.time_zone if each.invited.time_zone in zones else home)
    )


def _is_superseded(connection: Connection, setting: Setting, watch: Watch, now: datetime) -> bool:
    """Whether a later warning or reminder of the same has fallen due as well, as after an outage: one word is enough."""
    if watch.kind == WARN:
        later = [replace(watch, count=count) for count in WARNED_BEFORE if count < watch.count]
        later.append(replace(watch, kind=PASSED, count=0))
    elif watch.kind == REMIND and setting.terms.reminders is not None:
        days = setting.terms.reminders.value or ()
        later = [replace(watch, count=count) for count in days if count < watch.count]
    elif watch.kind == LEFT_OPEN:
        later = [replace(watch, count=watch.count + 1)]
    else:
        later = []
    return any(due_at <= now for _, due_at in _work(connection, setting, later))


def _work(
    connection: Connection, setting: Setting, watches: Iterable[Watch]
) -> tuple[tuple[Watch, datetime], ...]:
    """Of these pieces of work those that there are, done or not, each with the moment at which it falls due."""
    keys = [each.key for each in watches]
    rows = connection.execute(
        select(due_work.c.key, due_work.c.due_at).where(
            due_work.c.workspace == setting.workspace,
            due_work.c.partnership == setting.partnership,
            due_work.c.key.in_(keys),
        )
    )
    return tuple((Watch.of(row.key), row.due_at) for row in rows)


def _is_recorded(connection: Connection, setting: Setting, watch: Watch) -> bool:
    return (
        connection.execute(
            select(shortfalls.c.rule).where(
                shortfalls.c.workspace == setting.workspace,
                shortfalls.c.partnership == setting.partnership,
                shortfalls.c.meeting == watch.meeting,
                shortfalls.c.rule == watch.rule,
                shortfalls.c.sequence == watch.sequence,
            )
        ).first()
        is not None
    )

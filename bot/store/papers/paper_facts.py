"""The facts of every command about papers: read inside the deciding transaction, under the lock of the meeting."""

from datetime import date, datetime

from sqlalchemy import Connection, select

from bot.store.agenda import agenda as agenda_rows
from bot.store.agenda.agenda_facts import at_meeting, deciders, later_meetings, seats_in, told_as
from bot.store.agenda.standing_items import is_of_the_body, mine
from bot.store.facts import account_of
from bot.store.papers import papers as paper_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import name_of, standing
from bot.store.tables import people
from bot.store.votes import motions as motion_rows
from bot.workflows.agenda.agenda import AgendaItem
from bot.workflows.agenda.item_words import Told
from bot.workflows.decisions import Refused, Setting
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.papers.deciding_papers import DecidePaper, DecisionFacts
from bot.workflows.papers.late_papers import AdmissionFacts, AdmitLatePaper
from bot.workflows.papers.papers import Paper
from bot.workflows.papers.submitting import SubmissionFacts, SubmitPaper


def for_submitting(connection: Connection, command: SubmitPaper, now: datetime) -> SubmissionFacts | Refused:
    """What is known when a paper is submitted; a new version is for the meeting its paper is for."""
    at = command.meeting
    if command.new_version_of:
        known = paper_rows.meeting_of(
            connection, command.workspace, command.partnership, command.new_version_of
        )
        at = known or at
    found = at_meeting(connection, command.workspace, command.partnership, at, now)
    if isinstance(found, Refused):
        return found
    setting, meeting = found
    earlier = paper_rows.paper_of(connection, setting, command.new_version_of)
    if earlier is not None and earlier.meeting != at:  # its item was carried over while this waited
        return for_submitting(connection, command, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    group = meeting.group if meeting is not None else ""
    return SubmissionFacts(
        setting=setting,
        standing=who,
        today=on,
        meeting=meeting,
        seats=seats_in(connection, setting, who, group, on),
        earlier=earlier,
        already=paper_rows.paper_of(connection, setting, command.paper)
        if not command.new_version_of
        else None,
        item=_item(connection, setting, meeting, command.item, now),
        count=paper_rows.count_of(connection, setting, meeting.id) if meeting is not None else 0,
        told=deciders(connection, setting, on),
        chair=_chair(connection, setting, meeting, on)[1],
        later=later_meetings(connection, setting, group),
        decides=is_of_the_body(setting, group),
        circulated=_has_gone(connection, setting, meeting),
    )


def for_deciding_paper(
    connection: Connection, command: DecidePaper, now: datetime
) -> DecisionFacts | Refused:
    """What is known when something is decided about a paper."""
    found = _of_paper(connection, command.workspace, command.partnership, command.paper, now)
    if isinstance(found, Refused):
        return found
    setting, meeting, paper = found
    on = partnership_rows.today_in(setting.time_zone, now)
    return DecisionFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        paper=paper,
        meeting=meeting,
        item=_item(connection, setting, meeting, command.item, now),
        submitter=told_as(account_of(connection, setting, paper.stands.submitted_by)) if paper else None,
        circulated=_has_gone(connection, setting, meeting),
    )


def for_admitting_paper(
    connection: Connection, command: AdmitLatePaper, now: datetime
) -> AdmissionFacts | Refused:
    """What is known when it is recorded whether a late paper is taken."""
    found = _of_paper(connection, command.workspace, command.partnership, command.paper, now)
    if isinstance(found, Refused):
        return found
    setting, meeting, paper = found
    on = partnership_rows.today_in(setting.time_zone, now)
    elected = motion_rows.elected_chair(motion_rows.register_on(connection, setting, on))
    in_chair, chair = _chair(connection, setting, meeting, on)
    names = name_of(connection, setting, in_chair) if in_chair is not None else ()
    return AdmissionFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        paper=paper,
        meeting=meeting,
        elected_chair=elected,
        chair_name=next(iter(names), ""),
        chair_has_account=chair is not None,
        submitter=told_as(account_of(connection, setting, paper.stands.submitted_by)) if paper else None,
    )


def _of_paper(
    connection: Connection, workspace: str, partnership: str, paper: str, now: datetime
) -> tuple[Setting, MeetingState | None, Paper | None] | Refused:
    """A paper and its meeting, which is locked before the paper is read."""
    at = paper_rows.meeting_of(connection, workspace, partnership, paper)
    found = at_meeting(connection, workspace, partnership, at or "", now)
    if isinstance(found, Refused):
        return found
    setting, meeting = found
    known = paper_rows.paper_of(connection, setting, paper)
    if known is not None and known.meeting != at:  # its item was carried over while this waited
        return _of_paper(connection, workspace, partnership, paper, now)
    return setting, meeting, known


def _has_gone(connection: Connection, setting: Setting, meeting: MeetingState | None) -> bool:
    """Whether the agenda of a meeting has been sent to the members."""
    return meeting is not None and agenda_rows.circulated_at(connection, setting, meeting.id) is not None


def _item(
    connection: Connection, setting: Setting, meeting: MeetingState | None, item: str | None, now: datetime
) -> AgendaItem | None:
    """An item that a paper is for; what stands on an agenda by rule gets its row now."""
    if not item or meeting is None:
        return None
    found = agenda_rows.item_of(connection, setting, item)
    if found is None:
        agenda_rows.materialise(connection, setting, meeting, now)
        found = agenda_rows.item_of(connection, setting, item)
    return found


def _chair(
    connection: Connection, setting: Setting, meeting: MeetingState | None, on: date
) -> tuple[str | None, Told | None]:
    """Whoever is chairing the meeting in session, else the elected chair; and their account, where it is not switched off."""
    if meeting is not None and meeting.state == IN_SESSION:
        person = meeting.chaired_by
    else:
        person = motion_rows.elected_chair(motion_rows.register_on(connection, setting, on))
    gone = connection.execute(
        select(people.c.deactivated).where(*mine(setting, people), people.c.id == person)
    ).scalar()
    return person, None if gone else told_as(account_of(connection, setting, person))

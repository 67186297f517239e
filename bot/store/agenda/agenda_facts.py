"""The facts of every command about an agenda: read inside the deciding transaction, under the lock of its meeting."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, select

from bot.rules.register import SECRETARIAT, Capacity
from bot.store.agenda import agenda as agenda_rows
from bot.store.agenda.item_tenders import awards_named
from bot.store.agenda.standing_items import day_of, is_of_the_body, last_reviews, mine, reviewed_at
from bot.store.facts import account_of
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.invited import invited_to
from bot.store.meetings.meeting_tables import agenda_items
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import holders, name_of, standing
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.tables import people
from bot.workflows.agenda.agenda import AMENDMENT, AgendaItem, is_out
from bot.workflows.agenda.arranging import ArrangeAgenda, ArrangingFacts, ChangeItem
from bot.workflows.agenda.deciding_items import DecideItem, DecidingFacts
from bot.workflows.agenda.item_words import Told
from bot.workflows.agenda.proposing import ProposalFacts, ProposeItem, WithdrawalFacts, WithdrawItem
from bot.workflows.agenda.reviewing import RecordReview, ReviewFacts
from bot.workflows.agenda.urgent import AdmitUrgentItem, RaiseUrgentItem, UrgentFacts
from bot.workflows.decisions import Refused, Setting
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.standing import Seat, Standing, Stranger


def for_proposing(connection: Connection, command: ProposeItem, now: datetime) -> ProposalFacts | Refused:
    """What is known when an item is proposed."""
    at = at_meeting(connection, command.workspace, command.partnership, command.meeting, now)
    if isinstance(at, Refused):
        return at
    setting, meeting = at
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    group = meeting.group if meeting is not None else ""
    return ProposalFacts(
        setting=setting,
        standing=who,
        seats=seats_in(connection, setting, who, group, on),
        meeting=meeting,
        circulated=meeting is not None and agenda_rows.is_closed(connection, setting, meeting, on),
        today=on,
        already=agenda_rows.item_of(connection, setting, command.item),
        count=agenda_rows.proposals_at(connection, setting, meeting.id) if meeting is not None else 0,
        told=deciders(connection, setting, on),
        next_meeting=next(
            (each for each in open_meetings(connection, setting, group, now) if each.id != command.meeting),
            None,
        ),
        decides=is_of_the_body(setting, group),
        booked=later_meetings(connection, setting, group) if command.amendment else (),
        awards=awards_named(connection, setting, command.title, command.detail),
    )


def for_withdrawing(
    connection: Connection, command: WithdrawItem, now: datetime
) -> WithdrawalFacts | Refused:
    """What is known when an item is taken back."""
    found = _of_item(connection, command.workspace, command.partnership, command.item, now)
    if isinstance(found, Refused):
        return found
    setting, meeting, item = found
    on = partnership_rows.today_in(setting.time_zone, now)
    return WithdrawalFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        item=item,
        meeting=meeting,
        circulated=meeting is not None and agenda_rows.is_closed(connection, setting, meeting, on),
        told=deciders(connection, setting, on),
    )


def for_deciding(connection: Connection, command: DecideItem, now: datetime) -> DecidingFacts | Refused:
    """What is known when an item is decided on; the meetings it goes from and to are locked in one order."""
    found = _of_item(
        connection, command.workspace, command.partnership, command.item, now, also=command.to_meeting
    )
    if isinstance(found, Refused):
        return found
    setting, meeting, item = found
    on = partnership_rows.today_in(setting.time_zone, now)
    to = meeting_rows.by_id(connection, setting.workspace, setting.partnership, command.to_meeting or None)
    to_setting = (
        partnership_rows.setting(connection, setting.workspace, setting.partnership, now, on=to.held_on)
        if to is not None
        else None
    )
    return DecidingFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        item=item,
        meeting=meeting,
        circulated=meeting is not None and agenda_rows.is_closed(connection, setting, meeting, on),
        today=on,
        to=to,
        to_setting=to_setting,
        to_circulated=to is not None and agenda_rows.is_closed(connection, to_setting or setting, to, on),
        to_count=agenda_rows.proposals_at(connection, setting, to.id) if to is not None else 0,
        proposer=told_as(account_of(connection, setting, item.proposed_by)) if item is not None else None,
        booked=later_meetings(connection, setting, meeting.group)
        if meeting is not None and item is not None and item.kind == AMENDMENT
        else (),
    )


def for_arranging(
    connection: Connection, command: ArrangeAgenda | ChangeItem, now: datetime
) -> ArrangingFacts | Refused:
    """What is known when an agenda is put in order, once what stands on it by rule has its rows."""
    at = at_meeting(connection, command.workspace, command.partnership, command.meeting, now)
    if isinstance(at, Refused):
        return at
    setting, meeting = at
    on = partnership_rows.today_in(setting.time_zone, now)
    items: tuple[AgendaItem, ...] = ()
    if meeting is not None:
        agenda_rows.materialise(connection, setting, meeting, now)
        items = agenda_rows.agenda_of(connection, setting, meeting, on)
    return ArrangingFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        meeting=meeting,
        circulated=meeting is not None
        and agenda_rows.circulated_at(connection, setting, meeting.id) is not None,
        items=items,
        must_stand=agenda_rows.must_stand(connection, setting, meeting, items) if meeting is not None else {},
    )


def for_raising(connection: Connection, command: RaiseUrgentItem, now: datetime) -> UrgentFacts | Refused:
    """What is known when an urgent matter is raised."""
    at = at_meeting(connection, command.workspace, command.partnership, command.meeting, now)
    if isinstance(at, Refused):
        return at
    setting, meeting = at
    item = agenda_rows.item_of(connection, setting, command.item)
    return _urgent(connection, setting, meeting, item, command, now)


def for_admitting(connection: Connection, command: AdmitUrgentItem, now: datetime) -> UrgentFacts | Refused:
    """What is known when it is recorded whether an urgent matter is taken."""
    found = _of_item(connection, command.workspace, command.partnership, command.item, now)
    if isinstance(found, Refused):
        return found
    setting, meeting, item = found
    return _urgent(connection, setting, meeting, item, command, now)


def for_reviewing(connection: Connection, command: RecordReview, now: datetime) -> ReviewFacts | Refused:
    """What is known when a review is recorded."""
    at = at_meeting(connection, command.workspace, command.partnership, command.meeting, now)
    if isinstance(at, Refused):
        return at
    setting, meeting = at
    on = partnership_rows.today_in(setting.time_zone, now)
    return ReviewFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        meeting=meeting,
        held_on=day_of(connection, setting, meeting.id) if meeting is not None else None,
        decides=meeting is not None and is_of_the_body(setting, meeting.group),
        last=last_reviews(connection, setting).get(command.what),
        recorded=meeting is not None and meeting.id in reviewed_at(connection, setting, command.what),
    )


def at_meeting(
    connection: Connection, workspace: str, partnership: str, meeting: str, now: datetime
) -> tuple[Setting, MeetingState | None] | Refused:
    """A meeting, locked, and the partnership under the terms of the meeting's own day (G1)."""
    found = meeting_rows.by_id(connection, workspace, partnership, meeting or None, lock=True)
    on = found.held_on if found is not None else None
    setting = partnership_rows.setting(connection, workspace, partnership, now, on=on)
    return NO_SUCH_PARTNERSHIP if setting is None else (setting, found)


def seats_in(
    connection: Connection, setting: Setting, who: Standing | Stranger, group: str, on: date
) -> tuple[Seat, ...]:
    """The organisations somebody speaks for in the body that meets, on a day."""
    if isinstance(who, Stranger):
        return ()
    if is_of_the_body(setting, group):
        return who.seats
    seats: dict[str, Seat] = {}
    for each in invited_to(connection, setting, group, on):
        if each.person != who.person or not each.organisation:
            continue
        if each.organisation not in seats or each.capacity is Capacity.REPRESENTATIVE:
            seats[each.organisation] = Seat(
                each.organisation,
                each.organisation_name,
                each.capacity,
                each.voting,
                each.standing,
                each.sector,
            )
    return tuple(seats.values())


def open_meetings(
    connection: Connection, setting: Setting, group: str | None, now: datetime
) -> tuple[MeetingState, ...]:
    """The meetings to come whose agendas have not been sent round, the next first; of one body where it is given."""
    on = partnership_rows.today_in(setting.time_zone, now)
    sent = agenda_rows.sent_for(connection, setting)
    to_come = meeting_rows.to_come(connection, setting.workspace, setting.partnership, since=on)
    under = partnership_rows.settings_on(connection, setting, (each.held_on for each in to_come), now)
    return tuple(
        each
        for each in to_come
        if (group is None or each.group == group or is_of_both(setting, each.group, group))
        and not is_out(under[each.held_on].terms, each, sent.get(each.id), on)
    )


def later_meetings(connection: Connection, setting: Setting, group: str) -> tuple[MeetingState, ...]:
    """The booked meetings of a body, the next first."""
    return tuple(
        each
        for each in meeting_rows.to_come(connection, setting.workspace, setting.partnership)
        if each.held_on is not None and (each.group == group or is_of_both(setting, each.group, group))
    )


def is_of_both(setting: Setting, one: str, other: str) -> bool:
    """Whether two groups, as meetings name them, are both the body that decides."""
    return is_of_the_body(setting, one) and is_of_the_body(setting, other)


def deciders(connection: Connection, setting: Setting, on: date) -> tuple[Told, ...]:
    """Who is told of what is proposed: the secretariat, or where none of it has an account whoever is chair."""
    found = _accounts(holders(connection, setting, on, SECRETARIAT))
    return found or _accounts(holders(connection, setting, on, "chair"))


def told_as(account: tuple[str, str] | None) -> Told | None:
    """A Slack user and a name, as somebody to be told."""
    return Told(*account) if account is not None else None


def _accounts(held: Iterable[tuple[str | None, str]]) -> tuple[Told, ...]:
    return tuple({user: Told(user, name) for user, name in held if user is not None}.values())


def _urgent(
    connection: Connection,
    setting: Setting,
    meeting: MeetingState | None,
    item: AgendaItem | None,
    command: RaiseUrgentItem | AdmitUrgentItem,
    now: datetime,
) -> UrgentFacts:
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    group = meeting.group if meeting is not None else ""
    chaired_by = meeting.chaired_by if meeting is not None else None
    present = (
        meeting_rows.roll_of(connection, setting.workspace, setting.partnership, meeting.id)
        if meeting is not None
        else {}
    )
    names = name_of(connection, setting, chaired_by) if chaired_by is not None else ()
    return UrgentFacts(
        setting=setting,
        standing=who,
        meeting=meeting,
        item=item,
        seats=seats_in(connection, setting, who, group, on),
        present=frozenset(present),
        chair=None
        if _is_deactivated(connection, setting, chaired_by)
        else told_as(account_of(connection, setting, chaired_by)),
        chair_name=next(iter(names), ""),
        secretariat=_accounts(holders(connection, setting, on, SECRETARIAT)),
        proposer=told_as(account_of(connection, setting, item.proposed_by)) if item is not None else None,
    )


def _is_deactivated(connection: Connection, setting: Setting, person: str | None) -> bool:
    return bool(
        connection.execute(
            select(people.c.deactivated).where(*mine(setting, people), people.c.id == person)
        ).scalar()
    )


def _of_item(
    connection: Connection, workspace: str, partnership: str, item: str, now: datetime, *, also: str = ""
) -> tuple[Setting, MeetingState | None, AgendaItem | None] | Refused:
    """An item and its meeting, locked, and another meeting where one is named: in the order of their ids, so that no two wait for
    each other."""
    wanted = (agenda_items.c.workspace == workspace, agenda_items.c.partnership == partnership)
    at = connection.execute(select(agenda_items.c.meeting).where(*wanted, agenda_items.c.id == item)).scalar()
    for each in sorted({each for each in (at, also) if each}):
        meeting_rows.by_id(connection, workspace, partnership, each, lock=True)
    found = at_meeting(connection, workspace, partnership, at or "", now)
    if isinstance(found, Refused):
        return found
    setting, meeting = found
    known = agenda_rows.item_of(connection, setting, item)
    if known is not None and known.meeting != at:  # it was carried over while this waited
        return _of_item(connection, workspace, partnership, item, now, also=also)
    return setting, meeting, known

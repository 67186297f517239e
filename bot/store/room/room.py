"""The facts of a meeting in session: who may mark its roll, who is in the room, what waits for its chair."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, false, select

from bot.rules.register import Organisation, Register, main_group
from bot.store import facts as fact_rows
from bot.store.agenda.item_tenders import tender_named
from bot.store.elections.election_wanted import election_wanted
from bot.store.entries import ratifying
from bot.store.interests import interests as interest_rows
from bot.store.interests.carrying import carried_over
from bot.store.kinds.particulars import has_followed, said_in
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.booking import given_for
from bot.store.meetings.invited import register_of
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.room.attendance import expected_at, stays_at
from bot.store.room.declarations import excused_at, heard_for, is_oral, noted_at
from bot.store.room.votes_cast import votes_at
from bot.store.tables import motions
from bot.store.votes import motions as motion_rows
from bot.store.writing import bears_on
from bot.workflows.decisions import Refused, Setting
from bot.workflows.interests.interests import DeclarationFacts, DeclareInterest, Interest, Told
from bot.workflows.interests.ruling import RuleOnInterest, RulingFacts
from bot.workflows.meetings.attendance import Expected, holder
from bot.workflows.meetings.deadlines import owed
from bot.workflows.meetings.meetings import (
    IN_SESSION,
    CallRoll,
    CloseMeeting,
    MarkArrival,
    MarkDeparture,
    MeetingState,
    OpenMeeting,
    StrikeStay,
)
from bot.workflows.room.acting import ChooseActingChairOfMeeting
from bot.workflows.room.declarations_first import OralFacts, RecordOralDeclarations, asks_first, outstanding
from bot.workflows.room.putting import BusinessFacts
from bot.workflows.room.quorum_watch import Room, follows_words, quorum_now, quorum_words
from bot.workflows.room.roll import RollFacts
from bot.workflows.room.vacancies import RuleOnVacancy, VacancyFacts
from bot.workflows.room.withdrawing import AtMeeting, Bearing
from bot.workflows.standing import Standing, Stranger
from bot.workflows.votes.counting import ClosingFacts
from bot.workflows.votes.motions import AT_A_MEETING, NOTE
from bot.workflows.votes.moving import PutMotion
from bot.workflows.votes.results import waits_for_casting

AtTheMeeting = (
    OpenMeeting
    | CallRoll
    | CloseMeeting
    | MarkArrival
    | MarkDeparture
    | StrikeStay
    | ChooseActingChairOfMeeting
)


def for_room(connection: Connection, command: AtTheMeeting, now: datetime) -> RollFacts | Refused:
    """What is known when a meeting is opened, its roll marked, its acting chair chosen, or closed; its row is locked."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    meeting = meeting_rows.by_id(
        connection, setting.workspace, setting.partnership, command.meeting, lock=True
    )
    setting, on = judged_on(connection, setting, meeting, now)
    today = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, today)
    known = facts_of(connection, setting, meeting, who, on, now)
    return replace(
        known,
        in_session=meeting_rows.in_session(connection, setting.workspace, setting.partnership),
        undecided=meeting_rows.undecided_at(
            connection, setting.workspace, setting.partnership, command.meeting
        ),
        tied=_tied(connection, setting, command.meeting, who, today),
        decided=meeting_rows.decided_at(connection, setting.workspace, setting.partnership, command.meeting),
        votes=votes_at(connection, setting, command.meeting),
        no_election=election_wanted(connection, setting, meeting, now)
        if meeting is not None and isinstance(command, CloseMeeting)
        else "",
        awaiting=ratifying.count(connection, setting),
    )


def facts_of(
    connection: Connection,
    setting: Setting,
    meeting: MeetingState | None,
    who: Standing | Stranger,
    on: date,
    now: datetime,
) -> RollFacts:
    """The room of a meeting as it is now, for whoever asks."""
    workspace, partnership = setting.workspace, setting.partnership
    group = meeting.group if meeting is not None else ""
    register = register_of(connection, setting, group, on)
    decides = group in ("", main_group(setting.terms))
    body = register if decides else motion_rows.register_on(connection, setting, on)
    there = meeting.id if meeting is not None else ""
    heard = heard_for(connection, workspace, partnership, there) if there else {}
    return RollFacts(
        setting=setting,
        standing=who,
        meeting=meeting,
        register=register,
        now=now,
        today=partnership_rows.today_in(setting.time_zone, now),
        stays=stays_at(connection, workspace, partnership, there) if there else (),
        expected=_standing_answers(connection, setting, there, register) if there else (),
        interests=interest_rows.bearing_on(connection, workspace, partnership, (there,)) if there else {},
        heard={slug: each.nil for slug, each in heard.items()},
        users={each.slug: each.slack_user for each in register.people if each.slack_user},
        secretariat=motion_rows.secretariat_users(body),
        elected_chair=motion_rows.elected_chair(register),
        excused=excused_at(connection, setting, there or None, register),
        decides=decides,
    )


def _standing_answers(
    connection: Connection, setting: Setting, meeting: str, register: Register
) -> tuple[Expected, ...]:
    """What was said beforehand; the answer of whoever has been replaced since has lapsed."""
    named = {(each.organisation, each.person) for each in register.appointments}
    said = expected_at(connection, setting.workspace, setting.partnership, meeting)
    return tuple(each for each in said if (each.organisation, each.person) in named)


def judged_on(
    connection: Connection, setting: Setting, meeting: MeetingState | None, now: datetime
) -> tuple[Setting, date]:
    """The day a meeting is judged by, and the partnership under the terms of that day: the day on which it was opened, else today
    (G1)."""
    opened = meeting.opened_at if meeting is not None and meeting.state == IN_SESSION else None
    on = partnership_rows.today_in(setting.time_zone, opened or now)
    under = partnership_rows.setting(connection, setting.workspace, setting.partnership, now, on=on)
    return under or setting, on


def room_in_session(
    connection: Connection, setting: Setting, now: datetime, *, lock: bool = False
) -> tuple[Room | None, tuple[str, ...]]:
    """The room of the meeting in session, and the Slack users of whoever is chairing it and of the secretariat."""
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership, lock=lock)
    if meeting is None:
        return None, ()
    setting, on = judged_on(connection, setting, meeting, now)
    register = register_of(connection, setting, meeting.group, on)
    body = motion_rows.register_on(connection, setting, on)
    users = {each.slug: each.slack_user for each in register.people if each.slack_user}
    chair = users.get(meeting.chaired_by or "")
    room = Room(
        setting,
        meeting,
        register,
        meeting_rows.roll_of(connection, setting.workspace, setting.partnership, meeting.id),
        interest_rows.bearing_on(connection, setting.workspace, setting.partnership, (meeting.id,)),
        meeting.chaired_by,
        excused_at(connection, setting, meeting.id, register),
    )
    told = (*((chair,) if chair else ()), *motion_rows.secretariat_users(body))
    return room, tuple(dict.fromkeys(told))


def outstanding_names(connection: Connection, setting: Setting, now: datetime) -> tuple[str, ...]:
    """The organisations present without whose declaration no motion is put at the meeting in session (K31)."""
    room, _ = room_in_session(connection, setting, now)
    if room is None or room.meeting is None:
        return ()
    return tuple(each.name for each in _outstanding(connection, room, room.meeting.id))


def not_quorate(connection: Connection, setting: Setting, now: datetime) -> str:
    """That the meeting in session has no quorum, and what follows; empty where it has one, or none is in session."""
    room, _ = room_in_session(connection, setting, now)
    if room is None:
        return ""
    found = quorum_now(room)
    if found.answer.quorate is not False:
        return ""
    return f"{quorum_words(found)} {follows_words(found, room.setting.terms)}"


def for_putting(connection: Connection, command: PutMotion, now: datetime) -> BusinessFacts | Refused:
    """What is known when a motion is put: of the motion, of the room, and of what it is to ratify."""
    original, about = None, command.about
    under = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if command.ratifies is not None and under is not None:
        original = ratifying.by_motion(connection, under, command.ratifies)
    if original is not None:
        about = original.about
    elif about is None and under is not None:
        about = tender_named(connection, under, command.text)  # nobody has to say what its words say
    known = fact_rows.for_putting(connection, replace(command, about=about), now)
    if isinstance(known, Refused):
        return known
    setting = known.setting
    room, _ = room_in_session(connection, setting, now)
    if room is None or room.meeting is None or command.how not in (*AT_A_MEETING, NOTE):
        return BusinessFacts(known, original=original)
    meeting = room.meeting
    bearing = (meeting.id, about, None, command.ratifies)
    group = main_group(setting.terms)
    declared = interest_rows.bearing_on(connection, setting.workspace, setting.partnership, bearing)
    return BusinessFacts(
        putting=known,
        room=replace(room, interests=declared),
        carried=carried_over(connection, setting, room.register, declared, meeting.id)
        if original is not None
        else (),
        outstanding=_outstanding(connection, room, meeting.id),
        owing=owed(
            setting.terms,
            meeting.held_on,
            partnership_rows.today_in(setting.time_zone, now),
            given_for(connection, setting, meeting.id, setting.time_zone),
            meeting.starts_at,
        )
        if meeting.held_on is not None
        else (),
        decides=meeting.group in ("", group),
        group=setting.terms.groups.get(meeting.group, meeting.group),
        original=original,
        originally=said_in(connection, setting, command.ratifies),
        stands=has_followed(
            connection, setting, command.ratifies, partnership_rows.today_in(setting.time_zone, now)
        ),
        secretariat=motion_rows.secretariat_users(
            motion_rows.register_on(connection, setting, partnership_rows.today_in(setting.time_zone, now))
        ),
        open_already=ratifying.open_for(connection, setting, command.ratifies) if command.ratifies else "",
        deadlock=ratifying.deadlock_of(connection, setting, room.register, original.motion, original.about)
        if original is not None
        else "",
    )


def for_oral_declarations(
    connection: Connection, command: RecordOralDeclarations, now: datetime
) -> AtMeeting[OralFacts] | Refused:
    """What is known when declarations made aloud are recorded, and the open motions that an interest in an item bears on."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    workspace, partnership = setting.workspace, setting.partnership
    meeting = meeting_rows.by_id(connection, workspace, partnership, command.meeting, lock=True)
    partnership_rows.one_at_a_time(connection, workspace, partnership)
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    room, users = room_in_session(connection, setting, now)
    if room is None or meeting is None or room.meeting is None or room.meeting.id != meeting.id:
        return AtMeeting(OralFacts(setting, who, meeting, Register(), {}, {}), Bearing())
    item = interest_rows.business_of(connection, workspace, partnership, command.about)
    on_item = interest_rows.bearing_on(connection, workspace, partnership, [item.id]) if item else {}
    chair = room.in_chair
    names = {each.slack_user: (each.slug, each.name) for each in room.register.people if each.slack_user}
    oral = OralFacts(
        setting=room.setting,
        standing=who,
        meeting=meeting,
        register=room.register,
        roll=room.roll or {},
        held=_on_the_meeting(room),
        item=item,
        held_on_item={organisation: held[-1] for organisation, held in on_item.items()},
        told=tuple(
            Told(user, names.get(user, ("", ""))[1], rules=names.get(user, ("", ""))[0] == chair)
            for user in users
        ),
    )
    subject = item.id if item is not None else meeting.id
    return AtMeeting(oral, _bearing(connection, Bearing(room, told=users), subject, now))


def for_vacancy(connection: Connection, command: RuleOnVacancy, now: datetime) -> VacancyFacts | Refused:
    """What is known when whoever is chairing rules on a vacancy."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    room, told = room_in_session(connection, setting, now, lock=True)
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    meeting = room.meeting if room is not None else None
    if meeting is None or meeting.id != command.meeting:
        return VacancyFacts(setting, who, None, None)
    return VacancyFacts(setting, who, meeting, room, told)


def for_declaring(
    connection: Connection, command: DeclareInterest, now: datetime
) -> AtMeeting[DeclarationFacts] | Refused:
    """What is known when somebody declares, and the meeting in session as it bears on it."""
    bearing = _room_first(connection, command.workspace, command.partnership, now)
    known = fact_rows.for_declaring(connection, command, now)
    if isinstance(known, Refused):
        return known
    subject = known.subject.id if known.subject is not None else command.subject
    return AtMeeting(known, _bearing(connection, bearing, subject, now))


def for_ruling(
    connection: Connection, command: RuleOnInterest, now: datetime
) -> AtMeeting[RulingFacts] | Refused:
    """What is known when the chair rules, and the meeting in session as it bears on it."""
    bearing = _room_first(connection, command.workspace, command.partnership, now)
    known = fact_rows.for_ruling(connection, command, now)
    if isinstance(known, Refused):
        return known
    interest = known.interest
    if interest is None:
        return AtMeeting(known, Bearing())
    if bearing.room is not None and is_oral(connection, known.setting, interest.id):
        known = replace(known, declarer_user=_voice_of(connection, bearing.room, interest.organisation))
    return AtMeeting(known, _bearing(connection, bearing, interest.subject.id, now))


def _room_first(connection: Connection, workspace: str, partnership: str, now: datetime) -> Bearing:
    """The room, its meeting locked before any motion is: so that the roll stands still while the quorum is tested."""
    setting = partnership_rows.setting(connection, workspace, partnership, now)
    if setting is None:
        return Bearing()
    room, told = room_in_session(connection, setting, now, lock=True)
    return Bearing(room, told=told)


def _bearing(connection: Connection, bearing: Bearing, subject: str, now: datetime) -> Bearing:
    room = bearing.room
    if room is None or room.meeting is None:
        return Bearing()
    rows = connection.execute(
        select(motions.c.id)
        .where(
            motions.c.workspace == room.setting.workspace,
            motions.c.partnership == room.setting.partnership,
            motions.c.meeting == room.meeting.id,
            motions.c.state.in_(("consensus", "open")),
            motions.c.indicative.is_(False),
            bears_on(subject) if subject != room.meeting.id else false(),
        )
        .order_by(motions.c.id)
    ).scalars()
    on = partnership_rows.today_in(room.setting.time_zone, now)
    found = (_closing(connection, room.setting.workspace, each, None, on) for each in rows.all())
    return replace(bearing, motions=tuple(each for each in found if each is not None))


def _voice_of(connection: Connection, room: Room, organisation: str) -> str | None:
    """The account of whoever holds the vote of an organisation in the room, to be told of a ruling."""
    assert room.meeting is not None
    stays = stays_at(connection, room.setting.workspace, room.setting.partnership, room.meeting.id)
    held = holder(stays, organisation)
    return next(
        (each.slack_user for each in room.register.people if held is not None and each.slug == held.person),
        None,
    )


def _outstanding(connection: Connection, room: Room, meeting: str) -> tuple[Organisation, ...]:
    if not asks_first(room.setting.terms):
        return ()
    workspace, partnership = room.setting.workspace, room.setting.partnership
    said = heard_for(connection, workspace, partnership, meeting).keys()
    noted = noted_at(connection, workspace, partnership, meeting)
    return outstanding(room.register, room.roll or {}, {*said, *noted})


def _on_the_meeting(room: Room) -> Mapping[str, Interest]:
    return {organisation: held[-1] for organisation, held in room.interests.items() if held}


def _tied(
    connection: Connection, setting: Setting, meeting: str, who: Standing | Stranger, on: date
) -> tuple[ClosingFacts, ...]:
    waiting = connection.execute(
        select(motions.c.id)
        .where(
            motions.c.workspace == setting.workspace,
            motions.c.partnership == setting.partnership,
            motions.c.meeting == meeting,
            motions.c.state == "tied",
        )
        .order_by(motions.c.id)
    ).scalars()
    found = (_closing(connection, setting.workspace, each, who, on, lock=True) for each in waiting.all())
    return tuple(
        each
        for each in found
        if each is not None
        and each.motion.state == "tied"
        and each.frozen is not None
        and waits_for_casting(each.frozen)
    )


def _closing(
    connection: Connection,
    workspace: str,
    motion: str,
    who: Standing | Stranger | None,
    on: date,
    *,
    lock: bool = False,
) -> ClosingFacts | None:
    row = motion_rows.row_of(connection, workspace, motion, lock=lock)
    if row is None:
        return None
    return motion_rows.closing_facts(connection, row, motion_rows.setting_of(connection, row), who, on)

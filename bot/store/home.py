"""What App Home shows: everything asked of one person, the meetings to come, and their organisation's votes."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from bot.rules.gaps import GapKind, gaps
from bot.rules.register import Register
from bot.rules.terms import Terms
from bot.rules.wording import counted, day_words, listed
from bot.store import facts as fact_rows
from bot.store.elections.election_asks import asked_in_elections
from bot.store.entries import ratifying
from bot.store.entries.entries import entries_around
from bot.store.interests.rulings import rulings_asked
from bot.store.kinds.dissolving import arrangements_of, dissolutions_of, stands
from bot.store.kinds.kinds import waiting
from bot.store.look import Look, look_at
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.booking import A_YEAR, given_for, outside
from bot.store.meetings.meeting_tables import circulations, replies, served
from bot.store.meetings.watching import missing_for
from bot.store.papers.amendments import to_consult
from bot.store.papers.service import sent_nothing
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.places import which_partnerships, who_asks
from bot.store.replies.replies import said_by
from bot.store.tables import motions
from bot.store.tenders.tender_asks import asked_of_tenders, late_in_tenders
from bot.store.votes import ballot_box
from bot.store.votes import motions as motion_rows
from bot.store.votes.consensus import taken_on
from bot.workflows.decisions import Setting
from bot.workflows.entries.entries import CARRIED, PROVISIONAL, Entry, entry_id
from bot.workflows.kinds.adopting import waits_for
from bot.workflows.meetings.booked_times import when
from bot.workflows.meetings.deadlines import owed
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.year_ahead import flags
from bot.workflows.questions import (
    Ask,
    Coming,
    HomePart,
    HomePicture,
    OpenMotion,
    Place,
    ShowHome,
    VoteKept,
    WhichPartnerships,
)
from bot.workflows.standing import Standing
from bot.workflows.votes.consensus import AGREE, POSITION_WORDS, STAND_ASIDE
from bot.workflows.votes.motions import chairing

A_MONTH = timedelta(days=31)
ASKED_ABOUT = 3  # meetings: what is further off is not asked yet
A_YEARS_MEETINGS = 26
LATELY = 5  # motions
_UNSAID = {"consensus": "said nothing", "consensus aloud": "nobody objected", "record": "no vote was taken"}


def show_home(connection: Connection, question: ShowHome, now: datetime) -> HomePicture:
    """What each of a person's partnerships asks of them now."""
    places = which_partnerships(
        connection,
        WhichPartnerships(workspace=question.workspace, team=question.team, user=question.user),
        now,
    )
    parts, name = [], ""
    for place in places.mine:
        setting, who = who_asks(connection, question, place.partnership, now)
        if isinstance(who, Standing):
            name = who.name
            parts.append(_home_part(connection, setting, who, place, now))
    return HomePicture(name, tuple(parts), tuple(each for each in places.all if not each.is_mine), now)


def _home_part(
    connection: Connection, setting: Setting, who: Standing, place: Place, now: datetime
) -> HomePart:
    on = partnership_rows.today_in(setting.time_zone, now)
    register = motion_rows.register_on(connection, setting, on)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    in_chair = chairing(meeting, motion_rows.elected_chair(register))
    open_now = tuple(
        _open_motion(connection, setting, who, row) for row in motion_rows.open_motions(connection, setting)
    )
    waiting = [
        f"{name} has not voted on {each.reference}."
        for each in open_now
        if each.may_vote
        for name, choice in each.votes
        if choice == "not yet"
    ]
    late = set(fact_rows.undeclared(connection, setting, meeting is not None, now))
    waiting += [
        f"{each.name} has not said whether it has an interest." for each in who.seats if each.name in late
    ]
    look = look_at(connection, setting, now)
    manages = who.is_chair or who.is_secretariat
    to_come = meeting_rows.to_come(
        connection, setting.workspace, setting.partnership, since=on, most=A_YEARS_MEETINGS
    )
    shown = to_come if manages else to_come[:ASKED_ABOUT]
    return HomePart(
        place=place,
        time_zone=setting.time_zone,
        seats=tuple(f"{each.name} ({each.capacity.value})" for each in who.seats),
        roles=tuple(sorted(who.roles)),
        is_chairing=who.person == in_chair,
        is_secretariat=who.is_secretariat,
        meeting=meeting,
        motions=open_now,
        gaps=_to_put_right(look.whole, setting.terms, on) if manages else 0,
        waiting=tuple(waiting),
        asks=(
            *rulings_asked(connection, setting, register, meeting, who),
            *_asked(look, who, to_come),
            *asked_in_elections(connection, setting, who, now),
            *asked_of_tenders(connection, setting, who, now),
            *(_managed(look, to_come) if manages else ()),
            *(late_in_tenders(connection, setting, who, now) if manages else ()),
        ),
        coming=tuple(_coming(look, who, each, manages=manages) for each in shown),
        decided=_decided(connection, setting, who),
        lacking=_lacking(connection, setting, now) if manages else (),
        stands=stands(connection, setting, now),
    )


def _to_put_right(register: Register, terms: Terms, on: date) -> int:
    """How many gaps there are that somebody ought to close; what is only worth knowing is not one."""
    return len([gap for gap in gaps(register, terms, on) if gap.kind is not GapKind.NOTE])


def _open_motion(connection: Connection, setting: Setting, who: Standing, row: Any) -> OpenMotion:
    motion = motion_rows.as_motion(row)
    cast = _votes_shown(connection, setting, row)
    if motion.state == "consensus":
        taken = taken_on(connection, setting.workspace, setting.partnership, motion.id)
        cast = {each: POSITION_WORDS[held.position] for each, held in taken.items()}
    voting = [each for each in who.seats if each.voting]
    return OpenMotion(
        motion=motion.id,
        reference=motion.reference,
        text=motion.text,
        closes_at=motion.closes_at,
        votes=tuple((each.name, cast.get(each.organisation, "not yet")) for each in voting),
        may_vote=bool(voting) and motion.state == "open",
        secret=motion.is_secret,
        may_agree=bool(voting) and motion.state == "consensus",
    )


def _votes_shown(connection: Connection, setting: Setting, row: Any) -> Mapping[str, str]:
    """How each organisation voted; of a secret vote only that it did."""
    if row.ballot != "secret":
        return motion_rows.ballots_of(connection, setting.workspace, setting.partnership, row.id)
    result = motion_rows.result_of(row)
    voted = result.voted if result is not None else ballot_box.who_voted(connection, setting, row.id)
    return dict.fromkeys(voted, "voted in secret")


def _asked(look: Look, who: Standing, to_come: tuple[MeetingState, ...]) -> tuple[Ask, ...]:
    """What the next meetings ask of somebody: whether they come, and whether they have an interest (V12, K31)."""
    connection, setting = look.connection, look.setting
    found: list[Ask] = []
    later: dict[str, str] = {}  # the meetings after the next that wait for an answer too
    for number, meeting in enumerate(to_come[:ASKED_ABOUT]):
        named = f"“{meeting.title}”, {when(meeting, setting.time_zone)}"
        for each in look.owing(meeting):
            if each.invited.person != who.person:
                continue
            if number:
                later.setdefault(meeting.id, named)
                continue
            whose = f" for {each.invited.organisation_name}" if each.invited.organisation else ""
            if each.reply:
                found.append(
                    Ask("reply", f"Will you be at {named}{whose}?", meeting.id, str(meeting.held_on or ""))
                )
            if each.declaration:
                words = f"Does {each.invited.organisation_name} have an interest in anything at {named}?"
                found.append(Ask("declare", words, meeting.id))
        found += _replies_asked(connection, setting, who, meeting, named)
    if later:
        asks = "asks" if len(later) == 1 else "ask"
        found.append(
            Ask(
                "later", f"Later on {listed(list(later.values()))} {asks} the same of you.", next(iter(later))
            )
        )
    found += _papers_asked(connection, setting, who, to_come[:ASKED_ABOUT])
    return tuple(dict.fromkeys(found))


def _replies_asked(
    connection: Connection, setting: Setting, who: Standing, meeting: MeetingState, named: str
) -> list[Ask]:
    """Whether a deputy who was named comes, and whether what was recorded for somebody who rang up is right (K34)."""
    rows = connection.execute(
        select(replies).where(
            replies.c.workspace == setting.workspace,
            replies.c.partnership == setting.partnership,
            replies.c.meeting == meeting.id,
            or_(replies.c.substitute == who.person, replies.c.person == who.person),
        )
    ).all()
    answered = {row.organisation for row in rows if row.person == who.person}
    names = {each.organisation: each.name for each in who.seats}
    found = []
    for row in rows:
        if row.substitute == who.person and row.answer == "substitute" and row.organisation not in answered:
            words = f"You were named to stand in for {names.get(row.organisation, 'your organisation')} at {named}."
            found.append(Ask("stand in", words, meeting.id, row.organisation))
        if row.person == who.person and not row.confirmed:
            words = f"Your answer for {named} was recorded as “{row.answer}”. Is that right?"
            found.append(Ask("confirm", words, meeting.id, row.answered_at.isoformat()))
    return found


def _papers_asked(
    connection: Connection, setting: Setting, who: Standing, meetings: tuple[MeetingState, ...]
) -> list[Ask]:
    """The agenda and papers sent to somebody of which they have not said that they have them."""
    titles = {each.id: each.title for each in meetings}
    rows = connection.execute(
        select(circulations.c.id, circulations.c.meeting)
        .select_from(
            served.join(
                circulations,
                and_(
                    circulations.c.workspace == served.c.workspace,
                    circulations.c.partnership == served.c.partnership,
                    circulations.c.id == served.c.circulation,
                ),
            )
        )
        .where(
            served.c.workspace == setting.workspace,
            served.c.partnership == setting.partnership,
            served.c.person == who.person,
            served.c.acknowledged_at.is_(None),
            circulations.c.meeting.in_(list(titles)),
        )
        .order_by(circulations.c.circulated_at)
    )
    return [
        Ask(
            "have papers",
            f"Have you received the agenda and papers of “{titles[row.meeting]}”?",
            row.id,
            row.meeting,
        )
        for row in rows
    ]


def _managed(look: Look, to_come: tuple[MeetingState, ...]) -> tuple[Ask, ...]:
    """What the next meetings ask of the secretariat and the chair, with what is missing; what waits to be ratified (G5, K33)."""
    connection, setting = look.connection, look.setting
    found: list[Ask] = []
    waiting = ratifying.count(connection, setting)
    if waiting:
        words = (
            f"{counted(waiting, 'provisional decision waits', 'provisional decisions wait')} to be ratified."
        )
        found.append(Ask("ratify", words, ""))
    found += _following(look)
    today = partnership_rows.today_in(setting.time_zone, look.moment)
    found += [
        Ask(
            "never opened",
            f"“{each.title}”, {when(each, setting.time_zone)}: its day has passed, and it was not opened.",
            each.id,
        )
        for each in meeting_rows.never_opened(connection, setting.workspace, setting.partnership, today)
    ]
    for number, meeting in enumerate(to_come[:ASKED_ABOUT]):
        if meeting.held_on is None:
            found.append(
                Ask(
                    "announce",
                    f"“{meeting.title}” has no day yet: it is planned for {when(meeting, setting.time_zone)}.",
                    meeting.id,
                )
            )
            continue
        under = look.under(meeting)
        given = given_for(connection, under, meeting.id, under.time_zone)
        gone = any(each.rule == "papers" for each in given)
        missing = (
            sent_nothing(connection, setting, meeting.id, look.called(meeting))
            if gone
            else missing_for(connection, under, meeting.id)
        )
        if not missing:
            continue
        if not gone and number and len(missing) == 1 and _far_off(under.terms, meeting.held_on, today):
            continue
        named = f"“{meeting.title}”, {when(meeting, setting.time_zone)}"
        found.append(Ask("circulate", f"{named}: {'; '.join(missing)}.", meeting.id))
    return tuple(found)


def _far_off(terms: Terms, held_on: date, on: date) -> bool:
    """Whether there is more than a month to send agenda and papers round, or to the meeting where the terms give no day."""
    last = [
        each.last_day
        for each in owed(terms, held_on, on)
        if each.of_every_meeting and each.last_day is not None
    ]
    return min(last, default=held_on) > on + A_MONTH


def _following(look: Look) -> list[Ask]:
    """What decisions leave the secretariat to do: new terms to record, arrangements before a dissolution (K45, K46)."""
    connection, setting = look.connection, look.setting
    found = [
        Ask(
            "terms",
            waits_for(each),
            each.motion,
        )
        for each in waiting(connection, setting)
    ]
    found += [
        Ask("consult", f"“{title}”: {' '.join(missing)}", paper)
        for paper, title, missing in to_consult(connection, setting)
    ]
    for each in dissolutions_of(connection, setting):
        left = [one for one in arrangements_of(connection, setting, each.motion) if one.done_on is None]
        if left:
            words = f"Before {each.name} is dissolved on {day_words(each.effective_on)}, {counted(len(left), 'thing')} to arrange."
            found.append(Ask("dissolution", words, each.motion))
    return found


def _coming(look: Look, who: Standing, meeting: MeetingState, *, manages: bool) -> Coming:
    connection, setting = look.connection, look.setting
    silent = 0
    late: tuple[str, ...] = ()
    if manages and meeting.held_on is not None:
        owing = look.owing(meeting)
        silent = len({each.invited.person for each in owing if each.reply})
        late = _late(look, meeting)
    return Coming(
        meeting=meeting.id,
        title=meeting.title,
        when=when(meeting, setting.time_zone),
        said=said_by(connection, setting, meeting.id, who.person),
        silent=silent,
        late=late,
    )


def _late(look: Look, meeting: MeetingState) -> tuple[str, ...]:
    connection, setting, now = look.connection, look.setting, look.moment
    under = look.under(meeting)
    assert meeting.held_on is not None
    today = partnership_rows.today_in(setting.time_zone, now)
    given = given_for(connection, under, meeting.id, under.time_zone)
    return tuple(
        f"{each.what[:1].upper()}{each.what[1:]}: {'late' if each.given else 'not given, and its day has passed'}"
        for each in owed(under.terms, meeting.held_on, today, given, meeting.starts_at)
        if each.of_every_meeting and (each.in_time is False or (each.given is None and each.is_past))
    )


def _decided(connection: Connection, setting: Setting, who: Standing) -> tuple[VoteKept, ...]:
    """The motions decided last, and how the person's organisations voted."""
    rows = connection.execute(
        select(motions)
        .where(
            motions.c.workspace == setting.workspace,
            motions.c.partnership == setting.partnership,
            motions.c.state == "closed",
        )
        .order_by(motions.c.closed_at.desc())
        .limit(LATELY)
    ).all()
    entries = entries_around(connection, setting, [entry_id(each.id) for each in rows]) if rows else {}
    found = []
    for row in rows:
        motion = motion_rows.as_motion(row)
        cast, silent = _said_on(connection, setting, row)
        votes = tuple((each.name, cast.get(each.organisation, silent)) for each in who.seats if each.voting)
        became = _became(entries.get(entry_id(motion.id)), entries)
        found.append(VoteKept(motion.id, motion.reference, motion.text, motion.outcome or "", votes, became))
    return tuple(found)


def _said_on(connection: Connection, setting: Setting, row: Any) -> tuple[Mapping[str, str], str]:
    """What each organisation said on a motion that is decided, and what is said of those that said nothing (K27)."""
    result = motion_rows.result_of(row)
    if result is None or result.by == "vote":
        return _votes_shown(connection, setting, row), "did not vote"
    said = dict.fromkeys(result.agreed, POSITION_WORDS[AGREE]) | dict.fromkeys(
        result.stood_aside, POSITION_WORDS[STAND_ASIDE]
    )
    return said, _UNSAID[result.by]


def _became(entry: Entry | None, entries: Mapping[str, Entry]) -> str:
    """What later decisions made of one, as the register of decisions has it (K33)."""
    if entry is None or entry.status == CARRIED:
        return ""
    if entry.status == PROVISIONAL:
        return "awaiting ratification"
    if not entry.changes:
        return ""
    last = entry.changes[-1]
    by = entries[last.entry].motion_reference
    return f"{last.becomes} by {f'motion {by}' if by else last.reference}"


def _lacking(connection: Connection, setting: Setting, now: datetime) -> tuple[str, ...]:
    today = partnership_rows.today_in(setting.time_zone, now)
    held = meeting_rows.held_between(
        connection, setting.workspace, setting.partnership, today - A_YEAR, today + A_YEAR
    )
    days = tuple(each.held_on for each in held if each.held_on and not each.group)
    return tuple(words for words, _ in flags(setting.terms, days, today, outside(connection, setting, today)))


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {ShowHome: show_home}

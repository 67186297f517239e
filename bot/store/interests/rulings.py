"""The interests that wait for somebody's ruling, as App Home asks them (K31)."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, exists, or_, select

from bot.rules.register import Register
from bot.rules.wording import shortened
from bot.store.agenda.standing_items import mine
from bot.store.elections.election_tables import elections
from bot.store.interests import interests as interest_rows
from bot.store.meetings.meeting_tables import agenda_items
from bot.store.tables import interests, meetings
from bot.store.tenders.tender_tables import tenders
from bot.store.votes import motions as motion_rows
from bot.workflows.decisions import Setting
from bot.workflows.elections import elections as election_words
from bot.workflows.interests.interests import SUBJECT_WORDS, Interest, is_withdrawn, withdraws
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.questions import Ask
from bot.workflows.standing import Standing
from bot.workflows.tenders import tenders as tender_words
from bot.workflows.votes.motions import Motion, chairing

MOST = 20
A_GLANCE = 300  # characters of what was declared
_OVER = ("closed", "cancelled")
_Bearing = Mapping[str, tuple[Interest, ...]]


def rulings_asked(
    connection: Connection, setting: Setting, register: Register, meeting: MeetingState | None, who: Standing
) -> tuple[Ask, ...]:
    """The interests that take a vote off until this person, who is chairing what they bear on, has ruled."""
    elected = motion_rows.elected_chair(register)
    theirs = frozenset(each.organisation for each in register.appointments if each.person == who.person)
    found: dict[str, Interest] = {}
    for row in motion_rows.open_motions(connection, setting):
        motion = motion_rows.as_motion(row)
        if chairing(meeting if motion.meeting else None, elected, motion) == who.person:
            found |= _waiting(_on_motion(connection, setting, motion), theirs, setting)
    if who.person == chairing(meeting, elected):
        for subject in _alive(connection, setting):
            found |= _waiting(_on(connection, setting, (subject,)), theirs, setting)
    return _asks(connection, setting, register, list(found.values())[:MOST])


def _waiting(bearing: _Bearing, theirs: Iterable[str], setting: Setting) -> dict[str, Interest]:
    """What nobody has ruled on; nothing where whoever would rule has withdrawn themselves (K29)."""
    if any(is_withdrawn(bearing.get(each, ()), setting.terms) for each in theirs):
        return {}
    return {
        each.id: each
        for organisation, held in bearing.items()
        for each in held
        if organisation not in theirs and each.ruling is None and withdraws(each, setting.terms)
    }


def _on_motion(connection: Connection, setting: Setting, motion: Motion) -> _Bearing:
    return _on(connection, setting, (motion.id, motion.meeting, motion.about, motion.ratifies))


def _on(connection: Connection, setting: Setting, subjects: tuple[str | None, ...]) -> _Bearing:
    return interest_rows.bearing_on(connection, setting.workspace, setting.partnership, subjects)


def _alive(connection: Connection, setting: Setting) -> tuple[str, ...]:
    """The meetings, items, tenders and elections not over yet in which an interest waits for a ruling, the latest first."""
    closed = exists().where(
        *mine(setting, meetings), meetings.c.state.in_(_OVER), meetings.c.id == interests.c.subject
    )
    of_a_closed_one = exists().where(
        *mine(setting, meetings),
        *mine(setting, agenda_items),
        meetings.c.state.in_(_OVER),
        meetings.c.id == agenda_items.c.meeting,
        agenda_items.c.id == interests.c.subject,
    )
    over = exists().where(
        *mine(setting, tenders),
        tenders.c.id == interests.c.subject,
        tenders.c.stage.in_(tender_words.OVER),
    )
    decided = exists().where(
        *mine(setting, elections),
        elections.c.id == interests.c.subject,
        elections.c.state.in_(election_words.OVER),
    )
    rows = connection.execute(
        select(interests.c.subject)
        .where(
            *mine(setting, interests),
            interests.c.subject_kind != "motion",
            interests.c.ruling.is_(None),
            interests.c.nil.is_(False),
            ~or_(closed, of_a_closed_one, over, decided),
        )
        .order_by(interests.c.declared_at.desc(), interests.c.id)
        .limit(MOST)
    ).scalars()
    return tuple(dict.fromkeys(rows))


def _asks(
    connection: Connection, setting: Setting, register: Register, held: list[Interest]
) -> tuple[Ask, ...]:
    names = {each.slug: each.name for each in register.organisations}
    said = interest_rows.natures(
        connection, setting.workspace, setting.partnership, [each.id for each in held]
    )
    return tuple(
        Ask(
            "rule on a bid" if each.subject.kind == "tender" else "rule",
            f"{names.get(each.organisation, each.organisation)} has declared an interest in {SUBJECT_WORDS[each.subject.kind]} "
            f"“{each.subject.title}”. Its vote is off until you rule what it may do. It says: "
            f"“{shortened(said[each.id], A_GLANCE)}”",
            each.id,
            str(each.declaration),
        )
        for each in held
    )

"""The facts of every command but the vote itself: read inside the deciding transaction, before anything is decided."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.store import interests as interest_rows
from bot.store import meetings as meeting_rows
from bot.store import motions as motion_rows
from bot.store import partnerships as partnership_rows
from bot.store.people import holders, standing
from bot.store.tables import people
from bot.workflows.decisions import Refused, Setting
from bot.workflows.interests import (
    DeclarationFacts,
    DeclareInterest,
    RuleOnInterest,
    RulingFacts,
    Subject,
    Told,
)
from bot.workflows.meetings import CallRoll, CloseMeeting, OpenMeeting, RollFacts
from bot.workflows.members import AdoptFacts, AdoptSuggestions, MatchFacts, MatchPerson
from bot.workflows.motions import Motion, PutMotion, PuttingFacts, chairing

NO_SUCH_PARTNERSHIP = Refused(
    "That partnership is not kept here.",
    next="Ask whoever runs Quorate to add it: `quorate partnership add`.",
)


def for_declaring(
    connection: Connection, command: DeclareInterest, now: datetime
) -> DeclarationFacts | Refused:
    """What is known when somebody declares."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    subject, motion = subject_of(connection, setting, command.subject_kind, command.subject)
    held = interest_rows.bearing_on(
        connection, setting.workspace, setting.partnership, (command.subject, None, None)
    )
    in_chair = chair_of(connection, setting, motion, now)
    register = motion_rows.register_on(connection, setting, on)
    meeting = (
        meeting_rows.by_id(connection, setting.workspace, setting.partnership, command.subject)
        if command.subject_kind == "meeting"
        else None
    )
    told = {
        user: Told(user, name, rules=False)
        for user, name in holders(connection, setting, on, "secretariat")
        if user is not None
    }
    chair = account_of(connection, setting, in_chair)
    if chair is not None:
        told[chair[0]] = Told(*chair, rules=True)
    return DeclarationFacts(
        setting=setting,
        standing=who,
        subject=subject,
        held={
            org: each for org, of in held.items() for each in of if each.subject.kind == command.subject_kind
        },
        told=tuple(told.values()),
        voted=frozenset(
            motion_rows.ballots_of(connection, setting.workspace, setting.partnership, motion.id)
            if motion is not None
            else ()
        ),
        closed=(motion is not None and motion.state == "closed")
        or (meeting is not None and meeting.state == "closed"),
        counted=motion is not None and motion.state == "tied",
        chairs_for=frozenset(each.organisation for each in register.appointments if each.person == in_chair),
    )


def for_ruling(connection: Connection, command: RuleOnInterest, now: datetime) -> RulingFacts | Refused:
    """What is known when the chair rules."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    interest = interest_rows.by_id(connection, setting.workspace, setting.partnership, command.interest)
    motion = None
    if interest is not None:
        _, motion = subject_of(connection, setting, interest.subject.kind, interest.subject.id)
    in_chair = chair_of(connection, setting, motion, now)
    register = motion_rows.register_on(connection, setting, on)
    declarer = account_of(connection, setting, interest.person) if interest is not None else None
    chairs_for = {each.organisation for each in register.appointments if each.person == in_chair}
    named = {each.slug: each.name for each in register.organisations}
    return RulingFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        chairing=in_chair,
        interest=interest,
        declarer_user=declarer[0] if declarer else None,
        organisation_name=named.get(interest.organisation, interest.organisation) if interest else "",
        of_the_chair=interest is not None and interest.organisation in chairs_for,
        closed=motion is not None and motion.state == "closed",
    )


def for_roll(
    connection: Connection, command: OpenMeeting | CallRoll | CloseMeeting, now: datetime
) -> RollFacts | Refused:
    """What is known when a meeting is opened, its roll called again, or closed."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    return RollFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        meeting=meeting_rows.by_id(
            connection, setting.workspace, setting.partnership, command.meeting, lock=True
        ),
        register=motion_rows.register_on(connection, setting, on),
        in_session=meeting_rows.in_session(connection, setting.workspace, setting.partnership),
        undecided=meeting_rows.undecided_at(
            connection, setting.workspace, setting.partnership, command.meeting
        ),
    )


def for_putting(connection: Connection, command: PutMotion, now: datetime) -> PuttingFacts | Refused:
    """What is known when a motion is put."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    register = motion_rows.register_on(connection, setting, on)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership, lock=True)
    chair = motion_rows.elected_chair(register)
    in_chair = chairing(meeting if command.how == "meeting" else None, chair)
    names = {each.slug: each.name for each in register.people}
    about = None
    if command.about:
        about = interest_rows.business_of(connection, setting.workspace, setting.partnership, command.about)
    return PuttingFacts(
        setting=setting,
        standing=standing(connection, setting, command.team, command.user, on),
        meeting=meeting,
        elected_chair=chair,
        chair_name=names.get(in_chair or "", ""),
        about=about,
        next_number=motion_rows.next_number(connection, setting.workspace, setting.partnership, on.year),
        today=on,
        undeclared=undeclared(connection, setting, command.how == "meeting", now),
        already=_reference(connection, setting, command.motion),
    )


def for_matching(connection: Connection, command: MatchPerson, now: datetime) -> MatchFacts | Refused:
    """What is known when somebody is matched to a Slack account by hand."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    mine = (people.c.workspace == setting.workspace, people.c.partnership == setting.partnership)
    name = connection.execute(select(people.c.name).where(*mine, people.c.id == command.person)).scalar()
    taken = connection.execute(
        select(people.c.name).where(
            *mine,
            people.c.slack_team == command.account_team,
            people.c.slack_user == command.account_user,
            people.c.id != command.person,
        )
    ).scalar()
    return MatchFacts(setting, standing(connection, setting, command.team, command.user, on), name, taken)


def for_adopting(connection: Connection, command: AdoptSuggestions, now: datetime) -> AdoptFacts | Refused:
    """What is known when suggested values are adopted."""
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    return AdoptFacts(setting, standing(connection, setting, command.team, command.user, on), on)


def subject_of(
    connection: Connection, setting: Setting, kind: str, subject: str
) -> tuple[Subject | None, Motion | None]:
    """What an interest is declared on, with the motion where it is one."""
    workspace, partnership = setting.workspace, setting.partnership
    if kind == "motion":
        row = motion_rows.row_of(connection, workspace, subject, lock=True)
        if row is None or row.partnership != partnership:
            return None, None
        motion = motion_rows.as_motion(row)
        return Subject(
            "motion", motion.id, f"{motion.reference}: {_start(motion.text)}", motion.meeting
        ), motion
    if kind == "meeting":
        meeting = meeting_rows.by_id(connection, workspace, partnership, subject)
        return (Subject("meeting", meeting.id, meeting.title) if meeting else None), None
    known = interest_rows.business_of(connection, workspace, partnership, subject)
    return (known if known is not None and known.kind == kind else None), None


def chair_of(connection: Connection, setting: Setting, motion: Motion | None, now: datetime) -> str | None:
    """The person chairing: the motion, else the meeting in session, else the elected chair."""
    register = motion_rows.register_on(connection, setting, partnership_rows.today_in(setting.time_zone, now))
    if motion is not None and motion.meeting is None:
        return chairing(None, motion_rows.elected_chair(register), motion)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    return chairing(meeting, motion_rows.elected_chair(register), motion)


def account_of(connection: Connection, setting: Setting, person: str | None) -> tuple[str, str] | None:
    """A person's Slack user and name, or None where they are matched to no account."""
    row = connection.execute(
        select(people.c.slack_user, people.c.name).where(
            people.c.workspace == setting.workspace,
            people.c.partnership == setting.partnership,
            people.c.id == person,
        )
    ).one_or_none()
    return (row.slack_user, row.name) if row is not None and row.slack_user else None


def undeclared(connection: Connection, setting: Setting, at_meeting: bool, now: datetime) -> tuple[str, ...]:
    """The names of the organisations present that have not yet said whether they have an interest, where the terms ask (K31)."""
    rule = setting.terms.declarations
    meeting = (
        meeting_rows.in_session(connection, setting.workspace, setting.partnership) if at_meeting else None
    )
    if rule is None or not rule.is_stated or meeting is None:
        return ()
    register = motion_rows.register_on(connection, setting, partnership_rows.today_in(setting.time_zone, now))
    present = meeting_rows.roll_of(connection, setting.workspace, setting.partnership, meeting.id)
    heard = interest_rows.bearing_on(
        connection, setting.workspace, setting.partnership, (meeting.id, None, None)
    )
    return tuple(
        each.name
        for each in register.organisations
        if each.voting and each.slug in present and each.slug not in heard
    )


def _reference(connection: Connection, setting: Setting, motion: str) -> str | None:
    row = motion_rows.row_of(connection, setting.workspace, motion, lock=False)
    mine = row is not None and row.partnership == setting.partnership
    return motion_rows.as_motion(row).reference if row is not None and mine else None


def _start(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"

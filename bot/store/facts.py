"""The facts of every command but the vote itself: read inside the deciding transaction, before anything is decided."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from bot.rules.lot import seal
from bot.rules.register import SECRETARIAT, Register
from bot.rules.tally import tie_rule
from bot.rules.values import Tie
from bot.store.agenda import agenda as agenda_rows
from bot.store.agenda.item_tenders import not_covered
from bot.store.elections import elections
from bot.store.entries import ratifying
from bot.store.interests import interests as interest_rows
from bot.store.interests.withdrawals import unnamed
from bot.store.kinds.dissolving import dissolutions_of
from bot.store.meetings import meetings as meeting_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.people import holders, standing
from bot.store.refusals import NO_SUCH_PARTNERSHIP
from bot.store.room.declarations import heard_for
from bot.store.tables import motions, people
from bot.store.votes import ballot_box
from bot.store.votes import motions as motion_rows
from bot.store.votes.lots import secret_made
from bot.store.writing import bears_on
from bot.workflows.agenda.proposing import NOT_MEMBERS, is_an_insider
from bot.workflows.decisions import Refused, Setting
from bot.workflows.elections.elections import OVER, TIED, Election, election_subject
from bot.workflows.interests.interests import (
    DeclarationFacts,
    DeclareInterest,
    Interest,
    Subject,
    Told,
    Undecided,
    is_withdrawn,
)
from bot.workflows.interests.ruling import RuleOnInterest, RulingFacts
from bot.workflows.partnership.members import AdoptFacts, AdoptSuggestions, MatchFacts, MatchPerson
from bot.workflows.room.declarations_first import outstanding
from bot.workflows.standing import Standing
from bot.workflows.votes.motions import AT_A_MEETING, ORDINARY, UNDECIDED, Motion, chairing, no_chair
from bot.workflows.votes.moving import PutMotion, PuttingFacts

BUSINESS = ("item", "tender")


def for_declaring(
    connection: Connection, command: DeclareInterest, now: datetime
) -> DeclarationFacts | Refused:
    """What is known when somebody declares."""
    partnership_rows.one_at_a_time(connection, command.workspace, command.partnership)
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    subject, motion = subject_of(connection, setting, command.subject_kind, command.subject)
    if subject is None and command.subject_kind in BUSINESS:
        subject = interest_rows.business_called(
            connection, setting.workspace, setting.partnership, command.subject_kind, command.new_title
        )
    about = subject.id if subject is not None else command.subject
    election = _election(connection, setting, command.subject_kind, command.subject)
    register = motion_rows.register_on(connection, setting, on)
    in_chair = chair_of(connection, setting, motion, now)
    chairs_for = _organisations_of(register, in_chair)
    bearing = _bearing(connection, setting, about, motion, election)
    undecided = _undecided(connection, setting, register, about)
    meeting = (
        meeting_rows.by_id(connection, setting.workspace, setting.partnership, command.subject)
        if command.subject_kind == "meeting"
        else None
    )
    offices = [each for each in holders(connection, setting, on, SECRETARIAT) if each[0] is not None]
    told = {user: Told(user, name, rules=False) for user, name in offices if user is not None}
    chair = account_of(connection, setting, in_chair)
    if chair is not None:
        told[chair[0]] = Told(*chair, rules=not _has_withdrawn(bearing, chairs_for, setting))
    who = standing(connection, setting, command.team, command.user, on)
    return DeclarationFacts(
        setting=setting,
        standing=who,
        subject=subject,
        held={
            org: each
            for org, of in bearing.items()
            for each in of
            if (each.subject.kind, each.subject.id) == (command.subject_kind, about)
        },
        told=tuple(told.values()),
        voted=frozenset(
            motion_rows.ballots_of(connection, setting.workspace, setting.partnership, motion.id)
            if motion is not None
            else elections.voters_of(connection, setting, election)
            if election is not None and not election.is_secret
            else ()
        ),
        closed=(motion is not None and motion.state not in UNDECIDED)
        or (election is not None and election.state in OVER)
        or (meeting is not None and meeting.state == "closed"),
        counted=(motion is not None and motion.state == "tied")
        or (election is not None and election.state == TIED),
        chairs_for=chairs_for,
        undecided=tuple(each for each, _ in undecided),
        secretariat=tuple(user for user, _ in offices if user is not None),
        # What somebody named themselves is called as they named it: another name would tell them that it is confidential.
        called=" ".join(command.new_title.split()) or _called_for_others(connection, setting, subject, motion)
        if not is_an_insider(who) or about in unnamed(connection, setting, who, (about,))
        else "",
    )


def for_ruling(connection: Connection, command: RuleOnInterest, now: datetime) -> RulingFacts | Refused:
    """What is known when the chair rules."""
    partnership_rows.one_at_a_time(connection, command.workspace, command.partnership)
    setting = partnership_rows.setting(connection, command.workspace, command.partnership, now)
    if setting is None:
        return NO_SUCH_PARTNERSHIP
    on = partnership_rows.today_in(setting.time_zone, now)
    who = standing(connection, setting, command.team, command.user, on)
    register = motion_rows.register_on(connection, setting, on)
    theirs = _organisations_of(register, who.person if isinstance(who, Standing) else None)
    interest = interest_rows.by_id(connection, setting.workspace, setting.partnership, command.interest)
    if interest is None:
        return RulingFacts(setting, who, frozenset(), None, None, "", of_the_chair=False)
    _, motion = subject_of(connection, setting, interest.subject.kind, interest.subject.id)
    election = _election(connection, setting, interest.subject.kind, interest.subject.id)
    undecided = _undecided(connection, setting, register, interest.subject.id)
    chairing_it = {chair_of(connection, setting, motion, now), *(chosen for _, chosen in undecided)}
    declarer = account_of(connection, setting, interest.person)
    nature, ruled = interest_rows.ruled_on(connection, setting.workspace, setting.partnership, interest.id)
    knows = _knows_what_is_confidential(register, interest.person)
    named = {each.slug: each.name for each in register.organisations}
    return RulingFacts(
        setting=setting,
        standing=who,
        chairing=frozenset(each for each in chairing_it if each is not None),
        interest=interest,
        declarer_user=declarer[0] if declarer else None,
        organisation_name=named.get(interest.organisation, interest.organisation),
        of_the_chair=interest.organisation in theirs,
        closed=(
            motion is not None and motion.state not in UNDECIDED and not _awaits(connection, setting, motion)
        )
        or (election is not None and election.state in OVER),
        chair_withdrawn=_has_withdrawn(
            _bearing(connection, setting, interest.subject.id, motion, election), theirs, setting
        ),
        called="" if knows else _called_for_others(connection, setting, interest.subject, motion),
        nature=nature,
        ruled=ruled,
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
    in_chair = chairing(meeting if command.how in AT_A_MEETING else None, chair)
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
        undeclared=undeclared(connection, setting, command.how in AT_A_MEETING, now),
        already=_reference(connection, setting, command.motion),
        no_chair=no_chair(register),
        lot=_lot(connection, setting, command),
        not_about=not_covered(connection, setting, command.text, command.about),
        amends=agenda_rows.amends(connection, setting, command.about),
        not_admitted=agenda_rows.not_admitted(connection, setting, command.about),
        can_seal=ballot_box.can_seal(connection),
        register=_whole(connection, setting, command),
        dissolutions=dissolutions_of(connection, setting),
        with_a_vote=tuple(sorted(each.slug for each in register.organisations if each.voting)),
    )


def _lot(connection: Connection, setting: Setting, command: PutMotion) -> str:
    """The seal of the lot to which a tie on a motion would go; empty where a tie goes nowhere near one."""
    rule = tie_rule(setting.terms, command.kind)
    if command.how == "indicative" or rule is None or rule.value is not Tie.LOT:
        return ""
    return seal(secret_made(connection, setting, command.motion))


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
        return Subject("motion", motion.id, f"{motion.reference}: {_start(motion.text)}"), motion
    if kind == "meeting":
        meeting = meeting_rows.by_id(connection, workspace, partnership, subject)
        return (Subject("meeting", meeting.id, meeting.title) if meeting else None), None
    if kind == "election":
        election = elections.locked(connection, setting, subject)
        return (election_subject(election) if election is not None else None), None
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
    heard = heard_for(connection, setting.workspace, setting.partnership, meeting.id)
    return tuple(each.name for each in outstanding(register, present, heard))


def _undecided(
    connection: Connection, setting: Setting, register: Register, subject: str
) -> list[tuple[Undecided, str | None]]:
    """The motions without a result on which a subject bears, locked against their votes and their close, in one order.

    Each with the acting chair it has of its own, if any.
    """
    rows = connection.execute(
        select(motions)
        .where(
            motions.c.workspace == setting.workspace,
            motions.c.partnership == setting.partnership,
            motions.c.state.in_(UNDECIDED),
            bears_on(subject),
        )
        .order_by(motions.c.id)
        .with_for_update()
    ).all()
    elected = motion_rows.elected_chair(register)
    found: list[tuple[Undecided, str | None]] = []
    for row in rows:
        motion = motion_rows.as_motion(row)
        meeting = meeting_rows.by_id(connection, setting.workspace, setting.partnership, motion.meeting)
        in_chair = chairing(meeting, elected, motion)
        found.append(
            (
                Undecided(
                    motion.id,
                    motion.reference,
                    motion.state == "tied",
                    in_chair,
                    _organisations_of(register, in_chair),
                ),
                motion.chaired_by,
            )
        )
    return found


def _bearing(
    connection: Connection,
    setting: Setting,
    subject: str,
    motion: Motion | None,
    election: Election | None = None,
) -> Mapping[str, tuple[Interest, ...]]:
    """What has been declared on a subject; of a motion also on its meeting and on what it is about, of an election on its
    meeting."""
    more: tuple[str | None, ...] = (election.meeting,) if election is not None else ()
    more = (motion.meeting, motion.about, motion.ratifies) if motion is not None else more
    return interest_rows.bearing_on(connection, setting.workspace, setting.partnership, (subject, *more))


def _election(connection: Connection, setting: Setting, kind: str, subject: str) -> Election | None:
    return elections.locked(connection, setting, subject) if kind == "election" else None


def _has_withdrawn(
    bearing: Mapping[str, tuple[Interest, ...]], organisations: frozenset[str], setting: Setting
) -> bool:
    return any(is_withdrawn(bearing.get(each, ()), setting.terms) for each in organisations)


def _organisations_of(register: Register, person: str | None) -> frozenset[str]:
    return frozenset(each.organisation for each in register.appointments if each.person == person)


def _called_for_others(
    connection: Connection, setting: Setting, subject: Subject | None, motion: Motion | None
) -> str:
    if subject is None:
        return ""
    about = motion.about if motion is not None else None
    return interest_rows.called_for_others(connection, setting.workspace, setting.partnership, subject, about)


def _knows_what_is_confidential(register: Register, person: str) -> bool:
    """Whether somebody is an officer, or speaks for a member (V16)."""
    officer = any(each.person == person and each.role in (SECRETARIAT, "chair") for each in register.roles)
    theirs = _organisations_of(register, person)
    return officer or any(
        each.slug in theirs and each.standing not in NOT_MEMBERS for each in register.organisations
    )


def _awaits(connection: Connection, setting: Setting, motion: Motion) -> bool:
    """Whether a motion was decided provisionally: a ruling on an interest in it may still let it be ratified (K33)."""
    provisional = ratifying.by_motion(connection, setting, motion.id)
    return provisional is not None and provisional.awaits


def _reference(connection: Connection, setting: Setting, motion: str) -> str | None:
    row = motion_rows.row_of(connection, setting.workspace, motion, lock=False)
    mine = row is not None and row.partnership == setting.partnership
    return motion_rows.as_motion(row).reference if row is not None and mine else None


def _whole(connection: Connection, setting: Setting, command: PutMotion) -> Register:
    """The whole register, for a motion that may name somebody."""
    if command.kind == ORDINARY and command.ratifies is None:
        return Register()
    return register_rows.load(connection, setting.workspace, setting.partnership)


def _start(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"

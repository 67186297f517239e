"""Answers to what handlers and screens ask, each from one moment of the database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.rules.citing import provenance
from bot.rules.gaps import gaps
from bot.rules.register import Register, main_group
from bot.rules.terms import why
from bot.store import facts as fact_rows
from bot.store import home
from bot.store.agenda import agenda_answers
from bot.store.elections import election_answers
from bot.store.elections import elections as election_rows
from bot.store.entries import entry_answers, opt_outs, ratifying
from bot.store.interests import interests as interest_rows
from bot.store.interests.withdrawals import unnamed
from bot.store.kinds import dissolving
from bot.store.kinds.dissolving import stands
from bot.store.kinds.kinds import waiting
from bot.store.meetings import meeting_answers
from bot.store.meetings import meetings as meeting_rows
from bot.store.papers import amendments, consulting, paper_answers, round_answers
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership import terms_files
from bot.store.partnership.places import setting_for, which_partnerships, who_asks
from bot.store.replies import who_comes
from bot.store.room import room as room_rows
from bot.store.room import room_answers
from bot.store.tenders import asking_members, bid_answers, policies, providers, tender_answers
from bot.store.votes import motion_answers, one_vote, recorded_votes
from bot.store.votes import motions as motion_rows
from bot.workflows.agenda.proposing import is_an_insider
from bot.workflows.decisions import NO_CLAUSE, Refused, Setting
from bot.workflows.elections.elections import election_subject
from bot.workflows.interests.interests import Subject
from bot.workflows.kinds.adopting import waiting_words
from bot.workflows.kinds.kinds import kinds_of_decision
from bot.workflows.meetings.booked_times import when
from bot.workflows.meetings.meetings import MeetingState, locked
from bot.workflows.questions import (
    Choice,
    DeclareForm,
    DeclareFormFacts,
    ObjectForm,
    PartnershipPicture,
    PutForm,
    PutFormFacts,
    Reason,
    ShowPartnership,
    WhichPartnerships,
    WhyRule,
)
from bot.workflows.standing import Standing, Stranger, unknown
from bot.workflows.votes.motions import (
    AT_A_MEETING,
    NOTE,
    binds,
    chairing,
    no_chair,
    ways_to_decide,
    whom_to_ask,
)
from bot.workflows.votes.secret_votes import BallotForm


def declare_form(connection: Connection, question: DeclareForm, now: datetime) -> DeclareFormFacts:
    """What an interest may be declared on: the meeting in session, open motions, items and tenders."""
    setting, who = who_asks(connection, question, question.partnership, now)
    mine, insider = (setting.workspace, setting.partnership), is_an_insider(who)
    today = partnership_rows.today_in(setting.time_zone, now)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    subjects = [Subject("meeting", meeting.id, f"{meeting.title}, in session")] if meeting else []
    subjects += [
        Subject("meeting", each.id, f"{each.title}, {when(each, setting.time_zone)}")
        for each in meeting_rows.to_come(connection, *mine, since=today, most=6)
    ]
    for row in motion_rows.open_motions(connection, setting):
        motion = motion_rows.as_motion(row)
        subject = Subject("motion", motion.id, f"{motion.reference}: {' '.join(motion.text.split())}")
        if not insider:
            title = interest_rows.called_for_others(connection, *mine, subject, motion.about)
            subject = replace(subject, title=title)
        subjects.append(subject)
    subjects += [election_subject(each) for each in election_rows.under_way_in(connection, setting)]
    nameless = partial(unnamed, connection, setting, who)
    subjects.extend(interest_rows.recent_business(connection, *mine, insider=insider, unnamed=nameless))
    rule = setting.terms.declarations
    return DeclareFormFacts(
        partnership=setting.partnership,
        name=setting.name,
        seats=tuple(Choice(each.organisation, each.name) for each in _seats(who)),
        subjects=tuple(subjects[:90]),
        clause=rule.clause if rule is not None and rule.is_stated else NO_CLAUSE,
        why=why(rule, setting.terms) if rule is not None else "",
        refused=unknown(who, setting) if isinstance(who, Stranger) else None,
    )


def put_form(connection: Connection, question: PutForm, now: datetime) -> PutFormFacts:
    """How a motion may be put, and whether this person is the one to put it."""
    setting, who = who_asks(connection, question, question.partnership, now)
    register = motion_rows.register_on(connection, setting, partnership_rows.today_in(setting.time_zone, now))
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    elected = motion_rows.elected_chair(register)
    in_chair = chairing(meeting, elected)
    names = {each.slug: each.name for each in register.people}
    elsewhere = _not_in_its_chair(meeting, names.get(in_chair or "", ""))
    ways = _ways(setting, meeting)
    in_the_room = None
    if meeting is not None and isinstance(who, Standing) and who.person == elected != in_chair:
        in_the_room = elsewhere
        ways = tuple(each for each in ways if each not in (*AT_A_MEETING, "indicative", NOTE))
    refused = None
    if isinstance(who, Stranger):
        refused = unknown(who, setting)
    elif (shut := locked(meeting, setting.terms)) is not None:
        refused = shut
    elif meeting is not None and who.person != in_chair and (who.person != elected or not ways):
        refused = elsewhere
    elif meeting is None and who.person != elected and not (who.is_secretariat and binds(setting.terms)):
        refused = Refused(
            "Only whoever is chairing puts a motion.",
            next=whom_to_ask(names.get(elected or "", ""), no_chair(register)),
        )
    return PutFormFacts(
        partnership=setting.partnership,
        name=setting.name,
        meeting=meeting,
        ways=ways,
        kinds=kinds_of_decision(setting.terms),
        about=interest_rows.recent_business(connection, setting.workspace, setting.partnership),
        amendments=amendments.offered(connection, setting),
        terms=setting.terms,
        time_zone=setting.time_zone,
        undeclared=fact_rows.undeclared(connection, setting, meeting is not None, now),
        refused=refused,
        in_the_room=in_the_room,
        outstanding=room_rows.outstanding_names(connection, setting, now),
        not_quorate=room_rows.not_quorate(connection, setting, now),
        awaiting=ratifying.count(connection, setting),
        people=tuple(
            Choice(each.slug, each.name) for each in sorted(register.people, key=lambda each: each.name)
        ),
        stands=(
            *((f"{in_the_room.reason} {in_the_room.next}",) if in_the_room is not None else ()),
            *stands(connection, setting, now),
        ),
        present=_present(connection, setting, meeting, register),
    )


def why_rule(connection: Connection, question: WhyRule, now: datetime) -> tuple[Reason, ...]:
    """One rule of the partnership's terms, with its clause and where it comes from."""
    setting = setting_for(connection, question.workspace, question.partnership, now)
    rule = setting.terms.rule(question.key)
    if rule is None:
        return ()
    words = rule.written if rule.is_stated else "not stated"
    found = (Reason(question.key, words, rule.clause, provenance(rule)),)
    meanwhile = waiting_words(waiting(connection, setting))
    return (*found, Reason("The terms", meanwhile, NO_CLAUSE, "")) if meanwhile else found


def show_partnership(connection: Connection, question: ShowPartnership, now: datetime) -> PartnershipPicture:
    """Who is who, what the rules are, and what the register lacks today."""
    setting, who = who_asks(connection, question, question.partnership, now)
    whole = register_rows.load(connection, setting.workspace, setting.partnership)
    on = partnership_rows.today_in(setting.time_zone, now)
    register = replace(
        motion_rows.register_on(connection, setting, on),
        appointments=whole.appointments_on(on),
        roles=tuple(each for each in whole.roles if each.is_on(on)),
    )
    current = {each.person for each in register.appointments} | {each.person for each in register.roles}
    return PartnershipPicture(
        partnership=setting.partnership,
        name=setting.name,
        short_name=setting.short_name,
        terms=setting.terms,
        time_zone=setting.time_zone,
        register=register,
        gaps=gaps(whole, setting.terms, on),
        rules=setting.terms.rules(),
        unmatched=tuple(
            each.name for each in register.people if not each.slack_user and each.slug in current
        ),
        may_match=isinstance(who, Standing) and (who.is_secretariat or who.is_chair),
        users={each.slug: each.slack_user for each in register.people if each.slack_user},
        stands=stands(connection, setting, now),
        dissolutions=tuple(
            Choice(each.motion, each.name) for each in dissolving.dissolutions_of(connection, setting)
        ),
        leads=_leads(connection, setting, who),
        speaks=bool(_seats(who)),
    )


def _leads(connection: Connection, setting: Setting, who: Standing | Stranger) -> bool:
    """Whether somebody is the chair, is chairing the meeting in session, or serves as secretariat."""
    if isinstance(who, Stranger) or who.deactivated:
        return False
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    chairs = meeting is not None and meeting.chaired_by == who.person
    return who.is_secretariat or who.is_chair or chairs


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    WhichPartnerships: which_partnerships,
    DeclareForm: declare_form,
    PutForm: put_form,
    BallotForm: one_vote.ballot_form,
    ObjectForm: one_vote.object_form,
    WhyRule: why_rule,
    ShowPartnership: show_partnership,
    **motion_answers.ANSWERS,
    **home.ANSWERS,
    **election_answers.ANSWERS,
    **meeting_answers.ANSWERS,
    **agenda_answers.ANSWERS,
    **who_comes.ANSWERS,
    **room_answers.ANSWERS,
    **paper_answers.ANSWERS,
    **round_answers.ANSWERS,
    **opt_outs.ANSWERS,
    **recorded_votes.ANSWERS,
    **entry_answers.ANSWERS,
    **dissolving.ANSWERS,
    **tender_answers.ANSWERS,
    **bid_answers.ANSWERS,
    **providers.ANSWERS,
    **asking_members.ANSWERS,
    **policies.ANSWERS,
    **consulting.ANSWERS,
    **terms_files.ANSWERS,
}


def _not_in_its_chair(meeting: MeetingState | None, chair: str) -> Refused:
    """Why somebody else than whoever is chairing puts no motion at the meeting in session (K26, K27)."""
    title = meeting.title if meeting is not None else ""
    reason = f"“{title}” is in session, and only whoever is chairing it puts a motion there."
    if chair:
        return Refused(reason, next=f"Chairing now: {chair}. Ask them to put it.")
    return Refused(
        reason, next="Nobody is chairing it yet: “Who is here” records whom those present have chosen."
    )


def _ways(setting: Setting, meeting: MeetingState | None) -> tuple[str, ...]:
    """The ways to decide; a group that only advises takes no binding vote, and notes or recommends instead."""
    if meeting is not None and meeting.group not in ("", main_group(setting.terms)) and binds(setting.terms):
        return ("indicative", NOTE)
    return ways_to_decide(setting.terms)


def _present(
    connection: Connection, setting: Setting, meeting: MeetingState | None, register: Register
) -> tuple[Choice, ...]:
    """The organisations with a vote that are on the roll of the meeting in session."""
    if meeting is None:
        return ()
    there = meeting_rows.roll_of(connection, setting.workspace, setting.partnership, meeting.id)
    return tuple(
        Choice(each.slug, each.name)
        for each in sorted(register.organisations, key=lambda each: each.name)
        if each.voting and each.slug in there
    )


def _seats(who: Standing | Stranger) -> tuple[Any, ...]:
    return who.seats if isinstance(who, Standing) else ()

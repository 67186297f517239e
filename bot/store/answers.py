"""Answers to what handlers and screens ask, each from one moment of the database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.rules.citing import clause_of, provenance
from bot.rules.describing import describe_majority, describe_quorum
from bot.rules.gaps import gaps
from bot.rules.tally import majority_rule, tie_rule
from bot.rules.terms import Clause, Rule, why
from bot.rules.values import Basis, Majority
from bot.rules.wording import day_words
from bot.store import (
    agenda_answers,
    amendments,
    ballot_box,
    consulting,
    dissolving,
    home,
    meeting_answers,
    one_vote,
    paper_answers,
    ratifying,
    room_answers,
    round_answers,
    tender_answers,
    who_comes,
)
from bot.store import facts as fact_rows
from bot.store import interests as interest_rows
from bot.store import meetings as meeting_rows
from bot.store import motions as motion_rows
from bot.store import partnerships as partnership_rows
from bot.store import register as register_rows
from bot.store import room as room_rows
from bot.store.dissolving import stands
from bot.store.kinds import waiting
from bot.store.places import setting_for, which_partnerships, who_asks
from bot.workflows.adopting import waiting_words
from bot.workflows.amendments import AMENDMENT
from bot.workflows.booked_times import when
from bot.workflows.chairing import may_not_chair
from bot.workflows.counting import ClosingFacts, entitlement, has_withdrawn
from bot.workflows.decisions import NO_CLAUSE, Refused, Setting
from bot.workflows.entitled import entitled_words
from bot.workflows.interests import Subject
from bot.workflows.kinds import kinds_of_decision
from bot.workflows.kinds import lines as named_lines
from bot.workflows.meetings import locked
from bot.workflows.motions import binds, chairing, no_chair, ways_to_decide, whom_to_ask
from bot.workflows.proposing import is_an_insider
from bot.workflows.questions import (
    ActingChairForm,
    ActingChairFormFacts,
    Choice,
    DeclareForm,
    DeclareFormFacts,
    MotionPicture,
    PartnershipPicture,
    PutForm,
    PutFormFacts,
    Reason,
    ShowMotion,
    ShowPartnership,
    WhichPartnerships,
    WhyMotion,
    WhyRule,
)
from bot.workflows.quorum_watch import follows_words, quorum_now, quorum_words
from bot.workflows.ratifying import ratification_words
from bot.workflows.secret_votes import BallotForm
from bot.workflows.standing import Standing, Stranger, unknown
from bot.workflows.votes import CHOICE_WORDS


def declare_form(connection: Connection, question: DeclareForm, now: datetime) -> DeclareFormFacts:
    """What an interest may be declared on: the meeting in session, open motions, items and tenders."""
    setting, who = who_asks(connection, question, question.partnership, now)
    mine, insider = (setting.workspace, setting.partnership), is_an_insider(who)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    subjects = [Subject("meeting", meeting.id, meeting.title)] if meeting else []
    subjects += [
        Subject("meeting", each.id, f"{each.title}, {when(each, setting.time_zone)}")
        for each in meeting_rows.to_come(connection, setting.workspace, setting.partnership, most=6)
    ]
    for row in motion_rows.open_motions(connection, setting):
        motion = motion_rows.as_motion(row)
        subject = Subject("motion", motion.id, f"{motion.reference}: {' '.join(motion.text.split())}")
        if not insider:
            title = interest_rows.called_for_others(connection, *mine, subject, motion.about)
            subject = replace(subject, title=title)
        subjects.append(subject)
    subjects.extend(interest_rows.recent_business(connection, *mine, insider=insider))
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
    may_chair = {elected, chairing(meeting, elected)}
    names = {each.slug: each.name for each in register.people}
    refused = None
    if isinstance(who, Stranger):
        refused = unknown(who, setting)
    elif (shut := locked(meeting, setting.terms)) is not None:
        refused = shut
    elif who.person not in may_chair and not (
        who.is_secretariat and meeting is None and binds(setting.terms)
    ):
        in_chair = names.get(chairing(meeting, elected) or "", "")
        refused = Refused(
            "Only whoever is chairing puts a motion.", next=whom_to_ask(in_chair, no_chair(register))
        )
    return PutFormFacts(
        partnership=setting.partnership,
        name=setting.name,
        meeting=meeting,
        ways=ways_to_decide(setting.terms),
        kinds=kinds_of_decision(setting.terms),
        about=interest_rows.recent_business(connection, setting.workspace, setting.partnership),
        amendments=amendments.offered(connection, setting),
        terms=setting.terms,
        time_zone=setting.time_zone,
        undeclared=fact_rows.undeclared(connection, setting, meeting is not None, now),
        refused=refused,
        outstanding=room_rows.outstanding_names(connection, setting, now),
        not_quorate=room_rows.not_quorate(connection, setting, now),
        awaiting=ratifying.count(connection, setting),
        people=tuple(
            Choice(each.slug, each.name) for each in sorted(register.people, key=lambda each: each.name)
        ),
        stands=stands(connection, setting, now),
    )


def show_motion(connection: Connection, question: ShowMotion, now: datetime) -> MotionPicture | None:
    """What a motion's message shows now."""
    found = _closing(connection, question.workspace, question.motion, now)
    if found is None:
        return None
    row, known = found
    setting, motion = known.setting, known.motion
    terms = setting.terms
    names = {
        each.slug: each.name
        for each in register_rows.load(connection, setting.workspace, setting.partnership).organisations
    }
    now_standing = entitlement(known)
    entitled, withdrawn, voted = (
        now_standing.entitled,
        now_standing.withdrawn,
        frozenset(known.ballots) | known.voted_secretly,
    )
    if known.frozen is not None:
        entitled, withdrawn = frozenset(known.frozen.entitled), frozenset(known.frozen.withdrawn)
        voted = frozenset(known.frozen.voted)
    counted = (voted & entitled) | known.voted_secretly
    persons = {each.slug: each.name for each in known.register.people}
    rule = majority_rule(terms, motion.kind)
    in_chair = known.in_chair
    about = ""
    if motion.about:
        about = interest_rows.open_title_of(connection, setting.workspace, setting.partnership, motion.about)
    return MotionPicture(
        workspace=setting.workspace,
        partnership=setting.partnership,
        partnership_name=setting.name,
        channel=setting.channel,
        time_zone=setting.time_zone,
        motion=motion,
        put_by=persons.get(motion.put_by, ""),
        chair=persons.get(in_chair, "") if in_chair and not has_withdrawn(known, in_chair) else "",
        meeting_title=known.meeting.title if known.meeting else "",
        about=about,
        entitled=_names(names, entitled),
        voted=_names(names, counted) if motion.show_votes == "who" else (),
        voted_count=len(counted),
        withdrawn=_names(names, withdrawn),
        majority=_majority_words(rule),
        majority_clause=rule.clause if rule is not None and rule.basis is not Basis.ADOPTED else NO_CLAUSE,
        result=known.frozen,
        names=names,
        revision=row.revision,
        ratification=_ratification(connection, known),
        particulars=named_lines(motion.kind, known.named.own, terms),
        not_quorate=_not_quorate(known),
    )


def why_motion(connection: Connection, question: WhyMotion, now: datetime) -> tuple[Reason, ...]:
    """The rules that a motion, or its result, rests on."""
    found = _closing(connection, question.workspace, question.motion, now)
    if found is None:
        raise LookupError("no such motion")
    _, known = found
    terms, motion, result = known.setting.terms, known.motion, known.frozen
    reasons: list[Reason] = []
    if result is not None and not motion.indicative:
        reasons.append(Reason("Result", result.why, Clause(result.clause, result.clause_words), ""))
        if result.quorum_why:
            words = result.quorum_why
            rule = terms.quorum
            reasons.append(Reason("Quorum", words, clause_of(rule), ""))
        reasons += _published(connection, known)
        becomes = _ratification(connection, known)
        if becomes:
            reasons.append(Reason("Ratification", becomes, clause_of(terms.inquorate), ""))
    elif motion.indicative:
        binding = terms.decisions_binding if not binds(terms) else terms.between_meetings
        clause = clause_of(binding)
        reasons.append(
            Reason(
                "Indicative",
                "It shows how opinion lies. It decides nothing and binds nobody.",
                clause,
                provenance(binding) if binding is not None else "",
            )
        )
    asked: tuple[tuple[str, Rule[Any] | None], ...] = (
        ("Majority", majority_rule(terms, motion.kind)),
        ("One vote each", terms.voting_unit),
        ("Named or secret", terms.ballot),
        ("A tie", tie_rule(terms, motion.kind)),
        ("Quorum", terms.quorum if result is None else None),
        ("voting.binds_members", terms.binds_members),
        ("Interests", terms.interest_effect or terms.declarations),
    )
    for heading, each in asked:
        if each is not None:
            words = each.written if each.is_stated else "not stated"
            if each is terms.quorum and each.value is not None:  # its sectors by name, not by the file's keys
                words = describe_quorum(each.value, terms.sectors)
            reasons.append(Reason(heading, words, each.clause, provenance(each)))
    opened = partnership_rows.today_in(known.setting.time_zone, motion.put_at)
    reasons.append(Reason("Who has a vote", entitled_words(terms, opened), clause_of(terms.entitled), ""))
    meanwhile = waiting_words(waiting(connection, known.setting)) if result is None else ""
    if meanwhile:
        reasons.append(Reason("The terms", meanwhile, clause_of(terms.majorities.get(AMENDMENT)), ""))
    return tuple(reasons)


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


def acting_chair_form(
    connection: Connection, question: ActingChairForm, now: datetime
) -> ActingChairFormFacts:
    """The representatives who may chair a motion instead of the chair."""
    found = _closing(connection, question.workspace, question.motion, now)
    if found is None:
        raise LookupError("no such motion")
    _, known = found
    register = known.register
    candidates = {
        each.person: Choice(
            each.person,
            f"{register.person(each.person).name}, {register.organisation(each.organisation).name}",
        )
        for each in register.appointments
        if (known.roll is None or each.organisation in known.roll)
        and may_not_chair(known, each.person) is None
    }
    return ActingChairFormFacts(
        motion=known.motion.id,
        reference=known.motion.reference,
        candidates=tuple(sorted(candidates.values(), key=lambda each: each.words)),
        clause=clause_of(known.setting.terms.acting_chair),
        refused=None
        if candidates
        else Refused("Nobody present may chair it: every organisation has withdrawn or is not on the roll."),
    )


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
    ShowMotion: show_motion,
    WhyMotion: why_motion,
    WhyRule: why_rule,
    ActingChairForm: acting_chair_form,
    ShowPartnership: show_partnership,
    **home.ANSWERS,
    **meeting_answers.ANSWERS,
    **agenda_answers.ANSWERS,
    **who_comes.ANSWERS,
    **room_answers.ANSWERS,
    **paper_answers.ANSWERS,
    **round_answers.ANSWERS,
    **dissolving.ANSWERS,
    **tender_answers.ANSWERS,
    **consulting.ANSWERS,
}


def _ratification(connection: Connection, known: ClosingFacts) -> str:
    """What stands under a provisional decision; nothing under any other."""
    setting = known.setting
    original = ratifying.by_motion(connection, setting, known.motion.id)
    if original is None:
        return ""
    stuck = ratifying.deadlock_of(connection, setting, known.register, original.motion, original.about)
    return ratification_words(original, setting.terms, setting.time_zone, stuck)


def _published(connection: Connection, known: ClosingFacts) -> list[Reason]:
    """The lists of a secret vote as they were opened, one for each ballot: every receipt with its choice."""
    return [
        Reason(
            "Receipts and choices",
            "\n".join(f"{receipt}: {CHOICE_WORDS.get(choice, choice)}" for receipt, choice in ballots)
            or "nobody voted",
            clause_of(known.setting.terms.ballot),
            "",
        )
        for ballots in ballot_box.published(connection, known.setting, known.motion.id)
    ]


def _majority_words(rule: Rule[Majority] | None) -> str:
    """What carries a motion, and who adopted it where the document does not say."""
    if rule is None or rule.value is None:
        return ""
    adopted = rule.adoption
    source = (
        f", as adopted by {adopted.by} on {day_words(adopted.on)}; the document does not say"
        if adopted
        else ""
    )
    return f"{describe_majority(rule.value)}{source}"


def _closing(
    connection: Connection, workspace: str, motion: str, now: datetime
) -> tuple[Any, ClosingFacts] | None:
    row = motion_rows.row_of(connection, workspace, motion, lock=False)
    if row is None:
        return None
    setting = motion_rows.setting_of(connection, row)
    on = partnership_rows.today_in(setting.time_zone, now)
    return row, motion_rows.closing_facts(connection, row, setting, None, on)


def _not_quorate(known: ClosingFacts) -> str:
    """That a motion put at a meeting has no quorum as things stand, and what follows if it is carried so (K33)."""
    if known.meeting is None or known.frozen is not None or known.motion.indicative:
        return ""
    found = quorum_now(known)
    if found.answer.quorate is not False:
        return ""
    return f"{quorum_words(found)} {follows_words(found, known.setting.terms)}"


def _seats(who: Standing | Stranger) -> tuple[Any, ...]:
    return who.seats if isinstance(who, Standing) else ()


def _names(names: Mapping[str, str], organisations: Any) -> tuple[str, ...]:
    return tuple(sorted(names.get(each, each) for each in organisations))

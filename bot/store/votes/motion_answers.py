"""Answers about one motion: its message, why it is as it is, who may chair it, and for whom somebody may object."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.rules.citing import cited, clause_of, provenance
from bot.rules.describing import describe_majority, describe_quorum
from bot.rules.lot import seal
from bot.rules.tally import majority_rule, tie_rule
from bot.rules.terms import Clause, Rule
from bot.rules.values import Basis, Majority
from bot.rules.wording import day_words, listed
from bot.store.entries import opt_outs, ratifying
from bot.store.entries.entries import became_of
from bot.store.entries.undone import has_ended
from bot.store.interests import interests as interest_rows
from bot.store.kinds.kinds import waiting
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership import register as register_rows
from bot.store.partnership.people import standing as standing_of
from bot.store.votes import ballot_box, recorded_votes
from bot.store.votes import motions as motion_rows
from bot.store.votes.locked_boxes import found_locked
from bot.store.votes.lots import secret_of
from bot.workflows.agenda.proposing import is_an_insider
from bot.workflows.decisions import NO_CLAUSE, Refused
from bot.workflows.entries.opting_out import may_opt_out, out_words
from bot.workflows.entries.ratifying import ratification_words
from bot.workflows.kinds.adopting import waiting_words
from bot.workflows.kinds.kinds import lines as named_lines
from bot.workflows.papers.amendments import AMENDMENT
from bot.workflows.questions import (
    ActingChairForm,
    ActingChairFormFacts,
    Choice,
    MotionPicture,
    Reason,
    ShowMotion,
    WhyMotion,
    WithdrawForm,
    WithdrawFormFacts,
)
from bot.workflows.room.quorum_watch import follows_words, quorum_line, quorum_now
from bot.workflows.standing import Standing, Stranger
from bot.workflows.votes.chairing import may_not_chair
from bot.workflows.votes.consensus import Positions, sorted_out
from bot.workflows.votes.counting import (
    ClosingFacts,
    Entitlement,
    answered_so_far,
    binds_nobody,
    entitlement,
    has_withdrawn,
)
from bot.workflows.votes.ending_rounds import not_to_withdraw
from bot.workflows.votes.entitled import entitled_words
from bot.workflows.votes.how_it_went import how_it_went
from bot.workflows.votes.motions import binds
from bot.workflows.votes.votes import CHOICE_WORDS


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
    stand = _positions(known, now_standing)
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
        recorded=_recorded(connection, known),
        opt_outs=out_words(names, opt_outs.out_of(connection, setting, motion.id)),
        locked=motion.is_secret and motion.state == "open" and found_locked(connection, setting, motion.id),
        became=became_of(connection, setting, motion.id) if motion.state == "closed" else (),
        may_opt_out=may_opt_out(motion, setting, has_ended=has_ended(connection, setting, motion.id)) is None,
        particulars=named_lines(motion.kind, known.named.own, terms),
        not_quorate=_not_quorate(known),
        agreeing=_names(names, stand.agreeing),
        aside=_names(names, stand.aside),
        objecting=_names(names, stand.objecting),
        silent=_names(names, stand.silent),
        waiting=_names(names, entitled - counted)
        if motion.show_votes == "who" and motion.state == "open"
        else (),
        earlier=tuple(each.result for each in known.earlier),
        consensus_clause=clause_of(terms.consensus_first),
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
        out = opt_outs.out_of(connection, known.setting, motion.id)
        if out:
            names = {each.slug: each.name for each in known.register.organisations}
            words = ". ".join(out_words(names, out))
            reasons.append(Reason("Does not join in", words, clause_of(binds_nobody(terms)), ""))
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
    if result is not None:
        reasons.append(Reason("The motion", how_it_went(known, result), NO_CLAUSE, ""))
    reasons.extend(_objections(connection, question, known, now))
    if result is not None and result.by == "record":
        return tuple(reasons)
    recorded = _recorded(connection, known)
    if recorded:
        reasons.append(Reason("Votes by telephone", " ".join(recorded), NO_CLAUSE, ""))
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
    secret = secret_of(connection, known.setting, motion.id)
    if secret:
        sealed = f"A tie goes to a lot that was sealed before anybody voted, as SHA-256 {seal(secret)}."
        if result is not None and result.how_drawn:
            sealed = f"{sealed} {result.how_drawn}"
        reasons.append(Reason("The lot", sealed, clause_of(tie_rule(terms, motion.kind)), ""))
    opened = partnership_rows.today_in(known.setting.time_zone, motion.put_at)
    reasons.append(Reason("Who has a vote", entitled_words(terms, opened), clause_of(terms.entitled), ""))
    meanwhile = waiting_words(waiting(connection, known.setting)) if result is None else ""
    if meanwhile:
        reasons.append(Reason("The terms", meanwhile, clause_of(terms.majorities.get(AMENDMENT)), ""))
    return tuple(reasons)


def acting_chair_form(
    connection: Connection, question: ActingChairForm, now: datetime
) -> ActingChairFormFacts:
    """The representatives who may chair a motion instead of the chair."""
    found = _closing(connection, question.workspace, question.motion, now)
    if found is None:
        raise LookupError("no such motion")
    known = motion_rows.with_the_room(connection, found[1])
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


def withdraw_form(connection: Connection, question: WithdrawForm, now: datetime) -> WithdrawFormFacts:
    """The motion somebody would withdraw, and why it is not theirs to withdraw where it is not."""
    found = _closing(connection, question.workspace, question.motion, now)
    if found is None:
        raise LookupError("no such motion")
    known = found[1]
    on = partnership_rows.today_in(known.setting.time_zone, now)
    who = standing_of(connection, known.setting, question.team, question.user, on)
    shown = ShowMotion(
        workspace=question.workspace, team=question.team, user=question.user, motion=question.motion
    )
    return WithdrawFormFacts(
        show_motion(connection, shown, now), not_to_withdraw(replace(known, standing=who), question.user)
    )


def _positions(known: ClosingFacts, standing: Entitlement) -> Positions:
    """Where those asked stand while a round runs; afterwards what those said who did not withdraw (G9)."""
    if known.motion.state == "consensus":
        return sorted_out(known.positions, standing.entitled)
    result = known.frozen
    if result is not None and result.by.startswith("consensus"):
        return Positions(result.agreed, result.stood_aside, (), result.silent)
    return sorted_out(known.positions, frozenset(known.positions) - standing.withdrawn)


def _objections(
    connection: Connection, question: WhyMotion, known: ClosingFacts, now: datetime
) -> Iterator[Reason]:
    """Where everybody stood in a round; the reasons of objections for members alone (K27)."""
    stand = _positions(known, entitlement(known))
    said = {"Agreeing": stand.agreeing, "Standing aside": stand.aside, "Objecting": stand.objecting}
    names = {each.slug: each.name for each in known.register.organisations}
    lines = [f"{how}: {listed(_names(names, who))}." for how, who in said.items() if who]
    if not lines:
        return
    rule = known.setting.terms.consensus_first
    yield Reason("Consensus", " ".join(lines), clause_of(rule), provenance(rule) if rule is not None else "")
    on = partnership_rows.today_in(known.setting.time_zone, now)
    if not is_an_insider(standing_of(connection, known.setting, question.team, question.user, on)):
        return
    for each in stand.objecting:
        yield Reason(f"{names.get(each, each)} objects", known.positions[each].reason, NO_CLAUSE, "")


def _recorded(connection: Connection, known: ClosingFacts) -> tuple[str, ...]:
    """Which votes were recorded for somebody who rang up; by name where the message says by name who has voted."""
    motion = known.motion
    return recorded_votes.recorded_words(
        connection, known.setting, motion.id, named=motion.show_votes == "who"
    )


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
    if known.frozen is not None or known.motion.indicative:
        return ""
    if known.meeting is None:
        return _too_few_answers(known)
    found = quorum_now(known)
    if found.answer.quorate is not False:
        return ""
    return f"{quorum_line(found)} {follows_words(found, known.setting.terms)}"


def _too_few_answers(known: ClosingFacts) -> str:
    """How many have to answer between meetings for anything to be decided, while fewer have (K45)."""
    rule = known.setting.terms.between_meetings_quorum
    if rule is None or not rule.is_stated or known.motion.state != "open":
        return ""
    found = answered_so_far(known)
    return "" if found.quorate is not False else f"Too few answers yet{cited(rule)}: {found.briefly}"


def _names(names: Mapping[str, str], organisations: Any) -> tuple[str, ...]:
    return tuple(sorted(names.get(each, each) for each in organisations))


def _seats(who: Standing | Stranger) -> tuple[Any, ...]:
    return who.seats if isinstance(who, Standing) else ()


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowMotion: show_motion,
    WhyMotion: why_motion,
    ActingChairForm: acting_chair_form,
    WithdrawForm: withdraw_form,
}

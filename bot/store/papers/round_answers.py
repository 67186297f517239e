"""Answers to what is asked about the rounds of papers: what would go, what went to whom, and what anybody may see of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.rules.citing import cited
from bot.rules.wording import counted, listed
from bot.store.agenda import agenda as agenda_rows
from bot.store.meetings import meetings as meeting_rows
from bot.store.meetings.booking import given_for
from bot.store.papers import amendments as amendment_rows
from bot.store.papers import papers as paper_rows
from bot.store.papers.paper_answers import under_the_terms_of
from bot.store.papers.rounds import round_facts
from bot.store.papers.service import services_of
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.places import who_asks
from bot.workflows.agenda.agenda import AMENDMENT, agenda_lines, public_agenda
from bot.workflows.agenda.item_words import may_act
from bot.workflows.agenda.items_close import closes_early
from bot.workflows.decisions import Detail, Refused, Setting
from bot.workflows.meetings.booked_times import when
from bot.workflows.meetings.deadlines import owed, owed_words
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.circulation import may_look_over, withheld_words
from bot.workflows.papers.lateness import PAPERS
from bot.workflows.papers.paper_questions import PublicCopy, RoundPicture, ShowPublicCopy, ShowRound
from bot.workflows.papers.rounds import (
    Round,
    item_words,
    late_mark,
    lines_for,
    names,
    stands_in_the_way,
    worked_out,
)
from bot.workflows.papers.service import NOT_THEIRS, ProofPicture, ShowProof
from bot.workflows.papers.submitting import is_the_secretariats
from bot.workflows.standing import Standing, Stranger

NOT_GONE_ROUND = Refused(
    "The agenda and papers of this meeting have not gone round yet.", next="Once they have, they are here."
)


def show_round(connection: Connection, question: ShowRound, now: datetime) -> RoundPicture:
    """Just what would go round now, and to whom."""
    setting, who = who_asks(connection, question, question.partnership, now)
    meeting = meeting_rows.by_id(connection, setting.workspace, setting.partnership, question.meeting)
    if meeting is None:
        raise LookupError("no such meeting")
    under = under_the_terms_of(connection, setting, meeting, now)
    facts = round_facts(connection, under, meeting, who, now)
    words = when(meeting, setting.time_zone)
    refused = may_look_over(facts)
    if refused is not None or meeting.held_on is None:
        refused = refused or stands_in_the_way(facts, now)
        return RoundPicture(setting.partnership, setting.name, meeting, words, None, refused=refused)
    made = worked_out(facts, now)
    outsiders = [each for each in made.readers if not each.is_member]
    due = owed(under.terms, meeting.held_on, facts.today, starts_at=meeting.starts_at)
    return RoundPicture(
        partnership=setting.partnership,
        name=setting.name,
        meeting=meeting,
        when=words,
        round=made,
        agenda=lines_for(facts, member=True),
        public=lines_for(facts, member=False),
        marks=tuple((each.paper.id, _going_marks(under, each.paper.id, made)) for each in made.going),
        deadlines=tuple(
            Detail(owed_words(each, setting.time_zone), each.clause)
            for each in due
            if each.rule == PAPERS
            or (each.rule == AMENDMENT and any(going.paper.amendment for going in made.going))
        ),
        withheld=withheld_words(facts, made),
        closes=closes_early(under.terms, meeting, facts.today, closed=facts.closed),
        outsiders=names(outsiders) if outsiders and any(each.confidential for each in made.going) else "",
        refused=stands_in_the_way(facts, now),
    )


def show_proof(connection: Connection, question: ShowProof, now: datetime) -> ProofPicture:
    """To whom agenda and papers were sent, with the proof of each."""
    setting, who = who_asks(connection, question, question.partnership, now)
    meeting = meeting_rows.by_id(connection, setting.workspace, setting.partnership, question.meeting)
    if meeting is None:
        raise LookupError("no such meeting")
    refused = may_act(setting, who)
    if refused is None and isinstance(who, Standing) and not is_the_secretariats(who):
        refused = NOT_THEIRS
    return ProofPicture(
        partnership=setting.partnership,
        name=setting.name,
        time_zone=setting.time_zone,
        meeting=meeting,
        when=when(meeting, setting.time_zone),
        services=services_of(connection, setting, meeting=meeting.id) if refused is None else (),
        refused=refused,
    )


def show_public_copy(connection: Connection, question: ShowPublicCopy, now: datetime) -> PublicCopy:
    """Agenda and papers of a meeting as anybody may see them: nothing confidential, and that it is left out (K38, K39)."""
    setting, who = who_asks(connection, question, question.partnership, now)
    meeting = meeting_rows.by_id(connection, setting.workspace, setting.partnership, question.meeting)
    if meeting is None:
        raise LookupError("no such meeting")
    under = under_the_terms_of(connection, setting, meeting, now)
    return public_copy(connection, under, meeting, now, _no_copy_for(connection, under, who, meeting))


def public_copy(
    connection: Connection,
    setting: Setting,
    meeting: MeetingState,
    now: datetime,
    refused: Refused | None = None,
) -> PublicCopy:
    """What anybody may see of the agenda and of the papers that have gone round."""
    on = partnership_rows.today_in(setting.time_zone, now)
    items = agenda_rows.agenda_of(connection, setting, meeting, on)
    items = amendment_rows.with_lateness(connection, setting, meeting, items, now)
    by_id = {each.id: each for each in items}
    kept = [
        each
        for each in paper_rows.papers_of(connection, setting, meeting.id)
        if each.stands.circulated_at is not None
    ]
    secret = paper_rows.confidential_among(connection, setting, kept)
    hidden = [each for each in items if each.stands and each.confidential]
    left_out = [counted(len(hidden), "item")] if hidden else []
    left_out += [counted(len(secret), "paper")] if secret else []
    rule = setting.terms.public_meetings
    return PublicCopy(
        partnership=setting.partnership,
        name=setting.name,
        title=meeting.title,
        when=when(meeting, setting.time_zone),
        place=meeting.place,
        agenda=agenda_lines(public_agenda(items)) if refused is None else (),
        papers=tuple(
            " · ".join(
                part
                for part in (
                    each.title,
                    item_words(by_id.get(each.item or ""), member=False),
                    each.stands.link,
                )
                if part
            )
            for each in kept
            if each.id not in secret
        )
        if refused is None
        else (),
        left_out=(f"{listed(left_out)} left out, because they are confidential.",) if left_out else (),
        private="" if meeting.public else f"This meeting is held in private{cited(rule)}.",
        refused=refused,
    )


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowRound: show_round,
    ShowProof: show_proof,
    ShowPublicCopy: show_public_copy,
}


def _no_copy_for(
    connection: Connection, setting: Setting, who: Standing | Stranger, meeting: MeetingState
) -> Refused | None:
    """Why somebody is shown no public copy. A guest is, of a meeting in public, once agenda and papers have gone round (K39)."""
    if isinstance(who, Stranger) and meeting.public:
        given = given_for(connection, setting, meeting.id, setting.time_zone)
        return None if any(each.rule == "papers" for each in given) else NOT_GONE_ROUND
    refused = may_act(setting, who)
    if refused is None and isinstance(who, Standing) and not is_the_secretariats(who):
        return Refused(
            "The public copy is made by the secretariat or the chair.", next="Ask one of them for it."
        )
    return refused


def _going_marks(setting: Setting, paper: str, made: Round) -> tuple[str, ...]:
    going = next(each for each in made.going if each.paper.id == paper)
    return tuple(
        each
        for each in (
            f"version {going.paper.version}" if going.paper.version > 1 else "",
            "text of an amendment" if going.paper.amendment else "",
            "confidential" if going.confidential else "",
            "" if going.fresh else "sent before, to others",
            late_mark(setting.terms, going.late, amendment=going.paper.amendment),
        )
        if each
    )

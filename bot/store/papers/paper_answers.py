"""Answers to what screens ask about papers, each as much as whoever asks may see."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.rules.citing import cited, clause_of
from bot.rules.wording import day_words
from bot.store.agenda import agenda as agenda_rows
from bot.store.agenda.agenda_facts import seats_in
from bot.store.agenda.standing_items import is_of_the_body
from bot.store.interests.withdrawals import settled_by, withdrawn_from
from bot.store.meetings import meetings as meeting_rows
from bot.store.papers import papers as paper_rows
from bot.store.papers.consulting import consulted_on, missing_on
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.places import who_asks
from bot.store.votes import motions as motion_rows
from bot.workflows.agenda.agenda import ACCEPTED as ON_AGENDA
from bot.workflows.agenda.agenda import AMENDMENT, AWAITING, PROPOSED, AgendaItem, without_names
from bot.workflows.agenda.item_words import chosen_of, may_act
from bot.workflows.agenda.proposing import NOT_MEMBERS
from bot.workflows.decisions import Detail, Refused, Setting
from bot.workflows.meetings.booked_times import when
from bot.workflows.meetings.deadlines import owed, owed_words
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.papers.amendments import missed_words
from bot.workflows.papers.how_late import as_it_stands
from bot.workflows.papers.late_papers import rule_for_late
from bot.workflows.papers.lateness import BY_THE_CHAIR, PAPERS, Lateness, lateness
from bot.workflows.papers.paper_questions import (
    PaperLine,
    PaperPicture,
    PapersPicture,
    ShowPaper,
    ShowPapers,
    SubmitForm,
    SubmitFormFacts,
)
from bot.workflows.papers.papers import ACCEPTED, KEPT, LOST, NEEDED, RETURNED, SUBMITTED, WITHDRAWN, Paper
from bot.workflows.papers.rounds import late_mark
from bot.workflows.papers.submitting import is_the_secretariats
from bot.workflows.questions import Choice
from bot.workflows.standing import Standing, Stranger

MOST_MEETINGS, MOST_ITEMS, MOST_VERSIONS, MOST_DAYS = 20, 90, 60, 10
NO_MEETING = Refused(
    "No meeting is booked, so there is nothing to submit papers for yet.",
    next="The secretariat books the next meeting.",
)


def show_papers(connection: Connection, question: ShowPapers, now: datetime) -> PapersPicture:
    """The papers of a meeting by item, without what the reader may not see: confidential, or withdrawn from (V16)."""
    setting, who = who_asks(connection, question, question.partnership, now)
    refused = may_act(setting, who)
    on = partnership_rows.today_in(setting.time_zone, now)
    if refused is not None:
        return PapersPicture(setting.partnership, setting.name, None, refused=refused)
    assert isinstance(who, Standing)
    seen = _meetings(connection, setting, who, on)
    chosen = (
        meeting_rows.by_id(connection, setting.workspace, setting.partnership, question.meeting)
        if question.meeting
        else next(iter(seen), None)
    )
    if chosen is None:
        return PapersPicture(setting.partnership, setting.name, None, refused=NO_MEETING)
    under = under_the_terms_of(connection, setting, chosen, now)
    look = _Look(connection, under, who, chosen, on)
    lines, hidden = look.lines()
    return PapersPicture(
        partnership=setting.partnership,
        name=setting.name,
        meeting=chosen,
        when=when(chosen, setting.time_zone),
        papers=lines,
        hidden=hidden,
        deadline=_deadline(under, chosen, on),
        others=tuple(_choice(each, setting) for each in seen if each.id != chosen.id)[:5],
        may_submit=look.is_open and (look.insider or look.manages),
        may_decide=look.manages and look.is_open,
    )


def submit_form(connection: Connection, question: SubmitForm, now: datetime) -> SubmitFormFacts:
    """The meetings and items somebody may submit a paper for, and the papers they may make a new version of (K36)."""
    setting, who = who_asks(connection, question, question.partnership, now)
    refused = may_act(setting, who)
    if refused is not None:
        return SubmitFormFacts(setting.partnership, setting.name, refused=refused)
    assert isinstance(who, Standing)
    on = partnership_rows.today_in(setting.time_zone, now)
    seen = _meetings(connection, setting, who, on)
    theirs = [each for each in seen if _is_member(connection, setting, who, each, on)]
    if seen and not theirs:
        refused = Refused(
            "Papers are submitted by members, and you speak for no member of a body that is to meet.",
            clause_of(setting.terms.agenda_closes),
            next="Ask somebody who does, or the secretariat, to submit it.",
        )
        return SubmitFormFacts(setting.partnership, setting.name, refused=refused)
    if not theirs:
        return SubmitFormFacts(setting.partnership, setting.name, refused=NO_MEETING)
    asked = paper_rows.paper_of(connection, setting, question.paper)
    wanted = asked.meeting if asked is not None else question.meeting
    by_day = partnership_rows.settings_on(connection, setting, (each.held_on for each in theirs), now)
    late = {each.id: lateness(by_day[each.held_on].terms, each, now) for each in theirs}
    named = next((each for each in theirs if each.id == wanted), None)
    kept = named if asked is not None or question.item else None
    closed = frozenset(each.id for each in theirs if late[each.id].late)
    chosen, instead = chosen_of(theirs, named, closed, "Papers", kept)
    under = by_day[chosen.held_on]
    seats = {
        seat.organisation: seat
        for each in theirs
        for seat in seats_in(connection, setting, who, each.group, on)
        if seat.standing not in NOT_MEMBERS
    }
    return SubmitFormFacts(
        partnership=setting.partnership,
        name=setting.name,
        seats=tuple(Choice(each.organisation, each.name) for each in seats.values()),
        meetings=tuple(_choice(each, setting, each.id == chosen.id) for each in theirs[:MOST_MEETINGS]),
        items=_items(connection, by_day, theirs, who, question.item, on),
        versions=_may_renew(connection, setting, who, theirs, question.paper),
        days=tuple(
            f"{_choice(each, setting).words}. {words}"
            for each in theirs[:MOST_DAYS]
            for words in [_day_words(by_day[each.held_on], each, late[each.id], on)]
            if words
        ),
        days_clause=clause_of(under.terms.notices.get(PAPERS)),
        instead=instead,
        missed=missed_words(
            [
                (each, by_day[each.held_on].terms)
                for each in theirs
                if is_of_the_body(by_day[each.held_on], each.group)
            ],
            now,
        ),
        amendment_clause=clause_of(under.terms.notices.get(AMENDMENT)),
    )


def show_paper(connection: Connection, question: ShowPaper, now: datetime) -> PaperPicture:
    """One paper with its versions, for those who decide about it and those whose it is."""
    setting, who = who_asks(connection, question, question.partnership, now)
    paper = paper_rows.paper_of(connection, setting, question.paper)
    meeting = (
        meeting_rows.by_id(connection, setting.workspace, setting.partnership, paper.meeting)
        if paper is not None
        else None
    )
    if paper is None or meeting is None:
        raise LookupError("no such paper")
    on = partnership_rows.today_in(setting.time_zone, now)
    under = under_the_terms_of(connection, setting, meeting, now)
    refused = may_act(setting, who)
    own = isinstance(who, Standing) and paper.is_of(who)
    manages = isinstance(who, Standing) and is_the_secretariats(who)
    if refused is None and not (own or manages):
        refused = Refused("That paper is for the secretariat, and for those whose it is, to look into.")
    items = agenda_rows.agenda_of(connection, under, meeting, on)
    is_open = meeting.is_to_come or meeting.state == IN_SESSION
    return PaperPicture(
        partnership=setting.partnership,
        time_zone=setting.time_zone,
        meeting=meeting,
        when=when(meeting, setting.time_zone),
        line=PaperLine(paper, _marks(under, meeting, paper), may_open=True),
        item=next((each for each in items if each.id == paper.item), None),
        items=tuple(_item_choice(each, each.id == paper.item) for each in items if _takes_papers(each))[
            :MOST_ITEMS
        ],
        may_decide=manages and is_open and paper.state != WITHDRAWN,
        may_withdraw=own and is_open and paper.state != WITHDRAWN and not paper.has_gone_round,
        may_submit=(own or manages) and is_open and paper.state != WITHDRAWN,
        refused=refused,
        unheard=missing_on(connection, setting, paper.id, paper.version) if paper.amendment else (),
        may_consult=manages and paper.amendment and bool(consulted_on(connection, setting, paper.id)),
    )


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowPapers: show_papers,
    SubmitForm: submit_form,
    ShowPaper: show_paper,
}


class _Look:
    """What one person sees of the papers of one meeting."""

    def __init__(
        self, connection: Connection, setting: Setting, who: Standing, meeting: MeetingState, on: date
    ) -> None:
        self.setting, self.who, self.meeting = setting, who, meeting
        self.manages = is_the_secretariats(who)
        seats = seats_in(connection, setting, who, meeting.group, on)
        self.insider = any(each.standing not in NOT_MEMBERS for each in seats)
        self.is_open = meeting.is_to_come or meeting.state == IN_SESSION
        self.mine = {each.organisation for each in seats}
        self.items = {each.id: each for each in agenda_rows.agenda_of(connection, setting, meeting, on)}
        self.papers = paper_rows.papers_of(connection, setting, meeting.id)
        self.secret = paper_rows.confidential_among(connection, setting, self.papers)
        self.withdrawn = withdrawn_from(
            connection,
            setting,
            meeting.id,
            {each.item for each in self.papers if each.item},
            settled_by(self.items.values()),
            self.papers,
        )
        elected = motion_rows.elected_chair(motion_rows.register_on(connection, setting, on))
        in_chair = meeting.chaired_by if meeting.state == IN_SESSION else None
        self.admits = who.person == in_chair or (
            rule_for_late(setting.terms) == BY_THE_CHAIR and who.person == elected
        )

    def lines(self) -> tuple[tuple[tuple[str, tuple[PaperLine, ...]], ...], tuple[str, ...]]:
        """The papers under the title of each item, and what is not shown."""
        grouped: dict[str, list[PaperLine]] = {}
        hidden: list[str] = []
        ordered = sorted(self.papers, key=self._place)
        for paper in ordered:
            own = paper.is_of(self.who)
            if paper.state == WITHDRAWN or (paper.state != ACCEPTED and not (own or self.manages)):
                continue
            item = self.items.get(paper.item or "")
            if not own and paper.id in self.secret and not (self.insider or self.manages):
                continue
            # Whoever looks papers over has to know which there are, though their own are not sent to them either.
            withdrawn = self.mine & self.withdrawn.get(paper.item or paper.id, frozenset())
            if withdrawn and not (own or self.manages or paper.amendment):
                rule = self.setting.terms.declarations
                named = "A confidential paper" if paper.id in self.secret else f"“{paper.title}”"
                whole = "what it is about" if paper.item is None else "its item"
                hidden.append(
                    f"{named} is not for you: your organisation has withdrawn from {whole} for an interest{cited(rule)}."
                )
                continue
            heading = f"{item.position}. {item.title}" if item is not None and item.position else ""
            heading = heading or (item.title if item is not None else "For the meeting as a whole")
            grouped.setdefault(heading, []).append(self._line(paper, own=own))
        return tuple((heading, tuple(lines)) for heading, lines in grouped.items()), tuple(hidden)

    def _place(self, paper: Paper) -> tuple[int, int]:
        item = self.items.get(paper.item or "")
        at = item.position if item is not None and item.position else 1000
        return (at, self.papers.index(paper))

    def _line(self, paper: Paper, *, own: bool) -> PaperLine:
        lost = paper.stands.state == LOST
        return PaperLine(
            paper,
            _marks(self.setting, self.meeting, paper),
            may_accept=self.manages and self.is_open and paper.state == SUBMITTED and not lost,
            may_renew=lost and self.is_open and (own or self.manages),
            may_admit=self.admits
            and self.is_open
            and paper.state in (SUBMITTED, ACCEPTED)
            and as_it_stands(self.setting.terms, self.meeting, paper).admission == NEEDED,
            may_open=own or self.manages,
        )


def _marks(setting: Setting, meeting: MeetingState, paper: Paper) -> tuple[str, ...]:
    """What is said beside a paper: its version, where it stands, that it is late or confidential."""
    state = {
        SUBMITTED: "waits to be looked over" if paper.stands.state != LOST else "",
        RETURNED: f"returned: {paper.reason}",
        WITHDRAWN: "withdrawn",
    }.get(paper.state, "has gone round" if paper.stands.circulated_at is not None else "")
    kept = {KEPT: "", LOST: f"could not be kept: {paper.stands.error}"}.get(
        paper.stands.state, "is being fetched"
    )
    late = late_mark(setting.terms, as_it_stands(setting.terms, meeting, paper), amendment=paper.amendment)
    return tuple(
        each
        for each in (
            f"version {paper.version}" if paper.last_number > 1 else "",
            "text of an amendment" if paper.amendment else "",
            "confidential" if paper.confidential else "",
            state,
            kept,
            late,
        )
        if each
    )


def _meetings(
    connection: Connection, setting: Setting, who: Standing | Stranger, on: date
) -> tuple[MeetingState, ...]:
    """The meeting in session and those to come, of the bodies somebody is called to; all of them for those who manage them."""
    if isinstance(who, Stranger):
        return ()
    workspace, partnership = setting.workspace, setting.partnership
    now = meeting_rows.in_session(connection, workspace, partnership)
    alive = (*((now,) if now else ()), *meeting_rows.to_come(connection, workspace, partnership, since=on))
    if is_the_secretariats(who):
        return alive
    return tuple(each for each in alive if seats_in(connection, setting, who, each.group, on))


def _is_member(
    connection: Connection, setting: Setting, who: Standing, meeting: MeetingState, on: date
) -> bool:
    seats = seats_in(connection, setting, who, meeting.group, on)
    return is_the_secretariats(who) or any(each.standing not in NOT_MEMBERS for each in seats)


def _items(
    connection: Connection,
    by_day: Mapping[date | None, Setting],
    several: list[MeetingState],
    who: Standing,
    chosen: str,
    on: date,
) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    found = []
    left = MOST_ITEMS
    for meeting in several:
        under = by_day[meeting.held_on]
        agenda = agenda_rows.agenda_of(connection, under, meeting, on)
        if not is_the_secretariats(who):
            agenda = without_names(agenda, _left(connection, under, meeting, who, agenda))
        items = [each for each in agenda if _takes_papers(each)][:left]
        left -= len(items)
        if items:
            day = f", {day_words(meeting.held_on)}" if meeting.held_on else ""
            choices = tuple(_item_choice(each, each.id == chosen) for each in items)
            found.append((f"{meeting.title}{day}", choices))
    return tuple(found)


def _left(
    connection: Connection,
    setting: Setting,
    meeting: MeetingState,
    who: Standing,
    agenda: tuple[AgendaItem, ...],
) -> frozenset[str]:
    """The confidential items of an agenda from which somebody's organisation has withdrawn (V16)."""
    secret = {each.id for each in agenda if each.confidential and each.proposed_by != who.person}
    if not secret:
        return frozenset()
    mine = {each.organisation for each in who.seats}
    withdrawn = withdrawn_from(connection, setting, meeting.id, secret, settled_by(agenda))
    return frozenset(each for each in secret if mine & withdrawn[each])


def _may_renew(
    connection: Connection, setting: Setting, who: Standing, several: list[MeetingState], chosen: str
) -> tuple[Choice, ...]:
    """The papers that somebody may submit a new version of."""
    theirs = [
        paper
        for meeting in several
        for paper in paper_rows.papers_of(connection, setting, meeting.id)
        if paper.state != WITHDRAWN and (paper.is_of(who) or is_the_secretariats(who))
    ]
    return tuple(
        Choice(
            each.id,
            f"{each.title} · {each.organisation_name or each.submitter_name}",
            each.id == chosen,
        )
        for each in theirs[:MOST_VERSIONS]
    )


def _takes_papers(item: AgendaItem) -> bool:
    return item.state in (ON_AGENDA, PROPOSED, AWAITING)


def _item_choice(item: AgendaItem, chosen: bool) -> Choice:
    mark = " (amendment of the terms)" if item.kind == AMENDMENT else ""
    return Choice(item.id, f"{f'{item.position}. ' if item.position else ''}{item.title}{mark}", chosen)


def _choice(meeting: MeetingState, setting: Setting, chosen: bool = False) -> Choice:
    return Choice(meeting.id, f"{meeting.title}, {when(meeting, setting.time_zone)}", chosen)


def _deadline(setting: Setting, meeting: MeetingState, on: date) -> Detail | None:
    if meeting.held_on is None:
        return None
    due = owed(setting.terms, meeting.held_on, on, starts_at=meeting.starts_at)
    each = next((one for one in due if one.rule == PAPERS), None)
    return Detail(owed_words(each, setting.time_zone), each.clause) if each is not None else None


def _day_words(setting: Setting, meeting: MeetingState, late: Lateness, on: date) -> str:
    """By when papers for a meeting go; once that is past, what a late one needs."""
    if late.late:
        return late.words
    found = _deadline(setting, meeting, on)
    return found.words if found is not None else ""


def under_the_terms_of(
    connection: Connection, setting: Setting, meeting: MeetingState, now: datetime
) -> Setting:
    """The partnership under the terms of the meeting's own day (G1)."""
    then = partnership_rows.setting(
        connection, setting.workspace, setting.partnership, now, on=meeting.held_on
    )
    return then or setting

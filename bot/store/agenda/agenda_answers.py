"""Answers to what screens ask about agendas."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.rules.citing import NO_CLAUSE, clause_of
from bot.rules.terms import Terms
from bot.rules.wording import day_words
from bot.store.agenda import agenda as agenda_rows
from bot.store.agenda.agenda_facts import open_meetings, seats_in
from bot.store.agenda.standing_items import day_of, is_of_the_body, last_reviews, mine
from bot.store.elections.election_wanted import conducts, election_wanted
from bot.store.interests.withdrawals import settled_by, withdrawn_from
from bot.store.meetings import meetings as meeting_rows
from bot.store.papers import amendments as amendment_rows
from bot.store.partnership import partnerships as partnership_rows
from bot.store.partnership.people import standing
from bot.store.tables import meetings
from bot.workflows.agenda.agenda import (
    ACCEPTED,
    AMENDMENT,
    AWAITING,
    LEFT_OUT,
    PROPOSED,
    AgendaItem,
    ClosingDay,
    agenda_closes_on,
    public_agenda,
    with_detail_for,
    without_names,
)
from bot.workflows.agenda.agenda_questions import (
    AgendaPicture,
    ItemForm,
    ItemFormFacts,
    ProposeForm,
    ProposeFormFacts,
    ReviewForm,
    ReviewFormFacts,
    ShowAgenda,
    UrgentForm,
    UrgentFormFacts,
)
from bot.workflows.agenda.item_words import chosen_of, may_act, not_theirs, withdrawn_words
from bot.workflows.agenda.item_words import day_of as day_in_words
from bot.workflows.agenda.items_close import closed_words
from bot.workflows.agenda.proposing import NOT_MEMBERS
from bot.workflows.agenda.reviewing import CALLED
from bot.workflows.agenda.standing_items import REVIEWED
from bot.workflows.agenda.urgent import rule_of
from bot.workflows.decisions import Refused, Setting
from bot.workflows.meetings.booked_times import local_day
from bot.workflows.meetings.meetings import CLOSED, IN_SESSION, MeetingState
from bot.workflows.papers.amendments import first_that_can, missed_words
from bot.workflows.questions import Choice, Question
from bot.workflows.standing import Standing, Stranger

NO_MEETING = Refused(
    "No meeting is booked, so there is no agenda yet.", next="The secretariat books the next meeting."
)
MOST_MEETINGS = 40  # in a menu
MOST_CLOSINGS = 10  # lines of when items close, the next meetings first


def show_agenda(connection: Connection, question: ShowAgenda, now: datetime) -> AgendaPicture:
    """The agenda of a meeting, as much of it as the person who asks may see (V16)."""
    setting, who = _who(connection, question, question.partnership, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    seen = _with_agendas(connection, setting, on)
    meeting = _chosen(connection, setting, who, seen, question.meeting, on)
    if meeting is None:
        refused = may_act(setting, who)
        decides = isinstance(who, Standing) and (who.is_secretariat or who.is_chair)
        return AgendaPicture(
            setting.partnership,
            setting.name,
            setting.time_zone,
            None,
            may_decide=refused is None and decides,
            refused=refused,
        )
    setting = _on(connection, setting, meeting, now)
    items = agenda_rows.agenda_of(connection, setting, meeting, on)
    items = amendment_rows.with_lateness(connection, setting, meeting, items, now)
    closing = agenda_closes_on(setting.terms, meeting.held_on) if meeting.held_on is not None else None
    sent_at = agenda_rows.sent_at(connection, setting, meeting)
    at = next((number for number, each in enumerate(seen) if each.id == meeting.id), None)
    common: dict[str, Any] = {
        "partnership": setting.partnership,
        "name": setting.name,
        "time_zone": setting.time_zone,
        "urgent_rule": rule_of(setting.terms.urgent_items),
        "meeting": meeting,
        "closing": closing,
        "is_out": agenda_rows.is_closed(connection, setting, meeting, on),
        "closed": closed_words(setting.terms, meeting, local_day(sent_at, setting.time_zone))
        if sent_at is not None
        else "",
        "earlier": _choice(seen[at - 1]) if at else None,
        "later": _choice(seen[at + 1]) if at is not None and at + 1 < len(seen) else None,
    }
    refused = may_act(setting, who)
    if refused is not None:
        shown = public_agenda(items) if meeting.public else ()
        return AgendaPicture(**common, items=shown, refused=None if meeting.public else refused)
    assert isinstance(who, Standing)
    decides = who.is_secretariat or who.is_chair
    seats = seats_in(connection, setting, who, meeting.group, on)
    members = [each for each in seats if each.standing not in NOT_MEMBERS]
    chairs = meeting.state == IN_SESSION and meeting.chaired_by == who.person
    insider = bool(members) or decides
    hidden = _hidden(connection, setting, who, items, insider=insider)
    if not decides:  # whoever puts an agenda in order has to know what is on it
        items = without_names(items, hidden, withdrawn_words(setting.terms))
    return AgendaPicture(
        **common,
        items=_of_interest(with_detail_for(items, hidden), who, decides or chairs)
        if insider or chairs
        else public_agenda(items),
        may_propose=meeting.is_to_come and not common["is_out"] and bool(members or decides),
        may_decide=decides,
        may_admit=chairs or (meeting.state == IN_SESSION and who.is_secretariat),
        mine=frozenset(
            each.id
            for each in items
            if each.proposed_by == who.person and each.state in (PROPOSED, ACCEPTED) and not each.by_rule
        )
        if meeting.is_to_come and not common["is_out"]
        else frozenset(),
        unsaid=unsaid(setting.terms),
        may_elect=meeting.state != CLOSED
        and bool(election_wanted(connection, setting, meeting, now))
        and conducts(connection, setting, who, now),
    )


def propose_form(connection: Connection, question: ProposeForm, now: datetime) -> ProposeFormFacts:
    """The meetings for which an item may be proposed, the next or the one asked for chosen."""
    setting, who = _who(connection, question, question.partnership, now)
    refused = may_act(setting, who)
    if refused is not None:
        return ProposeFormFacts(setting.partnership, setting.name, refused=refused)
    on = partnership_rows.today_in(setting.time_zone, now)
    open_now = open_meetings(connection, setting, None, now)
    theirs = _theirs(connection, setting, who, open_now, on)[:MOST_MEETINGS]
    if open_now and not theirs:
        refused = Refused(
            "You speak for no member of a body that is to meet, and items are proposed by its members.",
            next="Ask somebody who does, or the secretariat, to propose it.",
        )
        return ProposeFormFacts(setting.partnership, setting.name, refused=refused)
    if not theirs:
        rule = setting.terms.urgent_items
        to_come = meeting_rows.to_come(connection, setting.workspace, setting.partnership, since=on, most=1)
        refused = NO_MEETING
        if to_come:
            refused = Refused(
                "The agenda of every meeting to come has been sent to the members, so nothing is added to one now.",
                clause_of(rule),
                next="An urgent matter can be raised at the meeting itself; the secretariat books the one after.",
            )
        return ProposeFormFacts(setting.partnership, setting.name, refused=refused)
    under = partnership_rows.settings_on(connection, setting, (each.held_on for each in theirs), now)
    closings = {
        each.id: agenda_closes_on(under[each.held_on].terms, each.held_on) if each.held_on else None
        for each in theirs
    }
    past = frozenset(id for id, closing in closings.items() if closing is not None and closing.is_past(on))
    asked = next((each for each in theirs if each.id == question.meeting), None)
    chosen, instead = chosen_of(theirs, asked, past, "Items")
    setting = under[chosen.held_on]
    seats = seats_in(connection, setting, who, chosen.group, on)
    closing = closings[chosen.id]
    return ProposeFormFacts(
        partnership=setting.partnership,
        name=setting.name,
        seats=tuple(
            Choice(each.organisation, each.name) for each in seats if each.standing not in NOT_MEMBERS
        ),
        meetings=tuple(_choice(each, each.id == chosen.id) for each in theirs),
        closings=tuple(
            _closing_words(each, found, late=each.id in past)
            for each in theirs[:MOST_CLOSINGS]
            for found in [closings[each.id]]
            if found is not None
        )
        + tuple(
            dict.fromkeys(found.source for found in closings.values() if found is not None and found.source)
        ),
        instead=instead,
        closing_clause=closing.clause if closing is not None else NO_CLAUSE,
        missed=missed_words(_could_amend(theirs, under), now),
        amendment_clause=clause_of(setting.terms.notices.get(AMENDMENT)),
    )


def urgent_form(connection: Connection, question: UrgentForm, now: datetime) -> UrgentFormFacts:
    """The meeting in session, and what an urgent matter needs at it."""
    setting, who = _who(connection, question, question.partnership, now)
    meeting = meeting_rows.in_session(connection, setting.workspace, setting.partnership)
    refused = may_act(setting, who)
    if refused is None and meeting is None:
        refused = Refused(
            "No meeting is in session, and an urgent matter is raised at one.",
            next="Propose an item for the next meeting: the button is in `/agenda`.",
        )
    if meeting is not None:
        setting = _on(connection, setting, meeting, now)
    rule = setting.terms.urgent_items
    return UrgentFormFacts(setting.partnership, meeting, rule_of(rule), clause_of(rule), refused)


def item_form(connection: Connection, question: ItemForm, now: datetime) -> ItemFormFacts:
    """One item, its meeting, and the other meetings it could be carried over to."""
    setting, who = _who(connection, question, question.partnership, now)
    row = agenda_rows.item_of(connection, setting, question.item)
    meeting = meeting_rows.by_id(
        connection, setting.workspace, setting.partnership, row.meeting if row else question.meeting or None
    )
    refused = not_theirs(setting, who)
    if meeting is None:
        raise LookupError("no such meeting")
    setting = _on(connection, setting, meeting, now)
    on = partnership_rows.today_in(setting.time_zone, now)
    items = agenda_rows.agenda_of(connection, setting, meeting, on)
    item = next((each for each in items if each.id == question.item), row)
    if item is None:
        raise LookupError("no such item")
    others = tuple(each for each in open_meetings(connection, setting, None, now) if each.id != meeting.id)
    chosen = None
    if item.kind == AMENDMENT:
        under = partnership_rows.settings_on(connection, setting, (each.held_on for each in others), now)
        chosen = first_that_can(_could_amend(others, under), now)
    return ItemFormFacts(
        setting.partnership,
        item,
        meeting,
        tuple(_choice(each, each == chosen) for each in others)[:MOST_MEETINGS],
        refused,
    )


def review_form(connection: Connection, question: ReviewForm, now: datetime) -> ReviewFormFacts:
    """What can be recorded as reviewed: the meetings in session or held, the last first."""
    setting, who = _who(connection, question, question.partnership, now)
    refused = may_act(setting, who)
    if refused is None and isinstance(who, Standing) and not (who.is_secretariat or who.is_chair):
        refused = Refused("Only the secretariat or the chair records a review.")
    rows = connection.execute(
        select(meetings)
        .where(*mine(setting, meetings), meetings.c.state.in_((IN_SESSION, CLOSED)))
        .order_by(meetings.c.opened_at.desc(), meetings.c.id)
        .limit(MOST_MEETINGS)
    ).all()
    if refused is None and not rows:
        refused = Refused(
            "No meeting has been held yet, so none can have reviewed anything.",
            next="Record it once the meeting is in session or was held.",
        )
    last = last_reviews(connection, setting)
    asked = {
        "terms": setting.terms.terms_review,
        "accountable body": setting.terms.accountable_body_review,
    }
    offered = tuple(
        Choice(what, CALLED[what][:1].upper() + CALLED[what][1:], number == 0)
        for number, what in enumerate(sorted(REVIEWED, key=lambda each: asked[each] is None))
    )
    return ReviewFormFacts(
        partnership=setting.partnership,
        what=offered,
        meetings=tuple(
            Choice(row.id, _dated(row.title, day_of(connection, setting, row.id)), number == 0)
            for number, row in enumerate(rows)
        ),
        last=tuple(
            f"{CALLED[what][:1].upper() + CALLED[what][1:]}: last reviewed on {day_words(day)}."
            for what, day in sorted(last.items())
        ),
        refused=refused,
    )


ANSWERS: Mapping[type, Callable[[Connection, Any, datetime], Any]] = {
    ShowAgenda: show_agenda,
    ProposeForm: propose_form,
    UrgentForm: urgent_form,
    ItemForm: item_form,
    ReviewForm: review_form,
}


def unsaid(terms: Terms) -> tuple[str, ...]:
    """What the terms say nothing about, of all that can put something on an agenda or close it."""
    asked = {
        "declarations of interest": terms.declarations,
        "when items close": terms.agenda_closes,
        "urgent matters": terms.urgent_items,
        "a review of the terms": terms.terms_review,
    }
    return tuple(words for words, rule in asked.items() if rule is None or rule.value is None)


def _who(
    connection: Connection, question: Question[Any], partnership: str, now: datetime
) -> tuple[Setting, Standing | Stranger]:
    setting = partnership_rows.setting(connection, question.workspace, partnership, now)
    if setting is None:
        raise LookupError("no such partnership")
    on = partnership_rows.today_in(setting.time_zone, now)
    return setting, standing(connection, setting, question.team, question.user, on)


def _on(connection: Connection, setting: Setting, meeting: MeetingState, now: datetime) -> Setting:
    """The partnership under the terms of the meeting's own day."""
    then = partnership_rows.setting(
        connection, setting.workspace, setting.partnership, now, on=meeting.held_on
    )
    return then or setting


def _could_amend(
    several: Iterable[MeetingState], under: Mapping[date | None, Setting]
) -> tuple[tuple[MeetingState, Terms], ...]:
    """The meetings, of several, of the body that decides on its own terms; each with the terms of its day."""
    return tuple(
        (each, under[each.held_on].terms)
        for each in several
        if is_of_the_body(under[each.held_on], each.group)
    )


def _closing_words(meeting: MeetingState, closing: ClosingDay, *, late: bool) -> str:
    follows = " That is past: the secretariat may take a late item all the same, or carry it over."
    return f"{_choice(meeting).words}. {closing.why}{follows if late else ''}"


def _with_agendas(connection: Connection, setting: Setting, on: date) -> tuple[MeetingState, ...]:
    """The meetings whose agendas are looked at: the last held, the one in session, those to come, in that order."""
    workspace, partnership = setting.workspace, setting.partnership
    now = meeting_rows.in_session(connection, workspace, partnership)
    held = meeting_rows.last_held(connection, workspace, partnership, date.max)
    to_come = meeting_rows.to_come(connection, workspace, partnership, since=on)
    return (*((held,) if held else ()), *((now,) if now else ()), *to_come)


def _chosen(
    connection: Connection,
    setting: Setting,
    who: Standing | Stranger,
    seen: tuple[MeetingState, ...],
    asked: str,
    on: date,
) -> MeetingState | None:
    """The meeting asked for; else the one in session, else the next of a body the person belongs to, else the next of any."""
    if asked:
        return meeting_rows.by_id(connection, setting.workspace, setting.partnership, asked)
    alive = tuple(each for each in seen if each.state != CLOSED)
    now = (each for each in alive if each.state == IN_SESSION)
    return next(iter((*now, *_theirs(connection, setting, who, alive, on), *alive)), None)


def _theirs(
    connection: Connection,
    setting: Setting,
    who: Standing | Stranger,
    several: tuple[MeetingState, ...],
    on: date,
) -> tuple[MeetingState, ...]:
    """The meetings, of several, for which somebody may propose: of the bodies they are a member of; all, if they decide."""
    if isinstance(who, Stranger):
        return ()
    if who.is_secretariat or who.is_chair:
        return several
    seats = {group: seats_in(connection, setting, who, group, on) for group in {e.group for e in several}}
    return tuple(
        each for each in several if any(seat.standing not in NOT_MEMBERS for seat in seats[each.group])
    )


def _hidden(
    connection: Connection,
    setting: Setting,
    who: Standing,
    items: tuple[AgendaItem, ...],
    *,
    insider: bool,
) -> frozenset[str]:
    """The confidential items whose detail is not for this person: they are no member, or have withdrawn for an interest (V16)."""
    theirs = {each.organisation for each in who.seats}
    secret = {each.id: each for each in items if each.confidential and each.proposed_by != who.person}
    if not secret or not insider:
        return frozenset(secret)
    [meeting] = {each.meeting for each in secret.values()}
    withdrawn = withdrawn_from(connection, setting, meeting, set(secret), settled_by(secret.values()))
    return frozenset(each for each in secret if theirs & withdrawn[each])


def _of_interest(items: tuple[AgendaItem, ...], who: Standing, decides: bool) -> tuple[AgendaItem, ...]:
    """What stands on the agenda for everybody; what does not, for whoever decides on it and whoever proposed it."""
    open_to_all = (ACCEPTED, AWAITING, LEFT_OUT)
    return tuple(
        each for each in items if decides or each.state in open_to_all or each.proposed_by == who.person
    )


def _choice(meeting: MeetingState, chosen: bool = False) -> Choice:
    return Choice(
        meeting.id, _dated(meeting.title, meeting.held_on, day_in_words(meeting) or meeting.expected), chosen
    )


def _dated(title: str, day: date | None, words: str = "") -> str:
    when = f"{day.day} {day:%B %Y}" if day is not None else words or "to be announced"
    return f"{when} · {title}"

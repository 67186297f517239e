"""Proposing an item for a meeting to come, and withdrawing it again."""

from dataclasses import dataclass, replace
from datetime import date

from bot.rules.citing import NO_CLAUSE, cited, clause_of
from bot.rules.wording import day_words, listed
from bot.workflows.agenda.agenda import (
    ACCEPTED,
    AMENDMENT,
    ITEM,
    MOST_ITEMS,
    PROPOSED,
    WITHDRAWN,
    AgendaItem,
    agenda_closes_on,
)
from bot.workflows.agenda.amending import amendment_words
from bot.workflows.agenda.item_words import (
    UNKNOWN_ITEM,
    Told,
    day_of,
    decided_notice,
    instead,
    may_act,
    meeting_words,
    no_meeting_any_more,
    tidy,
    wording_mistake,
)
from bot.workflows.agenda.items_close import promised_beyond
from bot.workflows.decisions import (
    Answer,
    Command,
    Decision,
    Detail,
    Event,
    Notice,
    Outcome,
    Refused,
    Setting,
)
from bot.workflows.meetings.meetings import IN_SESSION, MeetingState
from bot.workflows.standing import Seat, Standing, Stranger, speaking_for
from bot.workflows.tenders.awards import Award, declared_by_holders

NOT_MEMBERS = ("co-opted", "observer", "in attendance")  # standings of organisations that propose nothing


@dataclass(frozen=True, kw_only=True)
class ProposeItem(Command):
    """Propose an item for a meeting to come."""

    partnership: str
    meeting: str
    item: str  # the id it will have, derived from the form it came from
    title: str
    detail: str = ""
    minutes: int | None = None
    confidential: bool = False
    amendment: bool = False  # it would change the terms of reference
    on_behalf_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawItem(Command):
    """Take back an item one has proposed."""

    partnership: str
    item: str


@dataclass(frozen=True)
class ProposalFacts:
    """What is known when an item is proposed."""

    setting: Setting  # under the terms of the meeting's own day
    standing: Standing | Stranger
    seats: tuple[Seat, ...]  # of that person in the body that meets
    meeting: MeetingState | None
    circulated: bool
    today: date
    already: AgendaItem | None = None  # the item that the same form has proposed before
    count: int = 0  # how many proposals the agenda has
    told: tuple[Told, ...] = ()  # the secretariat; the chair, where none of it has an account
    next_meeting: MeetingState | None = None  # the first whose agenda is still open
    decides: bool = True  # the meeting is of the body that decides
    booked: tuple[MeetingState, ...] = ()  # meetings of the same body to come
    awards: tuple[Award, ...] = ()  # of tenders that the item names


@dataclass(frozen=True)
class WithdrawalFacts:
    """What is known when an item is taken back."""

    setting: Setting
    standing: Standing | Stranger
    item: AgendaItem | None
    meeting: MeetingState | None
    circulated: bool
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemProposed(Event):
    """An item was proposed for a meeting."""

    meeting: str
    kind: str
    title: str
    detail: str
    minutes: int | None
    confidential: bool
    organisation: str | None
    late: bool
    closed_on: date | None  # the last day on which it would have been in time
    state: str


@dataclass(frozen=True, kw_only=True)
class ItemWithdrawn(Event):
    """Whoever had proposed an item took it back."""

    meeting: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ItemProposedNotice(Notice):
    """Tells the secretariat of an item proposed, with the buttons that decide on it."""

    partnership_name: str
    item: str
    title: str
    detail: str
    proposer: str
    organisation: str
    meeting: str
    meeting_title: str
    meeting_day: str  # in words; empty while it is to be announced
    minutes: int | None
    confidential: bool
    amendment: str  # by when its text has to be with the members, in a sentence; empty where it is none
    late: str  # that it came after items had closed, in a sentence; empty where it came in time
    clause: str
    clause_words: str


def propose(command: ProposeItem, facts: ProposalFacts) -> Outcome:
    """Record an item any member proposes; the secretariat decides on it, and an amendment is told its own notice at once.

    After the closing day it is recorded as late; once the agenda has been sent round only an urgent matter can still be raised, at
    the meeting (V35, K36, K37, K45).
    """
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    if facts.already is not None:
        return Decision(Answer(f"“{facts.already.title}” has been proposed already, by this same form."))
    refusal = _not_this_meeting(facts) or _mistake(command, facts)
    if refusal is not None:
        return refusal
    seat = _seat(command, facts)
    if isinstance(seat, Refused):
        return seat
    standing, meeting, terms = facts.standing, facts.meeting, facts.setting.terms
    assert isinstance(standing, Standing) and meeting is not None
    closing = agenda_closes_on(terms, meeting.held_on) if meeting.held_on is not None else None
    late = closing is not None and closing.is_past(facts.today)
    own = standing.is_secretariat  # nobody else decides on what the secretariat itself puts on the agenda
    event = ItemProposed(
        subject=command.item,
        person=standing.person,
        meeting=meeting.id,
        kind=AMENDMENT if command.amendment else ITEM,
        title=tidy(command.title),
        detail=command.detail.strip(),
        minutes=command.minutes,
        confidential=command.confidential,
        organisation=seat.organisation if seat is not None else None,
        late=late,
        closed_on=(closing.day or closing.papers) if closing is not None else None,
        state=ACCEPTED if own else PROPOSED,
    )
    amendment = (
        amendment_words(terms, meeting.held_on, facts.today, facts.booked) if command.amendment else None
    )
    late_words = _late_words(facts) if late else ""
    told = () if own else tuple(each for each in facts.told if each.user != command.user)
    notices = tuple(
        ItemProposedNotice(
            key=f"item-proposed:{command.item}:{each.user}",
            recipient=each.user,
            subject=command.item,
            due_at=command.received_at,
            partnership_name=facts.setting.name,
            item=command.item,
            title=event.title,
            detail=event.detail,
            proposer=standing.name,
            organisation=seat.name if seat is not None else "",
            meeting=meeting.id,
            meeting_title=meeting.title,
            meeting_day=day_of(meeting),
            minutes=command.minutes,
            confidential=command.confidential,
            amendment=amendment.words if amendment is not None else "",
            late=late_words,
            clause=amendment.clause.number if amendment is not None else "",
            clause_words=amendment.clause.words if amendment is not None else "",
        )
        for each in told
    )
    done = f"“{event.title}” {'is on the agenda of' if own else 'is proposed for'} {meeting_words(meeting)}."
    if amendment is not None:
        answer = Answer(f"{done} {amendment.words}", amendment.clause, late_words, _what_next(own, told))
    else:
        clause = closing.clause if closing is not None and late else NO_CLAUSE
        answer = Answer(done, clause, late_words, _what_next(own, told))
    declared = declared_by_holders(facts.awards, command.item, event.title, standing.person)
    holds = tuple(
        Detail(f"{each.name} holds the award of {each.reference}: its interest in the item is declared.")
        for each in facts.awards
    )
    return Decision(replace(answer, details=(*answer.details, *holds)), (event, *declared), notices)


def withdraw(command: WithdrawItem, facts: WithdrawalFacts) -> Outcome:
    """Take back an item: whoever proposed it, until the agenda is sent round."""
    refusal = may_act(facts.setting, facts.standing)
    if refusal is not None:
        return refusal
    item, standing = facts.item, facts.standing
    assert isinstance(standing, Standing)
    if item is None or item.by_rule:
        return UNKNOWN_ITEM
    if item.proposed_by != standing.person:
        return Refused(
            f"“{item.title}” was proposed by {item.proposer_name or 'somebody else'}, and only they can take it back.",
            next="The secretariat can return it to them, or carry it over to another meeting.",
        )
    if item.state == WITHDRAWN:
        return Decision(Answer(f"“{item.title}” has been withdrawn already."))
    if item.state not in (PROPOSED, ACCEPTED):
        return Refused(f"“{item.title}” is not on its way to a meeting any more: it was {item.state}.")
    if facts.meeting is None or not facts.meeting.is_to_come:
        return Refused(
            f"The meeting that “{item.title}” was for is not to come any more.",
            next="Tell whoever is chairing, so that it is minuted.",
        )
    if facts.circulated:
        return Refused(
            f"The agenda with “{item.title}” has been sent to the members already, so it stays on it.",
            next="Tell whoever is chairing that you do not wish it to be taken, so that it is minuted.",
        )
    event = ItemWithdrawn(subject=item.id, person=standing.person, meeting=facts.meeting.id, title=item.title)
    notices = tuple(
        decided_notice(
            facts.setting, item, facts.meeting, "withdrawn", standing.name, each.user, command, NO_CLAUSE, ""
        )
        for each in facts.told
        if each.user != command.user
    )
    return Decision(Answer(f"“{item.title}” is withdrawn."), (event,), notices)


def _not_this_meeting(facts: ProposalFacts) -> Refused | None:
    meeting, rule = facts.meeting, facts.setting.terms.urgent_items
    if meeting is None:
        return Refused(
            "I do not know that meeting.", next="Choose one from the list; see `/agenda`.", field="meeting"
        )
    if meeting.state == IN_SESSION:
        return Refused(
            f"“{meeting.title}” is in session, so nothing can be proposed for it any more.",
            clause_of(rule),
            next="Raise it as an urgent item instead: the button is in `/agenda`.",
            field="meeting",
        )
    if not meeting.is_to_come:
        return no_meeting_any_more(meeting, facts.next_meeting)
    if facts.circulated:
        return Refused(
            f"The agenda of “{meeting.title}” has been sent to the members, which closed items{_sooner(facts)}.",
            clause_of(rule),
            next=f"An urgent matter can be raised at the meeting itself{cited(rule)}. {instead(facts.next_meeting)}",
            field="meeting",
        )
    if facts.count >= MOST_ITEMS:
        return Refused(
            f"{MOST_ITEMS} items have been proposed for “{meeting.title}”, which is as many as one agenda holds here.",
            next=instead(facts.next_meeting),
            field="meeting",
        )
    return None


def _mistake(command: ProposeItem, facts: ProposalFacts) -> Refused | None:
    wrong = wording_mistake(command.title, command.detail, command.minutes)
    if wrong is not None:
        return wrong
    if command.amendment and not facts.decides:
        rule = facts.setting.terms.notices.get(AMENDMENT)
        return Refused(
            "The terms are changed by the body that decides, and this is a meeting of another group.",
            clause_of(rule),
            next="Propose it for a meeting of that body.",
            field="meeting",
        )
    return None


def _seat(command: ProposeItem, facts: ProposalFacts) -> Seat | Refused | None:
    """For which organisation it is proposed; none for the secretariat and the chair, who need not speak for one."""
    standing = facts.standing
    assert isinstance(standing, Standing)
    members = tuple(each for each in facts.seats if each.standing not in NOT_MEMBERS)
    if not members and (standing.is_secretariat or standing.is_chair):
        return None
    if not members and facts.seats:
        names = listed([each.name for each in facts.seats])
        return Refused(
            f"You come for {names} without being a member, and items are proposed by members.",
            next="Ask a member or the secretariat to propose it.",
        )
    if not members:
        return Refused(
            "You speak for no organisation in the body that meets, and items are proposed by its members.",
            next="Ask somebody who does, or the secretariat, to propose it.",
        )
    seat = speaking_for(replace(standing, seats=members), facts.setting, command.on_behalf_of)
    return replace(seat, field="on_behalf_of") if isinstance(seat, Refused) else seat


def _sooner(facts: ProposalFacts) -> str:
    assert facts.meeting is not None
    last = promised_beyond(facts.setting.terms, facts.meeting, facts.today)
    return f" before {day_words(last)}, the day members were told" if last is not None else ""


def _late_words(facts: ProposalFacts) -> str:
    assert facts.meeting is not None and facts.meeting.held_on is not None
    closing = agenda_closes_on(facts.setting.terms, facts.meeting.held_on)
    return f"It comes late. {closing.said} The secretariat may take it all the same, or carry it over."


def _what_next(own: bool, told: tuple[Told, ...]) -> str:
    if own:
        return "`/agenda` shows the whole agenda, where you give it its place."
    if not told:
        return "Nobody of the secretariat could be told; it stands in `/agenda` for them to decide on."
    names = listed([each.name for each in told])
    return f"{names} {'has' if len(told) == 1 else 'have'} been told and will accept it, or return it with a reason."


def is_an_insider(who: Standing | Stranger) -> bool:
    """Whether somebody may know what confidential items are called: officers, and those who speak for a member (V16)."""
    return isinstance(who, Standing) and (
        who.is_chair or who.is_secretariat or any(each.standing not in NOT_MEMBERS for each in who.seats)
    )

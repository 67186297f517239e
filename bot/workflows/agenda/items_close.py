"""When items close because the agenda goes to the members, before the day until which they were told they may propose (V35)."""

from datetime import date

from bot.rules.citing import cited, clause_of
from bot.rules.terms import Terms
from bot.rules.wording import day_words
from bot.workflows.agenda.agenda import agenda_closes_on
from bot.workflows.agenda.urgent import NOT_TAKEN, rule_of
from bot.workflows.decisions import Detail
from bot.workflows.meetings.meetings import MeetingState


def promised_beyond(terms: Terms, meeting: MeetingState, on: date) -> date | None:
    """The last day until which members were told that they may propose items, where it is not past on a day."""
    if meeting.held_on is None:
        return None
    last = agenda_closes_on(terms, meeting.held_on).day
    return last if last is not None and last >= on else None


def closes_early(terms: Terms, meeting: MeetingState, today: date, *, closed: bool) -> Detail | None:
    """What whoever sends the agenda is told first: that it closes items sooner than members were promised."""
    last = promised_beyond(terms, meeting, today)
    if closed or last is None:
        return None
    return Detail(
        f"Sending it closes items now. Members were told that they may propose items until the end of {day_words(last)}. "
        f"{still_possible(terms)}",
        clause_of(terms.agenda_closes),
    )


def closed_words(terms: Terms, meeting: MeetingState, sent_on: date) -> str:
    """That items closed when the agenda was sent, where that was before their day, and what is still possible (K37)."""
    on = f"The agenda was sent to the members on {day_words(sent_on)}, which closed items"
    last = promised_beyond(terms, meeting, sent_on)
    sooner = f"; they were to close at the end of {day_words(last)}" if last is not None else ""
    return f"{on}{sooner}. {still_possible(terms)}"


def still_possible(terms: Terms) -> str:
    """What can be done once items have closed: an urgent matter at the meeting, where the terms take one, or a later meeting."""
    rule = terms.urgent_items
    if rule_of(rule) == NOT_TAKEN:
        return f"After that, an item can only be proposed for a later meeting{cited(rule)}."
    return (
        f"After that, an urgent matter can be raised at the meeting itself{cited(rule)}, "
        "and an item proposed for a later meeting."
    )

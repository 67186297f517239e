"""Every deadline that follows from a booking, with its clause: of one meeting one by one, of a schedule once for each rule."""

from collections.abc import Iterable
from datetime import date

from bot.rules.citing import provenance
from bot.rules.wording import day_words, sentence
from bot.workflows.agenda.agenda import ClosingDay, agenda_closes_on
from bot.workflows.decisions import Detail
from bot.workflows.meetings.booking_facts import BookingFacts
from bot.workflows.meetings.booking_warnings import about_the_day
from bot.workflows.meetings.deadlines import (
    Owed,
    cannot_be_met,
    owed,
    owed_words,
    scheduled,
    unpublished_words,
    what_follows,
)
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.meetings.year_ahead import flags

LATE_ITEMS = "The secretariat may take a late one all the same."


def deadlines_of(states: tuple[MeetingState, ...], facts: BookingFacts) -> tuple[Detail, ...]:
    """Every deadline with its clause; what can no longer be met; what the calendar asks (G5, G6, K23, K24, V30, V34)."""
    dated = tuple(each for each in states if each.held_on is not None)
    return (
        *(_of_a_schedule(dated, facts) if len(dated) > 1 else _of_one(dated, facts)),
        *_closing(dated, facts),
        *(
            Detail(words)
            for each in dated
            if each.held_on is not None
            for words in about_the_day(each.held_on, facts.terms_of(each.held_on))
        ),
        *(
            Detail(words, clause)
            for words, clause in flags(
                facts.setting.terms,
                days_of(facts, *states),
                facts.today,
                facts.outside,
                new=tuple(each.held_on for each in dated if each.held_on is not None),
            )
        ),
    )


def days_of(facts: BookingFacts, *new: MeetingState, without: str = "") -> tuple[date, ...]:
    """The days of the meetings of the same body, those just booked among them, the earliest first."""
    ids = {each.id for each in new} | {without}
    days = [
        each.held_on for each in (*facts.others, *new) if each.held_on and (each in new or each.id not in ids)
    ]
    return tuple(sorted(days))


def _of_one(dated: tuple[MeetingState, ...], facts: BookingFacts) -> Iterable[Detail]:
    for each in dated:
        assert each.held_on is not None
        terms = facts.terms_of(each.held_on)
        owing = owed(terms, each.held_on, facts.today, facts.given, each.starts_at)
        for one in owing:
            late = cannot_be_met(one) or one.in_time is False
            follows = f" {what_follows(one, terms)}" if late else ""
            yield Detail(f"{owed_words(one, terms.time_zone)}{follows}", one.clause)
        if not owing:
            yield _nothing_stated(facts)
        yield from _unpublished(owing)


def _of_a_schedule(dated: tuple[MeetingState, ...], facts: BookingFacts) -> Iterable[Detail]:
    owing: list[Owed] = []
    for each in dated:
        assert each.held_on is not None
        owing += owed(facts.terms_of(each.held_on), each.held_on, facts.today, (), each.starts_at)
    late = {each.rule: each for each in owing if each.of_every_meeting and cannot_be_met(each)}
    for rule, words, clause in scheduled(owing):
        one = late.get(rule)
        follows = f" {what_follows(one, facts.terms_of(one.deadline.meeting))}" if one is not None else ""
        yield Detail(f"{words}{follows}", clause)
    if not owing:
        yield _nothing_stated(facts)
    yield from _unpublished(owing)


def _unpublished(owing: Iterable[Owed]) -> Iterable[Detail]:
    words = unpublished_words(owing)
    return (Detail(words),) if words else ()


def _closing(dated: tuple[MeetingState, ...], facts: BookingFacts) -> Iterable[Detail]:
    """Until when items may be proposed, where the partnership has a day for that (V35, K36)."""
    found = [
        (each, agenda_closes_on(facts.terms_of(each.held_on), each.held_on)) for each in dated if each.held_on
    ]
    stated = [(meeting, closing) for meeting, closing in found if closing.day is not None]
    if not stated:
        return
    past = f" {LATE_ITEMS}" if any(closing.is_past(facts.today) for _, closing in stated) else ""
    if len(dated) == 1:
        yield Detail(f"{stated[0][1].why}{past}", stated[0][1].clause)
        return
    days = ";\n".join(_closes(closing, meeting, facts) for meeting, closing in stated)
    rule = facts.setting.terms.agenda_closes
    source = f" {provenance(rule)}" if rule is not None and rule.is_stated else ""
    said = sentence(f"items of the agenda close\n{days}")
    yield Detail(f"{said}{past}{source}", stated[0][1].clause)


def _closes(closing: ClosingDay, meeting: MeetingState, facts: BookingFacts) -> str:
    assert closing.day is not None and meeting.held_on is not None
    passed = " (which has passed)" if closing.is_past(facts.today) else ""
    return f"on {day_words(closing.day)}{passed} for {day_words(meeting.held_on)}"


def _nothing_stated(facts: BookingFacts) -> Detail:
    return Detail(f"{facts.setting.name}'s terms state no notice for its meetings, so none is counted.")

"""The answer to a booking has every deadline that follows, each with its clause; what a move would break is asked about first."""

from datetime import date, timedelta

import pytest

from bot.clock import StoppedClock
from bot.presenters.answers import answer_message
from bot.presenters.blocks import MESSAGE_BLOCKS
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.meetings.booking_facts import BookMeeting, ChangeMeeting
from bot.workflows.meetings.booking_warnings import ALL_THE_SAME
from tests.presenters.reading import words as shown_words
from tests.rehearsal import MEETING, Rehearsal, answer, rehearse
from tests.spec.meetings.calling import SECRETARY, Outcome, books, press, said, turn_to, wanted
from tests.spec.meetings.sending import circulates, delivered, item, london, ready

FIRST = date(2026, 6, 11)
MONTHS = tuple(f"{FIRST + timedelta(weeks=4 * number)} 14:00" for number in range(1, 24))


@pytest.fixture
def closing(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted a closing day for items."""
    return rehearse(store, clock, "clpp", adopting=["agenda.closes"])


def shown(outcome: Outcome) -> str:
    """The answer as it stands on the screen."""
    assert isinstance(outcome, Decision), outcome
    message = answer_message(outcome.answer)
    assert len(message.blocks) <= MESSAGE_BLOCKS
    return shown_words(message.blocks)


def test_the_longest_schedule_is_answered_with_every_deadline_of_every_meeting(clpp: Rehearsal) -> None:
    """G6, K35, K45: twenty-four meetings in one message, each clause quoted once and nothing left out."""
    words = shown(books(clpp, f"{FIRST} 14:00", more=MONTHS))
    for number in range(24):
        day = FIRST + timedelta(weeks=4 * number)
        week, ten = day - timedelta(days=7), day - timedelta(days=10)
        assert words.count(f"by {week:%A} {week.day} {week:%B %Y} for {day:%A} {day.day} {day:%B %Y}") == 1
        assert f"by {ten:%A} {ten.day} {ten:%B %Y}" in words
    assert "There is more" not in words
    assert words.count("Clause 4.9:") == words.count("Clause 5.7:") == 1


def test_what_a_schedule_can_no_longer_meet_is_said_with_what_follows(clpp: Rehearsal) -> None:
    """G6, K35: the first of the two is for tomorrow."""
    words = said(books(clpp, "2026-04-24 14:00", more=("2026-06-11 14:00",)))
    assert "by Friday 17 April 2026 (which has passed) for Friday 24 April 2026" in words
    assert "The terms say “should”: the shortfall is recorded for the minutes" in words


def test_the_day_on_which_items_close_is_among_the_deadlines(closing: Rehearsal) -> None:
    """V35, K36, G6: of one meeting, of each of a schedule, and of a meeting too near."""
    words = said(books(closing, "2026-06-11 14:00"))
    assert "Items close 5 working days before Thursday 4 June 2026" in words, words
    words = said(books(closing, "2026-07-09 14:00", more=("2026-09-10 14:00",), meeting="meeting-2"))
    assert "Items of the agenda close\non " in words
    assert "for Thursday 9 July 2026;\non " in words
    words = said(books(closing, "2026-04-24 14:00", meeting="meeting-3"))
    assert "The secretariat may take a late one all the same." in words


def test_a_body_that_adopted_no_closing_day_is_told_of_none(clpp: Rehearsal) -> None:
    """V35: nothing is made up."""
    assert "close" not in said(books(clpp, "2026-06-11 14:00"))


def test_the_notice_of_an_amendment_is_told_with_a_booking_and_stands_in_the_way_of_none(
    clpp: Rehearsal,
) -> None:
    """K45, G6: a meeting in nine days may have no amendment on its agenda at all."""
    words = said(asks(clpp, BookMeeting, "2026-05-02 14:00"))
    assert "where there is one, to be with members by Wednesday 22 April 2026" in words
    assert "It cannot be put at this meeting (5.7)." in words


def test_a_move_that_makes_an_amendment_on_the_agenda_too_late_is_asked_about_first(clpp: Rehearsal) -> None:
    """K45, G7: its text went in time for 11 June and not for the 4th; nobody is told before the move is made all the same."""
    answer(books(clpp, "2026-06-11 14:00"))
    item(clpp, "Two chairs", "item-amendment", amendment=True)
    ready(clpp, title="Two chairs", paper="paper-text", item="item-amendment", amendment=True)
    turn_to(clpp, london("2026-05-28"))
    answer(circulates(clpp))
    delivered(clpp)
    before = len(clpp.notices("MeetingNotice"))
    why = refused(asks(clpp, ChangeMeeting, "2026-06-04 14:00"))
    assert "given on Thursday 28 May 2026, is too late for Thursday 4 June 2026" in why.reason
    assert "It cannot be put at this meeting (5.7)." in why.reason
    assert (
        "it can be put at a meeting on Sunday 7 June 2026 or later; none so late is booked yet" in why.reason
    )
    assert (why.field, len(clpp.notices("MeetingNotice"))) == (ALL_THE_SAME, before)
    answer(asks(clpp, ChangeMeeting, "2026-06-08 14:00"))
    assert "is moved" in answer(asks(clpp, ChangeMeeting, "2026-06-04 14:00", ask_first=False))


def test_an_amendment_still_without_its_text_is_asked_about_too(clpp: Rehearsal) -> None:
    """K45, G7: where its last day for the new date is gone."""
    answer(books(clpp, "2026-06-11 14:00"))
    answer(books(clpp, "2026-09-17 14:00", meeting="meeting-september", title="September meeting"))
    item(clpp, "Two chairs", "item-amendment", amendment=True)
    why = refused(asks(clpp, ChangeMeeting, "2026-04-30 14:00"))
    assert "“Two chairs” has no text yet, and is too late for Thursday 30 April 2026" in why.reason
    assert "the first booked is “September meeting” on Thursday 17 September 2026" in why.reason


def test_what_was_too_late_before_is_not_asked_about_again(clpp: Rehearsal) -> None:
    """K45: a later hour of the same day breaks nothing."""
    answer(books(clpp, "2026-04-30 14:00"))
    item(clpp, "Two chairs", "item-amendment", amendment=True)
    assert "is moved" in answer(asks(clpp, ChangeMeeting, "2026-04-30 15:00"))


def refused(outcome: Outcome) -> Refused:
    """A refusal whole."""
    assert isinstance(outcome, Refused), outcome
    return outcome


def asks(body: Rehearsal, what: type, starts: str, *, ask_first: bool = True) -> Outcome:
    """The secretariat books or moves the meeting by the form, which asks first."""
    return body.say(
        SECRETARY[body.slug],
        what,
        partnership=body.slug,
        delivery=press(body),
        meeting=MEETING,
        wanted=wanted(starts),
        ask_first=ask_first,
    )

"""An agenda sent before items were to close closes them: said before it is sent, and to everybody afterwards."""

import pytest

from bot.clock import StoppedClock
from bot.presenters.agenda.agenda import agenda_modal
from bot.presenters.papers.rounds import round_form
from bot.store.session import Store
from tests.presenters.reading import words
from tests.rehearsal import MEETING, Rehearsal, answer, reason, rehearse
from tests.spec.meetings.agendas import picture, proposes
from tests.spec.meetings.calling import books, turn_to
from tests.spec.meetings.sending import MEMBER, circulates, delivered, london, looks


@pytest.fixture
def booked(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, which has adopted when items close, with a meeting on Thursday 11 June 2026."""
    body = rehearse(store, clock, "clpp", adopting=["agenda.closes"])
    answer(books(body, "2026-06-11 14:00"))
    return body


def test_whoever_sends_it_is_told_first_that_it_closes_items_sooner_than_was_promised(
    booked: Rehearsal,
) -> None:
    """V35, K36, K37: the invitation said until when any member may propose."""
    closes = looks(booked).closes
    assert closes is not None
    assert "Sending it closes items now. Members were told" in closes.words
    assert "an urgent matter can be raised at the meeting itself (4.10)" in closes.words
    assert closes.words in words(round_form(looks(booked))["blocks"])  # type: ignore[arg-type]
    assert promised(booked) in closes.words


def test_once_items_have_closed_there_is_nothing_to_say_of_it(booked: Rehearsal) -> None:
    """V35."""
    turn_to(booked, london("2026-06-03"))
    assert looks(booked).closes is None


def test_a_second_round_closes_nothing_more(booked: Rehearsal) -> None:
    """V35."""
    answer(circulates(booked))
    delivered(booked)
    assert looks(booked).closes is None


def test_the_agenda_then_says_when_it_closed_and_what_is_still_possible(booked: Rehearsal) -> None:
    """V35, K37: to the member who wished to propose something, and in the refusal."""
    last = promised(booked)
    answer(circulates(booked))
    shown = words(agenda_modal(picture(booked, MEMBER, MEETING))["blocks"])  # type: ignore[arg-type]
    assert "The agenda was sent to the members on Thursday 23 April 2026, which closed items" in shown
    assert f"they were to close at the end of {last}" in shown
    assert "an urgent matter can be raised at the meeting itself (4.10)" in shown
    why = reason(proposes(booked, MEMBER, "The data report", MEETING))
    assert f"which closed items before {last}, the day members were told" in why


def test_an_agenda_sent_after_items_closed_was_not_early(booked: Rehearsal) -> None:
    """V35."""
    turn_to(booked, london("2026-06-03"))
    answer(circulates(booked))
    assert "they were to close" not in picture(booked, MEMBER, MEETING).closed


def promised(body: Rehearsal) -> str:
    """The day the invitation named."""
    [first, *_] = body.notices("MeetingNotice")
    day: str = first.data["items_by"]
    assert day
    return day

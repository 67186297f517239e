"""Where the terms say must, a meeting that was not called in time decides nothing; should and strive carry on."""

from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.meetings.booking_facts import BookMeeting
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.meetings.calling import press, wanted

NOTICE = """
[notice.meeting]
at_least = "3 clear days"
what     = "notice of the meeting"
firmness = "{firmness}"
clause   = "6"
words    = "Three clear days' notice of every meeting is given."
"""
CHAIR, SECRETARY = represented("org-1"), represented("org-2")


def called(store: Store, clock: StoppedClock, on: datetime, firmness: str = "must") -> Rehearsal:
    """The Town Forum, whose meeting of Monday 27 April 2026 was booked on a day."""
    clock.set(on)
    body = town(store, clock, 4, terms=TOWN_TERMS + NOTICE.format(firmness=firmness))
    answer(
        body.say(
            SECRETARY,
            BookMeeting,
            partnership=body.slug,
            delivery=press(body),
            meeting=MEETING,
            wanted=wanted("2026-04-27 14:00"),
        )
    )
    clock.set(datetime(2026, 4, 27, 13, 0, tzinfo=UTC))
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=("org-1", "org-2", "org-3")))
    return body


def test_called_on_the_last_day_a_meeting_decides(store: Store, clock: StoppedClock) -> None:
    """G3: Thursday 23 April, to its last minute, leaves three clear days before Monday the 27th."""
    body = called(store, clock, datetime(2026, 4, 23, 22, 59, tzinfo=UTC))
    assert "is put to Town Forum" in answer(body.puts(CHAIR))


def test_called_a_minute_later_it_decides_nothing_and_the_refusal_says_why(
    store: Store, clock: StoppedClock
) -> None:
    """G3: and an indicative vote stays open."""
    body = called(store, clock, datetime(2026, 4, 23, 23, 0, tzinfo=UTC))
    why = reason(body.puts(CHAIR))
    assert "Notice of this meeting was given on Friday 24 April 2026" in why
    assert "short" in why
    assert "is put to Town Forum" in answer(body.puts(CHAIR, how="indicative"))


@pytest.mark.parametrize("firmness", ["should", "strive"])
def test_should_and_strive_carry_on(store: Store, clock: StoppedClock, firmness: str) -> None:
    """K35, V37."""
    body = called(store, clock, datetime(2026, 4, 23, 23, 0, tzinfo=UTC), firmness)
    assert "is put to Town Forum" in answer(body.puts(CHAIR))

"""The end of a term of office: reminders six and three months before, to those who arrange the election (K25)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import StoppedClock
from tests.electing import clock_turns, opens, stand
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, SECRETARY, VOICE

LONDON = ZoneInfo("Europe/London")
SIX = datetime(2028, 2, 29, 9, 0, tzinfo=LONDON)  # six months before 31 August 2028, the end of three years
THREE = datetime(2028, 5, 31, 9, 0, tzinfo=LONDON)


def reminders(body: Rehearsal) -> list[tuple[str, str]]:
    """To whom, and how long before."""
    return sorted((each.recipient, each.data["left"]) for each in body.notices("TermEndsNotice"))


def test_the_chair_and_the_secretariat_are_reminded_six_and_three_months_before_a_term_ends(
    clpp: Rehearsal, clock: StoppedClock
) -> None:
    """K25: a three-year term from 1 September 2025, known from the register as it was imported."""
    clock_turns(clpp, SIX - timedelta(minutes=1))
    assert reminders(clpp) == []
    clock_turns(clpp, SIX)
    told = sorted(clpp.user(each) for each in (CHAIR, SECRETARY))
    assert reminders(clpp) == [(each, "6 months") for each in told]
    clock_turns(clpp, THREE)
    assert len(reminders(clpp)) == 4
    clock_turns(clpp, THREE)
    assert len(reminders(clpp)) == 4


def test_after_an_outage_only_the_later_reminder_is_given(clpp: Rehearsal) -> None:
    clock_turns(clpp, THREE)
    assert {left for _, left in reminders(clpp)} == {"3 months"}


def test_nobody_is_reminded_where_somebody_has_been_elected_to_follow(clpp: Rehearsal) -> None:
    answer(opens(clpp, SECRETARY))
    stand(clpp, VOICE["oast"])
    clock_turns(clpp, timedelta(days=7))
    clock_turns(clpp, THREE)
    assert reminders(clpp) == []


def test_the_term_of_whoever_was_elected_is_watched_in_its_turn(clpp: Rehearsal) -> None:
    answer(opens(clpp, SECRETARY))
    stand(clpp, VOICE["oast"])
    clock_turns(clpp, timedelta(days=7))
    clock_turns(clpp, datetime(2031, 2, 28, 9, 0, tzinfo=LONDON))
    assert {left for _, left in reminders(clpp)} == {"6 months"}
    assert clpp.user(VOICE["oast"]) in {recipient for recipient, _ in reminders(clpp)}

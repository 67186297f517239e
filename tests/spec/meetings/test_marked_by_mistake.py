"""Marked by mistake: a stay that never was is struck, and counts for nothing; one on which a vote rests is not."""

from datetime import UTC, datetime

import pytest

from bot.clock import StoppedClock
from bot.workflows.decisions import Decision
from bot.workflows.meetings.meetings import CloseMeeting, MeetingClosed
from bot.workflows.room.room_questions import WhoIsHere, WhoTookPart
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.rooms import CHAIR, SECRETARY, VOICE
from tests.spec.meetings.holding import ask

QUORATE = ["north-downs", "ekc-group", "kent-council"]
MEDWAY = "medway-council"


@pytest.fixture
def room(clpp: Rehearsal) -> Rehearsal:
    """CLPP in session since ten, with one of each sector."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=QUORATE))
    return clpp


def came(body: Rehearsal) -> dict[str, int]:
    """How often each organisation is on record as having come."""
    return {each.organisation: each.in_person for each in ask(body, CHAIR, WhoTookPart).lines}


def test_whoever_was_marked_by_mistake_does_not_count_as_having_come(
    room: Rehearsal, clock: StoppedClock
) -> None:
    """N2, C39: arrived and left by two wrong presses; at the close they are not among those represented."""
    clock.turn(minutes=30)
    answer(room.arrives(SECRETARY, MEDWAY))
    clock.turn(minutes=5)
    answer(room.departs(SECRETARY, MEDWAY))
    assert came(room)["Medway Council"] == 1
    said = answer(room.strikes(SECRETARY, MEDWAY))
    assert "Struck, as marked by mistake: Leontyne Marsh (Medway Council)" in said
    assert came(room)["Medway Council"] == 0
    closed = room.say(CHAIR, CloseMeeting, partnership="clpp", meeting=MEETING)
    assert isinstance(closed, Decision)
    assert closed.answer.next.startswith("3 member organisations were represented.")
    [kept] = [each for each in closed.events if isinstance(each, MeetingClosed)]
    assert "Medway Council" in kept.attendance.absent


def test_that_they_were_marked_stays_in_the_register_of_events(room: Rehearsal) -> None:
    """N2: the arrival, and that it was a mistake."""
    answer(room.arrives(SECRETARY, MEDWAY))
    answer(room.strikes(SECRETARY, MEDWAY))
    arrived, struck = [each.data for each in room.happened() if each.type == "RollCalled"]
    assert [each["organisation"] for each in arrived["came"]] == [MEDWAY]
    assert [each["stay"] for each in struck["struck"]] == [each["id"] for each in arrived["came"]]
    assert MEDWAY in arrived["roll"]
    assert MEDWAY not in struck["roll"]


def test_the_quorum_is_tested_again_without_them(room: Rehearsal) -> None:
    """K32."""
    struck = room.strikes(SECRETARY, "ekc-group")
    assert isinstance(struck, Decision)
    assert "no longer quorate: Nobody from further education is present" in struck.answer.why
    assert "Not quorate" in ask(room, CHAIR, WhoIsHere).quorum


def test_where_whoever_was_chairing_was_not_here_the_chair_is_empty(room: Rehearsal) -> None:
    """K26."""
    struck = room.strikes(SECRETARY, "north-downs")
    assert isinstance(struck, Decision)
    assert struck.answer.next.startswith("Whoever was chairing was not here.")
    assert ask(room, SECRETARY, WhoIsHere).chair == ""


def test_a_stay_on_which_a_vote_rests_is_not_struck(room: Rehearsal, clock: StoppedClock) -> None:
    """G8: they are marked as gone instead; before the vote and after it they may have been marked by mistake."""
    answer(room.puts(CHAIR))
    clock.turn(minutes=2)
    answer(room.votes(VOICE["ekc-group"], "for"))
    refused = room.strikes(SECRETARY, "ekc-group")
    assert "A vote on 2026/1 was cast for EKC Group while" in reason(refused)
    clock.turn(minutes=2)
    answer(room.departs(SECRETARY, "ekc-group"))
    clock.turn(minutes=2)
    answer(room.arrives(SECRETARY, "ekc-group"))
    answer(room.strikes(SECRETARY, "ekc-group"))
    assert len([each for each in room.room() if each.organisation == "ekc-group"]) == 1
    clock.turn(minutes=2)
    answer(room.arrives(SECRETARY, "ekc-group"))


def test_only_whoever_marks_the_roll_puts_it_right_and_only_in_session(room: Rehearsal) -> None:
    """N2: twice is once."""
    assert "calls the roll" in reason(room.strikes(VOICE["kent-council"], "ekc-group"))
    answer(room.strikes(SECRETARY, "ekc-group"))
    assert "put right already" in answer(room.strikes(SECRETARY, "ekc-group"))
    answer(room.closes_meeting(CHAIR))
    assert "not in session" in reason(room.strikes(SECRETARY, "kent-council"))


def test_a_new_tick_taken_away_again_is_struck_and_an_older_one_is_a_departure(
    room: Rehearsal, clock: StoppedClock
) -> None:
    """N2: under ten minutes it was a mistake, and it says which of the two it took it for."""
    clock.turn(minutes=20)
    answer(room.calls_roll(SECRETARY, chair=CHAIR, present=[*QUORATE, MEDWAY]))
    clock.turn(minutes=9)
    assert "Struck, as marked by mistake: Leontyne Marsh" in answer(
        room.calls_roll(SECRETARY, chair=CHAIR, present=QUORATE)
    )
    assert came(room)["Medway Council"] == 0
    answer(room.calls_roll(SECRETARY, chair=CHAIR, present=[*QUORATE, MEDWAY]))
    clock.turn(minutes=10)
    assert "Marked as gone: Leontyne Marsh (Medway Council)." in answer(
        room.calls_roll(SECRETARY, chair=CHAIR, present=QUORATE)
    )
    assert came(room)["Medway Council"] == 1


def test_a_new_tick_with_a_vote_or_a_time_given_is_a_departure(room: Rehearsal, clock: StoppedClock) -> None:
    """N2, G8."""
    answer(room.calls_roll(SECRETARY, chair=CHAIR, present=[*QUORATE, MEDWAY, "invicta"]))
    answer(room.puts(CHAIR))
    answer(room.votes(VOICE[MEDWAY], "for"))
    clock.turn(minutes=5)
    assert "Marked as gone: Leontyne Marsh" in answer(
        room.calls_roll(SECRETARY, chair=CHAIR, present=[*QUORATE, "invicta"])
    )
    at = clock.now().astimezone(UTC)
    assert at == datetime(2026, 4, 23, 9, 5, tzinfo=UTC)
    assert "Marked as gone" in answer(room.calls_roll(SECRETARY, chair=CHAIR, present=QUORATE, at="10:04"))


def test_votes_at_meetings_are_counted_apart_from_votes_between_them(room: Rehearsal) -> None:
    """C39: an organisation that voted at the meeting is not shown as having voted on nothing."""
    answer(room.puts(CHAIR))
    answer(room.votes(VOICE["ekc-group"], "for"))
    [line] = [each for each in ask(room, CHAIR, WhoTookPart).lines if each.organisation == "EKC Group"]
    assert (line.at_meetings, line.between) == (1, 0)

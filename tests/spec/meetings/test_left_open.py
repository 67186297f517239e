"""A meeting left in session: whoever can close it is asked to, that day and the next morning, and nobody once it is closed."""

import pytest

from bot.clock import StoppedClock
from bot.workflows.questions import ShowHome
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE, vote
from tests.spec.meetings.calling import books, told, turn_to
from tests.spec.meetings.holding import decide, ratifies
from tests.spec.meetings.sending import london

DEPUTY_IN_THE_CHAIR = VOICE["ekc-group"]


@pytest.fixture
def held(clpp: Rehearsal) -> Rehearsal:
    """CLPP, whose meeting from two to four is opened with somebody else than the chair in the chair."""
    answer(books(clpp, "2026-06-11 14:00"))
    turn_to(clpp, london("2026-06-11", "14:00"))
    here = [each for each in IN_THE_ROOM if each != "north-downs"]
    answer(clpp.opens_meeting(SECRETARY, chair=DEPUTY_IN_THE_CHAIR, present=here))
    return clpp


def test_two_hours_after_its_end_the_secretariat_and_whoever_is_chairing_are_asked(held: Rehearsal) -> None:
    """N2: the time until which people were there is what the minutes have."""
    turn_to(held, london("2026-06-11", "17:59"))
    assert told(held, "MeetingLeftOpenNotice") == []
    turn_to(held, london("2026-06-11", "18:00"))
    turn_to(held, london("2026-06-11", "23:00"))
    asked = [each.recipient for each in told(held, "MeetingLeftOpenNotice")]
    assert sorted(asked) == sorted([held.user(DEPUTY_IN_THE_CHAIR), held.user(SECRETARY)])


def test_the_next_morning_at_nine_they_are_asked_once_more_and_then_no_more(held: Rehearsal) -> None:
    """N2."""
    turn_to(held, london("2026-06-11", "18:00"))
    turn_to(held, london("2026-06-12", "09:00"))
    turn_to(held, london("2026-06-20", "09:00"))
    asked = told(held, "MeetingLeftOpenNotice", held.user(SECRETARY))
    assert [each.data["yesterday"] for each in asked] == [False, True]


def test_nobody_is_asked_to_close_what_is_closed(held: Rehearsal) -> None:
    """N2."""
    answer(held.closes_meeting(SECRETARY))
    turn_to(held, london("2026-06-12", "09:00"))
    assert told(held, "MeetingLeftOpenNotice") == []


def test_after_an_outage_one_word_is_enough(held: Rehearsal) -> None:
    """N2."""
    held.clock.set(london("2026-06-12", "09:30"))
    turn_to(held, london("2026-06-12", "09:30"))
    assert len(told(held, "MeetingLeftOpenNotice", held.user(SECRETARY))) == 1


def test_app_home_shows_what_became_of_a_provisional_decision(clpp: Rehearsal, clock: StoppedClock) -> None:
    """K33: ratified by the later motion, no longer as it was first declared."""
    answer(clpp.opens_meeting(SECRETARY, chair=DEPUTY_IN_THE_CHAIR, present=["ekc-group", "kent-council"]))
    answer(clpp.puts(DEPUTY_IN_THE_CHAIR))
    vote(clpp, {"ekc-group": "for", "kent-council": "for"})
    answer(clpp.closes(DEPUTY_IN_THE_CHAIR))
    assert decided(clpp)["2026/1"] == "awaiting ratification"
    answer(clpp.closes_meeting(SECRETARY))
    clock.turn(days=30)
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, meeting="meeting-2"))
    answer(ratifies(clpp))
    decide(clpp)
    assert decided(clpp) == {"2026/1": "ratified by motion 2026/2", "2026/2": ""}


def test_app_home_asks_of_the_next_meeting_and_of_later_ones_in_one_line(clpp: Rehearsal) -> None:
    """V12: one line with one button, however many of them wait for an answer."""
    for number, day in enumerate(("2026-06-11", "2026-07-09", "2026-09-10")):
        answer(books(clpp, f"{day} 14:00", meeting=f"meeting-{number}", title=f"Meeting {number}"))
    asks = home(clpp, VOICE["kent-council"]).asks
    assert [each.subject for each in asks if each.kind in ("reply", "declare")].count("meeting-0") >= 1
    assert not [each for each in asks if each.kind in ("reply", "declare") and each.subject != "meeting-0"]
    [later] = [each.words for each in asks if each.kind == "later"]
    assert "“Meeting 1”" in later
    assert "“Meeting 2”" in later


def home(body: Rehearsal, who: str = CHAIR):  # type: ignore[no-untyped-def]
    """The part of App Home of the one partnership."""
    [part] = body.secretary.ask(ShowHome(workspace=body.workspace, team=body.team, user=body.user(who))).parts
    return part


def decided(body: Rehearsal) -> dict[str, str]:
    """What App Home says became of each motion decided lately."""
    return {each.reference: each.became for each in home(body).decided}

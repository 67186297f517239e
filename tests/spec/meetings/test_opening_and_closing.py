"""A meeting opened from what was said beforehand, and closed with who was there and who was not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.clock import StoppedClock
from bot.store.tables import appointments
from bot.workflows.decisions import Decision, Refused
from bot.workflows.questions import RollForm
from bot.workflows.room.room_questions import WhoTookPart
from tests.bookings import booked
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.replying import said
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE
from tests.spec.meetings.holding import ask, state

TEN = datetime(2026, 4, 23, 9, 0, tzinfo=UTC)  # 10:00 in London
GETHIN = "gethin-prosser"  # a named deputy
FOLASADE, NISHA, LEONTYNE = VOICE["ekc-group"], VOICE["compass-point"], VOICE["medway-council"]


@pytest.fixture
def door(clpp: Rehearsal) -> Rehearsal:
    """CLPP at ten on the day of a meeting that was booked, before it is opened; two rooms in the town hall."""
    booked(clpp.store, "clpp", TEN, place="Town hall, rooms 3 and 4")
    return clpp


@pytest.fixture
def room(clpp: Rehearsal) -> Rehearsal:
    """CLPP in session since ten, six organisations in the room."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    return clpp


def form(body: Rehearsal, who: str = CHAIR, meeting: str = "") -> Any:
    """The roll's form as somebody sees it."""
    return ask(body, who, RollForm, meeting=meeting)


def ticked(choices: Any) -> set[str]:
    return {each.id for each in choices if each.chosen}


def test_the_form_is_filled_from_the_replies(door: Rehearsal) -> None:
    """K32, K34, V12: who comes is ticked, remotely or not, with the deputies and the stand-ins they named."""
    said(door, CHAIR, "coming")
    said(door, NISHA, "remote")
    said(door, FOLASADE, "substitute", substitute=GETHIN)
    said(door, VOICE["oast"], "substitute", stand_in="Perpetua Lacey")
    said(door, LEONTYNE, "apologies")
    shown = form(door)
    assert shown.meeting is not None and shown.meeting.id == MEETING
    assert ticked(shown.here) == {f"north-downs:{CHAIR}", f"compass-point:{NISHA}"}
    assert ticked(shown.remote) == {"compass-point"}
    assert ticked(shown.substitutes) == {f"ekc-group:{GETHIN}"}
    assert shown.others == (("Perpetua Lacey", "Oast Virtual School"),)
    assert ticked(shown.chairs) == {CHAIR}
    assert "5 of 10 voting organisations have said whether they come" in shown.replied


def test_where_the_chair_has_sent_apologies_the_form_leaves_the_chair_to_those_present(
    door: Rehearsal,
) -> None:
    """K26: nobody is put into the chair by default."""
    said(door, CHAIR, "apologies")
    assert ticked(form(door, SECRETARY).chairs) == {"nobody"}


def test_observers_and_co_opted_organisations_are_in_the_list_and_marked_as_without_a_vote(
    door: Rehearsal,
) -> None:
    """V6: they may be present, and nobody takes them for voters."""
    words = {each.id: each.words for each in form(door).here}
    assert words["lantern:jocelyn-hurst"] == "Jocelyn Hurst, for Lantern Foyer Trust (no vote)"
    assert words["harbour:mirela-costin"] == "Mirela Costin, for Harbour Care Leavers' Forum (no vote)"
    assert words[f"ekc-group:{FOLASADE}"] == "Folasade Akande, for EKC Group"


def test_a_booked_meeting_is_opened_as_the_meeting_it_is(door: Rehearsal) -> None:
    """Its title, its place and its proofs stay; nobody books it twice."""
    opened = door.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, title="")
    assert "“Strategy Group” is in session" in answer(opened)
    kept = state(door)
    assert (kept.state, kept.place, kept.chaired_by) == ("in session", "Town hall, rooms 3 and 4", CHAIR)
    assert kept.starts_at == TEN
    assert "opened already" in answer(door.opens_meeting(CHAIR, chair=CHAIR, present=["invicta"]))
    assert len(door.room()) == 6


def test_a_meeting_that_was_not_booked_is_opened_as_ever_and_has_its_day(clpp: Rehearsal) -> None:
    """K23: the day counts towards the meetings of the quarter."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    assert str(state(clpp).held_on) == "2026-04-23"
    assert not state(clpp).was_booked


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"state": "cancelled", "ended_why": "the hall is flooded"}, "was cancelled: the hall is flooded"),
        ({"state": "closed"}, "has been held and closed"),
        ({"state": "to be announced", "announce_by": TEN.date()}, "still to be announced"),
    ],
)
def test_a_meeting_that_cannot_be_opened_says_why(clpp: Rehearsal, values: dict[str, Any], why: str) -> None:
    """G7: and what may be done instead."""
    booked(clpp.store, "clpp", TEN, **values)
    refused = clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM)
    assert isinstance(refused, Refused)
    assert why in refused.reason
    assert refused.next


def test_a_meeting_booked_for_another_day_is_opened_only_where_somebody_says_so(clpp: Rehearsal) -> None:
    """G7: notice was given for the other day, and the answer warns of it."""
    booked(clpp.store, "clpp", TEN + timedelta(days=1))
    shown = form(clpp, meeting=MEETING)
    assert shown.other_day == "Friday 24 April 2026"
    refused = clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM)
    assert isinstance(refused, Refused)
    assert "is booked for Friday 24 April 2026, and today is Thursday 23 April 2026" in refused.reason
    assert refused.field == "on_another_day"
    opened = clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, on_another_day=True)
    assert isinstance(opened, Decision)
    assert "notice was given for that day and not for today" in opened.answer.next


def test_the_form_opens_at_todays_meeting_and_offers_the_others(clpp: Rehearsal) -> None:
    """A meeting that was not booked can be opened on a day that has one."""
    booked(clpp.store, "clpp", TEN, "meeting-1")
    booked(clpp.store, "clpp", TEN + timedelta(days=7), "meeting-2", "Strategy Group in May")
    shown = form(clpp)
    assert shown.meeting is not None and shown.meeting.id == "meeting-1"
    assert [each.id for each in shown.instead] == ["meeting-2", "not-booked"]
    assert form(clpp, meeting="not-booked").meeting is None
    other = form(clpp, meeting="meeting-2")
    assert other.meeting is not None and other.meeting.title == "Strategy Group in May"


# ---- the close


def test_at_the_close_everybody_who_is_still_there_goes(room: Rehearsal, clock: StoppedClock) -> None:
    """N2: with the time of the close."""
    clock.turn(minutes=30)
    answer(room.departs(CHAIR, "compass-point"))
    clock.turn(minutes=60)
    answer(room.closes_meeting(CHAIR))
    left = {each.organisation: each.left_at for each in room.room()}
    assert left["compass-point"] == TEN + timedelta(minutes=30)
    assert left["ekc-group"] == TEN + timedelta(minutes=90)
    assert state(room).closed_at == TEN + timedelta(minutes=90)


def test_absence_without_apologies_is_listed_apart_from_apologies(door: Rehearsal) -> None:
    """V12, N3: word given, and who stood in, is one list; silence is another."""
    said(door, VOICE["invicta"], "apologies")
    said(door, FOLASADE, "substitute", substitute=GETHIN)
    said(door, VOICE["oast"], "coming")
    answer(
        door.opens_meeting(
            CHAIR,
            chair=CHAIR,
            present=IN_THE_ROOM,
            substitutes=[("ekc-group", GETHIN)],
            remote=["medway-council"],
            others=(("Perpetua Lacey", "Estuary Outreach Collaborative"), ("Sunniva Brandt", "The Echo")),
        )
    )
    closed = door.closes_meeting(CHAIR)
    assert isinstance(closed, Decision)
    assert (
        "Apologies: Folasade Akande (EKC Group; Gethin Prosser instead) and Seraphina Dacosta (Invicta Institute of Arts)."
        in closed.answer.next
    )
    assert (
        "Absent without apologies: Channel Skills Training, Lantern Foyer Trust and Oast Virtual School."
        in closed.answer.next
    )
    [event] = [each.data for each in door.happened() if each.type == "MeetingClosed"]
    kept = event["attendance"]
    assert [each["name"] for each in kept["substitutes"]] == ["Gethin Prosser"]
    assert [each["name"] for each in kept["remote"]] == ["Leontyne Marsh"]
    assert {each["name"] for each in kept["in_attendance"]} == {"Perpetua Lacey", "Sunniva Brandt"}
    assert len(kept["present"]) == 4
    assert all(each["times"][0][0].startswith("2026-04-23T09:00") for each in kept["present"])
    assert kept["absent"] == ["Channel Skills Training", "Lantern Foyer Trust", "Oast Virtual School"]


def test_the_answer_of_a_representative_who_was_replaced_since_has_lapsed(door: Rehearsal) -> None:
    """V12: neither is their organisation ticked for them, nor are theirs the apologies of whoever speaks for it now."""
    said(door, VOICE["invicta"], "coming")
    said(door, VOICE["oast"], "apologies")
    with door.store.transaction() as connection:
        for organisation in ("invicta", "oast"):
            connection.execute(
                update(appointments)
                .where(appointments.c.person == VOICE[organisation])
                .values(to_on=TEN.date() - timedelta(days=1))
            )
    assert not any(each.startswith("invicta") for each in ticked(form(door).here))
    answer(door.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    closed = door.closes_meeting(CHAIR)
    assert isinstance(closed, Decision)
    assert "Apologies" not in closed.answer.next
    assert "Oast Virtual School" in closed.answer.next


def test_nobody_waits_for_word_from_an_observer(clpp: Rehearsal) -> None:
    """V12: who may come and need not is not absent."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    closed = clpp.closes_meeting(CHAIR)
    assert isinstance(closed, Decision)
    assert "Lantern Foyer Trust" in closed.answer.next
    assert "Harbour" not in closed.answer.next


def test_taking_part_in_either_way_is_counted_and_measured_against_nothing(
    door: Rehearsal,
) -> None:
    """C39: meetings in person or by telephone; no threshold is stated, so none is named."""
    answer(door.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, remote=["ekc-group"]))
    answer(door.closes_meeting(CHAIR))
    shown = ask(door, CHAIR, WhoTookPart)
    lines = {each.organisation: (each.in_person, each.remote, each.between) for each in shown.lines}
    assert shown.meetings == 1
    assert lines["EKC Group"] == (0, 1, 0)
    assert lines["Kent County Council"] == (1, 0, 0)
    assert lines["Oast Virtual School"] == (0, 0, 0)

"""Who is here: a meeting opened from the replies, people who come and go with their times, and who was not there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.meetings.attendance import Marks, Seen, others_typed
from bot.workflows.meetings.meetings import MarkArrival, MarkDeparture
from bot.workflows.room.room_questions import WhoIsHere
from tests.bookings import booked
from tests.rehearsal import MEETING, Rehearsal, answer, reason
from tests.replying import said
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, TOWN_TERMS, VOICE, represented, town, vote
from tests.spec.meetings.holding import ask, state

TEN = datetime(2026, 4, 23, 9, 0, tzinfo=UTC)  # 10:00 in London
GETHIN, OWAIN = "gethin-prosser", "owain-treharne"  # named deputies
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


def ask_room(body: Rehearsal, who: str = CHAIR) -> Any:
    """Who is here, as somebody sees it."""
    return ask(body, who, WhoIsHere)


def here(body: Rehearsal) -> set[tuple[str, str, str, str]]:
    """Who is in the room: name, organisation, capacity, mode."""
    return {
        (each.name, each.organisation_name, each.capacity, each.mode) for each in body.room() if each.is_here
    }


# ---- people with times


def test_everybody_in_the_room_is_kept_with_name_organisation_capacity_and_time(clpp: Rehearsal) -> None:
    """N2: the representative, the deputy who stands in, the co-opted, the observer, the guest and the stand-in."""
    answer(
        clpp.opens_meeting(
            CHAIR,
            chair=CHAIR,
            present=["north-downs", "ekc-group", "lantern", "harbour"],
            substitutes=[("ekc-group", GETHIN)],
            remote=["harbour"],
            others=others_typed(
                "Perpetua Lacey, Oast Virtual School\n\nSunniva Brandt, The Echo\nSunniva Brandt, The Echo"
            ),
        )
    )
    assert here(clpp) == {
        ("Kwabena Ofori", "University of the North Downs", "representative", "in person"),
        ("Gethin Prosser", "EKC Group", "substitute", "in person"),
        ("Jocelyn Hurst", "Lantern Foyer Trust", "co-opted", "in person"),
        ("Mirela Costin", "Harbour Care Leavers' Forum", "observer", "remote"),
        ("Perpetua Lacey", "Oast Virtual School", "stand-in", "in person"),
        ("Sunniva Brandt", "The Echo", "in attendance", "in person"),
    }
    assert {each.arrived_at for each in clpp.room()} == {TEN}


def test_the_representative_who_said_they_come_is_the_one_who_is_marked(door: Rehearsal) -> None:
    """N2: Wealden Downs has two, and Kent another two."""
    said(door, "imran-siddique", "coming")
    said(door, "priya-ramanathan", "apologies")
    answer(door.opens_meeting(CHAIR, chair=CHAIR, present=["north-downs", "wealden-downs", "kent-council"]))
    names = {each.name for each in door.room()}
    assert {"Imran Siddique", "Callum Ferrers"} <= names


def test_an_unnamed_stand_in_attends_without_a_vote_and_makes_no_quorum(clpp: Rehearsal) -> None:
    """K34, K32: nor is their organisation on the roll."""
    opened = clpp.opens_meeting(
        CHAIR,
        chair=CHAIR,
        present=["north-downs", "kent-council"],
        others=(("Perpetua Lacey", "ekc group"),),
    )
    assert isinstance(opened, Decision)
    assert "2 of 10 voting organisations are present. 1 attends without a vote" in opened.answer.words
    assert "Not quorate: Nobody from further education is present" in opened.answer.why
    answer(clpp.puts(CHAIR))
    assert "is not marked present" in reason(clpp.votes(FOLASADE, "for"))


def test_whoever_joins_by_video_or_telephone_is_present(clpp: Rehearsal) -> None:
    """K32, C39: remote counts towards the quorum, and votes."""
    opened = clpp.opens_meeting(
        CHAIR, chair=CHAIR, present=["north-downs"], remote=["ekc-group", "kent-council"]
    )
    assert isinstance(opened, Decision)
    assert "3 of 10 voting organisations are present. Two by video or telephone." in opened.answer.words
    assert "Quorate" in opened.answer.why
    answer(clpp.puts(CHAIR))
    assert "Counted" in answer(clpp.votes(FOLASADE, "for"))


def test_who_comes_and_goes_is_marked_by_the_difference_with_its_time(
    room: Rehearsal, clock: StoppedClock
) -> None:
    """N2: the roll called again at twenty to eleven."""
    clock.turn(minutes=40)
    changed = [*(each for each in IN_THE_ROOM if each != "compass-point"), "invicta"]
    answer(room.calls_roll(SECRETARY, chair=CHAIR, present=changed))
    stays = {each.organisation: each for each in room.room()}
    assert stays["compass-point"].left_at == TEN + timedelta(minutes=40)
    assert stays["invicta"].arrived_at == TEN + timedelta(minutes=40)
    assert stays["ekc-group"].arrived_at == TEN
    assert stays["ekc-group"].is_here


def test_what_is_marked_late_is_marked_with_the_time_it_happened(
    room: Rehearsal, clock: StoppedClock
) -> None:
    """N2: "at what time?", in the partnership's own time."""
    clock.turn(minutes=40)
    answer(room.departs(CHAIR, "compass-point", at="10:25"))
    answer(room.arrives(CHAIR, "invicta", at="10:30"))
    stays = {each.organisation: each for each in room.room()}
    assert stays["compass-point"].left_at == TEN + timedelta(minutes=25)
    assert stays["invicta"].arrived_at == TEN + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("09:55", "was opened at 10:00"),
        ("10:41", "still to come"),
        ("25:00", "hours and minutes"),
        ("ten", "hours and minutes"),
        ("10:61", "hours and minutes"),
        ("1:2:3", "hours and minutes"),
        ("x" * 10_000, "hours and minutes"),
    ],
)
def test_a_time_before_the_opening_or_still_to_come_is_refused(
    room: Rehearsal, clock: StoppedClock, at: str, why: str
) -> None:
    """N2: under its own field."""
    clock.turn(minutes=40)
    for refused in (
        room.arrives(CHAIR, "invicta", at=at),
        room.departs(CHAIR, "compass-point", at=at),
        room.calls_roll(CHAIR, chair=CHAIR, present=IN_THE_ROOM, at=at),
    ):
        assert isinstance(refused, Refused)
        assert why in refused.reason
        assert refused.field == "at"


def test_a_meeting_that_runs_past_midnight_has_yesterdays_times(clpp: Rehearsal, clock: StoppedClock) -> None:
    """N2: somebody went at ten to twelve, and it is told at twenty past."""
    clock.set(datetime(2026, 4, 23, 22, 0, tzinfo=UTC))  # 23:00 in London
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    clock.turn(minutes=80)
    answer(clpp.departs(CHAIR, "compass-point", at="23:50"))
    [gone] = [each for each in clpp.room() if not each.is_here]
    assert gone.left_at == datetime(2026, 4, 23, 22, 50, tzinfo=UTC)


def test_nobody_goes_before_they_came_nor_comes_back_before_they_went(
    room: Rehearsal, clock: StoppedClock
) -> None:
    """N2: the record stays true."""
    clock.turn(minutes=30)
    answer(room.arrives(CHAIR, "invicta"))
    clock.turn(minutes=10)
    assert "came after that time" in reason(room.departs(CHAIR, "invicta", at="10:20"))
    answer(room.departs(CHAIR, "invicta"))
    clock.turn(minutes=10)
    assert "was still here at that time" in reason(room.arrives(CHAIR, "invicta", at="10:35"))
    answer(room.arrives(CHAIR, "invicta", at="10:45"))
    assert [each.is_here for each in room.room() if each.organisation == "invicta"] == [False, True]


def test_somebody_who_goes_on_by_telephone_has_a_stay_of_each_kind(
    room: Rehearsal, clock: StoppedClock
) -> None:
    """C39: each counts as what it was."""
    clock.turn(minutes=30)
    answer(room.calls_roll(CHAIR, chair=CHAIR, present=IN_THE_ROOM, remote=["ekc-group"]))
    stays = [(each.mode, each.is_here) for each in room.room() if each.organisation == "ekc-group"]
    assert stays == [("in person", False), ("remote", True)]


# ---- one vote for each organisation


def test_two_people_of_one_organisation_are_one_vote(clpp: Rehearsal) -> None:
    """G10: Wealden Downs names two representatives, and both come."""
    there = ["north-downs", "wealden-downs", "kent-council"]
    answer(
        clpp.opens_meeting(
            CHAIR, chair=CHAIR, present=there, people=(("wealden-downs", "marguerite-tolley"),)
        )
    )
    told = clpp.arrives(CHAIR, "wealden-downs", "imran-siddique")
    assert "3 of 10 voting organisations are present" in answer(told)
    answer(clpp.puts(CHAIR))
    answer(clpp.votes("marguerite-tolley", "for"))
    assert "Changed" in answer(clpp.votes("imran-siddique", "against"))
    assert clpp.sees().voted_count == 1
    answer(clpp.departs(CHAIR, person="marguerite-tolley"))
    assert "wealden-downs" in {each.organisation for each in clpp.room() if each.is_here}


def test_with_both_in_the_room_the_deputy_holds_the_vote_and_it_is_said(room: Rehearsal) -> None:
    """G10, K34: until the deputy goes, when it is the representative's again."""
    told = answer(room.arrives(CHAIR, "ekc-group", GETHIN))
    assert "Both Gethin Prosser and Folasade Akande are here for EKC Group" in told
    assert "Gethin Prosser, its deputy, holds it (4.8)" in told
    answer(room.puts(CHAIR))
    assert "holds its one vote" in reason(room.votes(FOLASADE, "for"))
    answer(room.votes(GETHIN, "for"))
    answer(room.departs(CHAIR, person=GETHIN))
    assert "Changed" in answer(room.votes(FOLASADE, "against"))


def test_a_deputy_in_the_chair_holds_the_vote_of_their_organisation(clpp: Rehearsal) -> None:
    """G10: a deputy present holds the one vote, whatever else was ticked."""
    answer(clpp.opens_meeting(SECRETARY, chair=GETHIN, present=["ekc-group", "kent-council"]))
    assert ("Gethin Prosser", "EKC Group", "substitute", "in person") in here(clpp)


@pytest.mark.parametrize(
    ("organisation", "person", "why"),
    [
        ("nowhere", None, "no more"),
        ("ekc-group", "nobody", "no more"),
        ("ekc-group", OWAIN, "no more"),
        ("", "", "no more"),
        ("compass-point", OWAIN, "two organisations"),
    ],
)
def test_only_those_the_register_has_are_marked_as_come(
    room: Rehearsal, organisation: str, person: str | None, why: str
) -> None:
    """K34: a stranger is named among the others, and one person holds one organisation's vote."""
    answer(room.arrives(CHAIR, "channel-skills", OWAIN))
    assert why in reason(room.arrives(CHAIR, organisation, person))


def test_where_the_terms_let_anybody_be_sent_whoever_is_sent_stands_in(
    store: Store, clock: StoppedClock
) -> None:
    """K34: the organisation is on the roll through them, and makes the quorum; until their name is taken off."""
    anybody = (
        '\n[people.substitutes]\nvalue = "anyone sent"\nclause = "15"\nwords = "A member may send anybody."\n'
    )
    forum = town(store, clock, terms=TOWN_TERMS + anybody)
    chair = represented("org-1")
    opened = forum.opens_meeting(
        chair, chair=chair, present=["org-1"], others=(("Ada Fenwick", "Organisation 3"), ("Guest", ""))
    )
    assert "2 of 4 voting organisations are present. 1 attends without a vote." in answer(opened)
    assert ("Ada Fenwick", "Organisation 3", "substitute", "in person") in here(forum)
    shown = Seen(Marks(("org-1", "org-3"), others=(("Ada Fenwick", "Organisation 3"), ("Guest", ""))), chair)
    answer(
        forum.calls_roll(chair, chair=chair, present=["org-1", "org-3"], others=(("Guest", ""),), seen=shown)
    )
    assert {(each.name, each.organisation) for each in forum.room() if each.is_here} == {
        ("Voice 1", "org-1"),
        ("Voice 3", "org-3"),
        ("Guest", None),
    }
    answer(
        forum.calls_roll(chair, chair=chair, present=["org-1"], others=(("Ada Fenwick", "Organisation 3"),))
    )
    assert ("Ada Fenwick", "Organisation 3", "substitute", "in person") in here(forum)
    answer(forum.calls_roll(chair, chair=chair, present=["org-1"]))
    assert {each.name for each in forum.room() if each.is_here} == {"Voice 1"}


# ---- two people marking at once, and what happens meanwhile


def test_two_people_marking_the_roll_at_once_do_not_undo_each_other(room: Rehearsal) -> None:
    """K32: each form says what was changed in it, and both changes are made."""
    shown = Seen(Marks(present=IN_THE_ROOM), CHAIR)
    by_one = [*IN_THE_ROOM, "invicta"]
    by_the_other = [each for each in IN_THE_ROOM if each != "compass-point"]
    answer(room.calls_roll(CHAIR, chair=CHAIR, present=by_one, seen=shown))
    answer(room.calls_roll(SECRETARY, chair=CHAIR, present=by_the_other, seen=shown))
    marked = {each.organisation for each in room.room() if each.is_here}
    assert marked == {*by_the_other, "invicta"}


def test_a_form_opened_before_the_chair_changed_does_not_change_it_back(room: Rehearsal) -> None:
    """K26: whoever did not touch the chair leaves it as it is."""
    shown = Seen(Marks(present=IN_THE_ROOM), CHAIR)
    answer(room.calls_roll(CHAIR, chair=LEONTYNE, present=IN_THE_ROOM, seen=shown))
    answer(room.calls_roll(SECRETARY, chair=CHAIR, present=[*IN_THE_ROOM, "oast"], seen=shown))
    assert state(room).chaired_by == LEONTYNE


def test_the_same_arrival_pressed_twice_is_one(room: Rehearsal) -> None:
    """The second is told that they are here already; and so it is with a departure."""
    press = room.command(CHAIR, MarkArrival, partnership="clpp", meeting=MEETING, organisation="invicta")
    answer(room.secretary.perform(press))
    room.secretary.perform(press)
    assert "as here already" in answer(room.arrives(SECRETARY, "invicta"))
    assert [each.organisation for each in room.room()].count("invicta") == 1
    answer(room.departs(CHAIR, "invicta"))
    assert "as gone already" in answer(room.departs(SECRETARY, "invicta"))
    assert "as gone already" in answer(
        room.say(CHAIR, MarkDeparture, partnership="clpp", meeting=MEETING, stay="no-such-stay")
    )


def test_the_roll_may_be_marked_while_a_vote_is_open(room: Rehearsal) -> None:
    """K32: who goes before the close is not counted, and who comes may vote."""
    answer(room.puts(CHAIR))
    vote(room, {"compass-point": "against", "ekc-group": "for"})
    answer(room.departs(CHAIR, "compass-point"))
    answer(room.arrives(CHAIR, "invicta"))
    answer(room.votes(VOICE["invicta"], "for"))
    answer(room.closes(CHAIR))
    assert (room.result().votes_for, room.result().against) == (2, 0)


def test_a_person_deactivated_meanwhile_is_still_in_the_room_and_presses_nothing(room: Rehearsal) -> None:
    """An account is switched off; who sits in the room still sits there."""
    room.deactivates(FOLASADE)
    answer(room.departs(CHAIR, "compass-point"))
    assert ("Folasade Akande", "EKC Group", "representative", "in person") in here(room)
    assert "deactivated" in reason(room.departs(FOLASADE, "ekc-group"))


@pytest.mark.parametrize("who", [FOLASADE, "U0STRANGER", GETHIN])
def test_only_the_chair_or_the_secretariat_marks_who_comes_and_goes(room: Rehearsal, who: str) -> None:
    """V23, V11."""
    for refused in (room.arrives(who, "invicta"), room.departs(who, "ekc-group")):
        assert isinstance(refused, Refused)
        assert (
            "Only the chair or the secretariat" in refused.reason or "not in the register" in refused.reason
        )


def test_nobody_comes_to_a_meeting_that_is_not_in_session(room: Rehearsal) -> None:
    """Nor to one of another partnership, or one that does not exist."""
    assert "not in session" in reason(room.arrives(CHAIR, "invicta", meeting="meeting-9"))
    answer(room.closes_meeting(CHAIR))
    assert "not in session" in reason(room.arrives(CHAIR, "invicta"))
    assert "not in session" in reason(room.departs(CHAIR, "ekc-group"))
    assert "not kept here" in reason(room.arrives(CHAIR, "invicta", partnership="another"))


def test_too_many_others_or_names_too_long_are_refused_under_their_field(clpp: Rehearsal) -> None:
    """Ten thousand characters in one line are nobody's name."""
    for others in ((("x" * 10_000, ""),), tuple((f"Guest {number}", "") for number in range(101))):
        refused = clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM, others=others)
        assert isinstance(refused, Refused)
        assert refused.field == "others"


# ---- the picture


def test_who_is_here_shows_those_in_the_room_and_those_who_may_yet_come(room: Rehearsal) -> None:
    """K32: with the quorum, its numbers and its clause, and whose the votes are."""
    answer(room.arrives(CHAIR, "ekc-group", GETHIN))
    shown = ask_room(room)
    assert len(shown.here) == 7
    assert {each.name for each in shown.here if each.id in shown.holds_vote} >= {
        "Gethin Prosser",
        "Kwabena Ofori",
    }
    assert "Folasade Akande" not in {each.name for each in shown.here if each.id in shown.holds_vote}
    away = list(dict.fromkeys(each.organisation for each in shown.not_here if not each.stands_in))
    assert set(away[:6]) == {"invicta", "channel-skills", "oast", "estuary", "lantern", "harbour"}
    assert set(away[6:]) == {"kent-council", "wealden-downs"}, "of which nobody has said who is here"
    assert shown.quorum.startswith("Quorate: Present are")
    assert shown.quorum_clause.number == "4.6"
    assert shown.may_mark
    assert not ask_room(room, NISHA).may_mark


def test_of_those_who_are_not_here_it_is_said_what_they_said(door: Rehearsal) -> None:
    """V12: apologies are told apart from silence."""
    said(door, VOICE["invicta"], "apologies")
    said(door, VOICE["oast"], "coming")
    answer(door.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    told = {each.organisation: each.said for each in ask_room(door).not_here if not each.stands_in}
    assert told["invicta"] == "sent apologies"
    assert told["oast"] == "said they come"
    assert told["estuary"] == ""


def test_the_room_of_one_partnership_is_not_seen_from_another(clpp: Rehearsal, clock: StoppedClock) -> None:
    """Every question is asked in a partnership, and of its own meeting."""
    forum = town(clpp.store, clock, workspace="T0OTHER")
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    shown = ask_room(forum, represented("org-1"))
    assert shown.meeting is None
    assert "not in session" in reason(forum.arrives(represented("org-1"), "org-2"))

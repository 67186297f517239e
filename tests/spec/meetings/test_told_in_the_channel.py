"""What the channel is told of a meeting: its opening, a quorum lost and what that means for a motion, its close."""

from typing import Any

import pytest

from bot.presenters.messages import render
from bot.workflows.room.in_the_channel import SessionPicture, ShowSession
from tests.presenters.reading import words
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.rooms import CHAIR, IN_THE_ROOM, VOICE, vote
from tests.spec.meetings.holding import ask

CHANNEL = "C0CLPP"
KENT = ("kent-council", "medway-council")


@pytest.fixture
def room(clpp: Rehearsal) -> Rehearsal:
    """CLPP in session, six organisations in the room."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    return clpp


def shown(body: Rehearsal) -> str:
    """The words of the meeting's message in the channel."""
    picture: SessionPicture = ask(body, CHAIR, ShowSession, meeting=MEETING)
    return words(render("MeetingInSessionNotice", {}, picture, partnership=body.slug).blocks)


def in_channel(body: Rehearsal, kind: str) -> list[Any]:
    """The notices of a kind for the channel."""
    return [each for each in body.notices(kind) if each.recipient == CHANNEL]


def test_the_channel_is_told_once_that_a_meeting_has_opened(room: Rehearsal) -> None:
    """K32: with how many are here, the quorum with its clause, and who is in the chair."""
    again = room.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM)
    assert answer(again)
    assert len(in_channel(room, "MeetingInSessionNotice")) == 1
    read = shown(room)
    assert "In session · Strategy Group" in read
    assert "6 of 10 organisations with a vote are here, Kwabena Ofori in the chair." in read
    assert "Quorate: Present are 2 from further education" in read
    assert "Clause 4.6" in read


def test_where_nobody_is_in_the_chair_the_message_says_who_chooses(clpp: Rehearsal) -> None:
    """K26: no business before those present have chosen one of their number."""
    answer(clpp.opens_meeting(CHAIR, chair=None, present=IN_THE_ROOM))
    assert "Nobody is in the chair yet: those present choose before any business (4.2)." in shown(clpp)


def test_a_quorum_lost_is_said_in_the_channel_and_shown_by_every_motion_still_open(room: Rehearsal) -> None:
    """K32, K33: what it means for the motion is said before anybody votes on it as if nothing had happened."""
    answer(room.puts(CHAIR))
    assert room.sees().not_quorate == ""
    before = room.sees().revision
    for each in KENT:
        answer(room.departs(CHAIR, each))
    (told,) = in_channel(room, "NoQuorumNotice")
    assert "Nobody from local authority is present" in told.data["why"]
    assert "provisional until a quorate meeting ratifies them (4.7)" in told.data["follows"]
    assert room.sees().revision > before
    assert "Not quorate: Nobody from local authority is present" in room.sees().not_quorate
    assert "provisional" in room.sees().not_quorate
    assert "Not quorate" in shown(room)
    answer(room.arrives(CHAIR, "kent-council"))
    assert room.sees().not_quorate == ""
    assert in_channel(room, "QuorumRegainedNotice") == []
    assert "Quorate: Present are" in shown(room)


def test_an_interest_is_never_named_in_what_the_channel_is_told_of_a_meeting(room: Rehearsal) -> None:
    """K31: whose interest it is, and in what, is for the chair and the secretariat."""
    for each in KENT:
        answer(room.declares(VOICE[each], "Its pension fund is a bidder", kind="meeting", subject=MEETING))
    said = shown(room) + str([each.data for each in in_channel(room, "NoQuorumNotice")])
    assert "pension" not in said
    assert "interest" not in said.lower()
    assert "Kent" not in said


def test_the_close_is_said_in_the_channel_with_what_waits_for_a_later_meeting(clpp: Rehearsal) -> None:
    """N2, K33: a provisional decision has no effect before it is ratified."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=["north-downs", "ekc-group"]))
    answer(clpp.puts(CHAIR))
    vote(clpp, {"ekc-group": "for", "north-downs": "for"})
    answer(clpp.closes(CHAIR))
    answer(clpp.closes_meeting(CHAIR))
    (told,) = in_channel(clpp, "MeetingClosedNotice")
    assert (told.data["represented"], told.data["decided"], told.data["awaiting"]) == (2, 1, 1)
    read = words(render("MeetingClosedNotice", told.data, partnership=clpp.slug).blocks)
    assert "2 member organisations were represented, and 1 motion was decided." in read
    assert "1 provisional decision waits to be ratified by a later quorate meeting" in read
    assert "Clause 4.7" in read
    assert "Closed · Strategy Group" in shown(clpp)
    assert "Quorate" not in shown(clpp)

"""Two at once in the room: whoever presses when, the roll is what the room is, and the last test of the quorum is true."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.store.meetings import meetings as meeting_rows
from bot.workflows.decisions import Decision, Refused
from bot.workflows.interests.interests import DeclareInterest
from bot.workflows.meetings.attendance import roll_of
from bot.workflows.meetings.meetings import CloseMeeting, MarkArrival, MarkDeparture, OpenMeeting
from bot.workflows.room.room_questions import WhoIsHere
from bot.workflows.votes.moving import PutMotion
from bot.workflows.votes.votes import CastVote
from tests.bookings import booked
from tests.rehearsal import MEETING, Rehearsal, answer, at
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, VOICE
from tests.spec.meetings.holding import ask, state

EVERYBODY = (*IN_THE_ROOM, "invicta", "channel-skills", "oast", "estuary")


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    """Twelve pairs of hands."""
    with ThreadPoolExecutor(12) as hands:
        yield hands


def at_once(crowd: ThreadPoolExecutor, body: Rehearsal, *commands: Any) -> list[Any]:
    """Everybody waits for everybody, then all press; the outcomes in the order of the commands."""
    gate = threading.Barrier(len(commands))

    def pressing(command: Any) -> Callable[[], Any]:
        def press() -> Any:
            gate.wait()
            return body.presses(command)

        return press

    return list(crowd.map(lambda deed: deed(), [pressing(each) for each in commands]))


def the_roll_is_the_room(body: Rehearsal) -> None:
    """What the votes read is what the room is."""
    with body.store.reading() as connection:
        kept = meeting_rows.roll_of(connection, body.workspace, body.slug, MEETING)
    assert dict(kept) == roll_of(body.room())


def arrival(body: Rehearsal, who: str, organisation: str) -> Any:
    return body.command(who, MarkArrival, partnership=body.slug, meeting=MEETING, organisation=organisation)


def departure(body: Rehearsal, who: str, organisation: str) -> Any:
    return body.command(who, MarkDeparture, partnership=body.slug, meeting=MEETING, organisation=organisation)


def test_a_booked_meeting_opened_by_two_at_once_is_opened_once(
    clpp: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """K32: one roll; the other is told that it has been opened already."""
    booked(clpp.store, "clpp", at("2026-04-23T10:00+01:00"))
    presses = [
        clpp.command(
            who, OpenMeeting, partnership="clpp", meeting=MEETING, chaired_by=CHAIR, present=IN_THE_ROOM
        )
        for who in (CHAIR, SECRETARY) * 3
    ]
    said = [answer(each) for each in at_once(crowd, clpp, *presses)]
    assert sum("is in session" in each for each in said) == 1
    assert sum("opened already" in each for each in said) == 5
    assert len(clpp.room()) == 6
    the_roll_is_the_room(clpp)


def test_one_arrival_marked_by_two_at_once_is_one(clpp: Rehearsal, crowd: ThreadPoolExecutor) -> None:
    """G10: once in the room."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    presses = [arrival(clpp, who, "invicta") for who in (CHAIR, SECRETARY) * 4]
    said = [answer(each) for each in at_once(crowd, clpp, *presses)]
    assert sum("as here already" in each for each in said) == 7
    the_roll_is_the_room(clpp)


def test_whoever_comes_and_goes_while_others_vote_and_declare_the_record_stays_true(
    clpp: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """K32, G9: nobody waits for ever, nothing is lost, and the last test says what is so."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(clpp.puts(CHAIR))
    for number in range(8):
        goes, comes = EVERYBODY[number % 6], EVERYBODY[(number + 3) % 10]
        outcomes = at_once(
            crowd,
            clpp,
            departure(clpp, SECRETARY, goes if goes != "north-downs" else "kent-council"),
            arrival(clpp, CHAIR, comes),
            clpp.command(VOICE["ekc-group"], CastVote, motion="motion-1", choice="for"),
            clpp.command(VOICE["medway-council"], CastVote, motion="motion-1", choice="against"),
            clpp.command(
                VOICE[EVERYBODY[number]],
                DeclareInterest,
                partnership="clpp",
                subject_kind="meeting",
                subject=MEETING,
                nature="" if number % 3 else "Ours",
                nil=bool(number % 3),
            ),
            clpp.command(
                CHAIR,
                PutMotion,
                partnership="clpp",
                motion=f"motion-{number + 2}",
                text="That it be so",
                how="meeting",
                consensus_sought=True,
                carry_on=True,
            ),
        )
        assert all(isinstance(each, Decision | Refused) for each in outcomes)
        the_roll_is_the_room(clpp)
        tested = [
            each.data["quorate"]
            for each in clpp.happened()
            if each.type == "QuorumTested" and each.data["motion"] is None
        ]
        assert tested[-1] is ask(clpp, CHAIR, WhoIsHere).quorum.startswith("Quorate")


def test_who_comes_as_the_meeting_closes_has_come_or_is_told_that_it_is_closed(
    clpp: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """N2: nobody stays in a room that is closed."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    close = clpp.command(CHAIR, CloseMeeting, partnership="clpp", meeting=MEETING)
    came, closed = at_once(crowd, clpp, arrival(clpp, SECRETARY, "invicta"), close)
    assert isinstance(closed, Decision)
    assert state(clpp).state == "closed"
    assert [each for each in clpp.room() if each.is_here] == []
    there = "invicta" in {each.organisation for each in clpp.room()}
    assert there is isinstance(came, Decision)

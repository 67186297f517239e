"""Who is there for each organisation: named by whoever marks the roll, or by their own reply, and never guessed."""

import pytest

from bot.clock import StoppedClock
from bot.workflows.meetings.attendance import Marks, Seen
from bot.workflows.questions import RollForm
from bot.workflows.room.room_questions import WhoIsHere
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import CHAIR, VOICE
from tests.spec.meetings.holding import ask

PRIYA, CALLUM = "priya-ramanathan", "callum-ferrers"  # both represent Kent County Council
GETHIN = "gethin-prosser"  # a named deputy of EKC Group
TWO = ("north-downs", "kent-council")


@pytest.fixture
def room(clpp: Rehearsal) -> Rehearsal:
    """CLPP in session; Kent is marked present, and nobody has said who is there for it."""
    answer(clpp.opens_meeting(CHAIR, chair=CHAIR, present=TWO))
    return clpp


def here(body: Rehearsal, organisation: str) -> list[str]:
    """The names of those in the room for an organisation."""
    return [each.name for each in body.room() if each.is_here and each.organisation == organisation]


def test_where_two_represent_an_organisation_neither_is_said_to_be_there_before_somebody_says_so(
    room: Rehearsal,
) -> None:
    """N2: minutes name only who came; an organisation with one representative is there through that one."""
    assert here(room, "kent-council") == ["A representative"]
    assert here(room, "north-downs") == ["Kwabena Ofori"]
    offered = {each.id: (each.words, each.chosen) for each in ask(room, CHAIR, RollForm).here}
    assert offered[f"kent-council:{PRIYA}"] == ("Priya Ramanathan, for Kent County Council", False)
    assert offered[f"kent-council:{CALLUM}"] == ("Callum Ferrers, for Kent County Council", False)
    assert offered["kent-council"] == ("Kent County Council, nobody named", True)


def test_whoever_is_named_later_has_been_there_since_the_organisation_was_marked(
    room: Rehearsal, clock: StoppedClock
) -> None:
    """N2: one person, one stay; the minutes list nobody without a name beside them."""
    since = next(each.arrived_at for each in room.room() if each.organisation == "kent-council")
    clock.turn(minutes=10)
    answer(room.arrives(CHAIR, "kent-council", CALLUM))
    assert here(room, "kent-council") == ["Callum Ferrers"]
    assert next(each.arrived_at for each in room.room() if each.person == CALLUM) == since
    answer(room.closes_meeting(CHAIR))
    [event] = [each.data for each in room.happened() if each.type == "MeetingClosed"]
    assert {each["name"] for each in event["attendance"]["present"]} == {"Kwabena Ofori", "Callum Ferrers"}


def test_a_second_representative_is_marked_too_and_the_organisation_keeps_its_one_vote(
    room: Rehearsal,
) -> None:
    """G10: from the form, or from the list of who is not here."""
    answer(room.arrives(CHAIR, "kent-council", PRIYA))
    offered = ask(room, CHAIR, WhoIsHere).not_here
    assert ("kent-council", CALLUM) in {(each.organisation, each.person) for each in offered}
    answer(room.arrives(CHAIR, "kent-council", CALLUM))
    assert set(here(room, "kent-council")) == {"Priya Ramanathan", "Callum Ferrers"}
    seen = Seen(
        Marks(TWO, people=(("north-downs", CHAIR), ("kent-council", PRIYA), ("kent-council", CALLUM))), CHAIR
    )
    only = (("north-downs", CHAIR), ("kent-council", CALLUM))
    answer(room.calls_roll(CHAIR, chair=CHAIR, present=TWO, people=only, seen=seen))
    assert here(room, "kent-council") == ["Callum Ferrers"]


def test_the_people_ticked_when_a_meeting_opens_are_the_people_who_are_there(clpp: Rehearsal) -> None:
    """N2, K34: a deputy ticked alone does not have the representative said to be there."""
    answer(
        clpp.opens_meeting(
            CHAIR,
            chair=CHAIR,
            present=[*TWO, "ekc-group"],
            people=(("north-downs", CHAIR), ("kent-council", CALLUM), ("kent-council", PRIYA)),
            substitutes=[("ekc-group", GETHIN)],
        )
    )
    assert here(clpp, "kent-council") == ["Callum Ferrers", "Priya Ramanathan"]
    assert here(clpp, "ekc-group") == ["Gethin Prosser"]
    ticked = {each.id for each in ask(clpp, CHAIR, RollForm).here if each.chosen}
    assert f"ekc-group:{VOICE['ekc-group']}" not in ticked


def test_somebody_who_does_not_represent_an_organisation_is_not_marked_for_it(clpp: Rehearsal) -> None:
    """K34: the register may have changed since the form was opened."""
    refused = clpp.opens_meeting(
        CHAIR, chair=CHAIR, present=TWO, people=(("kent-council", VOICE["medway-council"]),)
    )
    assert "register has changed" in reason(refused)

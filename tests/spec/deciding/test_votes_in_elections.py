"""Who votes in an election and who breaks its tie: the chair, an interest, the quorum and the room, as on a motion."""

from datetime import timedelta

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.interests.interests import Ruling
from tests.electing import (
    answers,
    ballot_shown,
    clock_turns,
    closes_ballot,
    decided,
    last_notice,
    opens,
    opens_ballot,
    settles,
    stand,
    votes,
    votes_in_secret,
)
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import TOWN_TERMS, represented, town

WEEK = timedelta(days=7, minutes=1)
CHAIR, CLERK, ONE, TWO, FIFTH = (represented(f"org-{each}") for each in (1, 2, 3, 4, 5))
NO_CHAIRS_VOTE = (
    '\n[voting.chair_votes]\nvalue = false\nclause = "10a"\nwords = "The chair has no ordinary vote."\n'
)
ONLY_THE_CHAIR = TOWN_TERMS.replace("casting vote of whoever is chairing", "casting vote of the chair only")


def balloting(body: Rehearsal, *, at_meeting: bool = False, ballot: str = "named") -> Rehearsal:
    """A ballot between two is open: for a week, or in the room in which everybody is."""
    answer(opens(body, CLERK, ballot=ballot, how="meeting" if at_meeting else "time"))
    stand(body, ONE, TWO)
    clock_turns(body, WEEK)
    if at_meeting:
        everybody = [each.slug for each in body.register.organisations]
        answer(body.opens_meeting(CHAIR, chair=CHAIR, present=everybody))
        answer(opens_ballot(body, CLERK))
    return body


@pytest.fixture
def room(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum in session with a ballot open in the room."""
    return balloting(town(store, clock, 5), at_meeting=True)


def tied_in_the_room(room: Rehearsal) -> None:
    """One vote each, and the ballot closed."""
    answer(votes(room, ONE, ONE))
    answer(votes(room, TWO, TWO))
    assert "equally many" in answer(closes_ballot(room, CLERK))


def test_where_the_chair_has_no_ordinary_vote_there_is_none_in_an_election_either(
    store: Store, clock: StoppedClock
) -> None:
    """K28, K29: the terms give whoever is chairing the casting vote and no other."""
    body = balloting(town(store, clock, 5, terms=TOWN_TERMS + NO_CHAIRS_VOTE))
    refused = votes(body, CHAIR, ONE)
    assert reason(refused) == "Whoever is chairing has no ordinary vote under these terms."
    assert refused.clause.number == "10a"  # type: ignore[union-attr]
    answer(votes(body, FIFTH, ONE))


def test_an_interest_declared_in_an_election_takes_the_vote_off_and_the_ruling_gives_it_back(
    store: Store, clock: StoppedClock
) -> None:
    """K31: as on a motion; a vote already cast is set aside, and counts again once the chair says so."""
    body = balloting(town(store, clock, 5))
    answer(votes(body, FIFTH, ONE))
    said = answer(body.declares(FIFTH, "They are my employer", kind="election", subject="election-1"))
    assert "an interest in the election “E2026/1: chair”" in said
    assert said.endswith("The vote you had already cast is set aside.")
    assert "its vote is off until the chair rules" in reason(votes(body, FIFTH, TWO))
    assert "0 of 4 organisations have voted." in ballot_shown(body).words
    assert "Withdrawn for an interest: Organisation 5." in ballot_shown(body).words
    answer(body.rules(CHAIR, body.interest(), Ruling.STAY_AND_VOTE))
    assert "1 of 5 organisations have voted." in ballot_shown(body).words
    answer(body.rules(CHAIR, body.interest(), Ruling.LEAVE))
    answer(votes(body, TWO, TWO))
    clock_turns(body, WEEK)
    assert (decided(body)["elected"], decided(body)["withdrawn"]) == (TWO, ["org-5"])


def test_a_secret_vote_already_cast_stands_whatever_is_declared_after_it(
    store: Store, clock: StoppedClock
) -> None:
    """K31: nobody can find it to take it out, and nothing promises that."""
    body = balloting(town(store, clock, 5), ballot="secret")
    answer(votes_in_secret(body, FIFTH, ONE))
    said = answer(body.declares(FIFTH, "They are my employer", kind="election", subject="election-1"))
    assert "set aside" not in said
    clock_turns(body, WEEK)
    assert (decided(body)["elected"], decided(body)["voted"]) == (ONE, ["org-5"])


def test_an_interest_in_the_meeting_bears_on_an_election_held_at_it(room: Rehearsal) -> None:
    answer(room.declares(FIFTH, "Everything here", kind="meeting", subject="meeting-1"))
    assert "its vote is off until the chair rules" in reason(votes(room, FIFTH, ONE))


def test_nothing_is_declared_in_an_election_that_is_decided(store: Store, clock: StoppedClock) -> None:
    body = balloting(town(store, clock, 5))
    answer(votes(body, ONE, ONE))
    clock_turns(body, WEEK)
    said = reason(body.declares(FIFTH, "Too late", kind="election", subject="election-1"))
    assert said.startswith("That has already been decided")


def test_no_casting_vote_is_given_in_a_room_that_has_lost_its_quorum(room: Rehearsal) -> None:
    """K29, K33: without a quorum nobody is elected."""
    tied_in_the_room(room)
    answer(room.calls_roll(CHAIR, chair=CHAIR, present=["org-1"]))
    assert reason(settles(room, CHAIR, ONE)).startswith("Not quorate, so nobody is elected:")
    answer(room.calls_roll(CHAIR, chair=CHAIR, present=["org-1", "org-2"]))
    answer(settles(room, CHAIR, ONE))
    assert decided(room)["how"] == "casting vote"


def test_whoever_is_chairing_and_has_withdrawn_for_an_interest_has_no_casting_vote(room: Rehearsal) -> None:
    """K29, K31."""
    tied_in_the_room(room)
    answer(room.declares(CHAIR, "One is my sister", kind="election", subject="election-1"))
    assert "You have withdrawn from this election" in reason(settles(room, CHAIR, ONE))


def test_a_casting_vote_is_given_with_its_reason_and_everybody_reads_it(room: Rehearsal) -> None:
    """K29: the reason is recorded, in an election as on a motion."""
    tied_in_the_room(room)
    for words in (" ", "x" * 2001):
        refused = settles(room, CHAIR, ONE, words)
        assert reason(refused) and refused.field == "reason"  # type: ignore[union-attr]
    answer(settles(room, CHAIR, ONE, "She has chaired the subgroup for two years"))
    said = "casting vote of Voice 1, who is chairing (10): She has chaired the subgroup for two years"
    assert said in decided(room)["why"]
    assert said in last_notice(room)["words"][1]


def test_where_nobody_voted_there_is_no_tie_that_a_casting_vote_could_break(room: Rehearsal) -> None:
    """K29: none for none is not hung."""
    answer(closes_ballot(room, CLERK))
    assert reason(settles(room, CHAIR, ONE)).startswith("Nobody voted")
    answer(settles(room, CLERK, "again"))


def test_a_casting_vote_of_the_chair_only_is_not_inherited_by_an_acting_chair(
    store: Store, clock: StoppedClock
) -> None:
    """K29: in an election as on a motion."""
    body = town(store, clock, 5, terms=ONLY_THE_CHAIR)
    answer(opens(body, CLERK, how="meeting"))
    stand(body, ONE, TWO)
    clock_turns(body, WEEK)
    present = ["org-2", "org-3", "org-4", "org-5"]
    answer(body.opens_meeting(CLERK, chair=FIFTH, present=present))
    answer(opens_ballot(body, CLERK))
    tied_in_the_room(body)
    assert "an acting chair does not inherit it" in reason(settles(body, FIFTH, ONE))


def test_a_meeting_is_not_closed_while_a_ballot_is_open_at_it(room: Rehearsal) -> None:
    """N2: first the ballot is closed, then the meeting."""
    assert reason(room.closes_meeting(CHAIR)) == "Not yet: E2026/1 is still open at this meeting."
    answer(votes(room, ONE, ONE))
    answer(closes_ballot(room, CLERK))
    answer(room.closes_meeting(CHAIR))


def test_whoever_is_left_alone_is_not_elected_in_a_room_that_has_lost_its_quorum(room: Rehearsal) -> None:
    """K33: the other withdraws while the ballot is open; they are elected at a quorate meeting."""
    answer(room.calls_roll(CHAIR, chair=CHAIR, present=["org-1"]))
    answer(answers(room, TWO, accept=False))
    assert not [each for each in room.happened() if each.type == "ElectionDecided"]
    said = last_notice(room)["words"][0]
    assert said.startswith("Voice 4 has withdrawn. Not quorate, so nobody is elected:")
    answer(room.calls_roll(CHAIR, chair=CHAIR, present=["org-1", "org-2"]))
    answer(opens_ballot(room, CLERK))
    assert (decided(room)["elected"], decided(room)["how"]) == (ONE, "unopposed")


def test_nor_between_those_who_tied_is_it_balloted_again_there(room: Rehearsal) -> None:
    """K33."""
    tied_in_the_room(room)
    answer(room.calls_roll(CHAIR, chair=CHAIR, present=["org-1"]))
    assert reason(settles(room, CLERK, "again")).startswith("Not quorate, so nobody is elected:")


def test_a_tie_that_outlives_its_meeting_is_balloted_again_at_the_next(room: Rehearsal) -> None:
    """K25, N2: not in the meeting that is closed, in which nobody could vote any more."""
    tied_in_the_room(room)
    answer(room.closes_meeting(CHAIR))
    assert "none is in session" in reason(settles(room, CLERK, "again"))
    everybody = [each.slug for each in room.register.organisations]
    answer(room.opens_meeting(CHAIR, chair=CHAIR, present=everybody, meeting="meeting-2"))
    answer(settles(room, CLERK, "again"))
    answer(votes(room, FIFTH, TWO, 2))
    answer(closes_ballot(room, CLERK))
    assert (decided(room)["elected"], decided(room)["meeting"]) == (TWO, "meeting-2")


def test_a_tie_of_which_one_withdraws_after_its_meeting_waits_for_the_next(room: Rehearsal) -> None:
    """K25, K33."""
    tied_in_the_room(room)
    answer(room.closes_meeting(CHAIR))
    answer(answers(room, ONE, accept=False))
    everybody = [each.slug for each in room.register.organisations]
    answer(room.opens_meeting(CHAIR, chair=CHAIR, present=everybody, meeting="meeting-2"))
    answer(opens_ballot(room, CLERK))
    assert (decided(room)["elected"], decided(room)["how"]) == (TWO, "unopposed")


def test_whoever_stands_is_told_each_time_that_nominations_close(store: Store, clock: StoppedClock) -> None:
    """K25: the first candidate withdraws, nominations go on, and another is ready for the meeting."""
    body = town(store, clock, 5)
    answer(opens(body, CLERK, how="meeting"))
    stand(body, ONE)
    clock_turns(body, WEEK)
    answer(answers(body, ONE, accept=False))
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=["org-1", "org-2"]))
    answer(opens_ballot(body, CLERK))
    stand(body, TWO)
    clock_turns(body, WEEK)
    ready = [
        each.data["words"][0] for each in body.notices("ElectionNotice") if each.data["stage"] == "ready"
    ]
    assert sorted(ready) == ["Standing: Voice 3.", "Standing: Voice 4."]

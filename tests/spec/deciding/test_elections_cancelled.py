"""An election cancelled: by whom, with a reason, what becomes of nominations and votes, who is told, and another called."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.clock import StoppedClock
from bot.store.elections.election_tables import election_ballots, nominations
from bot.store.session import Store
from bot.store.votes.ballot_tables import ballot_boxes, voted
from tests.electing import (
    answers,
    cancels,
    clock_turns,
    decided,
    last_notice,
    nominates,
    opens,
    opens_ballot,
    settles,
    stand,
    votes,
    votes_in_secret,
    window,
)
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import CHAIR, SECRETARY, VOICE, WORKS_CHAIR, WORKS_VOICE, represented, town

WEEK = timedelta(days=7, minutes=1)
FIRST, SECOND, THIRD = VOICE["ekc-group"], VOICE["oast"], VOICE["channel-skills"]
AB = "winifred-osgood"  # who represents Voluntaryworks' accountable body


def rows(body: Rehearsal, table: object) -> int:
    """How many rows of a table there are."""
    with body.store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def told(body: Rehearsal) -> set[str]:
    """Who was told of the cancelling."""
    return {each.recipient for each in body.notices("ElectionNotice") if each.data["stage"] == "cancelled"}


@pytest.mark.parametrize("ballot", ["named", "secret"])
def test_an_election_is_cancelled_while_its_ballot_is_open_and_nothing_is_lost(
    clpp: Rehearsal, ballot: str
) -> None:
    """K25: who was asked is told; votes are kept, a box of secret ones sealed, and nothing is counted."""
    answer(opens(clpp, SECRETARY, ballot=ballot))
    stand(clpp, FIRST, SECOND)
    answer(nominates(clpp, FIRST, THIRD))
    clock_turns(clpp, WEEK)
    answer((votes_in_secret if ballot == "secret" else votes)(clpp, FIRST, SECOND))
    clock_turns(clpp, timedelta(minutes=1))
    said = answer(cancels(clpp, SECRETARY, "The notice went to the wrong people"))
    assert said == "E2026/1 is cancelled. Nobody is elected chair by it. Another may be called."
    assert told(clpp) == {"C0CLPP", *(clpp.user(each) for each in (FIRST, SECOND, THIRD))}
    assert last_notice(clpp)["words"][0] == (
        "Cancelled by Gwendolen Saxby: The notice went to the wrong people"
    )
    kept = "The box stays sealed." if ballot == "secret" else "are kept and are not counted."
    assert last_notice(clpp)["words"][1].endswith(kept)
    mine = {each.recipient: each.data["words"][1] for each in clpp.notices("ElectionNotice")}
    assert mine[clpp.user(FIRST)].startswith("You stood in it. Nothing more is asked of you.")
    assert mine[clpp.user(THIRD)].startswith("You had been asked to stand.")
    assert rows(clpp, nominations) == 3
    boxes = (rows(clpp, ballot_boxes), rows(clpp, voted), rows(clpp, election_ballots))
    assert boxes == ((1, 1, 0) if ballot == "secret" else (0, 0, 1))
    [event] = [each for each in clpp.happened() if each.type == "ElectionCancelled"]
    assert (event.data["during"], event.data["reason"]) == ("ballot", "The notice went to the wrong people")
    assert not [each for each in clpp.happened() if each.type == "BallotBoxOpened"]
    clock_turns(clpp, 2 * WEEK)
    assert not [each for each in clpp.happened() if each.type == "ElectionDecided"]


def test_nothing_more_is_asked_in_an_election_that_was_cancelled(clpp: Rehearsal) -> None:
    answer(opens(clpp, SECRETARY))
    stand(clpp, FIRST)
    answer(nominates(clpp, FIRST, SECOND))
    answer(cancels(clpp, SECRETARY, "Called too early"))
    over = "E2026/1 is over. Cancelled by Gwendolen Saxby: Called too early"
    assert reason(nominates(clpp, FIRST, THIRD)) == over
    assert reason(answers(clpp, SECOND)) == over
    assert reason(answers(clpp, FIRST, accept=False)) == over
    assert reason(votes(clpp, FIRST, SECOND)) == over
    assert reason(cancels(clpp, SECRETARY)) == over
    assert "it was cancelled" in reason(opens_ballot(clpp, SECRETARY))
    assert "it was cancelled" in reason(settles(clpp, SECRETARY, "again"))
    shown = window(clpp, SECRETARY)
    assert "Cancelled by Gwendolen Saxby: Called too early" in shown
    assert "Cancel the election" not in shown and "Standing:" not in shown


def test_it_can_be_called_again_and_the_cancelled_one_keeps_its_number(clpp: Rehearsal) -> None:
    """K25: the second election is another, with another number."""
    answer(opens(clpp, SECRETARY))
    answer(cancels(clpp, SECRETARY))
    answer(opens(clpp, SECRETARY, election="election-2"))
    answer(nominates(clpp, FIRST, FIRST, election="election-2"))
    clock_turns(clpp, WEEK)
    assert (decided(clpp)["reference"], decided(clpp)["elected"]) == ("E2026/2", FIRST)


def test_only_the_returning_officer_the_terms_name_cancels_it(works: Rehearsal) -> None:
    """V24: the accountable body makes arrangements for, and conducts, the election."""
    answer(opens(works, AB, how="meeting"))
    refused = cancels(works, WORKS_CHAIR)
    assert reason(refused) == "Only the accountable body cancels an election here."
    assert "Cancel the election" in window(works, AB)
    assert "Cancel the election" not in window(works, WORKS_CHAIR)
    answer(cancels(works, AB))
    answer(opens(works, AB, how="meeting", election="election-2"))
    answer(nominates(works, WORKS_VOICE["val"], WORKS_VOICE["val"], election="election-2"))


def test_where_the_terms_name_nobody_the_chair_or_the_secretariat_cancels_it(clpp: Rehearsal) -> None:
    answer(opens(clpp, SECRETARY))
    assert reason(cancels(clpp, FIRST)) == "Only the chair or secretariat cancels an election here."
    answer(cancels(clpp, CHAIR))


def test_nobody_cancels_an_election_in_which_they_stand(clpp: Rehearsal) -> None:
    answer(opens(clpp, SECRETARY))
    stand(clpp, CHAIR)
    assert "You stand in this election yourself" in reason(cancels(clpp, CHAIR))
    answer(answers(clpp, CHAIR, accept=False))
    answer(cancels(clpp, CHAIR))


def test_an_election_is_cancelled_only_with_a_reason(clpp: Rehearsal) -> None:
    answer(opens(clpp, SECRETARY))
    for words in ("", "   ", "x" * 2001):
        refused = cancels(clpp, SECRETARY, words)
        assert reason(refused) and refused.field == "reason"  # type: ignore[union-attr]


def test_a_result_is_not_cancelled(clpp: Rehearsal) -> None:
    answer(opens(clpp, SECRETARY))
    stand(clpp, FIRST)
    clock_turns(clpp, WEEK)
    assert "has been decided: Folasade Akande was elected" in reason(cancels(clpp, SECRETARY))


def test_a_tie_is_cancelled_by_whoever_may(store: Store, clock: StoppedClock) -> None:
    body = town(store, clock, 4)
    clerk, one, two = (represented(f"org-{each}") for each in (2, 3, 4))
    answer(opens(body, clerk))
    stand(body, one, two)
    clock_turns(body, WEEK)
    answer(votes(body, one, one))
    answer(votes(body, two, two))
    clock_turns(body, WEEK)
    answer(cancels(body, clerk))
    [event] = [each for each in body.happened() if each.type == "ElectionCancelled"]
    assert (event.data["during"], event.data["told"]) == ("tied", [one, two])

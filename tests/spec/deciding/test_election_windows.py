"""The window of elections: each ballot by its number, who stands in the one that is open, and who went out in which."""

from datetime import timedelta

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.election_questions import ElectionVoteForm
from tests.electing import answers, clock_turns, opens, stand, votes, votes_in_secret, window
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import CHAIR, SECRETARY, VOICE

WEEK = timedelta(days=7, minutes=1)
FIRST, SECOND, THIRD = VOICE["ekc-group"], VOICE["oast"], VOICE["channel-skills"]
VOTERS = list(VOICE.values())[:6]


@pytest.fixture
def body(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted that a tie in an election is balloted again."""
    return rehearse(store, clock, "clpp", adopting=["tie.election", "interests.effect", "quorum.withdrawn"])


def balloted(body: Rehearsal, *choices: str, ballot: str) -> Rehearsal:
    """An election between three, in which the first ballot has been held with these votes."""
    answer(opens(body, SECRETARY, ballot=ballot))
    stand(body, FIRST, SECOND, THIRD)
    clock_turns(body, WEEK)
    for voter, choice in zip(VOTERS, choices, strict=False):
        answer((votes_in_secret if ballot == "secret" else votes)(body, voter, choice))
    clock_turns(body, WEEK)
    return body


def test_receipts_of_an_earlier_ballot_are_shown_as_that_ballots(body: Rehearsal) -> None:
    """K25: whoever looks while the second is open sees of which ballot the published receipts are, and how that one ended."""
    balloted(body, FIRST, SECOND, FIRST, SECOND, THIRD, ballot="secret")
    shown = window(body, VOTERS[0])
    assert "Ballot 1, between Benedict Amankwah, Dorota Zielinska and Folasade Akande. 2 votes for" in shown
    assert "Receipts and choices of ballot 1:" in shown
    assert shown.count(": Dorota Zielinska") == 1 + shown.count("Went out in ballot 1: Dorota Zielinska.")
    for number in range(5):
        answer(votes_in_secret(body, VOTERS[number], FIRST if number % 2 else SECOND, 2))
    clock_turns(body, WEEK)
    shown = window(body, VOTERS[0])
    assert "Receipts and choices of ballot 2:" in shown
    assert shown.count("most votes elect") == 1


def test_who_went_out_in_a_ballot_is_shown_so_and_stands_no_more(body: Rehearsal) -> None:
    """K25: between those who tied, and nobody else; whoever is out has nothing left to withdraw from."""
    balloted(body, FIRST, SECOND, FIRST, SECOND, THIRD, ballot="named")
    shown = window(body, THIRD)
    standing = next(line for line in shown.splitlines() if line.startswith("Standing:"))
    assert "Dorota" not in standing and "Folasade" in standing and "Benedict" in standing
    assert "Went out in ballot 1: Dorota Zielinska." in shown
    assert "Withdraw" not in shown and "Withdraw" in window(body, FIRST)


@pytest.mark.parametrize("ballot", ["named", "secret"])
def test_who_has_voted_sees_in_the_window_that_their_vote_stands(body: Rehearsal, ballot: str) -> None:
    """G10: by name also for whom, and the form that changes it begins with it; in secret never."""
    answer(opens(body, SECRETARY, ballot=ballot))
    stand(body, FIRST, SECOND)
    clock_turns(body, WEEK)
    voter = VOICE["kent-council"]
    answer((votes_in_secret if ballot == "secret" else votes)(body, voter, SECOND))
    shown = window(body, voter)
    if ballot == "secret":
        assert "Kent County Council has voted, in secret and for good." in shown
        return
    assert "The vote of Kent County Council stands: for Benedict Amankwah." in shown
    assert "The vote of Kent" not in window(body, FIRST)
    asked = ElectionVoteForm(
        workspace=body.workspace, team=body.team, user=body.user(voter), election="election-1"
    )
    form = body.secretary.ask(asked)
    assert form is not None and form.stands == SECOND


def test_who_withdrew_is_shown_so(body: Rehearsal) -> None:
    """K25: the ballot that was open is over, and why."""
    answer(opens(body, SECRETARY))
    stand(body, FIRST, SECOND, THIRD)
    clock_turns(body, WEEK)
    answer(answers(body, THIRD, accept=False))
    shown = window(body, CHAIR)
    assert "Withdrew: Dorota Zielinska." in shown
    assert "Went out" not in shown
    assert "and Folasade Akande. Dorota Zielinska has withdrawn." in shown

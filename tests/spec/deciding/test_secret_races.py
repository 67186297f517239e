"""Secret votes and elections, two at once: no vote is lost, none counted twice, and everything happens once."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.store.session import Store
from bot.workflows.decisions import Decision, Refused
from bot.workflows.elections.balloting import CastElectionVote
from bot.workflows.elections.nominating import OpenElection
from bot.workflows.votes.ballots import new_receipt
from bot.workflows.votes.secret_votes import CastSecretVote
from tests.electing import ELECTION, clock_turns, decided, opens, stand
from tests.rehearsal import Rehearsal, answer
from tests.rooms import represented, town

VOTERS = [f"org-{number}" for number in range(1, 13)]


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    """Twelve pairs of hands."""
    with ThreadPoolExecutor(12) as hands:
        yield hands


@pytest.fixture
def forum(store: Store, clock: StoppedClock) -> Rehearsal:
    """The Town Forum of twelve."""
    return town(store, clock, 12)


def at_once(crowd: ThreadPoolExecutor, body: Rehearsal, commands: list[Any]) -> list[Any]:
    """Everybody waits for everybody, then all press."""
    gate = threading.Barrier(len(commands))

    def press(command: Any) -> Any:
        gate.wait()
        return body.presses(command)

    presses: Callable[[Any], Any] = press
    return list(crowd.map(presses, commands))


def test_all_vote_in_secret_in_one_instant_and_the_box_holds_every_vote(
    forum: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """The box is sealed anew as a whole at every vote, so a vote may not overwrite another."""
    chair = represented("org-1")
    answer(forum.opens_meeting(chair, chair=chair, present=VOTERS))
    answer(forum.puts(chair, ballot="secret"))
    receipts = {each: new_receipt() for each in VOTERS}
    commands = [
        forum.command(
            represented(each), CastSecretVote, motion="motion-1", choice="for", receipt=receipts[each]
        )
        for each in VOTERS
    ]
    for outcome in at_once(crowd, forum, commands):
        answer(outcome)
    answer(forum.closes(chair))
    [box] = [each for each in forum.happened() if each.type == "BallotBoxOpened"]
    assert [receipt for receipt, _ in box.data["ballots"]] == sorted(receipts.values())
    assert forum.result().votes_for == 12


def test_one_organisation_pressing_ten_times_at_once_has_one_secret_vote(
    forum: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    """G10, issue: ten clicks in 50 ms, from ten forms."""
    chair = represented("org-1")
    answer(forum.opens_meeting(chair, chair=chair, present=VOTERS))
    answer(forum.puts(chair, ballot="secret"))
    commands = [
        forum.command(
            represented("org-2"), CastSecretVote, motion="motion-1", choice="for", receipt=new_receipt()
        )
        for _ in range(10)
    ]
    outcomes = at_once(crowd, forum, commands)
    assert [type(each) for each in outcomes].count(Decision) == 1
    assert all("final once cast" in each.reason for each in outcomes if isinstance(each, Refused))
    answer(forum.closes(chair))
    assert forum.result().votes_for == 1


def test_two_who_open_nominations_at_once_open_one_election(
    forum: Rehearsal, crowd: ThreadPoolExecutor
) -> None:
    now = forum.clock.now()
    commands = [
        forum.command(
            represented("org-2"),
            OpenElection,
            partnership=forum.slug,
            election=f"election-{number}",
            office="chair",
            how="time",
            nominations_close_at=now + timedelta(days=7),
            ballot_closes_at=now + timedelta(days=14),
        )
        for number in range(4)
    ]
    outcomes = at_once(crowd, forum, commands)
    assert [type(each) for each in outcomes].count(Decision) == 1
    assert all("is under way" in each.reason for each in outcomes if isinstance(each, Refused))


def test_all_vote_in_an_election_in_one_instant(forum: Rehearsal, crowd: ThreadPoolExecutor) -> None:
    answer(opens(forum, represented("org-2"), ballot="secret"))
    stand(forum, represented("org-3"), represented("org-4"))
    clock_turns(forum, timedelta(days=7, minutes=1))
    commands = [
        forum.command(
            represented(each),
            CastElectionVote,
            election=ELECTION,
            round=1,
            choice=represented("org-3" if number % 3 else "org-4"),
            receipt=new_receipt(),
        )
        for number, each in enumerate(VOTERS)
    ]
    for outcome in at_once(crowd, forum, commands):
        answer(outcome)
    clock_turns(forum, timedelta(days=7, minutes=1))
    assert decided(forum)["votes"] == [[represented("org-3"), 8], [represented("org-4"), 4], ["abstain", 0]]

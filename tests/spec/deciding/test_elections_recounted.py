"""Elections in the register of decisions, and counted again from the events alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.recount import Happened, Recounted, recount
from bot.store.entries.entry_tables import decisions
from bot.store.register_of_events import register_of_events
from bot.workflows.entries.correcting import CorrectDecision
from tests.electing import (
    clock_turns,
    consents,
    decided,
    opens,
    settles,
    stand,
    terms_of,
    votes,
    votes_in_secret,
)
from tests.rehearsal import Rehearsal, answer, rehearse
from tests.rooms import SECRETARY, VOICE

WEEK = timedelta(days=7, minutes=1)
FIRST, SECOND = VOICE["ekc-group"], VOICE["oast"]
VOTERS = list(VOICE.values())[:6]


def happened(body: Rehearsal) -> tuple[Happened, ...]:
    with body.store.reading() as connection:
        return register_of_events(connection, body.workspace, body.slug)


def tampered(
    events: tuple[Happened, ...], kind: str, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> tuple[Recounted, ...]:
    """What is found when the last event of a type says something else."""
    last = max(each.seq for each in events if each.type == kind)
    return recount(
        replace(each, data=change(dict(each.data))) if each.seq == last else each for each in events
    )


@pytest.fixture(params=["named", "secret"])
def elected(request: pytest.FixtureRequest, clpp: Rehearsal) -> Rehearsal:
    """The first of two elected by four to two, by name and in secret."""
    answer(opens(clpp, SECRETARY, ballot=request.param))
    stand(clpp, FIRST, SECOND)
    clock_turns(clpp, WEEK)
    cast: Any = votes_in_secret if request.param == "secret" else votes
    for voter, choice in zip(VOTERS, (FIRST, SECOND, FIRST, FIRST, SECOND, FIRST), strict=True):
        answer(cast(clpp, voter, choice))
    clock_turns(clpp, WEEK)
    return clpp


def test_an_election_is_entered_once_in_the_register_of_decisions(elected: Rehearsal) -> None:
    with elected.store.reading() as connection:
        [entry] = connection.execute(select(decisions)).all()
    assert (entry.what, entry.status, entry.number, entry.turnout) == ("election", "elected", 1, 6)
    assert entry.text.startswith("Folasade Akande, EKC Group, is elected chair from Friday 1 September 2028")
    assert entry.voted == []  # these terms do not have it shown who voted


def test_an_election_is_counted_again_from_its_events(elected: Rehearsal) -> None:
    [found] = recount(happened(elected))
    assert (found.reference, found.found, found.differences, found.uncounted) == (
        "D2026/1",
        f"2 for {SECOND}, 4 for {FIRST}: {FIRST} elected"
        if SECOND < FIRST
        else f"4 for {FIRST}, 2 for {SECOND}: {FIRST} elected",
        (),
        (),
    )


def test_an_election_that_was_tampered_with_is_found(elected: Rehearsal) -> None:
    [found] = tampered(happened(elected), "ElectionDecided", lambda data: {**data, "elected": SECOND})
    assert any(f"{FIRST} came first; {SECOND} was declared elected" in each for each in found.differences)
    more = [[FIRST, 5], [SECOND, 1], ["abstain", 0]]
    [found] = tampered(happened(elected), "ElectionDecided", lambda data: {**data, "votes": more})
    assert f"{FIRST}: 4 by the votes, 5 declared." in found.differences
    kept = tuple(
        each for each in happened(elected) if each.type not in ("ElectionBallotCast", "BallotBoxOpened")
    )
    assert recount(kept)[0].differences


def test_a_lot_is_drawn_again(store: Any, clock: Any) -> None:
    body = rehearse(store, clock, "clpp", adopting=["interests.effect", "quorum.withdrawn"])
    answer(opens(body, SECRETARY))
    stand(body, FIRST, SECOND)
    clock_turns(body, WEEK)
    answer(votes(body, VOTERS[0], FIRST))
    answer(votes(body, VOTERS[1], SECOND))
    clock_turns(body, WEEK)
    for each in (FIRST, SECOND):
        answer(consents(body, each))
    answer(settles(body, SECRETARY, "lot"))
    [found] = recount(happened(body))
    assert found.differences == ()
    winner = decided(body)["elected"]
    assert found.found.endswith(f": a tie, and {winner} elected by lot")
    loser = SECOND if winner == FIRST else FIRST
    [found] = tampered(happened(body), "ElectionDecided", lambda data: {**data, "elected": loser})
    assert f"The lot, drawn again, does not fall on {loser}." in found.differences


@pytest.mark.parametrize(("after", "left"), [(timedelta(0), []), (timedelta(days=900), ["2028-10-22"])])
def test_whoever_was_elected_by_an_election_that_is_void_holds_the_office_no_more(
    elected: Rehearsal, after: timedelta, left: list[str]
) -> None:
    """K25: a term that has not begun never does; one that runs ends with the day before."""
    assert [each for each in terms_of(elected) if each[2] == FIRST] == [("2028-09-01", "2031-08-31", FIRST)]
    elected.clock.turn(days=after.days)
    asked = {
        "partnership": "clpp",
        "decision": "D2026/1",
        "becomes": "void",
        "reason": "A member was not told",
    }
    said = elected.say(SECRETARY, CorrectDecision, **asked)
    answer(said)
    assert "holds the office no more" in said.answer.next
    assert [each[1] for each in terms_of(elected) if each[2] == FIRST] == left
    assert [found.differences for found in recount(happened(elected))] == [(), ()]

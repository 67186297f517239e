"""Decisions counted again from the register of events alone, by code that shares nothing with what decided them."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.recount import Happened, Recounted, recount
from bot.store.register_of_events import register_of_events
from bot.store.session import Store
from bot.workflows.interests.interests import Ruling
from tests.rehearsal import Rehearsal, answer
from tests.rooms import CHAIR, VOICE, vote

Change = Callable[[dict[str, Any]], dict[str, Any]]


def happened(body: Rehearsal) -> tuple[Happened, ...]:
    with body.store.reading() as connection:
        return register_of_events(connection, body.workspace, body.slug)


def tampered(events: tuple[Happened, ...], type: str, change: Change) -> tuple[Recounted, ...]:
    """What is found when the last event of a type says something else."""
    last = max(each.seq for each in events if each.type == type)
    return recount(
        replace(each, data=change(dict(each.data))) if each.seq == last else each for each in events
    )


@pytest.fixture
def decided(motion: Rehearsal) -> Rehearsal:
    """A motion carried by three to one: one changed its vote, one with an interest stays and votes, one leaves."""
    vote(motion, {"ekc-group": "against", "kent-council": "for", "medway-council": "against"})
    vote(motion, {"ekc-group": "for", "wealden-downs": "for", "compass-point": "against"})
    for organisation, ruling in (("wealden-downs", Ruling.STAY_AND_VOTE), ("compass-point", Ruling.LEAVE)):
        answer(motion.declares(VOICE[organisation], "Ours"))
        answer(motion.rules(CHAIR, motion.interest(), ruling))
    answer(motion.closes(CHAIR))
    return motion


def test_what_was_decided_is_what_the_events_come_to(decided: Rehearsal) -> None:
    """G1, K28, K31: ballots in their order, declarations and rulings, and the rule frozen when it was put."""
    (found,) = recount(happened(decided))
    assert (found.reference, found.found) == ("D2026/1", "3 for, 1 against, 0 abstaining: carried")
    assert (found.differences, found.uncounted) == ((), ())


def test_it_is_found_by_the_reference_of_the_decision_and_of_the_motion(decided: Rehearsal) -> None:
    assert recount(happened(decided), "D2026/1") == recount(happened(decided), "2026/1")
    assert recount(happened(decided), "D2026/9") == ()


def test_a_casting_vote_is_counted_again(motion: Rehearsal) -> None:
    """K29."""
    vote(motion, {"ekc-group": "for", "kent-council": "against"})
    answer(motion.closes(CHAIR))
    answer(motion.casts(CHAIR, "for"))
    (found,) = recount(happened(motion))
    assert (found.found, found.differences) == ("1 for, 1 against, 0 abstaining: carried", ())
    (wrong,) = tampered(happened(motion), "CastingVoteGiven", lambda data: data | {"choice": "against"})
    assert "By its votes it is not carried; it was declared carried." in wrong.differences


@pytest.mark.parametrize(
    ("type", "change", "difference"),
    [
        ("BallotCast", lambda data: data | {"choice": "against", "organisation": "ekc-group"}, "For: 2"),
        ("InterestRuled", lambda data: data | {"ruling": "stay and vote"}, "Withdrawn: nobody"),
        (
            "ResultDeclared",
            lambda data: {**data, "result": data["result"] | {"outcome": "not carried"}},
            "By its",
        ),
        ("ResultDeclared", lambda data: {**data, "result": data["result"] | {"votes_for": 4}}, "For: 3"),
        (
            "ResultDeclared",
            lambda data: {**data, "result": data["result"] | {"entitled": []}},
            "Those entitled",
        ),
        ("DecisionEntered", lambda data: data | {"status": "not carried"}, "It is entered as not carried"),
        ("DecisionEntered", lambda data: data | {"number": 2}, "The numbers of 2026"),
        ("MotionPut", lambda data: data | {"closes_at": "2026-04-01T00:00:00+00:00"}, "The vote of"),
    ],
)
def test_an_event_that_was_tampered_with_is_found(
    decided: Rehearsal, type: str, change: Change, difference: str
) -> None:
    """Whichever it is: a ballot, a ruling, the result, the entry."""
    found = tampered(happened(decided), type, change)
    assert any(words.startswith(difference) for each in found for words in each.differences), found


def test_a_vote_that_was_taken_out_or_put_in_afterwards_is_found(decided: Rehearsal) -> None:
    """K28."""
    events = happened(decided)
    (gone,) = recount(each for each in events if each.data.get("organisation") != "kent-council")
    assert "For: 2 by the votes, 3 declared." in gone.differences
    (ballot, *_) = (each for each in events if each.type == "BallotCast")
    (late,) = recount((*events, replace(ballot, seq=events[-1].seq + 1)))
    assert "A vote of ekc-group stands in the register after the votes were counted." in late.differences


def test_a_motion_put_before_its_rule_was_in_the_events_has_its_votes_counted(decided: Rehearsal) -> None:
    """What is not in the events is not made up."""
    (found,) = tampered(happened(decided), "MotionPut", lambda data: data | {"judged_by": None})
    assert found.differences == ()
    assert "only its votes were counted" in found.uncounted[0]


@pytest.fixture
def terminal(decided: Rehearsal, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A terminal beside the same database."""
    monkeypatch.setenv("DATABASE_URL", store.url.render_as_string(hide_password=False))
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)
    before = logging.root.handlers[:]
    yield lambda *asked, workspace=decided.workspace: CliRunner().invoke(
        app, [*asked, "--workspace", workspace]
    )
    logging.root.handlers[:] = before


def test_quorate_recount_counts_every_decision_or_the_one_that_is_named(terminal: Any) -> None:
    """From a terminal, with an exit code: 0 where everything agrees, 2 where there is no such decision."""
    said = terminal("recount")
    assert said.exit_code == 0, said.output
    assert "D2026/1 agrees: 3 for, 1 against, 0 abstaining: carried" in said.output
    assert "1 decision counted again, 0 with differences." in terminal("recount", "D2026/1").output
    assert terminal("recount", "D2030/1").exit_code == 2


@pytest.mark.parametrize("asked", [("recount",), ("recount", "--partnership", "clpp")])
def test_a_workspace_that_keeps_nothing_is_refused_with_those_that_do(
    terminal: Any, asked: tuple[str, ...]
) -> None:
    """Nothing counted is not a count of nothing."""
    said = terminal(*asked, workspace="T0WRONG")
    assert said.exit_code == 2
    words = " ".join(said.output.split())
    assert "is kept for workspace T0WRONG" in words
    assert "This database keeps clpp in T0QUORATE" in words

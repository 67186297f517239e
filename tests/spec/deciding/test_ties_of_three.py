"""A tie in an election of three, each way the terms can say: a lot, another ballot, a casting vote; and the lot drawn again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import StoppedClock
from bot.recount import Happened, Recounted, recount
from bot.rules.lot import digest, seal
from bot.store.session import Store
from bot.store.votes.consensus_tables import lots
from bot.workflows.elections.settling import drawn
from tests.electing import (
    clock_turns,
    decided,
    last_notice,
    opens,
    settles,
    stand,
    votes,
    votes_in_secret,
)
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.deciding.test_elections_recounted import happened

WEEK = timedelta(days=7, minutes=1)
CHAIR, CLERK = represented("org-1"), represented("org-2")
THREE = tuple(represented(f"org-{each}") for each in (3, 4, 5))
VOTERS = [represented(f"org-{each}") for each in range(1, 7)]


def tie_rule(value: str) -> str:
    """What these terms say follows a tie in an election."""
    return f'{TOWN_TERMS}\n[tie.election]\nvalue = "{value}"\nclause = "15"\nwords = "Of ties."\n'


def tied(store: Store, clock: StoppedClock, value: str, ballot: str = "named") -> Rehearsal:
    """An election of three in which each has two votes of six."""
    body = town(store, clock, 6, terms=tie_rule(value))
    answer(opens(body, CLERK, ballot=ballot))
    stand(body, *THREE)
    clock_turns(body, WEEK)
    for number, voter in enumerate(VOTERS):
        answer((votes_in_secret if ballot == "secret" else votes)(body, voter, THREE[number % 3]))
    clock_turns(body, WEEK)
    return body


def told(body: Rehearsal, kind: str) -> list[dict[str, Any]]:
    """What the events of a kind say."""
    return [each.data for each in body.happened() if each.type == kind]


def tampered(body: Rehearsal, kind: str, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Recounted:
    """What is found when the last event of a kind says something else."""
    events = happened(body)
    last = max(each.seq for each in events if each.type == kind)
    [found] = recount(
        Happened(each.seq, each.type, each.subject, change(each.data)) if each.seq == last else each
        for each in events
    )
    return found


@pytest.mark.parametrize("ballot", ["named", "secret"])
def test_by_lot_sealed_when_the_ballot_opened_and_drawn_again_from_the_register_of_events(
    store: Store, clock: StoppedClock, ballot: str
) -> None:
    """V30: nobody's consent is asked where the terms have the lot; the secret was made before anybody voted."""
    body = tied(store, clock, "lot", ballot)
    assert (
        "It is decided by lot (15), which whoever conducts the election draws." in last_notice(body)["words"]
    )
    [sealed] = told(body, "BallotBegun")
    assert reason(settles(body, CLERK, "again")) == "These terms decide a tie by lot, and by nothing else."
    answer(settles(body, CLERK, "lot"))
    result, [tie] = decided(body), told(body, "ElectionTied")
    secret, _, cast = result["lot"].partition("|")
    assert (seal(secret), cast) == (sealed["seal"], tie["cast"])
    assert result["elected"] == drawn(result["lot"], THREE)
    assert "`" not in result["why"] and "anybody can draw it again" in result["why"]
    assert dict(map(tuple, result["votes"])) == {**dict.fromkeys(THREE, 2), "abstain": 0}
    assert (len(result["entitled"]), len(result["voted"])) == (6, 6)
    if ballot == "named":
        assert cast == digest((f"org-{number + 1}", THREE[number % 3]) for number in range(6))
    [found] = recount(happened(body))
    assert found.differences == ()


def test_a_lot_that_was_not_sealed_or_not_drawn_with_these_votes_is_found(
    store: Store, clock: StoppedClock
) -> None:
    body = tied(store, clock, "lot")
    answer(settles(body, CLERK, "lot"))
    winner, secret = decided(body)["elected"], decided(body)["lot"].partition("|")[0]
    other = next(each for each in THREE if each != winner)
    found = tampered(body, "ElectionDecided", lambda data: {**data, "elected": other})
    assert f"The lot, drawn again, does not fall on {other}." in found.differences
    again = {"lot": f"{'0' * 64}|{told(body, 'ElectionTied')[0]['cast']}"}
    found = tampered(body, "ElectionDecided", lambda data: {**data, **again})
    assert (
        "The lot that was drawn is not the one that was sealed when the ballot opened." in found.differences
    )
    found = tampered(body, "ElectionDecided", lambda data: {**data, "lot": f"{secret}|{'0' * 64}"})
    assert "The lot was drawn with other votes than were cast." in found.differences


def test_the_secret_of_a_lot_is_in_no_event_before_it_is_drawn(store: Store, clock: StoppedClock) -> None:
    """Whoever votes does not know it, and a lot that is not needed is never told."""
    body = tied(store, clock, "lot")
    with body.store.reading() as connection:
        secrets = set(connection.execute(lots.select()).scalars("secret"))
    assert secrets
    assert not [each for each in body.happened() if any(secret in str(each.data) for secret in secrets)]


def test_by_another_ballot_and_when_that_ties_as_well_it_waits(store: Store, clock: StoppedClock) -> None:
    body = tied(store, clock, "another ballot")
    assert "Balloted again between them (15)." in last_notice(body)["words"][0]
    for number, voter in enumerate(VOTERS):
        answer(votes(body, voter, THREE[number % 3], 2))
    clock_turns(body, WEEK)
    assert "not yet of Voice 3, Voice 4 and Voice 5" in reason(settles(body, CLERK, "lot"))
    answer(settles(body, CLERK, "again"))
    for number, voter in enumerate(VOTERS):
        answer(votes(body, voter, THREE[0] if number else THREE[1], 3))
    clock_turns(body, WEEK)
    assert decided(body)["elected"] == THREE[0]
    first, second, third = (each["seal"] for each in told(body, "BallotBegun"))
    assert len({first, second, third}) == 3
    [found] = recount(happened(body))
    assert found.differences == ()


def test_by_the_casting_vote_of_whoever_is_chairing_between_all_three(
    store: Store, clock: StoppedClock
) -> None:
    """K29: for any of the three, once, and by nobody else."""
    body = tied(store, clock, "casting vote of whoever is chairing")
    assert "with the consent of all who tied" in reason(settles(body, CLERK, "lot"))
    assert "for whoever is chairing" in reason(settles(body, CLERK, THREE[2]))
    answer(settles(body, CHAIR, THREE[2]))
    assert "has been decided" in reason(settles(body, CHAIR, THREE[1])) or "is not tied" in reason(
        settles(body, CHAIR, THREE[1])
    )
    assert (decided(body)["elected"], decided(body)["how"]) == (THREE[2], "casting vote")
    [found] = recount(happened(body))
    assert found.differences == ()


def test_an_older_lot_without_a_seal_is_still_drawn_again(store: Store, clock: StoppedClock) -> None:
    body = tied(store, clock, "lot")
    answer(settles(body, CLERK, "lot"))
    events = [
        replace(each, data={**each.data, "seal": ""}) if each.type == "BallotBegun" else each
        for each in happened(body)
    ]
    [found] = recount(events)
    assert found.differences == ()

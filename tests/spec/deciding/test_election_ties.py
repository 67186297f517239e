"""Ties in an election: balloted again between those who tied, a lot by consent, and no casting vote of a chair who stands."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.clock import StoppedClock
from bot.rules.register import Role
from bot.store.session import Store
from bot.store.tables import appointments
from bot.workflows.decisions import Decision
from bot.workflows.elections.settling import drawn
from tests.electing import (
    answers,
    clock_turns,
    closes_ballot,
    consents,
    decided,
    last_notice,
    opens,
    opens_ballot,
    settles,
    stand,
    votes,
    votes_in_secret,
)
from tests.rehearsal import Rehearsal, answer, reason, rehearse
from tests.rooms import CHAIR, IN_THE_ROOM, SECRETARY, TOWN_TERMS, VOICE, represented, town

WEEK = timedelta(days=7, minutes=1)
FIRST, SECOND, THIRD = VOICE["ekc-group"], VOICE["oast"], VOICE["channel-skills"]
VOTERS = list(VOICE.values())[:6]
AGAIN = '\n[tie.election]\nvalue = "another ballot"\nclause = "15"\nwords = "A tie is balloted again."\n'


@pytest.fixture
def adopted(store: Store, clock: StoppedClock) -> Rehearsal:
    """CLPP, having adopted that a tie in an election is balloted again."""
    return rehearse(store, clock, "clpp", adopting=["tie.election", "interests.effect", "quorum.withdrawn"])


def balloting(body: Rehearsal, *people: str, ballot: str = "named") -> Rehearsal:
    """The same with a ballot open between these."""
    answer(opens(body, SECRETARY, ballot=ballot))
    stand(body, *people)
    clock_turns(body, WEEK)
    return body


def cast(body: Rehearsal, *choices: str, number: int = 1) -> None:
    """The first so many organisations vote."""
    for voter, choice in zip(VOTERS, choices, strict=False):
        answer(votes(body, voter, choice, number))


def heard(said: object) -> str:
    """What whoever did it is told of what comes next."""
    assert isinstance(said, Decision), said
    return said.answer.next


def test_a_tie_of_three_is_balloted_again_between_the_three_and_then_decided_by_lot_with_their_consent(
    adopted: Rehearsal,
) -> None:
    """K25, V30, issue: a tie in an election of three."""
    balloting(adopted, FIRST, SECOND, THIRD)
    cast(adopted, FIRST, SECOND, THIRD, FIRST, SECOND, THIRD)
    clock_turns(adopted, WEEK)
    said = last_notice(adopted)
    assert said["headline"] == "The ballot for chair is open"
    assert "Balloted again between them (4.2)" in said["words"][0]
    cast(adopted, FIRST, SECOND, THIRD, FIRST, SECOND, THIRD, number=2)
    clock_turns(adopted, timedelta(days=8))
    assert last_notice(adopted)["headline"] == "A tie for chair"
    assert "They tied again" in last_notice(adopted)["words"][1]
    asked = {each.recipient for each in adopted.notices("ElectionNotice") if each.data["stage"] == "lot"}
    assert asked == {adopted.user(each) for each in (FIRST, SECOND, THIRD)}
    answer(consents(adopted, FIRST))
    assert "Not yet Dorota" in heard(consents(adopted, SECOND))
    assert "not yet of Dorota" in reason(settles(adopted, SECRETARY, "lot"))
    clock_turns(adopted, timedelta(minutes=1))
    assert "Whoever conducts the election draws it now" in heard(consents(adopted, THIRD))
    assert last_notice(adopted)["headline"] == "Everybody who tied consents to a lot for chair"
    assert "Only the secretariat" in reason(settles(adopted, CHAIR, "lot"))
    answer(settles(adopted, SECRETARY, "lot"))
    result = decided(adopted)
    assert result["how"] == "lot"
    assert result["elected"] == drawn(result["lot"], tuple(result["candidates"]))


def test_whoever_closes_a_ballot_that_is_tied_hears_that_it_is_balloted_again(adopted: Rehearsal) -> None:
    """K25: the count first, then that another ballot is open."""
    answer(opens(adopted, SECRETARY, how="meeting"))
    stand(adopted, FIRST, SECOND)
    clock_turns(adopted, WEEK)
    answer(adopted.opens_meeting(CHAIR, chair=CHAIR, present=IN_THE_ROOM))
    answer(opens_ballot(adopted, SECRETARY))
    answer(votes(adopted, VOICE["ekc-group"], FIRST))
    answer(votes(adopted, VOICE["kent-council"], SECOND))
    told = closes_ballot(adopted, SECRETARY)
    assert answer(told).endswith("have equally many. Balloted again between them (4.2).")
    assert "The ballot for chair is open" in heard(told)


def test_of_three_only_the_two_who_tied_are_balloted_again(adopted: Rehearsal) -> None:
    balloting(adopted, FIRST, SECOND, THIRD)
    cast(adopted, FIRST, SECOND, FIRST, SECOND, THIRD)
    clock_turns(adopted, WEEK)
    assert "Choose one of those who stand" in reason(votes(adopted, VOTERS[0], THIRD, 2))
    cast(adopted, FIRST, SECOND, FIRST, SECOND, SECOND, number=2)
    clock_turns(adopted, timedelta(days=8))
    assert decided(adopted)["elected"] == SECOND


def test_a_secret_tie_is_balloted_again_and_both_lists_are_published(adopted: Rehearsal) -> None:
    balloting(adopted, FIRST, SECOND, ballot="secret")
    for number in (1, 2):
        for voter, choice in zip(VOTERS, (FIRST, SECOND, FIRST, SECOND, FIRST)[: 3 + number], strict=False):
            answer(votes_in_secret(adopted, voter, choice, number))
        clock_turns(adopted, timedelta(days=8))
    boxes = [each for each in adopted.happened() if each.type == "BallotBoxOpened"]
    assert [(each.subject, len(each.data["ballots"])) for each in boxes] == [
        ("election-1:1", 4),
        ("election-1:2", 5),
    ]
    assert decided(adopted)["elected"] == FIRST


def test_where_the_terms_are_silent_the_answer_says_so_and_whoever_conducts_it_ballots_again(
    clpp: Rehearsal,
) -> None:
    """K25: method and tie are not stated, and nothing is invented."""
    balloting(clpp, FIRST, SECOND)
    cast(clpp, FIRST, SECOND)
    clock_turns(clpp, WEEK)
    said = last_notice(clpp)["words"][1]
    assert "The terms do not state what follows a tie in an election." in said
    assert "Suggested: “another ballot”" in said
    assert "no casting vote" in reason(settles(clpp, CHAIR, FIRST)) or "nobody a casting vote" in reason(
        settles(clpp, CHAIR, FIRST)
    )
    answer(settles(clpp, SECRETARY, "again"))
    cast(clpp, FIRST, SECOND, FIRST, number=2)
    clock_turns(clpp, timedelta(days=8))
    assert decided(clpp)["elected"] == FIRST


def test_nobody_voting_elects_nobody(adopted: Rehearsal) -> None:
    balloting(adopted, FIRST, SECOND)
    clock_turns(adopted, WEEK)
    assert last_notice(adopted)["headline"] == "A tie for chair"
    assert not [each for each in adopted.happened() if each.type == "ElectionDecided"]


def test_a_chair_who_is_a_candidate_has_no_casting_vote_and_one_who_is_not_has(
    store: Store, clock: StoppedClock
) -> None:
    """K25, V30: only where the terms give a casting vote on a tie at all (10)."""
    body = town(store, clock, 5)
    chair, clerk, other, third = (represented(f"org-{each}") for each in (1, 2, 3, 4))
    answer(opens(body, clerk))
    stand(body, chair, other)
    clock_turns(body, WEEK)
    answer(votes(body, chair, chair))
    answer(votes(body, other, other))
    clock_turns(body, WEEK)
    assert "You are a candidate yourself" in reason(settles(body, chair, chair))
    assert "for whoever is chairing" in reason(settles(body, third, other))
    answer(settles(body, clerk, "again"))
    answer(answers(body, chair, accept=False))
    assert decided(body)["elected"] == other


def test_the_chair_gives_a_casting_vote_between_two_others(store: Store, clock: StoppedClock) -> None:
    """K29, of an election: where the terms have it on every tie."""
    body = town(store, clock, 5)
    chair, clerk, other, third = (represented(f"org-{each}") for each in (1, 2, 3, 4))
    answer(opens(body, clerk))
    stand(body, other, third)
    clock_turns(body, WEEK)
    answer(votes(body, other, other))
    answer(votes(body, third, third))
    clock_turns(body, WEEK)
    answer(settles(body, chair, third))
    assert (decided(body)["elected"], decided(body)["how"]) == (third, "casting vote")


def test_no_casting_vote_elects_whoever_stands_no_more(store: Store, clock: StoppedClock) -> None:
    """K25, K29: who still stands is looked at first, and the one who is left is elected."""
    body = town(store, clock, 5)
    chair, clerk, other, third = (represented(f"org-{each}") for each in (1, 2, 3, 4))
    answer(opens(body, clerk))
    stand(body, other, third)
    clock_turns(body, WEEK)
    answer(votes(body, other, other))
    answer(votes(body, third, third))
    clock_turns(body, WEEK)
    yesterday = body.clock.now().date() - timedelta(days=1)
    with store.transaction() as connection:
        connection.execute(update(appointments).where(appointments.c.person == third).values(to_on=yesterday))
    answer(settles(body, chair, third))
    assert (decided(body)["elected"], decided(body)["organisation"]) == (other, "org-3")


def test_one_who_stands_alone_is_voted_on_where_the_terms_say_so(store: Store, clock: StoppedClock) -> None:
    alone = (
        '\n[chair.unopposed]\nvalue = "voted on"\nclause = "16"\nwords = "A single candidate is voted on."\n'
    )
    body = town(store, clock, 5, terms=TOWN_TERMS + AGAIN + alone)
    clerk, other = represented("org-2"), represented("org-3")
    answer(opens(body, clerk))
    stand(body, other)
    clock_turns(body, WEEK)
    for number, choice in ((1, "against"), (2, "against"), (3, "for")):
        answer(votes(body, represented(f"org-{number}"), choice))
    clock_turns(body, WEEK)
    assert "1 for Voice 3, 2 against, 0 abstaining: not elected." in last_notice(body)["words"][0]
    clock_turns(body, timedelta(days=8))
    for number in (1, 2, 3):
        answer(votes(body, represented(f"org-{number}"), "for", 2))
    clock_turns(body, timedelta(days=8))
    assert decided(body)["elected"] == other
    assert Role("chair", other, "org-3").role == decided(body)["office"]

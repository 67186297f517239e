"""A candidate, or an organisation, that is lost while a ballot is open: struck, resigned, unregistered or withdrawn."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import StoppedClock
from bot.founding import import_register
from bot.presenters.elections.elections import elections_modal
from bot.store.session import Store
from bot.workflows.elections.election_questions import ShowElections
from tests.electing import (
    answers,
    ballot_shown,
    clock_turns,
    closes_ballot,
    decided,
    last_notice,
    opens,
    opens_ballot,
    stand,
    votes,
    votes_in_secret,
    window,
)
from tests.rehearsal import Rehearsal, answer, reason
from tests.rooms import TOWN_TERMS, represented, town
from tests.spec.deciding.test_elections_recounted import happened, recount

WEEK = timedelta(days=7, minutes=1)
CLERK, ONE, TWO, THREE, SIXTH = (represented(f"org-{each}") for each in (2, 3, 4, 5, 6))
VOTERS = [represented(f"org-{each}") for each in range(1, 7)]
OTHERS_STAND = (
    '\n[chair.candidate_lost]\nvalue = "the others stand"\nclause = "17"\nwords = "The others stand."\n'
)
SETTLED = '\n[voting.entitled]\nvalue = "when the vote opens"\nclause = "18"\nwords = "As when it opened."\n'
AGAIN = '\n[tie.election]\nvalue = "another ballot"\nclause = "15"\nwords = "A tie is balloted again."\n'


def balloting(store: Store, clock: StoppedClock, more: str = "", ballot: str = "named") -> Rehearsal:
    """The Town Forum of six, with a ballot between three open for a week."""
    body = town(store, clock, 6, terms=TOWN_TERMS + more)
    answer(opens(body, CLERK, ballot=ballot))
    stand(body, ONE, TWO, THREE)
    clock_turns(body, WEEK)
    return body


def struck(body: Rehearsal, *organisations: str) -> None:
    """An import of the register in which these organisations, and whoever spoke for them, are no more."""
    register = replace(
        body.register,
        organisations=tuple(e for e in body.register.organisations if e.slug not in organisations),
        appointments=tuple(e for e in body.register.appointments if e.organisation not in organisations),
    )
    import_register(body.store, body.clock, workspace=body.workspace, slug=body.slug, register=register)


def resigned(body: Rehearsal, person: str) -> None:
    """An import of the register in which somebody speaks for nobody any more."""
    register = replace(
        body.register, appointments=tuple(e for e in body.register.appointments if e.person != person)
    )
    import_register(body.store, body.clock, workspace=body.workspace, slug=body.slug, register=register)


def cast(body: Rehearsal, *choices: str, number: int = 1, ballot: str = "named") -> None:
    """The first so many organisations vote."""
    for voter, choice in zip(VOTERS, choices, strict=False):
        answer((votes_in_secret if ballot == "secret" else votes)(body, voter, choice, number))


def test_unless_the_terms_say_otherwise_a_ballot_is_held_anew_without_a_candidate_who_is_lost(
    store: Store, clock: StoppedClock
) -> None:
    """K25: votes were given among other candidates. Until it closes the message says what will follow."""
    body = balloting(store, clock)
    cast(body, THREE, THREE, ONE)
    resigned(body, THREE)
    assert (
        "Voice 5 stands no more: when this ballot closes it is void, and another begins between the others."
        in ballot_shown(body).words
    )
    assert "stands no more, so a vote for them would count for nobody" in reason(votes(body, SIXTH, THREE))
    clock_turns(body, WEEK)
    assert "can no longer stand, so this ballot is void" in last_notice(body)["words"][0]
    cast(body, ONE, ONE, TWO, number=2)
    clock_turns(body, WEEK)
    assert decided(body)["elected"] == ONE


@pytest.mark.parametrize("ballot", ["named", "secret"])
@pytest.mark.parametrize("how", ["withdrawn", "resigned", "struck"])
def test_where_the_terms_say_so_the_others_stand_and_votes_for_the_lost_count_for_nobody(
    store: Store, clock: StoppedClock, how: str, ballot: str
) -> None:
    """17 of these terms: the ballot goes on; by name who voted for them may vote again."""
    body = balloting(store, clock, OTHERS_STAND, ballot)
    cast(body, THREE, THREE, ONE, TWO, ballot=ballot)
    match how:
        case "withdrawn":
            answer(answers(body, THREE, accept=False))
            assert last_notice(body)["headline"] == "Voice 5 no longer stands for chair"
        case "resigned":
            resigned(body, THREE)
        case _:
            struck(body, "org-5")
    assert "Voice 5 stands no more: votes for them count for nobody (17)." in ballot_shown(body).words
    if ballot == "named":
        answer(votes(body, VOTERS[0], ONE))
    else:
        answer(votes_in_secret(body, SIXTH, ONE))
    clock_turns(body, WEEK)
    result = decided(body)
    lost = "1 vote for them counts" if ballot == "named" else "2 votes for them count"
    assert (result["elected"], result["candidates"]) == (ONE, sorted([ONE, TWO]))
    assert f"Voice 5 stands no more, and {lost} for nobody (17)." in result["why"]
    [found] = recount(happened(body))
    assert found.differences == ()


@pytest.mark.parametrize(
    ("more", "said"),
    [("", "begins anew without you"), (OTHERS_STAND, "votes for you count for nobody")],
)
def test_a_candidate_who_would_withdraw_is_told_first_what_follows(
    store: Store, clock: StoppedClock, more: str, said: str
) -> None:
    """17 of these terms: and what one came for, the vote, stands before it."""
    body = balloting(store, clock, more)
    asked = ShowElections(
        workspace=body.workspace, team=body.team, user=body.user(THREE), partnership=body.slug
    )
    shown = str(elections_modal(body.secretary.ask(asked))["blocks"])
    assert said in shown
    assert shown.index("'Vote'") < shown.index("'Withdraw as a candidate'")


def test_whoever_is_left_alone_is_declared_elected(store: Store, clock: StoppedClock) -> None:
    body = balloting(store, clock, OTHERS_STAND)
    answer(answers(body, THREE, accept=False))
    answer(answers(body, TWO, accept=False))
    assert (decided(body)["elected"], decided(body)["how"]) == (ONE, "unopposed")


def test_a_ballot_that_was_cast_keeps_nobody_from_striking_its_organisation_and_the_result_says_what_became_of_it(
    store: Store, clock: StoppedClock
) -> None:
    """G10: by name it is not counted, since who has a vote is settled on the day the ballot ends."""
    body = balloting(store, clock)
    cast(body, TWO, TWO, ONE, TWO, TWO, ONE)
    struck(body, "org-6", "org-1")
    assert "4 of 4 organisations have voted." in ballot_shown(body).words
    clock_turns(body, WEEK)
    said = decided(body)["why"]
    assert (
        "Organisation 1 and Organisation 6 voted and then left or withdrew, so those votes are not counted."
        in said
    )


def test_a_secret_ballot_that_was_cast_stands_although_its_organisation_was_struck(
    store: Store, clock: StoppedClock
) -> None:
    body = balloting(store, clock, ballot="secret")
    cast(body, ONE, TWO, ONE, ballot="secret")
    struck(body, "org-1")
    clock_turns(body, WEEK)
    assert decided(body)["elected"] == ONE
    assert "Organisation 1 voted in secret and then left or withdrew" in decided(body)["why"]


def test_where_who_has_a_vote_is_settled_when_the_ballot_opens_a_strike_and_a_joining_change_nothing(
    store: Store, clock: StoppedClock
) -> None:
    """18 of these terms, frozen in the event that opened it, and shown."""
    body = balloting(store, clock, SETTLED)
    cast(body, ONE, TWO, ONE)
    struck(body, "org-1")
    assert "3 of 6 organisations have voted." in ballot_shown(body).words
    clock_turns(body, WEEK)
    result = decided(body)
    assert (result["elected"], dict(map(tuple, result["votes"]))[ONE]) == (ONE, 2)
    assert result["entitled"] == [f"org-{each}" for each in range(1, 7)]
    [begun] = [each for each in body.happened() if each.type == "BallotBegun"]
    assert begun.data["entitled"] == result["entitled"]


def test_who_joins_while_it_is_open_has_no_vote_where_that_was_settled_when_it_opened(
    store: Store, clock: StoppedClock
) -> None:
    body = town(store, clock, 6, terms=TOWN_TERMS + SETTLED)
    struck(body, "org-6")
    answer(opens(body, CLERK))
    stand(body, ONE, TWO)
    clock_turns(body, WEEK)
    import_register(body.store, body.clock, workspace=body.workspace, slug=body.slug, register=body.register)
    assert "had no vote when this ballot opened" in reason(votes(body, SIXTH, ONE))
    answer(votes(body, VOTERS[0], ONE))


def test_a_ballot_after_a_tie_that_lost_its_quorum_is_held_again_between_those_who_tied(
    store: Store, clock: StoppedClock
) -> None:
    """V30: who went out in the first ballot does not come back because the second decided nothing."""
    body = town(store, clock, 6, terms=TOWN_TERMS + AGAIN)
    chair, everybody = represented("org-1"), [f"org-{each}" for each in range(1, 7)]
    answer(opens(body, CLERK, how="meeting"))
    stand(body, ONE, TWO, THREE)
    clock_turns(body, WEEK)
    answer(body.opens_meeting(chair, chair=chair, present=everybody))
    answer(opens_ballot(body, CLERK))
    cast(body, ONE, TWO, ONE, TWO)
    answer(closes_ballot(body, CLERK))
    answer(body.calls_roll(chair, chair=chair, present=["org-1"]))
    assert "Not quorate" in answer(closes_ballot(body, CLERK))
    answer(body.calls_roll(chair, chair=chair, present=everybody))
    body.clock.set(body.clock.now() + timedelta(minutes=1))
    answer(opens_ballot(body, CLERK))
    assert "Standing: Voice 3 and Voice 4." in last_notice(body)["words"]
    assert "Went out in ballot 1: Voice 5." in window(body, CLERK)

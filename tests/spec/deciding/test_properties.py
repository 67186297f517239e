"""Whatever body, rules and ballots: no vote is lost, none is counted twice, and anybody can count again from the events alone."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import StoppedClock
from bot.recount import Happened, recount
from bot.rules.reading import parse_terms
from bot.rules.tally import Count, Outcome, tally
from bot.store.session import Store
from bot.store.votes.motions import closing_facts, row_of, setting_of
from bot.ticking import tick
from bot.workflows.decisions import AlreadyDone, Decision
from bot.workflows.interests.interests import Ruling
from bot.workflows.votes.counting import count_votes
from bot.workflows.votes.recorded_votes import RecordVote
from bot.workflows.votes.votes import CastVote
from tests.rehearsal import Rehearsal, answer
from tests.rooms import BETWEEN_MEETINGS, TOWN_TERMS, represented, town

MAJORITIES = ("more for than against", "two thirds of votes cast", "a majority of members", "unanimous")
TIES = ("not carried", "casting vote of whoever is chairing", "lot")
CHOICES = ("for", "against", "abstain")

sizes = st.integers(2, 6)
presses = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(CHOICES)), max_size=14)


@pytest.fixture
def forums(store: Store) -> Iterator[Any]:
    """Founds a fresh Town Forum, in a workspace of its own, as often as is asked."""

    def found(size: int, majority: str, tie: str, more: str = "") -> Rehearsal:
        terms = TOWN_TERMS.replace('more for than against"', f'{majority}"', 1)
        terms = terms.replace('"casting vote of whoever is chairing"', f'"{tie}"')
        clock = StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))
        return town(store, clock, size, terms=terms + more, workspace=f"T{uuid4().hex[:12]}")

    yield found


def session(body: Rehearsal, size: int) -> Rehearsal:
    """Everybody is in the room, and a motion is put."""
    everybody = [f"org-{number}" for number in range(1, size + 1)]
    answer(body.opens_meeting(represented("org-1"), chair=represented("org-1"), present=everybody))
    answer(body.puts(represented("org-1")))
    return body


def own(body: Rehearsal) -> list[Any]:
    """The events of this body alone."""
    return [each for each in body.happened() if each.workspace == body.workspace]


def recounted(body: Rehearsal, terms: str) -> tuple[str, int, int, int]:
    """The outcome and the count, from the register of events and the terms, and nothing else."""
    roll: set[str] = set()
    ballots: dict[str, str] = {}
    off: dict[str, bool] = {}
    casting = None
    for each in own(body):
        match each.type:
            case "MeetingOpened" | "RollCalled":
                roll = set(each.data["roll"])
            case "BallotCast":
                ballots[each.data["organisation"]] = each.data["choice"]
            case "InterestDeclared" if not each.data["nil"]:
                off[each.data["organisation"]] = True
            case "InterestRuled":
                off[each.data["organisation"]] = each.data["ruling"] != "stay and vote"
            case "VoteTied":
                pass
            case "CastingVoteGiven":
                casting = each.data["choice"]
    entitled = {each for each in roll if not off.get(each)}
    votes = [choice for organisation, choice in ballots.items() if organisation in entitled]
    count = Count(
        votes_for=votes.count("for"),
        against=votes.count("against"),
        abstain=votes.count("abstain"),
        eligible=len(entitled),
        present=len(entitled),
        members=len(body.register.organisations),
        voting_members=len(body.register.organisations),
    )
    found = tally(parse_terms(terms), count, casting=casting)
    outcome = "no quorum" if len(entitled) < 2 else found.outcome.value
    return outcome, count.votes_for, count.against, count.abstain


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=sizes,
    cast=presses,
    majority=st.sampled_from(MAJORITIES),
    tie=st.sampled_from(TIES),
    interested=st.dictionaries(st.integers(2, 6), st.sampled_from([None, *Ruling]), max_size=3),
    casting=st.sampled_from(["for", "against", "declined"]),
)
def test_anybody_can_count_again_from_the_register_of_events_alone(
    forums: Any,
    size: int,
    cast: Any,
    majority: str,
    tie: str,
    interested: dict[int, Ruling | None],
    casting: str,
) -> None:
    """G1, K28, K29: what was declared is what the events come to, under the terms that were frozen."""
    terms = TOWN_TERMS.replace('more for than against"', f'{majority}"', 1)
    terms = terms.replace('"casting vote of whoever is chairing"', f'"{tie}"')
    body = session(forums(size, majority, tie), size)
    half = len(cast) // 2
    for number, choice in cast[:half]:
        body.votes(represented(f"org-{number}"), choice)
    for number, ruling in interested.items():
        if number <= size:
            answer(body.declares(represented(f"org-{number}"), "Ours"))
            interest = [each.data["interest"] for each in own(body) if each.type == "InterestDeclared"][-1]
            if ruling is not None:
                answer(body.rules(represented("org-1"), interest, ruling))
    for number, choice in cast[half:]:
        body.votes(represented(f"org-{number}"), choice)
    answer(body.closes(represented("org-1")))
    if body.sees().motion.state == "tied":
        answer(body.casts(represented("org-1"), casting))
    result = body.result()
    assert (result.outcome, result.votes_for, result.against, result.abstain) == recounted(body, terms)
    (again,) = recount(Happened(each.seq, each.type, each.subject, each.data) for each in own(body))
    assert (again.differences, again.uncounted) == ((), ())
    assert result.votes_for + result.against + result.abstain == len(result.voted) == len(set(result.voted))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=sizes,
    cast=presses,
    again=st.lists(st.integers(0, 13), max_size=6),
    shuffled=st.randoms(use_true_random=False),
)
def test_the_order_of_arrival_matters_only_within_an_organisation(
    forums: Any, size: int, cast: Any, again: list[int], shuffled: Any
) -> None:
    """K28: mixed as you like, with old clicks delivered again, the last vote of each organisation is the one that counts."""
    last = {f"org-{number}": choice for number, choice in cast if number <= size}
    queues = {number: [choice for each, choice in cast if each == number] for number in range(1, size + 1)}
    order = [number for number, choices in queues.items() for _ in choices]
    shuffled.shuffle(order)
    body = session(forums(size, MAJORITIES[0], TIES[0]), size)
    sent = []
    for number in order:
        press = body.command(
            represented(f"org-{number}"), CastVote, motion="motion-1", choice=queues[number].pop(0)
        )
        assert isinstance(body.secretary.perform(press), Decision)
        sent.append(press)
    for index in again:
        if index < len(sent):
            assert isinstance(body.secretary.perform(replace(sent[index])), AlreadyDone)
    answer(body.closes(represented("org-1")))
    result = body.result()
    assert set(result.voted) == set(last)
    stands = [result.votes_for, result.against, result.abstain]
    assert stands == [list(last.values()).count(choice) for choice in CHOICES]


counts = st.integers(0, 9)
bodies = st.tuples(counts, counts, counts, counts)  # for, against, abstaining, silent


def counted(votes_for: int, against: int, abstain: int, silent: int) -> Count:
    """A count in a body in which so many keep silent."""
    everybody = votes_for + against + abstain + silent
    return Count(
        votes_for=votes_for,
        against=against,
        abstain=abstain,
        eligible=everybody,
        present=everybody,
        members=everybody,
        voting_members=everybody,
    )


@given(votes=bodies, majority=st.sampled_from([*MAJORITIES, "75% of those present", "none against"]))
def test_one_more_vote_for_never_turns_carried_into_not_carried(
    votes: tuple[int, int, int, int], majority: str
) -> None:
    """K28: whether it comes from somebody silent, abstaining, or against."""
    terms = parse_terms(TOWN_TERMS.replace('more for than against"', f'{majority}"', 1))
    if tally(terms, counted(*votes)).outcome is not Outcome.CARRIED:
        return
    for taken in (1, 2, 3):
        if votes[taken]:
            better = list(votes)
            better[taken] -= 1
            better[0] += 1
            assert tally(terms, counted(*better)).outcome is Outcome.CARRIED


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=sizes,
    cast=presses,
    majority=st.sampled_from(MAJORITIES),
    tie=st.sampled_from(TIES),
    when=st.sampled_from(["when all have voted", "when the result is certain"]),
    quorum=st.sampled_from(["1", "at least half of those eligible", "2/3 of members"]),
)
def test_a_vote_closed_early_ends_as_it_would_have_whatever_had_still_come(
    forums: Any, size: int, cast: Any, majority: str, tie: str, when: str, quorum: str
) -> None:
    """Between meetings: certain means certain, also of the quorum, for every way in which the silent might have voted."""
    early = (
        f'\n[between_meetings.early_close]\nvalue = "{when}"\nclause = "11c"\nwords = "Sooner."\n'
        f'\n[between_meetings.quorum]\nrule = "{quorum}"\nclause = "11b"\nwords = "So many answer."\n'
    )
    body = forums(size, majority, tie, BETWEEN_MEETINGS + early)
    until = body.clock.now() + timedelta(days=3)
    answer(body.puts(represented("org-1"), how="between meetings", closes_at=until))
    for number, choice in cast:
        if number <= size:
            body.votes(represented(f"org-{number}"), choice)
    tick(body.store, body.secretary, body.clock, body.clock)
    said = body.sees()
    voted = {f"org-{number}" for number, _ in cast if number <= size}
    if said.motion.state == "open":
        assert len(voted) < size
        return
    if len(voted) == size:
        return
    assert when == "when the result is certain"
    result = body.result()
    with body.store.reading() as connection:
        row = row_of(connection, body.workspace, "motion-1", lock=False)
        assert row is not None
        facts = closing_facts(connection, row, setting_of(connection, row), None, until.date())
    silent = sorted(set(result.entitled) - voted)
    for choices in itertools.product((None, *CHOICES), repeat=len(silent)):
        ballots = {**facts.ballots, **{org: c for org, c in zip(silent, choices, strict=True) if c}}
        then, _ = count_votes(replace(facts, ballots=ballots))
        assert then.outcome == result.outcome


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=sizes,
    cast=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(CHOICES), st.booleans()), max_size=14),
)
def test_votes_by_telephone_and_by_button_are_one_ballot_each_and_the_last_stands(
    forums: Any, size: int, cast: Any
) -> None:
    """G10: whoever recorded it; none lost, none counted twice."""
    body = session(forums(size, MAJORITIES[0], TIES[0]), size)
    last: dict[str, str] = {}
    for number, choice, rung in cast:
        organisation = f"org-{number}"
        if number > size:
            continue
        voice = represented(organisation)
        if rung:
            asked = {"motion": "motion-1", "organisation": organisation, "person": voice, "choice": choice}
            answer(body.say(represented("org-2"), RecordVote, **asked))
        else:
            answer(body.votes(voice, choice))
        last[organisation] = choice
    answer(body.closes(represented("org-1")))
    result = body.result()
    assert set(result.voted) == set(last)
    stands = [result.votes_for, result.against, result.abstain]
    assert stands == [list(last.values()).count(choice) for choice in CHOICES]

"""Whatever the ballot and whenever it comes: by the clock, in secret, between candidates, in a round of consensus."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import StoppedClock
from bot.recount import Happened, recount
from bot.store.session import Store
from bot.store.votes.motions import closing_facts, row_of, setting_of
from bot.workflows.decisions import Decision, Refused
from bot.workflows.votes.ballots import new_receipt
from bot.workflows.votes.counting import count_votes
from tests.electing import clock_turns, opens, stand, votes
from tests.rehearsal import Rehearsal, answer
from tests.rooms import BETWEEN_MEETINGS, TOWN_TERMS, represented, town

CHAIR = represented("org-1")
CHOICES = ("for", "against", "abstain")
MAJORITIES = (
    "more for than against",
    "two thirds of votes cast",
    "a majority of members",
    "75% of those present",
    "none against",
    "unanimous",
)
AGAIN = '\n[tie.election]\nvalue = "another ballot"\nclause = "15"\nwords = "A tie is balloted again."\n'
CONSENSUS = """
[voting.consensus_first]
value  = true
clause = "9a"
words  = "Members seek agreement first."
"""
FEW = {"max_examples": 20, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
Forum = Callable[..., Rehearsal]

sizes = st.integers(3, 6)
presses = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(CHOICES)), max_size=14)


@pytest.fixture
def forum(store: Store) -> Iterator[Forum]:
    """Founds a fresh Town Forum, in a workspace of its own, as often as is asked."""

    def found(size: int, majority: str = MAJORITIES[0], more: str = "") -> Rehearsal:
        terms = TOWN_TERMS.replace('more for than against"', f'{majority}"', 1) + more
        terms = terms.replace('"casting vote of whoever is chairing"', '"not carried"')
        clock = StoppedClock(datetime(2026, 4, 23, 9, 0, tzinfo=UTC))
        return town(store, clock, size, terms=terms, workspace=f"T{uuid4().hex[:12]}")

    yield found


def everybody(size: int) -> list[str]:
    """The organisations of a forum."""
    return [f"org-{number}" for number in range(1, size + 1)]


def own(body: Rehearsal) -> list[Any]:
    """The events of this body alone."""
    return [each for each in body.happened() if each.workspace == body.workspace]


def counted_again(body: Rehearsal) -> list[tuple[str, ...]]:
    """The differences that are found when the events are counted again, for each decision."""
    happened = (Happened(each.seq, each.type, each.subject, each.data) for each in own(body))
    return [each.differences for each in recount(happened)]


def counts(body: Rehearsal) -> Counter[str]:
    """The votes of the result."""
    result = body.result()
    return +Counter({"for": result.votes_for, "against": result.against, "abstain": result.abstain})


@settings(**FEW)
@given(
    size=sizes,
    cast=st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(CHOICES), st.integers(-3_000_000, 3_000_000)),
        max_size=12,
    ),
)
def test_every_vote_received_before_the_close_counts_and_none_after_it(
    forum: Forum, size: int, cast: list[tuple[int, str, int]]
) -> None:
    """V9, K28: by the microsecond at which each was received, and the recount agrees."""
    body = forum(size, more=BETWEEN_MEETINGS)
    closes = body.clock.now() + timedelta(days=2)
    answer(body.puts(CHAIR, how="between meetings", closes_at=closes))
    stands: dict[str, str] = {}
    for number, choice, microseconds in sorted(cast, key=lambda each: each[2]):
        if number > size:
            continue
        body.clock.set(closes + timedelta(microseconds=microseconds))
        said = body.votes(represented(f"org-{number}"), choice)
        assert isinstance(said, Decision) is (microseconds < 0)
        if microseconds < 0:
            stands[f"org-{number}"] = choice
    body.clock.set(closes + timedelta(minutes=1))
    answer(body.time_comes())
    assert set(body.result().voted) == set(stands)
    assert counts(body) == Counter(stands.values())
    assert counted_again(body) == [()]


@settings(**FEW)
@given(size=sizes, cast=presses, twice=st.booleans())
def test_a_secret_vote_is_final_and_each_is_in_the_box_once(
    forum: Forum, size: int, cast: list[tuple[int, str]], twice: bool
) -> None:
    """K27: the first of each organisation, whatever is pressed after it and however often; the receipts are all different."""
    body = forum(size)
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=everybody(size)))
    answer(body.puts(CHAIR, ballot="secret"))
    first: dict[str, tuple[str, str]] = {}
    for number, choice in cast:
        organisation, receipt = f"org-{number}", new_receipt()
        if number > size:
            continue
        said = body.votes_in_secret(represented(organisation), choice, receipt)
        assert isinstance(said, Refused) is (organisation in first)
        first.setdefault(organisation, (receipt, choice))
        if twice:
            body.votes_in_secret(represented(organisation), choice, receipt)
    answer(body.closes(CHAIR))
    [published] = [each.data["ballots"] for each in own(body) if each.type == "BallotBoxOpened"] or [[]]
    assert sorted(tuple(each) for each in published) == sorted(first.values())
    assert counts(body) == Counter(choice for _, choice in first.values())
    assert counted_again(body) == [()]


@settings(**FEW)
@given(
    size=sizes,
    cast=presses,
    majority=st.sampled_from(MAJORITIES),
    quorum=st.sampled_from(["1", "at least half of those eligible", "2/3 of members"]),
    between=st.booleans(),
)
def test_one_more_vote_for_never_loses_what_was_carried_whatever_the_quorum(
    forum: Forum, size: int, cast: list[tuple[int, str]], majority: str, quorum: str, between: bool
) -> None:
    """K28: from somebody silent, abstaining or against; counted as the bot counts, quorum of answers and all."""
    answers = f'\n[between_meetings.quorum]\nrule = "{quorum}"\nclause = "11b"\nwords = "So many answer."\n'
    body = forum(size, majority, BETWEEN_MEETINGS + answers)
    if between:
        closes = body.clock.now() + timedelta(days=2)
        answer(body.puts(CHAIR, how="between meetings", closes_at=closes))
    else:
        answer(body.opens_meeting(CHAIR, chair=CHAIR, present=everybody(size)))
        answer(body.puts(CHAIR))
    for number, choice in cast:
        if number <= size:
            answer(body.votes(represented(f"org-{number}"), choice))
    with body.store.reading() as connection:
        row = row_of(connection, body.workspace, "motion-1", lock=False)
        assert row is not None
        setting = setting_of(connection, row)
        facts = closing_facts(connection, row, setting, None, body.clock.now().date())
    if count_votes(facts)[0].outcome != "carried":
        return
    for organisation in everybody(size):
        better, _ = count_votes(replace(facts, ballots={**facts.ballots, organisation: "for"}))
        assert better.outcome == "carried"


@settings(**FEW)
@given(
    size=st.integers(4, 6),
    cast=st.lists(st.tuples(st.integers(1, 6), st.integers(1, 3)), max_size=14),
    shuffled=st.randoms(use_true_random=False),
)
def test_in_an_election_of_three_no_vote_is_lost_and_the_order_does_not_matter(
    forum: Forum, size: int, cast: list[tuple[int, int]], shuffled: Any
) -> None:
    """K25, V30: the last vote of each organisation before the close stands; most votes elect, and equal ones elect nobody."""
    body = forum(size, more=AGAIN)
    answer(opens(body, represented("org-2"), ballot="named"))
    candidates = [represented(f"org-{number}") for number in (1, 2, 3)]
    stand(body, *candidates)
    clock_turns(body, timedelta(days=7, minutes=1))
    queues = {n: [candidates[c - 1] for each, c in cast if each == n] for n in range(1, size + 1)}
    order = [number for number, choices in queues.items() for _ in choices]
    shuffled.shuffle(order)
    last = {f"org-{number}": choices[-1] for number, choices in queues.items() if choices}
    for number in order:
        answer(votes(body, represented(f"org-{number}"), queues[number].pop(0)))
    clock_turns(body, timedelta(days=7, minutes=1))
    tally = Counter(last.values()).most_common()
    elected = [each.data["elected"] for each in own(body) if each.type == "ElectionDecided"]
    is_clear = len(tally) == 1 or (len(tally) > 1 and tally[0][1] > tally[1][1])
    assert elected == ([tally[0][0]] if is_clear else [])
    assert all(found == () for found in counted_again(body))


@settings(**FEW)
@given(
    size=sizes,
    said=st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["agree", "stand aside", "object"])), max_size=12
    ),
)
def test_in_a_round_the_last_position_of_each_stands_and_an_objection_decides_nothing(
    forum: Forum, size: int, said: list[tuple[int, str]]
) -> None:
    """K27: without one, and with somebody who agrees, it is decided by consensus; those standing aside are in the record."""
    body = forum(size, more=CONSENSUS)
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=everybody(size)))
    answer(body.seeks(CHAIR))
    last: dict[str, str] = {}
    for number, position in said:
        if number <= size:
            answer(body.stands(represented(f"org-{number}"), position, "It costs too much"))
            last[f"org-{number}"] = position
    ended = body.ends_round(CHAIR)
    by_position = {each: {who for who, held in last.items() if held == each} for each in last.values()}
    agreed = "object" not in by_position and "agree" in by_position
    assert isinstance(ended, Decision) is agreed
    if not agreed:
        assert body.sees().motion.state == "consensus"
        return
    result = body.result()
    assert (result.outcome, set(result.agreed)) == ("carried", by_position["agree"])
    assert set(result.stood_aside) == by_position.get("stand aside", set())
    assert set(result.silent) == set(everybody(size)) - set(last)
    assert counted_again(body) == [()]

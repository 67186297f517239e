"""What holds of every majority and every vote."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.tally import Count, Outcome, tally_by
from bot.rules.values import AllMajorities, Body, Majority, MoreForThanAgainst, NoneAgainst, Threshold, Tie

SIMPLE = st.builds(MoreForThanAgainst) | st.builds(NoneAgainst, st.booleans())
THRESHOLDS = st.builds(
    Threshold,
    fraction=st.fractions(Fraction(1, 20), 1, max_denominator=20),
    of=st.sampled_from(Body),
    more_than=st.booleans(),
    abstentions_count=st.booleans(),
)
MAJORITIES: st.SearchStrategy[Majority] = (
    SIMPLE | THRESHOLDS | st.builds(AllMajorities, st.tuples(SIMPLE | THRESHOLDS, THRESHOLDS))
)
TIES = st.none() | st.sampled_from(Tie)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    votes_for, against, abstain = (draw(st.integers(0, 15)) for _ in range(3))
    present = votes_for + against + abstain + draw(st.integers(1, 5))
    eligible = present + draw(st.integers(0, 5))
    members = eligible + draw(st.integers(0, 5))
    return Count(votes_for, against, abstain, eligible, present, members, members)


@given(MAJORITIES, TIES, counts())
def test_adding_a_vote_for_never_turns_carried_into_not_carried(
    majority: Majority, tie: Tie | None, count: Count
) -> None:
    more = replace(count, votes_for=count.votes_for + 1)
    if tally_by(majority, tie, count).outcome is Outcome.CARRIED:
        assert tally_by(majority, tie, more).outcome is Outcome.CARRIED


@given(MAJORITIES, TIES, counts())
def test_adding_a_vote_against_never_turns_not_carried_into_carried(
    majority: Majority, tie: Tie | None, count: Count
) -> None:
    more = replace(count, against=count.against + 1)
    if tally_by(majority, tie, count).outcome is not Outcome.CARRIED:
        assert tally_by(majority, tie, more).outcome is not Outcome.CARRIED


@given(MAJORITIES, TIES, counts())
def test_an_abstention_that_becomes_a_vote_for_never_loses_the_motion(
    majority: Majority, tie: Tie | None, count: Count
) -> None:
    if not count.abstain or tally_by(majority, tie, count).outcome is not Outcome.CARRIED:
        return
    moved = replace(count, votes_for=count.votes_for + 1, abstain=count.abstain - 1)
    assert tally_by(majority, tie, moved).outcome is Outcome.CARRIED


@given(MAJORITIES, TIES, counts(), st.sampled_from(["for", "against", "declined", None]))
def test_a_casting_vote_matters_only_on_a_tie_of_equal_votes(
    majority: Majority, tie: Tie | None, count: Count, casting: str | None
) -> None:
    plain = tally_by(majority, tie, count)
    cast = tally_by(majority, tie, count, casting=casting)  # type: ignore[arg-type]
    if plain.tied:
        assert count.votes_for == count.against > 0
    if plain.outcome is not Outcome.TIED:
        assert cast.outcome is plain.outcome
        assert bool(cast.refused) is (casting is not None)


@given(MAJORITIES, TIES, counts())
def test_nobody_for_is_never_carried_and_every_answer_has_its_sum(
    majority: Majority, tie: Tie | None, count: Count
) -> None:
    assert tally_by(majority, tie, replace(count, votes_for=0)).outcome is not Outcome.CARRIED
    answer = tally_by(majority, tie, count)
    assert f"{count.votes_for} for, {count.against} against" in answer.why


@given(THRESHOLDS, counts())
def test_the_number_needed_is_the_fewest_that_carry(majority: Threshold, count: Count) -> None:
    """For shares of a body that does not change with the vote."""
    if majority.of is Body.VOTES_CAST:
        return
    needed = tally_by(majority, None, count).needed_count
    assert needed is not None
    wide = replace(count, present=None, eligible=None, members=None, voting_members=None)
    bodies = {
        "present": count.present,
        "eligible": count.eligible,
        "members": count.members,
        "voting_members": count.members,
    }
    exactly = replace(wide, votes_for=needed, against=0, abstain=0, **bodies)
    fewer = replace(exactly, votes_for=needed - 1)
    if needed <= (count.present or 0):
        assert tally_by(majority, None, exactly).outcome is Outcome.CARRIED
        assert tally_by(majority, None, fewer).outcome is Outcome.NOT_CARRIED

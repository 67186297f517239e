"""What follows when votes are equal, and whose casting vote it is."""

from dataclasses import replace
from datetime import date

import pytest

from bot.rules.eligibility import has_casting_vote
from bot.rules.notation import parse_majority
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.tally import Casting, Count, Outcome, tally, tally_by
from bot.rules.terms import Adoption
from bot.rules.values import Tie

CLPP = parse_terms(sample_terms("clpp"))
SILENT = parse_terms(sample_terms("voluntaryworks"))
VOLUNTARYWORKS = SILENT.with_adoptions(
    {rule.key: Adoption("the Consortium", date(2026, 5, 3)) for rule in SILENT.suggestions()}
)
SIMPLE = parse_majority("more for than against")


def test_a_hung_vote_in_clpp_waits_for_the_casting_vote_of_whoever_is_chairing() -> None:
    """K29."""
    answer = tally(CLPP, Count(3, 3, 1))
    assert answer.outcome is Outcome.TIED and answer.tie is Tie.CASTING and answer.clause.number == "4.3"
    assert answer.next == "Whoever is chairing has the casting vote (4.3)."


@pytest.mark.parametrize(
    ("casting", "outcome"),
    [("for", Outcome.CARRIED), ("against", Outcome.NOT_CARRIED), ("declined", Outcome.NOT_CARRIED)],
)
def test_the_casting_vote_settles_the_tie_and_a_chair_who_declines_leaves_it_lost(
    casting: Casting, outcome: Outcome
) -> None:
    """K29."""
    answer = tally(CLPP, Count(3, 3), casting=casting)
    assert answer.outcome is outcome and answer.tied and answer.next == "" and answer.refused == ""


def test_a_tie_in_voluntaryworks_is_not_carried_and_nobody_has_a_casting_vote() -> None:
    """V40."""
    answer = tally(VOLUNTARYWORKS, Count(3, 3), casting="for")
    assert answer.outcome is Outcome.NOT_CARRIED and answer.tie is Tie.LOST
    assert "nobody has a casting vote" in answer.refused
    assert tally(VOLUNTARYWORKS, Count(3, 3)).refused == ""


def test_the_chair_has_no_casting_vote_when_nobody_voted() -> None:
    """K29, V40: nought to nought is not a tie, however many abstain."""
    for casting in ("for", None):
        answer = tally(CLPP, Count(0, 0, 7), casting=casting)
        assert answer.outcome is Outcome.NOT_CARRIED and not answer.tied and answer.tie is None
    assert "not tied" in tally(CLPP, Count(0, 0, 7), casting="for").refused


def test_a_casting_vote_without_a_tie_changes_nothing_and_is_refused_with_the_clause() -> None:
    answer = tally(CLPP, Count(2, 5), casting="for")
    assert answer.outcome is Outcome.NOT_CARRIED and "(4.3)" in answer.refused
    assert tally(CLPP, Count(5, 2), casting="against").outcome is Outcome.CARRIED


def test_an_amendment_of_clpps_terms_may_be_carried_by_the_casting_vote() -> None:
    """K45."""
    assert tally(CLPP, Count(4, 4), kind="amendment", casting="for").outcome is Outcome.CARRIED


def test_an_election_has_no_casting_vote_however_the_general_rule_runs() -> None:
    """K25, V30: the tie of an election is its own rule, left open until adopted."""
    answer = tally(CLPP, Count(4, 4), kind="election", casting="for")
    assert (
        answer.outcome is Outcome.TIED
        and answer.tie is None
        and "nothing gives anybody a casting vote" in answer.refused
    )
    adopted = CLPP.with_adoptions({"tie.election": Adoption("the Strategy Group", date(2026, 5, 3))})
    again = tally(adopted, Count(4, 4), kind="election")
    assert (
        again.outcome is Outcome.TIED and again.tie is Tie.ANOTHER_BALLOT and "Another ballot" in again.next
    )


@pytest.mark.parametrize("tie", [Tie.LOT, Tie.ANOTHER_BALLOT])
def test_a_lot_or_another_ballot_is_not_settled_by_a_casting_vote(tie: Tie) -> None:
    answer = tally_by(SIMPLE, tie, Count(2, 2), casting="for")
    assert (
        answer.outcome is Outcome.TIED and answer.next and "not settled by a casting vote" in answer.refused
    )


def test_where_nothing_says_what_follows_the_vote_stays_tied_and_says_so() -> None:
    answer = tally_by(SIMPLE, None, Count(3, 3, 1))
    assert answer.outcome is Outcome.TIED and answer.tie is None
    assert "Nothing says what follows a tie" in answer.next
    assert tally(replace(CLPP, on_tie=None), Count(3, 3)).outcome is Outcome.TIED


def test_more_than_half_of_those_present_may_hang_by_one_vote_and_of_all_members_not_by_ten() -> None:
    half = parse_majority("more than half of those present")
    assert tally_by(half, Tie.CASTING, Count(3, 3, 1, present=7)).outcome is Outcome.TIED
    assert tally_by(half, Tie.CASTING, Count(3, 3, 1, present=8)).outcome is Outcome.NOT_CARRIED
    members = parse_majority("more than half of members")
    assert tally_by(members, Tie.CASTING, Count(3, 3, members=20)).outcome is Outcome.NOT_CARRIED


def test_at_least_half_is_reached_by_equal_votes_and_is_no_tie() -> None:
    answer = tally_by(parse_majority("half of votes cast"), Tie.CASTING, Count(3, 3))
    assert answer.outcome is Outcome.CARRIED and not answer.tied


def test_only_whoever_is_chairing_has_the_casting_vote_and_an_acting_chair_inherits_it() -> None:
    """K29."""
    assert has_casting_vote(CLPP, is_chairing=True, is_elected_chair=True).allowed
    assert has_casting_vote(CLPP, is_chairing=True, is_elected_chair=False).allowed
    absent = has_casting_vote(CLPP, is_chairing=False, is_elected_chair=True)
    assert not absent.allowed and absent.clause.number == "4.3"


def test_an_acting_chair_does_not_inherit_it_where_it_is_the_chairs_alone() -> None:
    assert CLPP.on_tie is not None
    strict = replace(CLPP, on_tie=replace(CLPP.on_tie, value=Tie.CASTING_OF_CHAIR))
    assert has_casting_vote(strict, True, True).allowed
    assert "does not inherit" in has_casting_vote(strict, True, False).reason


def test_nobody_has_one_in_voluntaryworks_adopted_or_not() -> None:
    """V40, V30."""
    assert not has_casting_vote(VOLUNTARYWORKS, True, True).allowed
    assert "do not give anybody" in has_casting_vote(SILENT, True, True).reason
    assert not has_casting_vote(CLPP, True, True, "election").allowed

"""Who has a vote, may cast it, counts for the quorum, and may act as chair."""

from dataclasses import replace
from datetime import date

import pytest

from bot.rules.eligibility import (
    Answer,
    Facts,
    Interest,
    Presence,
    counts_for_quorum,
    has_a_vote,
    may_act_as_chair,
    may_vote,
)
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption

DAY = date(2026, 5, 3)
CLPP_AS_WRITTEN = parse_terms(sample_terms("clpp"))
CLPP = CLPP_AS_WRITTEN.with_adoptions(
    {rule.key: Adoption("the members", DAY) for rule in CLPP_AS_WRITTEN.suggestions()}
)
VOLUNTARYWORKS = parse_terms(sample_terms("voluntaryworks"))

BREC = Facts("BREC")
WITHDRAWN = [Interest.DECLARED, Interest.STAY, Interest.SPEAK_ONLY, Interest.LEAVE]


def refused(answer: Answer, clause: str) -> str:
    assert not answer.allowed
    assert answer.clause.number == clause
    return answer.reason


def test_a_representative_holds_the_organisations_vote() -> None:
    """V7, K28."""
    answer = may_vote(VOLUNTARYWORKS, BREC)
    assert answer.allowed and answer.clause.number == "5.5" and "BREC" in answer.reason


def test_a_co_opted_organisation_attends_without_a_vote() -> None:
    """V6, V7: and counts for no quorum."""
    co_opted = Facts("Sight Concern", standing="co-opted", votes=False)
    assert "as co-opted, without a vote (5.5)" in refused(may_vote(VOLUNTARYWORKS, co_opted), "5.5")
    refused(counts_for_quorum(VOLUNTARYWORKS, co_opted), "5.5")
    refused(may_act_as_chair(VOLUNTARYWORKS, co_opted), "5.5")


def test_an_observer_has_no_vote_where_the_register_gives_none() -> None:
    """L18."""
    observer = Facts("the local LSC", standing="observer", votes=False)
    assert not may_vote(CLPP, observer).allowed
    assert "observer" in may_vote(CLPP_AS_WRITTEN, observer).reason


def test_a_member_the_register_gives_no_vote_has_none() -> None:
    """C4: a temporary member, until its vote is set."""
    assert "no vote in the register" in may_vote(CLPP, Facts("RISE", votes=False)).reason


def test_a_vote_in_the_register_is_not_one_where_the_terms_give_none() -> None:
    """V7, L18: taken away by the organisation's standing, or by a role that it holds itself, whatever the capitals."""
    assert not has_a_vote(VOLUNTARYWORKS, votes=True, standing="co-opted", roles=())
    assert not has_a_vote(VOLUNTARYWORKS, votes=True, standing="member", roles={"Co-opted"})
    assert has_a_vote(VOLUNTARYWORKS, votes=True, standing="member", roles={"accountable body"})
    assert not has_a_vote(VOLUNTARYWORKS, votes=False, standing="member", roles=())
    assert has_a_vote(CLPP_AS_WRITTEN, votes=True, standing="co-opted", roles=())


def test_a_role_without_a_vote_is_named_in_the_refusal() -> None:
    """V7: one answer for the vote, the quorum and the chair."""
    co_opted = replace(BREC, roles=frozenset({"co-opted"}))
    for asked in (may_vote, counts_for_quorum, may_act_as_chair):
        assert "as co-opted, without a vote (5.5)" in refused(asked(VOLUNTARYWORKS, co_opted), "5.5")


def test_a_named_deputy_votes_and_counts() -> None:
    """K34."""
    deputy = replace(BREC, presence=Presence.DEPUTY)
    assert may_vote(CLPP, deputy).allowed and counts_for_quorum(CLPP, deputy).allowed


@pytest.mark.parametrize(
    ("substitutes", "allowed"),
    [("named deputies only", True), ("named substitutes", True), ("anyone sent", True), ("none", False)],
)
def test_whether_a_deputy_votes_is_what_the_terms_say(substitutes: str, allowed: bool) -> None:
    assert CLPP.substitutes is not None
    terms = replace(CLPP, substitutes=replace(CLPP.substitutes, value=substitutes))
    assert may_vote(terms, replace(BREC, presence=Presence.DEPUTY)).allowed is allowed
    assert may_vote(terms, BREC).allowed


def test_when_the_deputy_is_here_the_representatives_vote_is_off() -> None:
    """G10."""
    assert (
        "A deputy of BREC holds its one vote"
        in may_vote(VOLUNTARYWORKS, replace(BREC, deputy_is_here=True)).reason
    )
    deputy = replace(BREC, presence=Presence.DEPUTY, deputy_is_here=True)
    assert may_vote(VOLUNTARYWORKS, deputy).allowed


@pytest.mark.parametrize("interest", WITHDRAWN)
def test_an_interest_takes_the_vote_and_the_weight_in_the_quorum(interest: Interest) -> None:
    """G9, K31."""
    interested = replace(BREC, interest=interest)
    refused(may_vote(CLPP, interested), "4.5")
    assert not counts_for_quorum(CLPP, interested).allowed
    assert not may_act_as_chair(CLPP, interested).allowed


def test_until_the_chair_rules_the_vote_is_off_and_stay_and_vote_brings_it_back() -> None:
    """K31."""
    assert (
        "until the chair rules otherwise (4.5)"
        in may_vote(CLPP, replace(BREC, interest=Interest.DECLARED)).reason
    )
    ruled = replace(BREC, interest=Interest.STAY_AND_VOTE)
    assert may_vote(CLPP, ruled).allowed and counts_for_quorum(CLPP, ruled).allowed


def test_terms_may_let_a_declared_interest_vote_or_count() -> None:
    """G9: both settable."""
    assert CLPP.interest_effect is not None and CLPP.withdrawn_count is not None
    voting = replace(CLPP, interest_effect=replace(CLPP.interest_effect, value="stay and vote"))
    assert may_vote(voting, replace(BREC, interest=Interest.DECLARED)).allowed
    counting = replace(CLPP, withdrawn_count=replace(CLPP.withdrawn_count, value="counted"))
    assert counts_for_quorum(counting, replace(BREC, interest=Interest.LEAVE)).allowed
    assert not may_vote(counting, replace(BREC, interest=Interest.LEAVE)).allowed


def test_the_accountable_bodys_representative_may_act_as_chair() -> None:
    """V29, V31: though they may not be elected, which is a gap of the register."""
    body = Facts("VCA South Bedfordshire", roles=frozenset({"accountable body"}))
    acting = may_act_as_chair(VOLUNTARYWORKS, body)
    assert acting.allowed and acting.clause.number == "9.3"


def test_a_deputy_may_act_as_chair() -> None:
    """K26: chosen by those present before business."""
    assert may_act_as_chair(CLPP, replace(BREC, presence=Presence.DEPUTY)).allowed


def test_where_the_terms_do_not_say_how_an_acting_chair_is_found_the_answer_says_so() -> None:
    answer = may_act_as_chair(replace(CLPP, acting_chair=None), BREC)
    assert answer.allowed and "do not say how" in answer.reason

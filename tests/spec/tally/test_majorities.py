"""What carries a motion: exact majorities of votes, of those present, of those eligible and of members."""

from dataclasses import replace
from datetime import date

import pytest

from bot.rules.notation import parse_majority
from bot.rules.quorum import Attendance, ImpossibleCount, assess_quorum
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.tally import Count, MissingCount, Outcome, TallyAnswer, tally, tally_by
from bot.rules.terms import Adoption, Clause, Rule
from bot.rules.values import Basis, Tie

CLPP = parse_terms(sample_terms("clpp"))
VOLUNTARYWORKS = parse_terms(sample_terms("voluntaryworks"))
THIRD_OF_MAY = Adoption("the Consortium", date(2026, 5, 3))
ADOPTED = VOLUNTARYWORKS.with_adoptions({rule.key: THIRD_OF_MAY for rule in VOLUNTARYWORKS.suggestions()})


def by(rule: str, votes_for: int, against: int, abstain: int = 0, **bodies: int) -> TallyAnswer:
    return tally_by(parse_majority(rule), None, Count(votes_for, against, abstain, **bodies))


def test_more_for_than_against_carries_and_abstentions_are_not_counted() -> None:
    """G8."""
    answer = tally(CLPP, Count(3, 2, 9))
    assert answer.outcome is Outcome.CARRIED and answer.needed_count == 3
    assert tally(CLPP, Count(2, 3, 9)).outcome is Outcome.NOT_CARRIED
    assert answer.clause.number == "4.3" and answer.basis is Basis.INTERPRETATION


def test_the_reason_is_the_arithmetic_in_words() -> None:
    assert by("two thirds of votes cast", 9, 4, 2).why == (
        "9 for, 4 against, 2 abstaining: two thirds of 13 votes cast is 8 2/3, so at least 9 must be for, "
        "and 9 voted for: carried."
    )
    assert by("two thirds of votes cast", 8, 4).why == (
        "8 for, 4 against, 0 abstaining: two thirds of 12 votes cast is 8, and 8 voted for: carried."
    )


@pytest.mark.parametrize(
    ("rule", "votes", "bodies", "outcome", "needed"),
    [
        ("two thirds of votes cast", (8, 4, 0), {}, "carried", 8),
        ("two thirds of votes cast", (7, 4, 0), {}, "not carried", 8),
        ("two thirds of votes cast", (2, 1, 0), {}, "carried", 2),  # a float would say 0.666… of 3
        ("more than two thirds of votes cast", (8, 4, 0), {}, "not carried", 9),
        ("two thirds of votes cast, abstentions counted", (8, 4, 1), {}, "not carried", 9),
        ("two thirds of votes cast, abstentions not counted", (8, 4, 1), {}, "carried", 8),
        ("75% of votes cast", (3, 1, 0), {}, "carried", 3),
        ("more than half of those present", (4, 1, 3), {"present": 8}, "not carried", 5),
        ("more than half of those present", (5, 0, 3), {"present": 8}, "carried", 5),
        ("more than half of those eligible", (5, 0, 0), {"eligible": 9}, "carried", 5),
        ("half of those eligible", (5, 1, 0), {"eligible": 10}, "carried", 5),
        ("three quarters of members", (9, 0, 0), {"members": 12}, "carried", 9),
        ("three quarters of members", (9, 0, 0), {"members": 13}, "not carried", 10),
        ("more than half of voting members", (4, 2, 0), {"voting_members": 8}, "not carried", 5),
        ("unanimous", (3, 0, 2), {}, "carried", None),
        ("unanimous", (3, 1, 0), {}, "not carried", None),
        ("none against or abstaining", (3, 0, 1), {}, "not carried", None),
        (
            "two thirds of votes cast and more than half of members",
            (6, 0, 0),
            {"members": 12},
            "not carried",
            7,
        ),
        ("two thirds of votes cast and more than half of members", (7, 3, 0), {"members": 12}, "carried", 7),
    ],
)
def test_thresholds_are_exact(
    rule: str, votes: tuple[int, int, int], bodies: dict[str, int], outcome: str, needed: int | None
) -> None:
    answer = by(rule, *votes, **bodies)
    assert (answer.outcome.value, answer.needed_count) == (outcome, needed)


@pytest.mark.parametrize(
    "rule",
    [
        "more for than against",
        "two thirds of votes cast",
        "half of votes cast",
        "unanimous",
        "half of those eligible",
    ],
)
def test_a_motion_nobody_votes_for_is_not_carried(rule: str) -> None:
    assert by(rule, 0, 0, 3, eligible=5).outcome is Outcome.NOT_CARRIED


def test_a_majority_of_a_body_nobody_counted_asks_for_its_number() -> None:
    with pytest.raises(MissingCount, match="those eligible"):
        by("more than half of those eligible", 3, 1)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (Count(-1, 0), "never negative"),
        (Count(4, 3, 2, eligible=8), "more than the 8 eligible"),
        (Count(4, 3, 2, present=8), "more than the 8 present"),
        (Count(1, 0, present=9, members=8), "more than the 8 members"),
        (Count(1, 0, eligible=9, members=8), "more than the 8 members"),
    ],
)
def test_votes_that_cannot_have_been_cast_are_refused(count: Count, said: str) -> None:
    """G10: each organisation has one vote."""
    with pytest.raises(ImpossibleCount, match=said):
        tally(CLPP, count)


def test_an_amendment_has_its_own_majority_and_clause() -> None:
    """K45."""
    answer = tally(CLPP, Count(3, 2), kind="amendment")
    assert answer.outcome is Outcome.CARRIED and answer.clause.number == "5.7"
    assert tally(CLPP, Count(3, 2), kind="co-option").clause.number == "3.8"


def test_a_kind_the_terms_do_not_name_goes_by_the_general_majority_and_says_so() -> None:
    answer = tally(CLPP, Count(3, 2), kind="naming the newsletter")
    assert answer.clause.number == "4.3" and "“naming the newsletter”" in answer.why


def test_a_majority_that_is_not_stated_decides_nothing_until_it_is_adopted() -> None:
    """V40: the Agreement implies a vote and names no threshold."""
    silent = tally(VOLUNTARYWORKS, Count(5, 1))
    assert (
        silent.outcome is Outcome.NO_DECISION
        and "means nothing until the partnership adopts it" in silent.why
    )
    assert "indicative" in silent.next
    adopted = tally(ADOPTED, Count(5, 1))
    assert adopted.outcome is Outcome.CARRIED and adopted.basis is Basis.ADOPTED
    assert "Adopted by the Consortium on Sunday 3 May 2026; the document does not say." in adopted.why


@pytest.mark.parametrize("value", [False, None])
def test_where_votes_do_not_bind_the_vote_is_indicative(value: bool | None) -> None:
    """C25, N21: no terms loaded, or a working group that advises."""
    basis = Basis.NOT_STATED if value is None else Basis.DOCUMENT
    advisory = replace(CLPP, decisions_binding=Rule("voting.binding", value, basis, Clause("2.6")))
    answer = tally(advisory, Count(9, 0))
    assert answer.outcome is Outcome.NO_DECISION and answer.clause.number == "2.6"
    assert "binds nobody" in answer.next


def test_an_inquorate_meeting_of_clpp_decides_provisionally() -> None:
    """K33."""
    short = assess_quorum(CLPP, Attendance(10, 10, 5, {"fe": 3, "la": 2}))
    answer = tally(CLPP, Count(4, 1), quorum=short)
    assert answer.outcome is Outcome.CARRIED and "provisional" in answer.next and "(4.7)" in answer.next


def test_an_inquorate_meeting_decides_nothing_where_the_terms_do_not_let_it() -> None:
    """V39."""
    short = assess_quorum(ADOPTED, Attendance(10, 10, 2))
    answer = tally(ADOPTED, Count(2, 0), quorum=short)
    assert answer.outcome is Outcome.NO_QUORUM and answer.clause.number == "10.6"
    assert "decides nothing" in answer.next
    enough = assess_quorum(ADOPTED, Attendance(10, 10, 3))
    assert tally(ADOPTED, Count(2, 0), quorum=enough).outcome is Outcome.CARRIED


def test_no_vote_of_one_can_be_tied_at_two_thirds() -> None:
    """Equal votes on two thirds are not hung: one vote more would not carry the motion."""
    answer = tally_by(parse_majority("two thirds of votes cast"), Tie.CASTING, Count(3, 3), casting="for")
    assert answer.outcome is Outcome.NOT_CARRIED and not answer.tied and "not tied" in answer.refused

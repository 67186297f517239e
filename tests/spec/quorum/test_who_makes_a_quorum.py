"""Whether a meeting is quorate, who is missing, and what the terms say follows."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.rules.notation import parse_quorum
from bot.rules.quorum import Attendance, ImpossibleCount, assess_formula, assess_quorum, rounded, what_follows
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.values import Basis, Body, Rounding, Share

CLPP = parse_terms(sample_terms("clpp"))
VOLUNTARYWORKS = parse_terms(sample_terms("voluntaryworks"))


def clpp(present: int = 3, vacant: frozenset[str] = frozenset(), **classes: int) -> Attendance:
    return Attendance(10, 10, present, classes, vacant=vacant)


def voters(present: int, of: int) -> Attendance:
    return Attendance(of, of, present)


def quorate(rule: str, present: int, of: int) -> bool | None:
    return assess_formula(parse_quorum(rule), voters(present, of)).quorate


def test_clpp_is_quorate_with_one_from_each_sector() -> None:
    """K32."""
    answer = assess_quorum(CLPP, clpp(fe=1, he=1, la=1))
    assert answer.quorate is True and answer.missing == () and answer.follows == ""
    assert answer.clause.number == "4.6"


def test_many_from_one_sector_do_not_make_up_for_nobody_from_another() -> None:
    """K32: named in words, and decisions are provisional until ratified (K33)."""
    answer = assess_quorum(CLPP, clpp(9, fe=5, la=4, he=0))
    assert answer.quorate is False
    assert answer.missing == ("anybody from higher education",)
    assert answer.why.startswith("Nobody from higher education is present")
    assert "provisional until a quorate meeting ratifies" in answer.follows and "(4.7)" in answer.follows


def test_a_sector_with_no_member_at_all_is_named_as_a_vacancy() -> None:
    """K21: vacancies invalidate nothing (3.11), but the quorum of 4.6 cannot be met."""
    answer = assess_quorum(CLPP, clpp(2, frozenset({"he"}), fe=1, la=1))
    assert answer.quorate is False
    assert "higher education has no member at all" in answer.why and "(3.11)" in answer.why
    without = assess_quorum(CLPP, clpp(2, fe=1, la=1))
    assert "vacan" not in without.why


def test_a_withdrawal_can_break_the_quorum_of_one_item() -> None:
    """G9: whoever withdrew is left out of those present; the membership stays what it was."""
    assert assess_quorum(CLPP, clpp(3, fe=1, he=1, la=1)).quorate is True
    assert assess_quorum(CLPP, clpp(2, fe=1, la=1)).quorate is False


@pytest.mark.parametrize(
    ("members", "needed"), [(3, 2), (4, 2), (6, 2), (7, 2), (8, 3), (10, 3), (11, 4), (12, 4), (60, 20)]
)
def test_voluntaryworks_needs_two_or_the_nearest_to_a_third_whichever_is_greater(
    members: int, needed: int
) -> None:
    """V38, read as the greater; the six signatories need two."""
    assert assess_quorum(VOLUNTARYWORKS, voters(needed, members)).quorate is True
    short = assess_quorum(VOLUNTARYWORKS, voters(needed - 1, members))
    assert short.quorate is False and short.needed == f"{needed} voting members"
    assert short.clause.number == "10.6" and short.basis is Basis.INTERPRETATION


def test_co_opted_organisations_are_no_part_of_the_third() -> None:
    """V7: the third is of those eligible to vote."""
    assert assess_quorum(VOLUNTARYWORKS, Attendance(members=12, voting_members=7, present=2)).quorate is True


def test_voluntaryworks_does_not_say_what_follows_and_names_the_suggestion() -> None:
    """V39."""
    said = assess_quorum(VOLUNTARYWORKS, voters(1, 6)).follows
    assert "do not say" in said and "meaning nothing until adopted: discuss only" in said


def test_terms_without_a_quorum_give_no_answer_instead_of_an_invented_one() -> None:
    """C25, N21."""
    answer = assess_quorum(replace(CLPP, quorum=None), clpp(3))
    assert answer.quorate is None and answer.basis is Basis.NOT_STATED
    assert "do not state a quorum" in answer.why
    assert "do not say" in what_follows(replace(CLPP, inquorate=None))


@pytest.mark.parametrize(
    ("rule", "of", "needed"),
    [
        ("3 members", 10, 3),
        ("one third of members rounded up", 10, 4),
        ("one third of members rounded down", 10, 3),
        ("nearest to 1/3 of members", 11, 4),
        ("nearest to 1/2 of members", 5, 3),
        ("more than half of members", 10, 6),
        ("more than half of members", 11, 6),
        ("60% of members", 11, 7),
        ("at least 2/3 of members", 9, 6),
        ("lesser of 5 or half of members", 20, 5),
        ("lesser of 5 or half of members", 6, 3),
        ("greater of 2 or a quarter of members", 20, 5),
    ],
)
def test_shares_are_exact_and_rounded_as_the_rule_says(rule: str, of: int, needed: int) -> None:
    assert quorate(rule, needed, of) is True
    assert quorate(rule, needed - 1, of) is False


def test_a_half_goes_up_when_the_rule_says_nearest_and_the_reason_says_so() -> None:
    answer = assess_formula(parse_quorum("nearest to half of members"), voters(3, 5))
    assert answer.quorate is True and "a half going up" in answer.why


def test_the_reason_holds_the_arithmetic() -> None:
    answer = assess_formula(parse_quorum("greater of 2 or nearest to 1/3 of voting members"), voters(3, 10))
    assert answer.why == (
        "Three are present and 3 are needed: the greater of 2 and one third of 10 voting members is 3 1/3, "
        "the nearest whole number is 3."
    )


def test_the_chair_can_be_part_of_a_quorum() -> None:
    rule = parse_quorum("3 members and the chair")
    without = assess_formula(rule, Attendance(6, 6, 3))
    assert without.quorate is False and without.missing == ("the chair",)
    assert assess_formula(rule, Attendance(6, 6, 3, roles=frozenset({"chair"}))).quorate is True
    both = assess_formula(rule, Attendance(6, 6, 1))
    assert both.missing == ("two more with a vote", "the chair")


def test_two_of_each_class_counts_how_many_more_are_needed() -> None:
    rule = parse_quorum("at least 2 of each: fe, he")
    answer = assess_formula(
        rule, Attendance(9, 9, 3, {"fe": 1, "he": 2}), {"fe": "further education", "he": "higher education"}
    )
    assert answer.quorate is False and answer.missing == ("one more from further education",)


def test_an_empty_room_is_never_quorate() -> None:
    assert quorate("10% of members rounded down", 0, 5) is False
    assert quorate("10% of members rounded down", 1, 5) is True


@pytest.mark.parametrize(
    ("attendance", "said"),
    [
        (Attendance(10, 10, -1), "never negative"),
        (Attendance(5, 6, 3), "more than the 5 members"),
        (Attendance(10, 5, 6), "more than the 5 voting members"),
        (Attendance(10, 10, 2, {"fe": 1, "he": 1, "la": 1}), "one organisation counts for one class"),
        (Attendance(10, 10, 2, {"fe": 1}, vacant=frozenset({"fe"})), "vacant and present"),
    ],
)
def test_numbers_that_cannot_be_true_together_are_refused(attendance: Attendance, said: str) -> None:
    """K32: one organisation counts for one sector."""
    with pytest.raises(ImpossibleCount, match=said):
        assess_quorum(CLPP, attendance)


def test_a_quorum_of_those_present_is_refused_as_meaningless() -> None:
    with pytest.raises(ImpossibleCount, match="those present"):
        assess_formula(Share(Fraction(1, 3), Body.PRESENT), voters(3, 9))


@pytest.mark.parametrize(
    ("exact", "up", "down", "nearest", "more"),
    [("7/2", 4, 3, 4, 4), ("10/3", 4, 3, 3, 4), ("11/3", 4, 3, 4, 4), ("3", 3, 3, 3, 4), ("0", 0, 0, 0, 1)],
)
def test_rounding(exact: str, up: int, down: int, nearest: int, more: int) -> None:
    ways = (Rounding.UP, Rounding.DOWN, Rounding.NEAREST, Rounding.MORE_THAN)
    assert tuple(rounded(Fraction(exact), way) for way in ways) == (up, down, nearest, more)

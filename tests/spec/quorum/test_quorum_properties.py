"""What holds of every quorum."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.quorum import Attendance, assess_formula
from bot.rules.values import (
    AllOf,
    Body,
    GreaterOf,
    LesserOf,
    Number,
    OneOfEach,
    QuorumFormula,
    RolesPresent,
    Rounding,
    Share,
)

CLASSES = ("fe", "he", "la")
NUMBERS = st.builds(Number, st.integers(1, 12))
SHARES = st.builds(
    Share,
    fraction=st.fractions(Fraction(1, 20), 1, max_denominator=20),
    of=st.sampled_from([Body.MEMBERS, Body.VOTING_MEMBERS]),
    rounding=st.sampled_from(Rounding),
)
PARTS = st.tuples(NUMBERS | SHARES, NUMBERS | SHARES)
COUNTED = NUMBERS | SHARES | st.builds(GreaterOf, PARTS) | st.builds(LesserOf, PARTS)
PEOPLED = st.just(OneOfEach(CLASSES)) | st.just(RolesPresent(("chair",)))
FORMULAS: st.SearchStrategy[QuorumFormula] = COUNTED | PEOPLED | st.builds(AllOf, st.tuples(COUNTED, PEOPLED))


@st.composite
def attendances(draw: st.DrawFn) -> Attendance:
    members = draw(st.integers(1, 60))
    voting = draw(st.integers(1, members))
    present = draw(st.integers(0, voting))
    counts = {}
    left = present
    for name in CLASSES:
        counts[name] = draw(st.integers(0, left))
        left -= counts[name]
    return Attendance(
        members, voting, present, counts, draw(st.sampled_from([frozenset(), frozenset({"chair"})]))
    )


@given(FORMULAS, attendances(), st.sampled_from(CLASSES))
def test_one_more_present_never_breaks_a_quorum(
    formula: QuorumFormula, attendance: Attendance, name: str
) -> None:
    if attendance.present == attendance.voting_members:
        return
    classes = {**attendance.classes, name: attendance.classes[name] + 1}
    more = replace(attendance, present=attendance.present + 1, classes=classes)
    if assess_formula(formula, attendance).quorate:
        assert assess_formula(formula, more).quorate


@given(FORMULAS, attendances())
def test_something_is_missing_exactly_when_there_is_no_quorum(
    formula: QuorumFormula, attendance: Attendance
) -> None:
    answer = assess_formula(formula, attendance)
    assert answer.quorate is (answer.missing == ())
    assert answer.needed and answer.why.endswith(".")


@given(PARTS, attendances())
def test_the_greater_of_two_is_met_when_both_are_and_the_lesser_when_either_is(
    parts: tuple[Number | Share, Number | Share], attendance: Attendance
) -> None:
    met = [assess_formula(part, attendance).quorate for part in parts]
    assert assess_formula(GreaterOf(parts), attendance).quorate is all(met)
    assert assess_formula(LesserOf(parts), attendance).quorate is any(met)

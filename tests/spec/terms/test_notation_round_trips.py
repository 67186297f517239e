"""Whatever a rule can say can be put into words, and the words read back as the same rule."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.notation import (
    NotationError,
    describe_majority,
    describe_period,
    describe_quorum,
    describe_tie,
    parse_majority,
    parse_period,
    parse_quorum,
    parse_rule,
    parse_tie,
)
from bot.rules.values import (
    AllMajorities,
    AllOf,
    Body,
    GreaterOf,
    LesserOf,
    Majority,
    MoreForThanAgainst,
    NoneAgainst,
    Number,
    OneOfEach,
    Period,
    QuorumFormula,
    RolesPresent,
    Rounding,
    Share,
    Threshold,
    Tie,
    Unit,
)

BREAKS = ("half term", "days of mourning", "summer closure")
DAYS = ("saturdays", "sundays", "bank holidays", "easter break", "christmas break", "good friday", *BREAKS)
CLASSES = ("fe", "he", "la", "third-sector", "health_board", "b2")
ROLES = ("chair", "vice-chair", "accountable body", "lay member")

counts = st.integers(1, 400)
fractions = st.builds(lambda a, b: Fraction(min(a, b), max(a, b)), st.integers(1, 60), st.integers(1, 60))
units = st.sampled_from(Unit)
lengths = st.builds(
    lambda amount, unit, clear: Period(amount, unit, clear=clear and unit in (Unit.DAYS, Unit.WORKING_DAYS)),
    counts,
    units,
    st.booleans(),
)
periods = st.builds(
    lambda length, excluding, deemed: Period(length.amount, length.unit, length.clear, excluding, deemed),
    lengths,
    st.frozensets(st.sampled_from(DAYS)),
    st.none() | lengths,
)

numbers = st.builds(Number, counts)
bodies = st.sampled_from((Body.MEMBERS, Body.VOTING_MEMBERS, Body.ELIGIBLE))
shares = st.builds(Share, fractions, bodies, st.sampled_from(Rounding)).filter(
    lambda share: share.fraction < 1 or share.rounding is not Rounding.MORE_THAN
)
alternatives = st.lists(numbers | shares, min_size=2, max_size=4).map(tuple)
of_each = st.builds(
    OneOfEach, st.lists(st.sampled_from(CLASSES), min_size=1, unique=True).map(tuple), st.integers(1, 5)
)
roles = st.builds(RolesPresent, st.lists(st.sampled_from(ROLES), min_size=1, unique=True).map(tuple))
numerical = numbers | shares | st.builds(GreaterOf, alternatives) | st.builds(LesserOf, alternatives)
combined = st.tuples(numerical, of_each, roles).map(AllOf)  # one of a kind: two of one kind read as one
quorums = numerical | of_each | roles | combined

thresholds = st.builds(
    lambda fraction, of, more_than, counted: Threshold(
        fraction, of, more_than, counted and of is Body.VOTES_CAST
    ),
    fractions,
    st.sampled_from(Body),
    st.booleans(),
    st.booleans(),
).filter(lambda threshold: threshold.fraction < 1 or not threshold.more_than)
single = st.just(MoreForThanAgainst()) | thresholds | st.builds(NoneAgainst, st.booleans())
majorities = single | st.lists(single, min_size=2, max_size=3).map(lambda parts: AllMajorities(tuple(parts)))


@settings(deadline=None)
@given(periods)
def test_every_period_reads_back(period: Period) -> None:
    assert parse_period(describe_period(period), BREAKS) == period


@settings(deadline=None)
@given(quorums)
def test_every_quorum_reads_back(quorum: QuorumFormula) -> None:
    assert parse_quorum(describe_quorum(quorum)) == quorum


@settings(deadline=None)
@given(majorities)
def test_every_majority_reads_back(majority: Majority) -> None:
    assert parse_majority(describe_majority(majority)) == majority


@settings(deadline=None)
@given(st.sampled_from(Tie))
def test_every_tie_reads_back(tie: Tie) -> None:
    assert parse_tie(describe_tie(tie)) is tie


NONSENSE = """5 0 a week days clear working of each : , and the chair 1/3 members more than half not
    counting sundays % “ two-thirds"""
WORDS = st.sampled_from(NONSENSE.split())


@settings(deadline=None)
@given(st.text(max_size=40) | st.lists(WORDS, max_size=8).map(" ".join))
def test_nonsense_is_read_or_refused_inside_its_own_text(text: str) -> None:
    for parse in (parse_period, parse_quorum, parse_majority, parse_tie, parse_rule):
        try:
            parse(text)
        except NotationError as error:
            assert 1 <= error.column <= len(error.text) + 1
            assert error.text[error.column - 1 :].startswith(error.found)

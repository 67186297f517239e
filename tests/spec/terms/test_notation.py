"""The notation of rules: what can be written, and what an error points at."""

from fractions import Fraction

import pytest

from bot.rules.notation import (
    NotationError,
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
    MoreForThanAgainst,
    NoneAgainst,
    Number,
    OneOfEach,
    Period,
    RolesPresent,
    Rounding,
    Share,
    Threshold,
    Tie,
    Unit,
)

PERIODS = {
    "5 working days": Period(5, Unit.WORKING_DAYS),
    "five working days": Period(5, Unit.WORKING_DAYS),
    "at least 5 working days": Period(5, Unit.WORKING_DAYS),
    "5 clear working days": Period(5, Unit.WORKING_DAYS, clear=True),
    "14 clear days": Period(14, Unit.DAYS, clear=True),
    "10 days": Period(10, Unit.DAYS),
    "10 calendar days": Period(10, Unit.DAYS),
    "a week": Period(1, Unit.WEEKS),
    "two weeks": Period(2, Unit.WEEKS),
    "a fortnight": Period(2, Unit.WEEKS),
    "6 months": Period(6, Unit.MONTHS),
    "6 months' notice": Period(6, Unit.MONTHS),
    "three years": Period(3, Unit.YEARS),
    "twenty-one days": Period(21, Unit.DAYS),
    "forty clear days": Period(40, Unit.DAYS, clear=True),
    "48 hours": Period(48, Unit.HOURS),
    "10 days, not counting weekends": Period(10, Unit.DAYS, excluding=frozenset({"saturdays", "sundays"})),
    "7 days, deemed served after 48 hours": Period(7, Unit.DAYS, deemed_served=Period(48, Unit.HOURS)),
    "3 clear days, not counting Sundays, bank holidays and the Easter break, deemed served after 2 days": Period(
        3,
        Unit.DAYS,
        clear=True,
        excluding=frozenset({"sundays", "bank holidays", "easter break"}),
        deemed_served=Period(2, Unit.DAYS),
    ),
}

THIRD = Fraction(1, 3)
QUORUMS = {
    "3": Number(3),
    "three members": Number(3),
    "greater of 2 or nearest to 1/3 of voting members": GreaterOf(
        (Number(2), Share(THIRD, Body.VOTING_MEMBERS, Rounding.NEAREST))
    ),
    "2 or the nearest number to one third of the membership eligible to vote, whichever is greater": GreaterOf(
        (Number(2), Share(THIRD, Body.VOTING_MEMBERS, Rounding.NEAREST))
    ),
    "lesser of 5 or half of members": LesserOf((Number(5), Share(Fraction(1, 2), Body.MEMBERS))),
    "one third of members rounded up": Share(THIRD, Body.MEMBERS, Rounding.UP),
    "one third of members, rounded down": Share(THIRD, Body.MEMBERS, Rounding.DOWN),
    "a quarter of the members": Share(Fraction(1, 4), Body.MEMBERS),
    "25% of members": Share(Fraction(1, 4), Body.MEMBERS),
    "33.3% of members": Share(Fraction(333, 1000), Body.MEMBERS),
    "more than half of voting members": Share(Fraction(1, 2), Body.VOTING_MEMBERS, Rounding.MORE_THAN),
    "a majority of members": Share(Fraction(1, 2), Body.MEMBERS, Rounding.MORE_THAN),
    "at least one of each: fe, he, la": OneOfEach(("fe", "he", "la")),
    "2 of each: fe, he and la": OneOfEach(("fe", "he", "la"), 2),
    "the chair and 3 members": AllOf((RolesPresent(("chair",)), Number(3))),
    "at least one of each: fe, he and the accountable body": AllOf(
        (OneOfEach(("fe", "he")), RolesPresent(("accountable body",)))
    ),
    "the chair and the lay member": RolesPresent(("chair", "lay member")),
}

MAJORITIES = {
    "more for than against": MoreForThanAgainst(),
    "simple majority": MoreForThanAgainst(),
    "a majority decision": MoreForThanAgainst(),
    "two thirds of votes cast": Threshold(Fraction(2, 3), Body.VOTES_CAST),
    "two-thirds of votes cast": Threshold(Fraction(2, 3), Body.VOTES_CAST),
    "3/4 of those present": Threshold(Fraction(3, 4), Body.PRESENT),
    "more than half of those eligible": Threshold(Fraction(1, 2), Body.ELIGIBLE, more_than=True),
    "two thirds of votes cast, abstentions counted": Threshold(
        Fraction(2, 3), Body.VOTES_CAST, abstentions_count=True
    ),
    "75% of members": Threshold(Fraction(3, 4), Body.MEMBERS),
    "a majority of those present and voting": Threshold(Fraction(1, 2), Body.VOTES_CAST, more_than=True),
    "unanimous": NoneAgainst(),
    "none against": NoneAgainst(),
    "none against or abstaining": NoneAgainst(abstentions_break=True),
    "two thirds of votes cast and more than half of members": AllMajorities(
        (
            Threshold(Fraction(2, 3), Body.VOTES_CAST),
            Threshold(Fraction(1, 2), Body.MEMBERS, more_than=True),
        )
    ),
}

TIES = {
    "not carried": Tie.LOST,
    "lost": Tie.LOST,
    "no casting vote": Tie.LOST,
    "casting vote": Tie.CASTING,
    "casting vote of whoever is chairing": Tie.CASTING,
    "casting vote of the chair only": Tie.CASTING_OF_CHAIR,
    "second vote": Tie.SECOND_VOTE,
    "lot": Tie.LOT,
    "another ballot": Tie.ANOTHER_BALLOT,
}


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_reads_as_the_clause_says_it(text: str) -> None:
    """G3, G4 and the forms of notice other bodies use."""
    assert parse_period(text) == PERIODS[text]
    assert parse_period(text).words == text


@pytest.mark.parametrize("text", QUORUMS)
def test_a_quorum_reads_as_the_clause_says_it(text: str) -> None:
    """V38, K32 and the forms of quorum other bodies use."""
    assert parse_quorum(text) == QUORUMS[text]


@pytest.mark.parametrize("text", MAJORITIES)
def test_a_majority_reads_as_the_clause_says_it(text: str) -> None:
    """G8, K18, K45; fractions are exact."""
    assert parse_majority(text) == MAJORITIES[text]


@pytest.mark.parametrize("text", TIES)
def test_a_tie_reads_as_the_clause_says_it(text: str) -> None:
    """K29, V40."""
    assert parse_tie(text) == TIES[text]


@pytest.mark.parametrize("text", ["5 WORKING Days", "  5   working days ", "5 working\tdays"])
def test_capitals_and_spaces_do_not_matter(text: str) -> None:
    assert parse_period(text) == Period(5, Unit.WORKING_DAYS)


def test_a_misspelt_word_is_pointed_at_with_what_may_stand_there() -> None:
    with pytest.raises(NotationError) as caught:
        parse_period("5 wroking days")
    error = caught.value
    assert (error.column, error.found) == (3, "wroking")
    assert '"working"' in error.allowed
    text, carets, problem = str(error).splitlines()
    assert text == "5 wroking days"
    assert carets == "  ^^^^^^^"
    assert problem.endswith('Did you mean "working"?')


def test_a_rule_that_stops_too_early_points_behind_its_end() -> None:
    with pytest.raises(NotationError) as caught:
        parse_quorum("greater of 2")
    assert (caught.value.column, caught.value.found) == (13, "")
    assert "stops too early" in str(caught.value)
    assert '"or"' in caught.value.allowed


def test_what_is_no_rule_at_all_is_answered_with_examples() -> None:
    with pytest.raises(NotationError, match="casting vote of whoever is chairing"):
        parse_tie("the chair decides")


REFUSED = {
    "5 clear hours": ("clear", "Only days and working days can be clear"),
    "0 days": ("0", "Nought"),
    "5 days, not counting Sundaes": ("Sundaes", 'Did you mean "sundays"?'),
    "5 days, not counting the staff picnic": ("staff picnic", "Date it as a break"),
    "10 days & nights": ("&", "the end"),
    "": ("", "5 working days"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_period_that_cannot_be_kept_is_refused_at_its_word(text: str) -> None:
    found, said = REFUSED[text]
    with pytest.raises(NotationError) as caught:
        parse_period(text)
    assert caught.value.found == found
    assert said in str(caught.value)
    assert text[caught.value.column - 1 :].startswith(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("150% of members", "150%"),
        ("four thirds of members", "four"),
        ("1/0 of members", "1"),
        ("3 and fe", "fe"),
        ("at least one of each: fe, fe", "fe"),
        ("two thirds of votes", "votes"),
        ("3 dogs", "dogs"),
    ],
)
def test_a_quorum_nobody_could_count_is_refused_at_its_word(text: str, found: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_quorum(text)
    assert caught.value.found == found


def test_abstentions_count_only_in_votes_cast() -> None:
    with pytest.raises(NotationError, match="votes cast"):
        parse_majority("half of those present, abstentions counted")


def test_days_a_terms_file_dates_may_be_left_out_by_name() -> None:
    period = parse_period(
        "5 days, not counting the half term and days of mourning", {"half term", "days of mourning"}
    )
    assert period.excluding == {"half term", "days of mourning"}


@pytest.mark.parametrize("text", ["5 working days", "the chair and 3 members", "more for than against"])
def test_a_rule_of_unknown_kind_finds_its_kind(text: str) -> None:
    assert parse_rule(text) == {**PERIODS, **QUORUMS, **MAJORITIES}[text]


def test_a_rule_of_no_kind_is_refused_where_it_read_furthest() -> None:
    with pytest.raises(NotationError) as caught:
        parse_rule("greater of 2 or banana")
    assert caught.value.found == "banana"


def test_more_than_the_whole_and_a_rule_without_end_are_refused() -> None:
    with pytest.raises(NotationError, match="can never be reached"):
        parse_majority("more than 100% of votes cast")
    with pytest.raises(NotationError, match="A rule is one line"):
        parse_quorum("9" * 6000 + " members")


def test_the_chairs_second_vote_and_a_floor_under_a_share_read_as_constitutions_write_them() -> None:
    assert parse_tie("second or casting vote") is Tie.SECOND_VOTE
    assert parse_quorum("one third of members, but no fewer than three") == parse_quorum(
        "one third of members and 3"
    )


def test_what_is_no_tie_is_answered_with_every_way_to_settle_one() -> None:
    with pytest.raises(NotationError, match="casting vote of the chair only"):
        parse_tie("casting vote of the chair")

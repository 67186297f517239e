"""The five terms files that ship: faithful to their documents, and honest about what these do not say."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bot.rules.reading import parse_terms
from bot.rules.samples import sample_slugs, sample_terms
from bot.rules.terms import Rule, Terms
from bot.rules.values import (
    Basis,
    Body,
    Firmness,
    GreaterOf,
    MoreForThanAgainst,
    Number,
    OneOfEach,
    Period,
    Rounding,
    Share,
    Tie,
    Unit,
)

DOCUMENTS = Path(__file__).parents[2] / "reference" / "documents"
SLUGS = ("clesp", "clpp", "learning-partnership", "norfolk-unites", "voluntaryworks")
TERMS = {slug: parse_terms(sample_terms(slug), name=slug) for slug in SLUGS}


def every_rule() -> Iterator[tuple[str, Rule[Any]]]:
    return ((slug, rule) for slug, terms in TERMS.items() for rule in terms.rules())


def unspaced(text: str) -> str:
    return " ".join(text.split())


def test_five_partnerships_ship() -> None:
    assert sample_slugs() == SLUGS
    assert all(terms.slug == slug for slug, terms in TERMS.items())


def test_a_partnership_that_does_not_ship_is_refused() -> None:
    for name in ("nobody", "../clpp", "", "clpp/2020-09-01.toml"):
        with pytest.raises(KeyError):
            sample_terms(name)


def test_every_rule_that_is_stated_cites_a_clause_and_quotes_it() -> None:
    offenders = [
        f"{slug} {rule.key}"
        for slug, rule in every_rule()
        if rule.is_stated and not (rule.clause.number and rule.clause.words)
    ]
    assert offenders == []


def test_every_quotation_stands_word_for_word_in_its_document() -> None:
    documents = {slug: unspaced((DOCUMENTS / f"{slug}.txt").read_text(encoding="utf-8")) for slug in SLUGS}
    offenders = [
        f"{slug} {rule.key}: {rule.clause.words}"
        for slug, rule in every_rule()
        if unspaced(rule.clause.words) not in documents[slug]
    ]
    assert offenders == []


def test_every_interpretation_gives_its_reading_in_a_sentence() -> None:
    offenders = [
        f"{slug} {rule.key}: {rule.reading!r}"
        for slug, rule in every_rule()
        if rule.basis is Basis.INTERPRETATION and not rule.reading.endswith(".")
    ]
    assert offenders == []


def test_what_is_not_stated_has_no_value() -> None:
    offenders = [
        f"{slug} {rule.key}"
        for slug, rule in every_rule()
        if (rule.basis is Basis.NOT_STATED) is not (rule.value is None)
    ]
    assert offenders == []


def test_nothing_ships_as_adopted() -> None:
    """A suggestion means nothing until a partnership adopts it."""
    assert [f"{slug} {rule.key}" for slug, rule in every_rule() if rule.basis is Basis.ADOPTED] == []


def test_no_sentence_is_dressed_up_as_a_quotation_of_nothing() -> None:
    offenders = [
        f"{slug} {rule.key}"
        for slug, rule in every_rule()
        if bool(rule.clause.number) != bool(rule.clause.words)
    ]
    assert offenders == []


# ---- CLPP


def test_clpp_papers_should_reach_members_a_week_before() -> None:
    """K35."""
    papers = TERMS["clpp"].notices["papers"]
    assert papers.value is not None
    assert papers.value.period == Period(1, Unit.WEEKS)
    assert (papers.value.counts_from, papers.firmness, papers.clause.number) == (
        "reached",
        Firmness.SHOULD,
        "4.9",
    )


def test_clpp_amendments_must_be_sent_ten_days_before_and_carried_by_a_majority() -> None:
    """K45."""
    terms = TERMS["clpp"]
    amendment = terms.notices["amendment"]
    assert amendment.value is not None
    assert (amendment.value.period, amendment.firmness) == (Period(10, Unit.DAYS), Firmness.MUST)
    assert terms.majorities["amendment"].value == MoreForThanAgainst()
    assert terms.majorities["amendment"].clause.number == "5.7"


def test_clpp_dissolution_runs_six_months_from_the_notice() -> None:
    """K46."""
    dissolution = TERMS["clpp"].notices["dissolution"].value
    assert dissolution is not None
    assert (dissolution.period, dissolution.of) == (Period(6, Unit.MONTHS), "notice")


def test_clpp_quorum_is_one_of_further_higher_and_local_authority() -> None:
    """K32, K33: a reading, with a way to ratify."""
    terms = TERMS["clpp"]
    assert terms.quorum is not None and terms.inquorate is not None
    assert terms.quorum.value == OneOfEach(("fe", "he", "la"))
    assert terms.quorum.basis is Basis.INTERPRETATION
    assert terms.inquorate.value == "ratify later"


def test_clpp_gives_the_casting_vote_to_whoever_is_chairing() -> None:
    """K29: that an acting chair inherits it is a reading."""
    tie = TERMS["clpp"].on_tie
    assert tie is not None
    assert (tie.value, tie.basis, tie.clause.number) == (Tie.CASTING, Basis.INTERPRETATION, "4.3")


def test_clpp_membership_has_its_sizes_sectors_and_groups() -> None:
    """K11, K12, K13."""
    terms = TERMS["clpp"]
    assert terms.membership is not None and terms.membership.value == (7, 20)
    assert terms.required_sectors is not None and terms.required_sectors.value == ("fe", "he", "la")
    assert terms.named_in_groups is not None
    assert terms.named_in_groups.value == {"strategy": 1, "operational": 1}


def test_clpp_does_not_say_what_follows_from_an_interest() -> None:
    """K31."""
    effect = TERMS["clpp"].interest_effect
    assert effect is not None
    assert (effect.basis, effect.value, effect.suggested) == (Basis.NOT_STATED, None, "chair rules")


# ---- Voluntaryworks


def test_voluntaryworks_strives_for_five_working_days() -> None:
    """V37."""
    papers = TERMS["voluntaryworks"].notices["papers"]
    assert papers.value is not None
    assert (papers.value.period, papers.firmness) == (Period(5, Unit.WORKING_DAYS), Firmness.STRIVE)


def test_voluntaryworks_quorum_is_read_as_the_greater_of_two_and_a_third() -> None:
    """V38."""
    quorum = TERMS["voluntaryworks"].quorum
    assert quorum is not None and quorum.basis is Basis.INTERPRETATION
    assert quorum.value == GreaterOf(
        (Number(2), Share(Fraction(1, 3), Body.VOTING_MEMBERS, Rounding.NEAREST))
    )


def test_voluntaryworks_has_no_casting_vote_stated_or_suggested() -> None:
    """V40, V30."""
    terms = TERMS["voluntaryworks"]
    assert terms.on_tie is not None and terms.on_tie.value is None
    assert terms.on_tie.suggested is Tie.LOST
    assert all(rule.suggested not in (Tie.CASTING, Tie.CASTING_OF_CHAIR) for rule in terms.ties.values())


def test_voluntaryworks_accountable_body_may_not_be_elected_chair_and_may_act() -> None:
    """V29, V31."""
    terms = TERMS["voluntaryworks"]
    assert terms.not_chair is not None and terms.not_chair.value == ("accountable body",)
    assert (
        terms.acting_chair is not None
        and "(including the Accountable Body)" in terms.acting_chair.clause.words
    )


# ---- the three that do not decide by these documents


@pytest.mark.parametrize("slug", ["clesp", "norfolk-unites", "learning-partnership"])
def test_no_vote_binds_where_the_document_gives_no_votes(slug: str) -> None:
    """C25, N21: nothing is invented, and nothing suggested, for quorum, majority or binding votes."""
    terms = TERMS[slug]
    for rule in (terms.quorum, terms.decisions_binding, terms.majority, terms.on_tie):
        assert rule is not None
        assert (rule.value, rule.suggested) == (None, None)


def test_clesp_declares_competing_bids_at_the_earliest_opportunity() -> None:
    """C33."""
    declared = TERMS["clesp"].declarations
    assert declared is not None
    assert (declared.value, declared.clause.number) == ("at the earliest opportunity", "4.4")


def test_the_standing_of_each_body_is_its_own() -> None:
    assert {slug: terms.standing for slug, terms in TERMS.items()} == {
        "clesp": "deciding",
        "clpp": "deciding",
        "learning-partnership": "voluntary",
        "norfolk-unites": "advisory",
        "voluntaryworks": "deciding",
    }


def test_each_file_is_named_by_the_day_it_comes_into_force() -> None:
    named = {terms.slug: terms.in_force_from for terms in TERMS.values()}
    assert named["clpp"] == date(2020, 9, 1)
    assert all(isinstance(terms, Terms) and terms.dated_by for terms in TERMS.values())

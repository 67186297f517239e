"""Suggested values once adopted, the version in force on a day, and the answer to "why?"."""

from dataclasses import replace
from datetime import date

import pytest

from bot.rules.reading import parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption, in_force, why
from bot.rules.values import Basis, MoreForThanAgainst, Tie

AGREEMENT = parse_terms(sample_terms("voluntaryworks"))
CLPP = parse_terms(sample_terms("clpp"))
ADOPTION = Adoption("the Consortium", date(2026, 5, 3))


def test_an_adopted_suggestion_becomes_a_value_that_says_who_and_when() -> None:
    """V40."""
    terms = AGREEMENT.with_adoptions({"voting.on_tie": ADOPTION, "voting.majority": ADOPTION})
    assert terms.on_tie is not None and terms.majority is not None
    assert (terms.on_tie.value, terms.on_tie.basis, terms.on_tie.written) == (
        Tie.LOST,
        Basis.ADOPTED,
        "not carried",
    )
    assert terms.majority.value == MoreForThanAgainst()
    assert why(terms.on_tie, terms) == (
        "Adopted by the Consortium on 3 May 2026; the document does not say. "
        "The Agreement gives nobody a casting vote, so none is offered."
    )


def test_adopting_one_suggestion_leaves_the_others_open() -> None:
    before = {rule.key for rule in AGREEMENT.suggestions()}
    after = {rule.key for rule in AGREEMENT.with_adoptions({"tie.election": ADOPTION}).suggestions()}
    assert before - after == {"tie.election"}


def test_the_document_stands_where_it_states_the_value() -> None:
    terms = CLPP.with_adoptions({"voting.on_tie": ADOPTION, "between_meetings.allowed": ADOPTION})
    assert terms == CLPP


def test_a_rule_that_no_file_can_have_cannot_be_adopted() -> None:
    with pytest.raises(ValueError, match=r"voting\.on_time"):
        CLPP.with_adoptions({"voting.on_time": ADOPTION})


def test_a_meeting_is_judged_by_the_version_in_force_on_its_day() -> None:
    """G1."""
    later = replace(CLPP, version="2021-22", in_force_from=date(2021, 9, 1))
    versions = (later, CLPP)
    assert in_force(versions, date(2020, 8, 31)) is None
    assert in_force(versions, date(2020, 9, 1)) == CLPP
    assert in_force(versions, date(2021, 8, 31)) == CLPP
    assert in_force(versions, date(2021, 9, 1)) == later


def test_every_rule_is_found_by_its_key() -> None:
    for terms in (CLPP, AGREEMENT):
        assert [terms.rule(rule.key) for rule in terms.rules()] == list(terms.rules())
    assert CLPP.rule("notice.nothing") is None
    assert CLPP.rule("nothing at all") is None


def test_why_quotes_the_clause_and_tells_the_reading() -> None:
    """V38."""
    assert AGREEMENT.quorum is not None
    assert why(AGREEMENT.quorum, AGREEMENT) == (
        '10.6 of the Voluntaryworks Partnership Agreement: "The quorum shall be two or the nearest number to one '
        "third of the Consortium's membership eligible to vote.\" Read as: The greater of two and the nearest "
        "number to one third; read the other way it would never be more than two."
    )


def test_why_says_that_the_document_is_silent_and_what_is_suggested() -> None:
    """V40."""
    assert AGREEMENT.majority is not None
    answer = why(AGREEMENT.majority, AGREEMENT)
    assert answer.startswith("The Voluntaryworks Partnership Agreement does not say.")
    assert 'Suggested: "more for than against", which counts only once adopted.' in answer
    assert "The nearest it comes: 5.5" in answer

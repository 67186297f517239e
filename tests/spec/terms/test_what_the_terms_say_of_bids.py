"""What has to be done before a bid goes on is each partnership's own, as data: with its clause, or nothing where it is silent."""

import pytest

from bot.rules.kinds import GATES, STEPS
from bot.rules.picture import entry_of
from bot.rules.reading import TermsFileError, parse_terms
from bot.rules.samples import sample_terms
from bot.rules.terms import Terms

HEAD = """
[partnership]
slug = "brackenhall"
name = "Brackenhall Forum"
short_name = "Brackenhall"
version = "1"
in_force_from = 2026-01-01
source = "the Brackenhall terms"
nation = "england-and-wales"
standing = "deciding"

[groups]
steering = "Steering Group"

"""


def terms_of(slug: str) -> Terms:
    return parse_terms(sample_terms(slug), name=slug)


def before(slug: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each gate that a partnership has: its clause, and what it asks."""
    return {
        name: (rule.clause.number, rule.value) for name, rule in terms_of(slug).gates.items() if rule.value
    }


def test_clpp_agrees_on_four_things_before_a_bid_and_approves_it_before_it_is_submitted() -> None:
    """K41, K43."""
    assert before("clpp") == {
        "preparing": (
            "5.4",
            (
                "lead and process agreed",
                "route of approval agreed",
                "resources agreed",
                "accountable body agreed",
            ),
        ),
        "submitting": ("5.4.2", ("final bid approved",)),
        "contracting": ("5.6", ("service level agreement dated",)),
    }


def test_voluntaryworks_first_decides_whether_to_bid_together_or_alone() -> None:
    """V42, V18."""
    assert before("voluntaryworks") == {
        "bidding-alone": ("10.8", ("bid together or alone decided",)),
        "working-up": ("10.8", ("bid together or alone decided",)),
        "submitting": ("8.1.1", ("budgets, outputs and outcomes agreed",)),
    }


def test_clesp_tells_its_members_before_a_bid_is_worked_up_and_contracts_before_they_deliver() -> None:
    """C12, C13, C18, C40."""
    assert before("clesp") == {
        "working-up": ("1.4", ("members told", "delivery partners called")),
        "delivering": ("1.4", ("contract dated", "service level agreement dated")),
    }
    terms = terms_of("clesp")
    assert terms.competing_bids is not None
    assert terms.competing_bids.value == "flagged for a decision"
    assert terms.team_from is not None
    assert entry_of(terms.team_from, terms).value == "Steering Group"
    assert terms.interests_chased is not None
    assert entry_of(terms.interests_chased, terms).suggested == "2 and 5 working days after it"


def test_a_body_whose_document_only_tells_of_a_broker_has_no_gate_until_it_adopts_one() -> None:
    """L9."""
    assert before("learning-partnership") == {}
    assert [
        rule.key for rule in terms_of("learning-partnership").suggestions() if rule.key.startswith("before")
    ] == ["before.preparing"]


def test_a_contract_has_one_holder_where_the_minutes_say_so() -> None:
    """N10, N13."""
    assert before("norfolk-unites") == {"contracting": ("Management", ("contract holder named",))}


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        ('[before.bidding]\nvalue = ["members told"]', GATES[0]),
        ('[before.submitting]\nvalue = ["final bid approve"]', "Did you mean final bid approved?"),
        ("[before.submitting]\nvalue = []", "leave the rule out"),
        ('[before.submitting]\nvalue = "final bid approved"', STEPS[0]),
        ("[bids.chased]\nvalue = [0]", "from 1 to 60"),
        ("[bids.chased]\nvalue = [2, 2]", "each number once"),
        ('[bids.team_from]\nvalue = "board"', "steering"),
        ('[bids.lead_may_deliver]\nvalue = "maybe"', "asked and declared"),
    ],
)
def test_a_mistake_says_what_may_stand_there(rule: str, allowed: str) -> None:
    with pytest.raises(TermsFileError, match=allowed.replace("?", r"\?")):
        parse_terms(f'{HEAD}{rule}\nclause = "1"\nwords = "x"\n')

"""`quorate tally`: a result asked from a terminal."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

SIMPLE = ("--rule", "more for than against")


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, ["tally", *words])


def told(*words: str) -> dict[str, Any]:
    result = ask(*words, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def votes(votes_for: int, against: int, abstain: int = 0) -> tuple[str, ...]:
    return ("--for", str(votes_for), "--against", str(against), "--abstain", str(abstain))


def test_a_tie_in_clpp_and_its_casting_vote() -> None:
    """K29."""
    tied = told("--terms", "clpp", *votes(3, 3, 1))
    assert tied | {"outcome": "tied", "clause": "4.3", "source": "interpretation", "tied": True} == tied
    assert "casting vote" in tied["next"] and tied["needed"] == "more votes for than against"
    assert told("--terms", "clpp", *votes(3, 3, 1), "--casting", "for")["outcome"] == "carried"


def test_voluntaryworks_has_adopted_nothing_on_the_command_line_so_nothing_is_decided() -> None:
    """V40."""
    answer = told("--terms", "voluntaryworks", *votes(3, 3), "--casting", "for")
    assert answer["outcome"] == "no decision" and answer["source"] == "not_stated"
    assert "means nothing until" in answer["why"] and answer["refused"]


def test_a_rule_by_hand_with_what_follows_a_tie() -> None:
    assert told(*SIMPLE, *votes(3, 3))["outcome"] == "tied"
    assert told(*SIMPLE, *votes(3, 3), "--on-tie", "not carried")["outcome"] == "not carried"
    given = told(
        *SIMPLE, *votes(3, 3), "--on-tie", "casting vote of whoever is chairing", "--casting", "against"
    )
    assert given["outcome"] == "not carried" and given["source"] == "given" and given["clause"] is None
    refused = told(*SIMPLE, *votes(3, 3), "--casting", "for")
    assert refused["outcome"] == "tied" and "casting vote" in refused["refused"]


def test_a_kind_of_decision() -> None:
    """K45."""
    assert told("--terms", "clpp", *votes(3, 2), "--kind", "amendment")["clause"] == "5.7"


def test_bodies_are_counted() -> None:
    rule = ("--rule", "more than half of those eligible")
    assert told(*rule, *votes(5, 1), "--eligible", "10")["outcome"] == "not carried"
    assert told(*rule, *votes(6, 1), "--eligible", "10")["outcome"] == "carried"


def test_a_quorum_that_numbers_can_tell_is_tested_and_one_of_people_is_not() -> None:
    short = ("--terms", "clpp", *votes(2, 0), "--present", "2", "--members", "10")
    assert told(*short)["quorum"]["quorate"] is None and "quorate quorum" in told(*short)["quorum"]["why"]
    vw = told("--terms", "voluntaryworks", *votes(2, 0), "--present", "2", "--members", "10")
    assert vw["quorum"]["quorate"] is False and vw["quorum"]["clause"] == "10.6"


def test_people_read_sentences() -> None:
    result = ask("--rule", "two thirds of votes cast", *votes(9, 4, 2))
    assert result.stdout.splitlines()[0] == "Carried."
    assert "Needed: at least two thirds of votes cast, 9 votes here." in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (votes(1, 1), "either --terms"),
        (("--terms", "clpp", *SIMPLE, *votes(1, 1)), "either --terms"),
        (("--rule", "more for then against", *votes(1, 1)), "^"),
        (("--rule", "more than half of those eligible", *votes(1, 1)), "--eligible"),
        (("--rule", "more than half of those present", *votes(1, 1)), "--present"),
        (("--rule", "more than half of members", *votes(1, 1)), "--members"),
        ((*SIMPLE, *votes(4, 3, 2), "--eligible", "8"), "more than the 8 eligible"),
        ((*SIMPLE, *votes(-1, 0)), "never negative"),
        ((*SIMPLE, *votes(1, 1), "--kind", "amendment"), "--kind belongs to --terms"),
        (("--terms", "clpp", *votes(1, 1), "--on-tie", "lot"), "--on-tie belongs to --rule"),
        ((*SIMPLE, *votes(1, 1), "--on-tie", "toss a coin"), "^"),
        ((*SIMPLE, *votes(1, 1), "--casting", "maybe"), "maybe"),
        ((*SIMPLE, "--for", "x", "--against", "1"), "--for"),
        ((*SIMPLE, "--for", "1"), "--against"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(words: tuple[str, ...], said: str) -> None:
    result = ask(*words)
    assert result.exit_code == 2 and said in result.stderr
    assert "Traceback" not in result.output and result.stdout == ""


def test_a_misspelt_kind_of_decision_is_not_carried_by_the_general_majority() -> None:
    """K45: the nearest kind the terms name is offered instead."""
    result = ask("--terms", "clpp", *votes(3, 2), "--kind", "amendmnt")
    assert result.exit_code == 2 and "did you mean “amendment”" in result.stderr
    assert told("--terms", "clpp", *votes(3, 2), "--kind", "twinning")["outcome"] == "carried"

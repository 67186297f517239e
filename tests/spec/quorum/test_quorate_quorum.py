"""`quorate quorum`: a quorum asked from a terminal."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

CLPP = ("--terms", "clpp", "--members", "10", "--present", "3")


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, ["quorum", *words])


def told(*words: str) -> dict[str, Any]:
    result = ask(*words, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_clpp_with_nobody_from_higher_education() -> None:
    """K32, K33."""
    answer = told(*CLPP, "--class", "fe=1", "--class", "he=0", "--class", "la=1")
    assert answer["quorate"] is False and answer["clause"] == "4.6" and answer["source"] == "interpretation"
    assert answer["missing"] == ["anybody from higher education"]
    assert "(4.7)" in answer["next"] and answer["needed"] and answer["why"]


@pytest.mark.parametrize(
    "classes",
    [("--class", "fe=1", "he=1", "la=1"), ("--class", "fe=1,he=1,la=1"), ("--class", "fe=1 he=1", "la=1")],
)
def test_classes_may_be_given_several_at_once(classes: tuple[str, ...]) -> None:
    assert told(*CLPP, *classes)["quorate"] is True


def test_a_rule_by_hand() -> None:
    answer = told(
        "--rule", "greater of 2 or nearest to 1/3 of voting members", "--members", "10", "--present", "3"
    )
    assert answer["quorate"] is True and answer["source"] == "given" and answer["clause"] is None


def test_voting_members_may_be_fewer_than_members() -> None:
    """V7, V38."""
    words = ("--terms", "voluntaryworks", "--members", "12", "--present", "2")
    assert told(*words)["quorate"] is False
    assert told(*words, "--voting-members", "7")["quorate"] is True


def test_roles_and_vacancies() -> None:
    rule = ("--rule", "2 members and the chair", "--present", "2")
    assert told(*rule)["missing"] == ["the chair"]
    assert told(*rule, "--role", "chair")["quorate"] is True
    assert "no member at all" in told(*CLPP, "--class", "fe=1", "--class", "la=1", "--vacant", "he")["why"]


def test_people_read_sentences() -> None:
    result = ask(*CLPP, "--class", "fe=1", "--class", "la=1")
    assert result.stdout.startswith("Not quorate (4.6).\nNobody from higher education is present.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--present", "3"), "either --terms"),
        (("--rule", "3 members", "--terms", "clpp", "--present", "3"), "either --terms"),
        (("--rule", "3 membres", "--present", "3"), "^"),
        (("--rule", "one third of members", "--present", "3"), "--members"),
        (("--rule", "3 members", "--members", "2", "--present", "3"), "more than the 2"),
        (("--rule", "3 members", "--members", "5", "--present", "-3"), "never negative"),
        (CLPP, "counts classes"),
        ((*CLPP, "--class", "fe"), "fe=1"),
        ((*CLPP, "--class", "fe=one"), "fe=1"),
        ((*CLPP, "--class", "fe=1", "--class", "fe=1"), "twice"),
        ((*CLPP, "--class", "xx=1"), "not one of the classes"),
        ((*CLPP, "--class", "fe=2", "--class", "he=2"), "one organisation counts for one class"),
        ((*CLPP, "--class", "fe=1", "--vacant", "xx"), "not one of the classes"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(words: tuple[str, ...], said: str) -> None:
    result = ask(*words)
    assert result.exit_code == 2 and said in result.stderr
    assert "Traceback" not in result.output and result.stdout == ""


def test_a_number_below_nought_is_refused_in_one_sentence() -> None:
    result = ask("--rule", "3", "--present", "-1")
    assert result.exit_code == 2
    assert result.stderr == "--present cannot be -1: a count is never negative.\n"

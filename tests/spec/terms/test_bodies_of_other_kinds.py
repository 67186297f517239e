"""Bodies of kinds that are none of the five that ship, written from docs/terms.md alone: each says what its own clauses ask."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.rules.reading import parse_terms
from bot.rules.values import Basis

BODIES = Path(__file__).parent / "bodies"
NAMES = sorted(each.stem for each in BODIES.glob("*.toml"))


def told(command: str, body: str, *words: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, [command, "--terms", str(BODIES / f"{body}.toml"), *words, "--json"])
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def last_days(body: str, meeting: str, *words: str) -> dict[str, str]:
    return {
        each["rule"]: each["last_day"]
        for each in told("notice", body, "--meeting", meeting, *words)["deadlines"]
    }


def quorum(body: str, *words: str) -> tuple[bool | None, str]:
    answer = told("quorum", body, *words)
    return answer["quorate"], answer["next"]


def outcome(body: str, votes: str, *words: str) -> tuple[str, str | None]:
    votes_for, against, abstain = votes.split("-")
    counted = ("--for", votes_for, "--against", against, "--abstain", abstain)
    answer = told("tally", body, *counted, *words)
    return answer["outcome"], answer["clause"]


def test_there_are_seven() -> None:
    assert len(NAMES) == 7


@pytest.mark.parametrize("name", NAMES)
def test_each_reads_without_a_mistake_and_shows_every_clause(name: str) -> None:
    text = (BODIES / f"{name}.toml").read_text(encoding="utf-8")
    shown = " ".join(CliRunner().invoke(app, ["terms", "show", str(BODIES / f"{name}.toml")]).stdout.split())
    for rule in parse_terms(text).rules():
        if rule.basis is not Basis.NOT_STATED:
            assert rule.clause.words in shown, rule.key


@pytest.mark.parametrize(
    ("meeting", "last"),
    [
        ("2027-02-10", "2027-02-04"),  # Monday is a day of mourning, Sunday is no day
        ("2027-04-06", "2027-04-01"),  # Sunday is left out, and the break ended on the Tuesday before
        ("2027-03-31", "2027-03-21"),  # the Easter break, from Thursday to Tuesday
        ("2027-01-04", "2026-12-29"),
        ("2027-06-02", "2027-05-27"),  # the spring bank holiday
    ],
)
def test_long_marling_counts_clear_days_without_sundays_breaks_and_mourning(meeting: str, last: str) -> None:
    assert last_days("long-marling", meeting) == {"notice.meeting": last}


def test_long_marling_wants_a_third_and_never_fewer_than_three() -> None:
    assert quorum("long-marling", "--members", "7", "--present", "3") == (True, "")
    assert quorum("long-marling", "--members", "10", "--present", "3")[0] is False
    assert quorum("long-marling", "--members", "5", "--present", "2") == (
        False,
        "the meeting is adjourned (2)",
    )


def test_in_long_marling_whoever_presides_has_a_second_or_casting_vote() -> None:
    assert outcome("long-marling", "3-3-1") == ("tied", "3")
    assert outcome("long-marling", "3-3-1", "--casting", "for") == ("carried", "3")
    assert outcome("long-marling", "0-0-5", "--casting", "for") == ("not carried", "3")


@pytest.mark.parametrize(
    ("meeting", "last"),
    [
        ("2026-12-04", "2026-11-24"),  # St Andrew's Day
        ("2027-01-08", "2026-12-24"),  # New Year's Day, 2 January kept on the 4th, Christmas kept on the 28th
        ("2026-06-19", "2026-06-09"),  # the World Cup bank holiday
        ("2027-04-01", "2027-03-22"),  # Good Friday; Easter Monday is a working day in Scotland
    ],
)
def test_strathfinlay_keeps_scottish_bank_holidays(meeting: str, last: str) -> None:
    assert last_days("strathfinlay", meeting) == {"notice.papers": last}


def test_strathfinlay_needs_two_thirds_of_those_present_voting_or_not() -> None:
    assert outcome("strathfinlay", "4-1-0", "--present", "6") == ("carried", "6.1")
    assert outcome("strathfinlay", "4-1-0", "--present", "7") == ("not carried", "6.1")
    assert quorum("strathfinlay", "--members", "9", "--present", "5", "--role", "chair")[0] is True
    assert quorum("strathfinlay", "--members", "9", "--present", "5")[0] is False


def test_severnside_counts_hours_from_when_an_email_is_deemed_served() -> None:
    """72 hours by the clock; across 28 March 2027 that is an hour less on the wall."""
    before = told("notice", "severnside", "--meeting", "2027-03-29T14:00")["deadlines"][0]
    assert before["last_instant"] == "2027-03-26T13:00:00+00:00"
    assert (
        told("notice", "severnside", "--sent", "2027-03-26T13:00")["deadlines"][0]["first_day"]
        == "2027-03-29"
    )


def test_severnside_needs_half_the_chair_and_one_of_each_class() -> None:
    there = ("--members", "8", "--present", "4")
    classes = ("--class", "primary=2", "--class", "acute=1")
    assert quorum("severnside", *there, *classes, "vcse=1", "--role", "chair") == (True, "")
    assert quorum("severnside", *there, *classes, "vcse=1")[0] is False
    assert quorum("severnside", *there, *classes, "--role", "chair")[0] is False


def test_in_severnside_a_tie_is_lost_and_no_casting_vote_is_counted() -> None:
    answer = told("tally", "severnside", "--for", "2", "--against", "2", "--casting", "for")
    assert answer["outcome"] == "not carried" and "no casting vote" in answer["refused"].lower()


def test_harrowdene_tells_an_ordinary_a_special_and_an_amending_resolution_apart() -> None:
    assert last_days("harrowdene", "2027-03-30") == {"notice.general-meeting": "2027-03-15"}
    assert outcome("harrowdene", "2-1-0") == ("carried", "15")
    assert outcome("harrowdene", "2-1-0", "--kind", "special-resolution") == ("not carried", "16")
    assert outcome("harrowdene", "3-1-9", "--kind", "special-resolution") == ("carried", "16")
    assert outcome("harrowdene", "19-0-0", "--kind", "amendment", "--members", "30") == ("not carried", "17")
    assert outcome("harrowdene", "20-9-0", "--kind", "amendment", "--members", "30") == ("carried", "17")
    assert quorum("harrowdene", "--members", "105", "--present", "10")[0] is False


def test_in_brackenhall_a_tie_goes_to_the_lot_and_an_election_to_another_ballot() -> None:
    assert outcome("brackenhall", "3-3-0", "--present", "6") == ("tied", "7")
    assert "by lot" in told("tally", "brackenhall", "--for", "3", "--against", "3", "--present", "6")["next"]
    assert outcome("brackenhall", "3-3-0", "--present", "6", "--kind", "election") == ("tied", "8")
    assert outcome("brackenhall", "3-2-1", "--present", "6") == ("not carried", "7")


def test_brackenhall_adjourns_without_a_quorum_and_whoever_comes_then_is_one() -> None:
    assert quorum("brackenhall", "--present", "2")[1].startswith("the meeting is adjourned; whoever comes")
    assert outcome("brackenhall", "2-0-0", "--present", "2") == ("no quorum", "6")
    assert quorum("brackenhall", "--present", "1", "--adjourned") == (True, "")
    assert quorum("brackenhall", "--present", "0", "--adjourned")[0] is False
    assert quorum("long-marling", "--members", "7", "--present", "2", "--adjourned")[0] is False
    assert last_days("brackenhall", "2027-03-30") == {"notice.meeting": "2027-03-16"}


def test_sperrin_keeps_northern_irish_bank_holidays_and_six_months_from_the_notice() -> None:
    assert last_days("sperrin", "2027-07-14") == {
        "notice.papers": "2027-07-06",
        "notice.dissolution": "2027-01-14",
    }
    assert last_days("sperrin", "2027-03-19")["notice.papers"] == "2027-03-11"


def test_sperrin_dissolves_only_unanimously_and_gives_the_casting_vote_to_the_chair_alone() -> None:
    assert outcome("sperrin", "9-1-0", "--kind", "dissolution") == ("not carried", "11")
    assert outcome("sperrin", "9-0-1", "--kind", "dissolution") == ("carried", "11")
    assert "nobody acting" in told("tally", "sperrin", "--for", "3", "--against", "3")["next"]


def test_the_quiet_forum_decides_nothing_by_vote_until_it_adopts_something() -> None:
    assert told("notice", "quiet-forum", "--meeting", "2027-03-30")["deadlines"] == []
    assert quorum("quiet-forum", "--members", "9", "--present", "9")[0] is None
    assert outcome("quiet-forum", "9-0-0") == ("no decision", None)

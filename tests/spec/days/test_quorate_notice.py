"""`quorate notice`: deadlines asked from a terminal."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.rules.samples import sample_terms


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, ["notice", *words])


def told(*words: str) -> dict[str, Any]:
    result = ask(*words, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_a_rule_by_hand_answers_at_the_top_level_and_in_the_list() -> None:
    answer = told("--rule", "5 clear working days", "--meeting", "2027-03-30")
    assert answer["last_day"] == answer["last_working_day"] == "2027-03-18"
    assert answer["source"] == "given" and answer["rule"] == "5 clear working days"
    (row,) = answer["deadlines"]
    assert {key: answer[key] for key in row} == row
    assert answer["beyond_published_years"] is False


def test_every_deadline_of_the_terms_with_clause_words_firmness_and_source() -> None:
    answer = told("--terms", "clpp", "--meeting", "2027-03-30", "--sent", "2027-03-22")
    rows = {row["rule"]: row for row in answer["deadlines"]}
    papers, amendment = rows["notice.papers"], rows["notice.amendment"]
    assert (
        papers | {"clause": "4.9", "firmness": "should", "source": "document", "last_day": "2027-03-23"}
        == papers
    )
    assert "at least a week" in papers["words"]
    assert papers["in_time"] is True and papers["by_how_much"]["amount"] == 1
    assert amendment["in_time"] is False
    assert amendment["by_how_much"] | {"amount": 2, "unit": "days", "late": True} == amendment["by_how_much"]
    assert amendment["last_working_day"] == "2027-03-19"


def test_what_the_terms_leave_unsaid_is_listed_apart() -> None:
    answer = told("--terms", "voluntaryworks", "--meeting", "2027-03-30")
    assert [row["rule"] for row in answer["deadlines"]] == ["notice.papers"]
    assert [row["rule"] for row in answer["not_stated"]] == ["notice.amendment"]


def test_a_terms_file_of_ones_own_and_a_suggestion_that_means_nothing_yet(tmp_path: Path) -> None:
    text = sample_terms("voluntaryworks").replace(
        'reading    = "The Agreement says nothing on how it may be amended."',
        'suggested = "21 days"\nreading = "The Agreement says nothing on how it may be amended."',
    )
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    (row,) = told("--terms", str(file), "--meeting", "2027-03-30")["not_stated"]
    assert row["suggested"] == "21 days" and "means nothing until" in row["words"]


def test_the_nation_can_be_another() -> None:
    assert (
        told("--rule", "5 working days", "--meeting", "2027-03-30", "--nation", "scotland")["last_day"]
        == "2027-03-22"
    )


def test_sent_without_a_meeting_gives_the_first_day() -> None:
    answer = told("--rule", "5 clear working days", "--sent", "2027-03-18")
    assert answer["first_day"] == "2027-03-26" and answer["meeting"] is None


def test_after_a_day_gives_the_end_of_the_period() -> None:
    assert told("--rule", "5 working days", "--after", "2027-03-25")["by"] == "2027-04-05"


def test_months_forward_end_with_the_month() -> None:
    """K46."""
    rows = told("--terms", "clpp", "--sent", "2026-08-31")["deadlines"]
    assert next(row["first_day"] for row in rows if row["rule"] == "notice.dissolution") == "2027-02-28"


def test_hours_need_the_hour_the_meeting_starts() -> None:
    answer = told("--rule", "48 hours", "--meeting", "2027-03-29T14:00", "--sent", "2027-03-27T13:30")
    assert answer["last_instant"] == "2027-03-27T13:00:00+00:00"
    assert answer["in_time"] is False and answer["by_how_much"]["unit"] == "hours"


def test_a_break_can_be_dated_on_the_command_line() -> None:
    rule = ("--rule", "1 day, not counting the Easter break", "--meeting", "2027-04-01")
    assert told(*rule)["last_day"] == "2027-03-31"
    assert told(*rule, "--break", "Easter break=2027-03-24..2027-03-31")["last_day"] == "2027-03-23"


def test_beyond_the_published_years_is_flagged() -> None:
    assert told("--rule", "5 working days", "--meeting", "2031-06-18")["beyond_published_years"] is True


def test_people_read_days_in_full() -> None:
    result = ask("--rule", "5 clear working days", "--meeting", "2027-04-06", "--sent", "2027-03-30")
    assert "By Monday 29 March 2027." in result.stdout
    assert "The last working day on or before it is Thursday 25 March 2027." in result.stdout
    assert "Late, 1 working day short: the last day was Monday 29 March 2027." in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "either --terms"),
        (("--terms", "clpp", "--rule", "5 days", "--meeting", "2027-03-30"), "either --terms"),
        (("--rule", "5 days"), "--meeting"),
        (("--rule", "5 days", "--meeting", "30 March"), "--meeting has to be a day"),
        (("--rule", "5 days", "--meeting", "2027-02-29"), "--meeting has to be a day"),
        (("--rule", "5 days", "--meeting", "2027-03-30", "--sent", "soon"), "--sent has to be a day"),
        (("--rule", "5 fine days", "--meeting", "2027-03-30"), "^"),
        (("--rule", "5 days", "--meeting", "0001-01-01"), "from 1872 to 2100"),
        (("--rule", "5 days", "--meeting", "9999-12-31"), "from 1872 to 2100"),
        (("--rule", "999 years", "--meeting", "2027-03-30"), "from 1872 to 2100"),
        (("--rule", "5 days", "--meeting", "2027-03-30", "--nation", "jersey"), "jersey"),
        (("--rule", "5 days", "--meeting", "2027-03-30", "--break", "oops"), "--break"),
        (("--terms", "no such terms", "--meeting", "2027-03-30"), "no such terms"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(words: tuple[str, ...], said: str) -> None:
    result = ask(*words)
    assert result.exit_code == 2 and said in result.stderr
    assert "Traceback" not in result.output and result.stdout == ""


def test_a_terms_file_with_mistakes_is_refused_with_all_of_them(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('[notice.papers]\nat_least = "5 fine days"\nfirmness = "perhaps"\n', encoding="utf-8")
    result = ask("--terms", str(file), "--meeting", "2027-03-30")
    assert result.exit_code == 1 and "fine" in result.stderr and "perhaps" in result.stderr


def test_notice_in_hours_is_told_to_the_hour_both_ways() -> None:
    """Across the clock change of 28 March 2027: 48 hours from Friday 14:00 end on Sunday at 15:00, summer time."""
    first = told("--rule", "48 hours", "--sent", "2027-03-26T14:00")
    assert first["first_day"] == "2027-03-28" and "28 March 2027 at 15:00 or later" in first["why"]
    assert "full hours" in told("--rule", "48 hours", "--sent", "2027-03-26")["why"]
    late = told("--rule", "48 hours", "--meeting", "2027-03-30T14:00", "--sent", "2027-03-28T14:30")
    assert late["by_how_much"]["words"].endswith("due by Sunday 28 March 2027 at 14:00.")


def test_a_refusal_asked_for_as_json_is_one_object_too(tmp_path: Path) -> None:
    result = ask("--rule", "5 workng days", "--meeting", "2027-03-30", "--json")
    refused = json.loads(result.stdout)
    assert (result.exit_code, refused["found"], refused["column"]) == (2, "workng", 3)
    assert "Did you mean" in refused["error"] and "workng" in result.stderr
    broken = tmp_path / "broken.toml"
    broken.write_text("[quorum]\nrule = 3\n", encoding="utf-8")
    result = ask("--terms", str(broken), "--meeting", "2027-03-30", "--json")
    assert result.exit_code == 1
    assert {each["key"] for each in json.loads(result.stdout)["mistakes"]} >= {"partnership", "quorum.rule"}
    assert ask("--rule", "5 workng days", "--meeting", "2027-03-30").stdout == ""


def test_the_name_of_a_nation_may_begin_with_a_capital() -> None:
    assert told("--rule", "5 days", "--meeting", "2027-12-01", "--nation", "Scotland")["nation"] == "scotland"

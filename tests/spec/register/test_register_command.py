"""`quorate register check`: the same answers, for a secretary at a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.register import app
from bot.register_files import sample_register_text

Run = Callable[..., Result]

ROWS = """organisation,sector,person,email,group,capacity,role,from
North College,fe,Ada Moss,ada@north.example,,rep,,01/09/2025
North College,,Ada Moss,,,,chair,01/09/2025
South University,he,Bran Vale,bran@south.example,,rep,,01/09/2025
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command beside a register file of this text."""

    def run(text: str, *options: str, name: str = "members.csv") -> Result:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(app, ["check", str(file), *options])

    return run


def test_it_says_who_is_who_and_lists_every_gap_with_its_clause(run: Run) -> None:
    """K11, K12, K13, K34."""
    answer = run(ROWS, "--terms", "clpp", "--on", "16/06/2026")
    assert answer.exit_code == 0
    assert (
        "Care Leaver Progression Partnership, on Tuesday 16 June 2026: 2 organisations, 2 votes, 2 people."
        in answer.stdout
    )
    assert "North College (member, further education, votes)\n  Strategy Group: Ada Moss" in answer.stdout
    assert "Chair: Ada Moss (North College), since Monday 1 September 2025" in answer.stdout
    for line in (
        "Must (clause 3.4): There is no member from local authority",
        "Must (clause 3.2): Each member names one to the Operational",
        "Should (clause 3.4): The Strategy Group has 2 representatives; the terms look for at least 7.",
        "Should (clause 4.8): No substitute is named by North College and South University.",
    ):
        assert line in answer.stdout


def test_json_is_one_object_with_the_clauses_words(run: Run) -> None:
    answer = run(ROWS, "--terms", "clpp", "--on", "2026-06-16", "--json")
    told = json.loads(answer.stdout)
    assert (told["terms"], told["on"], told["votes"]) == ("clpp", "2026-06-16", 2)
    assert told["organisations"][0]["representatives"] == ["ada-moss"]
    (missing,) = [gap for gap in told["gaps"] if gap["clause"] == "4.8"]
    assert missing["kind"] == "should"
    assert missing["about"] == ["north-college", "south-university"]
    assert missing["clause_words"].startswith("Substitute members shall be nominated")


def test_a_file_with_mistakes_ends_with_one_and_all_of_them(run: Run) -> None:
    bad = ROWS.replace("01/09/2025", "31/02/2025").replace("rep,", "rap,")
    answer = run(bad, "--terms", "clpp")
    assert answer.exit_code == 1
    assert answer.stderr.startswith("members.csv has 5 mistakes; nothing was taken from it.\n  Row 2, ")
    as_json = run(bad, "--terms", "clpp", "--json")
    assert as_json.exit_code == 1
    assert [each["row"] for each in json.loads(as_json.stdout)["mistakes"]] == [2, 2, 3, 4, 4]


def test_a_terms_file_of_ones_own_is_taken(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "ours.toml"
    own.write_text(
        '[partnership]\nslug = "ours"\nname = "Ours"\nshort_name = "Ours"\nversion = "1"\n'
        'in_force_from = 2026-01-01\nsource = "our letter"\n'
    )
    answer = run(sample_register_text("clesp"), "--terms", str(own), "--on", "2011-07-01", name="r.toml")
    assert answer.exit_code == 0
    assert "Ours, on Friday 1 July 2011: 11 organisations, 11 votes" in answer.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--terms", "nowhere.toml"),
            "There is no file “nowhere.toml”, and no terms of that name are shipped: clesp, ",
        ),
        (("--terms", "clpp", "--on", "31/02/2027"), '--on: "31/02/2027" is a day that does not exist.'),
    ],
)
def test_a_wrong_option_is_answered_in_a_sentence(run: Run, options: tuple[str, ...], said: str) -> None:
    answer = run(ROWS, *options)
    assert answer.exit_code == 2
    assert answer.stderr.startswith(said)
    assert "Traceback" not in answer.output


def test_mistakes_in_the_terms_are_told_too(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[partnership]\nslug = 7\n")
    answer = run(ROWS, "--terms", str(broken))
    assert answer.exit_code == 1
    assert "line 2" in answer.stderr

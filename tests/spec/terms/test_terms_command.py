"""`quorate terms check` and `quorate terms show`, as a secretary types them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.rules.reading import parse_terms
from bot.rules.samples import sample_slugs, sample_terms

RUN = CliRunner()
BROKEN = '[partnership]\nslug = "board"\n[quorum]\nrule = "3 dogs"\nclause = 1\n'


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "board.toml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_the_five_that_ship_are_checked_by_name() -> None:
    result = RUN.invoke(app, ["terms", "check", *sample_slugs()])
    assert result.exit_code == 0
    assert result.stdout.count("no mistakes") == 5
    assert result.stderr == ""


def test_a_file_with_mistakes_is_refused_with_all_of_them_and_a_good_one_beside_it_is_said_to_be_good(
    broken: Path,
) -> None:
    result = RUN.invoke(app, ["terms", "check", str(broken), "clpp"])
    assert result.exit_code == 1
    assert "clpp: no mistakes" in result.stdout
    for said in ("line 4, quorum.rule", "line 5, quorum.clause", "partnership.in_force_from", "^^^^"):
        assert said in result.stderr


def test_check_gives_one_json_object_with_every_mistake(broken: Path) -> None:
    result = RUN.invoke(app, ["terms", "check", str(broken), "clpp", "--json"])
    assert result.exit_code == 1
    first, second = json.loads(result.stdout)["files"]
    assert (first["ok"], second["ok"], second["mistakes"]) == (False, True, [])
    rule = next(mistake for mistake in first["mistakes"] if mistake["key"] == "quorum.rule")
    assert (rule["line"], rule["found"]) == (4, "dogs")
    assert '"members"' in rule["allowed"]


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_file_that_is_not_there_or_not_text_is_a_sentence_and_exit_2(command: str, tmp_path: Path) -> None:
    document = tmp_path / "terms.docx"
    document.write_bytes(b"PK\x03\x04\xff\xfe")
    for name in ("no-such-body", str(document), str(tmp_path)):
        result = RUN.invoke(app, ["terms", command, name])
        assert result.exit_code == 2
        assert name in result.stderr and result.stderr.count("\n") == 1
        assert result.stdout == ""


def test_show_refuses_a_file_with_mistakes(broken: Path) -> None:
    result = RUN.invoke(app, ["terms", "show", str(broken)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "quorum.rule" in result.stderr


@pytest.mark.parametrize("slug", sample_slugs())
def test_show_tells_every_rule_with_its_clause_and_words(slug: str) -> None:
    """The picture is true: whatever the file writes is on the page, and no line is too wide to read."""
    page = RUN.invoke(app, ["terms", "show", slug]).stdout
    flat = " ".join(page.split())
    for rule in parse_terms(sample_terms(slug)).rules():
        assert " ".join(rule.clause.words.split()) in flat
        assert " ".join(rule.reading.split()) in flat
    assert all(len(line) <= 92 for line in page.splitlines())


def test_show_reads_as_a_secretary_reads_the_rules() -> None:
    """K29, K32, V40."""
    clpp = " ".join(RUN.invoke(app, ["terms", "show", "clpp"]).stdout.split())
    assert "in force from Tuesday 1 September 2020" in clpp
    assert "at least one from each of: further education, higher education and local authority" in clpp
    assert "When votes are equal: casting vote of whoever is chairing" in clpp
    agreement = " ".join(RUN.invoke(app, ["terms", "show", "voluntaryworks"]).stdout.split())
    stated, silent = agreement.split("What the document does not say")
    assert "When votes are equal" not in stated
    assert "When votes are equal: not stated; suggested: not carried" in silent
    assert "counts only once the partnership has adopted it" in silent


def test_show_says_that_votes_bind_nobody_where_the_document_has_no_votes() -> None:
    """C25, N21."""
    for slug in ("clesp", "norfolk-unites", "learning-partnership"):
        assert "Votes are indicative only" in RUN.invoke(app, ["terms", "show", slug]).stdout
    assert "Votes are indicative only" not in RUN.invoke(app, ["terms", "show", "clpp"]).stdout


def test_show_gives_one_json_object() -> None:
    shown = json.loads(RUN.invoke(app, ["terms", "show", "clpp", "--json"]).stdout)
    papers = next(rule for rule in shown["rules"] if rule["key"] == "notice.papers")
    assert (papers["clause"], papers["basis"]) == ("4.9", "document")
    effect = next(rule for rule in shown["not_stated"] if rule["key"] == "interests.effect")
    assert (effect["value"], effect["suggested"], effect["basis"]) == (
        "",
        "the chair rules item by item",
        "not_stated",
    )

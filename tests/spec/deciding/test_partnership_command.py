"""`quorate migrate`, `partnership` and `register import`: a body that ships with nothing, bound from a terminal without Slack."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

IN_FORCE = re.compile(r"^in_force_from\s*=.*$", re.MULTILINE)
BODIES = Path(__file__).parents[1] / "terms" / "bodies"
REGISTER = """organisation,person,email,capacity,role,from
Ash Court Tenants,Ana Ash,ana@tenants.example,representative,,01/01/2026
Ash Court Tenants,Ana Ash,,,chair,01/01/2026
Birch House Tenants,Bo Birch,bo@tenants.example,representative,,01/01/2026
Federation Office,Flo Office,flo@tenants.example,,secretariat,01/01/2026
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A database of its own, and no Slack."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'quorate.db'}")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """The register as a spreadsheet saves it."""
    file = tmp_path / "members.csv"
    file.write_text(REGISTER, encoding="utf-8")
    return file


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def add(body: str, *more: str) -> Result:
    terms = str(BODIES / f"{body}.toml")
    return ask("partnership", "add", "--terms", terms, "--channel", "C0BODY", "--workspace", "T0BODY", *more)


def adopt(*more: str) -> Result:
    return ask(
        "partnership", "adopt", "quiet-forum", "--adopted-by", "the AGM", "--workspace", "T0BODY", *more
    )


def test_nothing_is_bound_before_the_database_is_made() -> None:
    result = add("brackenhall")
    assert result.exit_code == 2 and "quorate migrate" in result.stderr


def test_a_body_is_bound_with_its_register_which_may_be_imported_again(register: Path) -> None:
    assert ask("migrate").exit_code == 0
    result = add("brackenhall", "--register", str(register))
    assert result.exit_code == 0
    assert "Brackenhall Tenants' Federation is added: workspace T0BODY, channel C0BODY." in result.stdout
    again = ("register", "import", str(register), "--partnership", "brackenhall", "--workspace", "T0BODY")
    for _ in range(2):
        assert "3 organisations and 3 people are in the register" in ask(*again).stdout
    assert "already kept" in add("brackenhall").stderr
    assert "That channel already belongs to brackenhall." in add("sperrin").stderr


def test_a_register_with_mistakes_binds_nothing(register: Path) -> None:
    ask("migrate")
    register.write_text(REGISTER + "Cedar Towers,Cy Cedar,cy@,deputee,,31/02/2026\n", encoding="utf-8")
    refused = add("brackenhall", "--register", str(register))
    assert refused.exit_code == 1 and "3 mistakes" in refused.stderr
    assert add("brackenhall").exit_code == 0


def test_what_is_adopted_is_said_once_and_then_that_it_is(register: Path) -> None:
    ask("migrate")
    assert "meaning nothing until adopted" in add("quiet-forum").stdout
    assert (
        "adopted: quorum, by the AGM on 2026-03-01"
        in adopt("--adopt", "quorum", "--adopted-on", "2026-03-01").stdout
    )
    assert adopt("--adopt", "quorum").stderr == "quorum is adopted already, by the AGM on 2026-03-01.\n"
    assert "nothing for chair.term" in adopt("--adopt", "chair.term").stderr
    assert adopt("--adopt-all").exit_code == 0
    assert adopt("--adopt-all").stderr == "Nothing these terms suggest is left to adopt.\n"


def test_a_later_version_of_the_terms_is_recorded_with_what_is_still_adopted(tmp_path: Path) -> None:
    """G1."""
    ask("migrate")
    add("quiet-forum")
    adopt("--adopt", "quorum", "--adopted-on", "2026-03-01")
    document = (BODIES / "quiet-forum.toml").read_text(encoding="utf-8")
    file = tmp_path / "next.toml"
    words = ("partnership", "terms", "quiet-forum", "--terms", str(file), "--workspace", "T0BODY")
    file.write_text(document, encoding="utf-8")
    refused = ask(*words)
    assert refused.exit_code == 2 and "A later version begins later" in refused.stderr
    file.write_text(IN_FORCE.sub("in_force_from = 2040-01-01", document), encoding="utf-8")
    assert "nothing in it differs from version 1" in ask(*words).stderr
    told = ask(*words, "--anyway").stdout
    assert "in force from Sunday 1 January 2040." in told
    assert "  still adopted: quorum, by the AGM on 2026-03-01\n" in told
    file.write_text("[partnership", encoding="utf-8")
    assert ask(*words).exit_code == 1


def test_what_is_kept_is_listed_in_sentences_and_for_a_program(register: Path) -> None:
    ask("migrate")
    listing = ("partnership", "list", "--workspace", "T0BODY")
    assert ask(*listing).stdout.startswith("No partnership is kept for workspace T0BODY.")
    add("quiet-forum", "--register", str(register))
    adopt("--adopt", "quorum", "--adopted-on", "2026-03-01")
    told = ask(*listing).stdout
    assert "channel C0BODY\n" in told
    assert "  adopted: quorum, by the AGM on 2026-03-01\n" in told
    assert "  register: 3 people, 3 not matched to Slack\n" in told
    (kept,) = json.loads(ask(*listing, "--json").stdout)["partnerships"]
    assert (kept["partnership"], kept["channel"]) == ("quiet-forum", "C0BODY")
    assert kept["adopted"] == {"quorum": {"by": "the AGM", "on": "2026-03-01"}}
    assert (kept["people"], kept["unmatched"], kept["later_terms"]) == (3, 3, None)


@pytest.mark.parametrize(
    ("flag", "value"), [("--workspace", "our workspace"), ("--channel", "#general"), ("--slug", "Bad Slug")]
)
def test_an_id_that_slack_could_not_have_given_is_refused(flag: str, value: str) -> None:
    ask("migrate")
    result = add("brackenhall", flag, value)
    assert result.exit_code == 2 and value in result.stderr

"""`quorate meeting`: the meetings, the proof that their papers were sent and the public copy, from a terminal."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.store.session import Store
from tests.rehearsal import MEETING, Rehearsal, answer
from tests.spec.meetings.calling import SECRETARY, books
from tests.spec.meetings.sending import OTHER_MEMBER, circulates, delivered, ready

OFFICER = SECRETARY["clpp"]


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """The command sets up logging for a process of its own; here it is a guest."""
    before = logging.root.handlers[:]
    yield
    logging.root.handlers[:] = before


def test_the_proof_and_the_public_copy_are_read_from_a_terminal_too(
    clpp: Rehearsal, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """C24, K39: from the same records, and nothing is changed."""
    answer(books(clpp, "2026-06-11 14:00"))
    ready(clpp, OFFICER)
    answer(circulates(clpp))
    delivered(clpp, failed=(OTHER_MEMBER,))
    monkeypatch.setenv("DATABASE_URL", store.url.render_as_string(hide_password=False))
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)
    where = ("--partnership", "clpp", "--workspace", clpp.workspace)

    def ask(*asked: str) -> Any:
        return CliRunner().invoke(app, ["meeting", *asked, *where])

    assert f"{MEETING}: Strategy Group, Thursday 11 June 2026 at 14:00" in ask("list").output
    said = ask("proof", MEETING).output
    assert "round 1: Nisha Varghese, Compass Point" in said
    assert "not delivered: channel_not_found" in said
    written = tmp_path / "proof.csv"
    assert "15 lines written" in ask("proof", MEETING, "--csv", str(written)).output
    assert len(written.read_text("utf-8-sig").splitlines()) == 16
    assert "The data report" in ask("public", MEETING).output
    unknown = ask("proof", "meeting-of-nobody")
    assert (unknown.exit_code, "no meeting meeting-of-nobody" in unknown.stderr) == (2, True)

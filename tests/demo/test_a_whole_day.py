"""The demo's day, by Slack payloads alone: three partnerships, a restart in the middle, and each tie ended by its own clauses."""

from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app
from bot.clock import SystemClock
from bot.demo.house import House, TurnableClock
from bot.demo.play import CHAPTERS, play
from bot.store.session import Store


def test_every_step_of_the_day_holds(database_url: str) -> None:
    """K27, K29, K31, K41, V40, V42, C12, C13, C18, C24, C25, C33, C43: played over Socket Mode on both databases."""
    told: list[str] = []
    assert play(told.append, database_url), "\n".join(told)


def test_a_step_that_does_not_hold_ends_the_day_and_the_command_says_so(monkeypatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The check is worth nothing unless it can fail: here the present are one too few."""
    monkeypatch.setattr("bot.demo.play.CLPP", {"ekc-group": "for", "north-downs": "for"})
    monkeypatch.setattr("bot.demo.play.CHAPTERS", CHAPTERS[2:3])
    answered = CliRunner().invoke(app, ["demo", "--check"])
    assert answered.exit_code == 1
    assert "did not hold" in answered.output


def test_the_clock_stays_turned_over_a_restart(store: Store) -> None:
    """The offset is kept in the demo's database; turning it back makes it real time again."""
    real = SystemClock().now()
    TurnableClock(store).turn_to(real.replace(year=real.year + 1, day=1))
    assert TurnableClock(store).now().year == real.year + 1
    TurnableClock(store).reset()
    assert abs((TurnableClock(store).now() - SystemClock().now()).total_seconds()) < 2


def test_what_was_said_is_still_there_after_the_demo_was_stopped(tmp_path: Path) -> None:
    """State is kept in the folder: messages, forms and the register."""
    with House(tmp_path) as first:
        chair = first.slack.act("U0CLPP0105")
        chair.say("#clpp", "Good morning")
    with House(tmp_path) as second:
        said = [each["text"] for each in second.slack.act("U0CLPP0105").messages("#clpp")]
        assert "Good morning" in said

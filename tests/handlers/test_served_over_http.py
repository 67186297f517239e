"""The Procfile's web and clock under honcho, as processes of their own, and a Slack that signs what it sends them."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot import ids
from bot.clock import SystemClock
from bot.demo.house import manifest
from bot.demo.meetings_played import marking
from bot.demo.partnerships import add_sample_partnerships
from bot.demo.workspace import demo_seed
from bot.local_slack import Actor, LocalSlack
from bot.register_files.samples import sample_register
from bot.store.session import Store
from tests.databases import SQLite
from tests.presenters.reading import words

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(),
    reason="finds the processes to kill in /proc, which this system lacks",
)

ROOT = Path(__file__).parents[2]
CHANNEL = "C0CLPP"
CHAIR = "kwabena-ofori"
MOTION = "That the joint bid with the lighthouse keepers be submitted"
PRESENT = ("ekc-group", "wealden-downs", "north-downs", "kent-council", "medway-council")
PATIENCE_SECONDS = 40.0

T = TypeVar("T")


class Running:
    """The bot as a platform runs it: `honcho start web clock`."""

    def __init__(self, environment: dict[str, str], port: int, log: Path) -> None:
        self._environment = environment
        self._port = port
        self._log = log
        self._honcho: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start both, and wait until the web answers and a clock has ticked since."""
        began = time.time()
        command = [sys.executable, "-m", "honcho", "-f", str(ROOT / "Procfile"), "-d", str(ROOT), "start"]
        with self._log.open("ab") as log:
            self._honcho = subprocess.Popen(
                [*command, "-p", str(self._port), "web", "clock"],
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        until(lambda: self._is_well(began), lambda: f"It never was healthy.\n{self._log.read_text()}")

    def health(self) -> dict[str, Any]:
        """What /healthz tells; empty while nobody answers there."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/healthz", timeout=5) as told:
                return dict(json.load(told))
        except (urllib.error.URLError, OSError):
            return {}

    def kill(self) -> None:
        """Kill everything at once, without a word of warning, as a machine that loses its power does."""
        if self._honcho is None:
            return
        for pid in [self._honcho.pid, *offspring(self._honcho.pid)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._honcho.wait(timeout=PATIENCE_SECONDS)
        self._honcho = None
        until(lambda: not self.health(), lambda: "It still answers after it was killed.")

    def _is_well(self, since: float) -> bool:
        told = self.health()
        if not told or told["database"] != "ok" or not told["clock_last_ticked_at"]:
            return False
        return datetime.fromisoformat(told["clock_last_ticked_at"]).timestamp() >= since - 1


def offspring(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, ahead = [], [pid]
    while ahead:
        children = parents.get(ahead.pop(), [])
        found += children
        ahead += children
    return found


def until(ask: Callable[[], T], otherwise: Callable[[], str]) -> T:
    """The first true answer; a process elsewhere has no other way to say that it is ready."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while not (answer := ask()):
        assert time.monotonic() < patience, otherwise()
        threading.Event().wait(0.05)
    return answer


@pytest.fixture
def database(sqlite: SQLite) -> str:
    """A migrated database in which the sample partnerships are set up."""
    url = sqlite.empty()
    store = Store(url)
    add_sample_partnerships(store, SystemClock())
    store.close()
    return url


@pytest.fixture
def port() -> int:
    """One that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def slack(port: int) -> Iterator[LocalSlack]:
    """A workspace that sends what people do to the bot's own address, signed."""
    seed = demo_seed()
    address = f"http://127.0.0.1:{port}/slack/events"
    with LocalSlack(seed, manifest(), request_url=address, rate_limits=False) as running:
        yield running


@pytest.fixture
def bot(slack: LocalSlack, database: str, port: int, tmp_path: Path) -> Iterator[Running]:
    """The bot under way, logging all it ever logs."""
    environment = {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "SLACK_BOT_TOKEN": slack.seed.bot_token,
        "SLACK_SIGNING_SECRET": slack.seed.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database,
        "LOG_LEVEL": "DEBUG",
    }
    running = Running(environment, port, tmp_path / "log")
    running.start()
    yield running
    running.kill()


def test_a_motion_is_put_voted_on_and_closed_across_a_kill(
    slack: LocalSlack, bot: Running, tmp_path: Path
) -> None:
    """Every vote that was acknowledged is counted, every notice is sent once, and the log has nobody's words."""
    chair, first, second = _person(slack, CHAIR), _speaker(slack, PRESENT[0]), _speaker(slack, PRESENT[1])
    assert chair.command(CHANNEL, ids.VOTE, MOTION)
    assert chair.submit(chair.views()[-1], {"how": "meeting"})
    assert chair.submit(chair.views()[-1], marking(chair.views()[-1], PRESENT))
    assert chair.submit(chair.views()[-1], {"consensus_sought": ["sought"], "carry_on": ["carry on"]})
    motion = slack.wait_for(lambda: _showing(chair, MOTION), PATIENCE_SECONDS)
    assert first.press(motion, ids.VOTE_FOR)
    slack.wait_for(lambda: _showing(chair, "1 of 5"), PATIENCE_SECONDS)

    assert second.press(motion, ids.VOTE_FOR)  # acknowledged, so committed; perhaps not shown yet
    bot.kill()
    assert not chair.press(motion, ids.CLOSE_VOTE), "Nobody was there to hear it."
    bot.start()

    slack.wait_for(lambda: _showing(chair, "2 of 5"), PATIENCE_SECONDS)
    assert chair.press(motion, ids.CLOSE_VOTE)
    slack.wait_for(lambda: _showing(chair, "2 for, 0 against"), PATIENCE_SECONDS)
    until(lambda: bot.health().get("outbox_waiting") == 0, lambda: f"Still waiting: {bot.health()}")
    assert bot.health()["outbox_in_doubt"] == bot.health()["outbox_failed"] == 0
    said = [words(each["blocks"]) for each in chair.messages(CHANNEL)]
    assert len(said) == len(set(said)), "Something was said twice."
    logged = (tmp_path / "log").read_text()
    for private in ("lighthouse", slack.seed.bot_token, slack.seed.signing_secret):
        assert private not in logged


def _showing(actor: Actor, what: str) -> dict[str, Any] | None:
    """The newest message in the channel that shows these words."""
    said = reversed(actor.messages(CHANNEL))
    return next((each for each in said if what in words(each.get("blocks", []))), None)


def _person(slack: LocalSlack, slug: str) -> Actor:
    user = sample_register("clpp").person(slug).slack_user
    assert user is not None
    return slack.act(user)


def _speaker(slack: LocalSlack, organisation: str) -> Actor:
    named = next(
        each.person
        for each in sample_register("clpp").appointments
        if each.organisation == organisation and each.capacity == "representative"
    )
    return _person(slack, named)

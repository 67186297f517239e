"""What a vote costs beside the bare framework and the bare database, all three in one run, in turn.

    python -m bench.interactions [--votes 300] [--rounds 7]

Three WSGI applications answer the same signed button press, one after another on one core:

  bare       Bolt with process_before_response, which checks the signature and acks
  insert     the same, and one SQLAlchemy insert committed before the ack
  vote       Quorate: the gate, Bolt, and a vote decided, counted and recorded before the ack
  busy       the same, while the private confirmations of the votes before go out from the same process

Private confirmations go to a listener in a process of its own, as they go to Slack. Each round times the three in turn, so a
machine that slows down slows them all; the ratios are the median over rounds. Run on SQLite (WAL, synchronous=FULL) and on an
embedded PostgreSQL (fsync and synchronous_commit on).
"""

import argparse
import io
import itertools
import json
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import Column, Integer, MetaData, String, Table, event, insert

from bench.databases import DATABASES
from bench.heard import listening
from bot import app as office_of
from bot import ids
from bot.clock import SystemClock
from bot.founding import add_partnership
from bot.gate import Gate
from bot.register_files.samples import sample_register
from bot.rules.samples import sample_terms
from bot.secretary import Secretary
from bot.settings import Settings
from bot.store.migrating import migrate
from bot.store.session import Store
from bot.workflows.decisions import Decision
from bot.workflows.meetings.meetings import OpenMeeting
from bot.workflows.votes.moving import PutMotion

SECRET = "a-secret-for-the-bench-only"
WORKSPACE = "T0BENCH"
MOTION = "motion-bench"
PRESENT = ("ekc-group", "wealden-downs", "north-downs", "kent-council", "medway-council", "compass-point")
Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def main() -> None:
    """Measure, and print what was measured."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--votes", type=int, default=300, help="presses of each kind in a round")
    asked.add_argument("--rounds", type=int, default=7)
    given = asked.parse_args()
    with listening() as slack:
        for name, database in DATABASES.items():
            with database() as url:
                print(_told(name, _measure(url, slack, given.votes, given.rounds)))


@dataclass(frozen=True)
class Measured:
    """Milliseconds a press, by application: the median over rounds; ratios of speed, round by round; statements in one vote."""

    ms: dict[str, float]
    to_bare: float
    to_insert: float
    statements: int
    p99: float


def _measure(url: str, slack: str, votes: int, rounds: int) -> Measured:
    migrate(url)
    store = Store(url)
    _prepare(store)
    later: list[Callable[[], None]] = []  # confirmations held back, and sent when nothing is timed
    pool = ThreadPoolExecutor(4)
    applications: dict[str, Application] = {
        "bare": bare(lambda: None),
        "insert": bare(one_insert(store)),
        "vote": _ours(url, slack, later.append),
        "busy": _ours(url, slack, pool.submit),
    }
    presses = itertools.count(1)
    for application in applications.values():
        _time(application, presses, 60, slack)
    taken: dict[str, list[float]] = {name: [] for name in applications}
    slowest: list[float] = []
    for _ in range(rounds):
        for name, application in applications.items():
            each = _time(application, presses, votes, slack)
            taken[name].append(sum(each) / len(each))
            if name == "vote":
                slowest.extend(each)
                for confirm in later:
                    confirm()
                later.clear()
    pool.shutdown()
    statements = _statements(store, applications["vote"], presses, slack)
    store.close()
    return Measured(
        ms={name: statistics.median(times) * 1000 for name, times in taken.items()},
        to_bare=statistics.median(b / v for b, v in zip(taken["bare"], taken["vote"], strict=True)),
        to_insert=statistics.median(i / v for i, v in zip(taken["insert"], taken["vote"], strict=True)),
        statements=statements,
        p99=statistics.quantiles(slowest, n=100)[98] * 1000,
    )


def _told(name: str, measured: Measured) -> str:
    ms = measured.ms
    return "\n".join(
        (
            f"{name}",
            f"  bare Bolt            {ms['bare']:6.2f} ms a press",
            f"  Bolt and one insert  {ms['insert']:6.2f} ms",
            f"  a vote               {ms['vote']:6.2f} ms   (p99 {measured.p99:.2f} ms; {measured.statements} statements)",
            f"  with confirmations   {ms['busy']:6.2f} ms   (going out meanwhile, from the same process)",
            f"  speed of a vote: {measured.to_bare:.2f} of bare Bolt, {measured.to_insert:.2f} of Bolt and one insert",
        )
    )


def _prepare(store: Store) -> None:
    clock = SystemClock()
    add_partnership(
        store,
        clock,
        workspace=WORKSPACE,
        channel="C0BENCH",
        document=sample_terms("clpp"),
        register=sample_register("clpp"),
    )
    secretary = Secretary(store, clock)
    chair = sample_register("clpp").person("kwabena-ofori").slack_user
    who = {
        "workspace": WORKSPACE,
        "team": WORKSPACE,
        "user": chair,
        "received_at": clock.now(),
        "partnership": "clpp",
    }
    opened = OpenMeeting(
        **who,
        delivery="1",
        meeting="meeting-bench",
        title="Bench",
        chaired_by="kwabena-ofori",
        present=PRESENT,
    )
    put = PutMotion(
        **who,
        delivery="2",
        motion=MOTION,
        text="That it be measured",
        how="meeting",
        consensus_sought=True,
        carry_on=True,
    )
    for command in (opened, put):
        outcome = secretary.perform(command)
        assert isinstance(outcome, Decision), outcome


def _ours(url: str, slack: str, after: Callable[[Callable[[], None]], object]) -> Application:
    settings = Settings.model_validate(
        {
            "slack_bot_token": "xoxb-bench",
            "slack_signing_secret": SECRET,
            "database_url": url,
            "slack_api_url": f"{slack}/api/",
        }
    )
    office = office_of.open_office(settings)

    def then(work: Callable[[], None]) -> None:
        after(work)

    handler = SlackRequestHandler(office_of.bolt(office, then))
    return Gate(handler, secrets=settings.signing_secrets, health=dict)


def bare(work: Callable[[], None]) -> Application:
    """Bolt alone, which checks the signature, does the work and acks."""
    app = App(
        client=WebClient(base_url="http://127.0.0.1:9/api/"),
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=WORKSPACE, bot_token="xoxb-bench"),
        process_before_response=True,
    )

    def pressed(ack: Callable[[], None]) -> None:
        work()
        ack()

    app.action(ids.VOTE_FOR)(pressed)
    app.action(ids.VOTE_AGAINST)(pressed)
    return SlackRequestHandler(app)


def one_insert(store: Store) -> Callable[[], None]:
    """One row inserted and committed."""
    rows = Table(
        "bench_rows", MetaData(), Column("id", Integer, primary_key=True), Column("words", String(200))
    )
    with store.transaction() as connection:
        rows.create(connection, checkfirst=True)
    statement = insert(rows)

    def work() -> None:
        with store.transaction() as connection:
            connection.execute(statement, {"words": "one row, committed"})

    return work


def _time(application: Application, presses: Iterator[int], count: int, slack: str) -> list[float]:
    requests = [_request(next(presses), slack) for _ in range(count)]
    times = []
    for environ in requests:
        answered: list[str] = []
        began = time.perf_counter()
        b"".join(application(environ, partial(_started, answered)))
        times.append(time.perf_counter() - began)
        assert answered[0].startswith("200"), answered
    return times


def _started(answered: list[str], status: str, _headers: object, *_: object) -> None:
    answered.append(status)


def _request(number: int, slack: str) -> dict[str, Any]:
    """A signed press of For or Against, in turn, by one representative: every one changes the vote."""
    choice = ids.VOTE_FOR if number % 2 else ids.VOTE_AGAINST
    payload = {
        "type": "block_actions",
        "team": {"id": WORKSPACE, "domain": "bench"},
        "user": {"id": "U0CLPP0101", "username": "f", "name": "f", "team_id": WORKSPACE},
        "api_app_id": "A0BENCH",
        "token": "unused",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0BENCH", "is_ephemeral": False},
        "trigger_id": f"{number}.{number}.bench",
        "channel": {"id": "C0BENCH", "name": "clpp"},
        "message": {"type": "message", "ts": "1.1", "text": "", "blocks": []},
        "response_url": f"{slack}/actions/bench",
        "state": {"values": {}},
        "actions": [
            {
                "action_id": choice,
                "block_id": "b",
                "type": "button",
                "value": MOTION,
                "action_ts": f"{number}.0",
            }
        ],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    signed = SignatureVerifier(SECRET)
    stamp = str(int(time.time()))
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/slack/events",
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp,
        "HTTP_X_SLACK_SIGNATURE": signed.generate_signature(timestamp=stamp, body=body),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }


def _statements(store: Store, application: Application, presses: Iterator[int], slack: str) -> int:
    """How many statements one vote sends to the database, the commit not counted."""
    from sqlalchemy import Engine

    sent: list[str] = []

    def counted(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", counted)
    try:
        _time(application, presses, 1, slack)
    finally:
        event.remove(Engine, "before_cursor_execute", counted)
    return len([each for each in sent if not each.startswith("BEGIN")])


if __name__ == "__main__":
    main()

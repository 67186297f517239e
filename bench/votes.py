"""A whole body voting at once through real signed HTTP: 60 organisations, then 600, beside Bolt and one insert in the same run.

    python -m bench.votes [--rounds 5] [--members 60 600]

A server of its own answers as in service (gunicorn, the gate, Bolt, the database), and beside it one that only acks and inserts
a row. Thirty-two connections send the same signed presses to each, in turn, every organisation once in each round: as many as
there are press, and the next follows when one has been answered. Meanwhile a clock with its delivery, in a process of its own,
keeps the motion's message up to date in a Slack that counts what it is sent. Believe the ratios, not the milliseconds.
"""

import argparse
import http.client
import itertools
import json
import socket
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bench.databases import DATABASES
from bench.heard import FORK, listening, messages_since
from bench.interactions import SECRET, WORKSPACE, bare, one_insert
from bot import app as office_of
from bot import ids
from bot.clock import StoppedClock, SystemClock
from bot.founding import add_partnership
from bot.serving import serve
from bot.settings import Settings
from bot.store.migrating import migrate
from bot.store.session import Store
from bot.workflows.votes.results import CloseVote
from tests.rehearsal import Rehearsal, answer
from tests.rooms import TOWN_TERMS, represented, town_register

CONNECTIONS = 32
CHAIR = represented("org-1")
CLOSES = 5
SETTLING_SECONDS = 3.0  # the last state of a message follows within two seconds
OWN_KEYS = itertools.count(1, 1_000_000)  # so that no press has the key of another


def main() -> None:
    """Measure, and print what was measured."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--members", type=int, nargs="+", default=[60, 600])
    given = asked.parse_args()
    for name, database in DATABASES.items():
        print(name)
        for members in given.members:
            with database() as url, listening() as slack:
                print(_told(_measure(url, slack, members, given.rounds)))


@dataclass(frozen=True)
class Measured:
    """What one body of so many members came to."""

    members: int
    per_second: float
    insert_per_second: float
    ratio: float  # the median over rounds
    p50: float  # milliseconds
    p99: float
    messages: int  # sent to Slack while they voted, and until the last state stood there
    seconds: float  # … in this time
    votes: int
    close: float  # milliseconds, the median


def _measure(url: str, slack: str, members: int, rounds: int) -> Measured:
    migrate(url)
    store = Store(url)
    body = _body(store, members)
    answer(body.opens_meeting(CHAIR, chair=CHAIR, present=[f"org-{n}" for n in range(1, members + 1)]))
    answer(body.puts(CHAIR, motion="motion-bench"))
    store.close()
    presses = itertools.count(1)
    rates: dict[str, list[float]] = {"vote": [], "insert": []}
    times: list[float] = []
    with _served(_ours(url, slack)) as ours, _served(_one_row(url)) as inserting, _clock(url, slack):
        for each in (ours, inserting):
            _vote(each, _round(presses, min(members, 60), slack))  # warm
        messages_since(slack)
        took = 0.0
        for _ in range(rounds):
            for name, port in (("vote", ours), ("insert", inserting)):
                requests = _round(presses, members, slack)
                began = time.perf_counter()
                answered = _vote(port, requests)
                seconds = time.perf_counter() - began
                rates[name].append(members / seconds)
                took += seconds
                times += answered if name == "vote" else []
        time.sleep(SETTLING_SECONDS)
        messages = messages_since(slack)
    cuts = statistics.quantiles(times, n=100)
    return Measured(
        members=members,
        per_second=statistics.median(rates["vote"]),
        insert_per_second=statistics.median(rates["insert"]),
        ratio=statistics.median(v / i for v, i in zip(rates["vote"], rates["insert"], strict=True)),
        p50=cuts[49] * 1000,
        p99=cuts[98] * 1000,
        messages=messages,
        seconds=took + SETTLING_SECONDS,
        votes=members * rounds,
        close=_closing(url, members),
    )


def _closing(url: str, members: int) -> float:
    """What it takes to close a vote in which every member has voted."""
    store = Store(url)
    body = _over(store, members)
    times = []
    for number in range(CLOSES):
        motion = f"motion-close-{number}"
        answer(body.puts(CHAIR, motion=motion))
        for each in range(1, members + 1):
            answer(body.votes(represented(f"org-{each}"), "for" if each % 3 else "against", motion))
        command = body.command(CHAIR, CloseVote, motion=motion)
        began = time.perf_counter()
        answer(body.secretary.perform(command))
        times.append(time.perf_counter() - began)
    store.close()
    return statistics.median(times) * 1000


def _told(measured: Measured) -> str:
    each = measured
    return "\n".join(
        (
            f"  {each.members} organisations at once",
            f"    votes a second        "
            f"{each.per_second:7.0f}   ({each.ratio:.2f} of Bolt and an insert, {each.insert_per_second:.0f})",
            f"    the answer            {each.p50:7.0f} ms in the middle, p99 {each.p99:.0f} ms, {CONNECTIONS} waiting at a time",
            f"    messages to Slack     {each.messages:7d}   for {each.votes} votes in {each.seconds:.1f} s",
            f"    the close             {each.close:7.1f} ms",
        )
    )


def _body(store: Store, members: int) -> Rehearsal:
    register = town_register(members)
    clock = SystemClock()
    add_partnership(
        store, clock, workspace=WORKSPACE, channel="C0BENCH", document=TOWN_TERMS, register=register
    )
    return _over(store, members)


def _over(store: Store, members: int) -> Rehearsal:
    """The body over this store."""
    real = cast(StoppedClock, SystemClock())
    body = Rehearsal(store, real, "town-forum", town_register(members), workspace=WORKSPACE, team=WORKSPACE)
    body._presses = itertools.count(next(OWN_KEYS))
    return body


def _round(presses: Iterator[int], members: int, slack: str) -> list[tuple[bytes, dict[str, str]]]:
    """A press by every member, each changing its vote from round to round."""
    return [_press(next(presses), f"U0TOWN{member:04}", slack) for member in range(1, members + 1)]


def _press(number: int, user: str, slack: str) -> tuple[bytes, dict[str, str]]:
    payload = {
        "type": "block_actions",
        "team": {"id": WORKSPACE, "domain": "bench"},
        "user": {"id": user, "username": "v", "name": "v", "team_id": WORKSPACE},
        "api_app_id": "A0BENCH",
        "token": "unused",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0BENCH", "is_ephemeral": False},
        "trigger_id": f"{number}.{number}.bench",
        "channel": {"id": "C0BENCH", "name": "town"},
        "message": {"type": "message", "ts": "1.1", "text": "", "blocks": []},
        "response_url": f"{slack}/actions/bench",
        "state": {"values": {}},
        "actions": [
            {
                "action_id": (ids.VOTE_FOR, ids.VOTE_AGAINST)[number % 2],
                "block_id": "b",
                "type": "button",
                "value": "motion-bench",
                "action_ts": f"{number}.0",
            }
        ],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or "",
    }
    return body, headers


def _vote(port: int, requests: Sequence[tuple[bytes, dict[str, str]]]) -> list[float]:
    """Every request, over connections that stay open; how long each took."""
    shares = [requests[number::CONNECTIONS] for number in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as hands:
        return [each for share in hands.map(lambda mine: _send(port, mine), shares) for each in share]


def _send(port: int, requests: Sequence[tuple[bytes, dict[str, str]]]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = []
    for body, headers in requests:
        began = time.perf_counter()
        connection.request("POST", "/slack/events", body, headers)
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - began)
        assert response.status == 200, response.status
    connection.close()
    return times


def _ours(url: str, slack: str) -> Callable[[], Any]:
    return lambda: office_of.web_application(_settings(url, slack))


def _one_row(url: str) -> Callable[[], Any]:
    return lambda: bare(one_insert(Store(url)))


def _settings(url: str, slack: str) -> Settings:
    return Settings.model_validate(
        {
            "slack_bot_token": "xoxb-bench",
            "slack_signing_secret": SECRET,
            "database_url": url,
            "slack_api_url": f"{slack}/api/",
        }
    )


@contextmanager
def _served(make: Callable[[], Any]) -> Iterator[int]:
    """A server in a process of its own; gives its port once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = FORK.Process(target=serve, args=(make,), kwargs={"port": port, "host": "127.0.0.1"})
    server.start()
    _until_it_listens(port)
    try:
        yield port
    finally:
        server.terminate()
        server.join(20)


def _until_it_listens(port: int) -> None:
    for _ in range(200):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server never listened")


def _tick(url: str, slack: str) -> None:
    with office_of.clock_and_delivery(office_of.open_office(_settings(url, slack))):
        time.sleep(3600)


@contextmanager
def _clock(url: str, slack: str) -> Iterator[None]:
    """The clock and its delivery, in a process of their own."""
    ticking = FORK.Process(target=_tick, args=(url, slack), daemon=True)
    ticking.start()
    try:
        yield
    finally:
        ticking.terminate()
        ticking.join(20)


if __name__ == "__main__":
    main()

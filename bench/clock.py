"""What a tick of the clock costs while ten thousand deadlines wait, and while a million do, both in one run, in turn.

    python -m bench.clock [--few 10000] [--many 1000000] [--rounds 9]

Two databases of each kind, alike but for the number of deadlines in them: so many still to come, over two years, a thousand
partnerships and two hundred workspaces, and as many again that were done in the two years before. In every round a hundred
partnerships put a motion to the vote, two organisations vote on it, and its time comes:

  a tick          the whole tick: a hundred results declared and recorded, each in a transaction of its own
  its looks       what that tick asks first: what is due, page by page, until nothing is
  an idle tick    a tick just before, with nothing due: one look, and the heartbeat committed
  its look        that look alone

Each is timed in the two databases in turn, and the next round begins with the other; the ratios are the median over rounds.
The plans are those of the very statements that the clock sends, on the larger database.
"""

import argparse
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg
from sqlalchemy import insert

from bench.databases import DATABASES
from bot.clock import StoppedClock
from bot.store.due import DueWork, due
from bot.store.migrating import migrate
from bot.store.session import Store
from bot.store.tables import partnerships
from bot.store.types import Instant
from bot.ticking import A_BATCH, tick
from bot.workflows.votes.motions import CLOSING_GRACE
from tests.plans import plans
from tests.rehearsal import Rehearsal, answer
from tests.rooms import BETWEEN_MEETINGS, TOWN_TERMS, represented, town

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORKSPACES = 200
PARTNERSHIPS = 5  # in each workspace
DUE = 100
LOOKS = 20  # of each kind in a round: one is too short to time
TWO_YEARS = 2 * 365 * 24 * 3600  # seconds
COLUMNS = ("workspace", "partnership", "key", "kind", "subject", "due_at", "done_at")
WHAT = {
    "tick": f"a tick, {DUE} votes due",
    "looks": "  its looks alone",
    "idle tick": "a tick, nothing due",
    "idle look": "  its look alone",
}
THE_INDEX = "ix_due_work_waiting"


def main() -> None:
    """Measure, and print what was measured."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--few", type=int, default=10_000, help="deadlines that wait in the one database")
    asked.add_argument("--many", type=int, default=1_000_000, help="and in the other")
    asked.add_argument("--rounds", type=int, default=9)
    given = asked.parse_args()
    for name, database in DATABASES.items():
        with database() as small, database() as large:
            few, many = _filled(small, given.few), _filled(large, given.many)
            print(_told(name, _measure(few, many, given.rounds)), flush=True)
            few.store.close()
            many.store.close()


@dataclass
class Filled:
    """A database with so many deadlines in it, and the partnerships whose votes fall due."""

    store: Store
    clock: StoppedClock
    waiting: int
    forums: list[Rehearsal]
    rounds: int = 0


@dataclass(frozen=True)
class Measured:
    """Milliseconds by what was timed, the median over rounds, of each database; ratios round by round; the plans of two looks."""

    waiting: tuple[int, int]
    ms: dict[str, tuple[float, float]]
    ratios: dict[str, float]
    plans: dict[str, str]


def _measure(few: Filled, many: Filled, rounds: int) -> Measured:
    taken: dict[str, list[tuple[float, float]]] = {what: [] for what in WHAT}
    _round(few, many)  # prepares statements and fills caches
    for number in range(rounds):
        # Whichever comes second finds the machine as the first has left it: so each comes second in its turn.
        turned = number % 2 == 1
        for what, (first, second) in _round(*((many, few) if turned else (few, many))).items():
            taken[what].append((second, first) if turned else (first, second))
    return Measured(
        waiting=(few.waiting, many.waiting),
        ms={
            what: (
                statistics.median(a for a, _ in pairs) * 1000,
                statistics.median(b for _, b in pairs) * 1000,
            )
            for what, pairs in taken.items()
        },
        ratios={what: statistics.median(b / a for a, b in pairs) for what, pairs in taken.items()},
        plans=_plans(many),
    )


def _told(name: str, measured: Measured) -> str:
    few, many = measured.waiting
    lines = [f"{name:24}{few:>12,} waiting {many:>12,} waiting    ratio"]
    for what, words in WHAT.items():
        a, b = measured.ms[what]
        lines.append(f"  {words:22}{a:12.2f} ms      {b:12.2f} ms      {measured.ratios[what]:6.2f}")
    for which, plan in measured.plans.items():
        lines.append(f"  how {which} is found:")
        lines.extend(f"    {line}" for line in plan.splitlines())
    return "\n".join(lines)


def _round(one: Filled, other: Filled) -> dict[str, tuple[float, float]]:
    """Seconds in each of the two: a hundred votes are put, nothing is due yet, their time comes, and a tick closes them."""
    for at in (one, other):
        _put_votes(at)
    idle = {
        "idle look": _in_turn(one, other, _looks, 0, LOOKS),
        "idle tick": _in_turn(one, other, _tick, 0, LOOKS),
    }
    for at in (one, other):
        _time_comes(at)
    looks = _in_turn(one, other, _looks, DUE, LOOKS)
    ticks = _in_turn(one, other, _tick, DUE, 1)
    for at in (one, other):
        for forum in at.forums:
            assert forum.result(f"motion-{at.rounds}").outcome == "carried"
    return {**idle, "looks": looks, "tick": ticks}


def _in_turn(
    one: Filled, other: Filled, work: Callable[[Filled], int], expected: int, times: int
) -> tuple[float, float]:
    """Seconds that it takes in each, so many times in turn: the median of each."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for at, its in zip((one, other), taken, strict=True):
            began = time.perf_counter()
            found = work(at)
            its.append(time.perf_counter() - began)
            assert found == expected, found
    return statistics.median(taken[0]), statistics.median(taken[1])


def _tick(at: Filled) -> int:
    return tick(at.store, at.forums[0].secretary, at.clock)


def _put_votes(at: Filled) -> None:
    at.rounds += 1
    motion, closes_at = f"motion-{at.rounds}", at.clock.now() + timedelta(hours=1)
    for forum in at.forums:
        answer(forum.puts(represented("org-1"), motion=motion, how="between meetings", closes_at=closes_at))
        for organisation in ("org-2", "org-3"):
            answer(forum.votes(represented(organisation), "for", motion))


def _time_comes(at: Filled) -> None:
    """The votes' time; the reminders to the silent before it are done with, so that only what closes them is due."""
    at.clock.turn(minutes=59)
    _tick(at)
    at.clock.turn(minutes=1, seconds=CLOSING_GRACE.total_seconds())


def _looks(at: Filled) -> int:
    """What a tick asks before and between what it does; how many things are due."""
    found, last = 0, None
    while page := _look(at, last):
        found += len(page)
        last = page[-1]
    return found


def _look(at: Filled, after: DueWork | None) -> tuple[DueWork, ...]:
    with at.store.reading() as connection:
        return due(connection, at.clock.now(), after, A_BATCH)


def _plans(at: Filled) -> dict[str, str]:
    """The plans while a hundred votes are due: of the first page, and of the page that follows."""
    _put_votes(at)
    _time_comes(at)
    last = _look(at, None)[-1]
    with at.store.reading() as connection:
        now = at.clock.now()
        found = {
            "what is due": plans(connection, lambda asked: due(asked, now, None, A_BATCH))[0],
            "the next page": plans(connection, lambda asked: due(asked, now, last, A_BATCH))[0],
        }
    assert all(THE_INDEX in plan for plan in found.values()), found
    return found


def _filled(url: str, waiting: int) -> Filled:
    migrate(url)
    store, clock = Store(url), StoppedClock(BEGAN)
    forums = [
        town(
            store,
            clock,
            terms=TOWN_TERMS + BETWEEN_MEETINGS,
            workspace=_workspace(number),
            channel="C0FORUM",
        )
        for number in range(DUE)
    ]
    homes = [
        {
            "workspace": _workspace(number),
            "partnership": f"partnership-{which}",
            "name": f"Partnership {which}",
            "short_name": f"Partnership {which}",
            "channel": f"C0BENCH{which}",
            "time_zone": "Europe/London",
            "added_at": BEGAN,
        }
        for number in range(WORKSPACES)
        for which in range(PARTNERSHIPS)
    ]
    with store.transaction() as connection:
        connection.execute(insert(partnerships), homes)
        dialect = connection.dialect

    def kept(moment: datetime) -> object:
        return Instant().process_bind_param(moment, dialect)

    if store.dialect == "sqlite":
        _fill_sqlite(str(store.url.database), _rows(waiting, kept))
    else:
        _fill_postgresql(url, _rows(waiting, kept))
    return Filled(store, clock, waiting, forums)


def _workspace(number: int) -> str:
    return f"T0BENCH{number:03}"


def _rows(waiting: int, kept: Callable[[datetime], object]) -> Iterator[tuple[object, ...]]:
    """So many deadlines to come, none in the first month, and between them as many that are done."""
    chance = random.Random(waiting)
    first = BEGAN + timedelta(days=30)
    for number in range(waiting):
        of = (_workspace(number % WORKSPACES), f"partnership-{number // WORKSPACES % PARTNERSHIPS}")
        to_come = kept(first + timedelta(seconds=chance.randrange(TWO_YEARS)))
        yield (*of, f"close:later-{number}", "close motion", f"later-{number}", to_come, None)
        past = kept(BEGAN - timedelta(seconds=chance.randrange(1, TWO_YEARS)))
        yield (*of, f"close:done-{number}", "close motion", f"done-{number}", past, past)


def _fill_sqlite(path: str, rows: Iterator[tuple[object, ...]]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA cache_size = -500000")
        holes = ", ".join("?" * len(COLUMNS))
        connection.executemany(f"INSERT INTO due_work ({', '.join(COLUMNS)}) VALUES ({holes})", rows)
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _fill_postgresql(url: str, rows: Iterator[tuple[object, ...]]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        with connection.cursor().copy(f"COPY due_work ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


if __name__ == "__main__":
    main()

"""What tenders cost: taking in 10,000 releases, matching them against 500 members, and telling 500 members of one.

    python -m bench.tenders [--releases 10000] [--members 500] [--rounds 3]

Each is measured beside what it cannot do without, in the same run:

  parsed      the JSON of a hundred pages of a hundred releases, and nothing else
  read        the same pages read as `quorate tenders poll` reads them, with everything that is wrong with them
  taken in    the same, recorded and committed, into a partnership that says what it looks for
  again       the same pages once more, all of it known already
  matched     every tender held against what every member offers, beside a loop that compares one code of each
  shown       the window of one tender, which names those it may suit
  told        the notice of one tender decided and put in the outbox, for every member
  delivered   that notice, to people the bot has never spoken to, and another by a process that has just been started, beside
              the time that Slack's own limits require for the calls it took. Slack answers after 120 ms and refuses what is
              too fast; waiting is skipped, so the seconds are those that it would have taken

The releases are those that Contracts Finder published on one day, each as a tender that is still open, over and over with
identifiers of their own.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.databases import DATABASES
from bench.paced import PacedSlack, SkippingClock
from bot.clock import StoppedClock
from bot.delivery import Delivery
from bot.ocds.packages import Package, read_package
from bot.ocds.releases import Notice
from bot.presenters.messages import render
from bot.store.migrating import migrate
from bot.store.partnership.places import setting_for
from bot.store.session import Store
from bot.store.tenders.tenders import page_of
from bot.workflows.tenders.fitting import Offer, fit
from bot.workflows.tenders.importing import MOST_AT_ONCE, ImportNotices
from bot.workflows.tenders.providers import SetOffer
from bot.workflows.tenders.tender_notice import TellMembers
from bot.workflows.tenders.tender_questions import ShowTender
from bot.workflows.tenders.tenders import UNDECIDED, Tender
from tests.rehearsal import Rehearsal, answer
from tests.rooms import represented, town

PUBLISHED = Path("tests/spec/tenders/notices/contracts_finder_100_releases.json")
BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A_PAGE = 100
TIMES = 20  # windows shown
CLERK = represented("org-2")
LOOKS_FOR = {"areas": ("South West", "UKJ"), "themes": ("training", "805", "853"), "least": 1_000_00}
OFFERS = (
    {"areas": ("South West",), "themes": ("training", "skills", "805")},
    {"areas": ("UKJ4", "London"), "themes": ("health", "851"), "most": 500_000_00},
    {"areas": ("England",), "themes": ("advice",), "least": 10_000_00, "voluntary_only": True},
    {"areas": ("Devon", "UKK4"), "themes": ("853", "youth"), "most": 5_000_000_00},
)


def main() -> None:
    """Measure, and print what was measured."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--releases", type=int, default=10_000)
    asked.add_argument("--members", type=int, default=500)
    asked.add_argument(
        "--rounds", type=int, default=3, help="times that the pages are parsed, read and taken in"
    )
    given = asked.parse_args()
    pages = published(given.releases)
    for name, database in DATABASES.items():
        print(name, flush=True)
        with database() as url:
            migrate(url)
            store = Store(url)
            print(_imported(store, pages, given.rounds), flush=True)
            body = _body(store, given.members)
            print(_matched(body, pages), flush=True)
            print(_broadcast(body, given.members), flush=True)
            store.close()


def published(count: int) -> tuple[bytes, ...]:
    """So many releases, a hundred on a page, none like another."""
    several = json.loads(PUBLISHED.read_bytes())["releases"]
    found = []
    for start in range(0, count, A_PAGE):
        page = [_open(several[number % len(several)], number) for number in range(start, start + A_PAGE)]
        found.append(
            json.dumps({"uri": "https://bench.example", "version": "1.1", "releases": page}).encode()
        )
    return tuple(found)


def _open(release: dict[str, Any], number: int) -> dict[str, Any]:
    tender = {
        **release.get("tender", {}),
        "status": "active",
        "tenderPeriod": {"endDate": f"2027-0{1 + number % 9}-{1 + number % 28:02}T12:00:00Z"},
    }
    own = {"ocid": f"ocds-bench-{number}", "id": f"bench-{number}", "tag": ["tender"], "tender": tender}
    return {**release, **own}


def _imported(store: Store, pages: tuple[bytes, ...], rounds: int) -> str:
    """Rounds of the three, and the same pages again, each round into a partnership of its own."""
    taken: dict[str, list[float]] = {"parsed": [], "read": [], "taken in": [], "again": []}
    for number in range(rounds):
        body = town(store, StoppedClock(BEGAN), 2, workspace=f"T0ROUND{number}")
        answer(body.say(CLERK, SetOffer, partnership=body.slug, whole=True, **LOOKS_FOR))
        taken["parsed"].append(_seconds(lambda: [json.loads(each) for each in pages]))
        taken["read"].append(_seconds(lambda: [read_package(each) for each in pages]))
        for what in ("taken in", "again"):
            taken[what].append(
                _seconds(lambda body=body: [_take_in(body, read_package(each)) for each in pages])
            )
    count = len(pages) * A_PAGE
    lines = [f"  {count:,} releases        a second      ratio"]
    for what, seconds in taken.items():
        ratio = statistics.median(b / a for a, b in zip(taken["parsed"], seconds, strict=True))
        lines.append(f"    {what:18}{count / statistics.median(seconds):10,.0f} {ratio:10.1f}")
    return "\n".join(lines)


def _take_in(body: Rehearsal, package: Package) -> None:
    for start in range(0, len(package.notices), MOST_AT_ONCE):
        some = package.notices[start : start + MOST_AT_ONCE]
        answer(body.secretary.perform(_command(body, some)))


def _command(body: Rehearsal, notices: tuple[Notice, ...]) -> ImportNotices:
    return ImportNotices(
        workspace=body.workspace,
        partnership=body.slug,
        source="contracts-finder",
        notices=notices,
        received_at=body.clock.now(),
    )


def _body(store: Store, members: int) -> Rehearsal:
    body = town(store, StoppedClock(BEGAN), members)
    for number in range(1, members + 1):
        offer = OFFERS[number % len(OFFERS)]
        answer(body.say(represented(f"org-{number}"), SetOffer, partnership=body.slug, **offer))
    return body


def _matched(body: Rehearsal, pages: tuple[bytes, ...]) -> str:
    for each in pages:
        _take_in(body, read_package(each))
    tenders = _tenders(body)
    offers = [Offer(**each) for each in OFFERS]
    members = [offers[number % len(offers)] for number in range(len(body.register.organisations))]
    codes = [(each, each.cpv[0] if each.cpv else "") for each in tenders]

    def matching() -> int:
        return sum(fit(offer, each).suits for each in tenders for offer in members)

    def comparing() -> int:
        return sum(code.startswith(offer.themes[-1]) for _, code in codes for offer in members)

    pairs = len(tenders) * len(members)
    bare, ours = _seconds(comparing), _seconds(matching)
    shown = [each.id for each in tenders[:TIMES]]
    window = statistics.median(_seconds(lambda each=each: _show(body, each)) for each in shown) * 1000
    return "\n".join(
        (
            f"  {len(tenders):,} tenders for {len(members)} members",
            f"    matched           {pairs / ours:10,.0f} pairs a second, in {ours:.1f} s; {ours / bare:.1f} of comparing one code",
            f"    shown             {window:10.1f} ms for the window of one, which names those it may suit",
        )
    )


def _tenders(body: Rehearsal) -> list[Tender]:
    now = body.clock.now()
    with body.store.reading() as connection:
        setting = setting_for(connection, body.workspace, body.slug, now)
        return list(page_of(connection, setting, UNDECIDED, 0, 1_000_000)[0])


def _show(body: Rehearsal, tender: str) -> None:
    asking = {
        "workspace": body.workspace,
        "team": body.team,
        "user": body.user(CLERK),
        "partnership": body.slug,
    }
    assert body.secretary.ask(ShowTender(**asking, tender=tender)).tender is not None


@dataclass
class Sent:
    """What one broadcast took."""

    told: float
    delivered: float
    required: float
    method: str
    refused: int


def _broadcast(body: Rehearsal, members: int) -> str:
    clock = SkippingClock()
    lines = [f"  a tender told to {members} members"]
    first, second = (each.id for each in _tenders(body)[:2])
    for what, tender in (("never spoken to", first), ("after a start", second)):
        sent = _sent(body, tender, clock)
        clock.skip(120)
        lines += [
            f"    {what:16}  told {sent.told * 1000:8.0f} ms; delivered {sent.delivered:7.1f} s"
            f"  {sent.delivered / sent.required:5.2f} of {sent.required:.0f} s for {sent.method}; 429 {sent.refused} times",
        ]
    return "\n".join(lines)


def _sent(body: Rehearsal, tender: str, clock: SkippingClock) -> Sent:
    """Members told, and the notice brought to each of them by a delivery that has just been started."""
    slack = PacedSlack(clock)
    delivery = Delivery(
        body.store,
        body.secretary,
        lambda _workspace: slack,
        render,
        body.clock,
        real=clock,
        jitter=lambda: 0.5,
    )
    words = {"partnership": body.slug, "tender": tender, "intends": "To lead it."}
    told = _seconds(lambda: answer(body.say(CLERK, TellMembers, **words)))
    began, last = clock.now(), clock.now()
    expected = len(body.register.organisations) + 1
    while slack.done["chat.postMessage"] < expected:
        if delivery.deliver_once():
            last = clock.now()
        else:
            clock.skip(1.0)  # as long as a delivery that found nothing waits
    method, required = slack.required()
    return Sent(told, (last - began).total_seconds(), required, method, sum(slack.refused.values()))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()

"""`quorate tenders`: take in tender notices from a file or from the portals, and list what a partnership has."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.asking import refuse
from bot.cli.opening import opened
from bot.clock import Clock
from bot.feeds.addresses import Door, NotAllowed
from bot.feeds.download import NotFetched, page
from bot.feeds.polling import FEEDS, Feed, first_page, pages
from bot.ocds.packages import MOST_BYTES, NotAPackage, Package, read_package
from bot.ocds.releases import Notice
from bot.rules.wording import counted
from bot.secretary import Secretary
from bot.store import feeds as feed_positions
from bot.store.session import Store
from bot.workflows.decisions import Decision
from bot.workflows.importing import MOST_AT_ONCE, ImportNotices
from bot.workflows.tenders import FROM_FILE

app = typer.Typer(
    no_args_is_help=True, help="Tender notices: take in a file, or what the portals have published."
)
FIRST_LOOK = timedelta(days=7)  # how far back the first poll of a feed goes
MOST_SHOWN = 20  # findings

Workspace = Annotated[
    str | None, typer.Option(help="The Slack workspace's id, T…; asked of Slack when left out.")
]
Partnership = Annotated[str, typer.Option("--partnership", help="The partnership's short name.")]


@app.command("import")
def import_file(
    file: Annotated[str, typer.Argument(help="An OCDS release package, or - for what is piped in.")],
    partnership: Partnership,
    workspace: Workspace = None,
) -> None:
    """Take in every tender of a release package; what cannot be understood is listed, and the rest taken in."""
    store, clock, where = opened(workspace)
    try:
        package = read_package(_bytes(file))
    except NotAPackage as wrong:
        refuse(str(wrong))
    _take_in(store, clock, where, partnership, FROM_FILE, package.notices)
    _tell(package)


@app.command()
def poll(partnership: Partnership, workspace: Workspace = None) -> None:
    """Take in what Find a Tender and Contracts Finder have published since the last poll; a week of it at the first."""
    store, clock, where = opened(workspace)
    failed = [each for each in FEEDS if not _poll(store, clock, where, partnership, each)]
    if failed:
        raise typer.Exit(1)


def _poll(store: Store, clock: Clock, where: str, partnership: str, feed: Feed) -> bool:
    began = clock.now()
    since = feed_positions.read_to(store, where, partnership, feed.name) or began - FIRST_LOOK
    typer.echo(f"{feed.name}, since {since:%Y-%m-%d %H:%M} UTC")
    try:
        for _, package in pages(first_page(feed, since), lambda address: page(address, Door())):
            _take_in(store, clock, where, partnership, feed.name, package.notices)
            _tell(package)
    except (NotAllowed, NotFetched, NotAPackage) as wrong:
        typer.echo(
            f"  Stopped: {wrong} What came before is kept; the next poll begins again from here.", err=True
        )
        return False
    feed_positions.remember(store, where, partnership, feed.name, began)
    return True


def _take_in(
    store: Store, clock: Clock, where: str, partnership: str, source: str, notices: tuple[Notice, ...]
) -> None:
    secretary = Secretary(store, clock)
    for some in _parts(notices):
        command = ImportNotices(
            workspace=where, partnership=partnership, source=source, notices=some, received_at=clock.now()
        )
        try:
            outcome = secretary.perform(command)
        except LookupError:
            refuse(f"No partnership called {partnership} is kept in workspace {where}.")
        if isinstance(outcome, Decision):
            typer.echo(f"  {outcome.answer.words}")


def _parts(notices: tuple[Notice, ...]) -> Iterator[tuple[Notice, ...]]:
    for start in range(0, len(notices), MOST_AT_ONCE):
        yield notices[start : start + MOST_AT_ONCE]


def _tell(package: Package) -> None:
    if package.left_out:
        typer.echo(f"  {counted(package.left_out, 'release')} left out.")
    for each in package.findings[:MOST_SHOWN]:
        typer.echo(f"  {each.release}: {each.field} {each.words}")
    more = len(package.findings) - MOST_SHOWN + package.more_findings
    if more > 0:
        typer.echo(f"  … and {counted(more, 'finding')} more.")


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    path = Path(file)
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as wrong:
        refuse(f"{file} cannot be read: {wrong.strerror}.")

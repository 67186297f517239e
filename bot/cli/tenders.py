"""`quorate tenders`: take in tender notices from a file or from the portals."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.cli.asking import refuse
from bot.cli.opening import opened
from bot.clock import Clock
from bot.feeds import taking_in
from bot.feeds.addresses import NotAllowed
from bot.feeds.download import NotFetched
from bot.feeds.polling import FEEDS, Feed
from bot.ocds.packages import MOST_BYTES, NotAPackage, read_package
from bot.rules.wording import counted
from bot.secretary import SecretaryBusy
from bot.store.session import Store
from bot.store.tenders import feeds as feed_rows
from bot.workflows.tenders.tenders import FROM_FILE

app = typer.Typer(
    no_args_is_help=True, help="Tender notices: take in a file, or what the portals have published."
)

BUSY = "The database is busy or away. What was taken in is kept, and comes no second time: try again."
LEAST_MINUTES, MOST_MINUTES = 15, 7 * 24 * 60  # from one poll to the next

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
        taking_in.take_in(store, clock, where, partnership, FROM_FILE, package, typer.echo)
        if not (package.read or package.left_out):
            typer.echo("  There is no release in it.")
    except NotAPackage as wrong:
        refuse(str(wrong))
    except SecretaryBusy:
        refuse(BUSY, exit_code=1)
    except feed_rows.NoPartnership:
        _unknown(partnership, where)


@app.command()
def poll(partnership: Partnership, workspace: Workspace = None) -> None:
    """Take in what Find a Tender and Contracts Finder have published since the last poll; a week of it at the first."""
    store, clock, where = opened(workspace)
    failed = [each for each in FEEDS if not _poll(store, clock, where, partnership, each)]
    if failed:
        raise typer.Exit(1)


@app.command()
def follow(
    partnership: Partnership,
    every: Annotated[
        int | None, typer.Option(help="Minutes from one poll to the next: 15 or more; 0 polls no longer.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Have the clock poll both portals by itself, or say how that goes."""
    store, clock, where = opened(workspace)
    if every is not None and every != 0 and not LEAST_MINUTES <= every <= MOST_MINUTES:
        refuse(f"--every takes minutes, from {LEAST_MINUTES} to {MOST_MINUTES:,}, or 0 for never.")
    try:
        if every == 0:
            feed_rows.unfollow(store, where, partnership)
        elif every is not None:
            feed_rows.follow(store, where, partnership, [each.name for each in FEEDS], every, clock.now())
    except feed_rows.NoPartnership:
        _unknown(partnership, where)
    with store.reading() as connection:
        found = feed_rows.followed(connection, where, partnership)
    for each in found:
        when = f"{each.next_at:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"{each.feed}: every {counted(each.minutes, 'minute')}, next at {when}")
        if each.failed_since is not None:
            typer.echo(f"  not read since {each.failed_since:%Y-%m-%d %H:%M} UTC: {each.error}")
    if not found:
        typer.echo(f"Nothing is polled by the clock for {partnership}.")


def _poll(store: Store, clock: Clock, where: str, partnership: str, feed: Feed) -> bool:
    try:
        taking_in.poll(store, clock, where, partnership, feed, typer.echo)
    except (NotAllowed, NotFetched, NotAPackage) as wrong:
        typer.echo(
            f"  Stopped: {wrong} What came before is kept; the next poll begins again from here.", err=True
        )
        return False
    except SecretaryBusy:
        typer.echo(f"  Stopped: {BUSY}", err=True)
        return False
    except feed_rows.NoPartnership:
        _unknown(partnership, where)
    return True


def _unknown(partnership: str, where: str) -> NoReturn:
    refuse(f"No partnership called {partnership} is kept in workspace {where}.")


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    path = Path(file)
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as wrong:
        refuse(f"{file} cannot be read: {wrong.strerror}.")

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
from bot.store.session import Store
from bot.workflows.tenders import FROM_FILE

app = typer.Typer(
    no_args_is_help=True, help="Tender notices: take in a file, or what the portals have published."
)

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
    except NotAPackage as wrong:
        refuse(str(wrong))
    except taking_in.NoPartnership:
        _unknown(partnership, where)


@app.command()
def poll(partnership: Partnership, workspace: Workspace = None) -> None:
    """Take in what Find a Tender and Contracts Finder have published since the last poll; a week of it at the first."""
    store, clock, where = opened(workspace)
    failed = [each for each in FEEDS if not _poll(store, clock, where, partnership, each)]
    if failed:
        raise typer.Exit(1)


def _poll(store: Store, clock: Clock, where: str, partnership: str, feed: Feed) -> bool:
    try:
        taking_in.poll(store, clock, where, partnership, feed, typer.echo)
    except (NotAllowed, NotFetched, NotAPackage) as wrong:
        typer.echo(
            f"  Stopped: {wrong} What came before is kept; the next poll begins again from here.", err=True
        )
        return False
    except taking_in.NoPartnership:
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

"""`quorate run`, `serve`, `clock`, `migrate`: the bot against Slack, as one process or several."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from bot import app as office_of
from bot.app import NotReady
from bot.clock import SystemClock
from bot.health import health as health_of
from bot.logs import set_up_logging
from bot.settings import (
    Settings,
    SettingsError,
    settings_for_clock,
    settings_for_run,
    settings_for_serve,
    settings_for_store,
)
from bot.store.migrating import migrate as migrate_database
from bot.ticking import told_to_stop


def run() -> None:
    """Run everything in one process over Socket Mode: the bot, the clock and delivery. The default for a real partnership."""
    settings = read(settings_for_run)
    _migrated(settings)
    with _in_a_sentence():
        office = office_of.open_office(settings)
        with (
            told_to_stop() as stop,
            office_of.clock_and_delivery(office),
            office_of.socket_mode(settings, office),
        ):
            typer.echo("Quorate is connected to Slack over Socket Mode. Stop it with Ctrl-C.")
            stop.wait()
        office.store.close()


def serve() -> None:
    """Answer Slack over HTTP on $PORT at /slack/events, with /healthz beside it. `quorate clock` does the rest."""
    from bot.serving import serve as serve_application

    settings = read(settings_for_serve)
    with _in_a_sentence():
        office_of.open_office(settings).store.close()
    serve_application(
        lambda: office_of.web_application(settings),
        port=int(settings.port),
        workers=int(settings.web_concurrency),
    )


def clock() -> None:
    """Tick and deliver: what has fallen due is done, and notices go out. Any number may run."""
    settings = read(settings_for_clock)
    with _in_a_sentence():
        office = office_of.open_office(settings)
        with told_to_stop() as stop, office_of.clock_and_delivery(office):
            typer.echo("The clock is ticking and notices are being delivered. Stop it with Ctrl-C.")
            stop.wait()
        office.store.close()


def migrate() -> None:
    """Bring the database up to date. Safe to run again, and at the same time as another."""
    settings = read(settings_for_store)
    done = _migrated(settings)
    typer.echo(
        f"The database is up to date ({len(done)} migrations run)." if done else "The database is up to date."
    )


def read(settings: Callable[[], Settings]) -> Settings:
    """The environment, or every fault in it, each in a sentence, and exit code 2."""
    try:
        found = settings()
    except SettingsError as wrong:
        for sentence in wrong.sentences:
            typer.echo(sentence, err=True)
        raise typer.Exit(2) from None
    set_up_logging(
        found.log_level, secrets_to_hide=(found.bot_token, found.app_token, *found.signing_secrets)
    )
    return found


def _migrated(settings: Settings) -> list[str]:
    with _in_a_sentence():
        return migrate_database(settings.database_url)


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """A start that fails says what to do, not where in the code it failed."""
    try:
        yield
    except NotReady as not_yet:
        typer.echo(str(not_yet), err=True)
    except office_of.CannotConnect as refused:
        typer.echo(str(refused), err=True)
    else:
        return
    raise typer.Exit(1)


def health() -> None:
    """Say whether the database answers, when the clock last ticked and how much waits; exit 1 when something is wrong."""
    settings = read(settings_for_store)
    with _in_a_sentence():
        store, _ = office_of.open_store(settings)
    told = health_of(store, SystemClock())
    typer.echo(json.dumps(told, indent=2))
    if told["status"] != "ok":
        raise typer.Exit(1)

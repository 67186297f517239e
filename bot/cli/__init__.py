"""The quorate command: everything the bot can do from a terminal."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

# Each command by its name: the module it lives in, and what it is called there.
COMMANDS = {
    "demo": ("bot.cli.demo", "demo"),
    "run": ("bot.cli.running", "run"),
    "serve": ("bot.cli.running", "serve"),
    "clock": ("bot.cli.running", "clock"),
    "migrate": ("bot.cli.running", "migrate"),
    "health": ("bot.cli.running", "health"),
    "partnership": ("bot.cli.partnership", "app"),
    "meeting": ("bot.cli.meeting", "app"),
    "tenders": ("bot.cli.tenders", "app"),
    "decisions": ("bot.cli.decisions", "app"),
    "recount": ("bot.cli.decisions", "recount_decisions"),
    "register": ("bot.cli.register", "app"),
    "terms": ("bot.cli.terms", "app"),
    "notice": ("bot.cli.deadlines", "notice"),
    "quorum": ("bot.cli.arithmetic", "quorum"),
    "tally": ("bot.cli.arithmetic", "tally"),
}


class OnDemand(TyperGroup):
    """Loads a command when it is asked for: a question of arithmetic need not wait for Slack and SQL to load."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, loaded now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        found = getattr(import_module(module), attribute)
        if not isinstance(found, typer.Typer):
            single = typer.Typer(add_completion=False, rich_markup_mode=None)
            single.command(cmd_name)(found)
            found = single
        command = typer.main.get_command(found)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=OnDemand,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=__doc__,
)


@app.callback()
def quorate() -> None:
    """Ask about terms of reference, keep a partnership's register, and run the bot."""


def main() -> None:
    """Run the command line. A database that does not answer is said in a sentence."""
    try:
        app()
    except Exception as exc:
        if not _is_away(exc):
            raise
        typer.echo("The database at DATABASE_URL cannot be reached, or does not let us in.", err=True)
        raise SystemExit(1) from None


def _is_away(exc: Exception) -> bool:
    from bot.store.session import is_unreachable

    return is_unreachable(exc)

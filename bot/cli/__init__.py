"""The quorate command: everything the bot can do from a terminal."""

import typer

from bot.cli import arithmetic, deadlines, demo, partnership, register, running, terms
from bot.store.session import is_unreachable

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=__doc__,
)
app.command()(demo.demo)
app.command()(running.run)
app.command()(running.serve)
app.command()(running.clock)
app.command()(running.migrate)
app.add_typer(partnership.app, name="partnership")
register.app.command("import")(partnership.import_register)
app.add_typer(register.app, name="register")
app.add_typer(terms.app, name="terms")
app.command()(deadlines.notice)
app.command()(arithmetic.quorum)
app.command()(arithmetic.tally)


def main() -> None:
    """Run the command line. A database that does not answer is said in a sentence."""
    try:
        app()
    except Exception as exc:
        if not is_unreachable(exc):
            raise
        typer.echo("The database at DATABASE_URL cannot be reached, or does not let us in.", err=True)
        raise SystemExit(1) from None

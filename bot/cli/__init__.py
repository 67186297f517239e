"""The quorate command: everything the bot can do from a terminal."""

import typer

from bot.cli import arithmetic, deadlines, register, terms

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
app.add_typer(terms.app, name="terms")
app.add_typer(register.app, name="register")
app.command()(deadlines.notice)
app.command()(arithmetic.quorum)
app.command()(arithmetic.tally)


def main() -> None:
    """Run the command line."""
    app()

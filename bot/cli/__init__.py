"""The quorate command: everything the bot can do from a terminal."""

import typer

from bot.cli import arithmetic, deadlines, demo, partnership, register, running, terms

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, help=__doc__)
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
    """Run the command line."""
    app()

"""`quorate register`: a partnership's list of organisations and people, read and measured by its terms."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.asking import load_terms, refuse, refusing_in_json
from bot.cli.register_lines import as_object, gap_lines, register_in, who_is_who
from bot.register_files.cells import DATE_HELP, parse_day
from bot.rules.gaps import gaps
from bot.rules.terms import Terms

app = typer.Typer(no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="The register: a .csv or .toml file.", show_default=False)]
TermsOption = Annotated[
    str, typer.Option("--terms", help="A terms file, or the name of one that ships.", show_default=False)
]
On = Annotated[str | None, typer.Option("--on", help=f"The day to look at: {DATE_HELP}. Today if left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of sentences.")]


@app.callback()
def register() -> None:
    """Who is in the partnership, and what its register lacks."""


@app.command()
@refusing_in_json
def check(file: File, terms: TermsOption, on: On = None, as_json: AsJson = False) -> None:
    """Read a register, say who is who on a day, and list every gap with its clause."""
    rules = load_terms(terms)
    day = _day(on, rules)
    register = register_in(file, rules, as_json=as_json)
    found = gaps(register, rules, day)
    if as_json:
        typer.echo(json.dumps(as_object(register, found, rules, day), ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join(who_is_who(register, rules, day)))
    typer.echo("")
    typer.echo("\n".join(gap_lines(found)))


@app.command("import")
def import_register(
    file: File,
    partnership: Annotated[str, typer.Option(help="The partnership's short name.", show_default=False)],
    workspace: Annotated[
        str | None, typer.Option(help="The Slack workspace's id, T…; asked of Slack when left out.")
    ] = None,
) -> None:
    """Replace a partnership's register by what a file says, check it against the terms, and match people by e-mail."""
    from bot.cli.register_import import import_into  # the database and Slack, which `check` has no need of

    import_into(file, partnership, workspace)


def _day(on: str | None, terms: Terms) -> date:
    if on is None:
        return datetime.now(ZoneInfo(terms.time_zone)).date()
    try:
        return parse_day(on)
    except ValueError as wrong:
        refuse(f"--on: {wrong} Write {DATE_HELP}.")

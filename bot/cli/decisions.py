"""`quorate decisions` and `quorate recount`: the register of decisions, and each counted again from the events alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.asking import refuse
from bot.cli.meeting import Partnership, Workspace, kept_words, setting_named
from bot.cli.opening import opened
from bot.presenters.entries.decisions_file import decisions_file
from bot.recount import Recounted, recount
from bot.rules.wording import counted
from bot.store.entries.entries import entries_of, with_votes
from bot.store.entries.entry_answers import names_of
from bot.store.partnership.partnerships import kept_in
from bot.store.plain import plain
from bot.store.register_of_events import register_of_events
from bot.workflows.decisions import Setting
from bot.workflows.entries.entries import Entry, became_words
from bot.workflows.entries.entry_questions import FORMS, Wanted, decided_on, row_of

app = typer.Typer(
    no_args_is_help=True, help="The register of decisions: what is in it, and the whole of it as a file."
)


@app.command("list")
def list_decisions(
    partnership: Partnership,
    words: Annotated[str, typer.Option("--words", help="Only entries in which these words stand.")] = "",
    year: Annotated[str, typer.Option("--year", help="Only entries of this year.")] = "",
    status: Annotated[str, typer.Option("--status", help="Only entries that stand so: carried, void …")] = "",
    kind: Annotated[str, typer.Option("--kind", help="Only decisions of this kind.")] = "",
    workspace: Workspace = None,
) -> None:
    """Every decision, or those that are looked for, with how each stands now. What is confidential is named as such."""
    setting, entries, _ = _read(partnership, workspace)
    wanted = Wanted(words, year, status, kind)
    for each in entries:
        if wanted.fits(each):
            secret = " (confidential)" if each.confidential else ""
            typer.echo(
                f"{each.reference} {each.status}, {decided_on(each, setting.time_zone)}{secret}: {each.text}"
            )
            for became in became_words(each):
                typer.echo(f"  {became}")
    if not entries:
        typer.echo(f"{setting.name} has decided nothing yet.")


@app.command()
def export(
    partnership: Partnership,
    file: Annotated[Path, typer.Argument(help="The file to write: .csv or .json.")],
    workspace: Workspace = None,
) -> None:
    """The whole register as a file, what is confidential included: it is for the secretariat."""
    form = file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        refuse("Name a file that ends in .csv or .json.")
    setting, entries, names = _read(partnership, workspace)
    rows = [plain(row_of(each, names, setting.time_zone)) for each in entries]
    file.write_bytes(decisions_file(form, rows))
    typer.echo(f"{counted(len(rows), 'entry', 'entries')} written to {file}.")


def _read(partnership: str, workspace: str | None) -> tuple[Setting, tuple[Entry, ...], Mapping[str, str]]:
    store, clock, where = opened(workspace)
    with store.reading() as connection:
        setting = setting_named(connection, where, partnership, clock.now())
        entries = with_votes(connection, setting, entries_of(connection, setting))
        return setting, entries, names_of(connection, setting)


def recount_decisions(
    decision: Annotated[
        str,
        typer.Argument(help="The decision, D2026/1, or the motion, 2026/1. Every decision when left out."),
    ] = "",
    partnership: Annotated[
        str,
        typer.Option("--partnership", help="The partnership's short name. Every partnership when left out."),
    ] = "",
    workspace: Workspace = None,
) -> None:
    """Count decisions again from the register of events alone, and name every difference; 1 where there is one."""
    store, clock, where = opened(workspace)
    with store.reading() as connection:
        if partnership:
            setting_named(connection, where, partnership, clock.now())
        asked = [partnership] if partnership else sorted(kept_in(connection, where))
        if not asked:
            refuse(f"No partnership is kept for workspace {where}. {kept_words(connection)}")
        found = {each: recount(register_of_events(connection, where, each), decision) for each in asked}
    if decision and not any(found.values()):
        refuse(f"There is no decision {decision} in the register of events.")
    for slug, decided in found.items():
        if len(found) > 1:
            typer.echo(f"{slug}:")
        for each in decided:
            typer.echo("\n".join(_lines(each)))
        if not decided:
            typer.echo("Nothing has been decided yet.")
    everything = [each for decided in found.values() for each in decided]
    differing = [each for each in everything if not each.agrees]
    typer.echo(f"{counted(len(everything), 'decision')} counted again, {len(differing)} with differences.")
    if differing:
        raise typer.Exit(1)


def _lines(each: Recounted) -> list[str]:
    found = each.found or "nothing to count"
    agrees = "agrees" if each.agrees else "DIFFERS"
    return [
        f"{each.reference} {agrees}: {found}",
        *(f"  {words}" for words in (*each.differences, *each.uncounted)),
    ]

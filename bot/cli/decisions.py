"""`quorate recount`: decisions counted again from the register of events alone."""

from typing import Annotated

import typer

from bot.cli.asking import refuse
from bot.cli.meeting import Workspace, setting_named
from bot.cli.opening import opened
from bot.recount import Recounted, recount
from bot.rules.wording import counted
from bot.store.partnerships import kept_in
from bot.store.register_of_events import register_of_events


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

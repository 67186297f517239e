"""`quorate meeting`: the meetings of a partnership, to whom their papers were sent, and the copy that anybody may have."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.asking import refuse
from bot.cli.opening import opened
from bot.presenters.papers.proof_file import proof_file
from bot.rules.wording import counted, listed
from bot.store.meetings import meetings as meeting_rows
from bot.store.papers.round_answers import public_copy
from bot.store.papers.service import services_of
from bot.store.partnership import partnerships as partnership_rows
from bot.store.plain import plain
from bot.store.session import Connection, Store
from bot.workflows.decisions import Setting
from bot.workflows.meetings.booked_times import when
from bot.workflows.meetings.meetings import MeetingState
from bot.workflows.papers.service import as_row, outcome_words, withheld_words

app = typer.Typer(
    no_args_is_help=True,
    help="Meetings: which there are, the proof that their papers were sent, and the public copy.",
)

Workspace = Annotated[
    str | None, typer.Option(help="The Slack workspace's id, T…; asked of Slack when left out.")
]
Partnership = Annotated[str, typer.Option("--partnership", help="The partnership's short name.")]
Meeting = Annotated[str, typer.Argument(help="The meeting's id, as `quorate meeting list` shows it.")]


@app.command("list")
def list_meetings(partnership: Partnership, workspace: Workspace = None) -> None:
    """The meeting in session and those to come, each with its id; and the last that was held."""
    store, now, where = _opened(workspace)
    with store.reading() as connection:
        setting = setting_named(connection, where, partnership, now)
        held = meeting_rows.last_held(
            connection, where, partnership, partnership_rows.today_in(setting.time_zone, now)
        )
        current = meeting_rows.in_session(connection, where, partnership)
        to_come = meeting_rows.to_come(connection, where, partnership)
    found = [*([held] if held else []), *([current] if current else []), *to_come]
    if not found:
        typer.echo(f"{setting.name} has no meeting. The secretariat books one with /meeting.")
    for each in found:
        state = "" if each.is_to_come else f" ({each.state})"
        typer.echo(f"{each.id}: {each.title}, {when(each, setting.time_zone)}{state}")


@app.command()
def proof(
    meeting: Meeting,
    partnership: Partnership,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write it to this file instead.")] = None,
    workspace: Workspace = None,
) -> None:
    """To whom agenda and papers of a meeting were sent, when and where; what failed and why."""
    store, now, where = _opened(workspace)
    with store.reading() as connection:
        setting = setting_named(connection, where, partnership, now)
        held = _meeting(connection, setting, meeting)
        services = services_of(connection, setting, meeting=held.id)
    zone = setting.time_zone
    if csv is not None:
        csv.write_bytes(proof_file(plain(as_row(each, zone)) for each in services))
        typer.echo(f"{counted(len(services), 'line')} written to {csv}.")
        return
    typer.echo(f"{held.title}, {when(held, zone)}")
    if not services:
        typer.echo("Nothing has gone round for this meeting yet.")
    for each in services:
        typer.echo(f"  round {each.number}: {each.name}, {each.organisation_name or 'no organisation'}")
        typer.echo(f"    {outcome_words(each, zone)}")
        if each.withheld:
            typer.echo(f"    kept from them: {withheld_words(each)}")


@app.command()
def public(meeting: Meeting, partnership: Partnership, workspace: Workspace = None) -> None:
    """The agenda and papers as anybody may see them, without what is confidential."""
    store, now, where = _opened(workspace)
    with store.reading() as connection:
        setting = setting_named(connection, where, partnership, now)
        held = _meeting(connection, setting, meeting)
        under = partnership_rows.setting(connection, where, partnership, now, on=held.held_on) or setting
        copy = public_copy(connection, under, held, now)
    place = f", {copy.place}" if copy.place else ""
    for line in (copy.name, f"{copy.title}, {copy.when}{place}", copy.private, "", *copy.agenda):
        typer.echo(line)
    for line in ("", "Papers", *(f"  {each}" for each in copy.papers), *copy.left_out):
        typer.echo(line)


def _opened(workspace: str | None) -> tuple[Store, datetime, str]:
    store, clock, where = opened(workspace)
    return store, clock.now(), where


def setting_named(connection: Connection, workspace: str, partnership: str, now: datetime) -> Setting:
    """The partnership of that name; refused in a sentence where there is none."""
    setting = partnership_rows.setting(connection, workspace, partnership, now)
    if setting is None:
        refuse(f"No partnership {partnership} is kept for workspace {workspace}. {kept_words(connection)}")
    return setting


def kept_words(connection: Connection) -> str:
    """Which partnerships this database keeps, for somebody who named another or another workspace."""
    kept = partnership_rows.kept_where(connection)
    if not kept:
        return "This database keeps none: does DATABASE_URL name the right one? `quorate partnership add` adds one."
    known = "; ".join(f"{listed(slugs)} in {workspace}" for workspace, slugs in kept.items())
    return f"This database keeps {known}: name one of them with --partnership and --workspace."


def _meeting(connection: Connection, setting: Setting, meeting: str) -> MeetingState:
    found = meeting_rows.by_id(connection, setting.workspace, setting.partnership, meeting)
    if found is None:
        refuse(f"{setting.short_name} has no meeting {meeting}: `quorate meeting list` shows them.")
    return found

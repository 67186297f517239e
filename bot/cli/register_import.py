"""A register taken into the database from a file, and its people matched to their Slack accounts."""

from pathlib import Path

import typer

from bot import app as office_of
from bot import founding
from bot.cli.asking import refuse
from bot.cli.opening import opened
from bot.cli.register_lines import gap_lines, register_in
from bot.cli.running import read
from bot.clock import Clock
from bot.founding import CannotFound
from bot.rules.register import Register
from bot.settings import settings_for_store
from bot.store.session import Store


def import_into(file: Path, partnership: str, workspace: str | None) -> None:
    """Replace a partnership's register by what a file says, check it against the terms, and match people by e-mail."""
    store, clock, where = opened(workspace)
    try:
        rules = founding.terms_in_force(store, clock, workspace=where, slug=partnership)
        register = register_in(file, rules)
        founded = founding.import_register(store, clock, workspace=where, slug=partnership, register=register)
    except CannotFound as wrong:
        refuse(str(wrong))
    typer.echo(
        f"{rules.name}: {len(register.organisations)} organisations and {len(register.people)} people are in the register."
    )
    typer.echo("\n".join(gap_lines(founded.gaps)))
    match_people(store, clock, where, partnership, register)


def match_people(
    store: Store,
    clock: Clock,
    workspace: str,
    slug: str,
    register: Register | None,
) -> None:
    """Match the people of a register to Slack accounts by their e-mail, where Slack can be asked; say how many were."""
    if register is None:
        return
    settings = read(settings_for_store)
    emails = [each.email for each in register.people if each.email and not each.slack_user]
    if not settings.bot_token:
        typer.echo(
            "People are matched to Slack by e-mail once SLACK_BOT_TOKEN is set, or by hand under /partnership."
        )
        return
    try:
        accounts = office_of.accounts_by_email(office_of.slack_client(settings), emails)
    except office_of.CannotConnect as wrong:
        typer.echo(f"Nobody was matched to Slack: {wrong}", err=True)
        return
    found = founding.match_by_email(store, clock, workspace=workspace, slug=slug, accounts=accounts)
    typer.echo(f"{found} of {len(emails)} people were matched to Slack accounts by e-mail.")

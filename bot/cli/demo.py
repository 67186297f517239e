"""`quorate demo`: a workspace in the browser with sample partnerships, the bot and the clock; and a day played through it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.demo.house import House, PortTaken, StateTooOld
from bot.demo.play import play
from bot.logs import set_up_logging
from bot.ticking import told_to_stop

Check = Annotated[
    bool,
    typer.Option(
        "--check", help="Play a whole day through it, tell it as a story, and exit 0 if every step held."
    ),
]
Port = Annotated[int, typer.Option(help="The port on 127.0.0.1.")]
Keep = Annotated[Path, typer.Option(help="Where the demo keeps its database and its workspace.")]
Database = Annotated[
    str | None,
    typer.Option("--database-url", envvar="DEMO_DATABASE_URL", help="Another database than SQLite in var/."),
]


def demo(
    check: Check = False, port: Port = 8765, var: Keep = Path("var"), database_url: Database = None
) -> None:
    """Open a workspace in the browser in which sample partnerships run under their own terms; Slack is not needed."""
    set_up_logging("WARNING")
    if check:
        raise typer.Exit(0 if play(typer.echo, database_url) else 1)
    try:
        with told_to_stop() as stop, House(var, port=port, database_url=database_url) as house:
            house.poll_portals(lambda _: None)
            typer.echo(f"Open {house.address} in your browser.")
            typer.echo(
                "You are looking as the chair of CLPP; “Act as” makes you anybody else. Stop with Ctrl-C."
            )
            stop.wait()
    except PortTaken:
        typer.echo(f"Port {port} is taken, perhaps by another demo. Stop that, or give --port.", err=True)
        raise typer.Exit(1) from None
    except StateTooOld:
        typer.echo(
            f"What {var} holds is of another version. Remove it, and the demo starts afresh.", err=True
        )
        raise typer.Exit(1) from None

"""`quorate partnership`: a workspace, a channel, terms and a register bound together, and what was adopted, by whom."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot import founding
from bot.cli.asking import load_terms, refuse
from bot.cli.opening import opened
from bot.cli.register_import import match_people
from bot.cli.register_lines import gap_lines, register_in
from bot.founding import CannotFound, Founded, Kept
from bot.register_files.samples import sample_register, sample_register_slugs
from bot.rules.register import Register
from bot.rules.samples import sample_terms
from bot.rules.terms import Adoption, Rule, Terms
from bot.rules.wording import counted, day_words

app = typer.Typer(
    no_args_is_help=True,
    help="Partnerships of a workspace: add one, record what it has adopted and its later terms, list them.",
)

Workspace = Annotated[
    str | None, typer.Option(help="The Slack workspace's id, T…; asked of Slack when left out.")
]
TermsOption = Annotated[str, typer.Option("--terms", help="A terms file, or the name of one that ships.")]
RegisterOption = Annotated[
    str | None, typer.Option("--register", help="A register file, or the name of one that ships.")
]
Adopt = Annotated[
    list[str] | None,
    typer.Option("--adopt", help="A suggested value that was adopted, by its key. May be repeated."),
]
AdoptAll = Annotated[bool, typer.Option("--adopt-all", help="Every suggested value was adopted.")]
AdoptedBy = Annotated[str, typer.Option("--adopted-by", help="Who adopted them: the meeting or the people.")]
AdoptedOn = Annotated[
    str | None, typer.Option("--adopted-on", help="On which day, YYYY-MM-DD. Today if left out.")
]


@app.command()
def add(
    terms: TermsOption,
    channel: Annotated[str, typer.Option(help="The id of the partnership's channel, C… or G….")],
    register: RegisterOption = None,
    workspace: Workspace = None,
    slug: Annotated[str | None, typer.Option(help="A short name, where the terms' own is taken.")] = None,
    adopt: Adopt = None,
    adopt_all: AdoptAll = False,
    adopted_by: AdoptedBy = "",
    adopted_on: AdoptedOn = None,
) -> None:
    """Bind a channel to terms and a register, list what the terms only suggest, and record what was adopted, by whom."""
    if not (channel[:1] in ("C", "G") and channel.isalnum()):
        refuse(
            f"--channel takes a channel's id, C… or G…, not “{channel}”: it stands at the foot of the channel's details."
        )
    if workspace is not None and not (workspace[:1] in ("T", "E") and workspace.isalnum()):
        refuse(f"--workspace takes a workspace's id, T… or E…, not “{workspace}”: it stands in its address.")
    if slug is not None and not re.fullmatch("[a-z][a-z0-9-]*", slug):
        refuse(f"--slug takes small letters, digits and hyphens, beginning with a letter; not “{slug}”.")
    rules = load_terms(terms)
    people = _register(register, rules) if register else None
    adoptions = _adoptions(rules, adopt, adopt_all, adopted_by, adopted_on)
    store, clock, where = opened(workspace)
    try:
        founded = founding.add_partnership(
            store,
            clock,
            workspace=where,
            channel=channel,
            document=_document(terms),
            register=people,
            adoptions=adoptions,
            slug=slug,
        )
    except CannotFound as wrong:
        refuse(str(wrong))
    typer.echo(f"{founded.terms.name} is added: workspace {where}, channel {channel}.")
    typer.echo("If the bot is not in the channel yet, invite it there: /invite @Quorate.")
    _tell(founded, adoptions)
    match_people(store, clock, where, slug or rules.slug, people)


@app.command()
def adopt(
    slug: Annotated[str, typer.Argument(help="The partnership's short name.")],
    adopted_by: AdoptedBy,
    adopt: Adopt = None,
    adopt_all: AdoptAll = False,
    adopted_on: AdoptedOn = None,
    workspace: Workspace = None,
) -> None:
    """Record that a partnership has adopted suggested values of its terms."""
    store, clock, where = opened(workspace)
    try:
        held = founding.terms_in_force(store, clock, workspace=where, slug=slug)
        adoptions = _adoptions(held, adopt, adopt_all, adopted_by, adopted_on)
        if not adoptions:
            refuse(
                "Nothing these terms suggest is left to adopt."
                if adopt_all
                else "Name what was adopted with --adopt KEY, or --adopt-all."
            )
        _tell(founding.adopt(store, clock, workspace=where, slug=slug, adoptions=adoptions), adoptions)
    except CannotFound as wrong:
        refuse(str(wrong))


@app.command("terms")
def later_terms(
    slug: Annotated[str, typer.Argument(help="The partnership's short name.")],
    terms: TermsOption,
    motion: Annotated[
        list[str] | None,
        typer.Option(help="The motion that adopted them, such as 2026/7. May be repeated."),
    ] = None,
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway",
            help="Record them although no rule changes, or their name or their day is kept already.",
        ),
    ] = False,
    workspace: Workspace = None,
) -> None:
    """Record a later version of a partnership's terms; what was put or opened before keeps the version it has."""
    load_terms(terms)  # says what is wrong with the file, before anything is opened
    store, clock, where = opened(workspace)
    try:
        cited, document = tuple(motion or ()), _document(terms)
        later = founding.record_terms(
            store, clock, workspace=where, slug=slug, document=document, motions=cited, anyway=anyway
        )
    except CannotFound as wrong:
        refuse(str(wrong))
    new = later.founded.terms
    typer.echo(f"{new.name}: version {new.version} is in force from {day_words(new.in_force_from)}.")
    typer.echo(f"Before that day version {later.before.version} is; what was put under it keeps it.")
    for key, adoption in later.carried.items():
        typer.echo(f"  still adopted: {key}, by {adoption.by} on {adoption.on.isoformat()}")
    for key in later.stated:
        typer.echo(f"  no longer adopted, since the document no longer leaves it open: {key}")
    _tell(later.founded, {})


@app.command("list")
def list_partnerships(
    workspace: Workspace = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of sentences.")] = False,
) -> None:
    """What is kept for a workspace: each partnership, its channel, its terms, what it has adopted, who is not matched yet."""
    store, clock, where = opened(workspace)
    partnerships = founding.kept(store, clock, workspace=where)
    if as_json:
        found = {"workspace": where, "partnerships": [_as_object(each) for each in partnerships]}
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not partnerships:
        typer.echo(f"No partnership is kept for workspace {where}. Add one with `quorate partnership add`.")
    for each in partnerships:
        typer.echo("\n".join(_kept_lines(each)))


def _tell(founded: Founded, adoptions: dict[str, Adoption]) -> None:
    for key, adoption in adoptions.items():
        typer.echo(f"  adopted: {key}, by {adoption.by} on {adoption.on.isoformat()}")
    if founded.open_suggestions:
        typer.echo("Not stated by the document; suggested, and meaning nothing until adopted:")
        for rule in founded.open_suggestions:
            typer.echo(f"  {rule.key}: {rule.suggested_written}{_beside(rule)}")
        typer.echo("Record an adoption with --adopt KEY --adopted-by WHO, or `quorate partnership adopt`.")
    typer.echo("\n".join(gap_lines(founded.gaps)))


def _kept_lines(kept: Kept) -> Iterator[str]:
    yield f"{kept.slug}: {kept.name}, channel {kept.channel}"
    yield f"  terms: version {kept.terms.version}, in force from {kept.terms.in_force_from.isoformat()}"
    if kept.later is not None:
        yield f"  later terms: version {kept.later.version}, in force from {kept.later.in_force_from.isoformat()}"
    for key, adoption in _adopted(kept.terms):
        yield f"  adopted: {key}, by {adoption.by} on {adoption.on.isoformat()}"
    count = counted(kept.people, "person", "people")
    yield f"  register: {count}, {kept.unmatched} not matched to Slack"


def _as_object(kept: Kept) -> dict[str, object]:
    return {
        "partnership": kept.slug,
        "name": kept.name,
        "channel": kept.channel,
        "terms": _version(kept.terms),
        "later_terms": _version(kept.later) if kept.later is not None else None,
        "adopted": {
            key: {"by": adoption.by, "on": adoption.on.isoformat()} for key, adoption in _adopted(kept.terms)
        },
        "people": kept.people,
        "unmatched": kept.unmatched,
    }


def _version(terms: Terms) -> dict[str, str]:
    return {"version": terms.version, "in_force_from": terms.in_force_from.isoformat()}


def _adopted(terms: Terms) -> list[tuple[str, Adoption]]:
    return [(rule.key, rule.adoption) for rule in terms.rules() if rule.adoption is not None]


def _beside(rule: Rule[object]) -> str:
    return f" (beside {rule.clause.number})" if rule.clause.number else ""


def _adoptions(
    rules: Terms, keys: list[str] | None, every: bool, by: str, on: str | None
) -> dict[str, Adoption]:
    offered = [rule.key for rule in rules.suggestions()]
    chosen = offered if every else list(keys or ())
    stray = [key for key in chosen if key not in offered]
    held = rules.rule(stray[0]) if stray else None
    if held is not None and held.adoption is not None:
        refuse(f"{stray[0]} is adopted already, by {held.adoption.by} on {held.adoption.on.isoformat()}.")
    if stray:
        refuse(
            f"These terms suggest nothing for {', '.join(stray)}. They suggest: {', '.join(offered) or 'nothing'}."
        )
    if chosen and not by.strip():
        refuse("Say who adopted them with --adopted-by: the meeting or the people, in a few words.")
    try:
        day = date.fromisoformat(on) if on else date.today()  # noqa: DTZ011  a day on a calendar on the wall
    except ValueError:
        refuse(f"--adopted-on takes a day such as 2026-05-03, not “{on}”.")
    return {key: Adoption(by.strip(), day) for key in chosen}


def _document(named: str) -> str:
    path = Path(named)
    if path.is_file():
        return path.read_text(encoding="utf-8")
    return sample_terms(named)


def _register(named: str, rules: Terms) -> Register:
    path = Path(named)
    if not path.is_file() and named in sample_register_slugs():
        return sample_register(named)
    if not path.is_file():
        refuse(f"There is no register file “{named}”. These ship: {', '.join(sample_register_slugs())}.")
    return register_in(path, rules)

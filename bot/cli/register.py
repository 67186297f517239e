"""`quorate register`: a partnership's list of organisations and people, read and measured by its terms."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from bot.register_files import RegisterFileError, read_register
from bot.register_files.cells import DATE_HELP, parse_day
from bot.rules.gaps import Gap, gaps
from bot.rules.reading import TermsFileError, parse_terms
from bot.rules.register import Organisation, Register, Role
from bot.rules.samples import sample_slugs, sample_terms
from bot.rules.terms import Terms
from bot.rules.wording import counted, day_words, listed

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
def check(file: File, terms: TermsOption, on: On = None, as_json: AsJson = False) -> None:
    """Read a register, say who is who on a day, and list every gap with its clause."""
    rules = terms_named(terms)
    day = day_given(on, rules)
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
    from bot.cli.partnership import import_into  # the database and Slack, which `check` has no need of

    import_into(file, partnership, workspace)


def register_in(file: Path, terms: Terms, *, as_json: bool = False) -> Register:
    """The settled register in a file; its mistakes are printed, all of them, and end the command with 1."""
    try:
        return read_register(file).settled(terms)
    except RegisterFileError as wrong:
        if as_json:
            typer.echo(
                json.dumps({"mistakes": [asdict(each) for each in wrong.mistakes]}, ensure_ascii=False)
            )
        else:
            count = counted(len(wrong.mistakes), "mistake")
            typer.echo(f"{file.name} has {count}; nothing was taken from it.", err=True)
            for each in wrong.mistakes:
                typer.echo(f"  {each}", err=True)
        raise typer.Exit(1) from None


def terms_named(name: str) -> Terms:
    """The terms in a file, or those that ship under a name; refused in a sentence when there are none."""
    path = Path(name)
    if name in sample_slugs() and not path.is_file():
        return parse_terms(sample_terms(name), name=name)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        _refuse(f'There is no terms file "{name}". Give a file, or one of {listed(sample_slugs(), "or")}.')
    except UnicodeDecodeError:
        _refuse(f'"{name}" is not a text file in UTF-8.')
    try:
        return parse_terms(text, name=name)
    except TermsFileError as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(1) from None


def day_given(on: str | None, terms: Terms) -> date:
    """The day on the command line, or today where the partnership is."""
    if on is None:
        return datetime.now(ZoneInfo(terms.time_zone)).date()
    try:
        return parse_day(on)
    except ValueError as wrong:
        _refuse(f"--on: {wrong} Write {DATE_HELP}.")


def who_is_who(register: Register, terms: Terms, on: date) -> Iterator[str]:
    """The organisations with the people who speak for them, then the offices, a line each."""
    here = register.organisations_on(on)
    votes = counted(len(register.voting_organisations(on)), "vote")
    total = (
        f"{counted(len(here), 'organisation')}, {votes}, {counted(len(register.people), 'person', 'people')}"
    )
    yield f"{terms.name}, on {day_words(on)}: {total}."
    for organisation in here:
        yield ""
        yield f"{organisation.name} ({', '.join(_described(organisation, terms))})"
        for group in dict.fromkeys(each.group for each in register.appointments_on(on)):
            people = _spokespeople(register, organisation, group, on)
            if people:
                yield f"  {terms.groups.get(group, group) + ': ' if group else ''}{people}"
    yield ""
    for role in register.roles:
        if role.is_on(on):
            yield _role_line(register, role)


def gap_lines(found: tuple[Gap, ...]) -> Iterator[str]:
    """Every gap as a line, with its weight and its clause."""
    if not found:
        yield "Nothing is lacking."
        return
    yield f"{counted(len(found), 'thing')} to look at:"
    for gap in found:
        clause = f" (clause {gap.clause.number})" if gap.clause.number else ""
        yield f"  {gap.kind.value.capitalize()}{clause}: {gap.words}"


def as_object(register: Register, found: tuple[Gap, ...], terms: Terms, on: date) -> dict[str, object]:
    """The same answer for a program."""
    return {
        "terms": terms.slug,
        "on": on.isoformat(),
        "votes": len(register.voting_organisations(on)),
        "organisations": [
            {
                "slug": each.slug,
                "name": each.name,
                "sector": each.sector,
                "standing": each.standing,
                "voting": each.voting,
                "representatives": [who.slug for who in register.representatives_of(each.slug, on)],
                "substitutes": [who.slug for who in register.substitutes_of(each.slug, on)],
            }
            for each in register.organisations_on(on)
        ],
        "roles": [
            {"role": each.role, "group": each.group, "person": each.person, "organisation": each.organisation}
            for each in register.roles
            if each.is_on(on)
        ],
        "gaps": [
            {
                "kind": each.kind.value,
                "clause": each.clause.number,
                "clause_words": each.clause.words,
                "words": each.words,
                "about": list(each.about),
            }
            for each in found
        ],
    }


def _described(organisation: Organisation, terms: Terms) -> Iterator[str]:
    yield organisation.standing
    if organisation.sector:
        yield terms.sectors.get(organisation.sector, organisation.sector)
    yield "votes" if organisation.voting else "no vote"


def _spokespeople(register: Register, organisation: Organisation, group: str, on: date) -> str:
    people = [who.name for who in register.representatives_of(organisation.slug, on, group)]
    substitutes = [who.name for who in register.substitutes_of(organisation.slug, on, group)]
    instead = f"substitute {listed(substitutes)}" if substitutes else ""
    return "; ".join(each for each in (listed(people), instead) if each)


def _role_line(register: Register, role: Role) -> str:
    person = register.person(role.person).name if role.person else ""
    body = register.organisation(role.organisation).name if role.organisation else ""
    since = f", since {day_words(role.from_on)}" if role.from_on else ""
    holder = f"{person} ({body})" if person and body else person or body
    return f"{role.role[:1].upper()}{role.role[1:]}: {holder}{since}"


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)

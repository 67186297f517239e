"""`quorate terms`: terms files checked, and shown as a secretary reads them."""

import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer

from bot.cli.asking import refusing_in_json, terms_text
from bot.rules.picture import Entry, silent, stated, unwritten
from bot.rules.reading import TermsFileError, parse_terms
from bot.rules.terms import Terms
from bot.rules.values import Basis

app = typer.Typer(
    no_args_is_help=True, help="Terms of reference as data: check a terms file, or show its rules."
)

_NATIONS = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}
_STANDINGS = {
    "deciding": "a body that decides",
    "advisory": "an advisory body",
    "voluntary": "a voluntary body",
}
_WIDTH = 92

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of sentences.")]
Files = Annotated[
    list[str], typer.Argument(metavar="FILE…", help="Terms files, or names of those that ship.")
]
File = Annotated[str, typer.Argument(metavar="FILE", help="A terms file, or the name of one that ships.")]


@app.command()
@refusing_in_json
def check(files: Files, as_json: AsJson = False) -> None:
    """Say whether terms files can be used: every mistake, with its line, what was found and what is allowed."""
    checked = [(name, *_parsed(name)) for name in files]
    if as_json:
        typer.echo(
            json.dumps({"files": [_checked_object(*each) for each in checked]}, ensure_ascii=False, indent=2)
        )
    else:
        for name, terms, error in checked:
            typer.echo(_fine(name, terms) if terms else str(error), err=terms is None)
    if any(error for _name, _terms, error in checked):
        raise typer.Exit(1)


@app.command()
@refusing_in_json
def show(file: File, as_json: AsJson = False) -> None:
    """Show the rules of a terms file, with clause, words and origin, then what the document does not say."""
    terms, error = _parsed(file)
    if terms is None:
        if as_json:
            typer.echo(json.dumps(_checked_object(file, terms, error), ensure_ascii=False, indent=2))
        else:
            typer.echo(str(error), err=True)
        raise typer.Exit(1)
    typer.echo(
        json.dumps(_object(terms), ensure_ascii=False, indent=2) if as_json else "\n".join(_page(terms))
    )


def _parsed(name: str) -> tuple[Terms | None, TermsFileError | None]:
    try:
        return parse_terms(terms_text(name), name=name), None
    except TermsFileError as error:
        return None, error


def _fine(name: str, terms: Terms) -> str:
    rules = terms.rules()
    count = {basis: sum(rule.basis is basis for rule in rules) for basis in Basis}
    return (
        f"{name}: no mistakes. {terms.name}, version {terms.version}, in force from {_day(terms)}: "
        f"{count[Basis.DOCUMENT]} rules by document, {count[Basis.INTERPRETATION]} by interpretation, "
        f"{count[Basis.NOT_STATED]} not stated, {len(terms.suggestions())} of them with a suggested value."
    )


def _day(terms: Terms) -> str:
    return f"{terms.in_force_from:%A} {terms.in_force_from.day} {terms.in_force_from:%B %Y}"


def _page(terms: Terms) -> Iterator[str]:
    also = f" ({terms.short_name})" if terms.short_name != terms.name else ""
    yield from _wrapped(f"{terms.name}{also}")
    yield from _wrapped(
        f"From {terms.source}, version {terms.version}, in force from {_day(terms)}. "
        f"{_STANDINGS[terms.standing].capitalize()}; days are counted for {_NATIONS[terms.nation]}."
    )
    if terms.dated_by:
        yield from _wrapped(terms.dated_by)
    if not (terms.decisions_binding and terms.decisions_binding.value):
        yield from _wrapped("Votes are indicative only: nothing in these terms says that a vote decides.")
    for heading, entries in stated(terms).items():
        yield ""
        yield heading
        for entry in entries:
            yield from _entry(entry)
    yield ""
    yield "What the document does not say"
    for entry in silent(terms):
        yield from _entry(entry)
    if unwritten(terms):
        yield ""
        yield from _wrapped(f"Not in this file at all: {'; '.join(unwritten(terms))}.", "  ")
    yield ""
    yield from _wrapped("A suggested value counts only once the partnership has adopted it.")


def _entry(entry: Entry) -> Iterator[str]:
    if entry.value and entry.value != entry.words:
        yield from _wrapped(f"{entry.title}: {entry.value}", "  ")
    elif entry.value:
        yield from _wrapped(entry.title, "  ")
    else:
        suggested = f"suggested: {entry.suggested}" if entry.suggested else "nothing suggested"
        yield from _wrapped(f"{entry.title}: not stated; {suggested}", "  ")
    if entry.words:
        yield from _wrapped(f"{entry.clause} “{entry.words}”", "      ")
    if entry.origin:
        yield from _wrapped(entry.origin, "      ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _object(terms: Terms) -> dict[str, Any]:
    return {
        "slug": terms.slug,
        "name": terms.name,
        "short_name": terms.short_name,
        "version": terms.version,
        "in_force_from": terms.in_force_from.isoformat(),
        "dated_by": terms.dated_by,
        "source": terms.source,
        "nation": terms.nation,
        "time_zone": terms.time_zone,
        "standing": terms.standing,
        "sectors": dict(terms.sectors),
        "groups": dict(terms.groups),
        "rules": [asdict(entry) for entries in stated(terms).values() for entry in entries],
        "not_stated": [asdict(entry) for entry in silent(terms)],
        "not_in_the_file": list(unwritten(terms)),
    }


def _checked_object(name: str, terms: Terms | None, error: TermsFileError | None) -> dict[str, Any]:
    mistakes = [asdict(mistake) for mistake in error.mistakes] if error else []
    return {
        "file": name,
        "slug": terms.slug if terms else None,
        "ok": terms is not None,
        "mistakes": mistakes,
    }

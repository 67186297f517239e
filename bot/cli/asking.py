"""What the arithmetic commands share.

Reading what was asked, refusing it in a sentence, printing the answer.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec
from zoneinfo import ZoneInfo

import typer

from bot.rules.notation import NotationError
from bot.rules.reading import TermsFileError, parse_terms
from bot.rules.samples import sample_slugs, sample_terms
from bot.rules.terms import Clause, Terms
from bot.rules.values import Basis
from bot.rules.wording import listed

Json = Mapping[str, object]
P = ParamSpec("P")
_IN_JSON: ContextVar[bool] = ContextVar("in_json", default=False)


def refusing_in_json(command: Callable[P, None]) -> Callable[P, None]:
    """A command whose refusals, too, are one JSON object on stdout when it was asked for --json."""

    @wraps(command)
    def answered(*args: P.args, **kwargs: P.kwargs) -> None:
        before = _IN_JSON.set(bool(kwargs.get("as_json")))
        try:
            command(*args, **kwargs)
        finally:
            _IN_JSON.reset(before)

    return answered


def refuse(*sentences: str, exit_code: int = 2, **details: object) -> NoReturn:
    """Say on stderr why this cannot be answered, with --json as an object on stdout too, and stop."""
    for sentence in sentences:
        typer.echo(sentence, err=True)
    if _IN_JSON.get():
        typer.echo(json.dumps({"error": " ".join(sentences), **details}, ensure_ascii=False, indent=2))
    raise typer.Exit(exit_code)


def one_of(terms: str | None, rule: str | None) -> None:
    """Refuse a question that names no rules, or two sets of them."""
    if (terms is None) == (rule is None):
        refuse(
            "Give either --terms, a file or the name of terms that are shipped, or --rule, one rule in words."
        )


def terms_text(named: str) -> str:
    """The text of a terms file, or of shipped terms by their short name; refused in a sentence when there is none."""
    path = Path(named)
    if named in sample_slugs() and not path.exists():
        return sample_terms(named)
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        refuse(
            f"There is no file “{named}”, and no terms of that name are shipped: {listed(sample_slugs())}."
        )
    except UnicodeDecodeError:
        refuse(
            f"{named} is not plain text in UTF-8; save it as plain text, not as a word processor's document."
        )
    except (OSError, ValueError) as error:
        refuse(f"{named} cannot be read: {getattr(error, 'strerror', None) or error}.")


def load_terms(named: str) -> Terms:
    """The terms of a file, or of a shipped partnership by its short name.

    A file's mistakes are all told, with exit code 1.
    """
    text = terms_text(named)
    try:
        return parse_terms(text, name=named)
    except TermsFileError as error:
        refuse(str(error), exit_code=1, file=named, mistakes=[asdict(each) for each in error.mistakes])


def refuse_notation(error: NotationError) -> NoReturn:
    """Say what is wrong with a rule, pointing at the word."""
    refuse(str(error), rule=error.text, column=error.column, found=error.found, allowed=list(error.allowed))


def day_or_instant(text: str | None, flag: str, zone: ZoneInfo) -> tuple[date, datetime | None] | None:
    """The local day a flag gives, and the instant (UTC) where it gives an hour.

    Refused when it is neither.
    """
    if text is None:
        return None
    try:
        if len(text) <= 10:
            return date.fromisoformat(text), None
        given = datetime.fromisoformat(text)
    except ValueError:
        refuse(
            f"{flag} has to be a day such as 2027-03-30, or with an hour 2027-03-30T14:00; “{text}” is neither."
        )
    local = given if given.tzinfo else given.replace(tzinfo=zone)
    try:
        return local.astimezone(zone).date(), local.astimezone(UTC)
    except OverflowError:
        refuse(f"{flag} {text} lies outside the years of this calendar.")


def counts_by_name(pairs: Sequence[str], flag: str) -> dict[str, int]:
    """The counts of a flag given as name=number, several to a word or repeated; refused when one is not."""
    found: dict[str, int] = {}
    for pair in (piece for text in pairs for piece in text.replace(",", " ").split()):
        name, equals, number = pair.partition("=")
        if not equals or not name or not number.removeprefix("-").isdecimal():
            refuse(f"{flag} takes a name and a number, such as fe=1; “{pair}” is not that.")
        if name in found:
            refuse(f"{flag} names {name} twice.")
        found[name] = int(number)
    return found


def source(basis: Basis | None) -> str:
    """Where a value comes from, as the answers say it; "given" for a rule from the command line."""
    return "given" if basis is None else basis.value


def number_of(clause: Clause) -> str | None:
    """The clause's number, None where there is none."""
    return clause.number or None


def show(answer: Json, lines: Sequence[str], as_json: bool) -> None:
    """Print one JSON object, or sentences."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))

"""A register read from its file, and told line by line: who is who on a day, and what is lacking."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import typer

from bot.register_files import RegisterFileError, read_register
from bot.rules.gaps import Gap
from bot.rules.register import Organisation, Register, Role
from bot.rules.terms import Terms
from bot.rules.wording import counted, day_words, listed


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

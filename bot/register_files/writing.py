"""A register back into a spreadsheet: the same columns that are read, with every cell safe to open."""

import csv
import io
from datetime import date
from pathlib import Path

from bot.register_files.cells import FORMULAS
from bot.register_files.columns import COLUMNS, heading_of
from bot.rules.register import Appointment, Organisation, Person, Register, Role


def register_as_csv(register: Register) -> str:
    """The register as CSV, which reads back into the same register but for its slugs."""
    rows = [
        *(_organisation(each) for each in register.organisations),
        *(_appointment(each, register) for each in register.appointments),
        *(_role(each, register) for each in register.roles),
    ]
    named = {row["person"] for row in rows if "person" in row}
    rows += [_person(each) | {"capacity": "none"} for each in register.people if each.name not in named]
    _describe_once(rows, register)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writerow({column: heading_of(column) for column in COLUMNS})
    writer.writerows({column: inert(value) for column, value in row.items()} for row in rows)
    return out.getvalue()


def write_register_csv(register: Register, path: Path) -> None:
    """Write the register as CSV, with the mark by which spreadsheets know UTF-8."""
    path.write_text(register_as_csv(register), encoding="utf-8-sig", newline="")


def inert(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: an apostrophe before = + - @ and what might hide them."""
    return f"'{text}" if text.lstrip().startswith(tuple(FORMULAS)) or text[:1] in ("\t", "\r", "\n") else text


def _organisation(each: Organisation) -> dict[str, str]:
    return {
        "organisation": each.name,
        "type": each.type,
        "sector": each.sector or "",
        "area": each.area,
        "voting": "yes" if each.voting else "no",
        "standing": each.standing,
        "aliases": " | ".join(each.aliases),
        "joined_on": _day(each.joined_on),
        "left_on": _day(each.left_on),
    }


def _person(each: Person) -> dict[str, str]:
    return {
        "person": each.name,
        "email": each.email or "",
        "slack_user": each.slack_user or "",
        "slack_team": each.slack_team or "",
        "title": each.title,
        "pastoral": "yes" if each.pastoral else "",
    }


def _appointment(each: Appointment, register: Register) -> dict[str, str]:
    return {
        "organisation": register.organisation(each.organisation).name,
        "person": register.person(each.person).name,
        "group": each.group,
        "capacity": each.capacity.value,
        "from_on": _day(each.from_on),
        "to_on": _day(each.to_on),
    }


def _role(each: Role, register: Register) -> dict[str, str]:
    return {
        "organisation": register.organisation(each.organisation).name if each.organisation else "",
        "person": register.person(each.person).name if each.person else "",
        "group": each.group,
        "role": each.role,
        "from_on": _day(each.from_on),
        "to_on": _day(each.to_on),
        "review_on": _day(each.review_on),
    }


def _describe_once(rows: list[dict[str, str]], register: Register) -> None:
    """Give each person's details on the first row that names them."""
    told: set[str] = set()
    people = {each.name: each for each in register.people}
    for row in rows:
        name = row.get("person", "")
        if name and name not in told:
            told.add(name)
            row.update(_person(people[name]))


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""

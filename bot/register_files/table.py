"""A register as one flat table: a row for each appointment, saved from a spreadsheet as CSV."""

import csv
import io
from collections.abc import Mapping

from bot.register_files.building import Entries
from bot.register_files.cells import Cell, Row, meant, tidy
from bot.register_files.columns import (
    COLUMNS,
    IGNORED,
    ORGANISATION,
    PERSON,
    column_called,
    heading_of,
    known_headings,
)
from bot.register_files.mistakes import Mistake, whole_file

MOST_ROWS = 5_000
MOST_COLUMNS = 100
LONGEST_FIELD = 20_000  # far above any real cell, far below what would trouble a machine
DELIMITERS = (",", ";", "\t")
NO_CAPACITY = ("none", "-", "no capacity")


def entries_of_csv(text: str) -> Entries:
    """The entries of a CSV file. Mistakes stand in them; RegisterFileError when it is not a table at all."""
    records = _records(text)
    entries = Entries()
    headings = _columns(records[0], entries)
    rows = _rows(records, headings, entries)
    _gather(rows, entries)
    return entries


def _records(text: str) -> list[list[str]]:
    lines = text.split("\n", 1)
    if lines[0].strip().lower().startswith("sep=") and len(lines) == 2:
        text = lines[1]  # a line by which spreadsheets tell each other the separator; not shown as a row
    if not text.strip():
        raise whole_file(
            "The file is empty. Start from the template: one row for each person an organisation names."
        )
    csv.field_size_limit(LONGEST_FIELD)
    header = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda each: _recognised(header, each))
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            records.append(record)
            if len(records) > MOST_ROWS + 1:
                raise whole_file(
                    f"The file has more than {MOST_ROWS:,} rows.", allowed=f"up to {MOST_ROWS:,} rows"
                )
    except csv.Error as wrong:
        raise whole_file(
            f"Row {len(records) + 1} cannot be read ({wrong}): look for a stray quotation mark.",
        ) from None
    while records and not any(cell.strip() for cell in records[-1]):
        records.pop()
    if any(len(record) > MOST_COLUMNS for record in records):
        raise whole_file(
            f"The file has more than {MOST_COLUMNS} columns.", allowed=f"up to {MOST_COLUMNS} columns"
        )
    return records


def _recognised(header: str, delimiter: str) -> int:
    try:
        cells = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return 0
    return sum(1 for each in cells if column_called(each)) * 2 + (len(cells) > 1)


def _columns(header: list[str], entries: Entries) -> Mapping[int, str]:
    """Which column of ours stands where; unknown and repeated headings are mistakes."""
    found: dict[int, str] = {}
    for at, heading in enumerate(tidy(each) for each in header):
        column = column_called(heading)
        if not heading or heading.casefold() in IGNORED:
            continue
        if column is None:
            suggestion = meant(heading, known_headings())
            message = f'there is no column "{heading}"{suggestion}. Rename it, or delete it.'
            allowed = "" if suggestion else ", ".join((*map(heading_of, COLUMNS), "notes"))
            entries.mistakes.append(Mistake(1, "row 1", heading, heading, allowed, message))
        elif column in found.values():
            message = f'"{heading}" is a second column for {heading_of(column)}: keep one of them.'
            entries.mistakes.append(Mistake(1, "row 1", heading, heading, "", message))
        else:
            found[at] = column
    if "organisation" not in found.values():
        message = "there is no column for the organisation. The first row must hold the headings."
        entries.mistakes.append(Mistake(1, "row 1", "organisation", "", "organisation", message))
    return found


def _rows(records: list[list[str]], headings: Mapping[int, str], entries: Entries) -> list[Row]:
    rows = []
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        place = f"row {number}"
        if any(cell.strip() for cell in record[len(records[0]) :]):
            message = "this row has more cells than there are headings: look for a stray separator."
            entries.mistakes.append(Mistake(number, place, "", "", f"{len(records[0])} cells", message))
        cells = {
            column: Cell(record[at].strip(), number, place, tidy(records[0][at]))
            for at, column in headings.items()
            if at < len(record) and record[at].strip()
        }
        if cells:
            rows.append(Row(number, place, entries.mistakes, cells))
    return rows


def _gather(rows: list[Row], entries: Entries) -> None:
    """Sort each row's cells under its organisation, its person, its appointment and its role."""
    names = _names_by_alias(rows)
    organisations: dict[str, Row] = {}
    people: dict[str, Row] = {}
    for row in rows:
        _under_its_name(row, names)
        if row.has("organisation"):
            _merge(organisations, row.text("organisation"), row, ORGANISATION)
        elif any(row.has(column) for column in ORGANISATION):
            row.wrong("organisation", "this row describes an organisation without naming it.")
        if row.has("person"):
            _merge(people, row.text("person"), row, PERSON)
        elif any(row.has(column) for column in (*PERSON, "capacity")):
            row.wrong("person", "this row describes a person without naming them.")
        _what_it_records(row, entries)
    entries.organisations.extend(organisations.values())
    entries.people.extend(people.values())


def _what_it_records(row: Row, entries: Entries) -> None:
    """A row with a person and a capacity is an appointment, one with a role is a role; it may be both."""
    says_none = row.text("capacity").casefold() in NO_CAPACITY
    names_person = row.has("person")
    is_role = row.has("role")
    is_appointment = names_person and not says_none and (row.has("capacity") or not is_role)
    if is_role:
        entries.roles.append(row)
    if is_appointment and row.has("organisation"):
        entries.appointments.append(row)
    elif is_appointment:
        row.wrong(
            "organisation",
            f"whom does {row.text('person')} speak for? Name the organisation, or give a role.",
        )


def _names_by_alias(rows: list[Row]) -> Mapping[str, str]:
    """The first spelling of each organisation's name, by every name the file gives it.

    An alias that heads rows of its own with details of their own is left alone: those may be two organisations.
    """
    names: dict[str, str] = {}
    described: set[str] = set()
    for row in rows:
        name = row.text("organisation")
        names.setdefault(name.casefold(), name)
        if any(row.has(column) for column in ORGANISATION if column != "organisation"):
            described.add(name.casefold())
    for row in rows:
        for alias in row.texts("aliases") if row.has("organisation") else ():
            if alias.casefold() not in described:
                names[alias.casefold()] = names[row.text("organisation").casefold()]
    return names


def _under_its_name(row: Row, names: Mapping[str, str]) -> None:
    cell = row.cells.get("organisation")
    if cell is not None and row.has("organisation"):
        name = names.get(row.text("organisation").casefold(), row.text("organisation"))
        row.cells = {**row.cells, "organisation": Cell(name, cell.row, cell.place, cell.heading)}


def _merge(found: dict[str, Row], name: str, row: Row, columns: tuple[str, ...]) -> None:
    """Add what this row says of an organisation or a person to what earlier rows said; they must agree."""
    earlier = found.setdefault(name.casefold(), Row(row.row, row.place, row.mistakes))
    merged = dict(earlier.cells)
    for column in columns:
        cell = row.cells.get(column)
        if cell is None:
            continue
        before = merged.setdefault(column, cell)
        if tidy(str(before.value)).casefold() != tidy(str(cell.value)).casefold():
            row.wrong(
                column,
                f'{name} has "{cell.value}" here and "{before.value}" in {before.place}. '
                "Make them agree, or leave this one empty; two of one name need names that tell them apart.",
            )
    earlier.cells = merged

"""A register as TOML: lists of organisations, people, appointments and roles, field by field."""

import tomllib
from collections.abc import Mapping

from bot.register_files.building import Entries
from bot.register_files.cells import Cell, Row, meant
from bot.register_files.mistakes import Mistake, whole_file

ORGANISATION = ("slug", "name", "type", "sector", "area", "voting", "standing", "aliases")
LISTS: Mapping[str, tuple[str, ...]] = {
    "organisations": (*ORGANISATION, "joined_on", "left_on"),
    "people": ("slug", "name", "email", "slack_user", "slack_team", "title", "pastoral"),
    "appointments": ("person", "organisation", "group", "capacity", "from_on", "to_on"),
    "roles": ("role", "person", "organisation", "group", "from_on", "to_on", "review_on"),
}
_NAME_OF = {"organisations": "organisation", "people": "person"}
MOST_ENTRIES = 5_000


def entries_of_toml(text: str) -> Entries:
    """The entries of a TOML file. Mistakes stand in them; RegisterFileError when it is not TOML."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise whole_file(f"This is not TOML: {wrong}.") from None
    except RecursionError:
        raise whole_file("This is not a register: it is nested too deeply.") from None
    if not tree:
        raise whole_file("The file is empty.", allowed="lists such as [[organisations]] and [[people]]")
    entries = Entries()
    for key, value in tree.items():
        if key not in LISTS:
            message = f'there is no list "{key}"{meant(key, LISTS)}.'
            entries.mistakes.append(Mistake(0, "the file", key, key, ", ".join(LISTS), message))
        elif not isinstance(value, list) or len(value) > MOST_ENTRIES:
            message = f"this should be a list of up to {MOST_ENTRIES:,} entries, each begun by [[{key}]]."
            entries.mistakes.append(Mistake(0, "the file", key, "", f"[[{key}]]", message))
        else:
            rows = [_row(key, number, each, entries) for number, each in enumerate(value, start=1)]
            getattr(entries, key).extend(each for each in rows if each)
    return entries


def _row(key: str, number: int, entry: object, entries: Entries) -> Row | None:
    place = f"{key} {number}"
    if not isinstance(entry, dict):
        entries.mistakes.append(Mistake(number, place, "", str(entry), f"[[{key}]]", "this is not an entry."))
        return None
    named = entry.get("name", entry.get("person", entry.get("organisation")))
    if isinstance(named, str):
        place += f' ("{named[:60]}")'
    cells = {}
    for column, value in entry.items():
        if column not in LISTS[key]:
            message = f'there is no key "{column}" here{meant(column, LISTS[key])}.'
            entries.mistakes.append(Mistake(number, place, column, column, ", ".join(LISTS[key]), message))
            continue
        ours = _NAME_OF[key] if column == "name" else column
        cells[ours] = Cell(value, number, place, column)
    return Row(number, place, entries.mistakes, cells)

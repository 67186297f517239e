"""TOML read with patience: the line of every key, and every slip of the pen in one reading, not only the first."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Path = tuple[str, ...]

_PART = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_HEADER = re.compile(rf"^\s*\[(\[)?\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]")
_KEY = re.compile(rf"^\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=(.*)$")
_DATE = re.compile(
    r"=\s*\d{1,4}(?:([-/.])\d{1,2}\1\d{1,4}|(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\s+\d{4})\s*(?:#|$)"
)
_CURLY = re.compile(r"[“”]|=\s*[‘’]")
_MOST_SLIPS = 50  # what has more is not a terms file at all
_WHERE = re.compile(r" \((?:at line (\d+), column \d+|at end of document)\)$")
_PLAIN = (
    ("Invalid date", "There is no such day; a date is written 2027-03-30."),
    ("Cannot declare", "This table is here twice; a rule has one table."),
    ("Cannot mutate immutable", "This table is here twice; a rule has one table."),
    ("Cannot overwrite", "This key is here twice; a rule has one of each."),
    ("Duplicate inline", "This key is here twice; a rule has one of each."),
    (
        "Expected '='",
        'A line says: key = "value". The equals sign is missing, or the line does not belong here.',
    ),
    (
        "Invalid value",
        'What follows the equals sign cannot be read; text stands in quotation marks, "like this".',
    ),
    ("Illegal character", "The quotation marks are opened on this line and not closed."),
    ("Unterminated string", "The quotation marks opened here are never closed."),
    ("Unclosed array", "The square bracket opened here is never closed."),
    (
        "Expected newline",
        'Something follows the value that does not belong there. Text stands in quotation marks, "like this", '
        "with a backslash before each that is inside it.",
    ),
    ("Expected ']", "The name of a table stands in square brackets: [quorum]."),
    ("Unescaped '\\'", r"A backslash is written twice inside quotation marks: \\."),
)


@dataclass(frozen=True)
class Slip:
    """A line that is not TOML, and why, in plain words."""

    line: int
    found: str
    problem: str
    key: Path = ()


@dataclass(frozen=True)
class Loaded:
    """What could be read of a file: its data, where each key stands, the lines that could not be read.

    `damaged` holds the keys on those lines, so that a reader does not also complain that they are missing.
    """

    data: Mapping[str, object]
    lines: Mapping[Path, int]
    slips: tuple[Slip, ...]
    damaged: frozenset[Path]

    def line_of(self, path: Path) -> int:
        """The line of a key, or of the nearest table around it; 1 for the file as a whole."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load(text: str) -> Loaded:
    """Read TOML; a line that cannot be read is noted and left out, and the rest is read all the same."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    slips: dict[int, Slip] = {}
    damaged: set[Path] = set()
    where = dict(_keys(lines))
    while True:
        try:
            return Loaded(
                tomllib.loads("\n".join(lines)),
                where,
                tuple(slips[n] for n in sorted(slips)),
                frozenset(damaged),
            )
        except (ValueError, RecursionError) as error:
            number, problem = _explained(error, lines)
            found = lines[number - 1].strip()
            path = _path_at(lines, number)
            first = where.get(path, number)
            if "here twice" in problem and first < number:
                problem = f"{problem} The first is on line {first}."
            if len(slips) + 1 >= _MOST_SLIPS:
                problem = f"{problem} The lines after this one were not read."
            slips.setdefault(number, Slip(number, found, problem, path))
            damaged |= {path for path, line in where.items() if line == number}
            before = list(lines)
            _strike(lines, number, whole=not found or found.startswith("[") or "never closed" in problem)
            if lines == before or len(slips) >= _MOST_SLIPS:  # what stands before is all there is
                del lines[number - 1 :]


def _explained(error: ValueError | RecursionError, lines: list[str]) -> tuple[int, str]:
    if not isinstance(error, tomllib.TOMLDecodeError):  # the two things tomllib itself trips over
        crowd = max(lines, key=lambda line: line.count("[") + line.count("{") + sum(map(str.isdigit, line)))
        return lines.index(crowd) + 1, "This is too long a number, or too many brackets in one another."
    message = str(error)
    place = _WHERE.search(message)
    plain = next(
        (words for start, words in _PLAIN if message.startswith(start)), _WHERE.sub("", message) + "."
    )
    if place is None or place.group(1) is None:
        number = _left_open(lines)
    else:
        number = min(int(place.group(1)), len(lines))
        while (
            number > 1 and not lines[number - 1].strip()
        ):  # the slip was seen only on an empty line after it
            number -= 1
    if plain != _PLAIN[0][1] and _DATE.search(lines[number - 1]):
        plain = "A date is written year, month, day, without quotation marks: 2027-03-30."
    if _CURLY.search(lines[number - 1]):
        plain = 'These are curly quotation marks; TOML wants straight ones: "like this".'
    return number, plain


def _path_at(lines: list[str], number: int) -> Path:
    """The table or key that a line writes, whether or not it can be read."""
    header, key = _HEADER.match(lines[number - 1]), _KEY.match(lines[number - 1])
    if header or not key:
        return _parts(header.group(2)) if header else ()
    above = (_HEADER.match(line) for line in reversed(lines[: number - 1]))
    table = next((found.group(2) for found in above if found), "")
    return (*_parts(table), *_parts(key.group(1)))


def _left_open(lines: list[str]) -> int:
    """The line whose string or list runs on to the end of the document."""
    opened, state = 0, ("", 0)
    for number, line in enumerate(lines, start=1):
        if state == ("", 0):
            opened = number if line.strip() else opened
            key = _KEY.match(line)
            state = _after(key.group(2), state) if key else state
        else:
            state = _after(line, state)
    return max(opened, 1)


def _strike(lines: list[str], number: int, *, whole: bool) -> None:
    """Blank a line; with `whole`, everything up to the next table, since it would land in the wrong one."""
    lines[number - 1] = ""
    if whole:
        for index in range(number, len(lines)):
            if _HEADER.match(lines[index]):
                break
            lines[index] = ""


def _keys(lines: list[str]) -> Iterator[tuple[Path, int]]:
    """The path of every table and key with its line; of a key written twice, the first counts."""
    seen: set[Path] = set()
    table: Path = ()
    counts: dict[Path, int] = {}
    state = ("", 0)
    for number, line in enumerate(lines, start=1):
        if state != ("", 0):
            state = _after(line, state)
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _parts(header.group(2))
            if header.group(1):
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            path = table
        elif key:
            path = (*table, *_parts(key.group(1)))
            state = _after(key.group(2), state)
        else:
            continue
        for end in range(1, len(path) + 1):  # [voting.unit] begins the table voting as well
            if path[:end] not in seen:
                seen.add(path[:end])
                yield path[:end], number


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _after(text: str, state: tuple[str, int]) -> tuple[str, int]:
    """Which multi-line quotation mark and how many brackets are still open after a line."""
    quote, depth = state
    index = 0
    while index < len(text):
        if quote:
            end = text.find(quote, index)
            if end < 0:
                break
            index, quote = end + len(quote), ""
            continue
        mark = text[index]
        if mark == "#":
            break
        if mark in "\"'":
            if text.startswith(mark * 3, index):
                quote, index = mark * 3, index + 3
                continue
            end = text.find(mark, index + 1)
            while mark == '"' and end > 0 and text[end - 1] == "\\":
                end = text.find(mark, end + 1)
            if end < 0:
                break
            index = end
        depth += {"[": 1, "]": -1}.get(mark, 0)
        index += 1
    return quote if len(quote) == 3 else "", max(depth, 0)

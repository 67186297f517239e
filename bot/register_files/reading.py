"""From a file to a register: its size, encoding and kind are looked at before a word of it is believed."""

from pathlib import Path

from bot.register_files.building import build
from bot.register_files.mistakes import whole_file
from bot.register_files.table import entries_of_csv
from bot.register_files.tree import entries_of_toml
from bot.rules.register import Register

MOST_BYTES = 2_000_000
KINDS = ".csv or .toml"
SAVE_AS = 'In the spreadsheet choose Save As and "CSV UTF-8 (Comma delimited)".'


def read_register(path: Path) -> Register:
    """The register in a file named .csv or .toml. RegisterFileError lists all that is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise whole_file(
                f"The file has {path.stat().st_size:,} bytes; a register is far smaller.",
                allowed="up to 2 MB",
            )
        content = path.read_bytes()
    except OSError as wrong:
        raise whole_file(f'"{path.name}" cannot be opened: {wrong.strerror or wrong}.') from None
    return parse_register(content, kind=path.suffix)


def parse_register(content: bytes, *, kind: str) -> Register:
    """The register in these bytes, as uploaded; `kind` is ".csv" or ".toml"."""
    if len(content) > MOST_BYTES:
        raise whole_file(
            f"The file has {len(content):,} bytes; a register is far smaller.", allowed="up to 2 MB"
        )
    readers = {".csv": entries_of_csv, ".toml": entries_of_toml}
    reader = readers.get(kind.lower())
    if content[:4] == b"PK\x03\x04":
        raise whole_file(
            f"This is a workbook, not a CSV file. {SAVE_AS}",
            allowed=KINDS,
        )
    if reader is None:
        raise whole_file(
            f'A register is a CSV or a TOML file; this one ends in "{kind}".', found=kind, allowed=KINDS
        )
    return build(reader(_text(content)))


def _text(content: bytes) -> str:
    """The text of the bytes, which must be UTF-8, with or without the mark spreadsheets put before it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise whole_file(
            'This file is saved as "Unicode text" (UTF-16). Save it again as CSV UTF-8.', allowed="UTF-8"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        row = content[: wrong.start].count(b"\n") + 1
        raise whole_file(
            f"Row {row} holds a letter that is not UTF-8, perhaps an accent or a £. " + SAVE_AS,
            allowed="UTF-8",
        ) from None
    if "\0" in text:
        raise whole_file("This is not a text file.", allowed=KINDS)
    return text.replace("\r\n", "\n").replace("\r", "\n")

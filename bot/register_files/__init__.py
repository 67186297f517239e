"""Registers as files: a spreadsheet saved as CSV, or TOML, read into records and written back."""

from bot.register_files.mistakes import Mistake, RegisterFileError
from bot.register_files.reading import parse_register, read_register
from bot.register_files.samples import sample_register, sample_register_slugs, sample_register_text
from bot.register_files.writing import register_as_csv, write_register_csv

__all__ = [
    "Mistake",
    "RegisterFileError",
    "parse_register",
    "read_register",
    "register_as_csv",
    "sample_register",
    "sample_register_slugs",
    "sample_register_text",
    "write_register_csv",
]

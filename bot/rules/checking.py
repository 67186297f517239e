"""The mistakes of a terms file, and the small questions that find them."""

import difflib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.rules.toml_lines import Loaded, Path
from bot.rules.value_forms import UNQUOTED, Known, shown


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with a terms file: where, what was found there, what is allowed, and a sentence."""

    line: int
    key: str
    found: str
    allowed: str
    message: str

    def __str__(self) -> str:
        return (
            f"line {self.line}, {self.key}: {self.message}"
            if self.key
            else f"line {self.line}: {self.message}"
        )


class TermsFileError(ValueError):
    """A terms file that cannot be used, with every mistake in the order of its lines."""

    def __init__(self, mistakes: Iterable[Mistake], name: str) -> None:
        self.mistakes = tuple(
            sorted(dict.fromkeys(mistakes), key=lambda mistake: (mistake.line, mistake.key))
        )
        self.name = name
        count = "1 mistake" if len(self.mistakes) == 1 else f"{len(self.mistakes)} mistakes"
        super().__init__("\n".join([f"{name} has {count}:", *map(str, self.mistakes)]))


class Checker:
    """Asks a file that was loaded for its tables and keys, and collects what is wrong with them."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.known = Known()
        self.mistakes = [
            Mistake(
                slip.line, ".".join(self._key_on(slip.line) or slip.key), slip.found, "TOML", slip.problem
            )
            for slip in loaded.slips
        ]

    def table(self, path: Path, *, required: bool = False) -> Mapping[str, Any] | None:
        """A table of the file, or a mistake."""
        held: Any = self.loaded.data
        for part in path:
            held = held.get(part) if isinstance(held, Mapping) else None
        if held is None:
            if required and not self.loaded.slips:
                self.missing(path, f"a table [{'.'.join(path)}]")
            return None
        if not isinstance(held, Mapping):
            if len(path) == 1:
                self.wrong(path, shown(held), f"a table: [{path[0]}]")
            return None
        return held

    def unknown(
        self, path: Path, table: Mapping[str, Any], allowed: Collection[str], *, once: bool = True
    ) -> None:
        """A mistake for each key that means nothing here, with the nearest that does."""
        for key in table if once else ():
            if key in allowed:
                continue
            near = difflib.get_close_matches(key, allowed, n=1, cutoff=0.6)
            hint = f"Did you mean {near[0]}?" if near else ""
            self.wrong((*path, key), key, either(sorted(allowed)), hint, "There is no such key")

    def text(self, path: Path, value: object) -> str | None:
        """A text of the file, or a mistake."""
        if isinstance(value, str) and value.strip():
            if any(unicodedata.category(mark) == "Cc" and mark not in "\n\t" for mark in value):
                self.wrong(path, "a control character", "text as people read it")
            return value.strip()
        hint = f'Write {path[-1]} = "{value}".' if isinstance(value, int | float | date) else ""
        self.wrong(path, shown(value), "text in quotation marks", hint)
        return None

    def date(self, path: Path, value: object) -> date | None:
        """A date of the file, or a mistake."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.wrong(path, shown(value), "a date without quotation marks, such as 2027-03-30")
        return None

    def one_of(self, path: Path, value: str | None, choices: Collection[str]) -> bool:
        """One of these words, or a mistake."""
        if value in choices:
            return True
        if value is not None:
            near = difflib.get_close_matches(value, choices, n=1, cutoff=0.6)
            self.wrong(path, value, either(choices), f"Did you mean {near[0]}?" if near else "")
        return False

    def missing(self, path: Path, allowed: str) -> None:
        """A mistake for a key that has to be there."""
        if not any(path[:end] in self.loaded.damaged for end in range(1, len(path) + 1)):
            self.say(path, "nothing", allowed, f"Nothing is written for {path[-1]}; it takes {allowed}.")

    def wrong(self, path: Path, found: str, allowed: str, hint: str = "", lead: str = "Found") -> None:
        """A mistake for a value that cannot stand."""
        text = (
            f"{lead} {found if found in UNQUOTED else chr(34) + found + chr(34)}; allowed: {allowed}. {hint}"
            if lead == "Found"
            else f"{lead}; here may stand {allowed}. {hint}"
        )
        self.say(path, found, allowed, text.strip())

    def say(self, path: Path, found: str, allowed: str, message: str) -> None:
        """Note a mistake; reading goes on, so that all are told at once."""
        key = ".".join(path)
        self.mistakes.append(Mistake(self.loaded.line_of(path), key, found, allowed, message))

    def _key_on(self, line: int) -> Path:
        return next((path for path, number in self.loaded.lines.items() if number == line), ())


def either(words: Collection[str]) -> str:
    """A choice as a sentence has it: "sent or reached"."""
    listed = list(words)
    return (
        listed[0]
        if len(listed) == 1
        else ", ".join(listed[:-1]) + f" or {listed[-1]}"
        if listed
        else "nothing"
    )

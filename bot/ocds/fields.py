"""One field of a release at a time: what stands there, or a finding that says what could not be understood."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import ftfy

from bot.ocds.moments import Moment, Unreadable, moment

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_ID = 300, 20_000, 300, 200  # characters kept
LOOKED_AT = 8  # times as many: markup and blanks are taken out of them first
LEAST_VALUE, MOST_VALUE = Decimal(1), Decimal(10) ** 12  # below the first stands a placeholder, such as 0.01
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NO_ADDRESS = re.compile(rf"""[\s<>|"]|{_CONTROLS.pattern}""")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


@dataclass(frozen=True)
class Finding:
    """Something in a release that could not be understood, and what was done about it."""

    release: str  # its id, or its place in the package: "release 3"
    field: str  # "tender.tenderPeriod.endDate"
    words: str


@dataclass
class Fields:
    """The fields of one release, by their dotted names, and what was found wrong in them."""

    release: str
    content: Mapping[str, Any]
    findings: list[Finding] = field(default_factory=list)

    def note(self, name: str, words: str) -> None:
        """Remember what is wrong with a field."""
        self.findings.append(Finding(self.release, name, words))

    def get(self, name: str) -> Any:
        """What stands in a field; None where it, or what it would be in, is missing, null or no object."""
        found: Any = self.content
        for each in name.split("."):
            if not isinstance(found, Mapping):
                return None
            found = found.get(each)
        return found

    def words(self, name: str, most: int) -> str:
        """A field's text on one or several lines: mended where it was wrongly decoded, without markup or control characters."""
        found = self.get(name)
        if found is None:
            return ""
        if not isinstance(found, str):
            self.note(name, f"is {_kind(found)} and no text: left out")
            return ""
        text = tidy(found[: most * LOOKED_AT])
        if len(text) <= most and len(found) <= most * LOOKED_AT:
            return text
        self.note(name, f"is {max(len(text), len(found)):,} characters long: cut at {most:,}")
        return text[: most - 1].rstrip() + "…"

    def instant(self, name: str, *, ends: bool = False) -> Moment | None:
        """A field's date and time; None where there is none, or none that can be understood."""
        found = self.get(name)
        if found in (None, ""):
            return None
        try:
            return moment(found, ends=ends)
        except Unreadable as wrong:
            self.note(name, f"is {wrong}: left out")
            return None

    def amount(self, name: str) -> tuple[Decimal, str] | None:
        """A value with its currency; None for a placeholder, and for what is no amount of money."""
        found = self.get(name)
        if found is None:
            return None
        amount, currency = self.get(f"{name}.amount"), self.get(f"{name}.currency")
        if amount is None:
            amount = self.get(f"{name}.amountGross")
            if amount is None:
                return None
            self.note(f"{name}.amount", "is missing: the amount with VAT stands in for it")
        if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
            self.note(f"{name}.amount", f"is {_kind(amount)} and no amount: left out")
            return None
        if not LEAST_VALUE <= amount < MOST_VALUE:
            size = "a placeholder" if 0 <= amount < LEAST_VALUE else "no amount anybody would spend"
            self.note(f"{name}.amount", f"is {size}: left out")
            return None
        if not isinstance(currency, str) or not re.fullmatch("[A-Z]{3}", currency):
            self.note(f"{name}.currency", "is missing: read as GBP")
            currency = "GBP"
        return Decimal(amount), currency

    def every(self, name: str) -> Sequence[Mapping[str, Any]]:
        """The objects of a list; those that are none are noted and left out."""
        found = self.get(name)
        if found is None:
            return ()
        if not isinstance(found, list):
            self.note(name, f"is {_kind(found)} and no list: left out")
            return ()
        objects = [each for each in found if isinstance(each, Mapping)]
        if len(objects) < len(found):
            self.note(name, f"has {len(found) - len(objects)} entries that are none: left out")
        return objects

    def flag(self, name: str) -> bool | None:
        """Yes, no, or nothing said."""
        found = self.get(name)
        if found is None or isinstance(found, bool):
            return found
        self.note(name, f"is {_kind(found)} and neither yes nor no: left out")
        return None


def tidy(text: str) -> str:
    """Text as it was meant: mended where it was decoded wrongly, without tags and what cannot be seen, blank lines at most one."""
    mended = _CONTROLS.sub("", _TAG.sub(" ", _mended(text)))
    lines = [" ".join(line.split()) for line in mended.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """A name or a title: tidy, and on one line."""
    return " ".join(tidy(text).split())


def identifier(found: object) -> str:
    """An identifier as it is given, but for what cannot be seen, kept or shown; empty where it is no text."""
    return (
        " ".join(_CONTROLS.sub("", found[: LONGEST_ID * LOOKED_AT]).split()) if isinstance(found, str) else ""
    )


def _mended(text: str) -> str:
    # Where every character is plain, and nothing could be an entity or a terminal's escape, there is nothing to mend.
    plain = text.isascii() and "&" not in text and "\x1b" not in text
    return text if plain else ftfy.fix_text(text, unescape_html=True)


def web_address(found: object) -> str:
    """An address people can be sent to, https or http with a host; empty for anything else."""
    if not isinstance(found, str) or len(found) > 2000 or _NO_ADDRESS.search(found.strip()):
        return ""
    try:
        parts = urlsplit(found.strip())
        host = parts.hostname
    except ValueError:
        return ""
    return found.strip() if parts.scheme in ("https", "http") and host and not parts.username else ""


def _kind(found: object) -> str:
    names = {
        bool: "a yes or no",
        int: "a number",
        Decimal: "a number",
        str: "text",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(found), "nothing")

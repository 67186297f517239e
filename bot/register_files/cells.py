"""From what stands in a cell to a value: dates, yes and no, names from a list. Nothing is executed."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches

from bot.register_files.mistakes import Mistake
from bot.rules.register import WORKSPACE_ID, Capacity

LONGEST_CELL = 500
FORMULAS = "=+-@＝＋－＠"  # what a formula begins with; some spreadsheets take the wide ones of East Asian keyboards for it as well
DATE_HELP = "2027-04-01 or 01/04/2027 (the day first)"
YES = {"yes", "y", "true", "1", "x", "vote", "votes", "voting"}
NO = {"no", "n", "false", "0", "none", "no vote", "non-voting"}
CAPACITIES: Mapping[str, Capacity] = {
    **dict.fromkeys(
        ("representative", "rep", "named representative", "main representative", "delegate", "member"),
        Capacity.REPRESENTATIVE,
    ),
    **dict.fromkeys(
        ("substitute", "named substitute", "deputy", "named deputy", "alternate", "sub", "stand-in"),
        Capacity.SUBSTITUTE,
    ),
}


@dataclass(frozen=True)
class Cell:
    """What stands in one cell and where it stands."""

    value: object
    row: int
    place: str
    heading: str  # the column as the file itself calls it


@dataclass
class Row:
    """The cells of one entry by column, and the list that its mistakes are written into."""

    row: int
    place: str
    mistakes: list[Mistake]
    cells: Mapping[str, Cell] = field(default_factory=dict)

    def has(self, column: str) -> bool:
        """Whether anything stands in the column."""
        cell = self.cells.get(column)
        return cell is not None and cell.value not in (None, "", [])

    def wrong(self, column: str, message: str, allowed: str = "") -> None:
        """Record a mistake in a column; the row's others are still read."""
        cell = self.cells.get(column, Cell("", self.row, self.place, column))
        self.mistakes.append(Mistake(cell.row, cell.place, cell.heading, str(cell.value), allowed, message))

    def text(self, column: str) -> str:
        """The cell as one line of text; too long, or with control characters in it, is a mistake."""
        cell = self.cells.get(column)
        if cell is None or cell.value is None:
            return ""
        if isinstance(cell.value, bool | list | dict):
            self.wrong(column, f'"{cell.value}" should be text in quotation marks.')
            return ""
        text = tidy(str(cell.value))
        if len(text) > LONGEST_CELL:
            self.wrong(
                column, f"this cell holds {len(text):,} characters; shorten it.", f"up to {LONGEST_CELL}"
            )
            return text[:LONGEST_CELL]
        if any(unicodedata.category(each) == "Cc" for each in text):
            self.wrong(column, "there is an invisible control character in this cell; type it again.")
        return text

    def texts(self, column: str) -> tuple[str, ...]:
        """Several texts: a list, or one cell with "|" between them."""
        cell = self.cells.get(column)
        if cell is not None and isinstance(cell.value, list):
            if all(isinstance(each, str) for each in cell.value):
                return tuple(tidy(each) for each in cell.value if tidy(each))
            self.wrong(column, "every one of these should be text in quotation marks.")
            return ()
        return tuple(tidy(each) for each in self.text(column).split("|") if tidy(each))

    def day(self, column: str) -> date | None:
        """A day, written 2027-04-01 or 01/04/2027; a month is never put first."""
        cell = self.cells.get(column)
        if cell is None or cell.value in (None, ""):
            return None
        if isinstance(cell.value, date) and not isinstance(cell.value, datetime):
            return cell.value
        try:
            return parse_day(self.text(column))
        except ValueError as wrong:
            self.wrong(column, str(wrong), DATE_HELP)
            return None

    def yes_or_no(self, column: str) -> bool | None:
        """Yes, no, or None when nothing is said."""
        cell = self.cells.get(column)
        if cell is not None and isinstance(cell.value, bool):
            return cell.value
        text = self.text(column).casefold()
        if not text:
            return None
        if text in YES or text in NO:
            return text in YES
        self.wrong(column, f'"{self.text(column)}" is neither yes nor no.', "yes or no")
        return None

    def email(self, column: str) -> str | None:
        """An e-mail address in lower case, or None."""
        text = self.text(column).removeprefix("mailto:")
        if not text:
            return None
        if not re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+", text) or len(text) > 254:
            self.wrong(
                column, f'"{text}" is not an e-mail address.', "one address, such as jo@college.example"
            )
            return None
        return text.lower()

    def slack_user(self, column: str) -> str | None:
        """A Slack member id, or None."""
        text = self.text(column)
        if text and not re.fullmatch(r"[UW][A-Z0-9]{2,30}", text):
            self.wrong(
                column,
                f'"{text}" is not a Slack member ID: open the profile in Slack, More, Copy member ID.',
                "U or W and capital letters and digits, such as U024BE7LH",
            )
            return None
        return text or None

    def slack_team(self, column: str) -> str | None:
        """A Slack workspace id, or None."""
        text = self.text(column)
        if text and not WORKSPACE_ID.fullmatch(text):
            self.wrong(
                column,
                f'"{text}" is not a Slack workspace ID: it stands in the workspace\'s address in a browser.',
                "T or E and capital letters and digits, such as T024BE7LD; empty for the partnership's own",
            )
            return None
        return text or None

    def capacity(self, column: str) -> Capacity | None:
        """Representative or substitute, or None when nothing is said."""
        text = self.text(column)
        if not text:
            return None
        found = CAPACITIES.get(text.casefold())
        if found is None:
            self.wrong(
                column,
                f'"{text}" is not a capacity{meant(text, CAPACITIES)}.',
                "representative or substitute",
            )
        return found

    def word(self, column: str, known: Collection[str], aliases: Mapping[str, str]) -> str:
        """A word of a list, or the partnership's own; one so near the list that it is a slip is a mistake."""
        text = self.text(column)
        plain = text.casefold()
        plain = aliases.get(plain, plain)
        slip = meant(plain, known, nearness=0.8) if plain not in known else ""
        if plain and slip:
            self.wrong(column, f'"{text}" is not known here{slip}.', ", ".join(known))
        return plain


def meant(text: str, known: Collection[str], nearness: float = 0.7) -> str:
    """A suggestion for the end of a sentence, such as '; did you mean "substitute"', or nothing."""
    near = get_close_matches(text.casefold(), list(known), n=1, cutoff=nearness)
    return f'; did you mean "{near[0]}"' if near else ""


def parse_day(text: str) -> date:
    """The day of 2027-04-01 or 01/04/2027 (day, month, year). ValueError says in words what is wrong."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if iso:
        year, month, day = (int(each) for each in iso.groups())
    elif british:
        day, month, year = (int(each) for each in british.groups())
    else:
        raise ValueError(f'"{text}" is not a date that can be read with certainty.')
    if month > 12:
        raise ValueError(f'"{text}" has no such month: dates here are day, month, year.')
    if not 1900 <= year <= 2200:
        raise ValueError(f'"{text}" has an unlikely year.')
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f'"{text}" is a day that does not exist.') from None


def tidy(text: str) -> str:
    """Text on one line, otherwise as typed, without the apostrophe that keeps a spreadsheet off a formula."""
    line = " ".join(text.split())
    return line[1:] if line[:1] == "'" and line[1:2] in tuple(FORMULAS) else line


def slug_of(text: str) -> str:
    """A short name for keys: lower-case letters, digits and hyphens; other scripts by code points."""
    latin = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(each for each in latin if not unicodedata.combining(each))
    plain = (
        kept
        if any(each.isascii() and each.isalnum() for each in kept)
        else "-".join(f"{ord(c):x}" for c in kept)
    )
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "unnamed"

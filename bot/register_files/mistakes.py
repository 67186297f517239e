"""What is wrong with a register file, said so that the person who made the spreadsheet can put it right."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """One mistake: where it stands, what was found, what is allowed, and a sentence that says what to do."""

    row: int  # as the spreadsheet numbers it, or the entry's number in its TOML list; 0 for the file
    place: str  # "row 7", 'organisations 3', "the file"
    column: str
    found: str
    allowed: str
    message: str

    def __str__(self) -> str:
        where = self.place[:1].upper() + self.place[1:] + (f", {self.column}" if self.column else "")
        allowed = f" Allowed: {self.allowed}." if self.allowed else ""
        return f"{where}: {self.message}{allowed}"


class RegisterFileError(ValueError):
    """A register file that cannot be read, with all its mistakes at once, in the order of its rows."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(each) for each in mistakes))


def whole_file(message: str, *, found: str = "", allowed: str = "") -> RegisterFileError:
    """The error of a file that cannot be read at all."""
    return RegisterFileError((Mistake(0, "the file", "", found, allowed, message),))

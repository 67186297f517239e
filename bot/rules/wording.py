"""Numbers, fractions, lists and days as people read them."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

# The first twelve are written out; larger numbers stand as figures.
_NUMBERS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_FRACTIONS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth", 10: "tenth"}


def number_words(count: int) -> str:
    """A whole number as a sentence has it: "five", "13"."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def fraction_words(fraction: Fraction) -> str:
    """An exact fraction in words where English has them: "two thirds", "half", "60%", "3/7"."""
    top, bottom = fraction.numerator, fraction.denominator
    if fraction == Fraction(1, 2):
        return "half"
    if bottom in _FRACTIONS and 0 < top < bottom:
        return f"{number_words(top)} {plural(top, _FRACTIONS[bottom])}"
    if 100 % bottom == 0:
        return f"{top * (100 // bottom)}%"
    return f"{top}/{bottom}"


def plural(count: int, singular: str, many: str = "") -> str:
    """The word for one or for many: plural(2, "vote") is "votes"."""
    return singular if count == 1 else many or singular + "s"


def counted(count: int, singular: str, many: str = "") -> str:
    """A figure with its noun: "1 vote", "13 votes"."""
    return f"{count} {plural(count, singular, many)}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words joined as a sentence joins them: "further education, higher education and local authorities"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def listed_within(words: Sequence[str], most: int) -> str:
    """As many of the words as stand in so many characters, and how many more there are: "Ashford, Deal and 7 more"."""
    for shown in range(len(words), 0, -1):
        left = len(words) - shown
        said = listed([*words[:shown], *([f"{left} more"] if left else [])])
        if len(said) <= most:
            return said
    return str(len(words))


def shortened(text: str, most: int) -> str:
    """The beginning of a text in at most so many characters, up to the end of a word, with "…" where something is left out."""
    if len(text) <= most:
        return text
    start = text[: most - 2]
    ends = max(start.rfind(" "), start.rfind("\n"))
    return f"{start[: ends if ends > most // 2 else None].rstrip()} …"


def day_words(day: date) -> str:
    """A day in full: "Thursday 24 April 2025"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def instant_words(local: datetime) -> str:
    """An instant already in local time: "Thursday 24 April 2025 at 14:00"."""
    return f"{day_words(local.date())} at {local:%H:%M}"


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    text = text.strip()
    return text if not text else text[0].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")

"""A picture of the next months: a line a tender, up to its deadline. Black on white: nothing in it is said by colour."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any

from dateutil.relativedelta import relativedelta
from PIL import Image, ImageDraw, ImageFont

WIDTH, ROW, TOP, LEFT, RIGHT = 1200, 56, 70, 20, 40  # pixels
INK, PALE = 0, 200
_ONE_FOR_ONE = dict(zip("’‘“”–—ŁłØøĐđı", "''\"\"--LlOoDdi", strict=True))
_PLAIN = str.maketrans({**_ONE_FOR_ONE, "ß": "ss", "Æ": "AE", "æ": "ae", "£": "GBP ", "€": "EUR "})
_LACKING = "\uffff"  # a character that no font has


def timeline(first: date, months: int, bars: Sequence[Mapping[str, Any]]) -> bytes:
    """The picture as a PNG: months from left to right, each tender's bar from `first` to its deadline, with the day beside it."""
    last = first + relativedelta(months=months)
    picture = Image.new("L", (WIDTH, TOP + ROW * len(bars) + 30), 255)
    draw = ImageDraw.Draw(picture)
    big, small = ImageFont.load_default(size=20), ImageFont.load_default(size=16)

    def across(day: date) -> int:
        share = (day - first).days / (last - first).days
        return LEFT + round((WIDTH - LEFT - RIGHT) * min(max(share, 0), 1))

    for day in _months(first, last):
        draw.line([(across(day), TOP - 20), (across(day), picture.height - 20)], fill=PALE, width=1)
        name = f"{day:%B %Y}"
        at = min(across(day) + 4, WIDTH - round(draw.textlength(name, font=small)) - 4)
        draw.text((at, TOP - 44), name, font=small, fill=INK)
    draw.text((LEFT, 8), f"{first.day} {first:%B %Y}", font=small, fill=INK)
    for number, bar in enumerate(bars):
        y = TOP + ROW * number
        draw.text((LEFT, y), _cut(draw, f"{bar['reference']} {bar['title']}", big), font=big, fill=INK)
        _bar(draw, bar, across, y + 30, last, small)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _bar(
    draw: ImageDraw.ImageDraw,
    bar: Mapping[str, Any],
    across: Any,
    y: int,
    last: date,
    font: Any,
) -> None:
    if not bar["until"]:
        draw.text((LEFT, y), f"{bar['stage']}, {bar['words']}", font=font, fill=INK)
        return
    until = date.fromisoformat(bar["until"])
    end = across(until)
    draw.line([(LEFT, y + 8), (end, y + 8)], fill=INK, width=4)
    if until <= last:
        draw.line([(end, y), (end, y + 16)], fill=INK, width=4)
    words = f"{bar['stage']}, bids by {until.day} {until:%b}" + ("" if until <= last else f" {until.year}")
    wide = draw.textlength(words, font=font)
    at = end + 8 if end + 8 + wide < WIDTH - 8 else max(LEFT, end - wide - 12)
    draw.rectangle([(at - 4, y - 2), (at + wide + 4, y + 19)], fill=255)
    draw.text((at, y), words, font=font, fill=INK)


def _months(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1) + relativedelta(months=1)
    while day <= last:
        yield day
        day += relativedelta(months=1)


def _cut(draw: ImageDraw.ImageDraw, text: str, font: Any) -> str:
    text = in_plain_letters(text)
    while draw.textlength(text, font=font) > WIDTH - LEFT - RIGHT:
        text = f"{text[: max(1, len(text) * 9 // 10 - 1)]}…"
    return text


def in_plain_letters(text: str) -> str:
    """What the one font that comes with the library can draw of it: no accents, no pictures, and “…” for letters it lacks.

    The message beside the picture has every word in full.
    """
    plain = unicodedata.normalize("NFKD", text).translate(_PLAIN)
    drawn = "".join(_drawn(each) for each in plain if not unicodedata.combining(each))
    return re.sub(r"…(\s*…)+", "…", " ".join(drawn.split()))


@lru_cache(maxsize=1_000)
def _drawn(letter: str) -> str:
    font = ImageFont.load_default(size=16)
    if letter.isprintable() and bytes(font.getmask(letter)) != bytes(font.getmask(_LACKING)):
        return letter
    return "…" if letter.isalnum() else " "

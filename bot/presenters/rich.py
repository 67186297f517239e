"""Sentences as rich text, in which nothing that people typed can be anything but text."""

import html
import re
from collections.abc import Iterator
from datetime import datetime

from bot import ids
from bot.presenters.blocks import Block, Element, isolated, split

MOMENT = "{ago}: {date_long_pretty} at {time}"  # how far off an instant is, and when: Slack counts it for each reader
_MARKED = re.compile(r"\*(?P<bold>[^*\n]+)\*|`(?P<code>[^`\n]+)`")
_COMMAND = re.compile(
    "`("
    + "|".join(
        (
            ids.DECLARE_INTEREST,
            ids.VOTE,
            ids.PARTNERSHIP,
            ids.MEETING,
            ids.AGENDA,
            ids.PAPERS,
            ids.APOLOGIES,
            ids.DECISIONS,
            ids.TENDER,
            ids.ELECTION,
        )
    )
    + ")`"
)
_OWN_MARKS = str.maketrans({"*": "&#42;", "`": "&#96;", "\n": "&#10;", "\r": "&#13;"})


class Typed(str):
    """What somebody typed, or a name: in a template it stays text, whatever characters it has."""

    def __html__(self) -> str:
        """The text with its marks encoded, for the template engine."""
        return html.escape(isolated(str(self)), quote=True).translate(_OWN_MARKS)


def typed_text(text: str) -> list[Block]:
    """What somebody typed, exactly, in as many blocks as Slack needs for it."""
    return [
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [_run(piece)]}]}
        for piece in split(text or "—")
    ]


def sentences(*paragraphs: str) -> list[Block]:
    """Paragraphs of the bot's own answers; commands in backticks are set as code, everything else is as it is written."""
    return [
        {"type": "rich_text", "elements": [_section(_with_commands(piece))]}
        for paragraph in paragraphs
        if paragraph.strip()
        for piece in split(paragraph)
    ]


def led(paragraph: str) -> list[Block]:
    """A paragraph whose first sentence is bold, which is all that many need to read."""
    first, rest = opening(paragraph)
    if not first:
        return []
    runs = [_run(first) | {"style": {"bold": True}}, *([_run(f" {rest}")] if rest else [])]
    return [{"type": "rich_text", "elements": [_section(runs)]}]


def opening(text: str) -> tuple[str, str]:
    """The first sentence of several, and the others."""
    first, stop, rest = text.partition(". ")
    return first + stop.rstrip(), rest


def bold(words: str, beside: str = "") -> Block:
    """A line in bold, such as a name, with something plain beside it."""
    runs = [_run(isolated(words) or "—") | {"style": {"bold": True}}]
    more = [_run(f" · {isolated(beside)}")] if beside else []
    return {"type": "rich_text", "elements": [_section([*runs, *more])]}


def moment(words: str, at: datetime, otherwise: str) -> Block:
    """Words with an instant as Slack shows it to each reader: how far off it is, and when, in their own time zone.

    `otherwise` stands where it cannot be shown so.
    """
    date = {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": MOMENT,
        "fallback": otherwise,
    }
    return {"type": "rich_text", "elements": [_section([_run(words), date, _run(" (your time).")])]}


def preformatted(text: str) -> Block:
    """Lines set in columns."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [_run(text)]}]}


def from_template(rendered: str) -> list[Block]:
    """The rendered words of a template: blank lines between paragraphs, `*bold*`, code in backticks, and `> ` before what
    is quoted."""
    paragraphs = [
        " ".join(part.split("\n")) for part in re.split(r"\n\s*\n", rendered.strip()) if part.strip()
    ]
    return [block for each in paragraphs for block in _paragraph(each.strip())]


def _paragraph(words: str) -> list[Block]:
    if words.startswith("> "):
        return typed_text(_alone(html.unescape(words.removeprefix("> "))))
    runs: list[list[Element]] = [[]]
    room = 3000
    for run in _runs(words):
        for piece in split(run["text"]):
            if len(piece) > room:
                runs.append([])
                room = 3000
            runs[-1].append(run | {"text": piece})
            room -= len(piece)
    return [{"type": "rich_text", "elements": [_section(each)]} for each in runs if each]


def _alone(text: str) -> str:
    """The text without the isolation it needs in a sentence: in a block of its own it has nothing to turn round."""
    inner = text.removeprefix("\u2068").removesuffix("\u2069")
    return inner if text == isolated(inner) else text


def _runs(words: str) -> Iterator[Element]:
    end = 0
    for marked in _MARKED.finditer(words):
        if marked.start() > end:
            yield _run(html.unescape(words[end : marked.start()]))
        style = str(marked.lastgroup)
        yield _run(html.unescape(marked[style])) | {"style": {style: True}}
        end = marked.end()
    if end < len(words):
        yield _run(html.unescape(words[end:]))


def _with_commands(words: str) -> list[Element]:
    runs: list[Element] = []
    for number, part in enumerate(_COMMAND.split(words)):
        if part:
            runs.append(_run(part) | ({"style": {"code": True}} if number % 2 else {}))
    return runs


def _run(text: str) -> Element:
    return {"type": "text", "text": text}


def _section(runs: list[Element]) -> Element:
    return {"type": "rich_text_section", "elements": runs}

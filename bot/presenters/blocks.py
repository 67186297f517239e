"""Block Kit in small typed constructors that keep Slack's limits, so that no screen has to remember them.

What people typed only ever stands in `plain_text` and `rich_text`, where `<!channel>`, `<@U1>`, `*` and links are letters like any
others: it is shown as typed and pings nobody. Limits: docs.slack.dev/reference/block-kit.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
Element = dict[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
SECTION_TEXT, HEADER_TEXT, CONTEXT_ELEMENTS, ACTIONS = 3000, 150, 10, 25
BUTTON_TEXT, BUTTON_VALUE, OPTION_TEXT, OPTION_VALUE = 75, 2000, 75, 150
OPTIONS, TICK_OPTIONS, TYPED_TEXT, LABEL, PLACEHOLDER = 100, 10, 3000, 2000, 150
LONGEST_LINE = (
    600  # of a notification: five times that, fully escaped, is still under the 4,000 Slack recommends
)
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30

_QUOTE = re.compile(r"((?:clause|section)\b[^:“]*): “", re.IGNORECASE)  # as clause_words begins
_ISOLATES, _ISOLATED = (
    "\u2066\u2067\u2068",
    "\u2069",
)  # where an isolation of writing direction begins, and where it ends
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Enclosure:
    """A file that travels with a message. `bot.presenters.enclosing` makes them."""

    key: str  # the same file has the same key wherever it is enclosed: it is uploaded once in a workspace
    name: str  # "strategy-group-2026-04-23.ics"
    title: str
    content: bytes | None = None  # None: kept in the store, as this version of a paper
    paper: str = ""  # the id of the paper …
    version: int = 0  # … and which version of it


@dataclass(frozen=True)
class Message:
    """What is posted: blocks, the line that notifications and screen readers use instead of them, and files."""

    text: str
    blocks: list[Block]
    enclosures: tuple[Enclosure, ...] = ()


def escaped(text: str) -> str:
    """The text as mrkdwn fields need it: the three characters Slack decodes, encoded."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def isolated(text: str) -> str:
    """The text with its writing direction kept to itself, so that marks in a name cannot turn the rest of a sentence round.

    A mark that ends an isolation begun outside the text would end this very one, and is left out.
    """
    if not _BIDI & set(text):
        return text
    kept, depth = [], 0
    for each in text:
        depth += (each in _ISOLATES) - (each == _ISOLATED)
        if depth < 0:
            depth = 0
        else:
            kept.append(each)
    return f"\u2068{''.join(kept)}{_ISOLATED * depth}{_ISOLATED}"


def clipped(text: str, most: int) -> str:
    """The text in at most so many characters, the last of them "…" where something was left out; never empty."""
    text = " ".join(text.split()) or "—"
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def split(text: str, most: int = SECTION_TEXT) -> list[str]:
    """The text in pieces of at most so many characters once escaped, broken at lines or words where it can be.

    Joined again the pieces are the text. Refuses nothing: one long word is cut.
    """
    pieces: list[str] = []
    while len(escaped(text)) > most:
        fits = _longest(text, most)
        cut = max(text.rfind("\n", 0, fits), text.rfind(" ", 0, fits)) + 1
        cut = cut if cut > fits // 2 else fits
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text] if text else pieces


def plain(text: str, most: int = SECTION_TEXT) -> Element:
    """A plain_text object: shown as it is written, in at most so many characters."""
    return {"type": "plain_text", "text": clipped(text, most), "emoji": False}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def small(*lines: str) -> list[Block]:
    """Small grey lines, such as a clause under what it rules; empty ones are left out."""
    texts = [piece for line in lines if line.strip() for piece in split(line)]
    return [
        {
            "type": "context",
            "elements": [
                {"type": "plain_text", "text": each, "emoji": False}
                for each in texts[start : start + CONTEXT_ELEMENTS]
            ],
        }
        for start in range(0, len(texts), CONTEXT_ELEMENTS)
    ]


def button(
    text: str, action: str, value: str = "", *, style: str = "", confirm: Element | None = None
) -> Element:
    """A button that says what it does. Slack refuses a value of more than 2,000 characters."""
    made: Element = {"type": "button", "action_id": action, "text": plain(text, BUTTON_TEXT)}
    if value:
        made["value"] = value
    if style:
        made["style"] = style
    if confirm is not None:
        made["confirm"] = confirm
    return made


def link_button(text: str, action: str, url: str) -> Element:
    """A button that opens an address, which has to have been looked at: what it says is plain text, and so is no link itself."""
    return button(text, action) | {"url": url}


def confirm(title: str, text: str, yes: str, no: str) -> Element:
    """The question asked before a button does what cannot be undone."""
    return {
        "title": plain(title, CONFIRM_TITLE),
        "text": plain(text, CONFIRM_TEXT),
        "confirm": plain(yes, CONFIRM_BUTTON),
        "deny": plain(no, CONFIRM_BUTTON),
    }


def actions(*buttons: Element) -> list[Block]:
    """Buttons in a row, 25 to a block."""
    return [
        {"type": "actions", "elements": list(buttons[start : start + ACTIONS])}
        for start in range(0, len(buttons), ACTIONS)
    ]


def option(text: str, value: str, description: str = "") -> Element:
    """One thing to choose."""
    made: Element = {"text": plain(text, OPTION_TEXT), "value": value}
    if description:
        made["description"] = plain(description, OPTION_TEXT)
    return made


def field(name: str, label: str, element: Element, *, optional: bool = False, hint: str = "") -> Block:
    """One input of a form. Its block and its action carry the same name, which is also what a refusal calls the field."""
    made: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, LABEL),
        "element": element | {"action_id": name},
        "optional": optional,
    }
    if hint:
        made["hint"] = plain(hint, LABEL)
    return made


def typed(initial: str = "", *, multiline: bool = False, placeholder: str = "") -> Element:
    """An input for words: at most 3,000 characters, all that Slack takes."""
    made: Element = {"type": "plain_text_input", "multiline": multiline, "max_length": TYPED_TEXT}
    if initial:
        made["initial_value"] = initial[:TYPED_TEXT]
    if placeholder:
        made["placeholder"] = plain(placeholder, PLACEHOLDER)
    return made


def select(options: Sequence[Element], chosen: str | None = None, placeholder: str = "") -> Element:
    """A menu of which one is chosen."""
    made: Element = {"type": "static_select", **_offered(options)}
    initial = _with_value(options, chosen)
    if initial:
        made["initial_option"] = initial[0]
    if placeholder:
        made["placeholder"] = plain(placeholder, PLACEHOLDER)
    return made


def grouped(groups: Mapping[str, Sequence[Element]]) -> Element:
    """A menu under headings: a hundred options under each, and none where there is nothing to head."""
    parts = [
        {"label": plain(heading, OPTION_TEXT), "options": list(options[start : start + OPTIONS])}
        for heading, options in groups.items()
        for start in range(0, len(options), OPTIONS)
    ]
    return {"type": "static_select", "option_groups": parts}


def menu(heading: str, options: Sequence[Element], chosen: str | None = None) -> Element:
    """A menu of which one is chosen, however many there are: past a hundred, in groups under one heading."""
    if len(options) <= OPTIONS:
        return select(options, chosen)
    initial = _with_value(options, chosen)
    return grouped({heading: options}) | ({"initial_option": initial[0]} if initial else {})


def radio(options: Sequence[Element], chosen: str | None = None) -> Element:
    """Up to ten ways to go, all in view."""
    shown = list(options[:TICK_OPTIONS])
    made: Element = {"type": "radio_buttons", "options": shown}
    initial = _with_value(shown, chosen)
    if initial:
        made["initial_option"] = initial[0]
    return made


def ticks(options: Sequence[Element], *chosen: str) -> Element:
    """Things to tick: in view up to ten, in a menu where there are more."""
    few = len(options) <= TICK_OPTIONS
    made: Element = {"type": "checkboxes" if few else "multi_static_select", **_offered(options)}
    initial = _with_value(options, *chosen)
    if initial:
        made["initial_options"] = initial
    return made


def packed(**ids: str) -> str:
    """Ids in the value of a button or the metadata of a form: ids only, and never the authority to do anything."""
    return json.dumps(ids, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def quoted_once(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, each clause in the words of the document where it stands first, and by its number alone after that."""
    seen: set[str] = set()
    made = [_not_again(each, seen) if each["type"] == "context" else each for each in blocks]
    return [each for each in made if each["type"] != "context" or each["elements"]]


def _not_again(block: Block, seen: set[str]) -> Block:
    kept: list[Element] = []
    again = False
    for each in block["elements"]:
        text = str(each.get("text", ""))
        quote = _QUOTE.match(text)
        again = text in seen and (quote is not None or again)  # a long clause goes on in the next element
        seen.add(text)
        if not again:
            kept.append(each)
        elif quote is not None:
            kept.append(each | {"text": quote[1]})
    return block | {"elements": kept}


def fitted(blocks: Iterable[Block], most: int, left_out: str) -> list[Block]:
    """The blocks, or as many as the surface takes with a line that says what is left out."""
    made = list(blocks)
    return made if len(made) <= most else [*made[: most - 1], *small(left_out)]


def _offered(options: Sequence[Element]) -> Element:
    """What a menu offers: a hundred options are all that Slack takes in a row, and as many such rows, each under a heading."""
    if len(options) <= OPTIONS:
        return {"options": list(options)}
    rows = [list(options[start : start + OPTIONS]) for start in range(0, len(options), OPTIONS)]
    return {
        "option_groups": [
            {"label": plain(f"{_name(row[0])} to {_name(row[-1])}", OPTION_TEXT), "options": row}
            for row in rows[:OPTIONS]
        ]
    }


def _name(option: Element) -> str:
    return clipped(option["text"]["text"], OPTION_TEXT // 2 - 2)


def _with_value(options: Sequence[Element], *chosen: str | None) -> list[Element]:
    return [each for each in options if each["value"] in chosen]


def _longest(text: str, most: int) -> int:
    """How many characters of the text fit once escaped: at least one."""
    used = 0
    for at, character in enumerate(text):
        used += len(escaped(character))
        if used > most:
            return max(at, 1)
    return len(text)

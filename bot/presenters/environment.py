"""The one Jinja environment: the words of notices, from templates/, with dates as people read them."""

import html
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.presenters.blocks import LONGEST_LINE, clipped, escaped
from bot.presenters.rich import Typed, opening
from bot.rules.wording import counted, day_words, instant_words, listed

_PACKAGE = Path(__file__).resolve().parent.parent


def templates() -> Path:
    """Where the words are: beside the package in a checkout, inside it once installed."""
    installed = _PACKAGE / "_templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


@cache
def environment() -> Environment:
    """The environment: escaping on, and a name a template does not know refused (StrictUndefined)."""
    made = Environment(
        loader=FileSystemLoader(templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters |= {
        "day": day_words,
        "instant": instant,
        "listed": names,
        "lines": lines,
        "counted": counted,
        "opening": first_sentence,
        "after_opening": other_sentences,
    }
    return made


def words(template: str, data: Mapping[str, Any]) -> str:
    """A rendered template: the template's own marks as they stand, everything that came from people encoded."""
    return environment().get_template(template).render(guarded(data))


def line(template: str, data: Mapping[str, Any], most: int = LONGEST_LINE) -> str:
    """A rendered template as one line for a notification.

    Only the three characters Slack decodes stay encoded: it would show any other entity, such as a quote's, letter for letter.
    """
    return escaped(clipped(html.unescape(words(template, data)), most))


def guarded(value: Any) -> Any:
    """The same data with every text marked as typed."""
    if isinstance(value, str):
        return Typed(value)
    if isinstance(value, Mapping):
        return {key: guarded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return tuple(guarded(each) for each in value)
    return value


def instant(at: datetime, zone: str) -> str:
    """An instant as the partnership reads it: "Thursday 24 April 2025 at 14:00"."""
    return instant_words(at.astimezone(ZoneInfo(zone)))


def names(each: tuple[str, ...], last: str = "and") -> Typed:
    """Names in a sentence."""
    return Typed(listed(list(each), last))


def lines(each: Iterable[str]) -> Typed:
    """Lines one under the other, in one block."""
    return Typed("\n".join(each))


def first_sentence(text: str) -> str:
    """The first sentence of several, which is what stands in bold; what was typed stays so."""
    return type(text)(opening(str(text))[0])


def other_sentences(text: str) -> str:
    """The sentences after the first; empty where there is one alone."""
    return type(text)(opening(str(text))[1])

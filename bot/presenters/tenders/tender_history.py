"""What its publisher, or people, have changed in a tender, on screen."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.presenters.blocks import Block, divider, escaped, small
from bot.presenters.rich import bold
from bot.rules.wording import day_words
from bot.workflows.tenders.tender_questions import Republished
from bot.workflows.tenders.tenders import Tender, money_words

_NAMES = {
    "title": "the title",
    "buyer": "the buyer",
    "url": "the address of its notice",
    "hundredths": "the value",
    "deadline": "the deadline",
    "questions_by": "the last day for questions",
    "published_stage": "what it says of it",
}


def history_blocks(history: tuple[Republished, ...], tender: Tender, time_zone: str) -> list[Block]:
    """Each change with what stood there before, the latest first; nothing where nothing was changed."""
    if not history:
        return []
    lines = (line for each in history for line in _lines(each, tender.currency, ZoneInfo(time_zone)))
    heading = "What has been corrected" if tender.is_typed else "What its publisher has changed"
    return [divider(), bold(heading), *small(*lines)]


def _lines(republished: Republished, currency: str, zone: ZoneInfo) -> Iterator[str]:
    day = day_words(republished.at.astimezone(zone).date())
    for name, before, after in republished.changes:
        was, now = (_shown(name, each, currency, zone) for each in (before, after))
        told = f"from {was} to {now}" if was and now else now or f"{was} taken out"
        yield f"{day}: {_NAMES[name]}, {told}"


def _shown(name: str, kept: str, currency: str, zone: ZoneInfo) -> str:
    if not kept:
        return ""
    if name == "hundredths":
        return money_words(int(kept), currency)
    if name in ("deadline", "questions_by"):
        at = datetime.fromisoformat(kept).astimezone(zone)
        return f"{day_words(at.date())} at {at:%H:%M}"
    return f"“{escaped(kept)}”" if name in ("title", "buyer", "url") else kept

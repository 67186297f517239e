"""The rich_text block and what stands in it."""

from collections.abc import Mapping

from bot.local_slack.blockkit.objects import IDENTIFIER, URL
from bot.local_slack.blockkit.schema import (
    Rule,
    anything,
    array,
    boolean,
    by_type,
    enum,
    integer,
    record,
    text,
)

STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
MENTION_STYLE = record(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    ),
)
STYLED = {"style": STYLE}


def part(required: Mapping[str, Rule], optional: Mapping[str, Rule]) -> Rule:
    """A part of rich text: its type and these keys."""
    return record({"type": anything, **required}, optional)


PARTS = by_type(
    {
        "text": part({"text": text(1, 40_000)}, STYLED),
        "link": part({"url": URL}, {"text": text(0, 3000), "unsafe": boolean, **STYLED}),
        "emoji": part(
            {"name": text(1, 255)}, {"unicode": text(1, 255), "skin_tone": integer(1, 6), **STYLED}
        ),
        "user": part({"user_id": text(1, 255)}, {"style": MENTION_STYLE}),
        "usergroup": part({"usergroup_id": text(1, 255)}, {"style": MENTION_STYLE}),
        "channel": part({"channel_id": text(1, 255)}, {"style": MENTION_STYLE}),
        "team": part({"team_id": text(1, 255)}, STYLED),
        "broadcast": part({"range": enum("here", "channel", "everyone")}, STYLED),
        "color": part({"value": text(1, 255)}, STYLED),
        "date": part(
            {"timestamp": integer(0, 2**53), "format": text(1, 255)},
            {"url": URL, "fallback": text(1, 3000), **STYLED},
        ),
    }
)
BORDER = {"border": integer(0, 1)}
SECTION = record({"type": anything, "elements": array(PARTS, 0, 1000)}, {})
SECTIONS = by_type(
    {
        "rich_text_section": SECTION,
        "rich_text_preformatted": record(
            {"type": anything, "elements": array(PARTS, 0, 1000)}, {"language": text(1, 50), **BORDER}
        ),
        "rich_text_quote": record({"type": anything, "elements": array(PARTS, 0, 1000)}, BORDER),
        "rich_text_list": record(
            {
                "type": anything,
                "style": enum("bullet", "ordered"),
                "elements": array(by_type({"rich_text_section": SECTION}), 1, 1000),
            },
            {"indent": integer(0, 8), "offset": integer(0, 10_000), **BORDER},
        ),
    }
)
RICH_TEXT = record({"type": anything, "elements": array(SECTIONS, 1, 1000)}, {"block_id": IDENTIFIER})
RICH_TEXT_TYPED = by_type({"rich_text": RICH_TEXT})

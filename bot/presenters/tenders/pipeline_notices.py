"""The pipeline by message: the file for whoever asked, the picture for the channel, and word of what a portal has or lacks."""

from collections.abc import Mapping
from datetime import date

from bot import ids
from bot.presenters.blocks import Block, Enclosure, actions, button, packed
from bot.presenters.enclosing import made
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.tenders.pipeline_file import pipeline_file
from bot.presenters.tenders.timeline import timeline


def _file(sent: Sent) -> tuple[Enclosure, ...]:
    return (made(f"pipeline-{sent.partnership}.csv", "The pipeline", pipeline_file(sent.data["rows"])),)


def _picture(sent: Sent) -> tuple[Enclosure, ...]:
    first = date.fromisoformat(sent.data["first"])
    content = timeline(first, sent.data["months"], sent.data["bars"])
    return (made(f"tenders-{first}.png", "The next three months", content),)


def _buttons(sent: Sent) -> list[Block]:
    return actions(button("The tenders", ids.OPEN_TENDERS, packed(p=sent.partnership)))


def _to_look_at(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership, tab="found")
    return actions(button("Look at them", ids.OPEN_TENDERS, here, style="primary"))


KINDS: Mapping[str, Kind] = {
    "PipelineNotice": Kind(
        "pipeline", lambda data: f"The pipeline · {data['partnership_name']}", _buttons, _file
    ),
    "FeedNotReadNotice": Kind(
        "feed_not_read",
        lambda data: f"{data['portal']} could not be read · {data['partnership_name']}",
        _buttons,
    ),
    "TendersFoundNotice": Kind(
        "tenders_found",
        lambda data: f"Tenders to look at · {data['partnership_name']}",
        _to_look_at,
    ),
    "TimelineNotice": Kind(
        "timeline", lambda data: f"Tenders to come · {data['partnership_name']}", _buttons, _picture
    ),
}

"""The digest to members, and the warning after a silence."""

from collections.abc import Mapping

from bot import ids
from bot.presenters.blocks import Block, actions, button, packed
from bot.presenters.notice_kinds import Kind, Sent


def _buttons(sent: Sent) -> list[Block]:
    here = packed(p=sent.partnership)
    return actions(
        button("Meetings", ids.OPEN_MEETINGS, here),
        button("Tenders", ids.OPEN_TENDERS, here),
        button("Decisions", ids.OPEN_DECISIONS, here),
        button("Providers", ids.OPEN_PROVIDERS, here),
    )


KINDS: Mapping[str, Kind] = {
    "DigestNotice": Kind("digest", lambda data: f"The digest · {data['partnership_name']}", _buttons),
    "SilenceNotice": Kind("silence", lambda data: f"A silence · {data['partnership_name']}"),
}

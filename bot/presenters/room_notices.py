"""What is said of a meeting's quorum by message, when it is lost or found while the meeting is in session."""

from collections.abc import Mapping
from typing import Any

from bot import ids
from bot.presenters.blocks import Block, actions, button, packed
from bot.presenters.kinds import Kind, Sent


def _buttons(sent: Sent) -> list[Block]:
    return actions(button("Who is here", ids.OPEN_ROOM, packed(p=sent.partnership)))


def _heading(said: str, data: Mapping[str, Any]) -> str:
    return f"{said} · {data['meeting_title']}"


KINDS: Mapping[str, Kind] = {
    "QuorumLostNotice": Kind("quorum_lost", lambda data: _heading("Not quorate", data), _buttons),
    "QuorumRegainedNotice": Kind("quorum_regained", lambda data: _heading("Quorate", data), _buttons),
}

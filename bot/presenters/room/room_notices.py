"""What is said of a meeting by message while it is in session: how it stands, its quorum lost or found, its close."""

from collections.abc import Mapping
from typing import Any

from bot import ids
from bot.presenters.answers import clause_words
from bot.presenters.blocks import (
    MESSAGE_BLOCKS,
    Block,
    Message,
    actions,
    button,
    fitted,
    header,
    packed,
    small,
)
from bot.presenters.environment import line, words
from bot.presenters.notice_kinds import Kind, Sent
from bot.presenters.rich import from_template
from bot.workflows.meetings.meetings import IN_SESSION
from bot.workflows.room.in_the_channel import SessionPicture


def session_message(picture: SessionPicture) -> Message:
    """The message of a meeting in the channel as it stands now: in session with its quorum, then closed."""
    meeting = picture.meeting
    in_session = meeting.state == IN_SESSION
    data = {"picture": picture, "meeting": meeting, "in_session": in_session}
    said = "In session" if in_session else "Closed"
    blocks = [
        header(f"{said} · {meeting.title}"),
        *from_template(words("in_session/body.mrkdwn.j2", data)),
        *small(clause_words(picture.quorum_clause) if in_session else ""),
    ]
    here = packed(p=picture.partnership)
    buttons = actions(button("Who is here", ids.OPEN_ROOM, here)) if in_session else []
    shown = fitted(blocks, MESSAGE_BLOCKS - len(buttons), "The rest is under “Who is here”.")
    return Message(line("in_session/summary.txt.j2", data), [*shown, *buttons])


def _buttons(sent: Sent) -> list[Block]:
    return actions(button("Who is here", ids.OPEN_ROOM, packed(p=sent.partnership)))


def _heading(said: str, data: Mapping[str, Any]) -> str:
    return f"{said} · {data['meeting_title']}"


KINDS: Mapping[str, Kind] = {
    "NoQuorumNotice": Kind("no_quorum", lambda data: _heading("Not quorate", data), _buttons),
    "MeetingClosedNotice": Kind("meeting_closed", lambda data: f"Closed · {data['meeting_title']}"),
    "QuorumLostNotice": Kind("quorum_lost", lambda data: _heading("Not quorate", data), _buttons),
    "QuorumRegainedNotice": Kind("quorum_regained", lambda data: _heading("Quorate", data), _buttons),
}

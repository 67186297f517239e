"""What is said about votes by message to one person: that theirs is awaited, or that one was recorded for them."""

from bot import ids
from bot.presenters.blocks import Block, actions, button
from bot.presenters.kinds import Kind, Sent
from bot.presenters.motion import votes


def _reminder_buttons(sent: Sent) -> list[Block]:
    motion = sent.data["motion"]
    return actions(*votes(motion, secret=sent.data["secret"]), button("Why?", ids.WHY_MOTION, motion))


KINDS = {
    "VoteReminderNotice": Kind(
        "vote_reminder",
        lambda data: f"Your vote is awaited · motion {data['reference']}",
        _reminder_buttons,
    ),
}

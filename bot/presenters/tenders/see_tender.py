"""The button under a message about a tender that shows it."""

from bot import ids
from bot.presenters.blocks import Block, actions, button, packed
from bot.presenters.notice_kinds import Sent


def tender_of(sent: Sent) -> str:
    """The ids a button under a message about a tender carries."""
    return packed(p=sent.partnership, tender=sent.data["tender"])


def see_button(sent: Sent) -> list[Block]:
    """The button that shows the tender."""
    return actions(button("See it", ids.OPEN_TENDER, tender_of(sent)))

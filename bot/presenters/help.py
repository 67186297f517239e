"""What can be asked of the bot, for whoever types “help” after a command: every command, as the app's manifest describes it."""

from bot.manifest import manifest
from bot.presenters.blocks import Message
from bot.presenters.rich import sentences

WORDS = (
    "help",
    "?",
)  # typed after a command by whoever looks for help, and by nobody who means anything else


def help_message() -> Message:
    """Each command with what may follow it and what it is for."""
    commands = manifest()["features"]["slash_commands"]
    lines = [
        f"`{each['command']}` {each['usage_hint']}".strip() + f": {each['description']}." for each in commands
    ]
    more = "A command alone shows what there is. App Home shows what is asked of you."
    return Message("What you can ask", sentences(*lines, more))

"""Every decision counted again from the register of events alone, by code that shares nothing with what decided it.

It imports nothing of the bot: an error in how votes are counted there cannot hide by being made here as well.
"""

from bot.recount.checking import Recounted as Recounted
from bot.recount.checking import recount as recount
from bot.recount.events import Happened as Happened

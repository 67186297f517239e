"""Refusals that the store itself gives, because what was named is not kept."""

from bot.workflows.decisions import Refused

NO_SUCH_PARTNERSHIP = Refused(
    "That partnership is not kept here.",
    next="Ask whoever runs Quorate to add it: `quorate partnership add`.",
)
NO_SUCH_MEETING = Refused("I do not know that meeting.", next="`/meeting` shows those to come.")

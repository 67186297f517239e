"""The Web API: every method this workspace knows. What is not in the table is `unknown_method`."""

from collections.abc import Mapping

from bot.local_slack.api import chat, conversations, files, people, views
from bot.local_slack.api.call import Method

METHODS: Mapping[str, Method] = {
    **people.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **views.METHODS,
    **files.METHODS,
}

__all__ = ["METHODS"]

"""App Home, published when somebody opens it and after each press in it."""

import logging

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.handlers.desk import Desk
from bot.handlers.identity import Who
from bot.presenters.home import home
from bot.secretary import SecretaryBusy
from bot.workflows.questions import ShowHome

log = logging.getLogger(__name__)


def publish(who: Who, desk: Desk, client: WebClient) -> None:
    """Show somebody their App Home as it is now; what cannot be shown now is shown when they next open it."""
    try:
        client.views_publish(user_id=who["user"], view=home(desk.ask(ShowHome(**who))))
    except SecretaryBusy:
        log.warning("App Home not published", extra={"error": "busy"})
    except (SlackClientError, OSError) as exc:
        error = exc.response.get("error") if isinstance(exc, SlackApiError) else type(exc).__name__
        log.warning("App Home not published", extra={"error": str(error)})

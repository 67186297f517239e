"""What commands about a partnership begin with: the store, the clock, and the workspace that is meant."""

from bot import app as office_of
from bot.cli.asking import refuse
from bot.cli.running import read
from bot.clock import Clock
from bot.settings import settings_for_store
from bot.store.session import Store


def opened(workspace: str | None) -> tuple[Store, Clock, str]:
    """The store, the clock and the workspace; asked of Slack where none is given, and refused in words where that cannot be."""
    settings = read(settings_for_store)
    try:
        store, clock = office_of.open_store(settings)
        if workspace is None and not settings.bot_token:
            refuse(
                "Give --workspace, the workspace's id T…, or set SLACK_BOT_TOKEN so that Slack can be asked."
            )
        where = workspace or office_of.workspace_of(office_of.slack_client(settings))
    except (office_of.NotReady, office_of.CannotConnect) as wrong:
        refuse(str(wrong))
    return store, clock, where

"""The direct messages with each person, as Slack opened them: opened once and kept, whichever process speaks to them next."""

from sqlalchemy import Connection, delete, select

from bot.store.tables import conversations
from bot.store.upsert import inserting


def channel_of(connection: Connection, workspace: str, user: str) -> str | None:
    """The channel of somebody's direct messages; None where none has been opened."""
    found: str | None = connection.execute(
        select(conversations.c.channel).where(
            conversations.c.workspace == workspace, conversations.c.slack_user == user
        )
    ).scalar()
    return found


def keep(connection: Connection, workspace: str, user: str, channel: str) -> None:
    """Keep the channel that Slack opened last."""
    put = inserting(connection, conversations).values(workspace=workspace, slack_user=user, channel=channel)
    connection.execute(
        put.on_conflict_do_update(
            index_elements=["workspace", "slack_user"], set_={"channel": put.excluded.channel}
        )
    )


def forget(connection: Connection, workspace: str, user: str) -> None:
    """Slack knows that channel no longer: another is opened for the next message."""
    connection.execute(
        delete(conversations).where(
            conversations.c.workspace == workspace, conversations.c.slack_user == user
        )
    )

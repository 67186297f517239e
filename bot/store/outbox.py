"""The outbox: what somebody has to be told, from the deciding transaction to the proof that it was sent.

Two clocks meet here. `due_at` and `sent_at` are governance time, which a demonstration may turn. Leases, back-off and pauses are
real time, which nobody turns.
"""

from dataclasses import fields
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.plain import plain
from bot.store.tables import outbox
from bot.workflows.decisions import Notice

_OF_EVERY_NOTICE = {each.name for each in fields(Notice)}


def put(connection: Connection, workspace: str, partnership: str, notice: Notice, now: datetime) -> bool:
    """Put a notice in the outbox, within the transaction that decided it; False where its key is there already.

    Its id is random, because it is shown to the whole workspace in the message's metadata and nobody may be able to post a
    message that looks like proof. `now` may be either clock's: a notice never yet tried waits for `due_at` alone.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = {
        "workspace": workspace,
        "partnership": partnership,
        "id": uuid4().hex,
        "key": notice.key,
        "kind": type(notice).__name__,
        "recipient": notice.recipient,
        "subject": notice.subject,
        "data": {
            each.name: plain(getattr(notice, each.name))
            for each in fields(notice)
            if each.name not in _OF_EVERY_NOTICE
        },
        "due_at": notice.due_at,
        "state": "pending",
        "attempts": 0,
        "not_before": now,
    }
    added = (
        insert(outbox).values(row).on_conflict_do_nothing(index_elements=["workspace", "partnership", "key"])
    )
    return connection.execute(added).rowcount == 1

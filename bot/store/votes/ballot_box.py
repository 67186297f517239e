"""The sealed box of a secret vote: receipts with choices, readable by nobody until the close.

One row a contest holds them all, sorted by receipt, padded to lengths that no choice changes, and sealed anew as a whole
under a fresh nonce at every vote. So neither the order of rows nor their versions, times or sizes join a vote to a voter.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, delete, select

from bot.store.tables import events
from bot.store.upsert import inserting
from bot.store.votes.ballot_key import BallotKey, key_id
from bot.store.votes.ballot_tables import ballot_boxes, voted
from bot.store.writing import Writer, change_motion, key_of, where
from bot.workflows.decisions import Event, Sealed, Setting
from bot.workflows.votes.ballots import BallotBoxOpened, Ballots, SecretVoteCast

SLOT = 96  # bytes a vote takes, whatever it says
SLOTS = 16  # votes by which a box grows
_NONCE = 12


class BoxLocked(Exception):
    """The key that sealed a box is missing or is another one, or the box does not hold what it should. Nothing was changed."""

    def __init__(self, why: str, setting: Setting | None = None, contest: str = "") -> None:
        super().__init__(why)
        self.why, self.setting, self.contest = why, setting, contest


def can_seal(connection: Connection) -> bool:
    """Whether there is a key to seal votes with, or one can be made."""
    return _key(connection).can_seal


def drop(connection: Connection, setting: Setting, vote: Sealed) -> None:
    """Put a vote into the box of its contest, and seal the whole anew. Whoever drops one holds the lock of the contest."""
    held = _held(connection, setting, vote.contest)
    if any(receipt == vote.receipt for receipt, _ in held):
        raise ValueError("a receipt came twice")
    key = _key(connection).read_or_make()
    if key is None:
        raise BoxLocked("no key", setting, vote.contest)
    box = {
        **key_of(setting),
        "contest": vote.contest,
        "key_id": key_id(key),
        "sealed": _sealed(key, setting, vote.contest, (*held, (vote.receipt, vote.choice))),
    }
    put = inserting(connection, ballot_boxes)
    anew = {name: put.excluded[name] for name in ("key_id", "sealed")}
    connection.execute(
        put.on_conflict_do_update(index_elements=["workspace", "partnership", "contest"], set_=anew), box
    )


def opened(connection: Connection, setting: Setting, contest: str) -> Ballots:
    """Every receipt with its choice, sorted by receipt; as many as have voted. Raises BoxLocked where that cannot be had."""
    held = _held(connection, setting, contest)
    if len(held) != len(who_voted(connection, setting, contest)):
        raise BoxLocked("the box holds another number of votes than were cast", setting, contest)
    return held


def published(connection: Connection, setting: Setting, contest: str) -> tuple[Ballots, ...]:
    """The lists that stand in the register of events since boxes were opened, one for each ballot of the contest."""
    opened_so_far = connection.execute(
        where(
            select(events.c.data),
            events,
            {**key_of(setting), "subject": contest, "type": BallotBoxOpened.__name__},
        ).order_by(events.c.seq)
    ).scalars()
    return tuple(tuple((receipt, choice) for receipt, choice in data["ballots"]) for data in opened_so_far)


def who_voted(connection: Connection, setting: Setting, contest: str) -> frozenset[str]:
    """The organisations that have voted in secret."""
    rows = connection.execute(
        where(select(voted.c.organisation), voted, {**key_of(setting), "contest": contest})
    )
    return frozenset(row.organisation for row in rows)


def mark_voted(connection: Connection, setting: Setting, contest: str, organisation: str) -> None:
    """That an organisation has voted, for good: the second time is refused by the database itself."""
    connection.execute(voted.insert(), {**key_of(setting), "contest": contest, "organisation": organisation})


def take_away(connection: Connection, setting: Setting, contest: str) -> None:
    """The box has been opened into the register of events: it is needed no more, and should there be another ballot, all may vote
    again."""
    for table in (ballot_boxes, voted):
        connection.execute(where(delete(table), table, {**key_of(setting), "contest": contest}))


def _held(connection: Connection, setting: Setting, contest: str) -> Ballots:
    row = connection.execute(
        where(select(ballot_boxes), ballot_boxes, {**key_of(setting), "contest": contest})
    ).one_or_none()
    if row is None:
        return ()
    key = _key(connection).read()
    if key is None:
        raise BoxLocked("no key", setting, contest)
    if key_id(key) != row.key_id:
        raise BoxLocked("another key", setting, contest)
    nonce, sealed = row.sealed[:_NONCE], row.sealed[_NONCE:]
    try:
        plain = AESGCM(key).decrypt(nonce, sealed, _named(setting, contest))
    except InvalidTag:
        raise BoxLocked("what is sealed was changed", setting, contest) from None
    return tuple((receipt, choice) for receipt, choice in json.loads(plain))


def _sealed(key: bytes, setting: Setting, contest: str, ballots: Ballots) -> bytes:
    plain = json.dumps(sorted(ballots)).encode()
    most = SLOT * SLOTS * -(-len(ballots) // SLOTS)
    if len(plain) > most:
        raise ValueError("a choice is longer than its slot")
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain.ljust(most), _named(setting, contest))


def _named(setting: Setting, contest: str) -> bytes:
    """What a box is sealed to: moved to another contest, it does not open."""
    return json.dumps([setting.workspace, setting.partnership, contest]).encode()


def _key(connection: Connection) -> BallotKey:
    key: BallotKey = connection.get_execution_options()["ballot_key"]
    return key


def _secret_vote_cast(connection: Connection, setting: Setting, event: SecretVoteCast, now: datetime) -> None:
    mark_voted(connection, setting, event.subject, event.organisation)
    change_motion(connection, setting, event.subject)


def _ballot_box_opened(
    connection: Connection, setting: Setting, event: BallotBoxOpened, now: datetime
) -> None:
    take_away(connection, setting, event.subject)


WRITERS: Mapping[type[Event], Writer] = {
    SecretVoteCast: _secret_vote_cast,
    BallotBoxOpened: _ballot_box_opened,
}

"""Was it sent or not? The channel's own history says, by the outbox id in the message's metadata."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from bot.delivery.answers import FAILURES, Never, Wait, judged
from bot.delivery.posting import EVENT_TYPE
from bot.delivery.road import LEASE, Road, log, undelivered
from bot.store import displays, outbox, pauses

PAGE = 200
MOST_PAGES = 50
LOOK_AGAIN_SECONDS = 300.0
# Two clocks never agree: begin looking somewhat before the message can have been sent.
MARGIN = timedelta(seconds=60)


class Unread(Exception):
    """The history goes on longer than we are ready to read."""


def settle_one(road: Road) -> bool:
    """Settle the next notice in doubt: found is sent, read to the end and absent is pending; False where there is none."""
    with road.store.transaction() as connection:
        held = outbox.claim_doubtful(connection, real=road.real.now(), lease=LEASE, workspace=road.workspace)
    if held is None:
        return False
    try:
        channel = road.conversation(held.workspace, held.recipient)
        found = _find(road, held, channel)
    except (*FAILURES, Unread) as exc:
        _cannot_tell(road, held, exc)
        return True
    if found is not None:
        _prove(road, held, channel, found)
    elif held.attempts >= road.most_attempts:
        road.give_up(held, held.error or "in doubt, and not in the channel")
    else:
        with road.store.transaction() as connection:
            outbox.put_back(connection, held, not_before=road.real.now(), error="was not sent after all")
        log.info("was not sent after all", extra={"outbox": held.id})
    return True


def _find(road: Road, held: outbox.Claimed, channel: str) -> Mapping[str, Any] | None:
    for message in _history(road, held, channel):
        metadata = message.get("metadata") or {}
        payload = metadata.get("event_payload") or {}
        if metadata.get("event_type") == EVENT_TYPE and payload.get("outbox_id") == held.id:
            return message
    return None


def _history(road: Road, held: outbox.Claimed, channel: str) -> Iterator[Mapping[str, Any]]:
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        page = road.clients(held.workspace).conversations_history(
            channel=channel,
            oldest=f"{(held.started_at - MARGIN).timestamp():.6f}",
            include_all_metadata=True,
            limit=PAGE,
            cursor=cursor,
        )
        yield from page["messages"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return
    raise Unread


def _prove(road: Road, held: outbox.Claimed, channel: str, found: Mapping[str, Any]) -> None:
    # It was sent when the sending began, in the time the partnership lives in.
    sent_at = road.clock.now() - (road.real.now() - held.started_at)
    ts = str(found["ts"])
    with road.store.transaction() as connection:
        sent = outbox.mark_sent(
            connection, held, channel=channel, ts=ts, text=str(found.get("text", "")), sent_at=sent_at
        )
        if sent and held.kind in displays.SHOWN:
            # Which revision it shows nobody knows: shown 0 has it updated.
            displays.mark_posted(
                connection,
                held.kind,
                held.workspace,
                held.partnership,
                held.subject,
                channel=channel,
                ts=ts,
                shown=0,
                real=road.real.now(),
            )
    log.info("was sent after all", extra={"outbox": held.id})


def _cannot_tell(road: Road, held: outbox.Claimed, exc: BaseException) -> None:
    """Stay in doubt and look again later. Where Slack refuses to let us look, say so loudly, once."""
    verdict = judged(exc)
    again = road.real.now() + timedelta(seconds=LOOK_AGAIN_SECONDS)
    error = "its history cannot be read"
    if isinstance(verdict, Wait):
        again, error = road.after(verdict), held.error or error
    elif isinstance(verdict, Never):
        error = f"{error}: {verdict.error}"
    with road.store.transaction() as connection:
        kept = outbox.put_in_doubt(connection, held, look_at=again, error=error)
        if isinstance(verdict, Wait):
            pauses.pause(connection, held.workspace, outbox.HISTORY, again)
        elif kept and isinstance(verdict, Never) and held.error != error:
            road.tell(connection, held.workspace, held.partnership, undelivered(held, error, in_doubt=True))

"""One notice from the outbox to Slack: claim, commit, render, enclose, send, prove."""

from datetime import timedelta

from slack_sdk.web import SlackResponse

from bot.delivery import enclosing
from bot.delivery.answers import FAILURES, Never, Unsent, Unsure, Verdict, Wait, judged
from bot.delivery.road import LEASE, SETTLE, Message, Picture, Road, log
from bot.delivery.zones import learn_time_zone
from bot.secretary import SecretaryBusy
from bot.store import displays, outbox, pauses
from bot.store.session import is_lost_race

EVENT_TYPE = "quorate_outbox"
POST = "chat.postMessage"
OPEN = "conversations.open"
A_SECOND = timedelta(seconds=1)  # Slack: one message a second in a channel
RACES = 5


def post_one(road: Road) -> bool:
    """Send the next notice that is due; False where there is none that may be sent now."""
    held = _claim(road)
    if held is None:
        return False
    try:
        message, picture = road.rendered(held)
    except SecretaryBusy:
        _put_back(road, held, "the database was busy", counted=False)
        return True
    except Exception as exc:  # noqa: BLE001
        # A mistake in one notice's words must not hold up the others: it is given up, loudly.
        log.exception("cannot be rendered", extra={"outbox": held.id})
        road.give_up(held, f"{type(exc).__name__} while putting it into words")
        return True
    channel = _conversation(road, held)
    if channel is None:
        return True
    try:
        message = enclosing.enclosed(road, held, message)
    except enclosing.NotNow as exc:
        _put_back(road, held, str(exc), counted=False, seconds=exc.seconds)
        return True
    except enclosing.NotUploaded as exc:
        _try_again(road, held, str(exc))
        return True
    if road.is_too_late(held.lease_until):
        _put_back(road, held, "the lease was nearly over", counted=False)
        return True
    try:
        answer = _post(road, held, channel, message)
    except FAILURES as exc:
        _not_proved(road, held, judged(exc))
        return True
    _prove(road, held, channel, message, picture, answer)
    learn_time_zone(road, held.workspace, held.recipient)
    return True


def _claim(road: Road) -> outbox.Claimed | None:
    for _ in range(RACES):
        try:
            with road.store.transaction() as connection:
                return outbox.claim(
                    connection,
                    now=road.clock.now(),
                    real=road.real.now(),
                    lease=LEASE,
                    workspace=road.workspace,
                )
        except outbox.LostRace:
            continue
        except Exception as exc:
            if not is_lost_race(exc):
                raise
    return None


def _conversation(road: Road, held: outbox.Claimed) -> str | None:
    """Where to post; None where that could not be found out, and the notice has been dealt with."""
    wait = road.is_paused(held.workspace, OPEN) if held.recipient[:1] in ("U", "W") else None
    if wait is not None and road.known(held.workspace, held.recipient) is None:
        _put_back(
            road, held, f"{OPEN} is paused", counted=False, seconds=(wait - road.real.now()).total_seconds()
        )
        return None
    try:
        return road.conversation(held.workspace, held.recipient)
    except FAILURES as exc:
        verdict = judged(exc)
        if isinstance(verdict, Wait):
            with road.store.transaction() as connection:
                pauses.pause(connection, held.workspace, OPEN, road.after(verdict))
            _put_back(road, held, "ratelimited", counted=False, seconds=verdict.seconds + road.random())
        elif isinstance(verdict, Never):
            road.give_up(held, verdict.error)
        else:  # opening a conversation twice does no harm, so there is nothing to be in doubt about
            _try_again(road, held, verdict.error)
        return None


def _post(road: Road, held: outbox.Claimed, channel: str, message: Message) -> SlackResponse:
    return road.clients(held.workspace).chat_postMessage(
        channel=channel,
        text=message.text,
        blocks=[dict(each) for each in message.blocks],
        metadata={"event_type": EVENT_TYPE, "event_payload": {"outbox_id": held.id}},
        unfurl_links=False,
        # A link to a file of ours is what shares it, and every account of that working has this as Slack has it by default.
        unfurl_media=bool(message.enclosures),
        parse="none",
        link_names=False,
    )


def _prove(
    road: Road,
    held: outbox.Claimed,
    channel: str,
    message: Message,
    picture: Picture | None,
    answer: SlackResponse,
) -> None:
    channel, ts, real = str(answer.get("channel") or channel), str(answer["ts"]), road.real.now()
    with road.store.transaction() as connection:
        ours = outbox.mark_sent(
            connection, held, channel=channel, ts=ts, text=message.text, sent_at=road.clock.now()
        )
        if not ours:
            log.warning("sent after its lease was over; the history will prove it", extra={"outbox": held.id})
            return
        outbox.free_recipient(connection, held, real + A_SECOND)
        if picture is not None:
            displays.mark_posted(
                connection,
                held.kind,
                held.workspace,
                held.partnership,
                held.subject,
                channel=channel,
                ts=ts,
                shown=picture.revision,
                real=real,
            )


def _not_proved(road: Road, held: outbox.Claimed, verdict: Verdict) -> None:
    match verdict:
        case Wait():
            _slow_down(road, held, verdict)
        case Never("channel_not_found") if road.forget(held.workspace, held.recipient):
            _try_again(road, held, "the conversation that was kept is no more")
        case Never(error):
            road.give_up(held, error)
        case Unsent(error):
            _try_again(road, held, error)
        case Unsure(error):
            real = road.real.now()
            with road.store.transaction() as connection:
                if outbox.put_in_doubt(connection, held, look_at=real + SETTLE, error=error):
                    outbox.free_recipient(connection, held, real + A_SECOND)
            log.warning("in doubt: %s", error, extra={"outbox": held.id})


def _slow_down(road: Road, held: outbox.Claimed, wait: Wait) -> None:
    """The limit that matters here is a channel's own. A second channel told to wait meanwhile means the workspace's."""
    until = road.after(wait)
    told = f"429:{POST}"
    with road.store.transaction() as connection:
        if not outbox.put_back(connection, held, not_before=until, error="ratelimited", counted=False):
            return
        outbox.free_recipient(connection, held, until)
        before = pauses.paused_until(connection, held.workspace, told)
        if before is not None and before > road.real.now():
            pauses.pause(connection, held.workspace, POST, until)
        pauses.pause(connection, held.workspace, told, until)


def _try_again(road: Road, held: outbox.Claimed, error: str) -> None:
    if held.attempts >= road.most_attempts:
        road.give_up(held, error)
        return
    log.warning("not sent, attempt %s: %s", held.attempts, error, extra={"outbox": held.id})
    until = road.after_attempt(held.attempts)
    with road.store.transaction() as connection:
        if outbox.put_back(connection, held, not_before=until, error=error):
            outbox.free_recipient(connection, held, road.real.now())


def _put_back(road: Road, held: outbox.Claimed, error: str, *, counted: bool, seconds: float = 1.0) -> None:
    real = road.real.now()
    with road.store.transaction() as connection:
        until = real + timedelta(seconds=seconds)
        if outbox.put_back(connection, held, not_before=until, error=error, counted=counted):
            outbox.free_recipient(connection, held, real)

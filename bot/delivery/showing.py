"""A message brought up to date: whatever it shows last is the truth, however many changes were skipped on the way."""

from datetime import datetime, timedelta

from bot.delivery.answers import FAILURES, Never, Verdict, Wait, judged
from bot.delivery.road import LEASE, Picture, Road, log
from bot.secretary import SecretaryBusy
from bot.store import displays, outbox, pauses
from bot.workflows.decisions import Notice
from bot.workflows.delivering import Undelivered
from bot.workflows.elections.elections import ElectionBallotNotice
from bot.workflows.room.in_the_channel import MeetingInSessionNotice
from bot.workflows.votes.moving import MotionNotice

UPDATE = "chat.update"
AFTER_TROUBLE = timedelta(seconds=10)
SHORTLY = timedelta(seconds=1)
# The message is not there to be updated, or not ours to update any more.
_GONE = {"message_not_found", "cant_update_message", "edit_window_closed"}


def show_one(road: Road) -> bool:
    """Update the message that has been behind longest; False where none may be updated now."""
    until = road.real.now() + LEASE
    with road.store.transaction() as connection:
        behind = displays.claim(connection, real=road.real.now(), until=until, workspace=road.workspace)
    if behind is None:
        return False
    try:
        picture = road.picture(behind.kind, behind.workspace, behind.partnership, behind.subject)
        if picture is None:
            raise LookupError("nothing is shown by such a notice")
        message = road.render(behind.kind, {}, picture, partnership=behind.partnership)
    except SecretaryBusy:
        _put_off(road, behind, SHORTLY)
        return True
    except Exception:  # noqa: BLE001
        # The message stays as it is until the words are mended; other messages go on.
        log.exception("cannot be rendered", extra={"subject": behind.subject})
        _put_off(road, behind, timedelta(minutes=1))
        return True
    if road.is_too_late(until):
        _put_off(road, behind, SHORTLY)
        return True
    try:
        road.clients(behind.workspace).chat_update(
            channel=behind.channel,
            ts=behind.ts,
            text=message.text,
            blocks=[dict(each) for each in message.blocks],
            parse="none",
            link_names=False,
        )
    except FAILURES as exc:
        _not_shown(road, behind, picture, judged(exc))
        return True
    with road.store.transaction() as connection:
        displays.mark_shown(connection, behind, shown=picture.revision, real=road.real.now())
    return True


def _not_shown(road: Road, behind: displays.Behind, picture: Picture, verdict: Verdict) -> None:
    if isinstance(verdict, Wait):
        until = road.after(verdict)
        with road.store.transaction() as connection:
            pauses.pause(connection, behind.workspace, UPDATE, until)
            displays.put_off(connection, behind, until)
    elif not isinstance(verdict, Never):
        log.warning("not updated: %s", verdict.error, extra={"subject": behind.subject})
        _put_off(road, behind, AFTER_TROUBLE)  # the same update twice is the same message
    elif verdict.error in _GONE:
        _post_anew(road, behind, picture)
    else:
        _give_up(road, behind, picture, verdict.error)


def _post_anew(road: Road, behind: displays.Behind, picture: Picture) -> None:
    """Somebody deleted the message: it is put in the channel again, through the outbox like every message."""
    now = road.clock.now()
    notice = _anew(behind, picture.partnership_name, now)
    with road.store.transaction() as connection:
        if displays.forget_message(connection, behind):
            outbox.put(connection, behind.workspace, behind.partnership, notice, now)
    log.warning("a message was deleted; it is posted anew", extra={"subject": behind.subject})


def _give_up(road: Road, behind: displays.Behind, picture: Picture, error: str) -> None:
    """Slack will not have this update. The next change is tried again."""
    lost = Undelivered(
        id=f"{behind.subject}:{behind.ts}",
        kind=behind.kind,
        recipient=behind.channel,
        subject=behind.subject,
        error=error,
        attempts=1,
    )
    with road.store.transaction() as connection:
        displays.mark_shown(connection, behind, shown=picture.revision, real=road.real.now())
        road.tell(connection, behind.workspace, behind.partnership, lost)


def _anew(behind: displays.Behind, partnership_name: str, now: datetime) -> Notice:
    if behind.kind == MeetingInSessionNotice.__name__:
        return MeetingInSessionNotice(
            key=f"in-session:{behind.subject}:after:{behind.ts}",
            recipient=behind.channel,
            subject=behind.subject,
            due_at=now,
            partnership_name=partnership_name,
        )
    if behind.kind == ElectionBallotNotice.__name__:
        return ElectionBallotNotice(
            key=f"ballot:{behind.subject}:after:{behind.ts}",
            recipient=behind.channel,
            subject=behind.subject,
            due_at=now,
            partnership_name=partnership_name,
            ballot=behind.subject,
        )
    return MotionNotice(
        key=f"motion:{behind.subject}:after:{behind.ts}",
        recipient=behind.channel,
        subject=behind.subject,
        due_at=now,
        partnership_name=partnership_name,
        motion=behind.subject,
    )


def _put_off(road: Road, behind: displays.Behind, by: timedelta) -> None:
    with road.store.transaction() as connection:
        displays.put_off(connection, behind, road.real.now() + by)

"""Where somebody lives, as Slack has it, learnt when the bot first speaks to them: reminders come in their own morning."""

from bot.delivery.answers import FAILURES, judged
from bot.delivery.road import Road, log
from bot.store.partnership import register as register_rows


def learn_time_zone(road: Road, workspace: str, user: str) -> None:
    """Ask Slack once for the time zone of somebody in a register; what cannot be learnt now is learnt from their next change."""
    if user[:1] not in ("U", "W") or (workspace, user) in road.located:
        return
    road.located.add((workspace, user))
    with road.store.reading() as connection:
        if not register_rows.has_no_time_zone(connection, workspace, user):
            return
    try:
        told = road.clients(workspace).users_info(user=user)
    except FAILURES as exc:
        log.info("time zone not learnt: %s", judged(exc))
        return
    zone = (told.get("user") or {}).get("tz")
    if zone:
        with road.store.transaction() as connection:
            register_rows.set_time_zone(connection, workspace, workspace, user, str(zone))

"""What happens when a notice cannot be delivered: the secretariat is told, once, and never about that telling."""

from dataclasses import dataclass
from datetime import datetime

from bot.workflows.decisions import Notice


@dataclass(frozen=True, kw_only=True)
class GivenUpNotice(Notice):
    """Tells the secretariat that somebody has not been told, or that nobody can say whether they were."""

    partnership_name: str
    kind: str  # of the notice that did not arrive: "ResultNotice" …
    whom: str  # the channel or the person it was for
    why: str  # in Slack's word: "channel_not_found" …
    in_doubt: bool  # True: it may have arrived, and the channel's history cannot be read to find out


def tell_secretariat(
    *,
    about: str,
    kind: str,
    whom: str,
    subject: str,
    why: str,
    in_doubt: bool,
    partnership_name: str,
    secretariat: tuple[str, ...],
    at: datetime,
) -> tuple[GivenUpNotice, ...]:
    """One notice for each of the secretariat, the same however often it is asked for; none about a notice of this kind.

    `about` is what did not arrive: the id in the outbox, or the message that could not be updated.
    """
    if kind == GivenUpNotice.__name__:
        return ()
    what = "in-doubt" if in_doubt else "given-up"
    return tuple(
        GivenUpNotice(
            key=f"{what}:{about}:{user}",
            recipient=user,
            subject=subject,
            due_at=at,
            partnership_name=partnership_name,
            kind=kind,
            whom=whom,
            why=why,
            in_doubt=in_doubt,
        )
        for user in secretariat
        if user != whom
    )
